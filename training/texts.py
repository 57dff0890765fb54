"""The texts of a pack as tokens, on the device that trains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

WINDOW, OPENING = 160, 40  # tokens of a passage in training; of these the most for title and headings
_TOKENS = 60_000  # the most in a batch that needs no gradient
Arrays = dict[str, Any]


class Texts:
    """Texts as tokens, one after the other; of passages also which sentence each token belongs to.

    ``counts`` are the sentences of each passage, ``bases`` where they begin among all; ``first`` and ``last`` are
    a sentence's tokens, counted in its passage, ``openings`` how many tokens come before the first sentence.
    """

    def __init__(self, pack: Arrays, name: str, device: torch.device) -> None:
        def tensor(part: str) -> Tensor:
            return torch.from_numpy(pack[f"{name}.{part}"].astype(np.int64)).to(device)

        self.ids, self.lengths, self.languages = tensor("ids"), tensor("lengths"), tensor("languages")
        self.starts = torch.cumsum(self.lengths, 0) - self.lengths
        if f"{name}.owners" in pack:
            self._tell_sentences(tensor("owners"))

    def _tell_sentences(self, owners: Tensor) -> None:
        self.owners = owners
        row = torch.repeat_interleave(torch.arange(len(self), device=owners.device), self.lengths)
        most = torch.full_like(self.lengths, -1).scatter_reduce(0, row, owners, "amax")
        self.counts = most.clamp(min=0) + 1
        self.bases = torch.cumsum(self.counts, 0) - self.counts
        inside = owners >= 0
        place = (self.bases[row] + owners)[inside]
        at = (torch.arange(len(owners), device=owners.device) - self.starts[row])[inside]
        total = int(self.counts.sum())
        self.first = torch.full((total,), len(owners), device=owners.device).scatter_reduce(0, place, at, "amin")
        self.last = torch.full((total,), -1, device=owners.device).scatter_reduce(0, place, at, "amax")
        empty = self.last < 0  # sentences of nothing but what the tokenizer drops, and passages without any
        self.first[empty], self.last[empty] = 0, 0
        self.openings = self.first[self.bases].clamp(min=1)

    def __len__(self) -> int:
        return len(self.lengths)

    def at(self, rows: Tensor, positions: Tensor) -> Tensor:
        """Where among all tokens those at ``positions`` [n, tokens] of ``rows`` [n] stand."""
        return (self.starts[rows][:, None] + positions).clamp(max=len(self.ids) - 1)

    def positions(self, rows: Tensor, sentences: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The places [n, tokens] of the tokens to read, and which there are; about ``sentences`` at most ``WINDOW``."""
        lengths = self.lengths[rows]
        at = torch.arange(int(lengths.max()), device=rows.device)[None].expand(len(rows), -1)
        if sentences is None:
            return at, at < lengths[:, None]
        opening = self.openings[rows].clamp(max=OPENING)
        place = self.bases[rows] + sentences
        middle = (self.first[place] + self.last[place]) // 2
        room = WINDOW - opening
        start = torch.minimum(middle - room // 2, lengths - room).clamp(min=0)
        start = torch.maximum(start, opening)
        at = at[:, :WINDOW]
        at = torch.where(at < opening[:, None], at, at - opening[:, None] + start[:, None])
        return at, at < lengths[:, None]

    def in_batches(self, rows: Tensor | None = None) -> Iterator[Tensor]:
        """Rows, by default all, in batches of like length."""
        rows = torch.arange(len(self), device=self.lengths.device) if rows is None else rows
        order = rows[torch.argsort(self.lengths[rows])]
        lengths = self.lengths[order].tolist()
        at = 0
        while at < len(order):
            count = 1
            while at + count < len(order) and lengths[at + count] * (count + 1) <= _TOKENS:
                count += 1
            yield order[at : at + count]
            at += count
