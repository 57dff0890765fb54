"""Which documents are about what a question names: a passage seldom says whose rule it is, its document does.

A document is about a concept of the term base that a good part of its passages name, in whichever
language. So a question finds the guide of the agency that it names, and not another agency's like rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.rows import PassageTable
from index.store import Store
from index.term_base import Concept, Named, key_of

ENOUGH = 0.05  # of a document's passages: named in so many, the document is about it
SHORT, OF_SHORT = 6, 0.75  # less than so many passages say less of what a document is about: their weight
_MATCHES = 3000  # passages, or a tenth of all: what more of them name tells few documents apart


class Aboutness:
    """The documents of one generation of an index; what is found of a concept is remembered."""

    def __init__(
        self, store: Store, table: PassageTable, frequencies: Callable[[Iterable[str]], dict[str, int]]
    ) -> None:
        self._store, self._keys, self._frequencies = store, table.keys, frequencies
        documents, self._document = np.unique(table.documents, return_inverse=True)
        self._passages = np.bincount(self._document, minlength=len(documents))
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, rows: NDArray[np.int64], named: Sequence[Named]) -> NDArray[np.float32]:
        """How far the documents of the passages at ``rows`` are about the concepts ``named``: [rows], 0 to 1.

        A concept counts the more, the fewer documents are about it; a short document counts less.
        """
        result = np.zeros(len(rows), np.float32)
        for name in named:
            result += self._about(name.concept)[self._document[rows]]
        return np.minimum(result, 1.0)

    def _about(self, concept: Concept) -> NDArray[np.float32]:
        """By document, how far it is about ``concept``, times how telling that is."""
        if concept.id not in self._known:
            share = np.minimum(self._naming(concept) / self._passages / ENOUGH, 1.0)
            every, about = len(share), int((share == 1.0).sum())
            telling = math.log(every / about) / math.log(every) if 0 < about < every else 0.0
            weight = np.where(self._passages < SHORT, OF_SHORT, 1.0)
            self._known[concept.id] = (telling * weight * share).astype(np.float32)
        return self._known[concept.id]

    def _naming(self, concept: Concept) -> NDArray[np.int64]:
        """By document, how many of its passages name ``concept``; none where too many do altogether."""
        terms = {" ".join(key_of(term, language)) for language, names in concept.terms.items() for term in names}
        counts = self._frequencies({word for term in terms for word in term.split()})
        known = {term: min(counts.get(word, 0) for word in term.split()) for term in terms}
        known = {term: count for term, count in known.items() if count}
        if not known or sum(known.values()) > max(_MATCHES, len(self._keys) // 10):
            return np.zeros(len(self._passages), np.int64)
        keys = np.array(self._store.having(sorted(known)), np.int64)
        rows = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        rows = rows[self._keys[rows] == keys]  # there may be passages by now that the table does not know
        return np.bincount(self._document[rows], minlength=len(self._passages))
