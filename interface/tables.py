"""Tables as HTML: read by screen readers as tables; on a phone the cells stand under one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interface.escaping import html

Cell = str | tuple[str, str]  # words, or words and their language


def table_html(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, caption_shown: bool = True
) -> str:
    """A table of plain words; the first cell of a row is its heading.

    A caption that repeats the heading above it need not be shown; screen readers still say it.
    """
    hidden = "" if caption_shown else ' class="ts-unseen"'
    heads = "".join(f'<th scope="col">{html(column)}</th>' for column in columns)
    lines = "".join(_row(row, columns) for row in rows)
    return (
        f'<div class="ts ts-wide ts-stacked" role="region" tabindex="0" aria-label="{html(caption)}">'
        f"<table><caption{hidden}>{html(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _row(cells: Sequence[Cell], columns: Sequence[str]) -> str:
    return f"<tr>{_cell(cells[0])}{''.join(map(_cell, cells[1:], columns[1:]))}</tr>"


def _cell(cell: Cell, column: str = "") -> str:
    """A cell of ``column``; without one the heading of a row."""
    words, language = cell if isinstance(cell, tuple) else (cell, "")
    spoken = f' lang="{html(language)}"' if language else ""
    if not column:
        return f'<th scope="row"{spoken}>{html(words)}</th>'
    return f'<td data-of="{html(column)}"{spoken}>{html(words)}</td>'
