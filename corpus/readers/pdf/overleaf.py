"""Rows of ruled tables that a page border cuts in two: whole again, on the page on which they begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.readers.pdf.layout import Line

SAME = 3.0  # points within which two edges are one
_FEW = 25  # words at most of one of the parts
_NEAR = 3  # pages before and after that show what rows the table has
_LIKE = 3  # rows that tell which columns are always filled
_OPEN = (",", "-", "–")  # the end of a line after which a cell goes on


def same_edges(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < SAME and abs(one[1] - other[1]) < SAME


def with_whole_rows(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with the rest of a row overleaf, also below a header printed again, in the cells of its row."""
    rows: dict[int, list[tuple[int, Line]]] = defaultdict(list)  # of ruled tables, by page, with their numbers
    for number, line in enumerate(lines):
        if line.columns:
            rows[line.page].append((number, line))
    borders = _borders(lines, rows)
    firsts = {first for _, first in borders}
    whole = dict(enumerate(lines))
    for last, first in reversed(borders):
        row, rest = whole[last], whole[first]
        near = range(row.page - _NEAR, rest.page + _NEAR + 1)
        if _goes_on(row, rest, [other for page in near for at, other in rows[page] if at not in firsts]):
            whole[last] = _joined(row, rest)
            del whole[first]
    return list(whole.values())


def _borders(lines: Sequence[Line], rows: dict[int, list[tuple[int, Line]]]) -> list[tuple[int, int]]:
    """The numbers of the last row of each page and of the first overleaf that is no header printed again."""
    found = []
    for first in range(1, len(lines)):
        before, line = lines[first - 1], lines[first]
        if before.page + 1 == line.page and before.columns and line.columns:
            again = any(line.cells == row.cells for _, row in rows[before.page])
            at = first + again
            if at < len(lines) and lines[at].columns and lines[at].page == line.page:
                found.append((first - 1, at))
    return found


def _goes_on(row: Line, rest: Line, near: Sequence[Line]) -> bool:
    """Whether ``rest`` is the end of ``row``: unlike any row near it, and its cells had filled theirs.

    A cell goes on overleaf where its text reached down to the border of the page, so that none of the row has more
    lines; of a row with a single line its words have to tell.
    """
    if min(len(row.text.split()), len(rest.text.split())) > _FEW or not _unlike(row, rest, near):
        return False
    before, after = row.cells or [], rest.cells or []
    ends = {_place(column, row): end for column, end in zip(rest.columns, after, strict=True)}
    pairs = [(before[at], end) for at, end in ends.items() if at is not None]
    most = max(cell.count("\n") for cell in before)
    if None in ends or any(cell.count("\n") < most for cell, _ in pairs):
        return False
    return most > 0 or any(_reads_on(cell, end) for cell, end in pairs)


def _place(column: tuple[float, float], row: Line) -> int | None:
    return next((at for at, other in enumerate(row.columns) if same_edges(column, other)), None)


def _unlike(row: Line, rest: Line, near: Sequence[Line]) -> bool:
    """Whether ``rest`` lacks what every row on both pages has, and none of those near is like it."""
    rows = [other for other in near if row.page <= other.page <= rest.page and _within(other, row)]
    rows = [other for other in rows if len(other.columns) > 1]
    if len(rows) < _LIKE or any(_within(other, rest) for other in near):
        return False
    filled = [column for column in row.columns if all(_place(column, other) is not None for other in rows)]
    return any(_place(column, rest) is None for column in filled)


def _within(one: Line, other: Line) -> bool:
    return all(_place(column, other) is not None for column in one.columns)


def _reads_on(cell: str, end: str) -> bool:
    return cell.endswith(_OPEN) or (end[:1].islower() and cell[-1:].isalnum())


def _joined(row: Line, rest: Line) -> Line:
    """Both as one row, where it begins."""
    cells = list(row.cells or [])
    for column, end in zip(rest.columns, rest.cells or [], strict=True):
        at = _place(column, row)
        if at is not None:
            cells[at] += f"\n{end}"
    return replace(row, text=" ".join(cells), cells=cells, bold=row.bold and rest.bold)
