"""Fact cards: what a funding document or a practice states, field by field, each with its quote.

A field is filled from the section with its fixed heading where the document has one, the first
sentence that speaks of it; otherwise by asking within the document, and then its other language versions
must state it as well. It is a quote with its place or nothing: nothing is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from assistant.answering.candidates import Candidate
from assistant.answering.declining import confidence
from assistant.answering.questions import Kind
from assistant.answering.weighing import weigh
from assistant.answering.wording import denies, unfinished
from assistant.answers import Quote, quote
from assistant.finding.works import Works
from assistant.listing.records import section_spans
from assistant.search import Library
from corpus.errors import IndexProblem
from index.records import DocumentCard, Filters

CardKind = Literal["funding", "practices"]
SURE = 0.6  # confidence below which a sentence outside the fixed headings fills no field, unless the field says
DEPTH = 60


@dataclass(frozen=True, slots=True)
class FactCard:
    """``fields`` holds a quote by field, in the order of ``card_fields.yaml``; None is "not stated"."""

    document: DocumentCard
    kind: CardKind
    fields: dict[str, Quote | None]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is found; ``questions`` by language."""

    section: str
    kind: Kind
    questions: dict[str, str]
    must: re.Pattern[str]
    unless: re.Pattern[str] | None
    sure: float


@cache
def fields(kind: CardKind) -> dict[str, Field]:
    """The fields of a card by name, in their order."""
    entries = yaml.safe_load(Path(__file__).with_name("card_fields.yaml").read_text("utf-8"))[kind]
    return {
        name: Field(
            entry["section"], entry["kind"], {language: entry[language] for language in ("fi", "sv", "en")},
            re.compile(entry.get("must", ""), re.DOTALL | (re.IGNORECASE if kind == "funding" else 0)),
            re.compile(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
            entry.get("sure", SURE),
        )
        for name, entry in entries.items()
    }  # fmt: skip


def card(library: Library, document: str, *, kind: CardKind | None = None) -> FactCard:
    """The card of ``document``; of a practice where its collection is practices, otherwise of funding.

    Raises IndexProblem("no_document").
    """
    cards = library.documents()
    of = next((card for card in cards if card.id == document), None)
    if of is None:
        raise IndexProblem("no_document", document)
    chosen = kind or ("practices" if of.collection == "practices" else "funding")
    versions = Works(cards).language_versions(document)
    filled = library.steadily(
        lambda: {name: _fill(library, of, field, chosen, versions) for name, field in fields(chosen).items()}
    )
    return FactCard(of, chosen, filled)


def compare(library: Library, documents: Sequence[str]) -> list[FactCard]:
    """Cards of ``documents`` with the same fields, in the order given; practices only beside practices.

    Raises IndexProblem("no_document").
    """
    of = {card.id: card.collection for card in library.documents()}
    practices = all(of.get(document) == "practices" for document in documents)
    return [card(library, document, kind="practices" if practices else "funding") for document in documents]


def _fill(
    library: Library, of: DocumentCard, field: Field, kind: CardKind, versions: Sequence[DocumentCard]
) -> Quote | None:
    """The quote for ``field``, or None where the document, or one of its other ``versions``, does not state it."""
    best, in_section = _best(library, of, field, kind)
    if best is None or not (in_section or all(_best(library, one, field, kind)[0] for one in versions)):
        return None
    return quote(library, best, field.kind)


def _best(library: Library, of: DocumentCard, field: Field, kind: CardKind) -> tuple[Candidate | None, bool]:
    """The sentence that states ``field`` best, if any, and whether the document has a section for it."""
    question = field.questions.get(of.language, field.questions["en"])
    closely = library.search_closely(question, k=DEPTH, filters=Filters(documents=(of.id,)), all_versions=True)
    candidates = weigh(closely, field.kind, passages=DEPTH)
    spans = section_spans(library.document(of.id), kind)
    within = [part for name, *span in spans if name == field.section for part in _clipped(candidates, span)]
    if within:  # who wrote the section put the answer first
        within.sort(key=lambda candidate: candidate.hit.passage.start + candidate.start)
        alone = [other.section for other in fields(kind).values()].count(field.section) == 1
        return _first(within, field, alone=alone and field.kind != "date"), True
    return next((candidate for candidate in candidates if _states(candidate, field)), None), False


def _first(within: Sequence[Candidate], field: Field, *, alone: bool) -> Candidate | None:
    """The first sentence of a section that states ``field``, to which the section belongs ``alone`` or not."""
    fitting = [candidate for candidate in within if _fits(candidate, field)]
    if field.kind == "who":
        fitting = [candidate for candidate in fitting if not denies(candidate.text)]
    if not fitting and alone:
        fitting = [candidate for candidate in within if _finished(candidate, field)]
    if field.kind in ("amount", "date"):
        fitting = [candidate for candidate in fitting if candidate.form > 0] or fitting
    return fitting[0] if fitting else None


def _clipped(candidates: Sequence[Candidate], span: Sequence[int]) -> Iterator[Candidate]:
    """The candidates within ``span`` of their document; one that begins with the heading without it."""
    for candidate in candidates:
        offset = candidate.hit.passage.start
        start, end = max(candidate.start, span[0] - offset), min(candidate.end, span[1] - offset)
        part = candidate.hit.passage.text[start:end] if start < end else ""
        if part.strip():
            start += len(part) - len(part.lstrip())
            yield replace(candidate, start=start, end=start + len(part.strip()))


def _finished(candidate: Candidate, field: Field) -> bool:
    """Whether a sentence, which may have been clipped, says something by itself."""
    return not unfinished(candidate.hit.passage.text, candidate.start, candidate.end, field.kind)


def _fits(candidate: Candidate, field: Field) -> bool:
    """Whether a sentence speaks of the field."""
    text = candidate.text
    excluded = field.unless is not None and field.unless.search(text) is not None
    return not excluded and _finished(candidate, field) and field.must.search(text) is not None


def _states(candidate: Candidate, field: Field) -> bool:
    """Whether a sentence outside the fixed headings surely states the field."""
    shaped = field.kind not in ("amount", "date") or candidate.form > 0
    return shaped and _fits(candidate, field) and confidence(candidate) >= field.sure
