"""More like this: passages of other documents that mean nearly the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.search import Library
from corpus.models import Passage
from index.records import DocumentCard


@dataclass(frozen=True, slots=True)
class Similar:
    """A passage like another; ``nearness`` is their neutral cosine."""

    passage: Passage
    document: DocumentCard
    nearness: float


def similar(library: Library, document: str, start: int, *, k: int = 5, besides: Sequence[str] = ()) -> list[Similar]:
    """The best passage of each of the ``k`` documents nearest to the passage at ``start`` of ``document``.

    The document itself and those of ``besides`` are left out. An offset where no passage stands has none.
    """
    searcher = library.searcher
    own = searcher.store.passages_of(document)
    key = next((key for key, passage in own.items() if passage.start <= start < passage.end), None)
    if key is None:
        return []
    near = searcher.like(key, besides=(document, *besides))
    passages = searcher.store.passages([key for key, _ in near])
    cards = searcher.store.cards({card for _, card in passages.values()})
    found: dict[int, Similar] = {}
    for key, nearness in near:
        passage, card = passages[key]
        if card not in found and len(found) < k:
            found[card] = Similar(passage, cards[card], nearness)
    return list(found.values())
