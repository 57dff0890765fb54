"""Tables of which only the columns are ruled: a cell holds many rows, parted where most columns agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.readers.pdf.words import Word

_FEWEST = 5  # lines that the longest columns have, and rows
_AGREEING = 3  # columns with a line at the height of a row
_MOST_WRAPPED = 0.2  # share of lines that may go on in small letters
_PITCH = 1.6  # in sizes of the letters: lines further apart do not go on


def open_rows(cells: Sequence[list[Word]], right_of: Callable[[Word], float]) -> list[dict[int, list[Word]]]:
    """The words of each row by the number of their cell; a single row where the columns do not agree.

    ``right_of`` gives the right edge of the column at a word: a line across columns is a row of its own.
    """
    baselines = [sorted({round(word.y) for word in cell}, reverse=True) for cell in cells]
    long = sum(len(column) >= _FEWEST for column in baselines) >= _AGREEING
    shared = _shared_lines(baselines) if long else []
    if len(shared) < _FEWEST or _wrapped(cells) > _MOST_WRAPPED:
        return [dict(enumerate(cells))]
    rows: dict[float, dict[int, list[Word]]] = {}
    for number, cell in enumerate(cells):
        places = _places(cell, shared, right_of)
        for word in cell:
            rows.setdefault(places[round(word.y)], {}).setdefault(number, []).append(word)
    return [rows[place] for place in sorted(rows)]


def _places(cell: Sequence[Word], shared: Sequence[int], right_of: Callable[[Word], float]) -> dict[int, float]:
    """For the height of each line the number of its row, -1 above the first; between two for a line across columns.

    A line belongs to the row above it, or to the one below where it only leads down to the cell's words there: where
    the cell has none in the row above, or those below begin amid a sentence.
    """
    firsts = {round(word.y): word for word in sorted(cell, key=lambda word: -word.x0)}
    own = min(map(right_of, firsts.values()))
    begun = {at: word for at, line in enumerate(shared) for height, word in firsts.items() if abs(height - line) <= 1}
    places: dict[int, float] = {}
    below = 0
    for height in sorted(firsts):
        word = firsts[height]
        at = sum(height <= line + 0.9 * word.size for line in shared) - 1
        leads = places.get(below) == at + 1 and height - below < _PITCH * word.size
        if begun.get(at) is word:
            places[height] = at
        elif leads and (at not in begun or (at + 1 in begun and begun[at + 1].text[:1].islower())):
            places[height] = at + 1
        else:
            places[height] = at + 0.5 if at in begun and right_of(word) > own + 1 else at
        below = height
    return places


def _wrapped(cells: Sequence[list[Word]]) -> float:
    """Share of lines that begin with a small letter, as the later lines of a sentence do."""
    starts: dict[tuple[int, int], Word] = {}
    for at, cell in enumerate(cells):
        for word in cell:
            key = (at, round(word.y))
            if key not in starts or word.x0 < starts[key].x0:
                starts[key] = word
    return sum(word.text[:1].islower() for word in starts.values()) / max(len(starts), 1)


def _shared_lines(baselines: Sequence[Sequence[int]]) -> list[int]:
    """Heights, from the top, at which at least three columns have a line."""
    return [
        y
        for y in sorted({y for column in baselines for y in column}, reverse=True)
        if sum(any(abs(y - other) <= 1 for other in column) for column in baselines) >= _AGREEING
        and not any(abs(y + 1 - other) == 0 for column in baselines for other in column if other > y)
    ]
