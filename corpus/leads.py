"""The line that says what a list item or a table row belongs to, for where it is cut away from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import Block, Document
from corpus.readers.tables import YEARS
from corpus.sentences import sentence_spans

LEAD_CHARS = 240
BETWEEN_WORDS = 40  # a table goes on under its header after so short a text amid its rows

_FOOTNOTE = re.compile(r"\(?[¹²³⁰⁴-⁹]+\)?\s*\S")
# An amount, a date, a field to fill in; years may name columns.
_FIGURE = re.compile(r"^(?:\W*\d[\d\s.,:/'–-]*\W*|<[^<>]+>)$")
_LABELLED = re.compile(r"[^:|]{2,60}: \S")


def leads_of(document: Document, blocks: Sequence[Block]) -> list[str]:
    """For each block the line that says what it belongs to: of a list, or a table's header."""
    leads = _item_leads(document.text, blocks) | _row_leads(document, blocks)
    return [_shortened(leads.get(at, "")) for at in range(len(blocks))]


def _item_leads(text: str, blocks: Sequence[Block]) -> dict[int, str]:
    """What items belong to, by their place among ``blocks``; a list goes on after a footnote."""
    leads: dict[int, str] = {}
    lead = ""
    parents: list[tuple[int, str]] = []
    before = -1  # the last block that is no footnote
    for at, block in enumerate(blocks):
        if block.kind == "item":
            if before < 0 or blocks[before].kind != "item":
                lead, parents = (_last_line(text, blocks[before]) if before >= 0 else ""), []
            parents = [step for step in parents if step[0] < block.level]
            leads[at] = " ".join([lead, *(line for _, line in parents)]).strip()
            parents.append((block.level, text[block.start : block.end]))
        elif block.kind != "row" and _FOOTNOTE.match(text, block.start):
            leads[at] = leads.get(before, "")
            continue
        before = at
    return leads


def _row_leads(document: Document, blocks: Sequence[Block]) -> dict[int, str]:
    """The header of each row, by its place among ``blocks``; a header has none itself."""
    repeated = _repeated_headers(document, blocks)
    leads: dict[int, str] = {}
    header = before = ""  # before: the row before in the same run
    between = 0  # words since the last row
    for at, block in enumerate(blocks):
        text = document.text[block.start : block.end]
        if block.kind != "row":
            if not _FOOTNOTE.match(text):
                before = ""
                between += len(text.split())
            continue
        if text in repeated or (not before and _names_columns(text)):
            header = text
        else:
            goes_on = before or (between <= BETWEEN_WORDS and text.count("|") <= header.count("|"))
            header = header if goes_on else ""
            leads[at] = header if "|" in header else ""  # else a note or label by itself
            if "|" in text and header and header == before and "|" not in header and _names_columns(text):
                header = f"{header} {text}"  # a title across the columns, and their names below it
        before, between = text, 0
    return leads


def _repeated_headers(document: Document, blocks: Sequence[Block]) -> set[str]:
    """Rows that name columns and stand first on more than one page."""
    first: dict[int | None, str] = {}
    for block in blocks:
        if block.kind == "row":
            first.setdefault(document.page_at(block.start), document.text[block.start : block.end])
    rows = list(first.values())
    return {row for row in rows if "|" in row and rows.count(row) > 1 and _names_columns(row)}


def _names_columns(row: str) -> bool:
    """Whether a table's first row may be its header: one with amounts, dates or fields to fill in is not.

    Neither is one whose cells name their columns themselves ("Ort: Hanau | Betrag: 11.004").
    """
    cells = row.split(" | ")
    labelled = sum(bool(_LABELLED.match(cell)) for cell in cells)
    return 2 * labelled <= len(cells) and not any(_FIGURE.match(cell) and not YEARS.match(cell) for cell in cells)


def _last_line(text: str, block: Block) -> str:
    """The last sentence of the paragraph before a list."""
    if block.kind != "paragraph":
        return ""
    paragraph = text[block.start : block.end]
    spans = sentence_spans(paragraph, "")
    return paragraph[slice(*spans[-1])] if spans else ""


def _shortened(line: str) -> str:
    if len(line) <= LEAD_CHARS:
        return line
    return line[:LEAD_CHARS].rsplit(" ", 1)[0]
