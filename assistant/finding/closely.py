"""What was found to a question, with what it takes to look at its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.finding.close_reading import CloseReader
from index.records import Hit, Results
from index.search import Searcher
from index.sentence_scores import ScoredSentences


@dataclass(frozen=True, slots=True)
class Closely:
    """Results with the encoded question, the searcher that found them, and passage keys by document and start.

    ``meant`` is the question with written words in the place of spoken ones and known words in that of mistyped ones;
    ``others`` are the documents of which another year's version is the one to follow, ``abroad`` those with the rules
    of other countries than the asker's; ``reader`` marks sentences, where the settings ask for that.
    """

    results: Results
    meant: str
    searcher: Searcher
    vector: NDArray[np.float32]
    keys: dict[tuple[str, int], int]
    others: frozenset[str] = frozenset()
    abroad: frozenset[str] = frozenset()
    reader: CloseReader | None = None

    def marks(self, sentences: Sequence[tuple[Hit, int]]) -> NDArray[np.float32]:
        """[n]: the log-odds that each sentence, by its hit and its number there, answers; zeros without ``reader``."""
        if self.reader is None:
            return np.zeros(len(sentences), np.float32)
        wanted = [(self.keys[hit.passage.document, hit.passage.start], number) for hit, number in sentences]
        return self.reader.marks(self.meant, wanted, self.searcher)

    def sentences(self, hits: Sequence[Hit]) -> list[ScoredSentences]:
        """The sentences of each of ``hits`` with their nearness to the question."""
        keys = [self.keys[hit.passage.document, hit.passage.start] for hit in hits]
        scored = self.searcher.sentences(keys, self.vector, self.results.language)
        return [scored[key] for key in keys]

    def words(self, hits: Sequence[Hit]) -> list[Sequence[str]]:
        """What each of ``hits`` is found by, without its title and headings."""
        keys = [self.keys[hit.passage.document, hit.passage.start] for hit in hits]
        found = self.searcher.store.words(keys)
        return [found[key].body for key in keys]
