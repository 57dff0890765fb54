"""A question and a sentence read together: how likely does the one answer the other?

The lower half of the bundled model reads the question alone, and a passage as it stands under its title;
the upper half then reads both, the question with the title and one sentence at a time, so that every word
of either sees every word of the other ("PreTTR", MacAvaney et al. 2020, arXiv:2004.14255). What the upper
layers have learned for that lies in ``cross_encoder.npz``: low-rank changes (LoRA; Hu et al. 2021,
arXiv:2106.09685) by the names of the layers, which vectors tell a question's tokens from a title's and a
sentence's, and the two layers that make one number of what was read. How they were trained and what they
gain: docs/cross_encoder.md.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from corpus.errors import EncoderProblem
from index.adapter import change, read_changes
from index.encoder import EncoderText, joined, sentence_of_each_token

LOWER = 6  # layers that read apart
OPENING, SENTENCE, QUESTION = 18, 48, 64  # the most tokens that are read together
_FILE = Path(__file__).with_name("cross_encoder.npz")
_TOKENS, _PASSAGES, _PAIRS = 6000, 64, 16  # the most in a batch


@dataclass(frozen=True, slots=True)
class Half:
    """A passage after the lower layers: ``states`` [tokens, d]; ``owner`` [tokens] is the sentence, -1 for none."""

    states: NDArray[np.float16]
    owner: NDArray[np.int64]

    def with_sentence(self, number: int) -> tuple[NDArray[np.float16], int]:
        """The first tokens of the title and those of one sentence [tokens, d], and how many are the title's.

        Where the sentence lies beyond what the model reads, the passage's beginning stands for it.
        """
        inside = np.flatnonzero(self.owner == number)
        if not len(inside):
            inside = np.flatnonzero(self.owner >= 0)
        before = int(np.argmax(self.owner >= 0)) if len(inside) else len(self.owner)
        opening = min(before, OPENING)
        return self.states[np.r_[0:opening, inside[:SENTENCE]]], opening


class Together(nn.Module):
    """The upper layers with what makes a number of what they read; ``layers`` are changed by whoever trains."""

    def __init__(self, layers: Any) -> None:
        super().__init__()
        self.layers = copy.deepcopy(layers)
        dimension = self.layers[0].output.dense.out_features
        self.kinds = nn.Parameter(torch.zeros(3, dimension))  # question, title, sentence
        self.head = nn.Sequential(nn.Linear(3 * dimension, 256), nn.GELU(), nn.Linear(256, 1))

    def own_parts(self) -> list[tuple[str, nn.Parameter]]:
        """What is learned beside the changes of the layers, by name."""
        return [("kinds", self.kinds), *self.head.named_parameters()]

    def forward(self, read: Tensor, kinds: Tensor) -> Tensor:
        """[n]: the log-odds that each sentence answers.

        ``read`` [n, tokens, d] are tokens after the lower layers, ``kinds`` [n, tokens] what each belongs to: a
        question (0), a title (1), a sentence (2), nothing (-1).
        """
        read = read + self.kinds[kinds.clamp(min=0)] * (kinds >= 0)[..., None]
        read = through(self.layers, read, kinds >= 0)
        asked, said = (_mean(read, kinds == kind) for kind in (0, 2))
        return self.head(torch.cat([asked, said, asked * said], 1))[:, 0]  # type: ignore[no-any-return]


class CrossEncoder:
    """Marks how likely sentences answer a question."""

    def __init__(self, passages: Any, questions: Any, file: Path = _FILE) -> None:
        """``passages`` and ``questions`` are the bundled model, adapted for either. Raises EncoderProblem."""
        self._passages, self._questions = passages, questions
        changes = read_changes(file)
        self._together = Together(passages[0].model.encoder.layer[LOWER:])
        change(self._together.layers, changes)
        try:
            with torch.no_grad():
                for name, part in self._together.own_parts():
                    part.copy_(torch.from_numpy(changes[name]))
        except KeyError as error:
            raise EncoderProblem("broken_model", f"{file.name}: {error}") from error
        self._together.eval()

    def halves(self, texts: Sequence[EncoderText]) -> list[Half]:
        """Each passage after the lower layers, in the order given."""
        return lower_halves(self._passages, texts)

    @torch.inference_mode()
    def marks(self, question: str, sentences: Sequence[tuple[Half, int]]) -> NDArray[np.float32]:
        """[n]: for each sentence, given by its passage and its number, the log-odds that it answers."""
        asked = question_states(self._questions, [question])[0]
        pairs = [(asked, *half.with_sentence(number)) for half, number in sentences]
        order = np.argsort([len(states) for _, states, _ in pairs], kind="stable")
        marks = np.zeros(len(pairs), np.float32)
        for at in range(0, len(pairs), _PAIRS):  # of like length, as padding costs as much as words do
            some = order[at : at + _PAIRS]
            marks[some] = self._together(*_side_by_side([pairs[one] for one in some])).numpy()
        return marks


def _side_by_side(pairs: Sequence[tuple[Tensor, NDArray[np.float16], int]]) -> tuple[Tensor, Tensor]:
    """What ``Together`` reads of ``pairs``: a question's tokens with ``Half.with_sentence``."""
    lengths = [len(question) + len(states) for question, states, _ in pairs]
    read = torch.zeros(len(pairs), max(lengths), pairs[0][0].shape[1])
    kinds = torch.full(read.shape[:2], -1)
    for at, (question, states, opening) in enumerate(pairs):
        title, sentence, end = len(question), len(question) + opening, lengths[at]
        read[at, :title] = question
        read[at, title:end] = torch.from_numpy(states.astype(np.float32))
        kinds[at, :title], kinds[at, title:sentence], kinds[at, sentence:end] = 0, 1, 2
    return read, kinds


@torch.no_grad()
def lower_halves(model: Any, texts: Sequence[EncoderText]) -> list[Half]:
    """Each passage after the lower layers of ``model``, in the order given."""
    halves = dict(_lower_halves(model, texts))
    return [halves[row] for row in range(len(texts))]


@torch.no_grad()
def question_states(model: Any, questions: Sequence[str]) -> list[Tensor]:
    """The tokens [tokens, d] of each question after the lower layers of ``model``."""
    encodings = model.tokenizer.encode_batch([model.prompts["query"] + question for question in questions])
    there = torch.tensor([encoding.attention_mask for encoding in encodings]).bool()
    bert = model[0].model
    states = bert.embeddings(input_ids=torch.tensor([encoding.ids for encoding in encodings]))
    states = through(bert.encoder.layer[:LOWER], states, there).float()
    return [rows[inside][:QUESTION] for rows, inside in zip(states, there, strict=True)]


def through(layers: Any, states: Tensor, there: Tensor) -> Tensor:
    """``states`` [n, tokens, d] after ``layers``, where tokens that are ``there`` [n, tokens] see each other."""
    kind = next(layers.parameters()).dtype
    states, mask = states.to(kind), torch.where(there[:, None, None], 0.0, -1e9).to(kind)
    for layer in layers:
        states = layer(states, mask)
    return states.float()


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
        states = through(bert.encoder.layer[:LOWER], bert.embeddings(input_ids=ids), there)
        for place, row in enumerate(rows):
            offsets = np.array(encodings[row].offsets[: lengths[row]], np.int64) - len(prompt)
            owner = sentence_of_each_token(texts[row], offsets)
            yield row, Half(states[place, : lengths[row]].half().numpy(), owner)


def _mean(states: Tensor, there: Tensor) -> Tensor:
    """[n, d]: the mean of the tokens that are ``there`` [n, tokens]."""
    return (states * there[..., None]).sum(1) / there.sum(1, keepdim=True).clamp(min=1)
