"""The accessibility statement: how far the pages conform, what is known not to, whom to tell."""

from __future__ import annotations

from datetime import date

import streamlit as st

from interface.address import Request
from interface.escaping import html, outside_html
from interface.settings import Settings
from interface.texts import text, written

_PARTS = ("conforms", "gaps", "tested", "feedback", "complain")
_MADE = date(2026, 12, 1)
_SUPERVISED = {  # by Traficom, as it says in each language
    "fi": "https://www.saavutettavuusvaatimukset.fi",
    "sv": "https://www.tillganglighetskrav.fi",
    "en": "https://www.webaccessibility.fi",
}
_ADDRESS, _NUMBER = "saavutettavuus@traficom.fi", "+358 29 534 5000"


def show(request: Request, settings: Settings) -> None:
    """Draw the statement."""
    language = request.language
    sections = "".join(_section(part, language, settings.contact) for part in _PARTS)
    st.html(
        f'<div class="ts ts-prose"><h1>{html(text(language, "accessibility.heading"))}</h1>'
        f"<p>{html(text(language, 'accessibility.intro'))}</p>{sections}"
        f"{_authority(language)}"
        f'<p class="ts-quiet">{html(text(language, "accessibility.made", date=written(language, _MADE)))}</p></div>'
    )


def _section(part: str, language: str, contact: str) -> str:
    heading = html(text(language, f"accessibility.{part}"))
    words = html(text(language, f"accessibility.{part}_what", contact="{contact}"))
    words = words.replace("{contact}", f": {_linked(contact)}" if contact else "")
    return f"<h2>{heading}</h2><p>{words}</p>"


def _authority(language: str) -> str:
    """Who supervises, line by line: name, unit, web and e-mail address, telephone."""
    website = _SUPERVISED[language]
    lines = (
        *(html(text(language, f"accessibility.{part}")) for part in ("authority", "unit")),
        outside_html(website, website.removeprefix("https://www.")),
        _linked(_ADDRESS),
        html(text(language, "accessibility.switchboard", number=_NUMBER)),
    )
    return f"<p>{'<br>'.join(lines)}</p>"


def _linked(contact: str) -> str:
    """A web or e-mail address as a link; anything else, such as a phone number, as it is."""
    shown = html(contact)
    if contact.startswith(("https://", "http://")):
        return f'<a href="{shown}">{shown}</a>'
    return f'<a href="mailto:{shown}">{shown}</a>' if "@" in contact else shown
