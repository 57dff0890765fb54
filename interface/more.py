"""Long lists a part at a time: how much of one is shown, and the button that shows more of it."""

from __future__ import annotations

import json

import streamlit as st

from interface.texts import text

_HEADINGS = "article :is(h2, h3)"
# What is new stands above the button: the keyboard goes on there, as the button has moved far down or is gone.
_GO_ON = """{
  const [items, at] = %s;
  const go = tries => {
    const first = document.querySelectorAll(items)[at];
    if (first) {
      if (first.tabIndex < 0) first.tabIndex = -1;
      first.focus();
    } else if (tries) setTimeout(go, 50, tries - 1);
  };
  go(40);
}"""


def shown(key: str, step: int, *, of: object) -> int:
    """How many items of the list ``key`` are shown, at first ``step``; another ``of``, what is asked, begins anew."""
    asked, count = st.session_state.get(f"{key} shown", (None, 0))
    if asked != of:
        count = step
    st.session_state[f"{key} shown"] = of, count
    return int(count)


def show_more(key: str, step: int, language: str, *, more: bool, items: str = _HEADINGS) -> None:
    """Below the list ``key``: where there is ``more``, a button that shows ``step`` more items of it.

    ``items`` are the page's elements of which each item has one; the first new one gets the focus.
    """
    with st.container():  # also while empty: what comes later would be drawn anew
        if more:
            st.button(text(language, "results.more"), key=f"{key} more", on_click=_more, args=(key, step))
        at = st.session_state.pop(f"{key} new", None)
        if at is not None:
            script = _GO_ON % json.dumps([items, at])
            st.html(f"<i hidden></i><script>{script}</script>", unsafe_allow_javascript=True)


def _more(key: str, step: int) -> None:
    asked, count = st.session_state[f"{key} shown"]
    st.session_state[f"{key} shown"] = asked, count + step
    st.session_state[f"{key} new"] = count
