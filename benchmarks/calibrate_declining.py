"""Calibrate when an answer is declined, and draw the curve.

Usage: python benchmarks/calibrate_declining.py INDEX [--set FOLDER INDEX]... [--most N]

1. The tuning half of answers/questions.jsonl over INDEX: answerable and unanswerable questions.
2. Those of training/pairs.jsonl about documents of the library that were held out of training, each twice:
   over all of INDEX, and with the right document and its language versions taken away.
3. The questions of training/unanswerable.jsonl, beside those of 2.
4. Of every labelled set (FOLDER as for ``tietosilta evaluate``; its INDEX is made when it is not
   there) N questions a language, each twice: over all of it, and with the right passages taken away.

A best sentence that is wrong is worth no more than one where there is no answer. The threshold of a
pair of languages is where the share of right sentences that are said and of others that are not are
highest together (Youden 1950), each source counting alike, with at most LOST of the right ones declined.
Pairs with fewer than LEAST of either take the threshold of all pairs within a language, or across; those
with more lie halfway between that and their own, as a few dozen samples say little. Writes
assistant/answering/declining.json and docs/pictures/declining.svg.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from answers import has_words

from assistant.answering.candidates import Candidate
from assistant.answering.declining import confidence
from assistant.answers import best_candidates
from assistant.evaluate import index_set, read_set
from assistant.search import Library
from index.encoder import load_encoder
from index.records import Filters
from index.store import Store
from index.term_base import TermBase

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "benchmarks" / "answers" / "questions.jsonl"
PAIRS = ROOT / "training" / "pairs.jsonl"
UNANSWERABLE = PAIRS.with_name("unanswerable.jsonl")
LEAST = 20
LOST = 0.15


@dataclass(frozen=True, slots=True)
class Sample:
    """A question asked: its language and the best sentence's, how sure that is, and whether it answers."""

    asked: str
    answered: str
    confidence: float
    right: bool
    source: str


def own(library: Library) -> Iterator[Sample]:
    """The tuning half of our own questions; those of which no document is indexed are left out."""
    indexed = [card.id for card in library.documents()]
    for line in QUESTIONS.read_text("utf-8").splitlines():
        question = json.loads(line)
        documents = question["documents"]
        if question["split"] != "tune":
            continue
        if documents and not any(fnmatch(name, pattern) for name in indexed for pattern in documents):
            continue

        def is_right(candidate: Candidate, question: dict[str, Any] = question) -> bool:
            return has_words(candidate.hit.document.id, candidate.text, question)

        yield from _sample(library, question["question"], Filters(), is_right, source="own")


def held_out(library: Library) -> Iterator[Sample]:
    """The held-out pairs over the library, with and without the documents that answer them."""
    works = {card.id: card.metadata.translates or card.id for card in library.documents()}
    for line in PAIRS.read_text("utf-8").splitlines():
        pair = json.loads(line)
        name = pair["document"]
        if pair["split"] != "held" or pair["set"] != "library" or name not in works:
            continue

        def is_right(candidate: Candidate, pair: dict[str, Any] = pair) -> bool:
            passage = candidate.hit.passage
            return (passage.document, passage.start) == (pair["document"], pair["start"])

        others = tuple(other for other, work in works.items() if work != works[name])
        for filters in (Filters(), Filters(documents=others)):
            yield from _sample(library, pair["question"], filters, is_right, source="pairs")


def unanswerable(library: Library) -> Iterator[Sample]:
    """Questions of the field that no document answers; they count with the held-out pairs."""
    for line in UNANSWERABLE.read_text("utf-8").splitlines():
        yield from _sample(library, json.loads(line)["question"], Filters(), lambda _: False, source="pairs")


def labelled(folder: Path, library: Library, most: int) -> Iterator[Sample]:
    """``most`` questions a language of a labelled set, with and without the right passages, in their language."""
    data = read_set(folder)
    names = {card.id for card in library.documents()}
    language_of = {name: language for name, _, language in data.rows}
    by_language: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for query in data.queries:
        by_language[query[2]].append(query)
    for language, queries in by_language.items():
        pool = {name for name in names if language_of.get(name) == language}
        queries = [query for query in queries if data.relevant[query[0]] & pool]
        queries.sort(key=lambda query: sha256(query[0].encode()).hexdigest())
        for name, text, _ in queries[:most]:
            relevant = data.relevant[name]

            def is_right(candidate: Candidate, relevant: set[str] = relevant) -> bool:
                return candidate.hit.document.id in relevant

            for documents in (pool, pool - relevant):
                yield from _sample(library, text, Filters(documents=tuple(documents)), is_right, source=folder.name)


def _sample(
    library: Library, question: str, filters: Filters, is_right: Callable[[Candidate], bool], *, source: str
) -> Iterator[Sample]:
    closely, candidates = best_candidates(library, question, filters=filters)
    if candidates:
        best = candidates[0]
        asked, answered = closely.results.language, best.hit.passage.language
        yield Sample(asked, answered, confidence(best), is_right(best), source)


def best_threshold(samples: Sequence[Sample]) -> float:
    """Where both shares together are highest on average over the sources, within LOST; between two samples."""
    values = np.array([sample.confidence for sample in samples])
    right = np.array([sample.right for sample in samples])
    sources = np.array([sample.source for sample in samples])
    chosen = [sources == source for source in np.unique(sources)]
    chosen = [rows for rows in chosen if len(set(right[rows])) == 2]
    order = np.unique(values)
    cuts = [(low + high) / 2 for low, high in zip(order, order[1:], strict=False)]

    def together(cut: float) -> float:
        kept = [(values[rows & right] >= cut).mean() + (values[rows & ~right] < cut).mean() for rows in chosen]
        return float(np.mean(kept))

    def lost(cut: float) -> float:
        return float(np.mean([(values[rows & right] < cut).mean() for rows in chosen]))

    return float(max((cut for cut in cuts if lost(cut) <= LOST), key=together, default=order[0]))


def enough(samples: Sequence[Sample]) -> bool:
    return min(sum(s.right for s in samples), sum(not s.right for s in samples)) >= LEAST


def table_of(samples: Sequence[Sample]) -> dict[str, object]:
    """The thresholds as declining.json has them."""
    pairs: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        pairs[f"{sample.asked}>{sample.answered}"].append(sample)
    within = best_threshold([sample for sample in samples if sample.asked == sample.answered])
    across = best_threshold([sample for sample in samples if sample.asked != sample.answered])
    table: dict[str, float] = {}
    for pair, chosen in sorted(pairs.items()):
        if enough(chosen):
            sort = within if chosen[0].asked == chosen[0].answered else across
            table[pair] = round((best_threshold(chosen) + sort) / 2, 3)
    return {"within": round(within, 3), "across": round(across, 3), "pairs": table}


def curve(samples: Sequence[Sample]) -> list[tuple[float, float]]:
    """(right declined, others declined) for rising thresholds."""
    values = np.array([sample.confidence for sample in samples])
    right = np.array([sample.right for sample in samples])
    return [
        (float((values[right] < cut).mean()), float((values[~right] < cut).mean()))
        for cut in np.linspace(values.min(), values.max() + 1e-6, 80)
    ]


def drawing(curves: Iterable[tuple[str, str, list[tuple[float, float]]]]) -> str:
    """An SVG of the curves, each given with its name and colour."""
    lines, legend = [], []
    for at, (name, colour, points) in enumerate(curves):
        path = " ".join(f"{60 + 400 * x:.1f},{420 - 400 * y:.1f}" for x, y in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        legend.append(f'<text x="290" y="{360 + 20 * at}" fill="{colour}">{name}</text>')
    ticks = [
        f'<text x="{60 + 400 * share:.0f}" y="440" text-anchor="middle">{share:.1f}</text>'
        f'<text x="52" y="{424 - 400 * share:.0f}" text-anchor="end">{share:.1f}</text>'
        for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    return "\n".join([
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 480" font-family="sans-serif" font-size="13">',
        '<rect width="500" height="480" fill="white"/>',
        '<rect x="60" y="20" width="400" height="400" fill="none" stroke="#999"/>',
        '<rect x="60" y="20" width="40" height="40" fill="#e8f1e8"/>',
        *ticks, *lines, *legend,
        '<text x="260" y="465" text-anchor="middle">right sentences declined</text>',
        '<text x="18" y="220" text-anchor="middle" transform="rotate(-90 18 220)">'
        "wrong ones declined</text>",
        "</svg>\n",
    ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--set", nargs=2, type=Path, action="append", default=[], metavar=("FOLDER", "INDEX"))
    parser.add_argument("--most", type=int, default=60, metavar="N")
    options = parser.parse_args()
    encoder = load_encoder()
    library = Library(Store(options.index), encoder, terms=TermBase.open())
    ours = list(own(library))
    pairs = [*held_out(library), *unanswerable(library)]
    sets: list[Sample] = []
    for folder, index in options.set:
        if not index.is_file():
            index_set(read_set(folder), encoder, index, lambda step, share: None)
        sets += labelled(folder, Library(Store(index), encoder), options.most)
    table = table_of([*ours, *pairs, *sets])
    (ROOT / "assistant" / "answering" / "declining.json").write_text(json.dumps(table, indent=2) + "\n", "utf-8")
    shown = [
        ("own, within a language", "#1f5fa8", [s for s in ours if s.asked == s.answered]),
        ("own, across languages", "#b3541e", [s for s in ours if s.asked != s.answered]),
        ("held-out pairs, unanswerable", "#5b8c5a", pairs),
        ("labelled sets", "#555555", sets),
    ]
    drawn = [(name, colour, curve(samples)) for name, colour, samples in shown if samples]
    (ROOT / "docs" / "pictures" / "declining.svg").write_text(drawing(drawn), "utf-8")
    print(json.dumps(table, indent=2))
    for name, _, samples in shown:
        print(f"{name}: {sum(s.right for s in samples)} right, {sum(not s.right for s in samples)} not")


if __name__ == "__main__":
    main()
