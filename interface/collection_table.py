"""The documents of the collection as a table: what holds, what is replaced, what is not known of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from assistant.collection import missing
from assistant.finding.works import Works
from corpus.added import Added
from index.records import DocumentCard
from interface.escaping import html
from interface.more import show_more, shown
from interface.tables import Cell, Words, table_html
from interface.texts import counted, name, text, with_count

_ROWS, _MORE = 50, 100  # at first, and more at each asking
_COLUMNS = ("title", "collection", "language", "standing", "missing")
Test = Callable[[DocumentCard], bool]


def show_table(cards: Sequence[DocumentCard], works: Works, added: Added, language: str, *, today: date) -> None:
    """Draw the table with its filters."""
    tests: dict[str, Test] = {
        "superseded": lambda card: works.status(card, today=today) == "superseded",
        "expired": lambda card: works.status(card, today=today) == "expired",
        "missing": lambda card: bool(missing(card)),
        "added": lambda card: added.holds(card.file),
    }
    counts = {key: sum(map(test, cards)) for key, test in tests.items()}
    st.html(f'<div class="ts"><h2>{html(text(language, "collection.documents"))}</h2></div>')
    chosen = st.pills(
        text(language, "collection.only"),
        list(tests),
        format_func=lambda key: with_count(language, text(language, f"collection.{key}"), counts[key]),
        key="staff only",
    )
    words = st.text_input(text(language, "collection.find"), key="staff find").casefold().split()
    found = [card for card in cards if chosen is None or tests[chosen](card)]
    found = [card for card in found if all(word in f"{card.title} {card.id}".casefold() for word in words)]
    most = shown("staff rows", _ROWS, of=(chosen, words))
    rows = [_row(card, works, language, today) for card in found[:most]]
    columns = [text(language, f"collection.column.{key}") for key in _COLUMNS]
    caption = counted(language, "first.documents", len(found))
    st.html(table_html(text(language, "collection.documents"), columns, rows, caption=caption))
    show_more("staff rows", _MORE, language, more=len(found) > most, items=".ts-wide tbody th")


def _row(card: DocumentCard, works: Works, language: str, today: date) -> tuple[Words, ...]:
    status = works.status(card, today=today)
    standing = text(language, "collection.valid" if status == "valid" else f"hit.status.{status}")
    lacking = ", ".join(text(language, f"fields.{field}") for field in missing(card)) or "–"
    title = f'<span lang="{html(card.language)}">{html(card.title)}</span>'
    return (
        Cell(f'{title}<br><span class="ts-quiet">{html(card.id)}</span>'),
        name(language, "collections", card.collection),
        name(language, "languages", card.language),
        standing,
        lacking,
    )
