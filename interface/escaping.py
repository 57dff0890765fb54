"""Text from documents and people on its way to a screen: it stays text, whatever it looks like."""

from __future__ import annotations

import re
from html import escape

# What loses its meaning at the end of a line: 6 000, 80 %, 13 §, § 13.
_WHOLE = re.compile(r"(?<![\d/])\d{1,3}(?: \d{3})+(?!\d)(?: [%€§])?|(?<!\d)\d+ [%€§]|§ \d+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def html(text: str) -> str:
    """``text`` for the inside of an HTML element or a quoted attribute."""
    return escape(text, quote=True)


def prose(text: str) -> str:
    """``text`` as ``html`` has it, its figures kept on one line; not a letter of it is another."""
    return _WHOLE.sub(r'<span class="ts-whole">\g<0></span>', html(text))


def markdown(text: str) -> str:
    """``text`` for a Streamlit label or paragraph: no links, colours, formulas or HTML come of it."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def outside_html(address: str, label: str) -> str:
    """A link to a page elsewhere, opened beside this one; ``address`` is a ``web_address``."""
    return f'<a href="{html(address)}" target="_blank" rel="noopener noreferrer">{html(label)}</a>'
