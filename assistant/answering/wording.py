"""What the wording of a sentence tells: that it says nothing by itself, holds no longer, denies, or is an example."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from assistant.answering.questions import Kind
from assistant.word_lists import patterns
from corpus.sentences import is_heading, is_table_head, leads_to_items
from corpus.vocabulary import find
from corpus.web_address import IN_TEXT

_LISTS = patterns(Path(__file__).with_name("wording_words.yaml"))
_SECTIONS = patterns(Path(__file__).with_name("section_words.yaml"))
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW_WORDS = 5  # of a heading that is no title
_FEW = 8  # words beside an address: that is its label, no sentence
SUMMARY_NOTICES = ("Tämä on tiivistelmä", "Detta är en sammanfattning", "This is a summary")
_NOTICES = (
    *SUMMARY_NOTICES,
    "Virallinen teksti:", "Viralliset tekstit:", "Virallinen tieto:", "Officiell text:", "Officiella texter:",
    "Official text:", "The official text", "The official information",
    "Tämä opas on korvattu", "Den här guiden har ersatts", "This guide is superseded",
)  # fmt: skip
_MEANT_BEFORE = re.compile(
    r"\b(?:nämä|näitä|näihin|näistä|näiden)\b(?=[^:]*$)"
    r"|\b(?:sitä|siihen|siitä|niitä|niihin|niistä)\b"
    r"(?!,?\s+(?:mi[hklnst]|jo[klnst]|että|kun|kuin|kuka|ke[int]|jos|\w+ko\b|\w+kö\b))",
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
    return _LISTS["pays"].search(question) is not None


def tells_of_paying(sentence: str) -> bool:
    return _LISTS["paid"].search(sentence) is not None


def in_example(text: str, start: int) -> bool:
    """Whether the paragraph in which ``start`` lies begins as a worked example."""
    return _LISTS["example"].match(text, text.rfind("\n", 0, start) + 1) is not None


def tells_of_before(sentence: str) -> bool:
    """Whether a sentence says what held earlier."""
    return any(_LISTS[name].search(sentence) for name in ("before", "could"))


def asks_of_before(question: str) -> bool:
    """Whether a question is about what held earlier."""
    return any(_LISTS[name].search(question) for name in ("before", "could", "asked_before"))


def refers_back(sentence: str) -> bool:
    """Whether a sentence is understood only after the one before it, as its pronouns tell in Finnish and English.

    Swedish ones mostly go with a noun or stand for nothing (det finns).
    """
    if _LISTS["refers_back"].match(sentence):
        return True
    meant = _MEANT_BEFORE.search(sentence)
    return meant is not None and "," not in sentence[: meant.start()]


def points_elsewhere(sentence: str) -> bool:
    """Whether a sentence says where rules are given rather than what they are."""
    return _LISTS["elsewhere"].search(sentence) is not None


def denies(text: str) -> bool:
    """Whether a sentence says what is not so; what follows a comma may be an exception."""
    return _LISTS["denying"].search(text.partition(",")[0]) is not None


def tells_of_mistakes(text: str) -> bool:
    """Whether a heading stands over mistakes, or a question is about them."""
    return _LISTS["mistakes"].search(text) is not None


def rules_out(text: str) -> bool:
    """Whether a heading stands over what is not so or not accepted, or a question is about that."""
    return denies(text) or _LISTS["denied"].search(text) is not None


def sections_asked(question: str) -> frozenset[str]:
    """The sections of a practice or a funding guide, by id, of which the words of a question tell."""
    return frozenset(name for name, words in _SECTIONS.items() if words.search(question))


@lru_cache(maxsize=4096)
def sections_under(heading: str) -> frozenset[str]:
    """Those that a heading stands over: the one that it is called, or else those of which its few words tell."""
    called = {find("practice_sections", heading), find("funding_sections", heading)} - {None}
    if called or len(heading.split()) > _FEW_WORDS:
        return frozenset(name for name in called if name)
    return sections_asked(heading)
