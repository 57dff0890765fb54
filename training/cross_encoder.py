"""Train the upper half of the bundled model to read a question and a sentence together.

Usage: python training/cross_encoder.py INDEX [--minutes 40] [--rate 0.001] [--out FILE]

INDEX is that of ``questions.py``, made with the adapter that ships. The training goes on from what is in
``--out``, where there is such a file.

1. What the lower half makes of each passage and question is worked out once and kept, as in ``both_sides.py``.
2. For each question the passages that search by vectors finds nearest, without those that answer it too or
   nearly say the same, are what the right one is told from: a cross-encoder is to correct the search before it.
3. A step takes ``BATCH`` questions, each with the sentence that answers, another of the same passage, two of
   the nearest passages and two of later ones. The loss is the cross-entropy over these six, and beside it
   that of each by itself, so that the marks of different questions can be compared.
4. ``GENERAL`` of them are the short questions of ``general.yaml``, which many passages answer: at each step one
   of these is the right one, and neither the others nor what names the subject is wrong.

How often the sentence that answers is first among those of the nearest passages is printed before and after,
for questions about held-out documents; of the general questions every eighth subject is held out, too.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from lora import add_low_rank, load, save
from questions import HERE, Pair, Pool, Wrong, answers_of, forward, neutral, read_pairs
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from index.adapter import adapt
from index.bundled import load_bundled
from index.changing import texts_of
from index.cross_encoder import LOWER, Half, Together, lower_halves, question_states
from index.encoder import BUNDLED, SentenceTransformerEncoder, joined, name_of
from index.search import Searcher
from index.store import Store

RANK = 32
BATCH, GENERAL = 16, 3  # questions a step, and how many of them are general
NEAREST, LATER, NEAR = 6, 24, 2  # passages that count as nearest, and as later ones up to; of the nearest a step takes
WARM_UP = 40  # steps
ALONE, RIGHT = 0.3, 3.0  # weight of each sentence's own loss; of the right one in it
RANKS = 60  # what answers a general question is among its nearest passages
HELD = 200  # questions about held-out documents that are measured with
_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's tokens [tokens, d], the pairs of which each answers it, and the wrong passages near it."""

    states: Tensor
    pairs: list[Pair]
    wrong: Wrong


class Training:
    """What is trained, on what, and how well it does."""

    def __init__(self, searcher: Searcher, model: Any, questions: Any) -> None:
        self.searcher, self.questions, self.pool = searcher, questions, Pool(searcher)
        pairs = read_pairs(searcher, [HERE / "pairs.jsonl"])
        self._answers = answers_of(pairs)
        keys = searcher.table.keys.tolist()
        stored = texts_of(searcher.store, keys)
        texts = [stored[key] for key in keys]
        with half_precision():
            self.halves: list[Half] = lower_halves(model, texts)
        held = [pair for pair in pairs if pair.held]
        kept = [pair for pair in pairs if not pair.held]
        self.kept = self._prepared(kept)
        self.held = self._prepared(random.sample(held, min(HELD, len(held))))
        subjects = yaml.safe_load((HERE / "general.yaml").read_text("utf-8"))
        named = [joined(text) for text in texts]
        self.general, self.held_general = (
            [one for subject in some for one in self._about(subject, kept, named)]
            for some in ([subject for at, subject in enumerate(subjects) if at % 8], subjects[::8])
        )
        print(f"{len(self.general)} general questions, {len(self.held_general)} held out")
        self.together = Together(model[0].model.encoder.layer[LOWER:])
        self.added = add_low_rank(self.together.layers, RANK)

    @torch.no_grad()
    def _prepared(self, pairs: Sequence[Pair]) -> list[Asked]:
        """Each pair with the question's tokens and the wrong passages near it."""
        found: list[Asked] = []
        for at in range(0, len(pairs), _TOGETHER):
            part = pairs[at : at + _TOGETHER]
            asked = forward(self.questions[0], [pair.question for pair in part])
            asked = neutral(self.searcher, asked, [pair.language for pair in part])
            wrong = self.pool.nearest_wrong(part, asked, self._answers, LATER)
            with half_precision():
                tokens = question_states(self.questions, [pair.question for pair in part])
            found += [Asked(*one) for one in zip(tokens, ([pair] for pair in part), wrong, strict=True)]
        return found

    @torch.no_grad()
    def _about(self, subject: dict[str, Any], pairs: Sequence[Pair], named: Sequence[str]) -> list[Asked]:
        """The general questions about a subject that two passages or more answer; ``named``: what each says."""
        about = re.compile(subject.pop("about"), re.IGNORECASE)
        answering = [pair for pair in pairs if about.search(pair.question)]
        unsaid = torch.tensor([not about.search(text) for text in named])
        unsaid &= torch.tensor([language in subject for language in self.pool.languages])
        found: list[Asked] = []
        for language, questions in subject.items():
            vectors = neutral(self.searcher, forward(self.questions[0], questions), [language] * len(questions))
            scores = self.pool.scores(vectors)
            near = scores.topk(min(RANKS, len(named)), 1).indices
            with half_precision():
                tokens = question_states(self.questions, questions)
            for at, states in enumerate(tokens):
                right = [pair for pair in answering if pair.row in near[at]]
                if len({pair.row for pair in right}) < 2:
                    continue
                rows = torch.tensor([pair.row for pair in right])
                alike = self.pool.alike(rows, torch.arange(len(named))).any(0)
                alike[rows] = True
                others = unsaid & ~alike
                if others.sum() < LATER:
                    continue
                nearest = scores[at].masked_fill(~others, -torch.inf).topk(LATER).indices.tolist()
                wrong = [(row, self.pool.best_sentence(vectors[at], row)) for row in nearest]
                found.append(Asked(states, right, wrong))
        return found

    def loss(self, some: Sequence[Asked]) -> tuple[Tensor, float]:
        """Of one step, and the share of its questions whose sentence is first."""
        asked = [self._pair(one.states, row, number) for one in some for row, number in self._six(one)]
        with half_precision():
            marks = self.together(asked).view(len(some), -1)
        right = torch.zeros(len(some), dtype=torch.long)
        alone = torch.zeros_like(marks)
        alone[:, 0] = 1
        by_itself = binary_cross_entropy_with_logits(marks, alone, pos_weight=torch.tensor(RIGHT))
        return cross_entropy(marks, right) + ALONE * by_itself, (marks.argmax(1) == 0).float().mean().item()

    def _six(self, asked: Asked) -> Wrong:
        """A sentence that answers and five that do not; of a passage that answers a general question only that one."""
        pair = random.choice(asked.pairs)
        own = [number for number in range(int(self.pool.counts[pair.row])) if number != pair.sentence >= 0]
        same = [(pair.row, random.choice(own))] if own and len(asked.pairs) == 1 else []
        later = random.sample(asked.wrong[NEAREST:], NEAR + 1 - len(same))
        return [(pair.row, max(pair.sentence, 0)), *same, *random.sample(asked.wrong[:NEAREST], NEAR), *later]

    def _pair(self, states: Tensor, row: int, number: int) -> tuple[Tensor, Any, int]:
        return states, *self.halves[row].with_sentence(number)

    @torch.no_grad()
    def figures(self) -> str:
        """How often a sentence that answers is first, and among three: within a language, across, general."""
        places: dict[str, list[int]] = {"within": [], "across": [], "general": []}
        for asked in self.held + self.held_general:
            right = asked.pairs[0]
            sentences = [(right.row, max(right.sentence, 0)), *asked.wrong]
            with half_precision():
                marks = self.together([self._pair(asked.states, row, number) for row, number in sentences])
            within = right.language == self.pool.languages[right.row]
            name = "general" if len(asked.pairs) > 1 else "within" if within else "across"
            places[name].append(int((marks > marks[0]).sum()))
        return "  ".join(
            f"{name} first {np.mean(np.array(found) < 1):.3f} three {np.mean(np.array(found) < 3):.3f}"
            for name, found in places.items()
        )


def half_precision() -> Any:
    """bf16 where the processor has it."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported())


def train(run: Training, minutes: float, rate: float, out: Path) -> None:
    body = [part for low in run.added.values() for part in (low.up, low.down)]
    head = [part for _, part in run.together.own_parts()]
    optimiser = torch.optim.AdamW([*body, *head], weight_decay=0.01)
    began, step, total, right = time.monotonic(), 0, 0.0, 0.0
    order: list[Asked] = []
    while (done := (time.monotonic() - began) / 60 / minutes) < 1:
        pace = min((step + 1) / WARM_UP, 1) * max(1 - done, 0.03)
        for group in optimiser.param_groups:
            group["lr"] = rate * pace
        if len(order) < BATCH:
            order = random.sample(run.kept, len(run.kept))
        general = random.sample(run.general, min(GENERAL, len(run.general)))
        loss, first = run.loss(general + [order.pop() for _ in range(BATCH - len(general))])
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimiser.step()
        step, total, right = step + 1, total + loss.item(), right + first
        if step % 25 == 0:
            print(f"{step} steps, {done:.0%}: loss {total / 25:.3f}, first {right / 25:.3f}", flush=True)
            total = right = 0.0
        if step % 100 == 0:
            save(out, run.added, run.together.own_parts())
    save(out, run.added, run.together.own_parts())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rate", type=float, default=1e-3, help="of learning, at its highest")
    parser.add_argument("--out", type=Path, default=HERE.parent / "index" / "cross_encoder.npz")
    options = parser.parse_args()
    random.seed(7)
    torch.manual_seed(7)
    model = load_bundled()
    model[0].float()
    questions = adapt(model)
    searcher = Searcher(Store(options.index), SentenceTransformerEncoder(model, name_of(BUNDLED), questions=questions))
    run = Training(searcher, model, questions)
    if options.out.is_file():
        load(options.out, run.added, run.together.own_parts())
    print(f"before: {run.figures()}", flush=True)
    train(run, options.minutes, options.rate, options.out)
    print(f"after: {run.figures()}")


if __name__ == "__main__":
    main()
