"""Web addresses: which may become a link, and what they look like in running text."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

IN_TEXT = re.compile(r"(?:https?://|www\.)\S+")


def web_address(stated: str | None) -> str | None:
    """``stated`` as an ordinary web address with nothing in it that ends a link; None for what is none."""
    stated = stated or ""
    try:
        parts = urlsplit(stated)
    except ValueError:  # http://[
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", stated):
        return None
    return quote(stated, safe="%/:?#[]@!$&'()*+,;=~")
