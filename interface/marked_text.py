"""Text of a document as HTML: what was found marked, and rows of a table as a table again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from corpus.readers.tables import Table, row_cells, tables_in
from interface.escaping import html, prose

Span = tuple[int, int]
Marks = Sequence[tuple[Span | None, str]]  # what is marked, each with the class of its mark
_NARROW = 3  # columns that have room beside each other in half a page
# Columns so called say nothing of their values: what stands in the first is the name of what stands in the second.
_SAYING_NOTHING = frozenset({"asia", "tieto", "item", "detail", "details", "sak", "uppgift", "uppgifter"})


def marked_html(text: str, span: Span, marks: Marks) -> str:
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


def _paragraph(text: str, span: Span, marks: Marks) -> str:
    start, end = span
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    if start >= end:
        return ""
    return f"<p>{in_lines(text, (start, end), lambda part: words_html(text, part, marks))}</p>"


def in_lines(text: str, span: Span, words: Callable[[Span], str]) -> str:
    """``text`` within ``span`` as ``words`` give it in HTML; of each row in it the values on lines of their own.

    Names of columns stand out before them, but for those that only say that something follows.
    """
    shown, at, before_is_row = [], span[0], False
    for line in text[slice(*span)].split("\n"):
        cells = row_cells(text, at, at + len(line))
        apart = "\n" if cells and before_is_row else ""
        shown.append(apart + (_row(text, cells, words) if cells else words((at, at + len(line)))))
        at, before_is_row = at + len(line) + 1, bool(cells)
    return "\n".join(shown)


def beginning_html(text: str, *, longest: int) -> str:
    """The first whole words of ``text``, at most ``longest`` characters, with rows as ``in_lines`` has them."""
    cut = text if len(text) <= longest else text[:longest].rpartition(" ")[0] + " …"
    return in_lines(cut, (0, len(cut)), lambda part: prose(cut[slice(*part)]))


def _row(text: str, cells: Mapping[str, Span], words: Callable[[Span], str]) -> str:
    named = [("" if name.casefold() in _SAYING_NOTHING else name, value) for name, value in cells.items()]
    lines = []
    if len(named) > 1 and not named[0][0] and not named[1][0]:
        (_, label), (_, value) = named[:2]
        colon = "" if text[label[0] : label[1]].endswith((":", "?", "!", ".")) else ":"
        lines.append(f"<b>{words(label)}{colon}</b> {words(value)}")
        named = named[2:]
    for name, value in named:
        label = (value[0] - len(name) - 2, value[0] - 1)  # with its colon
        lines.append(f"<b>{words(label)}</b> {words(value)}" if name else words(value))
    return "<br>".join(lines)


def _table(text: str, table: Table, marks: Marks) -> str:
    """A table that says its roles, as on a phone its parts are no longer laid out as one; a wide one may scroll."""
    heads = "".join(f'<th role="columnheader" scope="col">{prose(name)}</th>' for name in table.columns)
    rows = "".join(
        '<tr role="row">'
        + "".join(
            f'<td role="cell" data-of="{html(name)}">{words_html(text, row[name], marks) if name in row else ""}</td>'
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


def words_html(text: str, span: Span, marks: Marks) -> str:
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
