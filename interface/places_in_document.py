"""Jumping within a document between the places that fit the question, and on to others like it."""

from __future__ import annotations

import streamlit as st

from assistant.reading import section_at
from assistant.references import Reference
from assistant.search import Library
from assistant.similar import similar
from corpus.models import Document
from index.records import Filters, Hit
from interface import session
from interface.address import Request, shortened
from interface.escaping import html, markdown
from interface.hit_view import trail
from interface.marked_text import beginning_html
from interface.navigation import show_link
from interface.opening import wait_for
from interface.settings import Settings
from interface.texts import counted, name, text

_PLACES = 6  # beyond the best ones every passage of a document fits a little
_NEAR_THE_BEST = 0.6  # share of the best score
_LIKE_IT = 0.35  # neutral cosine below which passages speak of other things
_LONGEST = 60  # characters of what a place is called
_SHOWN = 240  # characters of a passage that is only pointed at


def best_places(library: Library, request: Request) -> list[Hit]:
    """The hits of the question in the document, in reading order."""
    if not request.question:
        return []
    within = Filters(documents=(request.document,))
    found = library.search(request.question, k=_PLACES, filters=within, fallback=request.language).hits
    good = [hit for hit in found if hit.score >= _NEAR_THE_BEST * found[0].score]
    return sorted(good, key=lambda hit: hit.passage.start)


def show_places(hits: list[Hit], document: Document, request: Request, *, waiting: bool, settings: Settings) -> None:
    """A field for searching in the document, and the hits as steps."""
    language = request.language
    st.session_state["question_here"] = request.question
    st.text_input(
        text(language, "document.find"),
        key="question_here",
        on_change=lambda: session.change(question=shortened(st.session_state["question_here"])[0], at="", part=""),
    )
    if request.question and waiting:
        wait_for(settings, text(language, "results.opening"))
    if not hits:
        return
    st.html(f'<p class="ts-quiet" role="status">{html(counted(language, "document.places", len(hits)))}</p>')
    with st.container(horizontal=True, key="places"):
        for number, hit in enumerate(hits, 1):
            _step(number, hit, document, request)


def _step(number: int, hit: Hit, document: Document, request: Request) -> None:
    passage = hit.passage
    place = Reference.to(passage.document, passage.start, passage.text).place
    label = markdown(f"{number}. {_short(hit, document, request.language)}")
    here = Reference.at(passage.document, request.at)
    st.button(
        label,
        key=f"place {passage.start}",
        type="primary" if here and here.start == passage.start else "secondary",
        on_click=session.change,
        kwargs={"at": place, "part": ""},
        wrap=True,
    )


def _short(hit: Hit, document: Document, language: str) -> str:
    """What a place is called: its page, or the heading above its best sentence, or else its first words."""
    passage = hit.passage
    if passage.page:
        return text(language, "document.page_title", page=passage.page)
    headings = trail(section_at(document, passage, passage.start + hit.highlight[0] + 1), hit.document)
    words = " ".join((headings[-1] if headings else passage.text).split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


def show_similar(library: Library, start: int, end: int, request: Request, *, besides: list[str]) -> None:
    """Passages of other documents that are like what stands from ``start`` to ``end``; nothing where there are none."""
    language = request.language
    found = similar(library, request.document, start, end, k=4, besides=besides)
    found = [one for one in found if one.nearness >= _LIKE_IT]
    if not found:
        return
    st.html(
        f'<div class="ts"><h2>{html(text(language, "document.similar"))}</h2>'
        f'<p class="ts-quiet">{html(text(language, "document.similar_what"))}</p></div>'
    )
    for one in found:
        place = Reference.to(one.document.id, one.passage.start, one.passage.text).place
        spoken = name(language, "languages", one.passage.language)
        label = text(language, "hit.version", title=one.document.title, details=spoken)
        show_link("document", label, Request(language, document=one.document.id, at=place, kept=request.kept))
        shown = beginning_html(one.passage.text, longest=_SHOWN)
        st.html(f'<p class="ts-snippet" lang="{html(one.passage.language)}">{shown}</p>')
