"""Train the question encoder: low-rank changes of the bundled model that bring a question to what answers it.

Usage: python training/questions.py INDEX --anchors FILE [--pairs FILE]... [--steps 600] [--out FILE]

INDEX holds the documents of the pairs, read by the bundled model as it is (README.md), and those of
``--pairs``, which come beside ``pairs.jsonl``. Passages learn afterwards, in ``both_sides.py``.
``--anchors`` is a gzipped file of JSON lines {language: sentence}, such as Tatoeba's pairs: their vectors
must stay where they were. Progress and the figures of the held-out documents are printed as it goes.

- Passages and sentences keep their vectors, with the language's mean taken from them, as search sees them.
- A question is compared with every passage of the index: the score is the product's own, a mix of the
  passage's cosine and that of its best sentence. Cross-entropy over all passages (the others are the hard
  negatives), where passages that nearly say the same as the right one count neither way.
- Within the right passage the sentence that answers should be the nearest: a second cross-entropy.
- At the end the changes are scaled by ``SHARE``, between the bundled model and the trained one, which keeps
  more of the former's generality than it costs (Wortsman et al. 2022, arXiv:2109.01903).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lora import LowRank, add_low_rank, save
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from index.bundled import load_bundled
from index.encoder import BUNDLED, SentenceTransformerEncoder, name_of
from index.neutral import unit
from index.ranking import SENTENCE_SHARE
from index.search import Searcher
from index.store import Store

HERE = Path(__file__).parent
RANK = 16
BATCH, ANCHORS = 48, 10  # questions and anchor sentences a step
PEAK, WARM_UP = 5e-4, 40  # learning rate; steps until it is reached, from where it falls to nothing
TEMPERATURE = 0.04  # of cosines without language
NEAR, NEAR_ACROSS = 0.85, 0.6  # cosine without language from which two passages may say the same
SENTENCES, ANCHORING = 0.4, 3.0  # weights of the losses beside that of passages
SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with the row of the passage that answers it and the place of the sentence in that passage."""

    question: str
    language: str
    row: int
    sentence: int
    held: bool


Answers = dict[tuple[str, str], set[int]]  # by a question and its language: the rows that answer it
Wrong = list[tuple[int, int]]  # rows of passages, each with the place of its sentence nearest to the question


class Pool:
    """The passages of an index as search sees them: vectors without language, sentences in one run."""

    def __init__(self, searcher: Searcher) -> None:
        table = searcher.table
        self.languages = table.languages
        self._spoken = torch.from_numpy(np.unique(table.languages, return_inverse=True)[1])
        self.passages = torch.from_numpy(searcher._vectors.astype(np.float32))
        sentences = searcher._sentences(np.arange(len(table.keys)))
        vectors = unit(unit(sentences.vectors) - searcher._means[sentences.languages])
        self.sentences = torch.from_numpy(vectors)
        self.starts = torch.from_numpy(sentences.starts)
        self.counts = torch.diff(self.starts, append=torch.tensor([len(vectors)]))

    def scores(self, questions: Tensor) -> Tensor:
        """[n, passages] for questions [n, d] without language."""
        return product_scores(questions, self.passages, self.sentences, self.counts)

    def among(self, rows: Tensor, scores: Tensor) -> Tensor:
        """``scores`` [n, passages] where what nearly says the same as the right ``rows`` counts neither way."""
        return scores.masked_fill(self.alike(rows, torch.arange(len(self.passages))), -torch.inf)

    def alike(self, rows: Tensor, others: Tensor) -> Tensor:
        """[rows, others]: whether a passage nearly says the same as another one."""
        across = self._spoken[rows][:, None] != self._spoken[others]
        found = self.passages[rows] @ self.passages[others].T >= torch.where(across, NEAR_ACROSS, NEAR)
        return found & (rows[:, None] != others)

    @torch.no_grad()
    def nearest_wrong(self, pairs: Sequence[Pair], questions: Tensor, answers: Answers, count: int) -> list[Wrong]:
        """For each pair the passages nearest to its question [n, d] that neither answer it nor nearly say the same."""
        scores = self.among(torch.tensor([pair.row for pair in pairs]), self.scores(questions))
        for at, pair in enumerate(pairs):
            scores[at, list(answers[pair.question, pair.language])] = -torch.inf
        nearest = scores.topk(count, 1).indices.tolist()
        return [
            [(row, self.best_sentence(question, row)) for row in rows]
            for question, rows in zip(questions, nearest, strict=True)
        ]

    def best_sentence(self, question: Tensor, row: int) -> int:
        """The place in its passage of the sentence nearest to a question [d]."""
        start, count = int(self.starts[row]), int(self.counts[row])
        return int((self.sentences[start : start + count] @ question).argmax())


def product_scores(questions: Tensor, passages: Tensor, sentences: Tensor, counts: Tensor) -> Tensor:
    """[questions, passages] as search mixes them: a passage's best of its ``counts`` sentences, and the whole."""
    best = torch.segment_reduce(sentences @ questions.T, "max", lengths=counts).T
    return SENTENCE_SHARE * best + (1 - SENTENCE_SHARE) * questions @ passages.T


def read_pairs(searcher: Searcher, files: Sequence[Path]) -> list[Pair]:
    """The pairs whose passages the index holds; the others are counted aloud."""
    documents = {card.id: key for key, card in searcher.store.cards().items()}
    table, rows = searcher.table, {}
    for name, key in documents.items():
        for passage_key, passage in searcher.store.passages(table.keys[table.documents == key].tolist()).items():
            rows[name, passage[0].start] = searcher._row[passage_key]
    pairs, missing = [], 0
    for line in chain.from_iterable(file.read_text("utf-8").splitlines() for file in files):
        pair = json.loads(line)
        row = rows.get((pair["document"], pair["start"]))
        if row is None:
            missing += 1
        else:
            held = pair["split"] == "held"
            pairs.append(Pair(pair["question"], pair["lang"], row, pair["sentence"], held))
    print(f"{len(pairs)} pairs, {missing} whose passage the index does not hold")
    return pairs


def answers_of(pairs: Sequence[Pair]) -> Answers:
    """Every passage that answers a question in some pair."""
    answers: Answers = {}
    for pair in pairs:
        answers.setdefault((pair.question, pair.language), set()).add(pair.row)
    return answers


def read_anchors(path: Path, count: int = 3000) -> list[str]:
    """Sentences in every language of the file, drawn evenly."""
    by_language: dict[str, list[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for language, sentence in json.loads(line).items():
                by_language.setdefault(language, []).append(sentence)
    share = count // len(by_language)
    drawn = [one for found in by_language.values() for one in random.sample(found, min(share, len(found)))]
    return sorted(drawn, key=len)


def forward(module: Any, texts: list[str]) -> Tensor:
    """Unit vectors [n, d] of questions, with gradients."""
    features = module.preprocess(texts, prompt="query: ")
    mask = features["attention_mask"]
    tokens = module(features)["token_embeddings"] * mask[..., None]
    return normalize(tokens.sum(1) / mask.sum(1, keepdim=True))


def neutral(searcher: Searcher, vectors: Tensor, languages: list[str]) -> Tensor:
    means = [searcher.neutral.queries.get(language, searcher.neutral.default) for language in languages]
    return normalize(vectors - torch.from_numpy(np.stack(means)))


def loss_of(searcher: Searcher, pool: Pool, module: Any, pairs: list[Pair]) -> Tensor:
    questions = forward(module, [pair.question for pair in pairs])
    questions = neutral(searcher, questions, [pair.language for pair in pairs])
    rows = torch.tensor([pair.row for pair in pairs])
    loss = cross_entropy(pool.among(rows, pool.scores(questions)) / TEMPERATURE, rows)
    within = []
    for pair, question in zip(pairs, questions, strict=True):
        start, count = int(pool.starts[pair.row]), int(pool.counts[pair.row])
        if 0 <= pair.sentence < count > 1:
            likeness = pool.sentences[start : start + count] @ question / TEMPERATURE
            within.append(cross_entropy(likeness[None], torch.tensor([pair.sentence])))
    return loss + SENTENCES * torch.stack(within).mean() if within else loss


def batches_of(pairs: list[Pair]) -> list[list[Pair]]:
    """All of ``pairs`` once, in random batches of like length: padding costs as much as words do."""
    order = random.sample(pairs, len(pairs))
    batches: list[list[Pair]] = []
    for at in range(0, len(order), 16 * BATCH):
        alike = sorted(order[at : at + 16 * BATCH], key=lambda pair: len(pair.question))
        batches += [alike[start : start + BATCH] for start in range(0, len(alike), BATCH)]
    return random.sample(batches, len(batches))


@torch.no_grad()
def figures(searcher: Searcher, pool: Pool, module: Any, pairs: list[Pair]) -> str:
    """Mean reciprocal rank of the right passage and recall at 3, all, within a language and across; sentences right."""
    ranks, across, right = [], [], []
    for at in range(0, len(pairs), BATCH):
        part = pairs[at : at + BATCH]
        vectors = forward(module, [pair.question for pair in part])
        questions = neutral(searcher, vectors, [pair.language for pair in part])
        rows = torch.tensor([pair.row for pair in part])
        scores = pool.among(rows, pool.scores(questions))
        ranks += (1 + (scores > scores.gather(1, rows[:, None])).sum(1)).tolist()
        for pair, question in zip(part, questions, strict=True):
            across.append(pair.language != pool.languages[pair.row])
            if 0 <= pair.sentence < int(pool.counts[pair.row]) > 1:
                right.append(pool.best_sentence(question, pair.row) == pair.sentence)
    return f"{in_words(ranks, across)}  sentence {np.mean(right):.3f}"


def in_words(ranks: Sequence[int], across: Sequence[bool]) -> str:
    """Mean reciprocal rank and recall at 3 of all questions, and of those within a language and ``across``."""
    places, crossing = np.array(ranks), np.array(across)
    parts = []
    for name, chosen in (("all", crossing | True), ("within", ~crossing), ("across", crossing)):
        parts.append(f"{name} MRR {(1 / places[chosen]).mean():.3f} R@3 {(places[chosen] <= 3).mean():.3f}")
    return "  ".join(parts)


def train(
    searcher: Searcher, pool: Pool, module: Any, added: dict[str, LowRank],
    pairs: list[Pair], anchors: list[str], steps: int, out: Path,
) -> None:  # fmt: skip
    parameters = [parameter for low in added.values() for parameter in (low.up, low.down)]
    optimiser = torch.optim.AdamW(parameters, lr=PEAK, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / WARM_UP, (steps - step) / (steps - WARM_UP))
    )
    kept = [pair for pair in pairs if not pair.held]
    held = [pair for pair in pairs if pair.held]
    with torch.no_grad():
        before = torch.cat([forward(module, anchors[at : at + 64]) for at in range(0, len(anchors), 64)])
    print(f"before: {figures(searcher, pool, module, held)}", flush=True)
    batches: list[list[Pair]] = []
    total, started = 0.0, time.monotonic()
    for step in range(1, steps + 1):
        batches = batches or batches_of(kept)
        batch = batches.pop()
        loss = loss_of(searcher, pool, module, batch)
        chosen = random.sample(range(len(anchors)), ANCHORS)
        moved = 1 - (forward(module, [anchors[at] for at in chosen]) * before[chosen]).sum(1)
        loss = loss + ANCHORING * moved.mean()
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        total += loss.item()
        if step % 25 == 0:
            pace, far = (time.monotonic() - started) / step, moved.mean().item()
            print(f"{step}/{steps} loss {total / 25:.3f} moved {far:.3f} {pace:.2f} s a step", flush=True)
            total = 0.0
        if step % 100 == 0:
            print(f"{step}: {figures(searcher, pool, module, held)}", flush=True)
    with torch.no_grad():
        for low in added.values():
            low.up.mul_(SHARE)
    print(f"scaled: {figures(searcher, pool, module, held)}")
    save(out, added)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--anchors", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--out", type=Path, default=HERE.parent / "index" / "adapter.npz")
    options = parser.parse_args()
    random.seed(7)
    torch.manual_seed(7)
    encoder = SentenceTransformerEncoder(load_bundled(), name_of(BUNDLED))
    module = encoder.model[0].float()
    searcher = Searcher(Store(options.index), encoder)
    pool = Pool(searcher)
    pairs = read_pairs(searcher, [HERE / "pairs.jsonl", *options.pairs])
    added = add_low_rank(module.model.encoder, RANK, prefix="query.")
    train(searcher, pool, module, added, pairs, read_anchors(options.anchors), options.steps, options.out)


if __name__ == "__main__":
    main()
