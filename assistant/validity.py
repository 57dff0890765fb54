"""Whether a document may still be followed: replaced by a newer one, or past its time."""

from __future__ import annotations

from datetime import date

from assistant.versions import year_of
from index.records import DocumentCard


def in_force(card: DocumentCard, *, superseded: frozenset[str], today: date) -> bool:
    """Whether ``card`` is neither among ``superseded`` ids nor past its ``valid_until``."""
    until = card.metadata.valid_until
    return card.id not in superseded and (until is None or until >= today)


def standing(card: DocumentCard, *, superseded: frozenset[str], today: date) -> tuple[bool, int]:
    """The greater is the one to follow: in force before replaced, newer before older."""
    return in_force(card, superseded=superseded, today=today), year_of(card)
