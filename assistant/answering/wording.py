"""What the wording of a sentence tells: that it says nothing by itself, holds no longer, denies, or is an example."""

from __future__ import annotations

import re

from assistant.answering.questions import Kind
from corpus.sentences import is_heading, is_table_head, leads_to_items
from corpus.web_address import IN_TEXT

_EXAMPLE = re.compile(
    r"\W*(?:(?:lasku)?esimerkki|(?:räkne)?exempel|(?:an? )?(?:worked )?example)\b[^.:]{0,40}[.:]", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW = 8  # words beside an address: that is its label, no sentence
SUMMARY_NOTICES = ("Tämä on tiivistelmä", "Detta är en sammanfattning", "This is a summary")
_NOTICES = (
    *SUMMARY_NOTICES,
    "Virallinen teksti:", "Viralliset tekstit:", "Virallinen tieto:", "Officiell text:", "Officiella texter:",
    "Official text:", "The official text", "The official information",
    "Tämä opas on korvattu", "Den här guiden har ersatts", "This guide is superseded",
)  # fmt: skip
_BEFORE = re.compile(
    r"\b(?:aiem(?:pi|man|paa|massa|mat|min)|entinen|entise\w+|tidigare|förr[ae]?|earlier|formerly|former|previous(?:ly)?"
    r"|früher\w*|ancien(?:ne)?s?|précédent\w*|varem|varasem\w*|eerder\w*|vorige)\b",
    re.IGNORECASE,
)
_ASKED_BEFORE = re.compile(
    rf"{_BEFORE.pattern}|\b(?:vanh(?:a|an|assa|ojen|oista)|ennen\s+vuotta|viime\s+(?:\w+-)?kau\w+|gaml?(?:a|mal)|före\s+år|old|before\s+\d{{4}})\b",
    re.IGNORECASE,
)
_DENYING = re.compile(
    # "Not more than 50 %" says what is so, and "No. 5" is a number.
    r"\b(?:ei(?:vät)?(?!\s+yli\b)|(?:inte|ej)(?!\s+(?:mer|mera|högre|senare|mindre|längre)\s+än\b)|inga|inget|ingen"
    r"|(?:no|not)(?!\.\s?\d|\s+(?:later|more|less|fewer|earlier|higher|longer)\s+than\b)|cannot|none|nicht|kein\w*|ne\s+\w+\s+pas|niet|geen)\b",
    re.IGNORECASE,
)
# What they mean stands in the sentence before: "Suomessa sitä ei ole", "They all do". Not "sitä, mitä" or "se, joka".
_BACK = re.compile(
    r"\W*(?:Se|Sen(?!\s+sijaan)|Siihen|Siitä|Sitä|Siinä|Sillä|Siltä|Ne|Niiden|Niihin|Niissä|Niistä|Niitä|Niillä|Niiltä|Niille"
    r"|He|Heidän|Heistä|Heitä|Heille|Tällöin|Silloin|Deras|Dess|It(?!\s+is\s+(?:possible|enough|worth))|They|Its|Their|Those)\b(?!,)",
)
# "Tarkemmat säännökset annetaan asetuksella", "På kostnaderna tillämpas det som i lagen föreskrivs"
_ELSEWHERE = re.compile(
    r"\b(?:(?:tarkemm\w+|tarkempia)\s+(?:säännö\w+|määräy\w+|ohje\w+)|(?:närmare|ytterligare)\s+(?:bestämmelser|föreskrifter|anvisningar)"
    r"|(?:more\s+)?(?:detailed|further)\s+(?:rules|provisions|instructions|guidance)|nähere\s+Bestimmungen"
    r"|sovelletaan,?\s+(?:\w+\s+){0,3}mitä|noudatetaan,?\s+(?:\w+\s+){0,3}mitä|tillämpas\s+(?:också\s+|inte\s+)?(?:det\s+som|vad\s+som|vad)\b"
    r"|säädetään\s+(?:\w+\s+){0,4}(?:laissa|asetuksessa|asetuksella)|(?:föreskrivs|bestäms)\s+(?:närmare\s+)?(?:i|genom)\s+(?:\w+\s+){0,3}(?:lag|förordning)\w*)",
    re.IGNORECASE,
)
_MEANT_BEFORE = re.compile(
    r"\b(?:nämä|näitä|näihin|näistä|näiden)\b(?=[^:]*$)"
    r"|\b(?:sitä|siihen|siitä|niitä|niihin|niistä)\b"
    r"(?!,?\s+(?:mi[hklnst]|jo[klnst]|että|kun|kuin|kuka|ke[int]|jos|\w+ko\b|\w+kö\b))",
    re.IGNORECASE,
)

_PAYS = re.compile(
    r"\b(?:rahoitta\w+|rahoitti\w*|maks(?:aa|oi|avat|oivat)|kustan(?:taa|si|tavat)|financ(?:es|ed)|(?<=who\s)funds|funded|pa(?:y|ys|id)"
    r"|betala(?:r|de)|finansiera(?:r|de)|(?:be)?zahlt|finanzier(?:t|te|en)|paient?|payent|financent?|maks(?:ab|is)|rahasta(?:b|s)"
    r"|betaalt|financiert)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:rah\w+|avustu\w+|lahjoitu\w+|maks(?:aa|oi|avat|oivat|ama\w*)|money|grants?|gifts?|paid|pays?|fund(?:ed|ing|s)?|financ\w+"
    r"|betalar?\w*|bidrag\w*|medel|finansi\w+|stiftelse\w*)\b",
    re.IGNORECASE,
)


def unfinished(text: str, start: int, end: int, kind: Kind) -> bool:
    """Whether ``text[start:end]`` says nothing by itself to a question of ``kind``.

    It leads to what is not there, asks, only names a source that was not asked for, or heads a text or a table.
    """
    part = text[start:end]
    leads = part.partition("\n")[0].endswith(":")  # to a list, be it one of questions
    if part.endswith(":") or (part.endswith("?") and not leads):
        return True
    if "\n" not in part and leads_to_items(text, start, end):
        return True
    if kind != "source" and (part.startswith(_NOTICES) or _labels_an_address(part)):
        return True
    return is_heading(text, start, end) or is_table_head(text, start, end)


def _labels_an_address(part: str) -> bool:
    rest, addresses = IN_TEXT.subn("", part)
    return addresses > 0 and len(_WORD.findall(rest)) < _FEW


def asks_who_pays(question: str) -> bool:
    """Whether a question of kind "who" is about who pays or funds, by its verb: funding as a noun is the thing."""
    return _PAYS.search(question) is not None


def tells_of_paying(sentence: str) -> bool:
    return _PAID.search(sentence) is not None


def in_example(text: str, start: int) -> bool:
    """Whether the paragraph in which ``start`` lies begins as a worked example."""
    return _EXAMPLE.match(text, text.rfind("\n", 0, start) + 1) is not None


def tells_of_before(sentence: str) -> bool:
    """Whether a sentence says what held earlier."""
    return _BEFORE.search(sentence) is not None


def asks_of_before(question: str) -> bool:
    """Whether a question is about what held earlier."""
    return _ASKED_BEFORE.search(question) is not None


def refers_back(sentence: str) -> bool:
    """Whether a sentence is understood only after the one before it, as its pronouns tell in Finnish and English.

    Swedish ones mostly go with a noun or stand for nothing (det finns).
    """
    meant = _MEANT_BEFORE.search(sentence)
    return _BACK.match(sentence) is not None or (meant is not None and "," not in sentence[: meant.start()])


def points_elsewhere(sentence: str) -> bool:
    """Whether a sentence says where rules are given rather than what they are."""
    return _ELSEWHERE.search(sentence) is not None


def denies(text: str) -> bool:
    """Whether a sentence says what is not so; what follows a comma may be an exception."""
    return _DENYING.search(text.partition(",")[0]) is not None
