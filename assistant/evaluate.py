"""Measure the product's own ranking on a labelled set.

nDCG@10 is after Järvelin and Kekäläinen (2002) with binary gains, averaged over questions. A row of
``corpus.jsonl`` is cut into passages as any document is and counts where its best passage stands.
Near-equal passages are not grouped, as each may be labelled; titles are not used.
"""

from __future__ import annotations

import csv
import json
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.codes import find_language
from corpus.errors import TietosiltaError, system_cause
from corpus.models import Block, Document
from index.encoder import Encoder
from index.ranking import reserve
from index.records import Filters
from index.rows import FileRecord
from index.search import Found, Searcher
from index.store import Store
from index.sync import encode_documents
from index.term_base import TermBase

_K = 10


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Rows and questions as (id, text, language), and the relevant rows of each question.

    ``left_out`` counts the labels that name a question or a row which is not there.
    """

    rows: list[tuple[str, str, str]]
    queries: list[tuple[str, str, str]]
    relevant: dict[str, set[str]]
    left_out: int = 0


def read_set(folder: Path) -> LabelledSet:
    """The set in ``folder``. Raises TietosiltaError("evaluation_set") naming file, line and what it needs."""
    rows, queries = _texts(folder / "corpus.jsonl"), _texts(folder / "queries.jsonl")
    known, asked = {name for name, _, _ in rows}, {name for name, _, _ in queries}
    relevant: dict[str, set[str]] = defaultdict(set)
    left_out = 0
    for query, row in _labels(folder / "qrels.tsv"):
        if query in asked and row in known:
            relevant[query].add(row)
        else:
            left_out += 1
    if not relevant:
        raise TietosiltaError("evaluation_set", str(folder / "qrels.tsv"))
    return LabelledSet(rows, [query for query in queries if query[0] in relevant], dict(relevant), left_out)


def _texts(path: Path) -> list[tuple[str, str, str]]:
    """Id, text and language of each line; other programs call the id ``_id``."""
    found: list[tuple[str, str, str]] = []
    names: set[str] = set()
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, text, language = row["id"] if "id" in row else row["_id"], row["text"], row["lang"]
        except (KeyError, TypeError, ValueError):
            name, text, language = None, None, None
        if not isinstance(name, (str, int)) or not isinstance(text, str) or not isinstance(language, str):
            raise TietosiltaError("evaluation_set", f"{path}, {{line {number}}}: id, text, lang")
        if (name := _whole(str(name))) in names:
            raise TietosiltaError("evaluation_set", f"{path}, {{line {number}}}: {{id_twice}} {name}")
        names.add(name)
        found.append((name, _whole(text), find_language(language) or language))
    return found


def _whole(text: str) -> str:
    """``text`` with "?" for halves of letters, which JSON can write."""
    return text.encode("utf-8", "replace").decode()


def _labels(path: Path) -> Iterator[tuple[str, str]]:
    """Question and row of each label with a score above 0."""
    lines = csv.DictReader(_lines(path), delimiter="\t")
    for label in lines:
        try:
            if float(label["score"]) > 0:
                yield label["query-id"], label["corpus-id"]
        except (KeyError, TypeError, ValueError) as error:
            detail = f"{path}, {{line {lines.line_num}}}: query-id, corpus-id, score"
            raise TietosiltaError("evaluation_set", detail) from error


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        cause = system_cause(error) if isinstance(error, OSError) else "{not_utf8}"
        raise TietosiltaError("evaluation_set", f"{path}: {cause}") from error


def evaluate(data: LabelledSet, encoder: Encoder, *, watch: Callable[[str, float], None]) -> dict[str, Any]:
    """Scores as the command line's contract names them. ``watch`` hears the step and its share done."""
    with tempfile.TemporaryDirectory() as folder:
        searcher = index_set(data, encoder, Path(folder) / "evaluation.sqlite", watch)
        ranked = rank_set(data, searcher, encoder, watch)
        searcher.store.close()
    return score(data, ranked)


def index_set(data: LabelledSet, encoder: Encoder, path: Path, watch: Callable[[str, float], None]) -> Searcher:
    """An index at ``path`` with each row of ``data`` as a document."""
    store = Store.create(path, encoder=encoder.name, dimension=encoder.dimension)
    file = FileRecord("", "corpus.jsonl", 0, 0, "")
    documents = [_document(row) for row in data.rows]
    for done, (document, indexed) in enumerate(encode_documents(documents, encoder), 1):
        store.put(document, indexed, file=file, digest="")
        if done % 20 == 0 or done == len(documents):
            watch("index", done / len(documents))
    return Searcher(store, encoder, terms=TermBase.open())


def _document(row: tuple[str, str, str]) -> Document:
    """A row as a document of one paragraph a line, without a title."""
    name, text, language = row
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Block(at, at + len(line.rstrip()), "paragraph"))
        at += len(line)
    return Document(name, "", language, None, text, tuple(blocks))


@dataclass(frozen=True, slots=True)
class Ranked:
    """Row ids for one question: the best of all, and the best of each language by itself."""

    pool: list[str]
    within: dict[str, list[str]]


def rank_set(
    data: LabelledSet, searcher: Searcher, encoder: Encoder, watch: Callable[[str, float], None]
) -> dict[str, Ranked]:
    """The product's own ranking of every question of ``data``, by the question's id."""
    language_of = {name: language for name, _, language in data.rows}
    vectors = encoder.queries([text for _, text, _ in data.queries])
    rows = {key: name for name, key in searcher.documents.items()}
    results = {}
    for done, ((name, text, language), vector) in enumerate(zip(data.queries, vectors, strict=True), 1):
        targets = {language_of[row] for row in data.relevant[name]}
        results[name] = _ranked(searcher, vector, text, language, targets, rows, language_of)
        if done % 20 == 0 or done == len(data.queries):
            watch("search", done / len(data.queries))
    return results


def _ranked(
    searcher: Searcher, vector: NDArray[np.float32], question: str, language: str, targets: Iterable[str],
    rows: Mapping[int, str], language_of: Mapping[str, str],
) -> Ranked:  # fmt: skip
    """The best rows for ``question``, encoded as ``vector`` [d], of all and of each of ``targets`` by itself.

    ``rows`` are the ids of the rows by the keys of their documents.
    """

    def rows_of(found: Iterable[Found]) -> list[str]:
        return list(dict.fromkeys(rows[int(searcher.table.documents[one.row])] for one in found))

    ranking = searcher.rank_vector(vector, question, language)
    wanted = rows_of(ranking.reserved)
    pool = reserve(rows_of(ranking.found), wanted, is_own=lambda row: language_of[row] == language)
    within = {}
    for target in targets:
        alone = searcher.rank_vector(vector, question, language, filters=Filters(languages=(target,)))
        within[target] = rows_of(alone.own if target == language else alone.found)[:_K]
    return Ranked(pool[:_K], within)


def score(data: LabelledSet, ranked: dict[str, Ranked]) -> dict[str, Any]:
    """The contract's scores from ranked rows; those without a case, such as other languages, are None."""
    language_of = {name: language for name, _, language in data.rows}
    pools: list[float] = []
    recalls: list[float] = []
    same: list[float] = []
    other: list[float] = []
    pairs: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for name, _, language in data.queries:
        relevant, result = data.relevant[name], ranked[name]
        pools.append(ndcg(result.pool, relevant))
        recalls.append(recall(result.pool, relevant))
        for target in sorted({language_of[row] for row in relevant}):
            wanted = {row for row in relevant if language_of[row] == target}
            found = recall(result.pool, wanted)
            (same if target == language else other).append(found)
            pairs[f"{language}>{target}"].append(
                (ndcg(result.pool, wanted), found, ndcg(result.within[target], wanted))
            )
    return {
        "queries": len(pools),
        "passages": len(data.rows),
        "ndcg@10": _mean(pools),
        "recall@10": _mean(recalls),
        "same_language_recall@10": _mean(same),
        "cross_language_recall@10": _mean(other),
        "pairs": {
            pair: {
                "queries": len(values),
                "ndcg@10": _mean([value[0] for value in values]),
                "recall@10": _mean([value[1] for value in values]),
                "ndcg@10_within": _mean([value[2] for value in values]),
            }
            for pair, values in sorted(pairs.items())
        },
    }


def ndcg(ranked: Sequence[str], relevant: set[str]) -> float:
    """nDCG@10 with binary gains."""
    gain = sum(1 / math.log2(place + 2) for place, row in enumerate(ranked[:_K]) if row in relevant)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(_K, len(relevant))))
    return gain / ideal


def recall(ranked: Sequence[str], relevant: set[str]) -> float:
    """The share of ``relevant`` among the first ten."""
    return len(relevant & set(ranked[:_K])) / len(relevant)


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 4) if values else None
