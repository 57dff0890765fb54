"""Long lists a part at a time: how much of one is shown, and the button that shows more of it."""

from __future__ import annotations

import streamlit as st

from interface.focus import go_on_at
from interface.texts import text

_HEADINGS = "article :is(h2, h3)"


def shown(key: str, step: int, *, of: object) -> int:
    """How many items of the list ``key`` are shown, at first ``step``; another ``of``, what is asked, begins anew."""
    asked, count = st.session_state.get(f"{key} shown", (None, 0))
    if asked != of:
        count = step
    st.session_state[f"{key} shown"] = of, count
    return int(count)


def show_more(key: str, step: int, language: str, *, more: bool, items: str = _HEADINGS) -> None:
    """Below the list ``key``: where there is ``more``, a button that shows ``step`` more items of it.

    ``items`` are the page's elements of which each item has one. What is new stands above the button, which has
    moved far down or is gone: the keyboard goes on at the first new one.
    """
    if more:
        st.button(text(language, "results.more"), key=f"{key} more", on_click=_more, args=(key, step, items))


def _more(key: str, step: int, items: str) -> None:
    asked, count = st.session_state[f"{key} shown"]
    st.session_state[f"{key} shown"] = asked, count + step
    go_on_at(items, count)
