"""Train both sides: the upper layers for passages, all layers for questions, from where ``questions.py`` ended.

Usage: python training/both_sides.py INDEX --anchors FILE [--pairs FILE]... [--minutes 25] [--out FILE]

INDEX, ``--anchors`` and ``--pairs`` are those of ``questions.py``, whose changes are read from ``--out``.

1. The lower half of the layers stays as it is. What it makes of each passage is worked out once and kept,
   in 770 bytes a token: about 1.7 GB and ten minutes for 10,500 passages.
2. A step takes questions with the passages that answer them, and for each a passage that the question
   encoder alone finds near it (a hard negative; Karpukhin et al. 2020, arXiv:2004.04906). Passages are cut
   to ``WINDOW`` tokens about the sentence that answers. The score is the product's own, a mix of the
   passage's cosine and that of its best sentence, both without language, and the loss the cross-entropy
   over all passages of the step; what nearly says the same as the right one counts neither way.
3. Within the right passage the sentence that answers should be the nearest.
4. Sentences that have nothing to do with the field stay where they are, read as passages and as questions.
5. What ships lies halfway between where this began and where it ended: most of what is gained is kept, and
   little of what the bundled model knows of other text is lost.

Figures of the held-out documents are printed before and after, over their passages and 900 others.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from lora import add_low_rank, halfway, load, save
from passages import Encoded, UpperLayers, lower_halves
from questions import ANCHORING, HERE, RANK, SENTENCES, TEMPERATURE

from questions import Pair, Pool, forward, in_words, neutral, read_anchors, read_pairs  # isort: skip
from torch import Tensor
from torch.nn.functional import cross_entropy

from index.bundled import load_bundled
from index.changing import texts_of
from index.encoder import BUNDLED, EncoderText, SentenceTransformerEncoder, name_of
from index.search import Searcher
from index.store import Store

T = TypeVar("T")
BATCH, OF_FILES = 24, 4  # questions a step, and how many of them are of the files of --pairs
HARDEST = 8  # nearest wrong passages among which a hard negative is drawn
PASSAGES_RATE, QUESTIONS_RATE, WARM_UP = 3e-4, 1.5e-4, 20
ANCHORS = 12
OTHERS = 900  # passages of other documents among which those of held-out ones are looked for
SHARE = 0.5  # of the way from where this began to where it ended


class Training:
    """One run: what is trained, on what, and how well it does."""

    def __init__(self, searcher: Searcher, model: Any, files: Sequence[Path]) -> None:
        self.searcher, self.pool = searcher, Pool(searcher)
        pairs = read_pairs(searcher, [HERE / "pairs.jsonl"])
        self.held = [pair for pair in pairs if pair.held]
        self.pairs = [pair for pair in pairs if not pair.held]
        self.of_files = read_pairs(searcher, files) if files else []
        keys = searcher.table.keys.tolist()
        stored = texts_of(searcher.store, keys)
        self.halves = lower_halves(model, [stored[key] for key in keys])
        self.upper = UpperLayers(model, searcher.neutral)
        self.questions = copy.deepcopy(model[0])
        self.added = add_low_rank(self.questions.model.encoder, RANK, prefix="query.")

    def asked(self, pairs: Sequence[Pair]) -> Tensor:
        """Questions [n, d] without language."""
        vectors = forward(self.questions, [pair.question for pair in pairs])
        return neutral(self.searcher, vectors, [pair.language for pair in pairs])

    @torch.no_grad()
    def hard_negatives(self) -> list[list[tuple[int, int]]]:
        """For each pair the nearest wrong passages by the vectors of the index, with their best sentence."""
        found = []
        for part in _parts(self.pairs, 64):
            questions = self.asked(part)
            rows = torch.tensor([pair.row for pair in part])
            scores = self.pool.among(rows, self.pool.scores(questions))
            scores[torch.arange(len(part)), rows] = -torch.inf
            for question, nearest in zip(questions, scores.topk(HARDEST, 1).indices.tolist(), strict=True):
                found.append([(row, self.pool.best_sentence(question, row)) for row in nearest])
        return found

    def loss(self, pairs: Sequence[Pair], negatives: Sequence[tuple[int, int]]) -> Tensor:
        """Of one step; ``negatives`` are passages with the sentence about which they are cut."""
        about = dict(negatives) | {pair.row: max(pair.sentence, 0) for pair in pairs}
        place = {row: at for at, row in enumerate(about)}
        halves = [self.halves[row].about(sentence) for row, sentence in about.items()]
        encoded = self.upper.encode(halves, self._languages(list(about)))
        questions = self.asked(pairs)
        right = torch.tensor([place[pair.row] for pair in pairs])
        alike = self.pool.alike(torch.tensor([pair.row for pair in pairs]), torch.tensor(list(about)))
        loss = cross_entropy(encoded.scores(questions).masked_fill(alike, -1e4) / TEMPERATURE, right)
        within = []
        for pair, question in zip(pairs, questions, strict=True):
            here = torch.nonzero(encoded.passage == place[pair.row])[:, 0]
            answers = np.flatnonzero(encoded.number[here.numpy()] == pair.sentence)
            if len(here) > 1 and len(answers):
                likeness = encoded.sentences[here] @ question / TEMPERATURE
                within.append(cross_entropy(likeness[None], torch.from_numpy(answers[:1])))
        return loss + SENTENCES * torch.stack(within).mean() if within else loss

    @torch.no_grad()
    def figures(self) -> str:
        """Mean reciprocal rank and recall at 3 of the held-out documents, all, within a language and across."""
        documents = self.searcher.table.documents
        own = np.flatnonzero(np.isin(documents, documents[[pair.row for pair in self.held]]))
        others = np.random.default_rng(1).choice(len(documents), min(OTHERS, len(documents)), replace=False)
        rows = np.union1d(own, others)
        encoded = [self._whole(part) for part in _parts(rows.tolist(), 24)]
        ranks: list[int] = []
        for pairs in _parts(self.held, 64):
            questions = self.asked(pairs)
            mine = np.array([pair.row for pair in pairs])
            scores = torch.cat([part.scores(questions) for part in encoded], 1)
            scores = scores.masked_fill(self.pool.alike(torch.from_numpy(mine), torch.from_numpy(rows)), -torch.inf)
            right = scores.gather(1, torch.from_numpy(np.searchsorted(rows, mine))[:, None])
            ranks += (1 + (scores > right).sum(1)).tolist()
        return in_words(ranks, [pair.language != self.pool.languages[pair.row] for pair in self.held])

    def _whole(self, rows: Sequence[int]) -> Encoded:
        return self.upper.encode([self.halves[row] for row in rows], self._languages(rows))

    def _languages(self, rows: Sequence[int]) -> list[str]:
        return [str(self.pool.languages[row]) for row in rows]


def _parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def train(run: Training, model: Any, anchors: list[str], minutes: float) -> None:
    as_passages = lower_halves(model, [EncoderText("", anchor, ((0, len(anchor)),)) for anchor in anchors])
    with torch.no_grad():
        stay = torch.cat([run.upper.plain(part) for part in _parts(as_passages, 64)])
        asked = torch.cat([forward(run.questions, list(part)) for part in _parts(anchors, 64)])
    hard = run.hard_negatives()
    sides = [(run.upper.added, PASSAGES_RATE), (run.added, QUESTIONS_RATE)]
    parts = [[part for low in added.values() for part in (low.up, low.down)] for added, _ in sides]
    optimiser = torch.optim.AdamW([{"params": part} for part in parts], weight_decay=0.01)
    began, step, total = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / 60 / minutes) < 1:
        for group, (_, rate) in zip(optimiser.param_groups, sides, strict=True):
            group["lr"] = rate * min((step + 1) / WARM_UP, 1) * max(1 - done, 0.03)
        of_files = random.sample(run.of_files, OF_FILES) if run.of_files else []
        chosen = random.sample(range(len(run.pairs)), BATCH - len(of_files))
        negatives = [random.choice(hard[at]) for at in chosen]
        loss = run.loss([*(run.pairs[at] for at in chosen), *of_files], negatives)
        some = random.sample(range(len(anchors)), ANCHORS)
        moved = 1 - (run.upper.plain([as_passages[at] for at in some]) * stay[some]).sum(1).mean()
        turned = 1 - (forward(run.questions, [anchors[at] for at in some]) * asked[some]).sum(1).mean()
        loss = loss + ANCHORING * (moved + turned)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_([*parts[0], *parts[1]], 1.0)
        optimiser.step()
        step, total = step + 1, total + loss.item()
        if step % 20 == 0:
            print(f"{step} steps, {done:.0%}: loss {total / 20:.3f}, moved {moved.item():.3f}", flush=True)
            total = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--anchors", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--out", type=Path, default=HERE.parent / "index" / "adapter.npz")
    options = parser.parse_args()
    random.seed(7)
    torch.manual_seed(7)
    model = load_bundled()
    model[0].float()
    searcher = Searcher(Store(options.index), SentenceTransformerEncoder(model, name_of(BUNDLED)))
    run = Training(searcher, model, options.pairs)
    load(options.out, run.added)
    both = run.upper.named() | run.added
    began = {name: (low.up @ low.down).detach() for name, low in both.items()}
    print(f"before: {run.figures()}", flush=True)
    train(run, model, read_anchors(options.anchors, 1500), options.minutes)
    print(f"after: {run.figures()}", flush=True)
    halfway(both, began, SHARE)
    print(f"halfway: {run.figures()}")
    save(options.out, both)


if __name__ == "__main__":
    main()
