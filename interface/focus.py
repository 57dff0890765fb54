"""Where the keyboard goes on when what had the focus is gone, or far away, by what it did."""

from __future__ import annotations

import json

import streamlit as st

# What is new may come a moment after the script.
_GO_ON = """{
  const [elements, at] = %s;
  const go = tries => {
    const one = document.querySelectorAll(elements)[at];
    if (one) {
      if (one.tabIndex < 0) one.tabIndex = -1;
      one.focus();
      one.scrollIntoView({block: "nearest"});  // what has the focus already may have been moved out of sight
    } else if (tries) setTimeout(go, 50, tries - 1);
  };
  go(40);
}"""


def go_on_at(elements: str, at: int = 0) -> None:
    """Called where something was touched: of the ``elements`` of the page as it then is, the one ``at`` has the focus.

    ``elements`` is a selector of CSS.
    """
    st.session_state["go on at"] = elements, at


def go_on() -> None:
    """At the end of a page: give the focus to where the keyboard is to go on."""
    wanted = st.session_state.pop("go on at", None)
    if wanted:
        turn = st.session_state["turn of focus"] = st.session_state.get("turn of focus", 0) + 1
        # Streamlit runs a script only where the body is another than before: the same may be wanted twice.
        body = f'<i hidden data-turn="{turn}"></i><script>{_GO_ON % json.dumps(wanted)}</script>'
        st.html(body, unsafe_allow_javascript=True)
