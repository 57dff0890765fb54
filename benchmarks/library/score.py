"""Score the questions over the shipped library: is the right document among the first three?

Usage: python -m benchmarks.library.score INDEX [--misses] [--rerank NAME]     (from the project's root)

INDEX is made beforehand with ``tietosilta index`` from the shipped library. For questions about
funding also the page (PDF) or the heading of the passage must be right. Hits are those that a person
sees; a language version of a labelled document counts as that document.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.search import Library
from benchmarks.questions.score import right
from benchmarks.searching import FIRST, add_search_options, groups, open_library, print_miss, print_time, timed_search
from corpus.vocabulary import find
from index.records import Hit

QUESTIONS = Path(__file__).with_name("questions.jsonl")


def read_questions(file: Path = QUESTIONS) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())


def right_place(hit: Hit, question: dict[str, Any], documents: set[str], library: Library) -> bool:
    """Whether ``hit`` is on a labelled page of a labelled PDF, or under a labelled heading of another.

    In a language version that has no label the fixed heading of the same meaning is right.
    """
    name = hit.passage.document
    if name not in documents:
        return False
    if name.endswith(".pdf") and name in question["documents"]:
        document = library.document(name)
        return any(right(hit, {"document": name, "page": page}, document) for page in question["pages"][name])
    wanted = {find("funding_sections", heading) or heading for heading in question["sections"]}
    return any((find("funding_sections", heading) or heading) in wanted for heading in hit.passage.headings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--misses", action="store_true", help="list the questions that failed")
    add_search_options(parser)
    options = parser.parse_args()
    library = open_library(options)
    cards = library.documents()
    languages = {card.id: card.language for card in cards}
    works = {card.id: card.metadata.translates or card.id for card in cards}
    seconds: list[float] = []
    documents_found: list[tuple[bool, bool]] = []  # across languages, right document
    places_found: list[tuple[bool, bool]] = []  # across languages, right page or heading
    for question in read_questions():
        answering = {works[name] for name in question["documents"]}
        documents = {name for name, work in works.items() if work in answering}
        across = question["language"] not in {languages[name] for name in documents}
        hits = timed_search(library, question["question"], seconds)
        found = [hit.passage.document in documents for hit in hits]
        documents_found.append((across, any(found[:FIRST])))
        if "sections" in question:
            found = [right_place(hit, question, documents, library) for hit in hits]
            places_found.append((across, any(found[:FIRST])))
        if options.misses and not any(found[:FIRST]):
            print_miss(question["id"], question["language"], question["question"], found, hits)
    for what, outcomes in (("document", documents_found), ("page or heading, funding", places_found)):
        for name, chosen in groups(outcomes):
            share = fmean(outcome[1] for outcome in chosen)
            print(f"right {what:24} {name:18} {sum(o[1] for o in chosen):2} of {len(chosen):2}  {share:.2f}")
    print_time(seconds)


if __name__ == "__main__":
    main()
