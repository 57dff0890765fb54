"""Records as tables: our own columns, and those of Interreg Europe, Innokylä and Kohesio.

- Interreg Europe: the fields of a good practice, in English.
- Innokylä: the fields of a ``toimintamalli``, in Finnish.
- Kohesio: the columns of its CSV files of projects, dates as DD/MM/YYYY, names of countries in English.

Of a work in several languages these three take one row, in the list's own language where there is
such a version, else the original.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.listing.records import SECTIONS, Record
from corpus.models import Metadata
from corpus.vocabulary import label, terms
from index.context import country_name

Row = dict[str, Any]
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def own_rows(records: Iterable[Record]) -> list[Row]:
    """Every field of every record; ids and codes, not their names."""
    return [_own_row(record) for record in records]


def interreg_rows(records: Iterable[Record]) -> list[Row]:
    """Practices as Interreg Europe's list of good practices has them."""
    return [_interreg_row(record) for record in _one_a_work(records, "practices", "en")]


def innokyla_rows(records: Iterable[Record]) -> list[Row]:
    """Practices as Innokylä's models of operation have them."""
    return [_innokyla_row(record) for record in _one_a_work(records, "practices", "fi")]


def kohesio_rows(records: Iterable[Record]) -> list[Row]:
    """Projects as Kohesio lists operations: documents of the projects collection that say when one runs."""
    records = [record for record in records if record.card.metadata.start or record.card.metadata.end]
    english = {record.work: record for record in _one_a_work(records, "projects", "en")}
    return [
        _kohesio_row(record, english[record.work])
        for record in records
        if record.card.id == record.work and record.work in english
    ]


SHAPES: dict[str, Callable[[Iterable[Record]], list[Row]]] = {
    "csv": own_rows,
    "json": own_rows,
    "interreg": interreg_rows,
    "innokyla": innokyla_rows,
    "kohesio": kohesio_rows,
}


def as_json(rows: Sequence[Row]) -> str:
    """A list of objects, ``[]`` where there are no rows; days as YYYY-MM-DD, what is not stated as null."""
    return json.dumps(rows, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"


def as_csv(rows: Sequence[Row], *, delimiter: str = ",") -> str:
    """A table with a heading row, nothing where there are no rows.

    Lists are joined with "; ", nested fields become columns of their own. A cell that
    a spreadsheet would take for a formula gets an apostrophe before it. Decimals have a comma
    where columns are parted by semicolons: such a spreadsheet reads 12.5 as a day in May.
    """
    flat = [_flat(row) for row in rows]
    columns = list(dict.fromkeys(column for row in flat for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    mark = "," if delimiter == ";" else "."
    writer.writerows({column: _cell(value, mark) for column, value in row.items()} for row in flat)
    return out.getvalue()


def as_spreadsheet(rows: Sequence[Row], language: str) -> bytes:
    """The same as Excel opens it with a double click where people write ``language``.

    UTF-8 with a mark at its beginning, and a semicolon between columns where the decimal sign is a comma.
    """
    return as_csv(rows, delimiter="," if language == "en" else ";").encode("utf-8-sig")


def _flat(row: Row) -> Row:
    flat: Row = {}
    for column, value in row.items():
        flat |= value if isinstance(value, dict) else {column: value}
    return flat


def _cell(value: Any, decimal_mark: str) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", decimal_mark)
    if isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    text = str(value)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def _own_row(record: Record) -> Row:
    card = record.card
    metadata = {name: value for name, value in asdict(card.metadata).items() if name != "translates"}
    every_section = (terms(SECTIONS[card.collection]) if card.collection in SECTIONS else {}).keys()
    return {
        "id": card.id, "work": record.work, "title": card.title, "language": card.language,
        "collection": card.collection, "status": record.status, "superseded_by": record.successor,
        **metadata, "summary": record.summary,
        "sections": {name: record.sections.get(name) for name in every_section},
    }  # fmt: skip


def _interreg_row(record: Record) -> Row:
    about, sections = record.card.metadata, record.sections
    return {
        "Title of the practice": record.card.title,
        "Main institution": about.organisation,
        "Country": _country(about, "en"),
        "Region": _regions(about, "en"),
        "Theme": _themes(about, "en"),
        "Target group": about.target_group or sections.get("for_whom"),
        "Start date": about.start,
        "End date": about.end,
        "Short summary": record.summary,
        "Detailed information": _together(sections, "what", "who", "for_whom"),
        "Resources needed": sections.get("resources"),
        "Evidence of success": sections.get("evidence"),
        "Challenges encountered": sections.get("difficulties"),
        "Potential for learning or transfer": sections.get("transfer"),
        "Further information": about.source,
        "Language": record.card.language,
    }


def _innokyla_row(record: Record) -> Row:
    about, sections = record.card.metadata, record.sections
    return {
        "Toimintamallin nimi": record.card.title,
        "Toimintamallin lyhyt kuvaus": record.summary,
        "Toteutuspaikka": _country(about, "fi"),
        "Paikkakunta, maakunta tai hyvinvointialue": _regions(about, "fi"),
        "Toimintamallin rahoittaja": label("funds", about.fund, "fi") if about.fund else about.programme,
        "Tekijä": about.organisation,
        "Aiheet": _themes(about, "fi"),
        "Lähtötilanne": sections.get("who"),
        "Ratkaisun perusidea": sections.get("what"),
        "Kohderyhmä ja asiakasymmärrys": sections.get("for_whom") or about.target_group,
        "Toimivuuden ja käyttöönoton ehdot": _together(sections, "resources", "difficulties"),
        "Arvioinnin tulokset tiivistettynä": sections.get("evidence"),
        "Vinkit toimintamallin soveltajille": sections.get("transfer"),
        "Lisätiedot": about.source,
        "Kieli": record.card.language,
    }


def _kohesio_row(record: Record, english: Record) -> Row:
    about = record.card.metadata
    has_english = english.card.language == "en"
    funded = about.budget * about.rate / 100 if about.budget is not None and about.rate is not None else None
    codes = {level: [code for code in about.regions if len(code) == level + 2] for level in (1, 2, 3)}
    return {
        "Operation_Unique_Identifier": record.card.id,
        "Operation_Local_Identifier": record.card.id.partition("#")[2] or None,
        "Operation_Name_English": english.card.title if has_english else None,
        "Operation_Name_Programme_Language": record.card.title,
        "Country": _country(about, "en"),
        "Operation_Start_Date": _slashed(about.start),
        "Operation_End_Date": _slashed(about.end),
        "Cofinancing_Rate": about.rate,
        "Total_Eligible_Expenditure_amount": about.budget,
        "Total_Eligible_Expenditure_Currency": "EUR" if about.budget is not None else None,
        "Project_EU_Budget": funded,
        "Beneficiary_Name": about.organisation,
        "Fund_Code": about.fund,
        "Fund_Name": label("funds", about.fund, "en") if about.fund else None,
        "Programme_Name": about.programme,
        "Programming_Period": about.programme_period,
        "Category_Label": _themes(about, "en"),
        **{f"NUTS{level}_Code": codes[level] for level in codes},
        **{f"NUTS{level}_Label": [label("regions", code, "en") for code in codes[level]] for level in codes},
        "Operation_Summary_English": english.summary if has_english else None,
        "Operation_Summary_Programme_Language": record.summary,
    }


def _one_a_work(records: Iterable[Record], collection: str, language: str) -> list[Record]:
    """The version in ``language`` of each work that still holds, else the original, else what there is."""
    best: dict[str, Record] = {}
    for record in records:
        if record.card.collection != collection or record.status == "superseded":
            continue
        kept = best.get(record.work)
        if kept is None or _suits(record, language) > _suits(kept, language):
            best[record.work] = record
    return list(best.values())


def _suits(record: Record, language: str) -> tuple[bool, bool]:
    return record.card.language == language, record.card.id == record.work


def _country(about: Metadata, language: str) -> str | None:
    return country_name(about.country, language) if about.country else None


def _regions(about: Metadata, language: str) -> list[str]:
    return [label("regions", code, language) for code in about.regions]


def _themes(about: Metadata, language: str) -> list[str]:
    return [label("themes", theme, language) for theme in about.themes]


def _together(sections: dict[str, str], *names: str) -> str | None:
    return "\n\n".join(sections[name] for name in names if name in sections) or None


def _slashed(day: date | None) -> str | None:
    return day.strftime("%d/%m/%Y") if day else None
