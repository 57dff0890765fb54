"""The names of columns before the values of ruled tables, so that each row reads by itself, also overleaf."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from corpus.readers.pdf.layout import Line
from corpus.readers.pdf.overleaf import SAME, same_edges
from corpus.readers.pdf.shape import TextBlock
from corpus.readers.pdf.text import LineJoiner
from corpus.readers.tables import labelled, looks_like_header

_SEEN = 12  # rows that tell whether the first names columns
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    cells: list[str]

    def names(self, row: _Row) -> list[str]:
        """The name, in this header, of the column of each cell of ``row``; "" where edges differ or are unknown."""
        own = list(zip(self.line.columns, self.cells, strict=False))
        if not row.line.columns:
            return self._names_by_place(row)
        names = [next((name for one, name in own if same_edges(one, other)), "") for other in row.line.columns]
        return self.cells if self._same_order(names) else names

    def _names_by_place(self, row: _Row) -> list[str]:
        """The same for a row without lines overleaf: each of its cells within another column of this header."""
        edges = self.line.columns
        places = [
            next((at for at, (left, right) in enumerate(edges) if left - SAME < part.x0 and part.x1 < right + SAME), -1)
            for part in row.line.fragments
        ]
        fits = len(places) == len(row.cells) == len(set(places)) and -1 not in places
        return [self.cells[at] for at in places] if fits and row.line.page > self.line.page else [""] * len(row.cells)

    def _same_order(self, names: Sequence[str]) -> bool:
        """Whether ``names`` are this header's but for a few, whose edges lie a little elsewhere."""
        known = sum(map(bool, names))
        return len(names) == len(self.cells) < 2 * known and all(
            name in ("", cell) for name, cell in zip(names, self.cells, strict=True)
        )

    def repeated(self, row: _Row) -> bool:
        """Whether ``row`` has one of the names again, as a header overleaf does."""
        return any(name == cell for name, cell in zip(self.names(row), row.cells, strict=True))

    def spanned(self, row: _Row) -> bool:
        """Whether ``row`` has cells that each reach over columns of this one, as a title amid the rows does."""
        lefts, rights = [left for left, _ in self.line.columns], [right for _, right in self.line.columns]
        return bool(row.line.columns) and not self.heads(row) and all(
            any(abs(left - edge) < SAME for edge in lefts) and any(abs(right - edge) < SAME for edge in rights)
            for left, right in row.line.columns
        )

    def heads(self, row: _Row) -> bool:
        """Whether most cells of ``row`` stand in columns of this one."""
        names = self.names(row)
        return 2 * sum(map(bool, names)) > len(names) > 0


def named_rows(blocks: Sequence[TextBlock], joiner: LineJoiner) -> dict[int, list[str]]:
    """The cells of each row, by the number of its block; those of a ruled table after their column's name.

    A header has no cells left once the rows below it say all of its names.
    """
    rows = {
        number: _Row(block.first, [joiner.mend(joiner.cell(cell)) for cell in block.first.cells])
        for number, block in enumerate(blocks)
        if block.kind == "row" and block.first.cells
    }
    named: dict[int, list[str]] = {}
    unsaid: dict[int, set[str]] = {}
    for number, head in _headers(rows, blocks):
        row, header = rows[number], rows[head]
        if number == head:
            named[number] = row.cells
        else:
            names = header.names(row)
            named[number] = labelled(names, row.cells)
            unsaid.setdefault(head, set(header.cells)).difference_update(names)
    return named | {head: [] for head, names in unsaid.items() if not names}


def _headers(rows: Mapping[int, _Row], blocks: Sequence[TextBlock]) -> Iterator[tuple[int, int]]:
    """Each row's number with that of the header of its table; its own where it is one or there is none."""
    head: int | None = None
    before: _Row | None = None
    again = _printed_again(rows)
    titled = False  # by a row across the columns, just before
    for number, row in rows.items():
        header = None if head is None else rows[head]
        after_row = blocks[number - 1].kind == "row"
        if after_row and _across(header, row, rows.get(number + 1)):
            titled = True
            yield number, number
            continue
        titled = titled and after_row
        apart = titled or before is None or not after_row or (bool(row.line.columns) and not before.heads(row))
        if header is not None and header.repeated(row):
            head = number
        elif header is None or titled or not header.heads(row) or (apart and _new_table(header, row)):
            following = [rows[at] for at in takewhile(rows.__contains__, range(number + 1, number + 1 + _SEEN))]
            kept = head if titled and header is not None and header.heads(row) else None
            head = number if apart and _is_header(row, following, again=again) else kept
        yield number, number if head is None else head
        before, titled = row, False


def _across(header: _Row | None, row: _Row, below: _Row | None) -> bool:
    """Whether ``row`` is a title across the columns of a table that goes on below it."""
    return header is not None and below is not None and header.spanned(row) and header.heads(below)


def _new_table(header: _Row, row: _Row) -> bool:
    """Whether ``row`` begins another table after other text: not where it is ruled and plain under a bold header."""
    return row.line.bold or not header.line.bold or not row.line.columns


def _printed_again(rows: Mapping[int, _Row]) -> set[tuple[str, ...]]:
    """The cells of the rows that stand again at the top of a page on which their table goes on."""
    tops = set()
    for number, row in rows.items():
        before = rows.get(number - 1)
        if before is not None and before.line.page < row.line.page and before.heads(row):
            tops.add(tuple(row.cells))
    printed = Counter(tuple(row.cells) for row in rows.values())
    return {cells for cells in tops if printed[cells] > 1}


def _is_header(row: _Row, following: Sequence[_Row], *, again: Set[tuple[str, ...]]) -> bool:
    """Whether ``row`` names the columns of those after it: it looks like it, and they look otherwise.

    Two columns may be a form: there the row is to be bold, or to stand over figures only, or to be one of those that
    are printed ``again`` overleaf.
    """
    below = [other for other in following if row.heads(other)]
    if not below or not looks_like_header([row.cells, *(other.cells for other in below)]):
        return False
    if tuple(row.cells) in again or (row.line.bold and not any(other.line.bold for other in below)):
        return True
    values: dict[str, list[str]] = {}
    for other in below:
        for name, cell in zip(row.names(other), other.cells, strict=True):
            values.setdefault(name, []).append(cell)
    values.pop("", None)
    words = {name: cells for name, cells in values.items() if not _DIGIT.search(name)}
    if len(row.cells) == 2:
        return len(below) > 1 and any(all(map(_DIGIT.search, cells)) for cells in words.values())
    return any(_unlike(name, cells) for name, cells in words.items())


def _unlike(name: str, cells: Sequence[str]) -> bool:
    """Whether most ``cells`` hold figures, or far longer text than the name of their column."""
    return 2 * sum(bool(_DIGIT.search(cell)) or len(cell) > 2 * len(name) + 20 for cell in cells) > len(cells)
