"""Questions in, results out: for terminals and for other programs."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.records import Hit, Results
from interface.texts import counted, text

if TYPE_CHECKING:
    from assistant.answers import Answer


def questions(given: str) -> Iterator[str]:
    """The question itself, or with ``-`` one a line from standard input."""
    if given != "-":
        yield given
        return
    for line in sys.stdin:
        if line.strip():
            yield line.strip()


def results_as_json(results: Results) -> dict[str, Any]:
    """Results as the command line's contract has them."""
    return {
        "query": results.query,
        "language": results.language,
        "hits": [hit_as_json(hit, rank) for rank, hit in enumerate(results.hits, 1)],
    }


def hit_as_json(hit: Hit, rank: int) -> dict[str, Any]:
    """One hit as the command line's contract has it; ``rank`` counts from 1."""
    passage = hit.passage
    return {
        "rank": rank, "score": round(hit.score, 4), "document": passage.document,
        "title": hit.document.title, "language": passage.language, "collection": hit.document.collection,
        "page": passage.page, "section": passage.section, "start": passage.start, "end": passage.end,
        "text": passage.text, "highlight": list(hit.highlight),
    }  # fmt: skip


def hits_in_words(results: Results | Answer, language: str, *, width: int = 96) -> Iterator[str]:
    """Lines for a terminal: title and place, the passage, the best sentence marked with »«."""
    for rank, hit in enumerate(results.hits, 1):
        passage = hit.passage
        place = [passage.document]
        if passage.page:
            place.append(text(language, "hit.page", page=passage.page))
        if passage.section:
            place.append(passage.section)
        yield f"{rank}. {hit.document.title} [{passage.language}]"
        yield f"   {' · '.join(place)}"
        start, end = hit.highlight
        body = passage.text
        marked = f"{body[:start]}»{body[start:end].strip()}« {body[end:].lstrip()}" if end else body
        yield textwrap.indent(textwrap.fill(" ".join(marked.split()), width), "   ")
        if hit.versions:
            yield "   " + counted(language, "hit.versions", len(hit.versions))
        yield ""
