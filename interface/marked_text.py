"""Text of a document as HTML: what was found marked, and rows of a table as a table again."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.readers.tables import BETWEEN, Table, is_row, tables_in
from interface.escaping import html, prose

Span = tuple[int, int]
_NARROW = 3  # columns that have room beside each other in half a page


def marked_html(text: str, span: Span, marks: Sequence[tuple[Span | None, str]]) -> str:
    """``text`` within ``span`` as paragraphs and tables.

    ``marks`` are what is marked, each with the class of its mark; the first that holds some words is theirs.
    """
    at, shown = span[0], []
    for table in tables_in(text, *span):
        shown.append(_paragraph(text, (at, table.start), marks))
        shown.append(_table(text, table, marks))
        at = table.end
    shown.append(_paragraph(text, (at, span[1]), marks))
    return "".join(shown)


def _paragraph(text: str, span: Span, marks: Sequence[tuple[Span | None, str]]) -> str:
    start, end = span
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    return f"<p>{in_lines(text[start:end], _words(text, (start, end), marks))}</p>" if start < end else ""


def in_lines(text: str, shown: str) -> str:
    """``shown``, which is ``text`` as HTML, the values of each row in it on lines of their own, rows apart."""
    rows = [is_row(line) for line in text.split("\n")]
    parts = [
        (part.replace(BETWEEN, "<br>") if row else part) + ("\n" if row and next_is_row else "")
        for part, row, next_is_row in zip(shown.split("\n"), rows, [*rows[1:], False], strict=True)
    ]
    return "\n".join(parts)


def _table(text: str, table: Table, marks: Sequence[tuple[Span | None, str]]) -> str:
    """A table that says its roles, as on a phone its parts are no longer laid out as one; a wide one may scroll."""
    heads = "".join(f'<th role="columnheader" scope="col">{prose(name)}</th>' for name in table.columns)
    rows = "".join(
        '<tr role="row">'
        + "".join(
            f'<td role="cell" data-of="{html(name)}">{_words(text, row[name], marks) if name in row else ""}</td>'
            for name in table.columns
        )
        + "</tr>"
        for row in table.rows
    )
    outside = '<div class="ts-rows ts-stacked">'
    if len(table.columns) > _NARROW:
        names = html(", ".join(filter(None, table.columns)))
        outside = f'<div class="ts-rows ts-stacked ts-wide" role="region" tabindex="0" aria-label="{names}">'
    return (
        f'{outside}<table role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _words(text: str, span: Span, marks: Sequence[tuple[Span | None, str]]) -> str:
    """``text`` within ``span``, cut where marks begin and end."""
    start, end = span
    borders = {start, end}
    for mark, _ in marks:
        borders |= {min(max(edge, start), end) for edge in mark or ()}
    cuts = sorted(borders)
    shown = []
    for left, right in zip(cuts, cuts[1:], strict=False):
        words = prose(text[left:right])
        kind = next((kind for mark, kind in marks if mark and mark[0] <= left and right <= mark[1]), None)
        name = f' class="{kind}"' if kind else ""
        shown.append(words if kind is None else f"<mark{name}>{words}</mark>")
    return "".join(shown)
