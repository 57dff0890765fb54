"""One hit on the page: where it stands, the passage, why it was found, and the ways on."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import partial

import streamlit as st

from assistant.answering.covering import ASKING
from assistant.references import Reference
from assistant.translating.translator import Translator
from corpus.models import Passage
from corpus.web_address import web_address
from index.records import DocumentCard, Hit, Status
from index.words import tokens
from interface import session
from interface.address import MOST_KEPT, Request
from interface.escaping import html, outside_html, prose
from interface.marked_text import marked_html
from interface.navigation import show_link
from interface.original import has_pictures, show_download, show_picture
from interface.printed import shares_in_words, status_in_words
from interface.texts import counted, name, text, written
from interface.translation_view import show_translation

_SAME_TITLE = 0.8  # share of equal letters


def show_hit(
    hit: Hit, request: Request, *, asked_in: str, heading: str = "h3", translator: Translator | None = None
) -> None:
    """Draw ``hit``, its title a ``heading`` of this level.

    ``asked_in`` is the question's language; ``translator`` may show it in that of the page.
    """
    language = request.language
    parts = [
        facts_html(hit.document, language, spoken=hit.passage.language),
        f'<{heading} class="ts-h3" lang="{html(hit.document.language)}">{prose(hit.document.title)}</{heading}>',
        trail_html(hit.passage, hit.document, language),
        warning_html(hit.document, hit.status, hit.successor, language),
        passage_html(hit),
        _why(hit, language, asked_in=asked_in),
        _links(hit, request),
    ]
    with st.container(border=True, gap="xsmall"):
        st.html(f'<article class="ts">{"".join(parts)}</article>')
        _ways(hit, request)
        passage, key = hit.passage, f"{hit.document.id} {hit.passage.start}"
        show_translation(translator, passage.text, passage.language, language, asked_in=asked_in, key=key)
        _languages(hit, request)
        _explained(hit, language)
        _versions(hit, request)


def passage_html(hit: Hit) -> str:
    """The passage with its best sentence marked."""
    passage = hit.passage
    shown = marked_html(passage.text, (0, len(passage.text)), [(hit.highlight, "")])
    return f'<blockquote class="ts-passage" lang="{html(passage.language)}">{shown}</blockquote>'


def facts_html(card: DocumentCard, language: str, *, spoken: str) -> str:
    """Collection, country, organisation, date and language in a line."""
    facts = []
    if card.metadata.country:
        facts.append(name(language, "countries", card.metadata.country))
    if card.metadata.organisation:
        facts.append(card.metadata.organisation)
    if card.metadata.published:
        facts.append(text(language, "hit.published", date=written(language, card.metadata.published)))
    facts.append(text(language, "hit.language", language=name(language, "languages", spoken)))
    spans = "".join(f"<span>{html(fact)}</span>" for fact in facts)
    collection = html(name(language, "collections", card.collection))
    return f'<p class="ts-over"><span><strong>{collection}</strong></span>{spans}</p>'


def warning_html(card: DocumentCard, status: Status, successor: DocumentCard | None, language: str) -> str:
    """A mark on a document that no longer holds; nothing for others."""
    note = status_in_words(card, status, successor, language)
    if note is None:
        return ""
    mark = f'<b class="ts-status">{html(text(language, f"hit.status.{status}"))}</b>'
    return f'<p class="ts-note">{mark} {html(note)}</p>'


def trail(section: str | None, card: DocumentCard) -> list[str]:
    """The headings of a ``section``, without the document's own title."""
    headings = section.split(" › ") if section else []
    return headings[1:] if headings and is_title(headings[0], card.title) else headings


def is_title(heading: str, title: str) -> bool:
    """Whether ``heading`` is the document's title, perhaps with other signs."""
    return SequenceMatcher(None, heading, title).ratio() > _SAME_TITLE


def trail_html(passage: Passage, card: DocumentCard, language: str) -> str:
    """Page and headings of a passage in a line."""
    headings = trail(passage.section, card)
    page = f"<strong>{html(text(language, 'hit.page', page=passage.page))}</strong>" if passage.page else ""
    within = f'<span lang="{html(passage.language)}">{html(" › ".join(headings))}</span>' if headings else ""
    shown = " · ".join(part for part in (page, within) if part)
    return f'<p class="ts-trail">{shown}</p>' if shown else ""


def _why(hit: Hit, language: str, *, asked_in: str) -> str:
    return f'<p class="ts-why">{" ".join(_reasons(hit, language, asked_in=asked_in))}</p>'


def _reasons(hit: Hit, language: str, *, asked_in: str) -> list[str]:
    reasons = []
    if words := [word for word in hit.words if not _only_asks(word, asked_in)]:
        reasons += [html(text(language, "hit.words")), *map(_chip, words)]
    if hit.terms:
        reasons += [html(text(language, "hit.terms")), *map(_chip, map(" → ".join, hit.terms))]
    if hit.translated:
        reasons += [html(text(language, "hit.translated")), *map(_chip, hit.translated)]
    if reasons:
        return reasons + ([html(text(language, "hit.and_meaning"))] if hit.meaning > 0 else [])
    if hit.passage.language != asked_in:
        spoken = name(language, "languages", hit.passage.language)
        return [html(text(language, "hit.across", language=spoken))]
    return [html(text(language, "hit.meaning"))]


def _only_asks(word: str, language: str) -> bool:
    return all(forms[0] in ASKING for _, forms in tokens(word, language))


def _chip(word: str) -> str:
    return f'<b class="ts-word">{html(word)}</b>'


def _explained(hit: Hit, language: str) -> None:
    """What the score is made of, for whoever wants to know."""
    rows = "".join(
        f'<tr><th scope="row">{html(label)}</th><td>{html(value)}</td></tr>'
        for label, value in shares_in_words(hit, language)
    )
    with st.expander(text(language, "explain.heading")):
        st.html(
            f'<div class="ts ts-shares"><p class="ts-quiet">{html(text(language, "explain.intro"))}</p>'
            f"<table>{rows}</table></div>"
        )


def _links(hit: Hit, request: Request) -> str:
    language, metadata = request.language, hit.document.metadata
    links = []
    source = web_address(metadata.source)
    if source:
        links.append(outside_html(source, text(language, "hit.source")))
    if metadata.licence:
        links.append(f"<span>{html(text(language, 'hit.licence', licence=metadata.licence))}</span>")
    return f'<p class="ts-links">{"".join(links)}</p>' if links else ""


def reading(hit: Hit, request: Request) -> Request:
    """The passage opened in its document, the question kept for jumping between hits."""
    place = Reference.to(hit.document.id, hit.passage.start, hit.passage.text).place
    return Request(
        request.language, request.question, document=hit.document.id, at=place, kept=request.kept
    )


def show_keep(reference: Reference, request: Request, *, within: str = "") -> None:
    """A button that puts a passage into the basket or takes it out; where there was no room, that is said.

    ``within`` tells buttons for the same words apart: a quote may be a whole passage, which is a hit as well.
    """
    written_down = str(reference)
    kept = written_down in request.kept
    st.button(
        text(request.language, "hit.kept" if kept else "hit.keep"),
        key=f"keep {within}{written_down}",
        type="tertiary",
        on_click=partial(session.keep, written_down),
    )
    if st.session_state.get("no room for") == written_down:
        full = text(request.language, "hit.full", count=MOST_KEPT)
        st.html(f'<p class="ts-note" role="alert">{html(full)}</p>', width="content")


def _ways(hit: Hit, request: Request) -> None:
    """Reading on, keeping, the file itself and, for a PDF, the page as a picture when asked for."""
    card, page, language = hit.document, hit.passage.page, request.language
    key = f"{card.id} {hit.passage.start}"
    wants_picture = False
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        show_link("document", text(language, "hit.read"), reading(hit, request), bold=True)
        show_keep(Reference.to(card.id, hit.passage.start, hit.passage.text), request)
        show_download(card, language, key=key)
        if page and has_pictures(card):
            wants_picture = st.toggle(text(language, "hit.picture", page=page), key=f"picture {key}")
    if wants_picture:
        words = hit.passage.text
        show_picture(card, page or 1, language, passage=words, sentence=words[slice(*hit.highlight)])


def _languages(hit: Hit, request: Request) -> None:
    """The way to the newer document, and to the same one in other languages."""
    language = request.language
    if not (hit.translations or hit.successor):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if hit.successor:
            newer = Request(language, request.question, document=hit.successor.id, kept=request.kept)
            show_link("document", text(language, "document.newer"), newer)
        if hit.translations:
            label = html(text(language, "hit.translations"))
            st.html(f'<span class="ts-quiet">{label}</span>', width="content")
        for card in hit.translations:
            target = Request(language, request.question, document=card.id, kept=request.kept)
            show_link("document", name(language, "languages", card.language), target)


def _versions(hit: Hit, request: Request) -> None:
    if not hit.versions:
        return
    with st.expander(counted(request.language, "hit.versions", len(hit.versions))):
        for version in hit.versions:
            _version(version, request)


def _version(hit: Hit, request: Request) -> None:
    card, language = hit.document, request.language
    published, page = card.metadata.published, hit.passage.page
    details = [
        str(published.year) if published else "",
        name(language, "languages", hit.passage.language),
        text(language, "hit.page", page=page) if page else "",
    ]
    label = text(language, "hit.version", title=card.title, details=", ".join(filter(None, details)))
    show_link("document", label, reading(hit, request))
    st.html(f'<div class="ts">{passage_html(hit)}</div>')
