"""How near the sentences of passages are to a question, and what that makes of the passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranking import SENTENCE_SHARE


@dataclass(frozen=True, slots=True)
class ScoredSentences:
    """The sentences of one passage: spans in its text, neutral vectors [n, d], and two cosines [n]
    with a question: ``meaning`` without language, ``plain`` with it.
    """

    spans: list[tuple[int, int]]
    vectors: NDArray[np.float32]
    meaning: NDArray[np.float32]
    plain: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of some passages in one run; those of passage i begin at ``starts[i]``.

    ``vectors`` have any length, ``languages`` are places in the searcher's list.
    """

    spans: NDArray[np.int32]
    vectors: NDArray[np.float32]
    languages: NDArray[np.int64]
    starts: NDArray[np.int64]

    def best(self, similarity: NDArray[np.float32]) -> NDArray[np.int64]:
        """The place of the most similar sentence of each passage."""
        ends = np.append(self.starts[1:], len(similarity)).tolist()
        return np.array([a + similarity[a:b].argmax() for a, b in zip(self.starts.tolist(), ends, strict=True)])

    def likeness(
        self, query: NDArray[np.float32], vector: NDArray[np.float32], means: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Cosines with a question, without language (``query``) and with it (``vector``).

        ``means`` [languages, d] are those of ``languages``. With s a sentence's unit vector and m the mean of its
        language, the cosine of s - m with the query q is (s·q - m·q) / |s - m|, and |s - m|² = 1 - 2 s·m + m·m:
        products with s and m are all it takes.
        """
        lengths = np.sqrt(np.einsum("nd,nd->n", self.vectors, self.vectors))
        products = self.vectors @ np.stack([query, vector, *means], axis=1) / lengths[:, None]
        at = self.languages
        along = products[np.arange(len(at)), 2 + at]
        apart = np.sqrt(1 - 2 * along + np.einsum("ld,ld->l", means, means)[at])
        return (products[:, 0] - (means @ query)[at]) / np.maximum(apart, 1e-9), products[:, 1]


def mixed(whole: NDArray[np.float32], sentences: NDArray[np.float32], starts: NDArray[np.int64]) -> Any:
    """The meaning of each passage: its own cosine and that of its best sentence."""
    best = np.maximum.reduceat(sentences, starts)
    return (1 - SENTENCE_SHARE) * whole + SENTENCE_SHARE * best
