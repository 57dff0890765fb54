"""Compare rankings over the same index and model: dense, BM25, their rank fusion, and Tietosilta's own.

Usage: python benchmarks/retrieval.py SETS [--only NAME ...] [--most N] [--keep FOLDER] [--write]

SETS holds evaluation sets, each a folder of corpus.jsonl, queries.jsonl and qrels.tsv. The questions
of the shipped library (benchmarks/library) are one more set. With --most N questions of each set, drawn
by the SHA-256 of their ids, are asked; the pool stays whole. With --keep the indexes stay in FOLDER
for the next run; with --write docs/retrieval_sets.md and its picture are made anew.

- dense: cosine of question and passage, what most tools do
- BM25: over lemmas and compound parts of the question's language (Robertson and Zaragoza 2009)
- rank fusion: reciprocal rank fusion of the two, k = 60 (Cormack, Clarke and Büttcher 2009)

The picture needs ``pip install vl-convert-python``. The ranking's weights were chosen with questions of
several of these sets in view, so that no row is a held-out result.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluate import LabelledSet, Ranked, index_set, rank_set, read_set, score
from index.encoder import Encoder, load_encoder, name_of
from index.search import Searcher
from index.store import Store
from index.sync import sync
from index.term_base import TermBase
from index.words import query_terms

ROOT = Path(__file__).parents[1]
LIBRARY = "library"
SYSTEMS = ("dense", "BM25", "rank fusion", "Tietosilta")
_FUSION = 60
_DEPTH = 100

Order = list[int]  # rows of the passage table, best first


def baselines(data: LabelledSet, searcher: Searcher, encoder: Encoder) -> dict[str, dict[str, Ranked]]:
    """The first three systems' rankings, by system and question."""
    documents = {key: card.id for key, card in searcher.store.cards().items()}
    row_ids = [documents[int(key)] for key in searcher.table.documents]
    languages = {name: language for name, _, language in data.rows}
    row_of = {int(key): row for row, key in enumerate(searcher.table.keys)}
    vectors = searcher.table.vectors.astype(np.float32)
    rankings: dict[str, dict[str, Ranked]] = {system: {} for system in SYSTEMS[:3]}
    queries = encoder.queries([text for _, text, _ in data.queries])
    for (name, text, language), query in zip(data.queries, queries, strict=True):
        dense = np.argsort(-(vectors @ query), kind="stable")[: 10 * _DEPTH].tolist()
        terms = query_terms(text, language)
        found = searcher.store.bm25(terms, limit=10 * _DEPTH, context_weight=1.0) if terms else []
        lexical = [row_of[key] for key, _ in found]
        orders = (dense, lexical, fused(dense[:_DEPTH], lexical[:_DEPTH]))
        for system, order in zip(SYSTEMS[:3], orders, strict=True):
            pool = list(dict.fromkeys(row_ids[row] for row in order))
            targets = {languages[row] for row in data.relevant[name] if row in languages}
            within = {target: [row for row in pool if languages[row] == target][:10] for target in targets}
            rankings[system][name] = Ranked(pool[:10], within)
    return rankings


def fused(*orders: Order) -> Order:
    """Reciprocal rank fusion."""
    scores: dict[int, float] = {}
    for order in orders:
        for rank, row in enumerate(order, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (_FUSION + rank)
    return sorted(scores, key=lambda row: -scores[row])


def compare(data: LabelledSet, searcher: Searcher, encoder: Encoder, watch: Callable[[str, float], None]) -> Any:
    """Scores by system."""
    rankings = baselines(data, searcher, encoder)
    rankings["Tietosilta"] = rank_set(data, searcher, encoder, watch)
    return {system: score(data, ranked) for system, ranked in rankings.items()}


def library_set(searcher: Searcher) -> LabelledSet:
    """The library's questions: the rows are its documents, all versions that answer are right."""
    rows = [(card.id, "", card.language) for card in searcher.store.cards().values()]
    lines = (ROOT / "benchmarks/library/questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines if line.strip()]
    return LabelledSet(
        rows,
        [(q["id"], q["question"], q["language"]) for q in questions],
        {q["id"]: set(q["documents"]) for q in questions},
    )


def index_library(path: Path, encoder: Encoder) -> Searcher:
    folder = ROOT / "corpus/library"
    sync(path, [folder], encoder=name_of("bundled"), open_encoder=lambda: encoder, watch=lambda _: None)
    return Searcher(Store(path), encoder, terms=TermBase.open())


def drawn(data: LabelledSet, most: int | None) -> LabelledSet:
    """``data`` with at most that many of its questions."""
    queries = sorted(data.queries, key=lambda query: sha256(query[0].encode()).hexdigest())
    return replace(data, queries=queries[:most])


def say(step: str, share: float) -> None:
    print(f"\r  {step} {share:4.0%} ", end="", file=sys.stderr, flush=True)


def table(results: dict[str, dict[str, Any]]) -> str:
    """Markdown: a row a set and system."""
    columns = ("ndcg@10", "same_language_recall@10", "cross_language_recall@10")
    lines = [
        "| set | ranking | nDCG@10, one pool | same language, recall@10 | other languages, recall@10 "
        "| nDCG@10 within the question's language |",
        "|---|---|---|---|---|---|",
    ]
    for name, scores in results.items():
        for system, values in scores.items():
            own = [pair for key, pair in values["pairs"].items() if len(set(key.split(">"))) == 1]
            asked = sum(pair["queries"] for pair in own)
            inside = sum(pair["ndcg@10_within"] * pair["queries"] for pair in own) / asked if asked else None
            cells = [*(values[column] for column in columns), inside]
            shown = " | ".join("–" if cell is None else f"{cell:.3f}" for cell in cells)
            lines.append(f"| {name} ({values['queries']}) | {system} | {shown} |")
    return "\n".join(lines)


def pairs_table(scores: dict[str, Any]) -> str:
    """Markdown: recall@10 of each pair of languages in the one pool, rank fusion's beside Tietosilta's."""
    pairs = scores["Tietosilta"]["pairs"]
    asked = sorted({pair.split(">")[0] for pair in pairs})
    there = sorted({pair.split(">")[1] for pair in pairs})
    lines = ["| question \\ document | " + " | ".join(there) + " |", "|---|" + "---|" * len(there)]
    for language in asked:
        cells = []
        for target in there:
            key = f"{language}>{target}"
            ours, usual = pairs.get(key), scores["rank fusion"]["pairs"].get(key)
            cells.append(f"{ours['recall@10']:.2f} ({usual['recall@10']:.2f})" if ours and usual else "–")
        lines.append(f"| {language} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def picture(results: dict[str, dict[str, Any]], path: Path) -> None:
    """Bars of what is found in other languages, by set and system (Altair, as SVG)."""
    import altair

    rows = [
        {"set": name, "ranking": system, "recall@10 in other languages": values["cross_language_recall@10"]}
        for name, scores in results.items()
        for system, values in scores.items()
        if values["cross_language_recall@10"] is not None
    ]
    chart = (
        altair.Chart(altair.Data(values=rows))
        .mark_bar()
        .encode(
            x=altair.X("recall@10 in other languages:Q", scale=altair.Scale(domain=[0, 1])),
            y=altair.Y("ranking:N", sort=list(SYSTEMS), title=None),
            color=altair.Color(
                "ranking:N",
                sort=list(SYSTEMS),
                legend=None,
                scale=altair.Scale(domain=list(SYSTEMS), range=["#9fb3ba", "#c9d4d8", "#7b929b", "#1f4e5f"]),
            ),
            row=altair.Row("set:N", title=None, header=altair.Header(labelAngle=0, labelAlign="left")),
        )
        .properties(width=420, height=76)
    )
    chart.save(str(path), format="svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--most", type=int, metavar="N")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.write and find_spec("vl_convert") is None:  # said now, not after an hour
        parser.error("--write draws a picture, which needs: pip install vl-convert-python")
    encoder = load_encoder()
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        home = options.keep or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        names = sorted(folder.parent.name for folder in options.sets.glob("*/qrels.tsv")) + [LIBRARY]
        for name in names if options.only is None else options.only:
            print(f"{name} …", file=sys.stderr)
            path = home / f"{name}.sqlite"
            if name == LIBRARY:
                searcher = index_library(path, encoder)
                data = library_set(searcher)
            else:
                data = read_set(options.sets / name)
                indexed = path.exists()
                terms = TermBase.open()
                searcher = (
                    Searcher(Store(path), encoder, terms=terms) if indexed else index_set(data, encoder, path, say)
                )
            results[name] = compare(drawn(data, options.most), searcher, encoder, say)
            print(f"\n{table({name: results[name]})}\n", flush=True)
    if options.write:
        write(results)


def write(results: dict[str, dict[str, Any]]) -> None:
    docs = ROOT / "docs"
    picture(results, docs / "pictures" / "retrieval.svg")
    parts = [
        "# Every set, every ranking",
        "Made by `python benchmarks/retrieval.py SETS --write`, which says what the rankings are; in brackets the "
        "number of questions, which `--most` limits. All use the bundled model with its adapter and the same "
        "passages. The ranking's weights were chosen with questions of several of these sets in view: no row is a "
        "held-out result. What the figures mean, and those of real questions: [retrieval.md](retrieval.md).",
        "![Recall in other languages by set and ranking](pictures/retrieval.svg)",
        table(results),
        "## By pair of languages",
        "Recall@10 in the one pool of all languages; in brackets that of rank fusion.",
    ]
    for name, scores in results.items():
        if scores["Tietosilta"]["cross_language_recall@10"] is not None:
            parts += [f"### {name}", pairs_table(scores)]
    (docs / "retrieval_sets.md").write_text("\n\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
