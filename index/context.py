"""What a passage is about but does not say itself: put before it when it is embedded and searched."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from corpus.models import Document, Passage

_TITLE, _SECTION, _LEAD = 150, 160, 160  # characters; the encoder reads 512 tokens in all
_TITLE_END = 50  # of them for the end of a long title: a regulation's short name stands there, in brackets


def context_of(document: Document, passage: Passage) -> str:
    """Title and origin of the document, the heading trail, the line before a cut list."""
    about = document.metadata
    country = country_name(about.country, document.language) if about.country else ""
    origin = [part for part in (about.organisation, about.programme, country) if part]
    new = [part for part in origin if part.casefold() not in document.title.casefold()]
    parts = [
        _title(document.title),
        _shortened(", ".join(new), _TITLE),
        _shortened(" – ".join(passage.headings[-3:]), _SECTION, keep_end=True),
        _shortened(passage.lead, _LEAD, keep_end=True),
    ]
    return ". ".join(part.rstrip(".:") for part in parts if part)


def _title(title: str) -> str:
    if len(title) <= _TITLE:
        return title
    return f"{_shortened(title, _TITLE - _TITLE_END)} … {_shortened(title, _TITLE_END, keep_end=True)}"


def country_name(code: str, language: str) -> str:
    """The country with ISO 3166-1 code ``code``, named in ``language`` (CLDR); the code if unknown."""
    try:
        return str(Locale(language).territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def _shortened(text: str, limit: int, *, keep_end: bool = False) -> str:
    """``text`` cut to whole words within ``limit`` characters."""
    if len(text) <= limit:
        return text
    return text[-limit:].partition(" ")[2] if keep_end else text[:limit].rpartition(" ")[0]
