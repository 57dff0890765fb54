"""The passages that somebody kept, found again in the documents as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.listing.shelf import Shelf
from assistant.references import Reference
from corpus.models import Document, Passage
from index.records import Hit


def kept_hits(shelf: Shelf, references: Iterable[Reference], *, today: date) -> dict[Reference, Hit]:
    """The passages of ``references`` in their order; those that are gone are left out.

    A hit of the basket answers no question: its score is 0 and nothing in it is marked.
    """
    documents: dict[str, Document] = {}
    works, found = shelf.works(), {}
    for reference in references:
        card = shelf.card(reference.document)
        if card is None:
            continue
        document = documents.setdefault(card.id, shelf.document(card.id))
        place = reference.find(document.text)
        if place is None:
            continue
        start, end = place
        around = next((p for p in shelf.passages(card.id) if p.start <= start < p.end), None)
        passage = Passage(
            card.id, start, end, document.text[start:end], around.language if around else card.language,
            document.page_at(start), around.headings if around else (),
        )  # fmt: skip
        found[reference] = Hit(
            passage, card, 0.0, 0.0, (), (0, 0), (), works.status(card, today=today), works.successor(card.id),
            works.language_versions(card.id),
        )  # fmt: skip
    return found
