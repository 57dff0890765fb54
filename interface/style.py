"""How the pages look beyond Streamlit's theme, and the language that they tell screen readers."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path

import streamlit as st

STATIC = Path(__file__).with_name("static")
ICON = STATIC / "icon.png"


def dress(language: str) -> None:
    """Put the style sheet on the page and name its language. Call once a run, first."""
    st.html(STATIC / "page.css")
    # Streamlit's page always claims to be in English; only a script can say otherwise.
    st.html(
        f"<i hidden></i><script>document.documentElement.lang = '{language}'</script>",
        unsafe_allow_javascript=True,
    )


@cache
def mark() -> str:
    """The mark as an image for ``src``."""
    return "data:image/svg+xml;base64," + b64encode((STATIC / "mark.svg").read_bytes()).decode()
