"""Passages in two halves of the model: what the lower layers make of them, kept, and the upper ones, to be trained."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from lora import LowRank, add_low_rank
from numpy.typing import NDArray
from questions import RANK, product_scores
from torch import Tensor
from torch.nn.functional import normalize

from index.encoder import EncoderText, joined, sentence_of_each_token
from index.neutral import Neutral

LOWER = 6  # layers that stay as they are
WINDOW, OPENING = 110, 40  # tokens of a passage in training; of these the most for title and headings
_TOKENS, _PASSAGES = 6000, 64  # the most in a batch


@dataclass(frozen=True, slots=True)
class Half:
    """A passage after the lower layers: ``states`` [tokens, d]; ``owner`` [tokens] is the sentence, -1 for none."""

    states: NDArray[np.float16]
    owner: NDArray[np.int64]

    def about(self, sentence: int) -> Half:
        """The opening and the tokens around ``sentence``, at most ``WINDOW`` in all."""
        if len(self.states) <= WINDOW:
            return self
        first = min(int(np.argmax(self.owner >= 0)), OPENING)
        inside = np.flatnonzero(self.owner == sentence)
        middle = int(inside.mean()) if len(inside) else first
        start = max(first, min(middle - (WINDOW - first) // 2, len(self.states) - (WINDOW - first)))
        kept = np.r_[0:first, start : start + WINDOW - first]
        return Half(self.states[kept], self.owner[kept])


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
        return _through(self.layers, states, there), there


def lower_halves(model: Any, texts: Sequence[EncoderText]) -> list[Half]:
    """Each passage after the lower layers, in the order given."""
    halves = dict(_lower_halves(model, texts))
    return [halves[row] for row in range(len(texts))]


@torch.inference_mode()
def _lower_halves(model: Any, texts: Sequence[EncoderText]) -> Iterator[tuple[int, Half]]:
    """In batches of like length."""
    prompt, bert = model.prompts["passage"], model[0].model
    encodings = model.tokenizer.encode_batch([prompt + joined(text) for text in texts])
    lengths = [sum(encoding.attention_mask) for encoding in encodings]
    waiting = sorted(range(len(texts)), key=lengths.__getitem__)
    while waiting:
        longest = lengths[waiting[:_PASSAGES][-1]]
        count = min(_PASSAGES, max(1, _TOKENS // longest))
        rows, waiting = waiting[:count], waiting[count:]
        ids = torch.ones(len(rows), lengths[rows[-1]], dtype=torch.long)
        there = torch.arange(ids.shape[1]) < torch.tensor([lengths[row] for row in rows])[:, None]
        for place, row in enumerate(rows):
            ids[place, : lengths[row]] = torch.tensor(encodings[row].ids[: lengths[row]])
        states = _through(bert.encoder.layer[:LOWER], bert.embeddings(input_ids=ids), there)
        for place, row in enumerate(rows):
            offsets = np.array(encodings[row].offsets[: lengths[row]], np.int64) - len(prompt)
            owner = sentence_of_each_token(texts[row], offsets)
            yield row, Half(states[place, : lengths[row]].half().numpy(), owner)


def _through(layers: Any, states: Tensor, there: Tensor) -> Tensor:
    mask = torch.where(there[:, None, None], 0.0, -1e9)
    for layer in layers:
        states = layer(states, mask)
    return states
