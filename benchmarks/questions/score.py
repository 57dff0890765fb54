"""Score the real questions: is the right page or section among the first three?

Usage: python -m benchmarks.questions.score INDEX [--split tune|held|all] [--misses] [--rerank NAME]

INDEX is made beforehand with ``tietosilta index`` from the folder of the documents (see README.md).
Hits are those that a person sees, near-equal versions grouped; a version folded under a hit does not
count. With --misses the questions that failed are listed with what came first instead. What a reranker
gains and costs is the difference between two runs, with --rerank and without.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from statistics import fmean, median
from typing import Any

from assistant.search import Library
from corpus.models import Document
from index.records import Hit

QUESTIONS = Path(__file__).with_name("questions.jsonl")
FIRST, LATER = 3, (5, 10)


def right(hit: Hit, answer: dict[str, Any], document: Document) -> bool:
    """Whether ``hit`` is where ``answer`` says."""
    if hit.passage.document != answer["document"]:
        return False
    if "page" in answer:
        last = document.page_at(hit.passage.end - 1)
        return bool(hit.passage.page and last and hit.passage.page <= answer["page"] <= last)
    if "section" in answer and any(heading.startswith(answer["section"]) for heading in hit.passage.headings):
        return True
    return "contains" in answer and answer["contains"] in hit.passage.text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--split", choices=("tune", "held", "all"), default="all")
    parser.add_argument("--misses", action="store_true")
    add_search_options(parser)
    options = parser.parse_args()
    library = open_library(options)
    indexed = {card.id for card in library.documents()}
    seconds: list[float] = []
    outcomes: list[tuple[bool, float, bool]] = []  # across languages, rank of the right page, right document
    for line in QUESTIONS.read_text("utf-8").splitlines():
        question = json.loads(line)
        if options.split not in ("all", question["split"]):
            continue
        answers = [answer for answer in question["answers"] if answer["document"] in indexed]
        if not answers:
            print(f"{question['id']} skipped: none of its documents is indexed")
            continue
        hits = timed_search(library, question["question"], seconds)
        texts = {hit.passage.document: library.document(hit.passage.document) for hit in hits}
        found = [any(right(hit, answer, texts[hit.passage.document]) for answer in answers) for hit in hits]
        documents = {answer["document"] for answer in answers}
        outcomes.append(
            (question["cross"], rank(found), any(hit.passage.document in documents for hit in hits[:FIRST]))
        )
        if options.misses and not any(found[:FIRST]):
            print_miss(question["id"], question["lang"], question["question"], found, hits)
    for name, chosen in groups(outcomes):
        page, *later = (f"{fmean(o[1] <= most for o in chosen):.2f}" for most in (FIRST, *LATER))
        document = fmean(o[2] for o in chosen)
        print(f"{name:18} {len(chosen):3} questions  right page {page}  right document {document:.2f}", end="")
        print(f"  right page among the first {LATER[0]} {later[0]}, {LATER[1]} {later[1]}")
    print_time(seconds)


def rank(found: Sequence[bool]) -> float:
    """The place of the first right hit, from 1; infinite where there is none."""
    return found.index(True) + 1 if True in found else inf


def add_search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-terms", action="store_true", help="without the term base")
    parser.add_argument("--rerank", default="", metavar="NAME", help="a cross-encoder puts the first hits in order")


def open_library(options: argparse.Namespace) -> Library:
    library = Library.open(options.index, terms=not options.no_terms, rerank=options.rerank)
    for part in (library.reranker, library.reader):
        if part and part.problem:  # the search would go on without it
            sys.exit(str(part.problem))
    return library


def timed_search(library: Library, question: str, seconds: list[float]) -> tuple[Hit, ...]:
    """The ten best hits; ``seconds`` gets the processor time that they took, of all threads."""
    began = time.process_time()
    hits = library.search(question, k=10).hits
    seconds.append(time.process_time() - began)
    return hits


def print_time(seconds: list[float]) -> None:
    print(f"{median(seconds):.3f} s of processor time a question (median)")


def groups(outcomes: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """All outcomes, those within a language and those across; the first member says which. No empty group."""
    for name, chosen in (
        ("all", outcomes),
        ("within a language", [outcome for outcome in outcomes if not outcome[0]]),
        ("across languages", [outcome for outcome in outcomes if outcome[0]]),
    ):
        if chosen:
            yield name, chosen


def print_miss(name: str, language: str, question: str, found: Sequence[bool], hits: Sequence[Hit]) -> None:
    """The question, where the first right hit was, and what stood in the first places instead."""
    print(f"{name} {language} rank {rank(found)}: {question}")
    for hit in hits[:FIRST]:
        passage = hit.passage
        print(f"    {passage.document} p.{passage.page} {passage.section} | {passage.text[:90]!r}")


if __name__ == "__main__":
    main()
