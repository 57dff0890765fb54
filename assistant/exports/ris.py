"""The documents of a brief as RIS, for reference managers; the quotes with their pages are notes."""

from __future__ import annotations

from typing import Any

from rispy import RisWriter, dumps

from assistant.exports.brief import Brief, Listed
from corpus.web_address import web_address


class _Plain(RisWriter):  # type: ignore[misc]  # rispy says no types
    def set_header(self, count: int) -> str:
        return ""  # a number before each record is not in the format


def write(brief: Brief) -> bytes:
    """One record a document, UTF-8."""
    records = [_record(brief, reference) for reference in brief.references]
    return str(dumps(records, implementation=_Plain)).lstrip("\n").encode()


def _record(brief: Brief, reference: Listed) -> dict[str, Any]:
    day = reference.published
    address = web_address(reference.source)
    quotes = [quote for quote in brief.quotes if quote.reference == reference.number]
    notes = [
        f"{brief.cited(quote).split(', ', 1)[-1]}: {quoted}" if quote.page or quote.section else quoted
        for quote in quotes
        for quoted in [brief.labels.quoted.format(words=quote.text)]
    ]
    author = reference.organisation
    if reference.summary:  # the words stand in the library, and are not those of whom they tell of
        if source := address or reference.source:
            notes.append(f"{brief.labels.summary_of} {source}")
        author, address = None, quotes[0].link
    record: dict[str, Any] = {
        "type_of_reference": "RPRT",
        "title": reference.title,
        # A comma would part a surname from a first name.
        "authors": [author.replace(", ", " – ")] if author else None,
        "year": str(day.year) if day else None,
        "date": day.strftime("%Y/%m/%d/") if day else None,
        "language": reference.language,
        "urls": [address.replace(";", "%3B")] if address else None,  # ";" would begin another one
        "label": reference.id,
        "access_date": brief.made.strftime("%Y/%m/%d/"),
        "notes": notes,
    }
    return {key: value for key, value in record.items() if value}
