"""The accessibility statement: how far the pages conform, what is known not to, whom to tell."""

from __future__ import annotations

import streamlit as st

from interface.address import Request
from interface.escaping import html
from interface.settings import Settings
from interface.texts import text

_PARTS = ("conforms", "gaps", "tested", "feedback")


def show(request: Request, now: Settings) -> None:
    """Draw the statement."""
    del now
    language = request.language
    sections = "".join(_section(part, language) for part in _PARTS)
    st.html(
        f'<div class="ts ts-prose"><h1>{html(text(language, "accessibility.heading"))}</h1>'
        f"<p>{html(text(language, 'accessibility.intro'))}</p>{sections}</div>"
    )


def _section(part: str, language: str) -> str:
    heading, words = (html(text(language, f"accessibility.{key}")) for key in (part, f"{part}_what"))
    return f"<h2>{heading}</h2><p>{words}</p>"
