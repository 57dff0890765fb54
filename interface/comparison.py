"""Two to four records beside each other, section by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.listing.records import Record
from corpus.vocabulary import Vocabulary, label, terms
from interface import session
from interface.address import MOST_COMPARED, Request
from interface.escaping import html, prose
from interface.facets import FOUND
from interface.focus import go_on_at
from interface.marked_text import in_lines
from interface.navigation import show_link
from interface.tables import Cell, Words, table_html
from interface.texts import name, text

_PLACE = "comparison"  # where it stands on the page


def show_choice(record: Record, request: Request) -> None:
    """A box that takes ``record`` into the comparison."""
    chosen = record.card.id in request.compared
    key = f"compare {record.card.id}"
    st.session_state[key] = chosen
    full = not chosen and len(request.compared) >= MOST_COMPARED
    st.checkbox(
        text(request.language, "compare.full" if full else "compare.choose", count=MOST_COMPARED),
        key=key,
        disabled=full,
        on_change=_toggle,
        args=(record.card.id,),
    )
    if chosen:
        _lead(request)


def _lead(request: Request) -> None:
    """What a tick has done, said where it was made: the comparison stands far above."""
    count = len(request.compared)
    if count == 1:
        shown = html(text(request.language, "compare.another"))
    else:
        shown = f'<a href="#{_PLACE}">{html(text(request.language, "compare.see", count=count))}</a>'
    st.html(f'<p class="ts-links" role="status">{shown}</p>', width="content")


def _toggle(document: str) -> None:
    compared = session.request().compared
    if document in compared:
        session.change(compared=tuple(one for one in compared if one != document))
    else:
        session.change(compared=(*compared, document)[:MOST_COMPARED])


def _clear() -> None:
    session.change(compared=())
    go_on_at(FOUND)


def show_comparison(
    records: Sequence[Record], sections: Vocabulary, request: Request, *, facts: Callable[[list[str]], None]
) -> None:
    """The compared ones of ``records`` as a table; one alone waits for another.

    ``facts`` draws what they state field by field and is offered above the whole sections.
    """
    language = request.language
    by_id = {record.card.id: record for record in records}
    chosen = [by_id[document] for document in request.compared if document in by_id]
    place = st.container()  # also while empty: what comes later would be drawn anew, and a phone lose its place
    if not chosen:
        return
    with place.container(border=True, key="comparison"):
        st.html(f'<div class="ts"><h2 id="{_PLACE}" tabindex="-1">{html(text(language, "compare.heading"))}</h2></div>')
        if len(chosen) == 1:
            one = text(language, "compare.one", title=chosen[0].card.title)
            st.html(f'<p class="ts-quiet" role="status">{html(one)}</p>')
        elif st.toggle(text(language, "facts.show"), key="facts", value=False):
            facts([record.card.id for record in chosen])
        else:
            st.html(_table(chosen, sections, language))
        with st.container(horizontal=True, gap="medium"):
            for record in chosen:
                show_link("document", record.card.title, Request(language, document=record.card.id, kept=request.kept))
        st.button(text(language, "compare.clear"), key="compare_clear", on_click=_clear)


def _table(records: Sequence[Record], sections: Vocabulary, language: str) -> str:
    titles = [Cell(html(record.card.title), record.card.language) for record in records]
    spoken = [name(language, "languages", record.card.language) for record in records]
    rows: list[tuple[Words, ...]] = [(text(language, "filters.languages"), *spoken)]
    rows += [
        (label(sections, section, language), *(_cell(record, section, language) for record in records))
        for section in terms(sections)
        if section != "sources" and any(record.sections.get(section) for record in records)
    ]
    called = text(language, "compare.heading")
    return table_html(called, ("", *titles), rows, kind="ts-compare", caption_shown=False)


def _cell(record: Record, section: str, language: str) -> Cell:
    words = record.sections.get(section)
    if not words:
        return Cell(html(text(language, "compare.none")), kind="ts-none")
    return Cell(in_lines(words, (0, len(words)), lambda part: prose(words[slice(*part)])), record.card.language)
