"""One visitor's request, kept in step with the address and with the inputs on the page.

The request is the one truth. Inputs are set from it before they are drawn and change it when they
are touched; an address that somebody opened, or went back to, replaces it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from interface.address import Request, preferred_language, read, shortened

FIRST_HITS = 10
MOST_HITS = 50


def request() -> Request:
    """What is asked now."""
    address = _address()
    if st.session_state.get("address") != address:
        st.session_state["address"] = address
        _ask(read(st.query_params, language=_browser_language()))
    now: Request = st.session_state["request"]
    return now


def write_address() -> None:
    """Make the address that of the request."""
    parameters = request().parameters()
    if _address() != parameters:
        st.query_params.from_dict(parameters)
    st.session_state["address"] = parameters


def ask(question: str) -> None:
    """Ask anew, within the same filters."""
    short, was_cut = shortened(question)
    _ask(replace(request(), question=short, cut=was_cut, at=None))


def change(**fields: Any) -> None:
    """Ask the same with other filters or in another language of the page."""
    _ask(replace(request(), **fields))


def clear_filters() -> None:
    change(collections=(), languages=(), document=None, at=None)


def hits_wanted() -> int:
    wanted: int = st.session_state.get("hits", FIRST_HITS)
    return wanted


def want_more() -> None:
    st.session_state["hits"] = min(hits_wanted() + FIRST_HITS, MOST_HITS)


def _ask(new: Request) -> None:
    st.session_state["request"] = new
    st.session_state["hits"] = FIRST_HITS


def _address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _browser_language() -> str:
    accepted = st.context.headers.get("Accept-Language") or st.context.locale or ""
    return preferred_language(accepted.split(","))
