"""Spreadsheets: a sheet is a section, and each row reads by itself with its column headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.readers.archive import check_archive
from corpus.readers.tables import add_table

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


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[list[str]]:
    """Rows with something in them. The stated size of a sheet is often wrong, so it is not asked."""
    sheet.reset_dimensions()
    seen = 0
    for cells in sheet.iter_rows(max_col=_MAX_COLUMNS):  # each row filled up to so many
        filled = list(dropwhile(lambda cell: cell.value is None, reversed(cells)))
        seen += len(filled)
        if seen > _MAX_CELLS:
            raise UnreadableFile("too_large", f"> {_MAX_CELLS}")
        row = [_shown(cell) for cell in reversed(filled)]
        if any(row):
            yield row


def _add_sheet(draft: Draft, title: str, rows: list[list[str]]) -> None:
    if not rows:
        return
    draft.heading(title, 2)
    # A title and remarks stand above the table in rows of one cell.
    table = next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    for row in rows[:table]:
        draft.paragraph(" ".join(filter(None, row)))
    add_table(draft, rows[table:])


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
    if isinstance(value, (date, time)):
        return value.isoformat()
    text = str(value).strip()
    return "" if _ERROR.fullmatch(text) else text
