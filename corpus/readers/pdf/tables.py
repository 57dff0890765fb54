"""Tables drawn with lines or filled boxes: which words stand in which cell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.readers.pdf.open_rows import open_rows
from corpus.readers.pdf.rules import Rule
from corpus.readers.pdf.words import PageWords, Word

_NEAR = 3.0  # points within which lines are taken to be the same, or to touch
_UNDER = 6.0  # points, the most between a line of text and what underlines it
_MAX_RULES = 1500  # of each direction on a page; more is a drawing


@dataclass(slots=True)
class Row:
    """Cells from left to right, each with its words; ``y`` is the top edge, ``columns`` the side edges."""

    y: float
    cells: list[list[Word]]
    columns: list[tuple[float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table where it stands on the page, its rows from the top down; lengths in points from the lower left corner."""

    x0: float  # left and right edge
    x1: float
    y: float  # top edge
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class _Grid:
    horizontal: list[Rule]
    vertical: list[Rule]

    @property
    def box(self) -> tuple[float, float, float, float]:
        ys = [r.at for r in self.horizontal] + [y for r in self.vertical for y in (r.start, r.end)]
        xs = [r.at for r in self.vertical] + [x for r in self.horizontal for x in (r.start, r.end)]
        return min(xs), min(ys), max(xs), max(ys)


def ruled_tables(page: PageWords) -> tuple[list[Table], list[Word]]:
    """The tables with at least two columns, and the words that stand in none of them.

    Drawn lines come first; boxes are taken for cells only where no lines make a table.
    """
    tables: list[Table] = []
    rest = page.words
    lines = [r for r in page.horizontal if not r.side], [r for r in page.vertical if not r.side]
    for horizontal, vertical in (lines, (page.horizontal, page.vertical)):
        found, rest = _tables(_without_underlines(_merged(horizontal), page.words), _merged(vertical), rest)
        tables += found
    return tables, rest


def _without_underlines(rules: list[Rule], words: Sequence[Word]) -> list[Rule]:
    """``rules`` but those just below words, as wide as they are: they part no cells."""
    ordered = sorted(words, key=lambda word: word.y)
    heights = [word.y for word in ordered]

    def over(rule: Rule) -> list[Word]:
        near = ordered[bisect_left(heights, rule.at) : bisect_left(heights, rule.at + _UNDER)]
        return [word for word in near if word.y - rule.at < 0.3 * word.size and rule.start - 1 < word.x0 < rule.end]

    return [rule for rule in rules if not _as_wide(rule, over(rule))]


def _as_wide(rule: Rule, words: Sequence[Word]) -> bool:
    """Whether ``rule`` begins with the first of ``words`` and ends with the last, or with the space after it."""
    if not words:
        return False
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    return abs(rule.start - left) < 1 and -1 < rule.end - right < 0.4 * words[0].size


def frames(page: PageWords) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of the lines and boxes that touch one another; none on a page full of them."""
    horizontal, vertical = _merged(page.horizontal), _merged(page.vertical)
    crowded = max(len(horizontal), len(vertical)) > _MAX_RULES
    return [] if crowded else [grid.box for grid in _grids(horizontal, vertical)]


def filled(horizontal: list[Rule], vertical: list[Rule], words: list[Word]) -> tuple[Table | None, list[Word]]:
    """The words between all these lines as one table, and those outside them."""
    grid = _Grid(_merged(horizontal), _merged(vertical))
    return _fill(grid, words) if grid.vertical else (None, words)


def _tables(
    horizontal: list[Rule], vertical: list[Rule], words: list[Word]
) -> tuple[list[Table], list[Word]]:
    tables: list[Table] = []
    if not words or not vertical or max(len(horizontal), len(vertical)) > _MAX_RULES:
        return tables, words
    for grid in _grids(horizontal, vertical):
        table, words = _fill(grid, words)
        if table is not None:
            tables.append(table)
    return tables, words


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines at the same place that touch or overlap become one."""
    merged: list[Rule] = []
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if groups and rule.at - groups[-1][0].at <= _NEAR * 0.7:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    for group in groups:
        at = sum(r.at for r in group) / len(group)
        group.sort(key=lambda r: r.start)
        start, end = group[0].start, group[0].end
        for rule in group[1:]:
            if rule.start <= end + _NEAR:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start > 6]


def _grids(horizontal: list[Rule], vertical: list[Rule]) -> list[_Grid]:
    """Lines that cross or touch one another, directly or through others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    heights = [r.at for r in horizontal]  # sorted, as _merged leaves them
    for v, upright in enumerate(vertical, len(horizontal)):
        for h in range(bisect_left(heights, upright.start - _NEAR), len(horizontal)):
            across = horizontal[h]
            if across.at > upright.end + _NEAR:
                break
            if across.start - _NEAR <= upright.at <= across.end + _NEAR:
                parent[root(h)] = root(v)
    grids: dict[int, _Grid] = {}
    for i, rule in enumerate([*horizontal, *vertical]):
        grid = grids.setdefault(root(i), _Grid([], []))
        (grid.horizontal if i < len(horizontal) else grid.vertical).append(rule)
    found = [g for g in grids.values() if len(g.vertical) >= 2 and len(g.horizontal) >= 1]
    _add_loose(found, [g.vertical[0] for g in grids.values() if not g.horizontal])
    return found


def _add_loose(grids: list[_Grid], uprights: list[Rule]) -> None:
    """A line between columns that ends below a title across both belongs to the table around it; many are a chart's."""
    for grid in grids:
        left, bottom, right, top = grid.box
        loose = [
            rule for rule in uprights
            if left < rule.at < right and bottom - _NEAR <= rule.start and rule.end <= top + _NEAR
            and rule.end - rule.start > 0.5 * (top - bottom)
        ]
        grid.vertical += loose if 2 * len(loose) < len(grid.vertical) else []


def _fill(grid: _Grid, words: list[Word]) -> tuple[Table | None, list[Word]]:
    left, bottom, right, top = grid.box
    cells: dict[tuple[float, float], list[Word]] = {}
    rest = []
    for word in words:
        x, y = (word.x0 + min(word.x1, word.x0 + 2 * word.size)) / 2, word.y + 0.3 * word.size
        if left <= x <= right and bottom <= y <= top:
            cells.setdefault((_edge_above(grid, x, y, top), _edge_left(grid, x, y, left)), []).append(word)
        else:
            rest.append(word)
    if not _tabular(cells):
        return None, words
    rows: dict[float, dict[float, list[Word]]] = {}
    for (row, column), content in _header_joined(grid, cells, bottom).items():
        rows.setdefault(row, {})[column] = content
    table = Table(left, right, top)

    def right_of(word: Word) -> float:
        return _edge_right(grid, word, right)

    for y in sorted(rows, reverse=True):
        lefts = sorted(rows[y])
        opened = open_rows([rows[y][left] for left in lefts], right_of)
        for parts in opened:
            tops = [word.y + 0.9 * word.size for words in parts.values() for word in words]
            height = y if len(opened) == 1 else max(tops)
            columns = [(lefts[at], right_of(words[0])) for at, words in parts.items()]
            table.rows.append(Row(height, list(parts.values()), columns))
    return table, rest


def _header_joined(
    grid: _Grid, cells: dict[tuple[float, float], list[Word]], bottom: float
) -> dict[tuple[float, float], list[Word]]:
    """``cells`` with a header of several storeys as one row: a title across columns beside cells that
    reach down to the data."""
    tops = sorted({top for top, _ in cells}, reverse=True)
    first = [key for key in cells if key[0] == tops[0]]
    ends = {key: _edge_below(grid, cells[key], bottom) for key in first}
    low = min(ends.values())
    storeys = [top for top in tops if top > low + _NEAR]
    under = [key for key in cells if key[0] in storeys[1:]]
    if not 2 <= len(storeys) <= 4 or not any(_titles(key, ends, first, under) for key in first):
        return cells
    joined: dict[tuple[float, float], list[Word]] = {}
    for top, column in sorted([*first, *under], key=lambda key: (key[1], -key[0])):
        place = column  # two cells above one another keep their order
        while (tops[0], place) in joined:
            place += 0.01
        joined[tops[0], place] = cells[top, column]
    return joined | {key: content for key, content in cells.items() if key[0] not in storeys}


def _titles(
    key: tuple[float, float], ends: dict[tuple[float, float], float],
    first: list[tuple[float, float]], under: list[tuple[float, float]],
) -> bool:
    """Whether a cell of the first row stands above several columns."""
    right = min((column for _, column in first if column > key[1]), default=float("inf"))
    below = [column for top, column in under if key[1] - 1 <= column < right and top <= ends[key] + _NEAR]
    return bool(below) and max(below) - min(below) > _NEAR


def _edge_below(grid: _Grid, words: list[Word], bottom: float) -> float:
    x, y = words[0].x0, min(word.y for word in words)
    return max((r.at for r in grid.horizontal if r.at <= y and r.start - 1 <= x <= r.end + 1), default=bottom)


def _edge_above(grid: _Grid, x: float, y: float, top: float) -> float:
    return min((r.at for r in grid.horizontal if r.at >= y and r.start - 1 <= x <= r.end + 1), default=top)


def _edge_left(grid: _Grid, x: float, y: float, left: float) -> float:
    return max((r.at for r in grid.vertical if r.at <= x and r.start - 1 <= y <= r.end + 1), default=left)


def _edge_right(grid: _Grid, word: Word, right: float) -> float:
    x, y = word.x0, word.y + 0.3 * word.size
    return min((r.at for r in grid.vertical if r.at > x and r.start - 1 <= y <= r.end + 1), default=right)


def _tabular(cells: dict[tuple[float, float], list[Word]]) -> bool:
    """True with two columns that stand beside one another; boxes around headings are no tables."""
    rows: dict[float, int] = {}
    for row, _ in cells:
        rows[row] = rows.get(row, 0) + 1
    return max(rows.values(), default=0) >= 2
