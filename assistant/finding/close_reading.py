"""The first hits and the best sentences of an answer, weighed anew by reading question and sentence together.

Off unless the settings ask for the reranker that ships: each question then waits for the lower half of the
model to read the first passages, and for the upper half to read some sentences of each with the question.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderProblem, TietosiltaError
from index.changing import texts_of
from index.encoder import BUNDLED, Encoder, SentenceTransformerEncoder, name_of
from index.search import Found, Searcher

if TYPE_CHECKING:
    from index.cross_encoder import Half

HITS, SENTENCES = 12, 2  # the first hits, and the sentences of each that lie nearest to the question
WEIGHT = 0.015  # of the log-odds that a sentence answers, beside a cosine
_KEPT = 400  # passages of which the lower half is remembered, 0.1 MB each


class CloseReader:
    """Marks sentences; ``problem`` says why it cannot, where it cannot."""

    def __init__(self, encoder: Encoder) -> None:
        """``encoder`` is what the index was made with: only the bundled one has this reader."""
        self.problem: TietosiltaError | None = None
        self._lock = threading.Lock()
        self._halves: OrderedDict[tuple[int, int], Half] = OrderedDict()
        self._last: tuple[str, int] = "", 0  # question and generation of the index whose marks are kept
        self._marks: dict[tuple[int, int], float] = {}
        if encoder.name != name_of(BUNDLED) or not isinstance(encoder, SentenceTransformerEncoder):
            self.problem = TietosiltaError("close_reader", encoder.name)
            return
        from index.cross_encoder import CrossEncoder  # brings torch

        try:
            self._model = CrossEncoder(encoder.model, encoder.questions)
        except EncoderProblem as error:
            self.problem = error

    def marks(self, question: str, sentences: Sequence[tuple[int, int]], searcher: Searcher) -> NDArray[np.float32]:
        """[n]: the log-odds that each sentence, the key of its passage and its number there, answers.

        The same for all where there is a ``problem``.
        """
        if self.problem or not sentences:
            return np.zeros(len(sentences), np.float32)
        with self._lock:
            if self._last != (question, searcher.generation):
                self._last, self._marks = (question, searcher.generation), {}
            new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self._marks]
            if new:
                halves = self._read({key for key, _ in new}, searcher)
                marks = self._model.marks(question, [(halves[key], number) for key, number in new])
                self._marks |= zip(new, marks.tolist(), strict=True)
            return np.array([self._marks[sentence] for sentence in sentences], np.float32)

    def _read(self, keys: set[int], searcher: Searcher) -> dict[int, Half]:
        """The passages after the lower layers, from memory where they were read before."""
        named = {(searcher.generation, key) for key in keys}
        if new := [key for generation, key in named if (generation, key) not in self._halves]:
            stored = texts_of(searcher.store, new)
            read = self._model.halves([stored[key] for key in new])
            self._halves |= {(searcher.generation, key): half for key, half in zip(new, read, strict=True)}
        for name in named:
            self._halves.move_to_end(name)
        found = {key: self._halves[searcher.generation, key] for key in keys}
        while len(self._halves) > _KEPT:
            self._halves.popitem(last=False)
        return found

    def reordered(
        self, question: str, found: Sequence[Found], vector: NDArray[np.float32], language: str, searcher: Searcher
    ) -> list[Found]:
        """``found``, best first, where the best mark of a sentence of each of the first counts, too.

        The last of the first gains nothing by it, and what comes after them stays where it is.
        """
        first = list(found[:HITS])
        if self.problem or not first:
            return list(found)
        scored = searcher.sentences([item.key for item in first], vector, language)
        nearest = {key: np.argsort(-one.meaning, kind="stable")[:SENTENCES].tolist() for key, one in scored.items()}
        wanted = [(item.key, number) for item in first for number in nearest[item.key]]
        best: dict[int, float] = {}
        for (key, _), mark in zip(wanted, self.marks(question, wanted, searcher).tolist(), strict=True):
            best[key] = max(mark, best.get(key, -np.inf))
        least = min(best.values())
        anew = [_raised(item, WEIGHT * (best[item.key] - least)) for item in first]
        return sorted(anew, key=lambda item: -item.score) + list(found[HITS:])


def _raised(item: Found, gain: float) -> Found:
    return item._replace(score=item.score + gain, shares=item.shares._replace(reranking=gain))
