"""Train how questions and passages become vectors, from a pack (pack.py).

1. A step takes questions with the passages that answer them, and for each some that the vectors of the moment find
   near it (hard negatives; Karpukhin et al. 2020, arXiv:2004.04906). Passages are cut to ``WINDOW`` tokens about
   the sentence that answers. The score is the product's own, a mix of the passage's cosine and that of its best
   sentence, both without language, and the loss the cross-entropy over all passages of the step; what nearly says
   the same as the right one counts neither way, nor does what answers the same question in another pair.
2. Within a language the product orders by cosines with language, so these have a loss of their own there.
3. Within the right passage the sentence that answers should be the nearest.
4. Sentences that have nothing to do with the field, read as passages and as questions, are drawn to the middle
   between where they and their translation were, without language (after Reimers and Gurevych 2020,
   arXiv:2004.09813): meanings stay where they are, languages come nearer to each other.
5. What ships lies ``share`` of the way between where this began and where it ended (Wortsman et al. 2022,
   arXiv:2109.01903).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from lora import Factors, factors, halfway
from model import Encoded, half_precision
from pool import FIELD, SECTION, Bank, Pool
from texts import Arrays, Texts
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

BATCH, SECTIONS = 192, 48  # questions a step, and how many of them are headings of statutes
HARD, HARDEST = 2, 40  # hard negatives of each, drawn among so many of the nearest
STATUTES = 3000  # headings that are drawn from until all passages are encoded again
RATE, WARM_UP = 4e-4, 60  # of learning, at its highest, and the steps until it is reached
TEMPERATURE, PLAIN_TEMPERATURE = 0.04, 0.02  # of cosines without language and with it
PLAIN, SENTENCES, ANCHORING = 0.5, 0.4, 3.0  # weights of the losses beside that of passages
ANCHORS = 64  # pairs of translated sentences a step
ANEW = 200  # steps after which all passages are encoded again
SAID, MEASURED = 40, 400  # steps after which the loss is printed, and the figures
_OUT = -1e4  # of a score that counts neither way
Say = Callable[[str], None]


class Anchors:
    """Sentences, each followed by its translation, and where they are to be, read as passages and as questions."""

    def __init__(self, pack: Arrays, pool: Pool, bank: Bank) -> None:
        texts = (Texts(pack, name, pool.device) for name in ("anchor_passage", "anchor_question"))
        self._sides = tuple(zip(texts, (pool.passages, pool.questions), strict=True))
        self._targets = []
        for (lines, reader), means in zip(self._sides, (bank.means, bank.question_means), strict=True):
            vectors = normalize(reader.all_plain(lines) - means[lines.languages])
            between = normalize(vectors.view(-1, 2, vectors.shape[1]).sum(1))
            self._targets.append(between.repeat_interleave(2, 0))

    def __len__(self) -> int:
        return len(self._targets[0]) // 2

    def away(self, bank: Bank, pairs: Tensor) -> Tensor:
        """How far these pairs are from where they are to be, read as either."""
        rows = torch.cat([2 * pairs, 2 * pairs + 1])
        found = []
        for (lines, reader), means, target in zip(
            self._sides, (bank.means, bank.question_means), self._targets, strict=True
        ):
            now = normalize(reader.plain(lines, rows) - means[lines.languages[rows]])
            found.append(1 - (now * target[rows]).sum(1).mean())
        return torch.stack(found).sum()


def loss_of(pool: Pool, bank: Bank, at: list[int], hard: Sequence[tuple[int, int]]) -> Tensor:
    """Of one step; ``hard`` are further passages with the sentence about which they are cut."""
    cut = dict(hard) | {row: max(sentence, 0) for one in at for row, sentence in pool.right[one]}
    place = {row: where for where, row in enumerate(cut)}
    rows, about, asking, mine, number = (
        torch.tensor(values, device=pool.device)
        for values in (
            list(cut), list(cut.values()), at,
            [place[pool.right[one][0][0]] for one in at], [pool.right[one][0][1] for one in at],
        )
    )  # fmt: skip
    encoded = pool.passages.passages(pool.texts, rows, torch.minimum(about, pool.texts.counts[rows] - 1))
    spoken, asked_in = pool.texts.languages[rows], pool.asked.languages[asking]
    plain = pool.questions.plain(pool.asked, asking)
    neutral = normalize(plain - bank.question_means[asked_in])
    neither = pool.neither(at, rows)
    likeness, scores = _scores(pool, neutral, _without(encoded, bank.means[spoken]))
    loss = cross_entropy(scores.masked_fill(neither, _OUT) / TEMPERATURE, mine)
    own = spoken[mine] == asked_in
    if own.any():
        _, of_plain = _scores(pool, plain[own], encoded)
        others = neither[own] | (spoken[None] != asked_in[own][:, None])
        same = cross_entropy(of_plain.masked_fill(others, _OUT) / PLAIN_TEMPERATURE, mine[own], reduction="sum")
        loss = loss + PLAIN * same / len(at)
    here, said = likeness[torch.arange(len(at), device=pool.device), mine], encoded.said[mine]
    within = number.clamp(0, said.shape[1] - 1)
    known = (number == within) & said.gather(1, within[:, None])[:, 0] & (said.sum(1) > 1)
    if known.any():
        among = (here.masked_fill(~said, _OUT) / TEMPERATURE)[known]
        loss = loss + SENTENCES * cross_entropy(among, number[known])
    return loss


def _without(encoded: Encoded, means: Tensor) -> Encoded:
    """Passages without the ``means`` [n, d] of their languages."""
    sentences = normalize(encoded.sentences - means[:, None], dim=-1)
    return Encoded(normalize(encoded.whole - means), sentences, encoded.said)


def _scores(pool: Pool, asked: Tensor, encoded: Encoded) -> tuple[Tensor, Tensor]:
    """Cosines with each sentence [questions, n, s], and the product's scores [questions, n]."""
    likeness = torch.einsum("qd,nsd->qns", asked, encoded.sentences)
    best = likeness.masked_fill(~encoded.said[None], -2).amax(2)
    return likeness, pool.mixed(best, asked @ encoded.whole.T)


def train(pool: Pool, pack: Arrays, minutes: float, say: Say, most: int | None = None) -> None:
    """Train for so long, or ``most`` steps."""
    generator = np.random.default_rng(7)
    bank = pool.began
    say(f"before: {pool.figures(bank)}")
    anchors = Anchors(pack, pool, bank)
    field, statutes = (pool.of(kind, held=False).cpu().numpy() for kind in (FIELD, SECTION))
    parameters = [part for low in pool.added.values() for part in (low.up, low.down)]
    optimiser = torch.optim.AdamW(parameters, weight_decay=0.01)
    near: dict[int, list[tuple[int, int]]] = {}
    began, step, total = time.monotonic(), 0, 0.0
    waiting: list[int] = []
    while (done := (time.monotonic() - began) / 60 / minutes) < 1 and (most is None or step < most):
        if step % ANEW == 0:
            bank = pool.bank() if step else bank
            headings = generator.choice(statutes, min(STATUTES, len(statutes)), replace=False)
            near = _near(pool, bank, np.concatenate([field, headings]))
        pool.train(True)
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM_UP, 1) * max(1 - done, 0.02)
        if len(waiting) < BATCH - SECTIONS:
            waiting = generator.permutation(field).tolist()
        at = [waiting.pop() for _ in range(BATCH - SECTIONS)]
        at += generator.choice(headings, SECTIONS, replace=False).tolist()
        hard = [near[one][place] for one in at for place in generator.choice(HARDEST, HARD, replace=False)]
        pairs = torch.from_numpy(generator.choice(len(anchors), ANCHORS, replace=False)).to(pool.device)
        with half_precision(pool.device):
            loss, away = loss_of(pool, bank, at, hard), anchors.away(bank, pairs)
        optimiser.zero_grad()
        torch.autograd.backward(loss + ANCHORING * away)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step, total = step + 1, total + float(loss.detach())
        if step % SAID == 0:
            say(f"{step} steps, {done:.0%}: loss {total / SAID:.3f}, anchors {float(away.detach()):.3f} away")
            total = 0.0
        if step % MEASURED == 0:
            say(f"{step}: {pool.figures(pool.bank())}")
    say(f"{step} steps")


def _near(pool: Pool, bank: Bank, at: np.ndarray) -> dict[int, list[tuple[int, int]]]:
    """The nearest wrong passages of each question, with the sentence of each that is nearest."""
    rows, sentences = pool.nearest(bank, torch.from_numpy(at).to(pool.device), HARDEST)
    pairs = torch.stack([rows, sentences], 2).tolist()
    return {one: [(row, sentence) for row, sentence in some] for one, some in zip(at.tolist(), pairs, strict=True)}


def shares(pool: Pool, before: Factors, some: Sequence[float], say: Say) -> Iterator[float]:
    """Leave the pool at each of ``some`` shares of the way from the changes ``before``."""
    after = factors(pool.added)
    for share in some:
        halfway(pool.added, before, after, share)
        say(f"share {share:g}: {pool.figures(pool.bank())}")
        yield share
