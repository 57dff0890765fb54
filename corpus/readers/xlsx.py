"""Spreadsheets: a sheet is a section, and each row reads by itself with its column headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import dropwhile, pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.readers.archive import check_archive
from corpus.readers.tables import add_table, looks_like_header

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_ERROR = re.compile(r"#(N/A|GETTING_DATA|[A-Z0-9/]+[!?])")
_MAX_CELLS = 5_000_000
_MAX_COLUMNS = 500  # a stray format far to the right makes a sheet 16,384 columns wide


def read_xlsx(path: Path) -> Draft:
    """Values as last calculated, dates in ISO form, hidden sheets left out."""
    check_archive(path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        draft = Draft(title=book.properties.title or None)
        if book.properties.creator:
            draft.fields["author"] = book.properties.creator
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                _add_sheet(draft, sheet.title, list(_rows(sheet)))
        return draft
    finally:
        book.close()


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[str]
    bold: bool
    apart: bool  # an empty row stands above it

    @property
    def several(self) -> bool:
        return sum(map(bool, self.cells)) > 1


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[_Row]:
    """Rows with something in them. The stated size of a sheet is often wrong, so it is not asked."""
    sheet.reset_dimensions()
    seen, apart = 0, True
    for cells in sheet.iter_rows(max_col=_MAX_COLUMNS):  # each row filled up to so many
        filled = list(dropwhile(lambda cell: cell.value is None, reversed(cells)))
        seen += len(filled)
        if seen > _MAX_CELLS:
            raise UnreadableFile("too_large", f"> {_MAX_CELLS}")
        row = [_shown(cell) for cell in reversed(filled)]
        if any(row):
            yield _Row(row, all(cell.font.b for cell in filled if cell.value is not None), apart)
        apart = not any(row)


def _add_sheet(draft: Draft, title: str, rows: list[_Row]) -> None:
    if rows:
        draft.heading(title, 2)
    for table in _tables(rows):
        # A title and remarks stand above the table in rows of one cell.
        above = len(list(takewhile(lambda row: not row.several, table)))
        for row in table[:above]:
            draft.paragraph(" ".join(filter(None, row.cells)))
        add_table(draft, [row.cells for row in table[above:]])


def _tables(rows: Sequence[_Row]) -> list[list[_Row]]:
    """The tables of a sheet, with their titles: after an empty row bold names of columns begin another."""
    begins = [at for at, row in enumerate(rows) if row.apart]
    tables: list[list[_Row]] = []
    for start, end in pairwise([*begins, len(rows)]):
        if not tables or _heads(rows[start:end]):
            tables.append([])
        tables[-1] += rows[start:end]
    return tables


def _heads(rows: Sequence[_Row]) -> bool:
    """Whether bold names of columns stand first in ``rows``, perhaps below titles, over what is not bold."""
    table = list(dropwhile(lambda row: not row.several, rows))
    return len(table) > 1 and table[0].bold > table[1].bold and looks_like_header([row.cells for row in table])


def _shown(cell: Any) -> str:
    """A cell as the sheet shows it, shares of one as a percentage."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{written(value * 100)} %"
    return written(value)


def written(value: object) -> str:
    """A value as a person would write it, ``""`` for none and for a formula's error."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, float):
        whole, _, part = f"{Decimal(repr(round(value, 10) + 0)):f}".partition(".")  # never 1e+17, nor -0
        return f"{whole}.{part}" if part.strip("0") else whole
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, timedelta):  # working hours, which may be more than a day
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, (date, time)):
        return value.isoformat()
    text = str(value).strip()
    return "" if _ERROR.fullmatch(text) else text
