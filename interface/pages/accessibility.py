"""The accessibility statement: how far the pages conform, what is known not to, whom to tell."""

from __future__ import annotations

import streamlit as st

from interface.address import Request
from interface.escaping import html
from interface.settings import Settings
from interface.texts import text

_PARTS = ("conforms", "gaps", "tested", "feedback")


def show(request: Request, settings: Settings) -> None:
    """Draw the statement."""
    language = request.language
    sections = "".join(_section(part, language, settings.contact) for part in _PARTS)
    st.html(
        f'<div class="ts ts-prose"><h1>{html(text(language, "accessibility.heading"))}</h1>'
        f"<p>{html(text(language, 'accessibility.intro'))}</p>{sections}</div>"
    )


def _section(part: str, language: str, contact: str) -> str:
    heading = html(text(language, f"accessibility.{part}"))
    words = html(text(language, f"accessibility.{part}_what", contact="{contact}"))
    words = words.replace("{contact}", f": {_linked(contact)}" if contact else "")
    return f"<h2>{heading}</h2><p>{words}</p>"


def _linked(contact: str) -> str:
    """A web or e-mail address as a link; anything else, such as a phone number, as it is."""
    shown = html(contact)
    if contact.startswith(("https://", "http://")):
        return f'<a href="{shown}">{shown}</a>'
    return f'<a href="mailto:{shown}">{shown}</a>' if "@" in contact else shown
