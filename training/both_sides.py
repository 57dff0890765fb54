"""Train both sides: the upper layers for passages, all layers for questions, from where ``questions.py`` ended.

Usage: python training/both_sides.py INDEX --anchors FILE [--pairs FILE]... [--minutes 25] [--out FILE]

INDEX and ``--pairs`` are those of ``questions.py``. The training goes on from the changes in ``--out``: those
of ``questions.py``, or of an earlier run of this, with which INDEX was made. ``--anchors`` is a gzipped file of
JSON lines {language: sentence, language: its translation}, such as Tatoeba's pairs.

1. The lower half of the layers stays as it is. What it makes of each passage is worked out once and kept,
   in 770 bytes a token: about 1.7 GB and ten minutes for 10,500 passages.
2. A step takes questions with the passages that answer them, and for each a passage that the question
   encoder alone finds near it (a hard negative; Karpukhin et al. 2020, arXiv:2004.04906). Passages are cut
   to ``WINDOW`` tokens about the sentence that answers. The score is the product's own, a mix of the
   passage's cosine and that of its best sentence, both without language, and the loss the cross-entropy
   over all passages of the step; what nearly says the same as the right one counts neither way, nor does
   what answers the same question in another pair, such as the section in its other language. Every
   ``OF_FILES``-th step takes pairs of ``--pairs`` alone, so that their like are what they are told from.
3. Within the right passage the sentence that answers should be the nearest.
4. Sentences that have nothing to do with the field, read as passages and as questions, are drawn to the middle
   between where they and their translation were, without language (after Reimers and Gurevych 2020,
   arXiv:2004.09813): meanings stay where they are, languages come nearer to each other.
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
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from anchors import Anchors, read_translated
from lora import add_low_rank, halfway, load, save
from numpy.typing import NDArray
from passages import Encoded, UpperLayers, about
from questions import ANCHORING, HERE, RANK, SENTENCES, TEMPERATURE

from questions import Pair, Pool, Wrong, answers_of, forward, in_words, neutral, read_pairs  # isort: skip
from torch import Tensor
from torch.nn.functional import cross_entropy

from index.bundled import load_bundled
from index.changing import texts_of
from index.cross_encoder import lower_halves
from index.encoder import BUNDLED, SentenceTransformerEncoder, name_of
from index.search import Searcher
from index.store import Store

T = TypeVar("T")
BATCH, OF_FILES = 24, 4  # questions a step; every how manieth is of the files of --pairs
HARDEST = 8  # nearest wrong passages among which a hard negative is drawn
PASSAGES_RATE, QUESTIONS_RATE, WARM_UP = 3e-4, 1.5e-4, 20
ANCHORS = 6  # translated sentences a step, with their translations
OTHERS = 900  # passages of other documents among which those of held-out ones are looked for
SHARE = 0.5  # of the way from where this began to where it ended


class Training:
    """One run: what is trained, on what, and how well it does."""

    def __init__(self, searcher: Searcher, model: Any, files: Sequence[Path]) -> None:
        self.searcher, self.pool = searcher, Pool(searcher)
        pairs = read_pairs(searcher, [HERE / "pairs.jsonl"])
        self.held = [pair for pair in pairs if pair.held]
        self.pairs = [pair for pair in pairs if not pair.held]
        of_files = read_pairs(searcher, files) if files else []
        self.held_of_files = [pair for pair in of_files if pair.held]
        self.of_files = [pair for pair in of_files if not pair.held]
        self._answers = answers_of([*pairs, *of_files])
        keys = searcher.table.keys.tolist()
        stored = texts_of(searcher.store, keys)
        self.halves = lower_halves(model, [stored[key] for key in keys])
        self.upper = UpperLayers(model, searcher.neutral)
        self.questions = copy.deepcopy(model[0])
        self.added = add_low_rank(self.questions.model.encoder, RANK, prefix="query.")

    def asked(self, questions: Sequence[str], languages: Sequence[str]) -> Tensor:
        """Unit vectors [n, d] without language."""
        return neutral(self.searcher, forward(self.questions, list(questions)), list(languages))

    @torch.no_grad()
    def hard_negatives(self, pairs: Sequence[Pair]) -> list[Wrong]:
        """For each pair the nearest wrong passages by the vectors of the index, with their best sentence."""
        parts = [self.pool.nearest_wrong(part, self._asked(part), self._answers, HARDEST) for part in _parts(pairs, 64)]
        return list(chain.from_iterable(parts))

    def loss(self, pairs: Sequence[Pair], negatives: Sequence[tuple[int, int]]) -> Tensor:
        """Of one step; ``negatives`` are passages with the sentence about which they are cut."""
        cut = dict(negatives) | {pair.row: max(pair.sentence, 0) for pair in pairs}
        place = {row: at for at, row in enumerate(cut)}
        halves = [about(self.halves[row], sentence) for row, sentence in cut.items()]
        encoded = self.upper.encode(halves, self._languages(list(cut)))
        questions = self._asked(pairs)
        right = torch.tensor([place[pair.row] for pair in pairs])
        neither = self._neither(pairs, list(cut))
        loss = cross_entropy(encoded.scores(questions).masked_fill(neither, -1e4) / TEMPERATURE, right)
        within = []
        for pair, question in zip(pairs, questions, strict=True):
            here = torch.nonzero(encoded.passage == place[pair.row])[:, 0]
            answers = np.flatnonzero(encoded.number[here.numpy()] == pair.sentence)
            if len(here) > 1 and len(answers):
                likeness = encoded.sentences[here] @ question / TEMPERATURE
                within.append(cross_entropy(likeness[None], torch.from_numpy(answers[:1])))
        return loss + SENTENCES * torch.stack(within).mean() if within else loss

    def _neither(self, pairs: Sequence[Pair], rows: Sequence[int]) -> Tensor:
        """[pairs, rows]: whether a passage counts neither as right nor as wrong."""
        mine = torch.tensor([pair.row for pair in pairs])
        found = self.pool.alike(mine, torch.tensor(rows))
        place = {row: at for at, row in enumerate(rows)}
        for at, pair in enumerate(pairs):
            also = [place[row] for row in self._answers[pair.question, pair.language] if row in place]
            found[at, also] = True
            found[at, place[pair.row]] = False
        return found

    @torch.no_grad()
    def figures(self) -> str:
        """Mean reciprocal rank and recall at 3 of the held-out documents, all, within a language and across.

        First of ``pairs.jsonl``, then of the files of ``--pairs``.
        """
        documents = self.searcher.table.documents
        held = [pair.row for pair in (*self.held, *self.held_of_files)]
        own = np.flatnonzero(np.isin(documents, documents[held]))
        others = np.random.default_rng(1).choice(len(documents), min(OTHERS, len(documents)), replace=False)
        rows = np.union1d(own, others)
        encoded = [self._whole(part) for part in _parts(rows.tolist(), 24)]
        return "\n".join(self._figures(pairs, rows, encoded) for pairs in (self.held, self.held_of_files) if pairs)

    def _figures(self, asked: Sequence[Pair], rows: NDArray[np.int64], encoded: Sequence[Encoded]) -> str:
        ranks: list[int] = []
        for pairs in _parts(asked, 64):
            questions = self._asked(pairs)
            mine = np.array([pair.row for pair in pairs])
            scores = torch.cat([part.scores(questions) for part in encoded], 1)
            scores = scores.masked_fill(self._neither(pairs, rows.tolist()), -torch.inf)
            right = scores.gather(1, torch.from_numpy(np.searchsorted(rows, mine))[:, None])
            ranks += (1 + (scores > right).sum(1)).tolist()
        return in_words(ranks, [pair.language != self.pool.languages[pair.row] for pair in asked])

    def _whole(self, rows: Sequence[int]) -> Encoded:
        return self.upper.encode([self.halves[row] for row in rows], self._languages(rows))

    def _asked(self, pairs: Sequence[Pair]) -> Tensor:
        return self.asked([pair.question for pair in pairs], [pair.language for pair in pairs])

    def _languages(self, rows: Sequence[int]) -> list[str]:
        return [str(self.pool.languages[row]) for row in rows]


def _parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def train(run: Training, anchors: Anchors, minutes: float) -> None:
    kinds = [(run.pairs, run.hard_negatives(run.pairs)), (run.of_files, run.hard_negatives(run.of_files))]
    sides = [(run.upper.added, PASSAGES_RATE), (run.added, QUESTIONS_RATE)]
    parts = [[part for low in added.values() for part in (low.up, low.down)] for added, _ in sides]
    optimiser = torch.optim.AdamW([{"params": part} for part in parts], weight_decay=0.01)
    began, step, total = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / 60 / minutes) < 1:
        for group, (_, rate) in zip(optimiser.param_groups, sides, strict=True):
            group["lr"] = rate * min((step + 1) / WARM_UP, 1) * max(1 - done, 0.03)
        step += 1
        pairs, hard = kinds[1 if run.of_files and step % OF_FILES == 0 else 0]
        chosen = random.sample(range(len(pairs)), BATCH)
        loss = run.loss([pairs[at] for at in chosen], [random.choice(hard[at]) for at in chosen])
        away = anchors.loss(ANCHORS)
        optimiser.zero_grad()
        torch.autograd.backward(loss + ANCHORING * away)
        torch.nn.utils.clip_grad_norm_([*parts[0], *parts[1]], 1.0)
        optimiser.step()
        total += loss.item()
        if step % 20 == 0:
            print(f"{step} steps, {done:.0%}: loss {total / 20:.3f}, anchors {away.item():.3f} away", flush=True)
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
    both = run.upper.named() | run.added
    load(options.out, both)
    began = {name: (low.up @ low.down).detach() for name, low in both.items()}
    print(f"before: {run.figures()}", flush=True)
    train(run, Anchors(read_translated(options.anchors, 3000), model, run.upper, run.asked), options.minutes)
    print(f"after: {run.figures()}", flush=True)
    halfway(both, began, SHARE)
    print(f"halfway: {run.figures()}")
    save(options.out, both)


if __name__ == "__main__":
    main()
