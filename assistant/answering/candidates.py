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
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, ``hit.passage.text[start:end]``, and what speaks for it.

    ``meaning`` is its cosine with the question, ``covered`` the share of the question's words, by
    idf, that it has or its headings and title have, ``said`` that which it has itself (0 unless yes or
    no or an amount was asked), ``form`` how plainly it has the form of an answer, ``heading`` the nearest one
    above it, ``sought`` that the question asks for the section under it, ``later`` how many sentences come before it
    there or under one that names what is asked, fewer for a row of a table that names it, too; ``finished`` that it
    says something by itself, ``bare`` that it has hardly a word that the question does not have, ``uncounted`` that
    its passage does not name what is asked to be counted, ``regional`` that it tells of a region of Finland that the
    question does not name. ``number`` is its place in the passage. ``unasked`` is the share of its document's title
    that the question does not have; ``outdated`` says that other rules than those of its document are to be followed.
    """

    hit: Hit
    start: int
    end: int
    vector: NDArray[np.float32]
    meaning: float
    covered: float
    said: float
    form: float
    heading: str
    sought: bool
    later: float
    finished: bool
    bare: bool
    uncounted: bool
    regional: bool
    number: int
    unasked: float
    score: float
    outdated: bool = False

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]

    @property
    def holds(self) -> bool:
        """Whether its document is to be followed."""
        return not self.outdated and self.hit.status == "valid"


def repeats(candidate: Candidate, other: Candidate) -> bool:
    """Whether ``candidate`` says what ``other`` says, in the same words or in another language."""
    if shares_text(candidate, other) or _same_rule(candidate, other):
        return True
    if not same_numbers(candidate.text, other.text) and _of_two_rules(candidate, other):
        return False
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
    """Whether two documents about the same money say the same sentence, figures left out.

    Two that hold beside each other may be two rules: they name other acts, or one is about a part of what the other is.
    """
    if (
        one.hit.passage.document == other.hit.passage.document
        or one.hit.document.metadata.fund != other.hit.document.metadata.fund
        or one.hit.passage.language != other.hit.passage.language
        or word_overlap(one.text, other.text) < SAME_WORDS
    ):
        return False
    return not _of_two_rules(one, other)


def is_part_of(one: Candidate, other: Candidate) -> bool:
    """Whether the title of ``one`` says all that the title of ``other`` does, and more: it is about a part of that."""
    return _title(other) < _title(one)


def _of_two_rules(one: Candidate, other: Candidate) -> bool:
    """Whether one is about a part of what the other is about, or both hold and name different acts.

    Acts are those of the sentences, or else of the documents.
    """
    if is_part_of(one, other) or is_part_of(other, one):
        return True
    texts = [one.text, other.text], [candidate.hit.document.metadata.source or "" for candidate in (one, other)]
    acts = next((named for pair in texts if all(named := [{*IDENTIFIER.findall(text)} for text in pair])), None)
    return one.holds and other.holds and acts is not None and acts[0].isdisjoint(acts[1])


def _title(candidate: Candidate) -> set[str]:
    return {*_LETTERS.findall(candidate.hit.document.title.partition(" – ")[0].casefold())}


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
