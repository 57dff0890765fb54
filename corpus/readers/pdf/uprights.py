"""Pages of a long table that draw only the lines between its columns."""

from __future__ import annotations

from corpus.readers.pdf.drawings import is_drawing
from corpus.readers.pdf.tables import Table, filled
from corpus.readers.pdf.words import PageWords, Word

_FEWEST_LINES, _FEWEST_ROWS = 4, 5


def table_of_columns(page: PageWords, words: list[Word]) -> tuple[list[Table], list[Word]]:
    """The page's table, if it has none but upright lines and each of its cells one text, and the words outside it."""
    vertical = [rule for rule in page.vertical if not rule.side]
    if len(vertical) < _FEWEST_LINES or any(not rule.side for rule in page.horizontal):
        return [], words
    table, rest = filled([], vertical, words)
    return ([], words) if table is None or len(table.rows) < _FEWEST_ROWS or is_drawing(table) else ([table], rest)
