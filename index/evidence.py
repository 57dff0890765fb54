"""What words found in passages, what that adds to the cosines of candidates, and the shares of a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ranking import Candidates
from index.records import Shares

_CARRIED = 0.12  # what the best match of the question's terms, in whichever language, adds to a cosine
_TRANSLATED = 0.06  # the same for the words of its translations, beyond the terms
_ABOUT = 0.14  # what a document's being about a concept that the question names adds to its passages
_EXACT = 0.25  # what having all of a question that is of nothing but names and numbers adds to a cosine


@dataclass(frozen=True, slots=True)
class Gains:
    """What is added to the cosines of candidates: [n] each."""

    terms: NDArray[np.float32]
    translation: NDArray[np.float32]
    about: NDArray[np.float32]
    exact: NDArray[np.float32]

    @property
    def of_all(self) -> NDArray[np.float32]:
        """What is added to cosines with language, too."""
        return self.about + self.exact


@dataclass(frozen=True, slots=True)
class Evidence:
    """What words found, by row, as ``Lexical`` tells it; ``covered`` is the share of the question's that it knows."""

    words: dict[int, float]
    covered: float
    exact: dict[int, float]
    terms: dict[int, float]
    translated: dict[int, float]

    def rows(self) -> NDArray[np.int64]:
        return np.fromiter((*self.words, *self.exact, *self.terms, *self.translated), np.int64)

    def bm25(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Of the passages at ``rows``: [rows]."""
        return _at(rows, self.words)

    def gains(self, rows: NDArray[np.int64], about: NDArray[np.float32]) -> Gains:
        """What the passages at ``rows`` gain, the documents of which are ``about`` what the question names: [rows]."""
        terms = _CARRIED * _at(rows, self.terms)
        translation = np.maximum(_TRANSLATED * _at(rows, self.translated) - terms, 0)  # both may find the same word
        return Gains(terms, translation, _ABOUT * about, _EXACT * _at(rows, self.exact))


def _at(rows: NDArray[np.int64], found: Mapping[int, float]) -> NDArray[np.float32]:
    return np.array([found.get(row, 0.0) for row in rows.tolist()], np.float32)


def shares_of(
    candidates: Candidates, gains: Gains, lifted: NDArray[np.float32], even: NDArray[np.float32],
    final: NDArray[np.float32],
) -> list[Shares]:  # fmt: skip
    """What the score of each candidate is made of."""
    language = candidates.neutral - gains.terms - gains.translation - candidates.plain + final - even
    meaning, likeness, words = candidates.plain - gains.of_all, lifted - candidates.neutral, even - lifted
    parts = (meaning, language, likeness, words, gains.exact, gains.terms, gains.translation, gains.about)
    return [Shares(*part) for part in np.stack(parts, axis=1).tolist()]
