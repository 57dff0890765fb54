"""The first hits in a new order, by a cross-encoder that reads the question and each passage together.

Off unless a model is named: every passage costs a pass of that model.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from corpus.errors import EncoderProblem, TietosiltaError
from index.hub import open_model, work_offline
from index.search import Found

FIRST = 30  # passages that are put in a new order
_BATCH = 8


class Reranker:
    """A CrossEncoder of sentence_transformers; ``problem`` says why it cannot be used, where it cannot."""

    def __init__(self, name: str, *, network: bool = False) -> None:
        """The model called ``name``: a folder, or one of the hub, which is asked only with ``network``."""
        if not network:
            work_offline()
        from sentence_transformers import CrossEncoder

        self.name = name
        self.problem: TietosiltaError | None = None
        self._lock = threading.Lock()  # its tokenizer serves one at a time
        try:
            self._model: Any = open_model(CrossEncoder, name, network=network)
            if self._model.num_labels != 1:  # it sorts pairs into classes
                raise EncoderProblem("broken_model", name)
        except EncoderProblem:
            self.problem = TietosiltaError("reranker", name)

    def reordered(self, question: str, found: Sequence[Found], texts: Sequence[str]) -> list[Found]:
        """``found``, best first, with those whose ``texts`` are given, the first of them, in the model's order.

        Scores stay with the places: how much better one hit is than the next, the model does not tell.
        """
        if self.problem or not texts:
            return list(found)
        pairs = [(question, text) for text in texts]
        with self._lock:
            marks = np.asarray(self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False))
        order = np.argsort(-marks, kind="stable").tolist()
        anew = [_placed(found[at], place.score) for at, place in zip(order, found, strict=False)]
        return anew + list(found[len(anew) :])


def _placed(item: Found, score: float) -> Found:
    return item._replace(score=score, shares=item.shares._replace(reranking=score - item.score))
