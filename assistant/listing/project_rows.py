"""Projects in the tables of documents: each row of a list of projects becomes a record.

Readers write a row as ``Koodi: S21469 | Hanke: Ilona | Alkaa: 1.11.2018``; the names of the columns
stand in ``corpus/project_columns.yaml``. A row counts that names a project and says when it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.listing.records import Record
from corpus.amounts import amount, share
from corpus.dates import day
from corpus.models import Metadata
from corpus.vocabulary import find, find_region
from index.store import Store

_AND = re.compile(r",| ja | och | and ")
_Run = tuple[str | None, date | None, date | None]  # applicant and days


@dataclass(frozen=True, slots=True)
class Row:
    """A project in a table. ``names`` are what a text may call it, folded: its code and its name."""

    record: Record
    names: tuple[str, ...]


def read_project_rows(store: Store, records: Iterable[Record]) -> list[Record]:
    """The projects in tables of the projects collection that no record of ``records`` is about itself."""
    read = [
        (record, store.document(record.card.id).text) for record in records if record.card.collection == "projects"
    ]
    rows = [row for record, text in read for row in rows_of(record, text)]
    known = {(_run(record), name) for record, text in read for name in _described(record, text, rows)}
    return [row.record for row in rows if not any((_run(row.record), name) in known for name in row.names)]


def rows_of(record: Record, text: str) -> Iterator[Row]:
    """The projects in the tables of ``text``, which is that of ``record``."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.partition(": ") for cell in line.split(" | ")]
        row = {column: value.strip() for name, _, value in cells if value and (column := find("project_columns", name))}
        start, end = day(row.get("start", "")), day(row.get("end", ""))
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
            budget=amount(row.get("budget", "")),
            rate=share(row.get("rate", "")),
            programme=record.card.metadata.programme,
            programme_period=record.card.metadata.programme_period,
            source=record.card.metadata.source,
        )
        card = replace(record.card, id=identifier, title=row["name"], metadata=about)
        names = tuple(filter(None, map(_folded, (row.get("code", ""), row["name"]))))
        yield Row(Record(card, identifier, "valid", None, row.get("summary", ""), {}), names)


def _described(record: Record, text: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """The names of the project that ``record`` is about, if a row has it: one with its applicant and days.

    They may run several projects on the same days, and tell of the others too: the one that title and text name
    first is meant, of names that begin alike the longer one.
    """
    said = f" {_folded(record.card.title)} {_folded(text)} "
    alike = [row for row in rows if _run(row.record) == _run(record)]
    named = [(place, -len(name), row) for row in alike for name in row.names if (place := said.find(f" {name} ")) >= 0]
    return min(named, key=lambda found: found[:2])[2].names if named else ()


def _run(record: Record) -> _Run:
    about = record.card.metadata
    return about.organisation, about.start, about.end


def _folded(stated: str) -> str:
    """Its words alone: a dash or a quotation mark is written in many ways."""
    return " ".join(re.findall(r"\w+", stated.casefold()))


def _regions(stated: str) -> tuple[str, ...]:
    return tuple(code for part in _AND.split(stated) if (code := find_region(part.strip())))


def _fund(stated: str | None) -> str | None:
    """The fund's id; what stands in brackets, such as a recovery instrument, is left out."""
    return find("funds", re.sub(r"\(.*\)", "", stated or "")) or stated
