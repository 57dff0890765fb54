"""A sentence that may answer, and whether another one says the same: in its words, in a translation, of a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.evidence import values
from assistant.finding.versions import word_overlap
from index.records import Hit

SAME_MEANING = 0.9  # neutral cosine of sentences that say the same
SAME_IN_TRANSLATION = 0.75  # the same where one document translates the other
COUNTERPART = 0.6  # the same where no number speaks against it
SAME_NUMBERS = 0.5  # the same where they have numbers, and the same ones
SAME_WORDS = 0.6  # Jaccard overlap of words, figures left out
# 2021/1060, C-598/19, 2003:1210, S22392; not 2021–2027 nor 2014/2020
IDENTIFIER = re.compile(
    r"(?!(?:19|20)\d\d[-–/](?:19|20)\d\d\b)\b(?:[A-Za-z]{1,3}-?)?\d+/\d+\b|\b(?:19|20)\d\d:\d+\b|\b[A-Z]{1,2}\d{4,}\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, ``hit.passage.text[start:end]``, and what speaks for it.

    ``meaning`` is its cosine with the question, ``covered`` the share of the question's words, by
    idf, that it has or its headings and title have, ``said`` that which it has itself (0 unless yes or
    no or an amount was asked), ``form`` how plainly it has the form of an answer, ``later`` how many sentences come
    before it under a heading that names what is asked; ``finished`` that it says something by itself,
    ``bare`` that it has hardly a word that the question does not have. ``number`` is its place in the passage.
    ``unasked`` is the share of its document's title that the question does not have; ``outdated`` says that
    other rules than those of its document are to be followed.
    """

    hit: Hit
    start: int
    end: int
    vector: NDArray[np.float32]
    meaning: float
    covered: float
    said: float
    form: float
    later: int
    finished: bool
    bare: bool
    number: int
    unasked: float
    score: float
    outdated: bool = False

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]


def repeats(candidate: Candidate, other: Candidate) -> bool:
    """Whether ``candidate`` says what ``other`` says, in the same words or in another language."""
    if shares_text(candidate, other) or _same_rule(candidate, other):
        return True
    if word_overlap(candidate.text, other.text) >= SAME_WORDS:
        return True
    if related(candidate.hit, other.hit):
        return alike(candidate, other)
    return float(candidate.vector @ other.vector) >= SAME_MEANING


def _same_rule(candidate: Candidate, other: Candidate) -> bool:
    """Whether ``candidate`` gives figures of a provision that ``other`` names, too, and none that the other lacks."""
    cited, named = (IDENTIFIER.findall(one.text) for one in (candidate, other))
    if set(cited).isdisjoint(named) or not values(candidate.text, "amount"):
        return False
    return _numbers(candidate.text) <= _numbers(other.text)


def shares_text(candidate: Candidate, other: Candidate) -> bool:
    """Whether they share a part of their text, as a list and one of its items do."""
    one, two = candidate.hit.passage, other.hit.passage
    apart = one.start + candidate.end <= two.start + other.start or two.start + other.end <= one.start + candidate.start
    return one.document == two.document and not apart


def are_twins(one: Candidate, other: Candidate) -> bool:
    """Whether two documents about the same money say the same sentence, figures left out."""
    return (
        one.hit.passage.document != other.hit.passage.document
        and one.hit.document.metadata.fund == other.hit.document.metadata.fund
        and one.hit.passage.language == other.hit.passage.language
        and word_overlap(one.text, other.text) >= SAME_WORDS
    )


def same_numbers(one: str, other: str) -> bool:
    """Whether a sentence has all numbers of the other; one may name its source more fully."""
    first, second = _numbers(one), _numbers(other)
    return first <= second or second <= first


def _numbers(text: str) -> set[str]:
    return {*re.findall(r"\d+", text)}


def alike(one: Candidate, other: Candidate) -> bool:
    """Whether sentences of two language versions say the same."""
    least = COUNTERPART
    if not same_numbers(one.text, other.text):
        least = SAME_IN_TRANSLATION
    elif _numbers(one.text) & _numbers(other.text):
        least = SAME_NUMBERS
    return float(one.vector @ other.vector) >= least


def related(one: Hit, other: Hit) -> bool:
    """Whether one document is a language version of the other."""
    return any(card.id == other.document.id for card in one.translations)
