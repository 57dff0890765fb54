"""One visitor's request on each page, kept in step with the address and with the inputs.

The request is the one truth. Inputs are set from it before they are drawn and change it when they
are touched; an address that somebody opened, or went back to, replaces it. Language and basket are
the same on every page; the rest of a request waits on its page until the visitor comes back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from interface.address import MOST_KEPT, Request, preferred_language, read, shortened
from interface.navigation import PLACES, Place
from interface.texts import LANGUAGES


def language() -> str:
    """The language in which the page is to speak, also before it is known which page is open."""
    named = st.query_params.get("lang")
    if named in LANGUAGES and st.session_state.get("address") != _address():
        return named
    chosen: str = st.session_state.get("language_now") or _browser_language()
    return chosen


def open_place(place: Place) -> Request:
    """What is asked on ``place``, which is the page that is open now."""
    address, spoken = _address(), language()
    moved = st.session_state.get("place") != place.name
    arrived = st.session_state["arrived"] = moved or st.session_state.get("address") != address
    if arrived:
        st.session_state["place"] = place.name
        st.session_state["address"] = address
        asked = read(st.query_params, language=spoken)
        before: Request | None = st.session_state.get(f"request {place.name}")
        if moved and before and not asked.parameters(place.fields, kept=False).keys() - {"lang"}:
            asked = before
        kept = asked.kept if "keep" in address else st.session_state.get("kept", ())
        _ask(replace(asked, kept=kept, language=spoken))
    return request()


def request() -> Request:
    """What is asked now on the open page."""
    asked: Request = st.session_state[f"request {_place().name}"]
    return replace(asked, language=st.session_state["language_now"], kept=st.session_state["kept"])


def has_arrived() -> bool:
    """Whether the open page was opened or gone back to just now, not only touched."""
    return bool(st.session_state["arrived"])


def write_address() -> None:
    """Make the address that of the request."""
    parameters = request().parameters(_place().fields)
    if _address() != parameters:
        st.query_params.from_dict(parameters)
    st.session_state["address"] = parameters


def ask(question: str) -> None:
    """Ask anew, within the same filters."""
    short, was_cut = shortened(question)
    _ask(replace(request(), question=short, cut=was_cut))


def change(**fields: Any) -> None:
    """Ask the same with other filters or in another language of the page."""
    _ask(replace(request(), **fields))


def keep(reference: str) -> None:
    """Put a passage into the basket, if it has room, or take it out."""
    kept = request().kept
    if reference in kept:
        change(kept=tuple(one for one in kept if one != reference))
    elif len(kept) < MOST_KEPT:
        change(kept=(*kept, reference))
    else:
        st.session_state["no room for"] = reference


def _ask(new: Request) -> None:
    st.session_state.pop("no room for", None)
    st.session_state[f"request {_place().name}"] = new
    st.session_state["language_now"] = new.language
    st.session_state["kept"] = new.kept


def _place() -> Place:
    return PLACES[st.session_state["place"]]


def _address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _browser_language() -> str:
    """The first of the visitor's languages that the pages have.

    The page tells its own language; the header, which lists further ones, comes with the connection, and
    a browser that was told to speak another language sends its own there.
    """
    further = st.context.headers.get("Accept-Language") or ""
    return preferred_language([st.context.locale or "", *further.split(",")])
