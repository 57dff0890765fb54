"""What in a sentence can be an answer of a kind: rates and amounts, dates and periods, names, rules.

The spans serve twice: a sentence that has what the question asks for is the better answer, and what
was asked for stands out on the page.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.answering.figures import CURRENCIES, EURO, MANY, MEASURES, NUMBER, PERCENT
from assistant.answering.questions import Kind
from corpus.dates import dates_in

_UNIT = rf"{PERCENT}|‰|{EURO}|[Mt]€|Meur\b|{MANY}|{'|'.join(CURRENCIES.values())}|{MEASURES}|e\b(?!\s?§)"
_AMOUNT = re.compile(
    rf"(?:(?:[€£$]|\bEUR\b)\s?{NUMBER}(?:\s?(?:million|billion|milj\w*\.?|m|bn)\b)?"
    rf"|(?<![\w.,/]){NUMBER}(?:\s?[-–]\s?{NUMBER})?(?::n)?[ \u00a0\u202f-]?(?:(?:{_UNIT})\s?){{1,2}}"
    r"|\b(?:puolet|kolmannes\w*|neljännes\w*|hälften|en\s+tredjedel|half|one\s+third|two\s+thirds)\b)",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"(?<![\w./,-])(?!(?:19|20)\d\d\b){NUMBER}(?![\w/]|\.\d|\s?§)|\bA\d\b")
_WORDS = re.compile(
    r"\b(?:yksi|yhde[nks]\w*|yhtenä|kaksi|kahde\w+|kahta|kahte\w+|kolme\w*|neljä\w*|viisi|viide\w+|viittä|viite\w+|kuusi|kuude\w+|kuutta|kuute\w+"
    r"|seitsemä\w+|kahdeksa\w+|yhdeksä\w+|kymmene\w*|puoli|puole\w+|kerran|kahdesti"
    r"|ett|en\s+gång|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|halv\w*"
    r"|once|twice|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens?|hundreds?|half|every"
    r"|zwei|drei|vier|fünf|sechs|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|trei|patru|cinci|δύο|τρεις|τέσσερ\w+|πέντε)\b",
    re.IGNORECASE,
)
# "2 artiklan 1 kohta", "867/2021, 4 §", "Article 53(1)": numbers that give no value.
_REFERENCE = re.compile(
    r"\d+(?:/\d+)?,?\s+(?:§|luku\b|artik\w+|kohta|kohdan|momen\w+|mom\.|alakohta|kap\.|kapitel\w*|punkt\w*)|\d+\s?§"
    r"|\b(?:luku|luvu(?:n|ssa)|kapitel|avsnitt|chapters?)\s?\d{1,2}(?:\.\d+)*\.?(?!\d|\s?[%€])"
    r"|\b(?:articles?|sections?|artik(?:el|eln)|articolul|artikel|artículo|§§?|liite|annex|toimintalinja|erityistavoite|priority|objective)\s?\d+(?:[.,]\d+)*(?:\(\w+\))*"
    r"|(?<![\d/])\d+/\d{4}\b|\bhttps?:\S+|\(EU\)\s*\d+/\d+",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\b\d+/(?:19|20)\d\d\b|\b(?:19|20)\d\d/\d+\b|(?:https?://|www\.)\S+|\b[\w-]+\.(?:fi|eu|org|se)\b")
# "2. " or "3.2) " at the beginning, but not "30.9. mennessä".
_ITEM_NUMBER = re.compile(r"\W*(?!\d{1,2}\.(?:0?[1-9]|1[0-2])\.\s+[a-zåäö])(\d{1,2}(?:\.\d+)*[.)]\s)")
_CLOCK = re.compile(r"\s?(?:klo|kello|kl\.?)\s?\d{1,2}(?:[.:]\d\d)?", re.IGNORECASE)
_LONG_AGO = re.compile(r"\b1\d{3}\b|\b\d{1,2}th\s+century")
_UNITS = {
    "years": r"vuo\w+|vuot\w+|år\w*|years?\b|Jahre?\w*|an(?:s|née\w*)\b|aasta\w*|años?\b|jaar\b|ani\b",
    "months": r"kuukau\w+|kk\b|månad\w*|months?\b|Monat\w*|mois\b|kuu(?:ta|n|ssa|d)?\b|meses\b|maand\w*|luni\b",
    "weeks": r"viik\w+|veck\w*|weeks?\b|Woche\w*|semaines?\b|nädal\w*|semanas?\b|weken\b",
    "days": r"päiv\w+|dag\w*|days?\b|Tage?\w*|jours?\b|päev\w*|días?\b|dagen\b|zile\b",
    "hours": r"tun\w+|timm\w*|hours?\b|Stunde\w*|heures?\b|tundi\w*|horas?\b|uur\b",
}
_KIND_OF_DAY = r"(?:työ|luku|kalenteri|arbets|kalender|calendar|working|business)?"
_NUMBER_OF = rf"(?:{NUMBER}|{_WORDS.pattern})[ \u00a0-]?{_KIND_OF_DAY}\s?"
_PERIOD = re.compile(rf"{_NUMBER_OF}(?:{'|'.join(_UNITS.values())})", re.IGNORECASE)
_HOW_MANY = (
    r"\b(?:mon(?:i|ta)(?:ko\w*)?\b|många|many|wie\s?viele?n?|combien\s+d['’e]?|mitu|cuánt[oa]s|hoeveel|câ[tț]i)\s*"
    rf"{_KIND_OF_DAY}\s?"
)
_HOW_MANY_OF = re.compile(rf"{_HOW_MANY}[^\W\d_]", re.IGNORECASE)
_SHARE = re.compile(rf"{_NUMBER_OF}(?:{PERCENT}|{EURO})", re.IGNORECASE)
_RATE = re.compile(
    r"\b(?:tukitaso|tukiprosent|tuki-?intensiteet|prosenttiosuu|stödnivå|stödprocent|stödandel|procentsats|percentage|taux\b"
    r"|(?:support|aid|grant|funding|co-?financing|intervention|flat)\s+rate|fördersatz|toetusmäär)",
    re.IGNORECASE,
)
_UNITS_ASKED = _UNITS | {"per cent": PERCENT, "euros": EURO}
_RULE = re.compile(
    r"\b(?:voi(?:daan|vat)?|saa(?:daan|vat)?|ei(?:vät)?|pitää|täytyy|tulee|on\s+oltava|edellyt\w+|ainoastaan|vain|velvollinen|hyväksy\w+|kielle\w+|sallit\w+|tukikelpoi(?:nen|si?a|set|sta|siksi)|tukikelvot\w*|ilman"
    r"|kan|får|inte|ej|måste|ska(?:ll)?|krävs|endast|bara|godkän\w+|tillåt\w+|(?:stöd)?berättiga\w*|utan"
    r"|may|can(?:not)?|must|not|shall|only|required?|eligible|ineligible|allowed|unless|except|without|never|no"
    r"|darf|dürfen|kann|muss|nicht|nur|peut|peuvent|doit|doivent|ne|pas|uniquement|võib|tohib|peab|ainult|puede|debe|no|solo|kan|mag|moet|niet|geen|alleen)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"tarkoitet\w+|tarkoittaa|\bon\s+(?:\w+\s+){0,6}\w+,\s+jo(?:ka|nka|lla|ssa|sta)|määritel\w+|avses|menas|innebär|betyder|är\s+en?\b|definie\w+|\bmeans?\b|\bis\s+an?\b|\bare\b|refers?\s+to|defined|"
    r"bedeutet|ist\s+eine?|désigne|est\s+une?|\bon\s+\w+|significa|es\s+una?|betekent|is\s+een",
    re.IGNORECASE,
)
# "Yhteiskunnallinen yritys on yritys, joka", "De minimis-stöd är små offentliga stöd": what is defined comes first.
_DEFINED = re.compile(
    r"\W*((?:[\w+&/%().'’-]+,?\s+){1,8}?)(?:on|ovat|tarkoittaa|tarkoittavat|tarkoitetaan|är|avses|betyder|innebär|is|are|means?|refers\s+to"
    r"|ist|sind|bedeutet|est|sont|désigne|tähendab|es|son|significa|is|zijn|betekent)\b(?!\s+(?:inte|ei|not|nicht|ne)\b)",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\w+(?:taan|tään|daan|dään)\b|\b(?:hake\w+|toimit\w+|lähet\w+|jätet\w+|täyt\w+|lämna\w*|skicka\w*|ansök\w*|fyll\w*|appl(?:y|ied|ication\w*)|submit\w*|send|through|via|by\s+\w+ing|portal|online|palvelussa|tjänst\w*)\b",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"\b(?:hak(?:ija|ea|eva)\w*|saaja\w*|yhdisty\w+|yrity\w+|kun(?:ta|ti)\w*|kuntayhtym\w+|osuuskun\w+|säätiö\w*|järjestö\w*|oppilaito\w+|viranom\w+|[\w-]*ministeriö\w*|oikeushenkil\w+|toimija\w*|\w*virasto\w*|[\w-]*keskus|[\w-]*keskuks\w+|(?:\w+\s)?liitto|(?:\w+\s)?liito(?:t|n|lle|lta|ssa|ista|ille)"
    r"|sökand\w*|stödmottag\w*|förening\w*|företag\w*|kommun\w*|[\w-]*central(?:en|er|erna)?|\w*förbund(?:et|en)?|\w*ministeri(?:et|er|um)|\w*verket|stiftelse\w*|myndighet\w*|organisation\w*|juridisk\w*"
    r"|applicants?|beneficiar\w+|associations?|compan\w+|municipalit\w+|enterprises?|foundations?|organisations?|authorit\w+|ministr\w+|(?:regional\s+)?councils?|legal\s+(?:persons?|entit\w+)|agenc\w+|cooperatives?)\b",
    re.IGNORECASE,
)
# Not the first word of a sentence or an item, whose number may have been blanked.
_NAME = re.compile(r"(?:(?<=[^\s.!?»\"]\s)|(?<=[(/–-]))[A-ZÅÄÖÜÉ][\w-]{2,}(?:\s+[A-ZÅÄÖÜÉ][\w-]+)*")
_LISTS = re.compile(
    r"seuraav\w+|esimerkiksi|kuten|muun\s+muassa|följande|till\s+exempel|bland\s+annat|such\s+as|the\s+following|including|for\s+example|folgende|suivant\w*|järgmis\w+|siguiente\w*|volgende|(?:[^,\n]+,){2}|(?:^|\n)\s*[-•*–]\s",
    re.IGNORECASE,
)


def values(text: str, kind: Kind) -> list[tuple[int, int]]:
    """Spans of what answers a question of ``kind`` in ``text``, in order; they do not overlap."""
    if kind == "source":
        return _spans(text, _SOURCE)
    text = _without_references(text)
    if kind == "amount":
        return _spans(text, _AMOUNT) or _spans(text, _PERIOD) or _spans(text, _PLAIN) or _spans(text, _WORDS)
    if kind == "date":
        return _without_overlap([*_spans(text, _PERIOD), *_dates(text)])
    if kind == "who":
        return _spans(text, _ACTOR) or _spans(text, _NAME)
    return _without_overlap([*_spans(text, _AMOUNT), *_spans(text, _PERIOD)])


def unit_asked(question: str) -> str | None:
    """The unit of which ``question`` asks how many, if it names one: "years" for "montako vuotta".

    A rate is told in per cent. Who asks how many people or projects there are wants a plain "number".
    """
    named = next((unit for unit in _UNITS_ASKED if _followed_by(_HOW_MANY, unit).search(question)), None)
    return named or ("per cent" if _RATE.search(question) else "number" if _HOW_MANY_OF.search(question) else None)


def defined(text: str) -> str:
    """What a sentence says the meaning of, which stands before its verb; "" where it defines nothing."""
    found = _DEFINED.match(text)
    return found[1] if found else ""


def strength(text: str, kind: Kind, unit: str | None = None) -> float:
    """How plainly ``text`` has the form of an answer of ``kind``, from 0 to 1; half where it has not the ``unit``."""
    if kind == "source":
        return float(_SOURCE.search(text) is not None)
    text = _without_references(text)
    if unit == "number" and kind == "amount":
        bare = _SHARE.sub(" ", _PERIOD.sub(" ", text))
        return 1.0 if _PLAIN.search(bare) else 0.7 if _WORDS.search(bare) else 0.5 * strength(text, kind)
    if unit in _UNITS_ASKED and kind in ("amount", "date") and not _followed_by(_NUMBER_OF, unit).search(text):
        return 0.5 * strength(text, kind)
    if kind == "amount":
        return 1.0 if _AMOUNT.search(text) else 0.7 if _PLAIN.search(text) else 0.5 if _WORDS.search(text) else 0.0
    if kind == "date":
        return 1.0 if _dates(text) or _PERIOD.search(text) else 0.0
    if kind == "who":
        return 1.0 if _ACTOR.search(text) else 0.7 if _NAME.search(text) else 0.0
    pattern = {"how": _ORDERS, "definition": _DEFINES, "list": _LISTS, "yes_no": _RULE}.get(kind)
    return float(bool(pattern and pattern.search(text)))


@cache
def _followed_by(words: str, unit: str) -> re.Pattern[str]:
    return re.compile(f"{words}(?:{_UNITS_ASKED[unit]})", re.IGNORECASE)


def _without_references(text: str) -> str:
    """``text`` at its length, with numbers of articles, sections and acts blanked."""
    if not any(map(str.isdigit, text)) and "http" not in text.lower():
        return text
    item = _ITEM_NUMBER.match(text)
    if item and not any(date.start == item.start(1) and date.end > item.end() for date in dates_in(text)):
        text = " " * item.end() + text[item.end() :]
    return _REFERENCE.sub(lambda match: " " * len(match.group()), text)


def _dates(text: str) -> list[tuple[int, int]]:
    """Dates with the time of day that follows, and years and centuries long ago."""
    ends = ((date.start, _CLOCK.match(text, date.end), date.end) for date in dates_in(text))
    return [*((start, clock.end() if clock else end) for start, clock, end in ends), *_spans(text, _LONG_AGO)]


def _spans(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    found = []
    for match in pattern.finditer(text):
        end = match.start() + len(match.group().rstrip())
        if end > match.start():
            found.append((match.start(), end))
    return found


def _without_overlap(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order; of two that overlap the longer."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    return sorted(kept)
