"""A brief as a table for spreadsheets: one row a quote."""

from __future__ import annotations

from assistant.exports.brief import Brief, Quoted
from assistant.listing.tables import as_spreadsheet


def write(brief: Brief) -> bytes:
    """The table with its headings; no quotes make an empty one."""
    rows = [_row(brief, number, quote) for number, quote in enumerate(brief.quotes, 1)]
    return as_spreadsheet(rows, brief.labels.language)


def _row(brief: Brief, number: int, quote: Quoted) -> dict[str, object]:
    say, source = brief.labels, brief.references[quote.reference - 1]
    cells = [
        number, quote.text, source.title, source.id, quote.page or "", quote.section or "", quote.language,
        source.organisation or "", source.published.isoformat() if source.published else "", source.source or "",
        source.licence or "", say.yes if quote.in_force else say.no, quote.link,
    ]  # fmt: skip
    return dict(zip(say.columns, cells, strict=True))
