"""The library, opened once for all visitors and in the background, so that the page is there first."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st

from assistant.search import Library
from interface.settings import Settings


@st.cache_resource(show_spinner=False)
def opening(now: Settings) -> Future[Library]:
    """The library that the settings name, as soon as it is open."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open-library")
    future = pool.submit(Library.open, now.index, now.model)
    pool.shutdown(wait=False)
    return future


def opened(now: Settings) -> Library | None:
    """The library, or None while it is being opened. Raises what opening it raised.

    A library that could not be opened is tried again on the next run: meanwhile somebody may have
    done what the message said.
    """
    future = opening(now)
    try:
        return future.result(timeout=0.3)
    except TimeoutError:
        if not future.done():
            return None
        opening.clear()
        raise
    except Exception:
        opening.clear()
        raise


@st.fragment(run_every=0.5)
def come_back_when_open(now: Settings) -> None:
    """Draw the page again when the library is open or has failed to open."""
    if opening(now).done():
        st.rerun()
