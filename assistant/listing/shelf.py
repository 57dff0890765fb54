"""The documents as they stand: what can be browsed and read before the model is open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from assistant.finding.works import Works
from assistant.listing.records import Record, read_records
from corpus.models import Document, Passage
from index.records import DocumentCard
from index.store import Store


class Shelf:
    """An index without its model. Safe to share between threads; a change of the index is seen."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: tuple[int, list[DocumentCard], Works] = (-1, [], Works(()))
        self._records: dict[str, tuple[tuple[int, date], list[Record]]] = {}

    @classmethod
    def open(cls, path: Path) -> Shelf:
        """Open the index at ``path``. Raises IndexProblem."""
        return cls(Store(path))

    def documents(self) -> list[DocumentCard]:
        """All documents, by title."""
        return self._now()[1]

    def card(self, document: str) -> DocumentCard | None:
        """The document's card, None where there is no such document."""
        return next((card for card in self.documents() if card.id == document), None)

    def document(self, document: str) -> Document:
        """A whole document. Raises IndexProblem("no_document")."""
        return self._store.document(document)

    def passages(self, document: str) -> list[Passage]:
        """A document's passages in reading order; none for an unknown document."""
        return list(self._store.passages_of(document).values())

    def records(self, collection: str) -> list[Record]:
        """The documents of a collection as records, as they stand today."""
        asked = (self._store.generation, date.today())
        if self._records.get(collection, (None, []))[0] != asked:
            self._records[collection] = asked, read_records(self._store, today=asked[1], collection=collection)
        return self._records[collection][1]

    def works(self) -> Works:
        """Which documents are versions of each other, and which still hold."""
        return self._now()[2]

    def _now(self) -> tuple[int, list[DocumentCard], Works]:
        generation = self._store.generation
        if self._held[0] != generation:
            cards = list(self._store.cards().values())
            self._held = (generation, cards, Works(cards))
        return self._held


def one_of_each_work(records: Iterable[Record], language: str) -> list[Record]:
    """One language version of each work: in ``language``, else in English, else the original; by title."""
    chosen: dict[str, Record] = {}
    for record in records:
        best = chosen.get(record.work)
        if best is None or _suits(record, language) > _suits(best, language):
            chosen[record.work] = record
    return sorted(chosen.values(), key=lambda record: record.card.title.casefold())


def _suits(record: Record, language: str) -> tuple[bool, bool, bool]:
    spoken = record.card.language
    return spoken == language, spoken == "en", record.card.id == record.work
