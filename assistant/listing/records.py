"""The documents as records: metadata, standing, and the sections that a practice or a guide must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from assistant.answering.wording import SUMMARY_NOTICES
from assistant.finding.works import Works
from corpus.models import Document
from corpus.sentences import is_item, sentence_spans
from corpus.vocabulary import terms
from index.records import DocumentCard, Status
from index.store import Store

SECTIONS: dict[str, Literal["practice_sections", "funding_sections"]] = {
    "practices": "practice_sections",
    "funding": "funding_sections",
}
_LOWEST = 6  # level of a heading
_SHORTEST_SUMMARY = 60  # characters


@dataclass(frozen=True, slots=True)
class Record:
    """A document as a list of records shows it.

    ``summary`` is its first paragraph that tells something. ``sections`` are the texts under the
    headings of ``corpus/practice_sections.yaml`` or ``funding_sections.yaml``, by id, in the order of
    the file; those that the document lacks are left out. ``work`` is the id of the original of which
    this is a language version, its own for an original.
    """

    card: DocumentCard
    work: str
    status: Status
    successor: str | None
    summary: str
    sections: dict[str, str]


def read_records(store: Store, *, today: date, collection: str | None = None) -> list[Record]:
    """The records of the index, by collection and id; ``today`` decides what has expired."""
    cards = store.cards().values()
    works = Works(cards)
    chosen = [card for card in cards if collection in (None, card.collection)]
    return [
        _record(card, store.document(card.id), works, today)
        for card in sorted(chosen, key=lambda card: (card.collection or "", card.id))
    ]


def _record(card: DocumentCard, document: Document, works: Works, today: date) -> Record:
    successor = works.successor(card.id)
    sections = sections_of(document, card.collection)
    return Record(
        card,
        works.work(card.id),
        works.status(card, today=today),
        successor.id if successor else None,
        _summary(sections.get("what") or document.text, card.language),
        sections,
    )


def sections_of(document: Document, collection: str | None) -> dict[str, str]:
    """The texts under the fixed headings of ``collection``, whichever of the three languages they are in."""
    if collection not in SECTIONS:
        return {}
    found: dict[str, list[str]] = {}
    for name, start, end in section_spans(document, collection):
        found.setdefault(name, []).append(document.text[start:end].strip())
    return {name: words for name in terms(SECTIONS[collection]) if (words := "\n".join(found.get(name, ())).strip())}


def section_spans(document: Document, collection: str) -> list[tuple[str, int, int]]:
    """Where the texts under the fixed headings stand, headings left out: each with the section's id.

    A section ends at the next of these headings, or at another one that is on no lower level.
    """
    fixed, levels = headings_of(collection), {one.start: one.level for one in document.blocks if one.kind == "heading"}
    spans: list[tuple[str, int, int]] = []
    at, begun, name, depth = 0, 0, "", 0  # what stands before the first heading goes nowhere
    for line in [*document.text.splitlines(keepends=True), ""]:
        found, level = fixed.get(line.strip(), ""), levels.get(at, _LOWEST + 1)
        if found or level <= depth or not line:
            spans += [(name, begun, at)] if name else []
            begun, name, depth = at + len(line), found, min(level, _LOWEST) if found else 0
        at += len(line)
    return spans


@cache
def headings_of(collection: str) -> dict[str, str]:
    """The section that each of the fixed headings of ``collection`` begins, in any language."""
    vocabulary = terms(SECTIONS[collection])
    return {name: term.id for term in vocabulary.values() for name in (term.fi, term.sv, term.en, *term.also)}


def _summary(text: str, language: str) -> str:
    paragraphs = [paragraph.strip() for paragraph in text.split("\n\n")]
    return next(_telling(paragraphs, language), "")


def _telling(paragraphs: list[str], language: str) -> Iterator[str]:
    for paragraph in paragraphs:
        told = _sentences_of(paragraph, language)
        if len(told) >= _SHORTEST_SUMMARY and not told.startswith(SUMMARY_NOTICES):
            yield " ".join(told.split())
    yield from filter(None, paragraphs)


def _sentences_of(paragraph: str, language: str) -> str:
    """Its whole sentences, without a list, what leads to one, or rows of a table; none of a title."""
    told = "\n".join(line for line in paragraph.splitlines() if not is_item(line) and " | " not in line)
    spans = sentence_spans(told, language)
    if spans and not told.endswith((".", "!", "?")):
        told = told[: spans[-1][0]]
    return told.strip()
