"""Tables without lines whose rows are coloured bands: the gaps that run down a band part its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.readers.pdf.tables import Row, Table
from corpus.readers.pdf.words import Word

_FEWEST, _MOST = 4, 150  # bands on a page; more are a drawing
_GAP = 0.5  # in sizes of the letters, and
_WIDER = 1.6  # in the usual gaps of the band: more parts two cells
_SAME = 3.0  # points within which two edges are one
_MARK = re.compile(r"^(?:\W|o|\(?\w{1,2}[.)])$")  # of a list

_Box = tuple[float, float, float, float]  # left, bottom, right, top


def banded_rows(boxes: Sequence[_Box], words: list[Word]) -> tuple[list[Table], list[Word]]:
    """The bands of two cells or more that end at the same place, each a table by itself, and the words in none."""
    if len(boxes) > _MOST:
        return [], words
    bands = [(box, cells) for box, inside in _filled(boxes, words) if _is_row(cells := _cells(inside))]
    ends = [_end(cells[-1]) for _, cells in bands]
    lefts = [cell[0].x0 for _, cells in bands for cell in cells]
    tables = [
        Table(left, right, top, [Row(top, _whole(cells, lefts))])
        for (left, _, right, top), cells in bands
        if _shared(_end(cells[-1]), ends) >= _FEWEST
    ]
    taken = {id(word) for table in tables for cell in table.rows[0].cells for word in cell}
    return tables, [word for word in words if id(word) not in taken]


def _filled(boxes: Sequence[_Box], words: Sequence[Word]) -> Iterator[tuple[_Box, list[Word]]]:
    """Each box that holds words with those that stand in no smaller one."""
    left = list(words)
    for box in sorted(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1])):
        inside = [word for word in left if _in(word, box)]
        if inside:
            left = [word for word in left if not _in(word, box)]
            yield box, inside


def _in(word: Word, box: _Box) -> bool:
    left, bottom, right, top = box
    return left <= word.x0 and word.x1 <= right + _SAME and bottom <= word.y + 0.3 * word.size <= top


def _is_row(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether there are cells side by side, none of them the marks of a list."""
    return len(cells) > 1 and not any(all(_MARK.match(word.text) for word in cell) for cell in cells)


def _cells(words: Sequence[Word]) -> list[list[Word]]:
    """The words, from left to right, between the gaps that run down all lines and are wider than those of words."""
    ordered = sorted(words, key=lambda word: word.x0)
    least = max(_GAP * ordered[0].size, _WIDER * median(_gaps(words)))
    cells = [[ordered[0]]]
    for word in ordered[1:]:
        if word.x0 - _end(cells[-1]) > least:
            cells.append([])
        cells[-1].append(word)
    return cells


def _whole(cells: list[list[Word]], lefts: Sequence[float]) -> list[list[Word]]:
    """``cells`` without those between the second and the last that begin where no other does: only a wide space."""
    whole = cells[:2]
    for cell in cells[2:]:
        if cell is cells[-1] or _shared(cell[0].x0, lefts) > 1:
            whole.append(cell)
        else:
            whole[-1] = [*whole[-1], *cell]
    return whole


def _end(cell: Sequence[Word]) -> float:
    return max(word.x1 for word in cell)


def _shared(place: float, places: Sequence[float]) -> int:
    return sum(abs(place - other) < _SAME for other in places)


def _gaps(words: Sequence[Word]) -> list[float]:
    """Between neighbours on one line."""
    ordered = sorted(words, key=lambda word: (-round(word.y), word.x0))
    return [after.x0 - word.x1 for word, after in pairwise(ordered) if abs(word.y - after.y) < 1] or [0.0]
