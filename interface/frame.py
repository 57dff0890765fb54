"""What every page stands in: the mark, the menu, the language, the footer, and mistakes told in words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

import streamlit as st

from corpus.errors import TietosiltaError
from interface import session
from interface.address import Request
from interface.errors import in_words
from interface.escaping import html, markdown
from interface.focus import go_on
from interface.navigation import PLACES, Place, choose, show_link
from interface.opening import come_back
from interface.settings import Settings
from interface.style import ICON, dress
from interface.texts import LANGUAGES, text, with_count

_log = logging.getLogger(__name__)


def show(read_settings: Callable[[], Settings]) -> None:
    """Draw the open page. ``read_settings`` is asked within, so that a mistake in them is told on the page."""
    place, page = choose(session.language(), lambda place: _draw(place, read_settings))
    request = session.open_place(place)
    st.set_page_config(page_title=_title(place, request), page_icon=str(ICON), layout="centered")
    language = request.language
    title, what, close = (text(language, f"page.lost.{key}") for key in ("title", "what", "close"))
    dress(language, menu=text(language, "page.menu"), skip=text(language, "page.skip"), lost=(title, what, close))
    session.write_address()
    _header(place, request)
    page.run()
    _footer(place, request)
    go_on()
    come_back()


def _draw(place: Place, read_settings: Callable[[], Settings]) -> None:
    request = session.request()
    try:
        import_module(f"interface.pages.{place.name}").show(request, read_settings())
    except TietosiltaError as error:
        _problem(in_words(error, request.language), request.language)
    except Exception:  # Streamlit steers by BaseExceptions, which pass
        _log.exception("the page %s failed", place.name)
        _problem(text(request.language, "errors.unexpected"), request.language)


def _title(place: Place, request: Request) -> str:
    about = request.question[:80] if place.home else text(request.language, f"pages.{place.name}")
    if not about:
        return text(request.language, "page.name")
    return text(request.language, "page.title", question=about)


def _header(place: Place, request: Request) -> None:
    language = request.language
    home = Request(language, kept=request.kept)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="top"
    ):
        with st.container(key="brand", width="content"):
            show_link("search", text(language, "page.name"), home)
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
    with st.container(horizontal=True, key="menu", gap="medium"):
        _links("menu", place, request)


def _links(linked: str, here: Place, request: Request) -> None:
    """Links to the pages of the menu or the foot; the open page is named, not linked."""
    bare = Request(request.language, kept=request.kept)
    for place in PLACES.values():
        if place.linked == linked:
            name = _name(place, request)
            if place == here:
                st.html(f'<span class="ts-here" aria-current="page">{html(name)}</span>', width="content")
            else:
                show_link(place.name, name, bare)


def _name(place: Place, request: Request) -> str:
    name = text(request.language, f"pages.{place.name}")
    if place.name == "brief" and request.kept:
        return with_count(request.language, name, len(request.kept))
    return name


def _problem(sentence: str, language: str) -> None:
    st.error(markdown(sentence))
    st.button(text(language, "search.retry"), key="retry")


def _footer(place: Place, request: Request) -> None:
    terms = html(text(request.language, "page.footer"))
    st.html(f'<footer class="ts-foot"><p class="ts-quiet">{terms}</p></footer>')
    with st.container(horizontal=True, key="foot", gap="medium"):
        _links("foot", place, request)
