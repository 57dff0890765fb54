"""More like this: passages of other documents that mean nearly what somebody reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.wording import SUMMARY_NOTICES
from assistant.search import Library
from corpus.models import Passage
from index.records import DocumentCard


@dataclass(frozen=True, slots=True)
class Similar:
    """A passage like what is read; ``nearness`` is their neutral cosine."""

    passage: Passage
    document: DocumentCard
    nearness: float


def similar(
    library: Library, document: str, start: int, end: int, *, k: int = 5, besides: Sequence[str] = ()
) -> list[Similar]:
    """The best passage of each of the ``k`` documents nearest to what stands from ``start`` to ``end`` in ``document``.

    The document itself and those of ``besides`` are left out. Where no passage stands there are none. Notices that a
    text is a summary, which many documents begin with, are like each other and say nothing.
    """
    searcher = library.searcher
    own = searcher.store.passages_of(document)
    read = {key: passage for key, passage in own.items() if passage.start < end and start < passage.end}
    telling = [key for key, passage in read.items() if not _is_notice(passage)]
    near = searcher.like(telling or list(read), besides=(document, *besides))
    passages = searcher.store.passages([key for key, _ in near])
    cards = searcher.store.cards({card for _, card in passages.values()})
    found: dict[int, Similar] = {}
    for key, nearness in near:
        passage, card = passages[key]
        if card not in found and len(found) < k and not _is_notice(passage):
            found[card] = Similar(passage, cards[card], nearness)
    return list(found.values())


def _is_notice(passage: Passage) -> bool:
    return passage.text.startswith(SUMMARY_NOTICES)
