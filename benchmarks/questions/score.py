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
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.searching import (
    FIRST,
    add_search_options,
    groups,
    open_library,
    print_miss,
    print_time,
    rank,
    timed_search,
)
from corpus.models import Document
from index.records import Hit

QUESTIONS = Path(__file__).with_name("questions.jsonl")
LATER = (5, 10)  # places that are told, too


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


if __name__ == "__main__":
    main()
