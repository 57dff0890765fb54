"""Text from documents and people on its way to a screen: it stays text, whatever it looks like."""

from __future__ import annotations

import re
from html import escape

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def html(text: str) -> str:
    """``text`` for the inside of an HTML element or a quoted attribute."""
    return escape(text, quote=True)


def markdown(text: str) -> str:
    """``text`` for a Streamlit label or paragraph: no links, colours, formulas or HTML come of it."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def web_address(source: str | None) -> str | None:
    """``source`` if it is an ordinary web address, otherwise None."""
    if source and re.match(r"https?://[^\s/]", source, re.IGNORECASE) and not re.search(r"\s", source):
        return source
    return None


def outside_html(address: str, label: str) -> str:
    """A link to a page elsewhere, opened beside this one."""
    return f'<a href="{html(address)}" target="_blank" rel="noopener noreferrer">{html(label)}</a>'
