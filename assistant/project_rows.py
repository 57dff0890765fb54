"""Projects in the tables of documents: each row of a list of projects becomes a record.

Readers write a row as ``Koodi: S21469 | Hanke: Ilona | Alkaa: 1.11.2018``; the names of the columns
stand in ``corpus/project_columns.yaml``. A row counts that names a project and says when it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from assistant.records import Record
from corpus.models import Metadata
from corpus.vocabulary import find, find_region
from index.store import Store

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$|(\d{4})-(\d\d)-(\d\d)$")
_AND = re.compile(r",| ja | och | and ")
_NUMBER = re.compile(r"[\d\s]+(?:[.,]\d+)?")


def read_project_rows(store: Store, records: Iterable[Record]) -> list[Record]:
    """The projects in tables of the projects collection that no record of ``records`` is about itself."""
    projects = [record for record in records if record.card.collection == "projects"]
    known = {_run(record.card.metadata) for record in projects}
    rows = [row for record in projects for row in rows_of(record, store.document(record.card.id).text)]
    return [row for row in rows if _run(row.card.metadata) not in known]


def rows_of(record: Record, text: str) -> Iterator[Record]:
    """The projects in the tables of ``text``, which is that of ``record``."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.partition(": ") for cell in line.split(" | ")]
        row = {column: value.strip() for name, _, value in cells if value and (column := find("project_columns", name))}
        start, end = _day(row.get("start")), _day(row.get("end"))
        if "name" not in row or not (start or end):
            continue
        identifier = f"{record.card.id}#{row.get('code') or number}"
        about = Metadata(
            organisation=row.get("organisation"),
            country=record.card.metadata.country,
            regions=_regions(row.get("region", "")),
            themes=record.card.metadata.themes,
            fund=_fund(row.get("fund")),
            start=start,
            end=end,
            budget=_number(row.get("budget")),
            rate=_number(row.get("rate")),
            programme=record.card.metadata.programme,
            programme_period=record.card.metadata.programme_period,
            source=record.card.metadata.source,
        )
        card = replace(record.card, id=identifier, title=row["name"], metadata=about)
        yield Record(card, identifier, "valid", None, row.get("summary", ""), {})


def _run(about: Metadata) -> tuple[str | None, date | None, date | None]:
    return about.organisation, about.start, about.end


def _day(stated: str | None) -> date | None:
    found = _DAY.match(stated or "")
    if not found:
        return None
    day, month, year, *iso = found.groups()
    try:
        return date(int(year), int(month), int(day)) if year else date(*map(int, iso))
    except ValueError:
        return None


def _regions(stated: str) -> tuple[str, ...]:
    return tuple(code for part in _AND.split(stated) if (code := find_region(part.strip())))


def _fund(stated: str | None) -> str | None:
    """The fund's id; what stands in brackets, such as a recovery instrument, is left out."""
    return find("funds", re.sub(r"\(.*\)", "", stated or "")) or stated


def _number(stated: str | None) -> float | None:
    found = _NUMBER.match(stated or "")
    return float(re.sub(r"\s", "", found[0]).replace(",", ".")) if found and found[0].strip() else None
