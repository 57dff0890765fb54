"""Sentences with their translations, which hold the model in place while it learns: what they mean stays where it is.

A sentence and its translation are to be in the middle between where both were, without language (after
Reimers and Gurevych 2020, arXiv:2004.09813, where translations are drawn to the English sentence).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from passages import UpperLayers
from torch import Tensor
from torch.nn.functional import normalize

from index.cross_encoder import lower_halves
from index.encoder import EncoderText

Sentence = tuple[str, str]  # a language and a sentence in it
AsQuestions = Callable[[Sequence[str], Sequence[str]], Tensor]  # texts and their languages to [n, d] without language
_TOGETHER = 64


class Anchors:
    """Where translated sentences are to be, read as passages and as questions."""

    def __init__(
        self, translated: Sequence[Sentence], model: Any, passages: UpperLayers, questions: AsQuestions
    ) -> None:
        """``translated`` holds each sentence followed by its translation."""
        self._languages, self._texts = zip(*translated, strict=True)
        self._upper, self._asked = passages, questions
        self._halves = lower_halves(model, [EncoderText("", text, ((0, len(text)),)) for text in self._texts])
        every = range(len(translated))
        parts = [every[at : at + _TOGETHER] for at in range(0, len(every), _TOGETHER)]
        with torch.no_grad():
            self._as_passages = _between(torch.cat([self._passages(part) for part in parts]))
            self._as_questions = _between(torch.cat([self._questions(part) for part in parts]))

    def loss(self, count: int) -> Tensor:
        """How far ``count`` random sentences and their translations are from where they are to be, read as either."""
        some = random.sample(range(len(self._texts) // 2), count)
        rows = [2 * at + side for at in some for side in (0, 1)]
        passages = (self._passages(rows) * self._as_passages[rows]).sum(1).mean()
        return 2 - passages - (self._questions(rows) * self._as_questions[rows]).sum(1).mean()

    def _passages(self, rows: Sequence[int]) -> Tensor:
        return self._upper.encode([self._halves[row] for row in rows], self._of(self._languages, rows)).vectors

    def _questions(self, rows: Sequence[int]) -> Tensor:
        return self._asked(self._of(self._texts, rows), self._of(self._languages, rows))

    @staticmethod
    def _of(values: Sequence[str], rows: Sequence[int]) -> list[str]:
        return [values[row] for row in rows]


def read_translated(path: Path, count: int) -> list[Sentence]:
    """Each sentence followed by its translation, drawn evenly from the file's pairs of languages."""
    by_languages: dict[tuple[str, ...], list[list[Sentence]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            pair = list(json.loads(line).items())
            by_languages.setdefault(tuple(language for language, _ in pair), []).append(pair)
    share = count // len(by_languages)
    drawn = [pair for found in by_languages.values() for pair in random.sample(found, min(share, len(found)))]
    return list(chain.from_iterable(drawn))


def _between(vectors: Tensor) -> Tensor:
    """Each row and the next [2 n, d] in the middle between the two."""
    return normalize(vectors.view(-1, 2, vectors.shape[1]).sum(1)).repeat_interleave(2, 0)
