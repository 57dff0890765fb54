"""A part of a document as HTML: headings as headings, the passage and its best sentence marked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading import Part, pieces
from corpus.models import Document, Passage
from interface.escaping import html, prose
from interface.hit_view import is_title
from interface.marked_text import Marks, Span, marked_html, words_html


def text_html(
    document: Document, part: Part, passages: Sequence[Passage], *, marked: Span | None, best: Span | None
) -> str:
    """``part`` of ``document``; offsets of ``marked`` and ``best`` count in its whole text."""
    near = [passage for passage in passages if passage.end > part.start and passage.start < part.end]
    headings = {_plain(heading) for passage in near for heading in passage.headings}
    shown = []
    for piece in pieces(part, near):
        if piece.passage:
            shown.append(_passage(document, (piece.start, piece.end), [(best, "ts-best"), (marked, "")]))
        else:
            shown += _between(document, piece.start, piece.end, headings)
    return f'<div class="ts ts-text" lang="{html(document.language)}">{"".join(shown)}</div>'


def _passage(document: Document, span: Span, marks: Marks) -> str:
    """Text of a passage; small sections may stand in it with their headings."""
    at, shown = span[0], []
    for heading in document.headings(*span):
        shown.append(marked_html(document.text, (at, heading.start), marks))
        at = min(heading.end, span[1])
        shown.append(f"<h2>{words_html(document.text, (heading.start, at), marks)}</h2>")
    return "".join([*shown, marked_html(document.text, (at, span[1]), marks)])


def _between(document: Document, start: int, end: int, headings: set[str]) -> list[str]:
    lines = [line.strip() for line in document.text[start:end].splitlines()]
    shown = []
    for line in filter(None, lines):
        tag = "h2" if _plain(line) in headings else "p"
        if _plain(line) == _plain(document.title) or (start == 0 and tag == "h2" and is_title(line, document.title)):
            continue  # it stands above
        shown.append(f"<{tag}>{prose(line)}</{tag}>")
    return shown


def _plain(line: str) -> str:
    return " ".join(line.casefold().split())
