"""What search by vectors finds while training goes on: all passages as they are read at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from lora import load
from model import Reader, read_model
from texts import Arrays, Texts
from torch import Tensor
from torch.nn.functional import normalize

RANK, DROPOUT = 16, 0.05
NEAR, NEAR_ACROSS = 0.85, 0.6  # cosine without language from which two passages may say the same
FIELD, SECTION, GENERAL, UNANSWERABLE = range(4)  # kinds of questions
_TOGETHER = 128  # questions


@dataclass(frozen=True, slots=True)
class Bank:
    """All passages at one moment: vectors with and without language, sentences in one run, and the means taken."""

    whole: Tensor
    sentences: Tensor
    neutral: Tensor
    neutral_sentences: Tensor
    means: Tensor
    question_means: Tensor


class Pool:
    """The passages and questions of a pack, and who reads them.

    ``right`` are the (passage, sentence) that answer each question, ``excluded`` the passages that are never wrong.
    """

    def __init__(self, pack: Arrays, device: torch.device, adapter: Path) -> None:
        """Goes on from the changes in the file ``adapter``, where there is one."""
        self.device = device
        model = read_model(pack)
        self.passages = Reader(model, RANK, "passage", DROPOUT).to(device)
        self.questions = Reader(model, RANK, "query", DROPOUT).to(device)
        self.added = self.passages.added | self.questions.added
        if adapter.is_file():
            load(adapter, self.added)
        self.texts, self.asked = Texts(pack, "passage", device), Texts(pack, "question", device)
        self.lines = Texts(pack, "line_passage", device), Texts(pack, "line_question", device)
        self._languages, self.of_index = len(pack["spoken"]), int(pack["of_index"])
        self._share, self._prior_weight = float(pack["sentence_share"]), float(pack["prior_weight"])
        self.kinds, self.held = pack["kinds"], pack["held"]
        self.right: list[list[tuple[int, int]]] = [[] for _ in self.kinds]
        for at, row, sentence in pack["right"].tolist():
            self.right[at].append((row, sentence))
        self.excluded: list[list[int]] = [[] for _ in self.kinds]
        for at, row in pack["excluded"].tolist():
            self.excluded[at].append(row)
        self.began = self.bank()  # what says the same is told by how things stood at the beginning

    def train(self, yes: bool) -> None:
        """Whether the readers drop some of their states, as they do while they learn."""
        self.passages.train(yes)
        self.questions.train(yes)

    @torch.no_grad()
    def bank(self) -> Bank:
        """Every passage as it is read now."""
        self.train(False)
        texts = self.texts
        size = self.passages.model.config.hidden_size
        whole = torch.zeros(len(texts), size, device=self.device)
        sentences = torch.zeros(int(texts.counts.sum()), size, device=self.device)
        for rows in texts.in_batches():
            encoded = self.passages.passages(texts, rows)
            whole[rows] = encoded.whole
            place, there = self._sentences(rows)
            missing = there & ~encoded.said  # beyond what is read
            vectors = torch.where(missing[..., None], encoded.whole[:, None], encoded.sentences)
            sentences[place[there]] = vectors[there]
        lines, question_lines = self.lines
        prior = self._means(self.passages.all_plain(lines), lines.languages)
        question_means = self._means(self.questions.all_plain(question_lines), question_lines.languages)
        spoken = texts.languages[: self.of_index]
        own = torch.zeros_like(prior).index_add(0, spoken, whole[: self.of_index])
        counts = torch.bincount(spoken, minlength=self._languages)[:, None]
        means = (own + self._prior_weight * prior) / (counts + self._prior_weight)
        neutral = normalize(whole - means[texts.languages])
        of_sentences = means[torch.repeat_interleave(texts.languages, texts.counts)]
        return Bank(whole, sentences, neutral, normalize(sentences - of_sentences), means, question_means)

    def _sentences(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Where the sentences of ``rows`` [n, …] stand among all, and which there are, [n, …, most sentences]."""
        counts = self.texts.counts[rows]
        every = torch.arange(int(counts.max()), device=self.device)
        there = every < counts[..., None]
        return (self.texts.bases[rows][..., None] + every).where(there, 0), there

    def _means(self, vectors: Tensor, languages: Tensor) -> Tensor:
        """[languages, d]: the mean of each, that of all where there is none."""
        sums = torch.zeros(self._languages, vectors.shape[1], device=self.device).index_add(0, languages, vectors)
        counts = torch.bincount(languages, minlength=self._languages)[:, None]
        return torch.where(counts > 0, sums / counts.clamp(min=1), vectors.mean(0))

    @torch.no_grad()
    def asked_as(self, bank: Bank, at: Tensor) -> tuple[Tensor, Tensor]:
        """Questions [n, d] with language and without."""
        plain = torch.cat([self.questions.plain(self.asked, part) for part in torch.split(at, _TOGETHER)])
        return plain, normalize(plain - bank.question_means[self.asked.languages[at]])

    def mixed(self, best_sentence: Tensor, whole: Tensor) -> Tensor:
        """The product's score of two cosines."""
        return self._share * best_sentence + (1 - self._share) * whole

    @torch.no_grad()
    def nearest(self, bank: Bank, at: Tensor, count: int) -> tuple[Tensor, Tensor]:
        """[n, count]: the nearest passages that are not known to answer, and the sentence of each that is nearest."""
        every = torch.arange(len(self.texts), device=self.device)
        rows, sentences = [], []
        for part in torch.split(at, _TOGETHER):
            asked = self.asked_as(bank, part)[1]
            likeness = bank.neutral_sentences @ asked.T
            scores = self._scores(likeness, asked, bank.neutral)
            scores.masked_fill_(self.neither(part.tolist(), every) | self._right(part.tolist()), -torch.inf)
            inside = torch.from_numpy(self.kinds[part.cpu().numpy()] != SECTION).to(self.device)
            scores[inside, self.of_index :] = -torch.inf
            found = scores.topk(count, 1).indices
            where, there = self._sentences(found)
            near = likeness[where, torch.arange(len(part), device=self.device)[:, None, None]]
            rows.append(found)
            sentences.append(near.masked_fill(~there, -2).argmax(2))
        return torch.cat(rows), torch.cat(sentences)

    def _scores(self, likeness: Tensor, asked: Tensor, whole: Tensor) -> Tensor:
        """[questions, passages] of ``likeness`` [sentences, questions] and vectors."""
        best = torch.segment_reduce(likeness, "max", lengths=self.texts.counts).T
        return self.mixed(best, asked @ whole.T)

    def alike(self, rows: Tensor, others: Tensor) -> Tensor:
        """[rows, others]: whether a passage nearly says the same as another one."""
        vectors, languages = self.began.neutral, self.texts.languages
        across = languages[rows][:, None] != languages[others]
        found = vectors[rows] @ vectors[others].T >= torch.where(across, NEAR_ACROSS, NEAR)
        return found & (rows[:, None] != others)

    def neither(self, at: list[int], rows: Tensor) -> Tensor:
        """[questions, rows]: whether a passage counts neither as right nor as wrong.

        What nearly says the same as the right one is told where one passage is right.
        """
        single = [self.right[one][0][0] if len(self.right[one]) == 1 else -1 for one in at]
        known = torch.tensor(single, device=self.device)
        found = self.alike(known.clamp(min=0), rows) & (known >= 0)[:, None]
        found |= self._table([(of, row) for of, one in enumerate(at) for row in self.excluded[one]], len(at))[:, rows]
        return found & (rows[None] != known[:, None])

    def _right(self, at: list[int]) -> Tensor:
        """[questions, passages]: whether a passage answers."""
        return self._table([(of, row) for of, one in enumerate(at) for row, _ in self.right[one]], len(at))

    def _table(self, places: list[tuple[int, int]], count: int) -> Tensor:
        found = torch.zeros(count, len(self.texts), dtype=torch.bool, device=self.device)
        if places:
            of, row = torch.tensor(places, device=self.device).T
            found[of, row] = True
        return found

    @torch.no_grad()
    def figures(self, bank: Bank) -> str:
        """Of questions about held-out documents: mean reciprocal rank and recall at 3.

        ``within`` a language and ``across`` among all passages, without language; ``plain`` within a language
        among its own passages, by cosines with language.
        """
        said = []
        for name, kind, end in (("field", FIELD, self.of_index), ("statutes", SECTION, len(self.texts))):
            places: dict[str, list[Tensor]] = {"within": [], "plain": [], "across": []}
            for part in torch.split(self.of(kind, held=True), 2 * _TOGETHER):
                plain, neutral = self.asked_as(bank, part)
                row = torch.tensor([self.right[one][0][0] for one in part.tolist()], device=self.device)
                spoken = self.asked.languages[part]
                own = self.texts.languages[row] == spoken
                out = self.neither(part.tolist(), torch.arange(len(self.texts), device=self.device))
                out[:, end:] = True
                rank = _ranks(self._scores(bank.neutral_sentences @ neutral.T, neutral, bank.neutral), out, row)
                places["within"].append(rank[own])
                places["across"].append(rank[~own])
                out |= spoken[:, None] != self.texts.languages
                rank = _ranks(self._scores(bank.sentences @ plain.T, plain, bank.whole), out, row)
                places["plain"].append(rank[own])
            for where, found in places.items():
                if found and len(rank := torch.cat(found).float()):
                    said.append(f"{name} {where} MRR {(1 / rank).mean():.3f} R@3 {(rank <= 3).float().mean():.3f}")
        return "  ".join(said)

    def of(self, *kinds: int, held: bool | None = None) -> Tensor:
        """The questions of these kinds, those ``held`` out or the others; all with None."""
        chosen = np.isin(self.kinds, kinds)
        if held is not None:
            chosen &= self.held == held
        return torch.from_numpy(np.flatnonzero(chosen)).to(self.device)


def _ranks(scores: Tensor, out: Tensor, right: Tensor) -> Tensor:
    """The rank [n] of the ``right`` passages, from 1, without those that are ``out``."""
    scores = scores.masked_fill(out, -torch.inf)
    return 1 + (scores > scores.gather(1, right[:, None])).sum(1)
