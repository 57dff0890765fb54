"""Passages in two halves of the model: what the lower layers make of them, kept, and the upper ones, to be trained."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from lora import LowRank, add_low_rank
from numpy.typing import NDArray
from questions import RANK, product_scores
from torch import Tensor
from torch.nn.functional import normalize

from index.cross_encoder import LOWER, Half, through
from index.neutral import Neutral

WINDOW, OPENING = 110, 40  # tokens of a passage in training; of these the most for title and headings


def about(half: Half, sentence: int) -> Half:
    """The opening of a passage and the tokens around ``sentence``, at most ``WINDOW`` in all."""
    if len(half.states) <= WINDOW:
        return half
    first = min(int(np.argmax(half.owner >= 0)), OPENING)
    inside = np.flatnonzero(half.owner == sentence)
    middle = int(inside.mean()) if len(inside) else first
    start = max(first, min(middle - (WINDOW - first) // 2, len(half.states) - (WINDOW - first)))
    kept = np.r_[0:first, start : start + WINDOW - first]
    return Half(half.states[kept], half.owner[kept])


@dataclass(frozen=True, slots=True)
class Encoded:
    """Passages without language: ``vectors`` [n, d]; ``sentences`` [m, d], each with its ``passage`` and ``number``."""

    vectors: Tensor
    sentences: Tensor
    passage: Tensor
    number: NDArray[np.int64]

    def scores(self, questions: Tensor) -> Tensor:
        """[questions, n]: the product's own."""
        counts = torch.bincount(self.passage, minlength=len(self.vectors))
        return product_scores(questions, self.vectors, self.sentences, counts)


class UpperLayers:
    """The layers above ``LOWER`` of ``model``, with changes that are trained."""

    def __init__(self, model: Any, neutral: Neutral) -> None:
        self._neutral = neutral
        self.layers = copy.deepcopy(model[0].model.encoder.layer[LOWER:])
        self.added = add_low_rank(self.layers, RANK)

    def named(self) -> dict[str, LowRank]:
        """The changes by the names that the layers have in the whole encoder."""
        places = {name: name.split(".", 1) for name in self.added}
        return {f"passage.layer.{LOWER + int(at)}.{rest}": self.added[name] for name, (at, rest) in places.items()}

    def encode(self, halves: Sequence[Half], languages: Sequence[str]) -> Encoded:
        """Passages, of which ``halves`` may be parts, without their languages."""
        states, there = self._states(halves)
        whole = (states * there[..., None]).sum(1)
        means = [self._neutral.passages.get(language, self._neutral.default) for language in languages]
        spoken = torch.from_numpy(np.stack(means))
        sums, passage, number = [], [], []
        for at, half in enumerate(halves):
            for one in np.unique(half.owner[half.owner >= 0]).tolist() or [-1]:
                sums.append(states[at, torch.from_numpy(np.flatnonzero(half.owner == one))].sum(0))
                passage.append(at)
                number.append(one)
        of_sentences = normalize(normalize(torch.stack(sums)) - spoken[passage])
        return Encoded(normalize(normalize(whole) - spoken), of_sentences, torch.tensor(passage), np.array(number))

    def plain(self, halves: Sequence[Half]) -> Tensor:
        """Unit vectors [n, d] with their language."""
        states, there = self._states(halves)
        return normalize((states * there[..., None]).sum(1))

    def _states(self, halves: Sequence[Half]) -> tuple[Tensor, Tensor]:
        """Token vectors [n, tokens, d] after these layers, and which of them there are."""
        longest = max(len(half.states) for half in halves)
        states = torch.zeros(len(halves), longest, halves[0].states.shape[1])
        there = torch.zeros(len(halves), longest, dtype=torch.bool)
        for at, half in enumerate(halves):
            states[at, : len(half.states)] = torch.from_numpy(half.states.astype(np.float32))
            there[at, : len(half.states)] = True
        return through(self.layers, states, there), there
