"""Fact cards: what documents state, field by field, each with its quote and page, one or side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.cards import FactCard, compare
from assistant.search import Library
from interface.answer_view import emphasised
from interface.escaping import html
from interface.tables import Cell, Words, table_html
from interface.texts import text


def show_cards_of(library: Library, documents: Sequence[str], language: str) -> None:
    """The cards of ``documents`` as one table; reading them out takes a moment, once for each set."""
    key = ("cards", id(library), library.searcher.generation, tuple(documents))
    if st.session_state.get("cards_read", (None,))[0] != key:
        with st.spinner(text(language, "facts.reading")):
            st.session_state["cards_read"] = (key, compare(library, documents))
    cards: list[FactCard] = st.session_state["cards_read"][1]
    st.html(_table(cards, language))


def _table(cards: Sequence[FactCard], language: str) -> str:
    titles = [Cell(html(card.document.title), card.document.language) for card in cards]
    rows: list[tuple[Words, ...]] = [
        (text(language, f"card.{cards[0].kind}.{field}"), *(_cell(card, field, language) for card in cards))
        for field in cards[0].fields
    ]
    name, kind = text(language, "facts.heading"), f"ts-compare ts-cards{len(cards)}"
    return table_html(name, ("", *titles), rows, kind=kind, caption_shown=False)


def _cell(card: FactCard, field: str, language: str) -> Cell:
    quote = card.fields[field]
    if quote is None:
        return Cell(html(text(language, "card.not_stated")), kind="ts-none")
    page = f' <span class="ts-whole">({html(text(language, "hit.page", page=quote.page))})</span>' if quote.page else ""
    return Cell(f'<q lang="{html(quote.language)}">{emphasised(quote)}</q>{page}')
