"""The brief: passages that were kept, to read through, put in order, share and take along."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import streamlit as st

from assistant.basket import kept_hits
from assistant.references import Reference
from corpus.draft import tidy
from index.records import Hit, Results
from interface import session
from interface.address import Request
from interface.escaping import html, prose
from interface.focus import go_on_at
from interface.hit_view import facts_html, passage_html, trail_html, warning_html
from interface.navigation import here, shared, show_link
from interface.opening import shelf
from interface.settings import Settings
from interface.take_along import FORMATS, dated, exported
from interface.texts import counted, text

_HEADINGS = "article h2"
_LONGEST_TITLE = 120
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')  # of files, on any system


def show(request: Request, settings: Settings) -> None:
    """Draw the kept passages in their order."""
    language = request.language
    references = [found for kept in request.kept if (found := Reference.parse(kept))]
    hits = kept_hits(shelf(settings), references, today=date.today())
    st.html(
        f'<div class="ts"><h1>{html(text(language, "pages.brief"))}</h1>'
        f'<p class="ts-quiet">{html(text(language, "basket.what"))}</p></div>'
    )
    if not references:
        show_link("search", text(language, "basket.empty"), Request(language), bold=True)
        return
    st.html(f'<p class="ts-quiet" role="status">{html(counted(language, "basket.passages", len(hits)))}</p>')
    _title(request)
    _take_along(list(hits.values()), request)
    if gone := len(references) - len(hits):
        st.info(counted(language, "basket.gone", gone))
    before = None
    for at, (reference, hit) in enumerate(hits.items()):
        _passage(reference, hit, request, at=at, before=before, last=at == len(hits) - 1)
        before = reference


def _title(request: Request) -> None:
    st.session_state["brief title"] = request.question
    st.text_input(
        text(request.language, "basket.title"), key="brief title", max_chars=_LONGEST_TITLE,
        on_change=lambda: session.change(question=tidy(st.session_state["brief title"])),
    )  # fmt: skip


def _take_along(hits: list[Hit], request: Request) -> None:
    language = request.language
    results = Results("", language, tuple(hits))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="formats"):
        label = html(text(language, "basket.download"))
        st.html(f'<span class="ts-quiet">{label}</span>', width="content")
        for ending in FORMATS:
            st.download_button(
                text(language, f"basket.format{ending}"),
                data=partial(exported, results, ending, language, title=request.question, pages=here()),
                file_name=(_file_name(request.question) or dated(text(language, "basket.file"))) + ending,
                key=f"download {ending}",
                on_click="ignore",
            )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.popover(text(language, "basket.share"), type="tertiary"):
            st.html(f'<p class="ts-quiet">{html(text(language, "basket.share_what"))}</p>')
            st.code(here() + shared("brief", request, kept=True), language=None, wrap_lines=True)
        st.button(text(language, "basket.clear"), key="empty", type="tertiary", on_click=_empty)


def _file_name(title: str) -> str:
    return tidy(_NOT_IN_NAMES.sub(" ", title)[:_LONGEST_TITLE]).strip(". ")


def _empty() -> None:
    session.change(kept=())
    go_on_at("h1")


def _passage(
    reference: Reference, hit: Hit, request: Request, *, at: int, before: Reference | None, last: bool
) -> None:
    language, card = request.language, hit.document
    with st.container(border=True):
        st.html(
            f'<article class="ts">{facts_html(card, language, spoken=hit.passage.language)}'
            f'<h2 class="ts-h3" lang="{html(card.language)}">{prose(card.title)}</h2>'
            f"{trail_html(hit.passage, card, language)}"
            f"{warning_html(card, hit.status, hit.successor, language)}{passage_html(hit)}</article>"
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            target = Request(language, document=card.id, at=reference.place, kept=request.kept)
            show_link("document", text(language, "hit.read"), target, bold=True)
            if before:
                st.button(
                    text(language, "basket.up"), key=f"up {reference}", type="tertiary",
                    on_click=_up, args=(reference, before, at - 1),
                )
            st.button(
                text(language, "hit.kept"), key=f"keep {reference}", type="tertiary",
                on_click=_remove, args=(reference, at - last),
            )  # fmt: skip


def _up(reference: Reference, before: Reference, above: int) -> None:
    """Move a passage before the one above it; the keyboard goes along to where it stands then.

    Between the two may be some that are gone from the library and not shown.
    """
    kept = list(session.request().kept)
    kept.remove(str(reference))
    kept.insert(kept.index(str(before)), str(reference))
    session.change(kept=tuple(kept))
    go_on_at(_HEADINGS, above)


def _remove(reference: Reference, beside: int) -> None:
    """Take a passage out; the keyboard goes on at the next one, without one at the last, else at the top."""
    session.keep(str(reference))
    go_on_at(*((_HEADINGS, beside) if beside >= 0 else ("h1", 0)))
