"""Table rows that each read by themselves: every value after the heading of its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.draft import Draft, tidy

SpanningCell = tuple[str, int, int]  # words, and how many columns and rows they span
_LABEL = 80  # characters; longer cells are text, not column headings
_SENTENCE_END = re.compile(r"\w{4}\.$")  # "no." is short for a word
BETWEEN = " | "  # the values of a row
YEARS = re.compile(r"^(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?$")
_SPAN = 1000  # columns or rows, the most that HTML allows
_END: SpanningCell = ("", 0, 0)


@dataclass(frozen=True, slots=True)
class Table:
    """``text[start:end]`` of some text: rows that ``labelled`` made, by the name of each column where a value stands.

    ``columns`` are in order; the first may have no name.
    """

    start: int
    end: int
    columns: tuple[str, ...]
    rows: tuple[dict[str, tuple[int, int]], ...]


def add_table(draft: Draft, rows: Iterable[Sequence[str]], *, header: bool | None = None) -> None:
    """Append ``rows``. ``header`` says whether the first is one; None means judge by its look."""
    cleaned = [[tidy(cell) for cell in row] for row in rows]
    filled = [row for row in cleaned if any(row)]
    if not filled:
        return
    if header is None:
        header = looks_like_header(filled)
    if not header or len(filled) == 1:
        for row in filled:
            draft.row(row)
        return
    for row in filled[1:]:
        draft.row(labelled(filled[0], row))


def labelled(header: Sequence[str], row: Sequence[str]) -> list[str]:
    """The cells of ``row``, each after its column's heading; a row of one text stays as it is."""
    if sum(map(bool, row)) == 1:
        return list(row)
    names = [*header, *[""] * (len(row) - len(header))]
    return [
        f"{name.rstrip(':')}: {cell}" if name and name != cell else cell
        for name, cell in zip(names, row, strict=False)
        if cell
    ]


def tables_in(text: str, start: int, end: int) -> Iterator[Table]:
    """The tables within ``text[start:end]``, in order: two or more lines whose values have the same names."""
    rows: list[dict[str, tuple[int, int]]] = []
    columns: tuple[str, ...] = ()
    began = ended = start
    for line in [*_lines(text, start, end), (end, end)]:
        row = row_cells(text, *line)
        names = tuple(row)
        longer, shorter = (names, columns) if len(names) > len(columns) else (columns, names)
        if rows and names and _within(shorter, longer):
            columns = longer
        else:
            if len(rows) > 1:
                yield Table(began, ended, columns, tuple(rows))
            rows, columns, began = [], names, line[0]
        if row:
            rows.append(row)
            ended = line[1]


def is_row(line: str) -> bool:
    """Whether ``line`` is a row that ``labelled`` made; by itself it makes no table."""
    return bool(row_cells(line, 0, len(line)))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1


def row_cells(text: str, start: int, end: int) -> dict[str, tuple[int, int]]:
    """Where the values of a line stand, by the names before them; nothing for a line that is no row."""
    cells: dict[str, tuple[int, int]] = {}
    parts = text[start:end].split(BETWEEN)
    for at, part in enumerate(parts):
        name, named, _ = part.partition(": ")
        name = name if named and len(name) <= _LABEL else ""
        if name in cells or not (name or at == 0):
            return {}
        cells[name] = start + (len(name) + 2 if name else 0), start + len(part)
        start += len(part) + len(BETWEEN)
    return cells if len(cells) > 1 else {}


def _within(some: Sequence[str], every: Sequence[str]) -> bool:
    """Whether ``some`` stand among ``every`` in the same order."""
    left = iter(every)
    return all(name in left for name in some)


def as_printed(text: str, stands: Callable[[str], bool]) -> str:
    """``text`` without the names that ``labelled`` put before values; ``stands`` tells what a page has."""
    return "\n".join(
        BETWEEN.join(_value(cell, stands) for cell in line.split(BETWEEN)) if BETWEEN in line else line
        for line in text.split("\n")
    )


def _value(cell: str, stands: Callable[[str], bool]) -> str:
    _, named, value = cell.partition(": ")
    return value if named and not stands(cell) and stands(value) else cell


def spread_out(rows: Iterable[Sequence[SpanningCell]]) -> list[list[str]]:
    """Each row with one cell a column: words that span rows stand in each, those that span columns in the first."""
    grid: list[list[str]] = []
    above: dict[int, tuple[str, int]] = {}  # by column: words that go on, and in how many rows
    for cells in rows:
        row: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        for words, columns, deep in (*cells, _END):
            while len(row) in above:
                going_on, left = above[len(row)]
                if left > 1:
                    below[len(row)] = (going_on, left - 1)
                row.append(going_on)
            for column in range(min(columns, _SPAN)):  # of the end none
                text = "" if column else words
                if deep > 1:
                    below[len(row)] = (text, min(deep, _SPAN) - 1)
                row.append(text)
        grid.append(row)
        above = below
    return grid


def looks_like_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: short, different words, no numbers but years, over fuller rows.

    Two columns with labels down the left ("Hakija: | ...") are a form, not a table with a header.
    """
    first = [cell for cell in rows[0] if cell]
    if len(first) < 2 or len(rows) < 2 or len(set(first)) < len(first):
        return False
    # A single year is what a form or a list says of something; so are several where the rows below have them, too.
    years = {cell for cell in first if YEARS.match(cell)}
    if len(years) < 2 or 2 * sum(any(map(YEARS.match, row)) for row in rows[1:]) >= len(rows):
        years = set()
    named = [cell for cell in first if cell not in years]
    if any(len(cell) > _LABEL or not any(map(str.isalpha, cell)) or _SENTENCE_END.search(cell) for cell in named):
        return False
    widest = max(sum(map(bool, row)) for row in rows)
    if len(first) < widest - 1 or len(first) * 2 < widest:
        return False
    return len(first) > 2 or not any(row[0].endswith(":") for row in rows)
