"""Train both sides: the upper layers for passages, all layers for questions, from where ``questions.py`` ended.

Usage: python training/both.py INDEX --anchors FILE [--sections FOLDER] [--minutes 25] [--out FILE]

INDEX and ``--anchors`` as for ``questions.py``; ``--sections`` is the folder that ``sections.py`` wrote.

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
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lora import LowRank, add_low_rank, halfway, load, save
from numpy.typing import NDArray
from questions import (
    ANCHORING,
    HERE,
    NEAR,
    NEAR_ACROSS,
    RANK,
    SENTENCE_SHARE,
    SENTENCES,
    TEMPERATURE,
    Pair,
    Pool,
    forward,
    neutral,
    read_anchors,
    read_pairs,
)
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from corpus.sentences import sentences
from index.bundled import load_bundled
from index.changing import texts_of
from index.encoder import BUNDLED, EncoderText, SentenceTransformerEncoder, joined, name_of, sentence_of_each_token
from index.search import Searcher
from index.store import Store

LOWER = 6  # layers that stay as they are for passages
BATCH, OF_STATUTES = 24, 4  # questions a step, and how many of them are headings of statutes
WINDOW, OPENING = 110, 40  # tokens of a passage in training; of these the most for title and headings
HARDEST = 8  # nearest wrong passages among which a hard negative is drawn
PASSAGES_RATE, QUESTIONS_RATE, WARM_UP = 3e-4, 1.5e-4, 20
ANCHORS = 12
SHARE = 0.5  # of the way from where this began to where it ended


@dataclass(frozen=True, slots=True)
class Half:
    """A passage after the lower layers: ``states`` [tokens, d]; ``owner`` [tokens] is the sentence, -1 for none."""

    states: NDArray[np.float16]
    owner: NDArray[np.int64]

    def about(self, sentence: int) -> Half:
        """The opening and the tokens around ``sentence``, at most ``WINDOW`` in all."""
        if len(self.states) <= WINDOW:
            return self
        first = min(int(np.argmax(self.owner >= 0)), OPENING)
        inside = np.flatnonzero(self.owner == sentence)
        middle = int(inside.mean()) if len(inside) else first
        start = max(first, min(middle - (WINDOW - first) // 2, len(self.states) - (WINDOW - first)))
        kept = np.r_[0:first, start : start + WINDOW - first]
        return Half(self.states[kept], self.owner[kept])


@dataclass(frozen=True, slots=True)
class Encoded:
    """Passages without language: ``vectors`` [n, d]; ``sentences`` [m, d], each with its ``passage`` and ``number``."""

    vectors: Tensor
    sentences: Tensor
    passage: Tensor
    number: NDArray[np.int64]

    def scores(self, questions: Tensor) -> Tensor:
        """[questions, n]: the product's own."""
        lengths = torch.bincount(self.passage, minlength=len(self.vectors))
        best = torch.segment_reduce(self.sentences @ questions.T, "max", lengths=lengths).T
        return SENTENCE_SHARE * best + (1 - SENTENCE_SHARE) * questions @ self.vectors.T


class Passages:
    """All passages after the lower layers, and the upper ones that are trained."""

    def __init__(self, searcher: Searcher, model: Any, texts: Sequence[EncoderText], languages: Sequence[str]) -> None:
        self._searcher, self.languages = searcher, np.array(languages)
        bert = model[0].model
        self.halves = list(_halves(model, texts))
        self.upper = copy.deepcopy(bert.encoder.layer[LOWER:])
        self.added = add_low_rank(self.upper, RANK)

    def trained(self) -> dict[str, LowRank]:
        """The changes by the names that the layers have in the whole encoder."""
        places = {name: name.split(".", 1) for name in self.added}
        return {f"passage.layer.{LOWER + int(at)}.{rest}": self.added[name] for name, (at, rest) in places.items()}

    def states(self, halves: Sequence[Half]) -> tuple[Tensor, Tensor]:
        """Token vectors [n, tokens, d] after the upper layers, and which of them there are."""
        longest = max(len(half.states) for half in halves)
        states = torch.zeros(len(halves), longest, halves[0].states.shape[1])
        there = torch.zeros(len(halves), longest, dtype=torch.bool)
        for at, half in enumerate(halves):
            states[at, : len(half.states)] = torch.from_numpy(half.states.astype(np.float32))
            there[at, : len(half.states)] = True
        return _through(self.upper, states, there), there

    def encode(self, rows: Sequence[int], halves: Sequence[Half]) -> Encoded:
        """The passages at ``rows``, of which ``halves`` may be parts."""
        states, there = self.states(halves)
        whole = (states * there[..., None]).sum(1)
        means = self._searcher.neutral.passages
        language = torch.stack(
            [torch.from_numpy(means.get(str(self.languages[row]), self._searcher.neutral.default)) for row in rows]
        )
        vectors, passage, number = [], [], []
        for at, half in enumerate(halves):
            for one in np.unique(half.owner[half.owner >= 0]).tolist() or [-1]:
                chosen = torch.from_numpy(np.flatnonzero(half.owner == one))
                vectors.append(states[at, chosen].sum(0))
                passage.append(at)
                number.append(one)
        of_sentences = normalize(normalize(torch.stack(vectors)) - language[passage])
        return Encoded(normalize(normalize(whole) - language), of_sentences, torch.tensor(passage), np.array(number))

    def plain(self, halves: Sequence[Half]) -> Tensor:
        """Unit vectors [n, d] with their language."""
        states, there = self.states(halves)
        return normalize((states * there[..., None]).sum(1))


def _through(layers: Any, states: Tensor, there: Tensor) -> Tensor:
    mask = torch.where(there[:, None, None], 0.0, -1e9)
    for layer in layers:
        states = layer(states, mask)
    return states


@torch.inference_mode()
def _halves(model: Any, texts: Sequence[EncoderText], most: int = 6000) -> Sequence[Half]:
    """Each passage after the lower layers, in batches of like length of at most ``most`` tokens."""
    prompt, bert = model.prompts["passage"], model[0].model
    encodings = model.tokenizer.encode_batch([prompt + joined(text) for text in texts])
    lengths = [sum(encoding.attention_mask) for encoding in encodings]
    order = sorted(range(len(texts)), key=lengths.__getitem__)
    halves: dict[int, Half] = {}
    at = 0
    while at < len(order):
        rows = order[at : at + max(1, most // lengths[order[min(at + 63, len(order) - 1)]])][:64]
        longest = max(lengths[row] for row in rows)
        ids = torch.ones(len(rows), longest, dtype=torch.long)
        there = torch.arange(longest) < torch.tensor([lengths[row] for row in rows])[:, None]
        for place, row in enumerate(rows):
            ids[place, : lengths[row]] = torch.tensor(encodings[row].ids[: lengths[row]])
        states = _through(bert.encoder.layer[:LOWER], bert.embeddings(input_ids=ids), there)
        for place, row in enumerate(rows):
            offsets = np.array(encodings[row].offsets[: lengths[row]], np.int64) - len(prompt)
            halves[row] = Half(
                states[place, : lengths[row]].half().numpy(), sentence_of_each_token(texts[row], offsets)
            )
        at += len(rows)
    return [halves[row] for row in range(len(texts))]


def read_sections(folder: Path, first: int) -> tuple[list[EncoderText], list[str], list[Pair]]:
    """Sections of statutes as passages, numbered from ``first``, their languages, and headings that ask for them."""
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines()]
    spans = [tuple(sentences(row["text"], row["lang"])) or ((0, len(row["text"])),) for row in rows]
    texts = [EncoderText("", row["text"], span) for row, span in zip(rows, spans, strict=True)]
    place = {row["id"]: first + at for at, row in enumerate(rows)}
    pairs = []
    for line in (folder / "pairs.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        pairs.append(Pair(pair["question"], pair["lang"], place[pair["document"].partition("#")[2]], -1, False))
    return texts, [row["lang"] for row in rows], pairs


class Training:
    """One run: what is trained, on what, and how well it does."""

    def __init__(self, searcher: Searcher, model: Any, sections: Path | None) -> None:
        self.searcher, self.pool = searcher, Pool(searcher)
        keys = searcher.table.keys.tolist()
        stored = texts_of(searcher.store, keys)
        texts, languages = [stored[key] for key in keys], searcher.table.languages.tolist()
        pairs = read_pairs(searcher, [HERE / "pairs.jsonl"])
        self.held = [pair for pair in pairs if pair.held]
        self.pairs = [pair for pair in pairs if not pair.held]
        self.headings: list[Pair] = []
        self.first_section = len(texts)
        if sections:
            more, spoken, self.headings = read_sections(sections, len(texts))
            texts, languages = [*texts, *more], [*languages, *spoken]
        self.passages = Passages(searcher, model, texts, languages)
        self.questions = copy.deepcopy(model[0])
        self.added = add_low_rank(self.questions.model.encoder, RANK, prefix="query.")

    def same(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> Tensor:
        """[rows, others]: which nearly say the same, those at the same place apart."""
        found = torch.zeros(len(rows), len(others), dtype=torch.bool)
        mine, theirs = rows < self.first_section, others < self.first_section
        cosines = self.pool.passages[rows[mine]] @ self.pool.passages[others[theirs]].T
        across = self.passages.languages[rows[mine], None] != self.passages.languages[others[theirs]]
        enough = torch.where(torch.from_numpy(across), NEAR_ACROSS, NEAR)
        found[np.ix_(mine, theirs)] = cosines >= enough
        # A section stands beside its version in the other language.
        versions = (rows[~mine, None] - self.first_section) // 2 == (others[~theirs] - self.first_section) // 2
        found[np.ix_(~mine, ~theirs)] = torch.from_numpy(versions)
        return found & torch.from_numpy(rows[:, None] != others)

    @torch.no_grad()
    def asked(self, pairs: Sequence[Pair]) -> Tensor:
        """Questions [n, d] without language."""
        parts = [pairs[at : at + 64] for at in range(0, len(pairs), 64)]
        return torch.cat([self.question(part) for part in parts])

    def question(self, pairs: Sequence[Pair]) -> Tensor:
        vectors = forward(self.questions, [pair.question for pair in pairs])
        return neutral(self.searcher, vectors, [pair.language for pair in pairs])

    def hard_negatives(self) -> list[list[tuple[int, int]]]:
        """For each pair the nearest wrong passages by the vectors of the index, with their best sentence."""
        found = []
        every = np.arange(self.first_section)
        for at in range(0, len(self.pairs), 64):
            part = self.pairs[at : at + 64]
            questions = self.asked(part)
            rows = np.array([pair.row for pair in part])
            scores = self.pool.scores(questions).masked_fill(self.same(rows, every), -torch.inf)
            scores[torch.arange(len(part)), rows] = -torch.inf
            for question, nearest in zip(questions, scores.topk(HARDEST, 1).indices.tolist(), strict=True):
                found.append([(row, self._best(question, row)) for row in nearest])
        return found

    def _best(self, question: Tensor, row: int) -> int:
        start, count = int(self.pool.starts[row]), int(self.pool.counts[row])
        return int((self.pool.sentences[start : start + count] @ question).argmax())

    def loss(self, pairs: Sequence[Pair], negatives: Sequence[tuple[int, int]]) -> Tensor:
        wanted = {pair.row: max(pair.sentence, 0) for pair in pairs}
        chosen = dict(negatives) | wanted
        rows = np.array(list(chosen))
        encoded = self.passages.encode(rows.tolist(), [self.passages.halves[r].about(s) for r, s in chosen.items()])
        questions = self.question(pairs)
        right = torch.tensor([list(chosen).index(pair.row) for pair in pairs])
        same = self.same(np.array([pair.row for pair in pairs]), rows)
        loss = cross_entropy(encoded.scores(questions).masked_fill(same, -1e4) / TEMPERATURE, right)
        within = []
        for pair, question, place in zip(pairs, questions, right, strict=True):
            here = torch.nonzero(encoded.passage == place)[:, 0]
            answers = np.flatnonzero(encoded.number[here] == pair.sentence)
            if len(here) > 1 and len(answers):
                likeness = encoded.sentences[here] @ question / TEMPERATURE
                within.append(cross_entropy(likeness[None], torch.from_numpy(answers[:1])))
        return loss + SENTENCES * torch.stack(within).mean() if within else loss

    @torch.no_grad()
    def figures(self) -> str:
        """Mean reciprocal rank and recall at 3 of the held-out documents, all, within a language and across."""
        held = {int(self.searcher.table.documents[pair.row]) for pair in self.held}
        own = np.flatnonzero(np.isin(self.searcher.table.documents, list(held)))
        others = np.random.default_rng(1).choice(self.first_section, min(900, self.first_section), replace=False)
        rows = np.union1d(own, others)
        parts = [self._encoded(rows[at : at + 24]) for at in range(0, len(rows), 24)]
        ranks = []
        for at in range(0, len(self.held), 64):
            part = self.held[at : at + 64]
            questions = self.asked(part)
            scores = torch.cat([encoded.scores(questions) for encoded in parts], 1)
            mine = np.array([pair.row for pair in part])
            scores = scores.masked_fill(self.same(mine, rows), -torch.inf)
            right = scores.gather(1, torch.from_numpy(np.searchsorted(rows, mine))[:, None])
            ranks += (1 + (scores > right).sum(1)).tolist()
        places = np.array(ranks)
        crossing = np.array([pair.language != self.passages.languages[pair.row] for pair in self.held])
        said = []
        for name, chosen in (("all", crossing | True), ("within", ~crossing), ("across", crossing)):
            said.append(f"{name} MRR {(1 / places[chosen]).mean():.3f} R@3 {(places[chosen] <= 3).mean():.3f}")
        return "  ".join(said)

    def _encoded(self, rows: NDArray[np.int64]) -> Encoded:
        return self.passages.encode(rows.tolist(), [self.passages.halves[row] for row in rows])


def train(run: Training, model: Any, anchors: Sequence[str], minutes: float) -> None:
    apart = [EncoderText("", anchor, ((0, len(anchor)),)) for anchor in anchors]
    as_passages = list(_halves(model, apart))
    with torch.no_grad():
        stay = torch.cat([run.passages.plain(as_passages[at : at + 64]) for at in range(0, len(anchors), 64)])
        asked = torch.cat([forward(run.questions, list(anchors[at : at + 64])) for at in range(0, len(anchors), 64)])
    hard = run.hard_negatives()
    sides = [(run.passages.added, PASSAGES_RATE), (run.added, QUESTIONS_RATE)]
    groups = [
        {"params": [part for low in added.values() for part in (low.up, low.down)], "lr": rate} for added, rate in sides
    ]
    parameters = [part for group in groups for part in group["params"]]  # type: ignore[attr-defined]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    began, step, total = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / 60 / minutes) < 1:
        for group, (_, rate) in zip(optimiser.param_groups, sides, strict=True):
            group["lr"] = rate * min((step + 1) / WARM_UP, 1) * max(1 - done, 0.03)
        statutes = random.sample(run.headings, OF_STATUTES) if run.headings else []
        chosen = random.sample(range(len(run.pairs)), BATCH - len(statutes))
        negatives = [random.choice(hard[at]) for at in chosen]
        loss = run.loss([*(run.pairs[at] for at in chosen), *statutes], negatives)
        some = random.sample(range(len(anchors)), ANCHORS)
        moved = 1 - (run.passages.plain([as_passages[at] for at in some]) * stay[some]).sum(1).mean()
        turned = 1 - (forward(run.questions, [anchors[at] for at in some]) * asked[some]).sum(1).mean()
        loss = loss + ANCHORING * (moved + turned)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step, total = step + 1, total + loss.item()
        if step % 20 == 0:
            print(f"{step} steps, {done:.0%}: loss {total / 20:.3f}, moved {moved.item():.3f}", flush=True)
            total = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--anchors", type=Path, required=True)
    parser.add_argument("--sections", type=Path)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--out", type=Path, default=HERE.parent / "index" / "adapter.npz")
    options = parser.parse_args()
    random.seed(7)
    torch.manual_seed(7)
    model = load_bundled()
    model[0].float()
    searcher = Searcher(Store(options.index), SentenceTransformerEncoder(model, name_of(BUNDLED)))
    run = Training(searcher, model, options.sections)
    load(options.out, run.added)
    both = run.passages.trained() | run.added
    began = {name: (low.up @ low.down).detach() for name, low in both.items()}
    print(f"before: {run.figures()}", flush=True)
    train(run, model, read_anchors(options.anchors, 1500), options.minutes)
    print(f"after: {run.figures()}", flush=True)
    halfway(both, began, SHARE)
    print(f"halfway: {run.figures()}")
    save(options.out, both)


if __name__ == "__main__":
    main()
