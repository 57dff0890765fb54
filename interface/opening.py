"""The documents at once, the model in the background: the page is there before either.

``tietosilta app`` starts opening the model with the server, so that the first visitor finds it open.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import streamlit as st

from assistant.listing.shelf import Shelf
from interface.escaping import html
from interface.lasting import all_lasting
from interface.settings import Settings
from interface.texts import LANGUAGES, text

if TYPE_CHECKING:
    from assistant.search import Library


@st.cache_resource(show_spinner=False)
def shelf(settings: Settings) -> Shelf:
    """The documents for browsing and reading. Raises IndexProblem, and is tried again the next time."""
    return Shelf.open(settings.index)


@st.cache_resource(show_spinner=False)
def opening(settings: Settings) -> Future[Library]:
    """The library that the settings name, as soon as it is open."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open-library")
    future = pool.submit(_open, settings)
    pool.shutdown(wait=False)
    return future


def _open(settings: Settings) -> Library:
    with all_lasting():
        from assistant.answers import ask
        from interface.generating import warn_of_server
        from interface.printed import warn_of_problems

        library = settings.open_library()
        warn_of_problems(library, settings.language)  # for whoever reads the server's log
        warn_of_server(settings)
        for language in LANGUAGES:  # the first question in one reads dictionaries and tables: nobody waits for them
            ask(library, text(language, "first.applicant_1"))
    return library


def opened(settings: Settings) -> Library | None:
    """The library, or None while it is being opened. Raises what opening it raised.

    A library that could not be opened is tried again on the next run: meanwhile somebody may have
    done what the message said.
    """
    future = opening(settings)
    if not wait([future], timeout=0.3).done:
        return None
    try:
        return future.result()
    except Exception:
        opening.clear()
        raise


def wait_for(settings: Settings, sentence: str) -> None:
    """Say that the model is being opened; ``come_back`` draws the page again."""
    st.html(f'<p class="ts-quiet" role="status">{html(sentence)}</p>')
    st.session_state["awaited"] = opening(settings)


def needs_model(settings: Settings, language: str) -> Library | None:
    """The library; while it is being opened None, and the page says so."""
    library = opened(settings)
    if library is None:
        wait_for(settings, text(language, "results.opening"))
    return library


def come_back() -> None:
    """At the end of a page that waits for the model: draw it again when the model is open or has failed.

    Asking again and again by a timer would break off the search that follows, where that takes longer
    than the timer: the page would never get there.
    """
    future: Future[Library] | None = st.session_state.pop("awaited", None)
    if future is None:
        return
    place = st.empty()
    while not wait([future], timeout=0.3).done:
        place.empty()  # where visitors who went elsewhere meanwhile are let go
    st.rerun()
