"""One generation of an index as it is held in memory: its passages, its documents and what these are to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.finding.places import documents_about
from assistant.finding.works import Works
from assistant.finding.yearly import Yearly
from index.encoder import Encoder
from index.records import DocumentCard
from index.search import Found, Searcher
from index.store import Store
from index.term_base import TermBase


@dataclass(frozen=True, slots=True)
class Opened:
    """``cards`` are by key, ``by_country`` ids of documents by the stated country, ``_about`` by those looked for."""

    searcher: Searcher
    cards: dict[int, DocumentCard]
    works: Works
    yearly: Yearly
    by_country: dict[str | None, list[str]]
    _about: dict[frozenset[str], frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, encoder: Encoder, terms: TermBase | None) -> Opened:
        searcher = Searcher(store, encoder, terms=terms)
        there = set(searcher.documents.values())  # others may have been added since the passages were read
        cards = {key: card for key, card in store.cards().items() if key in there}
        by_country: dict[str | None, list[str]] = {}
        for card in cards.values():
            by_country.setdefault(card.metadata.country, []).append(card.id)
        return cls(searcher, cards, Works(cards.values()), Yearly(cards.values()), by_country)

    def about(self, countries: frozenset[str]) -> frozenset[int]:
        """The keys of the documents about one of ``countries``; looked for once."""
        if countries not in self._about:
            self._about[countries] = documents_about(self.cards, countries)
        return self._about[countries]

    def card(self, row: int) -> DocumentCard:
        """The document of the passage in ``row`` of the searcher's table."""
        return self.cards[int(self.searcher.table.documents[row])]

    def cards_of(self, found: Sequence[Found]) -> dict[int, DocumentCard]:
        """The documents of ``found`` by key."""
        keys = self.searcher.table.documents[[item.row for item in found]].tolist()
        return {key: self.cards[key] for key in keys}
