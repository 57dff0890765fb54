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
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from lora import halfway
from model import Arrays, Encoded, Reader, Texts, half_precision, read_model
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

RANK, DROPOUT = 16, 0.05
BATCH, HARD, HARDEST = 192, 2, 40  # questions a step; hard negatives of each, drawn among so many of the nearest
SECTIONS = 48  # of a step's questions are headings of statutes
RATE, WARM_UP = 4e-4, 60  # of learning, at its highest, and the steps until it is reached
TEMPERATURE, PLAIN_TEMPERATURE = 0.04, 0.02  # of cosines without language and with it
NEAR, NEAR_ACROSS = 0.85, 0.6  # cosine without language from which two passages may say the same
PLAIN, SENTENCES, ANCHORING = 0.5, 0.4, 3.0  # weights of the losses beside that of passages
ANCHORS = 64  # pairs of translated sentences a step
ANEW = 200  # steps after which all passages are encoded again
FIELD, SECTION, GENERAL, UNANSWERABLE = range(4)


@dataclass(slots=True)
class Bank:
    """All passages at one moment: vectors with and without language, sentences in one run, and the means taken."""

    whole: Tensor
    sentences: Tensor
    neutral: Tensor
    neutral_sentences: Tensor
    means: Tensor
    question_means: Tensor


class Vectors:
    """What is trained, on what, and how well it does."""

    def __init__(self, pack: Arrays, device: torch.device) -> None:
        self.device = device
        model = read_model(pack)
        self.passages = Reader(model, RANK, "passage", DROPOUT).to(device)
        self.questions = Reader(model, RANK, "query", DROPOUT).to(device)
        self.texts, self.asked = Texts(pack, "passage", device), Texts(pack, "question", device)
        self.anchors = Texts(pack, "anchor_passage", device), Texts(pack, "anchor_question", device)
        self.lines = Texts(pack, "line_passage", device), Texts(pack, "line_question", device)
        self.languages = len(pack["spoken"])
        self.share = float(pack["sentence_share"])
        self.of_index = int(pack["of_index"])
        self.kinds, self.held = pack["kinds"], pack["held"]
        self.right: list[list[tuple[int, int]]] = [[] for _ in self.kinds]
        for at, row, sentence in pack["right"].tolist():
            self.right[at].append((row, sentence))
        self.excluded: list[list[int]] = [[] for _ in self.kinds]
        for at, row in pack["excluded"].tolist():
            self.excluded[at].append(row)
        self.began: Bank | None = None

    def added(self) -> dict[str, Any]:
        return self.passages.added | self.questions.added

    @torch.no_grad()
    def bank(self) -> Bank:
        """Every passage as it is read now."""
        for reader in (self.passages, self.questions):
            reader.eval()
        size = len(self.texts), self.passages.model.config.hidden_size
        whole = torch.zeros(size, device=self.device)
        sentences = torch.zeros(int(self.texts.counts.sum()), size[1], device=self.device)
        for rows in self.texts.in_batches():
            encoded = self.passages.passages(self.texts, rows)
            whole[rows] = encoded.whole
            every = torch.arange(encoded.said.shape[1], device=self.device)
            place = self.texts.bases[rows][:, None] + every
            there = every < self.texts.counts[rows][:, None]
            missing = there & ~encoded.said  # beyond what is read
            vectors = torch.where(missing[..., None], encoded.whole[:, None], encoded.sentences)
            sentences[place[there]] = vectors[there]
        sides = zip((self.passages, self.questions), self.lines, strict=True)
        priors = [self._means(self._encoded(reader, texts), texts.languages) for reader, texts in sides]
        own = torch.zeros_like(priors[0]).index_add(0, self.texts.languages[: self.of_index], whole[: self.of_index])
        counts = torch.bincount(self.texts.languages[: self.of_index], minlength=self.languages)[:, None]
        means = (own + 50 * priors[0]) / (counts + 50)
        spoken = torch.repeat_interleave(self.texts.languages, self.texts.counts)
        return Bank(
            whole, sentences, normalize(whole - means[self.texts.languages]),
            normalize(sentences - means[spoken]), means, priors[1],
        )  # fmt: skip

    def _encoded(self, reader: Reader, texts: Texts) -> Tensor:
        vectors = torch.zeros(len(texts), self.passages.model.config.hidden_size, device=self.device)
        for rows in texts.in_batches():
            vectors[rows] = reader.plain(texts, rows)
        return vectors

    def _means(self, vectors: Tensor, languages: Tensor) -> Tensor:
        sums = torch.zeros(self.languages, vectors.shape[1], device=self.device).index_add(0, languages, vectors)
        counts = torch.bincount(languages, minlength=self.languages)[:, None]
        return torch.where(counts > 0, sums / counts.clamp(min=1), vectors.mean(0))

    @torch.no_grad()
    def asked_as(self, bank: Bank, at: Tensor) -> tuple[Tensor, Tensor]:
        """Questions [n, d] with language and without."""
        plain = torch.zeros(len(at), self.passages.model.config.hidden_size, device=self.device)
        where = {one: place for place, one in enumerate(at.tolist())}
        for rows in self.asked.in_batches(at):
            plain[[where[one] for one in rows.tolist()]] = self.questions.plain(self.asked, rows)
        return plain, normalize(plain - bank.question_means[self.asked.languages[at]])

    def scores(self, asked: Tensor, whole: Tensor, sentences: Tensor, counts: Tensor) -> Tensor:
        """[questions, passages]: the product's own."""
        best = torch.segment_reduce(sentences @ asked.T, "max", lengths=counts).T
        return self.share * best + (1 - self.share) * asked @ whole.T

    @torch.no_grad()
    def nearest(self, bank: Bank, at: Tensor, count: int) -> tuple[Tensor, Tensor]:
        """[n, count]: the nearest passages that are not known to answer, and the sentence of each that is nearest."""
        rows, sentences = [], []
        for part in torch.split(at, 128):
            asked = self.asked_as(bank, part)[1]
            likeness = bank.neutral_sentences @ asked.T
            scores = torch.segment_reduce(likeness, "max", lengths=self.texts.counts).T * self.share
            scores += (1 - self.share) * asked @ bank.neutral.T
            known = [self.right[one][0][0] if len(self.right[one]) == 1 else -1 for one in part.tolist()]
            single = torch.tensor(known, device=self.device)
            said = self.alike(single.clamp(min=0)) & (single >= 0)[:, None]
            scores.masked_fill_(said | self._listed(part.tolist()), -torch.inf)
            inside = torch.from_numpy(self.kinds[part.cpu().numpy()] != SECTION).to(self.device)
            scores[inside, self.of_index :] = -torch.inf
            found = scores.topk(count, 1).indices
            counts = self.texts.counts[found]
            every = torch.arange(int(counts.max()), device=self.device)
            where = (self.texts.bases[found][..., None] + every).clamp(max=len(likeness) - 1)
            near = likeness[where, torch.arange(len(part), device=self.device)[:, None, None]]
            best = near.masked_fill(every >= counts[..., None], -2).argmax(2)
            rows.append(found)
            sentences.append(best)
        return torch.cat(rows), torch.cat(sentences)

    def alike(self, rows: Tensor, others: Tensor | None = None) -> Tensor:
        """[rows, others]: whether a passage nearly says the same as another one, as things stood at the beginning."""
        assert self.began is not None
        vectors, languages = self.began.neutral, self.texts.languages
        others = torch.arange(len(vectors), device=self.device) if others is None else others
        across = languages[rows][:, None] != languages[others]
        found = vectors[rows] @ vectors[others].T >= torch.where(across, NEAR_ACROSS, NEAR)
        return found & (rows[:, None] != others)

    @torch.no_grad()
    def figures(self, bank: Bank) -> str:
        """Of questions about held-out documents: mean reciprocal rank and recall at 3 among all passages."""
        parts = []
        for name, kind, end in (("field", FIELD, self.of_index), ("statutes", SECTION, len(self.texts))):
            at = torch.from_numpy(np.flatnonzero((self.kinds == kind) & self.held)).to(self.device)
            if not len(at):
                continue
            places: dict[str, list[Tensor]] = {"within": [], "plain": [], "across": []}
            for part in torch.split(at, 256):
                plain, neutral = self.asked_as(bank, part)
                row = torch.tensor([self.right[one][0][0] for one in part.tolist()], device=self.device)
                own = self.texts.languages[row] == self.asked.languages[part]
                neither = self._neither(part.tolist(), row, torch.arange(len(self.texts), device=self.device))
                neither[:, end:] = True
                for which, asked, whole, sentences in (
                    ("neutral", neutral, bank.neutral, bank.neutral_sentences),
                    ("plain", plain, bank.whole, bank.sentences),
                ):
                    scores = self.scores(asked, whole, sentences, self.texts.counts).masked_fill(neither, -torch.inf)
                    if which == "plain":
                        other = self.asked.languages[part][:, None] != self.texts.languages
                        scores = scores.masked_fill(other, -torch.inf)
                    rank = 1 + (scores > scores.gather(1, row[:, None])).sum(1)
                    if which == "plain":
                        places["plain"].append(rank[own])
                    else:
                        places["within"].append(rank[own])
                        places["across"].append(rank[~own])
            for where, found in places.items():
                rank = torch.cat(found).float()
                parts.append(f"{name} {where} MRR {(1 / rank).mean():.3f} R@3 {(rank <= 3).float().mean():.3f}")
        return "  ".join(parts)

    def _neither(self, at: list[int], right: Tensor, rows: Tensor) -> Tensor:
        """[questions, rows]: whether a passage counts neither as right nor as wrong."""
        found = self.alike(right, rows) | self._listed(at)[:, rows]
        return found & (rows[None] != right[:, None])

    def _listed(self, at: list[int]) -> Tensor:
        """[questions, passages]: what is never called wrong."""
        found = torch.zeros(len(at), len(self.texts), dtype=torch.bool, device=self.device)
        places = [(place, row) for place, one in enumerate(at) for row in self.excluded[one]]
        if places:
            of, row = torch.tensor(places, device=self.device).T
            found[of, row] = True
        return found

    def loss(self, bank: Bank, at: list[int], hard: list[tuple[int, int]]) -> Tensor:
        """Of one step; ``hard`` are further passages with the sentence about which they are cut."""
        cut: dict[int, int] = dict(hard)
        cut |= {self.right[one][0][0]: max(self.right[one][0][1], 0) for one in at}
        rows = torch.tensor(list(cut), device=self.device)
        about = torch.tensor(list(cut.values()), device=self.device)
        about = torch.minimum(about, self.texts.counts[rows] - 1)
        encoded = self.passages.passages(self.texts, rows, about)
        spoken = self.texts.languages[rows]
        asking = torch.tensor(at, device=self.device)
        plain = self.questions.plain(self.asked, asking)
        neutral = normalize(plain - bank.question_means[self.asked.languages[asking]])
        place = {row: where for where, row in enumerate(cut)}
        mine = torch.tensor([place[self.right[one][0][0]] for one in at], device=self.device)
        neither = self._neither(at, rows[mine], rows)
        means = bank.means[spoken]
        without = Encoded(
            normalize(encoded.whole - means), normalize(encoded.sentences - means[:, None], dim=-1), encoded.said
        )
        likeness, scores = self._mixed(neutral, without)
        loss = cross_entropy(scores.masked_fill(neither, -1e4) / TEMPERATURE, mine)
        own = spoken[mine] == self.asked.languages[asking]
        if own.any():
            _, of_plain = self._mixed(plain[own], encoded)
            other = neither[own] | (spoken[None] != self.asked.languages[asking][own][:, None])
            same = cross_entropy(of_plain.masked_fill(other, -1e4) / PLAIN_TEMPERATURE, mine[own], reduction="sum")
            loss = loss + PLAIN * same / len(at)
        number = torch.tensor([self.right[one][0][1] for one in at], device=self.device)
        here = likeness[torch.arange(len(at), device=self.device), mine]  # [questions, sentences]
        said = encoded.said[mine]
        known = (number >= 0) & (number < said.shape[1]) & (said.sum(1) > 1)
        known &= said.gather(1, number.clamp(0, said.shape[1] - 1)[:, None])[:, 0]
        if known.any():
            within = (here.masked_fill(~said, -1e4) / TEMPERATURE)[known]
            loss = loss + SENTENCES * cross_entropy(within, number[known])
        return loss

    def _mixed(self, asked: Tensor, encoded: Encoded) -> tuple[Tensor, Tensor]:
        """Cosines with each sentence [questions, n, s], and the product's scores [questions, n]."""
        likeness = torch.einsum("qd,nsd->qns", asked, encoded.sentences)
        best = likeness.masked_fill(~encoded.said[None], -2).amax(2)
        return likeness, self.share * best + (1 - self.share) * asked @ encoded.whole.T

    def anchored(self, bank: Bank, targets: tuple[Tensor, Tensor], chosen: Tensor) -> Tensor:
        """How far translated sentences are from where they are to be, read as passages and as questions."""
        rows = torch.cat([2 * chosen, 2 * chosen + 1])
        away = torch.zeros((), device=self.device)
        for texts, reader, means, target in zip(
            self.anchors, (self.passages, self.questions), (bank.means, bank.question_means), targets, strict=True
        ):
            now = normalize(reader.plain(texts, rows) - means[texts.languages[rows]])
            away = away + 1 - (now * target[rows]).sum(1).mean()
        return away

    @torch.no_grad()
    def anchor_targets(self, bank: Bank) -> tuple[Tensor, Tensor]:
        found = []
        for texts, reader, means in zip(
            self.anchors, (self.passages, self.questions), (bank.means, bank.question_means), strict=True
        ):
            vectors = normalize(self._encoded(reader, texts) - means[texts.languages])
            found.append(normalize(vectors.view(-1, 2, vectors.shape[1]).sum(1)).repeat_interleave(2, 0))
        return found[0], found[1]


def train(run: Vectors, minutes: float, said: Any = print, most: int | None = None) -> Bank:
    """Train for so long (or ``most`` steps); gives all passages as they are read in the end."""
    generator = np.random.default_rng(7)
    bank = run.bank()
    run.began = run.began or bank
    said(f"before: {run.figures(bank)}")
    targets = run.anchor_targets(bank)
    field = np.flatnonzero((run.kinds == FIELD) & ~run.held)
    statutes = np.flatnonzero((run.kinds == SECTION) & ~run.held)
    parameters = [part for low in run.added().values() for part in (low.up, low.down)]
    optimiser = torch.optim.AdamW(parameters, weight_decay=0.01)
    near: dict[int, list[tuple[int, int]]] = {}
    began, step, total = time.monotonic(), 0, 0.0
    waiting: list[int] = []
    while (done := (time.monotonic() - began) / 60 / minutes) < 1 and (most is None or step < most):
        if step % ANEW == 0:
            bank = run.bank() if step else bank
            some = generator.choice(statutes, min(3000, len(statutes)), replace=False)
            every = torch.from_numpy(np.concatenate([field, some])).to(run.device)
            rows, numbers = (part.tolist() for part in run.nearest(bank, every, HARDEST))
            near = {one: list(zip(r, n, strict=True)) for one, r, n in zip(every.tolist(), rows, numbers, strict=True)}
            known = some
            for reader in (run.passages, run.questions):
                reader.train()
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM_UP, 1) * max(1 - done, 0.02)
        if len(waiting) < BATCH - SECTIONS:
            waiting = generator.permutation(field).tolist()
        at = [waiting.pop() for _ in range(BATCH - SECTIONS)]
        at += generator.choice(known, SECTIONS, replace=False).tolist()
        hard = [near[one][place] for one in at for place in generator.choice(HARDEST, HARD, replace=False)]
        with half_precision(run.device):
            loss = run.loss(bank, at, hard)
            chosen = torch.from_numpy(generator.choice(len(targets[0]) // 2, ANCHORS, replace=False)).to(run.device)
            away = run.anchored(bank, targets, chosen)
        optimiser.zero_grad()
        torch.autograd.backward(loss + ANCHORING * away)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        total += float(loss.detach())
        if step % 40 == 0:
            said(f"{step} steps, {done:.0%}: loss {total / 40:.3f}, anchors {float(away.detach()):.3f} away")
            total = 0.0
        if step % (2 * ANEW) == 0:
            said(f"{step}: {run.figures(run.bank())}")
            for reader in (run.passages, run.questions):
                reader.train()
    bank = run.bank()
    said(f"after {step} steps: {run.figures(bank)}")
    return bank


def shares(
    run: Vectors, began: dict[str, Tensor], some: tuple[float, ...], said: Any = print
) -> dict[float, dict[str, Any]]:
    """The changes at each of ``some`` shares of the way, by share; the run is left at the last."""
    ended = {name: (low.up.detach().clone(), low.down.detach().clone()) for name, low in run.added().items()}
    found = {}
    for share in some:
        with torch.no_grad():
            for name, low in run.added().items():
                low.up.copy_(ended[name][0])
                low.down.copy_(ended[name][1])
        if share < 1:
            halfway(run.added(), began, share)
        found[share] = {name: (low.up.detach().clone(), low.down.detach().clone()) for name, low in run.added().items()}
        said(f"share {share}: {run.figures(run.bank())}")
    return found
