"""Train the upper half of the model to read a question and a sentence together, from a pack (pack.py).

1. What the lower half makes of each passage and question is worked out once and kept.
2. For each question the passages that search by vectors finds nearest, without those that answer it too or nearly
   say the same, are what the right one is told from: a cross-encoder is to correct the search before it.
3. A step takes ``BATCH`` questions, each with the sentence that answers, others of the same passage, and the
   nearest sentences of near passages. The loss is the cross-entropy over these, and beside it that of each by
   itself, so that the marks of different questions can be compared.
4. Some of them are short general questions, which many passages answer: at each step one of these is the right one,
   and neither the others nor what names the subject is wrong. Others are questions that nothing answers, all of
   whose sentences are wrong.
"""

from __future__ import annotations

import copy
import time
from typing import Any

import numpy as np
import torch
from lora import LowRank, add_low_rank
from model import half_precision, lower_states, through
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from vectors import FIELD, GENERAL, UNANSWERABLE, Bank, Vectors

LOWER, OPENING, SENTENCE, QUESTION = 6, 18, 48, 64  # as in index/cross_encoder.py
RANK, DROPOUT = 32, 0.1
BATCH, GENERAL_ONES, UNANSWERED = 64, 8, 6  # questions a step; of these general ones and those that nothing answers
SENTENCES, SAME, NEAREST = 16, 2, 8  # read with each question; of the same passage; how many are of the nearest 10
NEAR = 40  # passages that are kept of each question
RATE, WARM_UP = 8e-4, 60
ALONE, RIGHT = 0.3, 3.0  # weight of each sentence's own loss; of the right one in it
MEASURED = 25  # sentences among which the right one is to be first


class Together(nn.Module):
    """As in index/cross_encoder.py, for many pairs at a time."""

    def __init__(self, layers: Any, dimension: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(layers)
        for module in self.layers.modules():
            if isinstance(module, nn.Dropout):
                module.p = DROPOUT
        self.kinds = nn.Parameter(torch.zeros(3, dimension))
        self.head = nn.Sequential(nn.Linear(3 * dimension, 256), nn.GELU(), nn.Linear(256, 1))

    def own_parts(self) -> list[tuple[str, nn.Parameter]]:
        return [("kinds", self.kinds), *self.head.named_parameters()]

    def forward(self, read: Tensor, kinds: Tensor) -> Tensor:
        """[n] for token states [n, tokens, d], each of a question (0), a title (1), a sentence (2) or nothing (-1)."""
        read = read + self.kinds[kinds.clamp(min=0)] * (kinds >= 0)[..., None]
        read = through(self.layers, read, kinds >= 0)
        asked, said = (_mean(read, kinds == kind) for kind in (0, 2))
        return self.head(torch.cat([asked, said, asked * said], 1))[:, 0]  # type: ignore[no-any-return]


def _mean(states: Tensor, there: Tensor) -> Tensor:
    return (states * there[..., None]).sum(1) / there.sum(1, keepdim=True).clamp(min=1)


class Marks:
    """What is trained, on what, and how well it does."""

    def __init__(self, run: Vectors, bank: Bank) -> None:
        self.run, self.device = run, run.device
        for reader in (run.passages, run.questions):
            reader.eval()
        self.of_passages = lower_states(run.passages, run.texts, LOWER)
        self.of_questions = lower_states(run.questions, run.asked, LOWER)
        layers = copy.deepcopy(run.passages.model.encoder.layer[LOWER:])
        merge(layers, {name: low for name, low in run.passages.added.items()})
        self.together = Together(layers, self.of_passages.shape[1]).to(self.device)
        self.added = add_low_rank(self.together.layers, RANK)
        self.changes = nn.ModuleList(self.added.values()).to(self.device)
        kinds = run.kinds
        every = torch.arange(len(kinds), device=self.device)
        every = every[torch.from_numpy((kinds == FIELD) | (kinds == GENERAL) | (kinds == UNANSWERABLE)).to(self.device)]
        rows, sentences = run.nearest(bank, every, NEAR)
        self.near = {one: (rows[at], sentences[at]) for at, one in enumerate(every.tolist())}
        self._bank = bank

    def pairs(self, asked: Tensor, rows: Tensor, sentences: Tensor) -> tuple[Tensor, Tensor]:
        """Token states [n, tokens, d] and kinds [n, tokens] of questions with sentences."""
        texts, questions = self.run.texts, self.run.asked
        sentences = torch.minimum(sentences, texts.counts[rows] - 1)
        place = texts.bases[rows] + sentences
        first, last = texts.first[place], texts.last[place]
        of_question = questions.lengths[asked].clamp(max=QUESTION)
        of_title = texts.openings[rows].clamp(max=OPENING)
        of_sentence = (last - first + 1).clamp(max=SENTENCE)
        title, sentence = of_question, of_question + of_title
        end = sentence + of_sentence
        at = torch.arange(int(end.max()), device=self.device)[None]
        kinds = torch.where(at < title[:, None], 0, torch.where(at < sentence[:, None], 1, 2))
        kinds = torch.where(at < end[:, None], kinds, -1)
        in_question = questions.starts[asked][:, None] + at
        in_passage = texts.starts[rows][:, None] + torch.where(
            kinds == 1, at - title[:, None], first[:, None] + at - sentence[:, None]
        )
        states = torch.where(
            (kinds == 0)[..., None],
            self.of_questions[in_question.clamp(0, len(self.of_questions) - 1)],
            self.of_passages[in_passage.clamp(0, len(self.of_passages) - 1)],
        )
        return states.float() * (kinds >= 0)[..., None], kinds

    def step(self, at: list[int], generator: np.random.Generator) -> tuple[Tensor, float]:
        """The loss, and the share of questions whose sentence is first."""
        chosen: list[list[tuple[int, int]]] = []
        for one in at:
            rows, sentences = self.near[one]
            near = list(zip(rows.tolist(), sentences.tolist(), strict=True))
            some: list[tuple[int, int]] = []
            right = self.run.right[one]
            if right:
                row, number = right[int(generator.integers(len(right)))]
                some.append((row, max(number, 0)))
                if len(right) == 1:
                    own = [other for other in range(int(self.run.texts.counts[row])) if other != number]
                    picked = generator.permutation(len(own))[:SAME]
                    some += [(row, own[place]) for place in picked]
            nearest = generator.permutation(10)[:NEAREST]
            later = 10 + generator.permutation(NEAR - 10)[: SENTENCES - len(some) - len(nearest)]
            some += [near[place] for place in [*nearest, *later]]
            chosen.append(some)
        flat = torch.tensor([pair for some in chosen for pair in some], device=self.device)
        asked = torch.tensor(at, device=self.device).repeat_interleave(SENTENCES)
        states, kinds = self.pairs(asked, flat[:, 0], flat[:, 1])
        with half_precision(self.device):
            marks = self.together(states, kinds).float().view(len(at), SENTENCES)
        answered = torch.tensor([bool(self.run.right[one]) for one in at], device=self.device)
        alone = torch.zeros_like(marks)
        alone[answered, 0] = 1
        weight = torch.tensor(RIGHT, device=self.device)
        by_itself = binary_cross_entropy_with_logits(marks, alone, pos_weight=weight)
        first = torch.zeros(len(at), dtype=torch.long, device=self.device)
        among = cross_entropy(marks[answered], first[answered])
        return among + ALONE * by_itself, (marks[answered].argmax(1) == 0).float().mean().item()

    @torch.no_grad()
    def marks_of(self, one: int, pairs: list[tuple[int, int]]) -> Tensor:
        flat = torch.tensor(pairs, device=self.device)
        states, kinds = self.pairs(torch.full((len(pairs),), one, device=self.device), flat[:, 0], flat[:, 1])
        with half_precision(self.device):
            marks: Tensor = self.together(states, kinds).float()
        return marks

    def figures(self, most: int = 600) -> str:
        """How often a sentence that answers is first, and among three; how well answered questions are told."""
        self.together.eval()
        run = self.run
        held = np.flatnonzero((run.kinds == FIELD) & run.held)[:most]
        unanswered = np.flatnonzero((run.kinds == UNANSWERABLE) & run.held)
        places: dict[str, list[int]] = {"within": [], "across": [], "passage": []}
        best: list[list[float]] = [[], []]
        for one in held.tolist():
            row, number = run.right[one][0]
            rows, sentences = (part.tolist() for part in self.near[one])
            near = list(zip(rows, sentences, strict=True))[: MEASURED - 1]
            marks = self.marks_of(one, [(row, max(number, 0)), *near])
            own = run.texts.languages[row] == run.asked.languages[one]
            places["within" if own else "across"].append(int((marks > marks[0]).sum()))
            best[0].append(float(marks.max()))
        for one in unanswered.tolist():
            rows, sentences = (part.tolist() for part in self.near[one])
            marks = self.marks_of(one, list(zip(rows, sentences, strict=True))[:MEASURED])
            best[1].append(float(marks.max()))
        self.together.train()
        said = [
            f"{name} first {np.mean(np.array(found) < 1):.3f} three {np.mean(np.array(found) < 3):.3f}"
            for name, found in places.items()
            if found
        ]
        if best[1]:
            told = np.mean(np.array(best[0])[:, None] > np.array(best[1])[None])
            line = np.quantile(best[0], 0.1)
            said.append(f"answered told {told:.3f}; with a tenth declined {np.mean(np.array(best[1]) < line):.3f} are")
        return "  ".join(said)


def merge(layers: Any, added: dict[str, LowRank]) -> None:
    """Add the changes of ``passage.layer.N…`` to ``layers``, which begin with layer ``LOWER``; no hooks are left."""
    with torch.no_grad():
        for name, low in added.items():
            _, _, at, rest = name.split(".", 3)
            if int(at) < LOWER:
                continue
            layer = layers.get_submodule(f"{int(at) - LOWER}.{rest}")
            layer.weight.copy_(layer.weight + low.up @ low.down)
    for module in layers.modules():
        module._forward_hooks.clear()


def train(run: Marks, minutes: float, said: Any = print, most: int | None = None) -> None:
    generator = np.random.default_rng(7)
    of = run.run
    field = np.flatnonzero((of.kinds == FIELD) & ~of.held)
    general = np.flatnonzero((of.kinds == GENERAL) & ~of.held)
    unanswered = np.flatnonzero((of.kinds == UNANSWERABLE) & ~of.held)
    parameters = [part for low in run.added.values() for part in (low.up, low.down)]
    parameters += [part for _, part in run.together.own_parts()]
    optimiser = torch.optim.AdamW(parameters, weight_decay=0.01)
    run.together.train()
    said(f"before: {run.figures()}")
    began, step, total, right = time.monotonic(), 0, 0.0, 0.0
    waiting: list[int] = []
    while (done := (time.monotonic() - began) / 60 / minutes) < 1 and (most is None or step < most):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM_UP, 1) * max(1 - done, 0.02)
        at = generator.choice(general, min(GENERAL_ONES, len(general)), replace=False).tolist()
        at += generator.choice(unanswered, min(UNANSWERED, len(unanswered)), replace=False).tolist()
        if len(waiting) < BATCH - len(at):
            waiting = generator.permutation(field).tolist()
        at += [waiting.pop() for _ in range(BATCH - len(at))]
        loss, first = run.step(at, generator)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step, total, right = step + 1, total + float(loss.detach()), right + first
        if step % 50 == 0:
            said(f"{step} steps, {done:.0%}: loss {total / 50:.3f}, first {right / 50:.3f}")
            total = right = 0.0
        if step % 300 == 0:
            said(f"{step}: {run.figures(300)}")
    said(f"after {step} steps: {run.figures()}")
