"""What the scores of questions have in common: a library to ask, the time that it takes, and what is told of it."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from math import inf
from statistics import median
from typing import Any

from assistant.search import Library
from index.records import Hit

FIRST = 3  # places among which the right hit must be


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
