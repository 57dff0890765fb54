"""One hit on the page: where it stands, the passage, why it was found, and the original."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

import streamlit as st

from corpus.errors import TietosiltaError
from corpus.page_picture import page_picture
from index.records import DocumentCard, Hit
from interface.address import Request
from interface.escaping import html, markdown, web_address
from interface.printed import status_in_words
from interface.texts import counted, name, text, written

_SAME_TITLE = 0.8  # share of equal letters


def show_hit(hit: Hit, request: Request, *, asked_in: str) -> None:
    """Draw ``hit``. ``asked_in`` is the question's language."""
    language = request.language
    shared = request.at == hit.passage.start and request.document == hit.document.id
    parts = [
        f'<p class="ts-note">{html(text(language, "results.shared"))}</p>' if shared else "",
        _above(hit, language),
        f'<h3 lang="{html(hit.document.language)}">{html(hit.document.title)}</h3>',
        _trail(hit, language),
        _warning(hit, request),
        passage_html(hit),
        _why(hit, language, asked_in=asked_in),
        _translations(hit, request),
        _links(hit, request),
    ]
    with st.container(border=True):
        st.html(f'<article class="ts">{"".join(parts)}</article>')
        _original(hit, language)
        _versions(hit, request)


def passage_html(hit: Hit) -> str:
    """The passage with its best sentence marked."""
    words, (start, end) = hit.passage.text, hit.highlight
    marked = f"<mark>{html(words[start:end])}</mark>" if start < end else ""
    return (
        f'<blockquote class="ts-passage" lang="{html(hit.passage.language)}">'
        f"{html(words[:start])}{marked}{html(words[end:])}</blockquote>"
    )


def _above(hit: Hit, language: str) -> str:
    card = hit.document
    facts = []
    if card.metadata.country:
        facts.append(name(language, "countries", card.metadata.country))
    if card.metadata.organisation:
        facts.append(card.metadata.organisation)
    if card.metadata.published:
        facts.append(text(language, "hit.published", date=written(language, card.metadata.published)))
    facts.append(text(language, "hit.language", language=name(language, "languages", hit.passage.language)))
    spans = "".join(f"<span>{html(fact)}</span>" for fact in facts)
    collection = html(name(language, "collections", card.collection))
    return f'<p class="ts-over"><span><strong>{collection}</strong></span>{spans}</p>'


def _trail(hit: Hit, language: str) -> str:
    headings = list(hit.passage.headings)
    # A trail usually begins with the document's title, which stands right above.
    if headings and SequenceMatcher(None, headings[0], hit.document.title).ratio() > _SAME_TITLE:
        del headings[0]
    page = ""
    if hit.passage.page:
        page = f"<strong>{html(text(language, 'hit.page', page=hit.passage.page))}</strong>"
    trail = ""
    if headings:
        trail = f'<span lang="{html(hit.passage.language)}">{html(" › ".join(headings))}</span>'
    shown = " · ".join(part for part in (page, trail) if part)
    return f'<p class="ts-trail">{shown}</p>' if shown else ""


def _warning(hit: Hit, request: Request) -> str:
    """A mark on a document that no longer holds, with the way to what replaces it."""
    note = status_in_words(hit, request.language)
    if note is None:
        return ""
    mark = f'<b class="ts-status">{html(text(request.language, f"hit.status.{hit.status}"))}</b>'
    words = html(note)
    if hit.successor:
        words = f'<a href="{html(_document(hit.successor, request))}">{words}</a>'
    return f'<p class="ts-note">{mark} {words}</p>'


def _translations(hit: Hit, request: Request) -> str:
    if not hit.translations:
        return ""
    links = [
        f'<a href="{html(_document(card, request))}">{html(name(request.language, "languages", card.language))}</a>'
        for card in hit.translations
    ]
    label = html(text(request.language, "hit.translations"))
    return f'<p class="ts-links"><span>{label}</span> {" ".join(links)}</p>'


def _document(card: DocumentCard, request: Request) -> str:
    """The address that asks the same of one document."""
    return replace(request, collections=(), languages=(), document=card.id, at=None).link()


def _why(hit: Hit, language: str, *, asked_in: str) -> str:
    return f'<p class="ts-why">{" ".join(_reasons(hit, language, asked_in=asked_in))}</p>'


def _reasons(hit: Hit, language: str, *, asked_in: str) -> list[str]:
    if hit.words:
        chips = " ".join(f'<b class="ts-word">{html(word)}</b>' for word in hit.words)
        also = [html(text(language, "hit.and_meaning"))] if hit.meaning > 0 else []
        return [html(text(language, "hit.words")), chips, *also]
    if hit.passage.language != asked_in:
        spoken = name(language, "languages", hit.passage.language)
        return [html(text(language, "hit.across", language=spoken))]
    return [html(text(language, "hit.meaning"))]


def _links(hit: Hit, request: Request) -> str:
    language, card = request.language, hit.document
    links = [f'<a href="{html(_shared(hit, request).link())}">{html(text(language, "results.share"))}</a>']
    source = web_address(card.metadata.source)
    if source:
        label = html(text(language, "hit.source"))
        links.append(f'<a href="{html(source)}" target="_blank" rel="noopener noreferrer">{label}</a>')
    if card.metadata.licence:
        links.append(f"<span>{html(text(language, 'hit.licence', licence=card.metadata.licence))}</span>")
    return f'<p class="ts-links">{"".join(links)}</p>'


def _shared(hit: Hit, request: Request) -> Request:
    return replace(request, collections=(), languages=(), document=hit.document.id, at=hit.passage.start)


def _original(hit: Hit, language: str) -> None:
    """The file itself, and for a PDF the page as a picture when asked for."""
    file, page = Path(hit.document.file), hit.passage.page
    if not file.is_file():
        st.html(f'<p class="ts-quiet">{html(text(language, "hit.original_gone", file=file.name))}</p>')
        return
    place = f"{hit.document.id} {hit.passage.start}"
    wants_picture = False
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.download_button(
            text(language, "hit.original"),
            data=partial(file.read_bytes),
            file_name=file.name,
            key=f"original {place}",
            help=markdown(text(language, "hit.original_help", file=file.name)),
            on_click="ignore",
        )
        if page and file.suffix.lower() == ".pdf":
            wants_picture = st.toggle(text(language, "hit.picture", page=page), key=f"picture {place}")
    if wants_picture:
        _picture(hit, language)


def _picture(hit: Hit, language: str) -> None:
    page, words = hit.passage.page or 1, hit.passage.text
    try:
        picture = page_picture(Path(hit.document.file), page, passage=words, sentence=words[slice(*hit.highlight)])
    except (TietosiltaError, OSError, ValueError):
        st.info(text(language, "hit.no_picture"))
        return
    alt = text(language, "hit.picture_alt", page=page, title=hit.document.title)
    st.image(picture, alt=alt, width="stretch")


def _versions(hit: Hit, request: Request) -> None:
    if not hit.versions:
        return
    language = request.language
    with st.expander(counted(language, "hit.versions", len(hit.versions))):
        st.html(f'<div class="ts">{"".join(_version(version, request) for version in hit.versions)}</div>')


def _version(hit: Hit, request: Request) -> str:
    card, language = hit.document, request.language
    published, page = card.metadata.published, hit.passage.page
    details = [
        str(published.year) if published else "",
        name(language, "languages", hit.passage.language),
        text(language, "hit.page", page=page) if page else "",
    ]
    label = text(language, "hit.version", title=card.title, details=", ".join(filter(None, details)))
    return f'<p><a href="{html(_shared(hit, request).link())}">{html(label)}</a></p>{passage_html(hit)}'
