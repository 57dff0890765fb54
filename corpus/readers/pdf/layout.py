"""A page's words as lines and table rows in the order in which people read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.readers.pdf.bands import banded_rows
from corpus.readers.pdf.drawings import is_drawing, labels
from corpus.readers.pdf.fragments import Fragment, fragments_of, join_words
from corpus.readers.pdf.tables import Row, Table, frames, ruled_tables
from corpus.readers.pdf.text import cut_token
from corpus.readers.pdf.uprights import table_of_columns
from corpus.readers.pdf.words import PageWords, Word

_MIN_COLUMN_LINES = 4
_SIGNS = ".,;:!?()\"”’-\u2010"  # before and after words
_EVEN = 0.05  # sizes of the letters by which the spaces of a justified line may differ
_PADDING = 6.0  # points, the most between a full cell and its edge
_MAX_COLUMN_SEARCH = 4000  # fragments; a larger page is a list without columns of prose
_MARK = re.compile(r"^(?:\W{1,3}|\(?[\w.]{1,6}[).°]|\(?[¹²³⁰⁴-⁹]{1,3}\)?|o)$")  # a bullet or number before an item


@dataclass(slots=True)
class Line:
    """One printed line, or one row of a table when ``cells`` is set.

    ``region`` numbers the columns of a page in reading order; ``fresh`` marks a row or line that
    never continues the one before it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    page: int = 0
    region: int = 0
    left: float = 0.0
    right: float = 0.0
    text_x: float = 0.0  # where the text begins after a bullet or number and its gap
    mark_gap: float = 0.0
    cells: list[str] | None = None
    columns: list[tuple[float, float]] = field(default_factory=list)  # of ruled cells: their side edges
    fragments: list[Fragment] = field(default_factory=list)


def page_lines(page: PageWords, number: int) -> list[Line]:
    """Lines and rows of a page in reading order."""
    tables, rest = ruled_tables(page)
    columns, rest = table_of_columns(page, rest)
    bands, rest = banded_rows(frames(page), rest)
    fragments = fragments_of(rest)
    pieces: list[Fragment | Table] = [*fragments, *tables, *columns, *bands]
    lines: list[Line] = []
    for region, part in enumerate(_columns(pieces, page.width, depth=0)):
        lines += _region_lines(part, number, region)
    for region, word_group in enumerate(_aside_groups(page.aside)):
        text = " ".join(word.text for word in word_group)
        lines.append(Line(text, 0, 0, 0, word_group[0].size, page=number, region=1000 + region))
    return lines


def _aside_groups(words: list[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.first - groups[-1][-1].last <= 3:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _columns(pieces: list[Fragment | Table], width: float, *, depth: int) -> list[list[Fragment | Table]]:
    """Cut at gutters that run beside several lines of prose; left column before right."""
    pieces = sorted(pieces, key=lambda p: (-p.y, p.x0))
    cut = _best_gutter(pieces, width) if depth < 4 and len(pieces) <= _MAX_COLUMN_SEARCH else None
    if cut is None:
        return [pieces] if pieces else []
    gutter, start, end = cut
    left = [p for p in pieces[start:end] if p.x0 < gutter]
    right = [p for p in pieces[start:end] if p.x0 >= gutter]
    parts = [*_columns(pieces[:start], width, depth=depth + 1)]
    parts += [*_columns(left, width, depth=depth + 1), *_columns(right, width, depth=depth + 1)]
    return [*parts, *_columns(pieces[end:], width, depth=depth + 1)]


def _best_gutter(pieces: list[Fragment | Table], width: float) -> tuple[float, int, int] | None:
    edges = Counter(round(p.x0 / 3) * 3 for p in pieces if isinstance(p, Fragment))
    best: tuple[int, float, int, int] | None = None
    for edge, count in edges.most_common(12):
        if count < _MIN_COLUMN_LINES:
            break
        gutter = edge - 3.0
        for start, end in _runs(pieces, gutter):
            run = pieces[start:end]
            if _prose_columns(run, gutter, width) and (best is None or len(run) > best[0]):
                best = (len(run), gutter, start, end)
    return best[1:] if best else None


def _runs(pieces: list[Fragment | Table], gutter: float) -> list[tuple[int, int]]:
    """Stretches in which no piece lies across the gutter."""
    runs, start = [], 0
    for i, piece in enumerate(pieces):
        if piece.x0 < gutter < piece.x1 + 2:
            runs.append((start, i))
            start = i + 1
    return [*runs, (start, len(pieces))]


def _prose_columns(run: list[Fragment | Table], gutter: float, width: float) -> bool:
    left = [p for p in run if isinstance(p, Fragment) and p.x0 < gutter]
    right = [p for p in run if isinstance(p, Fragment) and p.x0 >= gutter]
    if min(len(left), len(right)) < _MIN_COLUMN_LINES:
        return False
    if min(left[0].y, right[0].y) <= max(left[-1].y, right[-1].y):
        return False  # one above the other, not side by side
    return _prose(left, width) and _prose(right, width)


def _prose(column: list[Fragment], width: float) -> bool:
    """Wide lines of several words that reach the right edge more often than not."""
    x0, x1 = min(p.x0 for p in column), max(p.x1 for p in column)
    full = median((p.x1 - x0) / max(x1 - x0, 1.0) for p in column)
    words = median(len(p.words) for p in column)
    return x1 - x0 > 0.14 * width and full > 0.6 and words >= 3


def _region_lines(pieces: list[Fragment | Table], page: int, region: int) -> list[Line]:
    """The pieces of one column, from top to bottom; fragments on one line become one line."""
    rows: list[list[Fragment]] = []
    out: list[list[Fragment] | Table] = []
    for piece in pieces:
        if isinstance(piece, Table):
            out.append(piece)
        elif rows and out[-1] is rows[-1] and abs(rows[-1][0].y - piece.y) < 0.4 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
            out.append(rows[-1])
    lines: list[Line] = []
    for entry in out:
        if isinstance(entry, Table):
            lines += _table_lines(entry)
        else:
            lines.append(_line(sorted(entry, key=lambda f: f.x0)))
    plain = [line for line in lines if line.cells is None]
    left = min((line.x0 for line in plain), default=0.0)
    right = max((line.x1 for line in plain), default=0.0)
    for line in lines:
        line.page, line.region = page, region
        if line.cells is None:
            line.left, line.right = left, right
    _mark_rows(lines)
    return lines


def _line(fragments: list[Fragment]) -> Line:
    words = [word for fragment in fragments for word in fragment.words]
    letters = sum(len(w.text) for w in words)
    text_x, mark_gap = _after_mark(words)
    main = max(words, key=lambda w: len(w.text))
    return Line(
        join_words(words), words[0].x0, max(w.x1 for w in words), main.y, main.size,
        bold=sum(len(w.text) for w in words if w.bold) > 0.8 * letters,
        italic=sum(len(w.text) for w in words if w.italic) > 0.8 * letters,
        text_x=text_x, mark_gap=mark_gap, fragments=fragments,
    )


def _after_mark(words: Sequence[Word]) -> tuple[float, float]:
    """Where the text after the first mark begins, and the gap before it; a mark may be (¹⁰)."""
    for word, following in list(pairwise(words))[:4]:
        gap = following.x0 - word.x1
        if gap > 0.15 * following.size:
            return following.x0, gap
    return words[0].x0, 0.0


def _table_lines(table: Table) -> list[Line]:
    lines = []
    rows = [Row(label[0].y, [label]) for label in labels(table)] if is_drawing(table) else table.rows
    for row in rows:
        cells = [cell_lines(cell) for cell in row.cells]
        words = [w for cell in row.cells for w in cell]
        if not words:
            continue
        # The hyphens at line ends are resolved with the rest of the document.
        columns = row.columns or [(float("-inf"), float("inf"))] * len(cells)
        text = [_cell_text(cell, column) for cell, column in zip(cells, columns, strict=True)]
        main = max(words, key=lambda w: len(w.text))
        if len(text) == 1 and words_across(words) > 0.5 * (table.x1 - table.x0):  # a title or a note
            lines += cells[0]
            continue
        lines.append(
            Line(" ".join(text), min(w.x0 for w in words), max(w.x1 for w in words), row.y, main.size,
                 bold=all(w.bold for w in words), cells=text, columns=row.columns)
        )
    return lines


def _cell_text(lines: Sequence[Line], column: tuple[float, float]) -> str:
    """The lines of a cell, those as one between whose edges a date or code had no room."""
    left, right = column
    text = lines[0].text
    for before, line in pairwise(lines):
        room = 0.55 * before.size + _PADDING  # for one more digit
        full = before.x0 - left < room and right - before.x1 < room
        text += line.text if full and cut_token(before.text, line.text) else f"\n{line.text}"
    return text


def words_across(words: Sequence[Word]) -> float:
    return max(w.x1 for w in words) - min(w.x0 for w in words)


def cell_lines(words: Sequence[Word]) -> list[Line]:
    """The lines within one cell, top to bottom."""
    return _region_lines(sorted(fragments_of(words), key=lambda f: (-f.y, f.x0)), 0, 0) if words else []


def _mark_rows(lines: list[Line]) -> None:
    """Unruled tables: lines in several parts that begin at the same places as a neighbour's."""
    for at, line in enumerate(lines):
        if not _row_like(line):
            continue
        for before in lines[max(0, at - 3) : at]:
            if _row_like(before) and _aligned(before, line):
                for one in (before, line):
                    one.cells = one.cells or [join_words(f.words) for f in one.fragments]


def _row_like(line: Line) -> bool:
    if len(line.fragments) < 2 or _justified(line):
        return False
    first = join_words(line.fragments[0].words)
    parts = len(line.fragments) - bool(_MARK.match(first))
    return parts >= 2


def _justified(line: Line) -> bool:
    """Whether prose was drawn out to the edges of its column: the same space between words of any length."""
    words = [word for fragment in line.fragments for word in fragment.words]
    gaps = [following.x0 - word.x1 for word, following in pairwise(words)]
    widths = [word.x1 - word.x0 for word in words]
    even = _EVEN * line.size
    return len(gaps) > 1 and max(gaps) - min(gaps) < even < max(widths) - min(widths)


def _aligned(one: Line, other: Line) -> bool:
    shared = 0
    for a in one.fragments[1:]:
        shared += any(_below(a, b) for b in other.fragments[1:])
    return shared * 2 >= max(len(one.fragments), len(other.fragments)) - 1


def _below(one: Fragment, other: Fragment) -> bool:
    """Whether both begin at one place, or end there and are not words alone: lines of justified prose all end there."""
    words = all(word.text.strip(_SIGNS).isalpha() for word in (*one.words, *other.words))
    return abs(one.x0 - other.x0) < 3 or (not words and abs(one.x1 - other.x1) < 3)
