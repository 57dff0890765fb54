"""Questions in, results out: for terminals and for other programs."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.records import DocumentCard, Hit, Results, Status
from interface.texts import counted, text, written

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
        "status": hit.status, "versions": _versions_as_json(hit),
    }  # fmt: skip


def _versions_as_json(hit: Hit) -> list[dict[str, str]]:
    """Each other version once: what replaces the document, its translations, documents that say the same."""
    related = [("successor", hit.successor)] if hit.successor else []
    related += [("translation", card) for card in hit.translations]
    related += [("similar", version.document) for version in hit.versions]
    once = {card.id: (relation, card) for relation, card in reversed(related)}
    return [
        {"document": card.id, "title": card.title, "language": card.language, "relation": relation}
        for relation, card in reversed(once.values())
    ]


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
        if mark := status_in_words(hit.document, hit.status, hit.successor, language):
            yield f"   ! {mark}"
        start, end = hit.highlight
        body = passage.text
        marked = f"{body[:start]}»{body[start:end].strip()}« {body[end:].lstrip()}" if end else body
        yield textwrap.indent(textwrap.fill(" ".join(marked.split()), width), "   ")
        if hit.versions:
            yield "   " + counted(language, "hit.versions", len(hit.versions))
        for card in hit.translations:
            yield f"   [{card.language}] {card.title} · {card.id}"
        yield ""


def status_in_words(
    card: DocumentCard, status: Status, successor: DocumentCard | None, language: str
) -> str | None:
    """What to know before relying on a document that no longer holds; None for one that does."""
    until = card.metadata.valid_until
    if status == "superseded" and successor:
        return text(language, "hit.superseded", title=successor.title)
    if status == "expired" and until:
        return text(language, "hit.expired", date=written(language, until))
    return None
