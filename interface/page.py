"""The search page: a question, its hits with their sources, and the way on when there are none."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from assistant.search import Library
from corpus.errors import TietosiltaError
from index.records import DocumentCard, Results
from interface import session
from interface.address import Request
from interface.errors import in_words
from interface.escaping import html, markdown
from interface.filters import show_filters
from interface.first_screen import show_examples, show_library
from interface.hit_view import show_hit
from interface.opening import come_back_when_open, opened
from interface.settings import Settings
from interface.style import ICON, dress, mark
from interface.texts import LANGUAGES, counted, name, text

_log = logging.getLogger(__name__)


def show(settings: Callable[[], Settings]) -> None:
    """Draw the page. ``settings`` is asked within, so that a mistake in them is told on the page."""
    request = session.request()
    st.set_page_config(page_title=_title(request), page_icon=str(ICON), layout="centered")
    dress(request.language)
    session.write_address()
    _header(request)
    _question(request)
    try:
        _below(settings(), request)
    except TietosiltaError as error:
        _problem(in_words(error, request.language), request.language)
    except Exception:  # Streamlit steers by BaseExceptions, which pass
        _log.exception("the search page failed")
        _problem(text(request.language, "errors.unexpected"), request.language)
    _footer(request)


def _below(now: Settings, request: Request) -> None:
    if not request.question:
        show_examples(request.language)
    library = opened(now)
    if library is None:
        opening = text(request.language, "results.opening" if request.question else "first.opening")
        st.html(f'<p class="ts-quiet" role="status">{html(opening)}</p>')
        come_back_when_open(now)
        return
    cards = library.documents()
    if request.question:
        show_filters(cards, request)
        _results(library, cards, request)
    else:
        show_library(cards, request.language)


def _title(request: Request) -> str:
    if request.question:
        return text(request.language, "page.title", question=request.question[:80])
    return text(request.language, "page.name")


def _header(request: Request) -> None:
    language = request.language
    home = Request(language).link()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(
            f'<header class="ts-brand"><img src="{mark()}" alt=""><h1><a href="{html(home)}" target="_self"'
            f' title="{html(text(language, "page.home"))}">{html(text(language, "page.name"))}</a></h1>'
            "</header>",
            width="content",
        )
        st.session_state["language"] = language
        st.segmented_control(
            text(language, "page.language"),
            LANGUAGES,
            required=True,
            format_func=lambda code: text(code, "page.own_name"),
            label_visibility="collapsed",
            key="language",
            on_change=lambda: session.change(language=st.session_state["language"] or language),
        )
    if not request.question:
        st.html(f'<p class="ts-tagline">{html(text(language, "page.tagline"))}</p>')


def _question(request: Request) -> None:
    language = request.language
    st.session_state["question"] = request.question
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(text(language, "search.label"), key="question", placeholder=text(language, "search.placeholder"))
        st.form_submit_button(
            text(language, "search.button"),
            type="primary",
            on_click=lambda: session.ask(st.session_state["question"]),
        )
    if request.cut:
        st.info(text(language, "search.cut", words=len(request.question.split())))
    elif not request.question:
        st.html(f'<p class="ts-quiet">{html(text(language, "search.help"))}</p>')


def _results(library: Library, cards: list[DocumentCard], request: Request) -> None:
    results = _search(library, request)
    if not results.hits:
        _nothing(cards, request)
        return
    language = request.language
    asked_in = text(language, "results.language", language=name(language, "languages", results.language))
    st.html(
        f'<div class="ts"><h2>{html(text(language, "results.heading"))}</h2>'
        f'<p class="ts-quiet" role="status">'
        f"{html(counted(language, 'results.found', len(results.hits)))} · {html(asked_in)}</p></div>"
    )
    # The passage that somebody shared comes first, the rest as ranked.
    for hit in sorted(results.hits, key=lambda hit: hit.passage.start != request.at):
        show_hit(hit, request, asked_in=results.language)
    if len(results.hits) == session.hits_wanted() < session.MOST_HITS:
        st.button(text(language, "results.more"), key="more", on_click=session.want_more)


def _search(library: Library, request: Request) -> Results:
    """The results, searched once for each question: opening a page picture is no new question."""
    asked = (id(library), request.question, request.filters, session.hits_wanted())
    if st.session_state.get("found", (None,))[0] != asked:
        with st.spinner(text(request.language, "search.working")):
            found = library.search(request.question, k=session.hits_wanted(), filters=request.filters)
        st.session_state["found"] = (asked, found)
    results: Results = st.session_state["found"][1]
    return results


def _nothing(cards: list[DocumentCard], request: Request) -> None:
    """Say that nothing was found, and what to do next."""
    language = request.language
    if request.narrowed:
        st.html(
            f'<div class="ts" role="status"><h2>{html(text(language, "empty.filtered"))}</h2>'
            f"<p>{html(text(language, 'empty.filtered_what'))}</p></div>"
        )
        return
    codes = sorted({card.language for card in cards})
    spoken = ", ".join(name(language, "languages", code) for code in codes)
    advice = [text(language, f"empty.{key}") for key in ("shorter", "other_words")]
    advice += [text(language, "empty.library", languages=spoken), text(language, "empty.add")]
    items = "".join(f"<li>{html(line)}</li>" for line in advice)
    st.html(
        f'<div class="ts" role="status"><h2>{html(text(language, "empty.nothing"))}</h2>'
        f"<p>{html(text(language, 'empty.what'))}</p><ul>{items}</ul></div>"
    )


def _problem(sentence: str, language: str) -> None:
    st.error(markdown(sentence))
    st.button(text(language, "search.retry"), key="retry")


def _footer(request: Request) -> None:
    terms = html(text(request.language, "page.footer"))
    st.html(f'<footer class="ts-foot"><p class="ts-quiet">{terms}</p></footer>')
