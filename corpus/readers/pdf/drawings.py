"""Drawings of boxes and arrows, which look like tables by their lines: read label by label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.pdf.tables import Table
from corpus.readers.pdf.words import Word

_GAP = 1.5  # in sizes of the letters: more than between two words of a line
_MARK = re.compile(r"^(?:\d{1,2}[.)]|[•●○▪-])$")  # of a list item
_MARK_GAP = 4.0
_SCATTERED = 3  # lines of a cell with such a gap, beyond which it holds more than one text


def is_drawing(table: Table) -> bool:
    """True where a cell holds texts side by side, as no cell of a table does."""
    return any(_scattered(cell) or _columns(cell) > 1 for row in table.rows for cell in row.cells)


def _scattered(words: Sequence[Word]) -> bool:
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(round(word.y), []).append(word)
    return sum(_parted(line) for line in lines.values()) >= _SCATTERED


def _parted(line: Sequence[Word]) -> bool:
    ordered = sorted(line, key=lambda word: word.x0)
    return any(after.x0 - word.x1 > _GAP * word.size for word, after in pairwise(ordered))


def _columns(words: Sequence[Word]) -> int:
    """How many columns of at least two lines stand side by side."""
    columns: list[list[Word]] = []
    right = float("-inf")
    for word in sorted(words, key=lambda word: word.x0):
        if word.x0 < right + _GAP * word.size:
            columns[-1].append(word)
        else:
            columns.append([word])
        right = max(right, word.x1)
    return sum(len({round(word.y) for word in column}) > 1 for column in columns)


def labels(table: Table) -> list[list[Word]]:
    """The words of each label, in the order in which they were drawn."""
    words = sorted((word for row in table.rows for cell in row.cells for word in cell), key=lambda word: word.first)
    found: list[list[Word]] = []
    for word in words:
        if found and _goes_on(found[-1], word):
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _goes_on(label: Sequence[Word], word: Word) -> bool:
    """Whether a word stands on the line of the last one, or on the next line below the label."""
    last = label[-1]
    down = last.y - word.y
    if abs(down) < 0.5 * last.size:
        return -last.size < word.x0 - last.x1 < (_GAP if not _MARK.match(last.text) else _MARK_GAP) * last.size
    left, right = min(one.x0 for one in label), max(one.x1 for one in label)
    return 0 < down < 2.6 * last.size and word.x0 < right and left < word.x1 + 2 * word.size
