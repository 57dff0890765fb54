"""What a question asks for, told by its words: a rate, a date, who, how, a definition, a list, a source, yes or no.

Cues are cheap patterns in Finnish, Swedish and English, with the plainest ones of German, French,
Estonian, Spanish and Dutch. A question without a cue is "other" and is answered by meaning alone.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["source", "amount", "date", "who", "how", "definition", "list", "yes_no", "other"]

# The first kind of which a pattern matches is taken, so the narrow ones stand first.
_CUES: tuple[tuple[Kind, str], ...] = (
    (
        "definition",
        r"""\b(?:mitä\s+(?:[^\s.?!]+\s+){0,4}tarkoit(?:taa|tavat|etaan)|vad\s+(?:[^\s.?!]+\s+){0,4}(?:betyder|menas|avses|innebär)
        |what\s+(?:do|does|is|are)\s+(?:[^\s.?!]+\s+){0,6}(?:mean|meant)|was\s+bedeute[nt])\b""",
    ),
    (
        "source",
        r"""\b(?:(?:missä|mistä|mikä|mitkä|minkä)\s+(?:[\w-]+\s+)?[\w-]*(?:laki|lait|laissa|(?<![äe]l)(?<!ppa)(?<!ma)(?<!sa)laista|lain|laeissa|asetu(?:s|ksessa|ksissa|kset)|pykäl\w+|artikla\w*|säädös|lähde|linkki|verkkosivu\w*|nettisivu\w*)
        |missä\b[^?]*\bsäädetään|virallinen\s+(?:teksti|säädös)|viralliset\s+tiedot|linkki|osoite|missä\s+osoitteessa|mistä\s+osoitteesta|millä\s+(?:netti|verkko)?si(?:vu|v)\w*|mistä\s+(?:\w+\s+){0,2}(?:löy[td]\w+|luke\w+|luen|katso\w*)
        |vilke[nt]\s+(?:[\w-]+\s+)?[\w-]*(?:(?<!bo)(?<!els)(?<!före)(?<!under)(?<!\bs)lag|förordning|paragraf|artikel|dekret|källa|webbsida)|vilka\s+(?:lagar|paragrafer|förordningar|källor)|officiella?\s+text\w*|länk(?:en)?|källor|var\s+kan\s+(?:man|jag|vi)\s+läsa
        |var\s+(?:hittar|finner|finns)\s+(?:man|jag|vi)\b(?=[^?]*(?:blankett|anvisning|guide|formulär|mall|information|instruktion|handbok|dokument|villkor))|(?:vilken|vad\s+är)\s+(?:webb)?adress\w*|på\s+vilken\s+(?:webb|hem)?sida
        |(?:which|what)\s+(?:\w+\s+)?(?:laws?|acts?|regulations?|decrees?|articles?|directives?|(?<!funding\s)(?<!finance\s)(?<!income\s)sources?|web\s?(?:page|site))|official\s+(?:\w+\s+){0,2}(?:text|page)|link|legal\s+(?:source|basis)|where\s+(?:do|can)\s+(?:I|we|one)\s+(?:find|check|read)
        |welche[sr]?\s+(?:Gesetz|Verordnung|Artikel)|quel(?:le)?\s+(?:loi|règlement|article)|milline\s+seadus|welke\s+(?:wet|verordening))\b""",
    ),
    (
        "date",
        r"""\b(?:milloin|kauanko|viimei\w+\s+haku\w*|mihin\s+mennessä|minä\s+päivänä|minä\s+vuonna|määräaika\w*|määräpäivä\w*|hakuaika\w*|kuinka\s+(?:kauan|pitkä\w*)|(?:kuinka|miten)\s+mon\w+\s+(?:vuo\w+|kuukau\w+|päiv\w+|vii\w+|tun\w+)|mihin\s+asti
        |miten\s+(?:kauan|pitkä\w*)|mon(?:ta|e\w+)\s*ko\s+(?:vuo\w+|kuukau\w+|päiv\w+|vii\w+|tun\w+)|moneltako|mistä\s+lähtien
        |(?:(?<=^)|(?<=ja\s))koska|missä\s+ajassa|minkä\s+ikäi\w+|(?:kuinka|miten)\s+(?:usein|nopeasti|pian|vanha\w*)|kuinka\s+monessa\s+päivässä|millä\s+aikavälillä
        |(?:(?<=^)|(?<=[,.;:?]\s)|(?<=och\s)|(?<=sedan\s)|(?<=till\s)|(?<=från\s))när|senast|hur\s+(?:länge|lång\s+tid|ofta|snart|snabbt|gammal\w*)|hur\s+många\s+(?:år|månader|dagar|timmar)|vilke[nt]\s+(?:datum|år|dag)|ansökningstid\w*|tidsfrist\w*|sista\s+(?:ansöknings)?dag\w*
        |hur\s+många\s+(?:år|månader|dagar|veckor|timmar)
        |(?:(?<=^)|(?<=[,.;:?]\s)|(?<=and\s)|(?<=since\s)|(?<=until\s)|(?<=by\s)|(?<=from\s))when|deadline\w*|closing\s+date|by\s+what\s+date|how\s+(?:often|soon|fast|quickly|old)|until\s+what\s+age|what\s+(?:date|year|day)|(?:in|until|since|from|which)\s+wh?ich\s+year|which\s+year|how\s+long
        |how\s+many\s+(?:years|months|days|weeks|hours)|due\s+date
        |wann|bis\s+wann|frist(?:en)?|wie\s+lange|quand|date\s+limite|délai\w*|combien\s+de\s+(?:temps|jours|mois|ans|années)
        |millal|mis\s+ajaks|tähtaeg\w*|kui\s+kaua|cuándo|plazo\w*|cuánto\s+tiempo|wanneer|hoe\s+lang|uiterlijk|en\s+qué\s+año|în\s+ce\s+an|când)\b""",
    ),
    (
        "amount",
        r"""\b(?:paljon\s?ko|(?:kuinka|miten)\s+(?:paljon|vähän|suur\w+|iso\w*|mon\w+|korkea\w*|pien\w*)|mon(?:ta|i|e\w+)\s?ko|minkä\s+(?:suurui\w+|verran|kokoi\w+|kokonen)
        |mikä\s+(?:on\s+)?(?:[^\s.?!]+\s+){0,5}?[\w-]*(?:osuus|määrä|prosentti\w*|tukitaso|tuki-?intensiteetti|enimmäis\w+|yläraja|katto|raja|hinta|summa|(?<!kerta)korvaus)|kuinka\s+ison
        |hur\s+(?:mycket|lite[nt]?|stor\w*|många|hög\w*)|vilken\s+(?:är\s+)?(?:[^\s.?!]+\s+){0,4}?[\w-]*(?:stödnivå\w*|andel\w*|procent\w*)|vad\s+(?:är|kostar)\s+(?:[^\s.?!]+\s+){0,5}?[\w-]*(?:andel\w*|nivå\w*|gräns\w*|tak(?:et)?\b|belopp\w*|summa\w*)|hur\s+hög
        |(?<=^)vad\s+kostar|(?<=^)mitä\s+(?:\w+\s+)?maksaa|(?<=^)what\s+(?:does|do)\s+(?:\w+\s+){0,3}cost
        |how\s+(?:much|many|large|big|high|small|low|little|few)|what\s+(?:[^\s.?!]+\s+){0,5}?(?:rate|intensity|percentage|share|amount|ceiling|maximum|minimum|threshold|limit|contribution|proportion|sum)
        |what\s+(?:is|are|was|were)\s+the\s+(?:[^\s.?!]+\s+){0,3}?(?:price|cost|fee|rent|salary|wage|turnover|budget)\b(?=\W*$|\s+(?:of|for|per|in|at)\b)
        |wie\s*viele?|wie\s+(?:hoch|gro(?:ß|ss)|klein|niedrig|teuer)|welche[nrs]?\s+(?:[^\s.?!]+\s+)?(?:betrag|anteil|summe|prozentsatz|höhe)|(?<=^)was\s+kostet|combien|quel(?:le)?\s+(?:est\s+(?:le|la)\s+)?(?:taux|montant|pourcentage|plafond|part|somme|budget|prix|coût)|kui\s+(?:palju|suur)|mitu|cuánt[oa]s?|qué\s+porcentaje|hoeveel|welk\s+(?:percentage|bedrag|deel)|hoe\s+(?:hoog|groot|laag|klein)|(?<=^)wat\s+kost|wat\s+is\s+(?:de|het)\s+(?:maxim\w+|minim\w+|hoogste|laagste)|câ(?:t|te|ți)|πόσ\w+)\b""",
    ),
    (
        "definition",
        r"""\b(?:mitä\s+(?:on|ovat)|mikä\s+(?:on|oli)|mitkä\s+ovat\s+\w+$|vad\s+är|what\s+(?:is|are)|definition\s+of|määritel\w+
        |was\s+(?:ist|sind)|qu['’]est-ce\s+qu|mis\s+on|qué\s+(?:es|son|significa)|wat\s+(?:is|zijn|betekent)|ce\s+este|τι\s+είναι)\b""",
    ),
    (
        "who",
        r"""\b(?:kuka|ketkä|kenelle|keille|kenen|keneltä|kenellä|keitä|kenet|millainen\s+(?:hakija|organisaatio)|mi(?:kä|lle|ltä)\s+[\w-]*(?:taho\w*|viranomai\w+|järjestö\w*|organisaatio\w*|virasto\w*|keskus|keskuks\w+|liitto|liito\w+|ministeriö\w*)|mitkä\s+[\w-]*(?:tahot|viranomaiset|järjestöt|organisaatiot|virastot|keskukset|liitot)
        |vem|vilka\s+(?:kan|får|aktörer|organisationer)|vilke[nt]\s+[\w-]*(?:myndighet|organisation|aktör|central|förbund|ministerium|ämbetsverk)|vilka\s+som
        |(?<!people\s)(?<!those\s)(?<!persons\s)(?<!person\s)(?<!anyone\s)(?<!someone\s)who|whom|whose|(?:which|what)\s+(?:\w+\s+)?(?:organi[sz]ations?|bod(?:y|ies)|authority|ministry|agency|entities|cent(?:re|er)|council|office)|eligible\s+(?:applicants?|to\s+apply)
        |wer|wem|wen|welche\s+behörde|qui|kes|quién(?:es)?|wie(?=\s+(?:kan|mag|komt|is|heeft)\b)|cine|ποι(?:ος|οι|ον))\b""",
    ),
    (
        "how",
        r"""\b(?:mi(?:ten|llä\s+tavalla)|kuinka|mistä\s+(?:\w+\s+)?haetaan|mitä\s+pitää\s+tehdä|hur|på\s+vilket\s+sätt|how|in\s+what\s+way|wie|comment|kuidas|cómo|hoe|cum|πώς)\b""",
    ),
    (
        "list",
        r"""\b(?:mitkä|mitä|millaisi[ai]\w*|minkälaisi[ai]\w*|luettel\w+|vilka|vad\s+(?:får|kan|ska|måste|behöv\w+)|which|what\s+(?:\w+\s+){0,3}(?:costs|expenses|documents|conditions|requirements|types|kinds|things|activities|groups|options|models)|list|welche|quel(?:le)?s|millised|cuáles|welke|care\s+sunt)\b""",
    ),
    (
        "yes_no",
        r"""\b(?!mon|kauan|kirk|taulu|palj|jo[tk]|mi|onnek|ku|verk|ver|luk|yksik)\w{2,}(?:t?ko|t?kö)(?:han|hän|s)?\b|^\W*(?:får|kan|måste|är|har|ska|skall|behöver|behövs|betalas|gäller|finns|räknas|krävs|ingår|betalar|godkänns|omfattas|blir|går|bör)\b
        |(?:^|[,.;:!?]\s+)(?:(?:and|or|so|then)\s+)?(?:may(?!\s+\d{4}\b)|must|does|do|did|is|are|was(?!\s+(?:ist|sind|bedeute[nt]|kostet|kann|darf|muss|müssen|wird)\b)|were|should|will|would|could|can|has|have|shall)\b
        |^\W*(?:darf|dürfen|kann|können|muss|müssen|ist|sind|hat|gibt|est-ce|peut-on|peut|faut-il|puede[ns]?|hay|debe[ns]?|mag|moet|kunnen|mogen|zijn)\b|\bkas\b|\best-ce\s+que\b|\bpeut-\w+|\bdoit-\w+""",
    ),
)  # fmt: skip
_PATTERNS = [(kind, re.compile(" ".join(cue.split("\n")), re.IGNORECASE | re.VERBOSE)) for kind, cue in _CUES]


def kind_of(question: str) -> Kind:
    """What ``question`` asks for."""
    found = [kind for kind, pattern in _PATTERNS if pattern.search(question)]
    if not found:
        return "other"
    # "Voiko hakea, mitä haluaa?" decides; "Mitkä kulut voi hyväksyä?" lists.
    first = re.search(r"\w+", question)
    if "yes_no" in found and first and _PATTERNS[-1][1].match(question.lstrip()):
        return "yes_no"
    return found[0]


_ASKING = re.compile(
    r"""(?:mi(?:kä|tä|tkä|ssä|stä|hin|ten|llä|lloin|ksi|nkä|llai\w+)|millois\w*|kuka|ketkä|kene\w+|keitä|kuinka|paljonko|mon\w+ko|onko|voi\w*ko|saa\w*ko|pitää\w*kö
    |vad|vem|vilke[nt]|vilka|var|vart|varför|när|hur|får|kan|måste|ska|är|finns|behöver
    |what|who|whom|whose|which|where|why|when|how|can|could|may|must|do|does|did|is|are|was|were|should|will|has|have
    |was|wer|wie|wo|wann|warum|welche\w*|darf|kann|qui|que|quoi|quel\w*|comment|pourquoi|quand|où|combien|peut-on|kes|mis|kuidas|millal|kas
    |qué|quién\w*|cómo|cuándo|cuánto\w*|wat|wie|hoe|welke?|waar|wanneer|mag)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_question(text: str) -> bool:
    """Whether ``text`` wants an answer rather than hits for its key words.

    It ends with a question mark, or begins as questions do and says more than one word; a Finnish
    first word in -ko or -kö asks as well.
    """
    words = text.split()
    if text.rstrip().endswith(("?", "\uff1f", "\u037e")):
        return bool(re.search(r"\w", text))
    return len(words) > 1 and bool(_ASKING.match(words[0]) or re.fullmatch(r"(?i)\w{3,}k[oö]", words[0]))
