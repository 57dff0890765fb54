"""Fact cards: what documents state, field by field, each with its quote and page, one or side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.cards import FactCard, compare
from assistant.search import Library
from interface.answer_view import emphasised
from interface.escaping import html
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
    heads = "".join(
        f'<th scope="col" lang="{html(card.document.language)}">{html(card.document.title)}</th>' for card in cards
    )
    rows = "".join(
        f'<tr><th scope="row">{html(text(language, f"card.{cards[0].kind}.{field}"))}</th>'
        f"{''.join(_cell(card, field, language) for card in cards)}</tr>"
        for field in cards[0].fields
    )
    name = html(text(language, "facts.heading"))
    return (
        f'<div class="ts ts-compare ts-stacked ts-cards{len(cards)}" tabindex="0" role="region" aria-label="{name}">'
        f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(card: FactCard, field: str, language: str) -> str:
    quote, title = card.fields[field], html(card.document.title)
    if quote is None:
        return f'<td class="ts-none" data-of="{title}">{html(text(language, "card.not_stated"))}</td>'
    page = text(language, "hit.page", page=quote.page) if quote.page else ""
    return (
        f'<td data-of="{title}"><q lang="{html(quote.language)}">{emphasised(quote)}</q>'
        f"{f' <span>({html(page)})</span>' if page else ''}</td>"
    )
