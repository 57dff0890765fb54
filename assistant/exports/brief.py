"""What a brief holds, whichever format it is written in: quotes by number and the list they refer to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date

from assistant.answers import Answer, Quote
from assistant.exports.clean import Runs, line, runs, title
from assistant.references import Reference
from corpus.readers.tables import BETWEEN, Table, is_row, tables_in
from index.records import DocumentCard, Hit, Results

_LOCALES = {"en": "en_GB"}  # the day before the month
_WIDE, _LONG = 6, 300  # the most columns of a table, and characters of a cell, that a page has room for
Address = Callable[[Reference], str]  # of the page that shows a passage


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a brief in the reader's language; ``page`` has a place for {page}, ``quoted`` for {words},
    ``spoken`` for {language}.

    ``columns`` are the table's headings: number, quote, title, document, page, section, language,
    organisation, published, source, licence, in force, link.
    """

    language: str
    title: str
    question: str
    quotes: str
    references: str
    page: str
    quoted: str
    what: str
    declined: str
    differing: str
    not_in_force: str
    spoken: str
    summary_of: str
    yes: str
    no: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of a table: as many cells in each as there are ``columns``, of which the first may have no name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document: ``text`` in one line, ``parts`` as they are set; ``reference`` counts from 1."""

    text: str
    parts: tuple[Runs | Grid, ...]
    reference: int
    page: int | None
    section: str | None
    language: str
    in_force: bool
    link: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the list: everything in one line and harmless; ``None`` is not stated.

    ``organisation`` is whose words they are, and ``source`` where these stand, unless the document is a ``summary``.
    """

    number: int
    id: str
    title: str
    language: str
    organisation: str | None
    published: date | None
    source: str | None
    summary: bool
    licence: str | None


@dataclass(frozen=True, slots=True)
class Brief:
    """``notes`` are sentences to read before the quotes: declined, sources differ."""

    labels: Labels
    question: str
    made: date
    notes: tuple[str, ...]
    quotes: tuple[Quoted, ...]
    references: tuple[Listed, ...]

    def date(self, day: date) -> str:
        """``day`` in words, in the reader's language."""
        language = self.labels.language
        return format_date(day, "long", _LOCALES.get(language, language))

    def cited(self, quote: Quoted) -> str:
        """``[2], p. 14, Section``, and that the document no longer holds."""
        parts = [f"[{quote.reference}]"]
        if quote.page:
            parts.append(self.labels.page.format(page=quote.page))
        if quote.section:
            parts.append(quote.section)
        if not quote.in_force:
            parts.append(self.labels.not_in_force)
        return ", ".join(parts)

    def listed(self, reference: Listed) -> str:
        """A line of the reference list, without its number and source: author, title, date, language, licence.

        A document without a source is told by its id; the line of a summary ends with what it is of.
        """
        author = None if reference.summary else reference.organisation
        parts = [author, reference.title, reference.published and self.date(reference.published)]
        parts += [self._spoken(reference.language), reference.licence, None if reference.source else reference.id]
        told = ". ".join(part.rstrip(".") for part in parts if part) + "."
        return f"{told} {self.labels.summary_of}" if reference.summary and reference.source else told

    def _spoken(self, language: str) -> str | None:
        """A language in the reader's; nothing where it is theirs."""
        if language == self.labels.language:
            return None
        name = str(Locale(self.labels.language).languages.get(language, language))
        return self.labels.spoken.format(language=name)  # "Ruotsi." alone would be a country


@dataclass(frozen=True, slots=True)
class _Piece:
    card: DocumentCard
    text: str
    start: int
    end: int
    page: int | None
    section: str | None
    language: str
    in_force: bool
    emphasis: tuple[tuple[int, int], ...]


def of_answer(answer: Answer, labels: Labels, *, made: date, address: Address) -> Brief:
    """The brief of an answer; of a declined one the nearest passages, with a note that says so."""
    notes = [labels.declined] if answer.declined else [labels.differing] if answer.differing else []
    pieces: Iterable[_Piece] = map(_of_hit, answer.hits)
    if not answer.declined:
        pieces = map(_of_quote, answer.sentences)
    return _brief(answer.question, notes, list(pieces), labels, made, address)


def of_hits(results: Results, labels: Labels, *, made: date, address: Address) -> Brief:
    """The brief of a search, or of a basket: hits in any order under the question of ``results``."""
    return _brief(results.query, [], [_of_hit(hit) for hit in results.hits], labels, made, address)


def _of_quote(quote: Quote) -> _Piece:
    return _Piece(
        quote.document, quote.text, quote.start, quote.end, quote.page, quote.section, quote.language,
        quote.hit.status == "valid", quote.emphasis,
    )  # fmt: skip


def _of_hit(hit: Hit) -> _Piece:
    passage = hit.passage
    return _Piece(
        hit.document, passage.text, passage.start, passage.end, passage.page, passage.section,
        passage.language, hit.status == "valid", (hit.highlight,) if hit.highlight[1] else (),
    )  # fmt: skip


def _brief(
    question: str, notes: Sequence[str], pieces: Sequence[_Piece], labels: Labels, made: date, address: Address
) -> Brief:
    numbers: dict[str, int] = {}
    references: list[Listed] = []
    quotes: list[Quoted] = []
    for piece in pieces:
        card = piece.card
        number = numbers.setdefault(card.id, len(numbers) + 1)
        if number > len(references):
            references.append(_reference(number, card))
        quotes.append(
            Quoted(
                line(piece.text), tuple(_parts(piece)), number, piece.page,
                title(piece.section) if piece.section else None, piece.language, piece.in_force,
                address(Reference.to(card.id, piece.start, piece.text)),
            )
        )  # fmt: skip
    return Brief(labels, line(question), made, tuple(notes), tuple(quotes), tuple(references))


def _parts(piece: _Piece) -> Iterator[Runs | Grid]:
    """The paragraphs and tables of a piece, in order; rows that a page has no room for are a paragraph each."""
    text, at = piece.text, 0
    for table in tables_in(text, 0, len(text)):
        longest = max(end - start for row in table.rows for start, end in row.values())
        if len(table.columns) <= _WIDE and longest <= _LONG:
            yield from _paragraphs(piece, at, table.start)
            yield _grid(piece, table)
            at = table.end
    yield from _paragraphs(piece, at, len(text))


def _paragraphs(piece: _Piece, start: int, end: int) -> Iterator[Runs]:
    """What stands between ``start`` and ``end``: a paragraph, but each row by itself, with a line for each cell."""
    text, at = piece.text, start
    for line_of in re.finditer(".+", text[start:end]):
        if is_row(line_of.group()):
            first, last = start + line_of.start(), start + line_of.end()
            if before := runs(text, piece.emphasis, (at, first)):
                yield before
            cells = runs(text, piece.emphasis, (first, last))
            yield tuple((words.replace(BETWEEN, "\n"), bold) for words, bold in cells)
            at = last
    if after := runs(text, piece.emphasis, (at, end)):
        yield after


def _grid(piece: _Piece, table: Table) -> Grid:
    rows = (
        tuple(runs(piece.text, piece.emphasis, row.get(name, (0, 0))) for name in table.columns) for row in table.rows
    )
    return Grid(tuple(map(line, table.columns)), tuple(rows))


def _reference(number: int, card: DocumentCard) -> Listed:
    known = card.metadata
    organisation, source, licence = (
        title(value) if value else None for value in (known.organisation, known.source, known.licence)
    )
    return Listed(
        number, line(card.id), title(card.title) or line(card.id), card.language, organisation,
        known.published, source, known.summary, licence,
    )  # fmt: skip
