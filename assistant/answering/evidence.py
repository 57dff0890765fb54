"""What in a sentence can be an answer of a kind: rates and amounts, dates and periods, names, rules.

The spans serve twice: a sentence that has what the question asks for is the better answer, and what
was asked for stands out on the page.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from pathlib import Path

from assistant.answering.figures import CURRENCIES, EURO, MANY, MEASURES, NUMBER, PERCENT
from assistant.answering.questions import Kind
from assistant.word_lists import patterns
from corpus.common_words import COMMON_WORDS
from corpus.dates import dates_in
from index.words import tokens

OTHER_UNIT = 0.5  # the most that a figure in another unit is worth: a price in per cent, a number of people in euros
RELATED_UNIT = 0.6  # where it may answer all the same: years told in months, a rate as a half

_LISTS = patterns(Path(__file__).with_name("evidence_words.yaml"))
_IN_WORDS, _ACTOR, _RATE = _LISTS["number"], _LISTS["who"], _LISTS["rate"]
_UNIT = rf"{PERCENT}|‰|{EURO}|[Mt]€|Meur\b|{MANY}|{'|'.join(CURRENCIES.values())}|{MEASURES}|e\b(?!\s?§)"
# "€ 500", "HRK 241,630": before the figure.
_CODES = "|".join([*CURRENCIES, "HRK", "ISK", "CZK", "HUF", "RON", "BGN"])
_SIGN_FIRST = rf"(?:[€£$]|\bEUR\b|(?-i:\b(?:{_CODES})\b))\s?{NUMBER}"
_AMOUNT = re.compile(
    rf"(?:{_SIGN_FIRST}(?:\s?(?:million|billion|milj\w*\.?|m|bn)\b)?"
    rf"|(?<![\w.,/]){NUMBER}(?:\s?[-–]\s?{NUMBER})?(?::n)?[ \u00a0\u202f-]?(?:(?:{_UNIT})\s?){{1,2}}"
    r"|\bA[2-5]\b"  # a size of paper
    r"|\b(?:puolet|kolmannes\w*|neljännes\w*|hälften|en\s+tredjedel|half|one\s+third|two\s+thirds)\b)",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"(?<![\w./,-])(?!(?:19|20)\d\d\b){NUMBER}(?![\w/]|\.\d|\s?§)")
# "2 artiklan 1 kohta", "867/2021, 4 §", "Article 53(1)", a system called EURA 2021: numbers that give no value.
_REFERENCE = re.compile(
    r"\d+(?:/\d+)?,?\s+(?:§|luku\b|artik\w+|kohta|kohdan|momen\w+|mom\.|alakohta|kap\.|kapitel\w*|punkt\w*)|\d+\s?§"
    r"|\b(?:luku|luvu(?:n|ssa)|kapitel|avsnitt|chapters?)\s?\d{1,2}(?:\.\d+)*\.?(?!\d|\s?[%€])"
    r"|\b(?:articles?|sections?|artik(?:el|eln)|articolul|artikel|artículo|§§?|liite|annex|toimintalinja|erityistavoite"
    r"|priority|objective)\s?\d+(?:[.,]\d+)*(?:\(\w+\))*"
    r"|(?<![\d/])\d+/\d{4}\b|\bhttps?:\S+|\(EU\)\s*\d+/\d+|\bEURA\s2021\b",
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
_NUMBER_OF = rf"(?:{NUMBER}|{_IN_WORDS.pattern}|{_LISTS['article'].pattern})[ \u00a0-]?{_KIND_OF_DAY}\s?"
_PERIOD = re.compile(rf"{_NUMBER_OF}(?:{'|'.join(_UNITS.values())})", re.IGNORECASE)
_HOW_MANY = (
    r"\b(?:mon(?:i|ta)(?:ko\w*)?\b|många|many|wie\s?viele?n?|combien\s+d['’e]?|mitu|cuánt[oa]s|hoeveel|câ[tț]i)\s*"
    rf"{_KIND_OF_DAY}\s?"
)
_HOW_MANY_CUE = re.compile(_HOW_MANY, re.IGNORECASE)
_COUNTED_TOO = re.compile("(?<!ll)(?<!lt)(?<!ss)[aä]$")  # yhteiskunnallista yritystä; not "koiraa pajalla"
_MANY_NAMES = "ihminen henkilö raha euro kerta människa person pengar gång people money time mensch geld mal personne"
_OF_MANY_NAMES = frozenset(_MANY_NAMES.split())
_HOW_MANY_OF = re.compile(rf"{_HOW_MANY}[^\W\d_]", re.IGNORECASE)
_SHARE = re.compile(rf"{_NUMBER_OF}(?:{PERCENT}|{EURO})", re.IGNORECASE)
_MONEY = rf"(?:{MANY}\s?)?(?:{EURO}|{'|'.join(CURRENCIES.values())})"
_MONEY_FIRST = re.compile(rf"{_SIGN_FIRST}|\beuro\w*:\s?{NUMBER}", re.IGNORECASE)  # of a row: "Euroa: 7 500"
_UNITS_ASKED = _UNITS | {"per cent": PERCENT, "euros": EURO, "money": _MONEY, "pay": _MONEY}
# "Yhteiskunnallinen yritys on yritys, joka", "De minimis-stöd är små offentliga stöd": what is defined comes first.
_DEFINED = re.compile(
    rf"\W*((?:[\w+&/%().'’-]+,?\s+){{1,8}}?){_LISTS['defining'].pattern}(?!\s+(?:inte|ei|not|nicht|ne)\b)",
    re.IGNORECASE,
)
# Not the first word of a sentence or an item, whose number may have been blanked.
_NAME = re.compile(r"(?:(?<=[^\s.!?»\"]\s)|(?<=[(/–-]))[A-ZÅÄÖÜÉ][\w-]{2,}(?:\s+[A-ZÅÄÖÜÉ][\w-]+)*")
# "NULA (Nupukad Lahendused, ...)": what the letters stand for.
_SPELLED_OUT = re.compile(r"(?<=\b[A-ZÅÄÖÜ]{2}\s)\([^()]*\)|(?<=[A-ZÅÄÖÜ]{3}\s)\([^()]*\)")
_ITEMS = re.compile(r"(?:[^,\n]+,){2}|(?:^|\n)\s*[-•*–]\s")  # of a list, or three in a sentence


def values(text: str, kind: Kind) -> list[tuple[int, int]]:
    """Spans of what answers a question of ``kind`` in ``text``, in order; they do not overlap."""
    if kind == "source":
        return _spans(text, _SOURCE)
    text = _without_references(text)
    if kind == "amount":
        return _spans(text, _AMOUNT) or _spans(text, _PERIOD) or _spans(text, _PLAIN) or _spans(text, _IN_WORDS)
    if kind == "date":
        return _without_overlap([*_spans(text, _PERIOD), *_dates(text)])
    if kind == "who":
        return _spans(text, _ACTOR) or _spans(_without_spelling(text), _NAME)
    return _without_overlap([*_spans(text, _AMOUNT), *_spans(text, _PERIOD)])


def unit_asked(question: str) -> str | None:
    """The unit of which ``question`` asks how many, if it names one: "years" for "montako vuotta".

    A rate is told in per cent, a price or a pay in money. Who asks how many people or projects there are wants a
    plain "number".
    """
    named = next((unit for unit in _UNITS_ASKED if _followed_by(_HOW_MANY, unit).search(question)), None)
    if named or _RATE.search(question):
        return named or "per cent"
    if _HOW_MANY_OF.search(question):
        return "number"
    return "pay" if _LISTS["pay"].search(question) else "money" if _LISTS["price"].search(question) else None


def counted_in(question: str, language: str) -> frozenset[str]:
    """The terms of what ``question`` asks how many there are, in the two words after that: "hotel beds".

    None where it does not ask so, or counts what has other names, too: "16 employees" are people.
    """
    found = _HOW_MANY_CUE.search(question)
    following = list(islice(tokens(question[found.end() :], language), 2)) if found else []
    common = COMMON_WORDS.get(language, frozenset())
    counted: set[str] = set()
    for at, (word, forms) in enumerate(following):
        if word.lower() in common or (at and language == "fi" and not _COUNTED_TOO.search(word)):
            break
        counted.update(forms)
    return frozenset(counted) if counted.isdisjoint(_OF_MANY_NAMES) else frozenset()


def defined(text: str) -> str:
    """What a sentence says the meaning of, which stands before its verb; "" where it defines nothing."""
    found = _DEFINED.match(text)
    return found[1] if found else ""


def strength(text: str, kind: Kind, unit: str | None = None) -> float:
    """How plainly ``text`` has the form of an answer of ``kind``, from 0 to 1; about half of that where it has another
    unit than ``unit``.
    """
    if kind == "source":
        return float(_SOURCE.search(text) is not None)
    text = _without_references(text)
    if unit == "number" and kind == "amount":
        bare = _SHARE.sub(" ", _PERIOD.sub(" ", text))
        return 1.0 if _PLAIN.search(bare) else 0.7 if _IN_WORDS.search(bare) else OTHER_UNIT * strength(text, kind)
    if unit == "money" and _LISTS["free"].search(text):
        return 1.0
    if unit in _UNITS_ASKED and kind in ("amount", "date"):
        if unit in ("money", "pay", "euros") and _MONEY_FIRST.search(text):
            return 1.0
        if not _followed_by(_NUMBER_OF, unit).search(text):
            return (OTHER_UNIT if unit in ("money", "pay") else RELATED_UNIT) * strength(text, kind)
    if kind == "amount":
        return 1.0 if _AMOUNT.search(text) else 0.7 if _PLAIN.search(text) else 0.6 if _IN_WORDS.search(text) else 0.0
    if kind == "date":
        return 1.0 if _dates(text) or _PERIOD.search(text) else 0.0
    if kind == "who":
        return 1.0 if _ACTOR.search(text) else 0.7 if _NAME.search(_without_spelling(text)) else 0.0
    told = kind in _LISTS and _LISTS[kind].search(text)
    return float(bool(told or (kind == "list" and _ITEMS.search(text))))


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


def _without_spelling(text: str) -> str:
    """``text`` at its length, with what an abbreviation stands for blanked."""
    return _SPELLED_OUT.sub(lambda match: " " * len(match.group()), text)


def _dates(text: str) -> list[tuple[int, int]]:
    """Dates with the time of day that follows, and years and centuries long ago."""
    dates = [
        (date.start, clock.end() if (clock := _CLOCK.match(text, date.end)) else date.end) for date in dates_in(text)
    ]
    return dates + _spans(text, _LONG_AGO)


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
