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
from collections.abc import Callable

import numpy as np
import torch
from lora import add_low_rank, merge
from model import drop_out, half_precision, lower_states
from pool import FIELD, GENERAL, UNANSWERABLE, Pool
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from index.cross_encoder import LOWER, OPENING, QUESTION, SENTENCE, Together

RANK, DROPOUT = 32, 0.1
BATCH, GENERAL_ONES, UNANSWERED = 64, 8, 6  # questions a step; of these general ones and those that nothing answers
SENTENCES, SAME = 16, 2  # read with each question; how many others of the passage that answers
NEAREST, NEAR = 10, 40  # passages that count as nearest, and those that are kept of each question
TAKEN = 8  # of the nearest
RATE, WARM_UP = 8e-4, 60
ALONE, RIGHT = 0.3, 3.0  # weight of each sentence's own loss; of the right one in it
MEASURED = 25  # sentences among which the right one is to be first
SAID, FIGURES = 50, 300  # steps after which the loss is printed, and the figures


class Marks:
    """What is trained, on what, and how well it does."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.device = pool, pool.device
        pool.train(False)
        self.of_passages = lower_states(pool.passages, pool.texts, LOWER)
        self.of_questions = lower_states(pool.questions, pool.asked, LOWER)
        encoder = copy.deepcopy(pool.passages.model.encoder)
        merge(encoder, pool.passages.added, "passage.")
        self.together = Together(encoder.layer[LOWER:]).to(self.device)
        drop_out(self.together, DROPOUT)
        self.added = add_low_rank(self.together.layers, RANK)
        self._trained = nn.ModuleList(self.added.values()).to(self.device)
        at = pool.of(FIELD, GENERAL, UNANSWERABLE)
        near = torch.stack(pool.nearest(pool.bank(), at, NEAR), 2).tolist()
        self.near = {one: [(row, number) for row, number in some] for one, some in zip(at.tolist(), near, strict=True)}

    def pairs(self, asked: Tensor, rows: Tensor, sentences: Tensor) -> tuple[Tensor, Tensor]:
        """Token states [n, tokens, d] and kinds [n, tokens] of questions with sentences."""
        texts, questions = self.pool.texts, self.pool.asked
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
        flat = [pair for one in at for pair in self._some(one, generator)]
        rows, sentences = torch.tensor(flat, device=self.device).T
        asked = torch.tensor(at, device=self.device).repeat_interleave(SENTENCES)
        states, kinds = self.pairs(asked, rows, sentences)
        with half_precision(self.device):
            marks = self.together(states, kinds).float().view(len(at), SENTENCES)
        answered = torch.tensor([bool(self.pool.right[one]) for one in at], device=self.device)
        alone = torch.zeros_like(marks)
        alone[answered, 0] = 1
        by_itself = binary_cross_entropy_with_logits(marks, alone, pos_weight=torch.tensor(RIGHT, device=self.device))
        marks = marks[answered]
        first = torch.zeros(len(marks), dtype=torch.long, device=self.device)
        return cross_entropy(marks, first) + ALONE * by_itself, (marks.argmax(1) == 0).float().mean().item()

    def _some(self, one: int, generator: np.random.Generator) -> list[tuple[int, int]]:
        """The sentences that are read with a question: one that answers first, where there is any."""
        near, right, some = self.near[one], self.pool.right[one], []
        if right:
            row, number = right[int(generator.integers(len(right)))]
            some.append((row, max(number, 0)))
            if len(right) == 1:
                own = [other for other in range(int(self.pool.texts.counts[row])) if other != number]
                some += [(row, own[place]) for place in generator.permutation(len(own))[:SAME]]
        nearest = generator.permutation(NEAREST)[:TAKEN]
        later = NEAREST + generator.permutation(NEAR - NEAREST)[: SENTENCES - len(some) - TAKEN]
        return some + [near[place] for place in (*nearest, *later)]

    @torch.no_grad()
    def marks_of(self, one: int, sentences: list[tuple[int, int]]) -> Tensor:
        """[n]: the marks of sentences for a question."""
        rows, numbers = torch.tensor(sentences, device=self.device).T
        states, kinds = self.pairs(torch.full_like(rows, one), rows, numbers)
        with half_precision(self.device):
            marks: Tensor = self.together(states, kinds).float()
        return marks

    def figures(self) -> str:
        """How often a sentence that answers is first, and among three; how well answered questions are told."""
        self.together.eval()
        pool = self.pool
        places: dict[str, list[int]] = {"within": [], "across": []}
        answered, unanswered = [], []
        for one in pool.of(FIELD, held=True).tolist():
            row, number = pool.right[one][0]
            marks = self.marks_of(one, [(row, max(number, 0)), *self.near[one][: MEASURED - 1]])
            own = pool.texts.languages[row] == pool.asked.languages[one]
            places["within" if own else "across"].append(int((marks > marks[0]).sum()))
            answered.append(float(marks.max()))
        for one in pool.of(UNANSWERABLE, held=True).tolist():
            unanswered.append(float(self.marks_of(one, self.near[one][:MEASURED]).max()))
        self.together.train()
        said = [
            f"{name} first {np.mean(np.array(found) < 1):.3f} three {np.mean(np.array(found) < 3):.3f}"
            for name, found in places.items()
            if found
        ]
        if answered and unanswered:
            told = np.mean(np.array(answered)[:, None] > np.array(unanswered)[None])
            said.append(f"answered told {told:.3f}")
        return "  ".join(said)


def train(run: Marks, minutes: float, say: Callable[[str], None], most: int | None = None) -> None:
    """Train for so long, or ``most`` steps."""
    generator = np.random.default_rng(7)
    field, general, unanswered = (
        run.pool.of(kind, held=False).cpu().numpy() for kind in (FIELD, GENERAL, UNANSWERABLE)
    )
    parameters = [part for low in run.added.values() for part in (low.up, low.down)]
    parameters += [part for _, part in run.together.own_parts()]
    optimiser = torch.optim.AdamW(parameters, weight_decay=0.01)
    say(f"before: {run.figures()}")
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
        if step % SAID == 0:
            say(f"{step} steps, {done:.0%}: loss {total / SAID:.3f}, first {right / SAID:.3f}")
            total = right = 0.0
        if step % FIGURES == 0:
            say(f"{step}: {run.figures()}")
    say(f"after {step} steps: {run.figures()}")
