"""Records as cards, two in a row: what each is, where to read it, and a box for comparing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.listing.records import Record
from corpus.vocabulary import label
from interface.address import Request
from interface.comparison import show_choice
from interface.escaping import html, prose
from interface.facets import clear, found_html, narrowed
from interface.more import show_more, shown
from interface.navigation import show_link
from interface.texts import name, text

_PAGE = 12  # cards at first, and more at each asking
_ASKED = 80  # characters on a link
_SUMMARY = 220  # characters


def show_cards(
    found: Sequence[Record],
    request: Request,
    *,
    place: str,
    heading: str,
    facts: Callable[[Record, str], list[str]],
) -> None:
    """Draw ``found``, which passed the filters of ``place``; ``facts`` says what stands above a title."""
    language = request.language
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(found_html(heading, len(found), request, place), width="content")
        if narrowed(request, place):
            st.button(text(language, "filters.clear"), key="clear", on_click=clear, args=(place,))
    if request.question and not found:  # a filter looks at whom it is for alone; who asks for more searches
        asked = Request(language, request.question, collections=(place,), kept=request.kept)
        show_link("search", text(language, "filters.search", question=request.question[:_ASKED]), asked)
    # Those in the visitor's language come first.
    ordered = sorted(found, key=lambda record: record.card.language != language)
    most = shown(place, _PAGE, of=request.asked)
    for at in range(0, min(len(ordered), most), 2):
        for column, record in zip(st.columns(2, gap="medium"), ordered[at : min(at + 2, most)], strict=False):
            with column:
                _card(record, request, facts(record, language))
    show_more(place, _PAGE, language, more=len(ordered) > most)


def _card(record: Record, request: Request, facts: list[str]) -> None:
    language, card = request.language, record.card
    if card.language != language:
        facts = [*facts, text(language, "hit.language", language=name(language, "languages", card.language))]
    spans = "".join(f"<span>{html(fact)}</span>" for fact in facts)
    themes = " ".join(
        f'<span class="ts-chip">{html(label("themes", theme, language))}</span>' for theme in card.metadata.themes
    )
    summary = record.summary
    if len(summary) > _SUMMARY:
        summary = summary[:_SUMMARY].rpartition(" ")[0] + "\N{NO-BREAK SPACE}…"
    with st.container(border=True, height="stretch", key=f"card {card.id}"):
        st.html(
            f'<article class="ts"><p class="ts-over">{spans}</p>'
            f'<h3 lang="{html(card.language)}">{prose(card.title)}</h3>{_standing(record, language)}'
            f'<p lang="{html(card.language)}">{prose(summary)}</p><p class="ts-chips">{themes}</p></article>'
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            target = Request(language, document=card.id, kept=request.kept)
            show_link("document", text(language, "practices.read"), target, bold=True)
            show_choice(record, request)


def _standing(record: Record, language: str) -> str:
    if record.status == "valid":
        return ""
    return f'<p class="ts-note"><b class="ts-status">{html(text(language, f"hit.status.{record.status}"))}</b></p>'
