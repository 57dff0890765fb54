"""The documents of a brief as RIS, for reference managers; the quotes with their pages are notes."""

from __future__ import annotations

from typing import Any

from rispy import RisWriter, dumps

from assistant.exports.brief import Brief, Reference
from corpus.web_address import web_address


class _Plain(RisWriter):  # type: ignore[misc]  # rispy says no types
    def set_header(self, count: int) -> str:
        return ""  # a number before each record is not in the format


def write(brief: Brief) -> bytes:
    """One record a document, UTF-8."""
    records = [_record(brief, reference) for reference in brief.references]
    return str(dumps(records, implementation=_Plain)).lstrip("\n").encode()


def _record(brief: Brief, reference: Reference) -> dict[str, Any]:
    day = reference.published
    address = web_address(reference.source)
    record: dict[str, Any] = {
        "type_of_reference": "RPRT",
        "title": reference.title,
        # A comma would part a surname from a first name.
        "authors": [reference.organisation.replace(", ", " – ")] if reference.organisation else None,
        "year": str(day.year) if day else None,
        "date": day.strftime("%Y/%m/%d/") if day else None,
        "language": reference.language,
        "urls": [address.replace(";", "%3B")] if address else None,  # ";" would begin another one
        "label": reference.id,
        "access_date": brief.made.strftime("%Y/%m/%d/"),
        "notes": [
            f"{brief.cited(quote).split(', ', 1)[-1]}: {quoted}" if quote.page or quote.section else quoted
            for quote in brief.quotes
            if quote.reference == reference.number
            for quoted in [brief.labels.quoted.format(words=quote.text)]
        ],
    }
    return {key: value for key, value in record.items() if value}
