"""Score the real questions: is the right page or section among the first three?

Usage: python benchmarks/questions/score.py INDEX [--split tune|held|all] [--misses]

INDEX is made beforehand with ``tietosilta index`` from the folder of the documents (see README.md).
Hits are those that a person sees, near-equal versions grouped; a version folded under a hit does not
count. With --misses the questions that failed are listed with what came first instead.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.search import Library
from corpus.models import Document
from index.records import Hit

QUESTIONS = Path(__file__).with_name("questions.jsonl")
FIRST = 3


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
    parser.add_argument("--no-terms", action="store_true", help="without the term base")
    options = parser.parse_args()
    library = Library.open(options.index, terms=not options.no_terms)
    indexed = {card.id for card in library.documents()}
    outcomes: list[tuple[bool, bool, bool]] = []  # across languages, right page, right document
    for line in QUESTIONS.read_text("utf-8").splitlines():
        question = json.loads(line)
        if options.split not in ("all", question["split"]):
            continue
        answers = [answer for answer in question["answers"] if answer["document"] in indexed]
        if not answers:
            print(f"{question['id']} skipped: none of its documents is indexed")
            continue
        hits = library.search(question["question"], k=10).hits
        texts = {hit.passage.document: library.document(hit.passage.document) for hit in hits}
        found = [any(right(hit, answer, texts[hit.passage.document]) for answer in answers) for hit in hits]
        documents = {answer["document"] for answer in answers}
        outcomes.append(
            (question["cross"], any(found[:FIRST]), any(hit.passage.document in documents for hit in hits[:FIRST]))
        )
        if options.misses and not any(found[:FIRST]):
            print_miss(question["id"], question["lang"], question["question"], found, hits)
    for name, chosen in groups(outcomes):
        page, document = fmean(o[1] for o in chosen), fmean(o[2] for o in chosen)
        print(f"{name:18} {len(chosen):3} questions  right page {page:.2f}  right document {document:.2f}")


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
    rank = found.index(True) + 1 if True in found else None
    print(f"{name} {language} rank {rank}: {question}")
    for hit in hits[:FIRST]:
        passage = hit.passage
        print(f"    {passage.document} p.{passage.page} {passage.section} | {passage.text[:90]!r}")


if __name__ == "__main__":
    main()
