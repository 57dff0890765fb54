"""Which documents are about what a question names: a passage seldom says whose rule it is, its document does.

A document is about a concept of the term base that a good part of its passages name, in whichever
language. So a question finds the guide of the agency that it names, and not another agency's like rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.rows import PassageTable
from index.store import Store
from index.term_base import Concept, Named, key_of

ENOUGH = 0.05  # of a document's passages: named in so many, the document is about it
_MATCHES = 3000  # passages, or a tenth of all: what more of them name tells few documents apart


class Aboutness:
    """The documents of one generation of an index; what is found of a concept is remembered."""

    def __init__(
        self, store: Store, table: PassageTable, frequencies: Callable[[Iterable[str]], dict[str, int]]
    ) -> None:
        self._store, self._keys, self._frequencies = store, table.keys, frequencies
        documents, self._document = np.unique(table.documents, return_inverse=True)
        self._passages = np.bincount(self._document, minlength=len(documents))
        self._known: dict[str, _About] = {}

    def of(self, rows: NDArray[np.int64], named: Sequence[Named]) -> NDArray[np.float32]:
        """How far the documents of the passages at ``rows`` are about the concepts ``named``: [rows], 0 to 1.

        The other passages of its document count for each, as its own words do without that. A concept
        counts the more, the fewer documents are about it.
        """
        result = np.zeros(len(rows), np.float32)
        documents = self._document[rows]
        others = np.maximum(self._passages[documents] - 1, 1)
        for name in named:
            about = self._about(name.concept)
            if about.telling:
                naming = about.counts[documents] - np.isin(rows, about.rows)
                result += about.telling * np.minimum(naming / others / ENOUGH, 1.0)
        return np.minimum(result, 1.0)

    def _about(self, concept: Concept) -> _About:
        if concept.id not in self._known:
            rows = self._naming(concept)
            counts = np.bincount(self._document[rows], minlength=len(self._passages))
            all_of_them, about = len(counts), int((counts >= ENOUGH * self._passages).sum())
            telling = math.log(all_of_them / about) / math.log(all_of_them) if 0 < about < all_of_them else 0.0
            self._known[concept.id] = _About(rows, counts, telling)
        return self._known[concept.id]

    def _naming(self, concept: Concept) -> NDArray[np.int64]:
        """Rows of the passages that name ``concept``; none where too many do."""
        terms = {" ".join(key_of(term, language)) for language, names in concept.terms.items() for term in names}
        counts = self._frequencies({word for term in terms for word in term.split()})
        known = {term: min(counts.get(word, 0) for word in term.split()) for term in terms}
        known = {term: count for term, count in known.items() if count}
        if not known or sum(known.values()) > max(_MATCHES, len(self._keys) // 10):
            return np.zeros(0, np.int64)
        # Only what the table has: there may be passages by now that it does not know.
        return np.flatnonzero(np.isin(self._keys, self._store.having(sorted(known))))


@dataclass(frozen=True, slots=True)
class _About:
    """``rows`` of the passages that name a concept, their ``counts`` by document, and how ``telling`` it is: 0 to 1."""

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    telling: float
