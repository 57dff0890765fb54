"""Questions about documents that no training has seen: is the right passage among the first three?

Usage: python benchmarks/held_out.py INDEX [--rerank NAME]

INDEX holds the documents of training/pairs.jsonl (training/README.md); questions about others are left
out and counted. A passage folded under a hit as its near-equal version counts as found.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import fmean

from assistant.search import Library
from corpus.models import Passage
from interface.printed import warn_of_problems

PAIRS = Path(__file__).parents[1] / "training" / "pairs.jsonl"
FIRST, DEPTH = 3, 10


def place(library: Library, question: str, document: str, start: int) -> int | None:
    """The rank, from 1, of the passage that begins at ``start`` of ``document``; None beyond ``DEPTH``."""

    def right(passage: Passage) -> bool:
        return (passage.document, passage.start) == (document, start)

    hits = library.search(question, k=DEPTH).hits
    return next((at for at, hit in enumerate(hits, 1) if any(right(one.passage) for one in (hit, *hit.versions))), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--rerank", default="", metavar="NAME", help="a cross-encoder puts the first hits in order")
    options = parser.parse_args()
    library = Library.open(options.index, rerank=options.rerank)
    warn_of_problems(library, "en")
    indexed = {card.id for card in library.documents()}
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    held = [pair for pair in pairs if pair["split"] == "held"]
    known = [pair for pair in held if pair["document"] in indexed]
    print(f"{len(known)} questions; {len(held) - len(known)} about documents that are not indexed are left out")
    for name, across in (("within a language", False), ("across languages", True)):
        asked = [pair for pair in known if (pair["lang"] != pair["passage_lang"]) is across]
        places = [place(library, pair["question"], pair["document"], pair["start"]) for pair in asked]
        if places:
            found = fmean(at is not None and at <= FIRST for at in places)
            reciprocal = fmean(1 / at if at else 0.0 for at in places)
            print(f"{name:18} {len(places):3} questions  right passage {found:.3f}  MRR@{DEPTH} {reciprocal:.3f}")


if __name__ == "__main__":
    main()
