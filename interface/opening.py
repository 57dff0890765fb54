"""The library, opened once for all visitors and in the background, so that the page is there first."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import streamlit as st

from assistant.search import Library


@st.cache_resource(show_spinner=False)
def opening(path: Path) -> Future[Library]:
    """The library at ``path``, as soon as it is open."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open-library")
    future = pool.submit(Library.open, path)
    pool.shutdown(wait=False)
    return future


def opened(path: Path) -> Library | None:
    """The library, or None while it is being opened. Raises what opening it raised.

    A library that could not be opened is tried again on the next run: meanwhile somebody may have
    done what the message said.
    """
    future = opening(path)
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
def come_back_when_open(path: Path) -> None:
    """Draw the page again when the library is open or has failed to open."""
    if opening(path).done():
        st.rerun()
