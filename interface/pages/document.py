"""Reading: a document part by part, the passage marked in text and picture, and the ways on from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from assistant.listing.records import SECTIONS
from assistant.listing.shelf import Shelf
from assistant.reading import Part, matching, part_at, parts, sections
from assistant.references import Reference
from assistant.translating.translator import Translator
from corpus.models import Document, Passage
from corpus.web_address import web_address
from index.records import DocumentCard, Hit
from interface import session
from interface.address import Request
from interface.document_text import text_html
from interface.escaping import html, outside_html
from interface.facts import show_facts
from interface.focus import go_on_at
from interface.hit_view import facts_html, show_keep, warning_html
from interface.navigation import here, shared, show_link
from interface.opening import opened, shelf
from interface.original import has_pictures, show_download, show_picture
from interface.places_in_document import best_places, show_places, show_similar
from interface.settings import Settings
from interface.texts import name, text
from interface.translation_view import offered, show_toggle, translation_html

_MARKED = ".ts-text mark"  # the passage that somebody came for
_CHOICE = 480  # pixels in which a heading can be read; a phone has a line for it


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as it is being read: its parts, which one is open, and what is marked in the text."""

    card: DocumentCard
    document: Document
    passages: list[Passage]
    parts: list[Part]
    index: int
    marked: tuple[int, int] | None

    @property
    def part(self) -> Part:
        return self.parts[self.index]

    @property
    def passage(self) -> Passage | None:
        """The marked passage."""
        if self.marked is None:
            return None
        at = self.marked[0]
        return next((passage for passage in self.passages if passage.end > at), None)


def show(request: Request, settings: Settings) -> None:
    """Draw the document that the request names."""
    books = shelf(settings)
    card = books.card(request.document)
    if card is None:
        _missing(request)
        return
    library = opened(settings)
    hits = best_places(library, request) if library else []
    book = _open(books, card, request)
    st.set_page_config(page_title=text(request.language, "page.title", question=card.title[:80]))
    _head(book, books, request)
    if request.at and book.marked is None:
        st.info(text(request.language, "document.passage_gone"))
    if card.collection in SECTIONS and st.toggle(text(request.language, "facts.show"), key="facts"):
        show_facts(settings, [card.id], request.language)
    show_places(hits, book.document, request, waiting=library is None, settings=settings)
    _parts(book, request)
    _beside(book, books, request)
    versions = books.works().language_versions(card.id)
    beside = next((other for other in versions if other.id in request.compared), None)
    if beside:
        _text(book, hits, request, beside=_open(books, beside, Request(request.language)))
    else:
        _text(book, hits, request, translator=library.translator if library else None)
    if library:
        read = book.passage or book.part
        show_similar(library, read.start, read.end, request, besides=[version.id for version in versions])
    if book.marked and session.has_arrived():
        go_on_at(_MARKED)  # it may stand a screen or two below


def _open(books: Shelf, card: DocumentCard, request: Request) -> Opened:
    document, passages = books.document(card.id), books.passages(card.id)
    found = parts(document, passages)
    reference = Reference.at(card.id, request.at)
    marked = reference.find(document.text) if reference else None
    at = int(request.part) - 1 if request.part else part_at(found, marked[0]) if marked else 0
    return Opened(card, document, passages, found, min(at, len(found) - 1), marked)


def _missing(request: Request) -> None:
    language = request.language
    st.html(
        f'<div class="ts" role="status"><h1>{html(text(language, "document.missing"))}</h1>'
        f"<p>{html(text(language, 'document.missing_what', document=request.document or '–'))}</p></div>"
    )
    reference = Reference.at(request.document, request.at)
    question = request.question or (reference.words if reference else "")
    show_link("search", text(language, "document.search"), Request(language, question, kept=request.kept), bold=True)


def _head(book: Opened, books: Shelf, request: Request) -> None:
    card, language = book.card, request.language
    works = books.works()
    newer, status = works.successor(card.id), works.status(card, today=date.today())
    st.html(
        f'<div class="ts"><h1 lang="{html(card.language)}">{html(card.title)}</h1>'
        f"{facts_html(card, language, spoken=card.language)}{warning_html(card, status, newer, language)}</div>"
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="ways"):
        if newer:
            title = text(language, "document.newer")
            show_link("document", title, Request(language, document=newer.id, kept=request.kept), bold=True)
        show_download(card, language, key=card.id)
        with st.popover(text(language, "document.link"), type="tertiary"):
            _permanent_link(book, request)
        if source := web_address(card.metadata.source):
            link = outside_html(source, text(language, "hit.source"))
            st.html(f'<p class="ts-links">{link}</p>', width="content")


def _permanent_link(book: Opened, request: Request) -> None:
    language = request.language
    at = ""
    if book.marked and book.passage:
        at = Reference.to(book.card.id, book.marked[0], book.document.text[slice(*book.marked)]).place
    part = "" if at else str(book.index + 1)
    target = Request(language, document=book.card.id, at=at, part=part)
    st.html(f'<p class="ts-quiet">{html(text(language, "document.link_what"))}</p>')
    st.code(here() + shared("document", target), language=None, wrap_lines=True)


def _parts(book: Opened, request: Request) -> None:
    """The choice of page or section, and the languages that can stand beside."""
    language = request.language
    labels = [_label(part, number, language) for number, part in enumerate(book.parts, 1)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="parts"):
        if len(labels) > 1:
            st.session_state["part"] = book.index
            st.selectbox(
                text(language, "document.page" if book.part.page else "document.section"),
                range(len(labels)),
                format_func=labels.__getitem__,
                placeholder=text(language, "document.section"),
                key="part",
                on_change=lambda: session.change(part=str(st.session_state["part"] + 1), at=""),
                width=_CHOICE,
            )
            st.button(
                text(language, "document.before"), key="before", disabled=book.index == 0,
                on_click=session.change, kwargs={"part": str(book.index), "at": ""},
            )  # fmt: skip
            st.button(
                text(language, "document.after"), key="after", disabled=book.index == len(labels) - 1,
                on_click=session.change, kwargs={"part": str(book.index + 2), "at": ""},
            )  # fmt: skip


def _label(part: Part, number: int, language: str) -> str:
    if part.page:
        return text(language, "hit.page", page=part.page)
    return f"{number}. {part.heading}" if part.heading else str(number)


def _beside(book: Opened, books: Shelf, request: Request) -> None:
    versions = books.works().language_versions(book.card.id)
    if not versions:
        return
    language = request.language
    st.session_state["beside"] = next((v.id for v in versions if v.id in request.compared), None)
    st.pills(
        text(language, "document.beside"),
        [version.id for version in versions],
        format_func=lambda id: name(language, "languages", next(v.language for v in versions if v.id == id)),
        key="beside",
        on_change=lambda: session.change(compared=(st.session_state["beside"],) if st.session_state["beside"] else ()),
    )
    for version in versions:
        spoken = name(language, "languages", version.language)
        label = text(language, "hit.version", title=version.title, details=spoken)
        show_link("document", label, Request(language, request.question, document=version.id, kept=request.kept))


def _text(
    book: Opened, hits: list[Hit], request: Request, *, beside: Opened | None = None,
    translator: Translator | None = None,
) -> None:  # fmt: skip
    spoken, language = book.card.language, request.language
    if beside is not None:
        _beside_each_other(book, beside, hits)
    elif translator and offered(translator, spoken, language) and show_toggle(language, key=book.card.id):
        left, right = st.columns(2, gap="large")
        with left:
            _column(book, hits, request)
        with right:
            words = book.document.text[book.part.start : book.part.end]
            st.html(translation_html(translator, words, spoken, language))
    elif has_pictures(book.card) and book.part.page:
        left, right = st.columns(2, gap="large")
        with left:
            _column(book, hits, request)
        with right:
            _page_picture(book, hits, request)
    else:
        _column(book, hits, request)
    if book.marked and book.passage:
        start, end = book.marked
        show_keep(Reference.to(book.card.id, start, book.document.text[start:end]), request)


def _beside_each_other(book: Opened, other: Opened, hits: list[Hit]) -> None:
    """The part with the same part of another language version, section by section on one level."""
    if book.part.page:
        rows = [(book.part, other.parts[matching(book.index, len(book.parts), len(other.parts))])]
    else:
        own, theirs = (sections(one.document, one.passages) for one in (book, other))
        rows = [
            (section, theirs[matching(at, len(own), len(theirs))])
            for at, section in enumerate(own)
            if book.part.start <= section.start < book.part.end
        ]
    for left, right in rows:
        for column, one, part in zip(st.columns(2, gap="large"), (book, other), (left, right), strict=True):
            mine = one is book
            with column:
                st.html(
                    text_html(
                        one.document, part, one.passages,
                        marked=one.marked if mine else None, best=_best(book, hits) if mine else None,
                    )
                )  # fmt: skip


def _column(book: Opened, hits: list[Hit], request: Request) -> None:
    heading = ""
    if book.part.page:
        page = text(request.language, "document.page_title", page=book.part.page)
        heading = f'<div class="ts"><h2>{html(page)}</h2></div>'
    shown = text_html(book.document, book.part, book.passages, marked=book.marked, best=_best(book, hits))
    st.html(heading + shown)


def _page_picture(book: Opened, hits: list[Hit], request: Request) -> None:
    words, sentence = "", ""
    if book.marked:
        words = book.document.text[slice(*book.marked)]
        best = _best(book, hits)
        sentence = book.document.text[slice(*best)] if best else ""
    show_picture(book.card, book.part.page or 1, request.language, passage=words, sentence=sentence)


def _best(book: Opened, hits: list[Hit]) -> tuple[int, int] | None:
    """The best sentence of the marked passage, if the question found it; a quote from it stands for itself."""
    for hit in hits:
        if (hit.passage.start, hit.passage.end) == book.marked:
            start, end = hit.highlight
            return hit.passage.start + start, hit.passage.start + end
    return None
