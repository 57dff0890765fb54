"""The records every other part speaks of: a document, its blocks and pages, its passages."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row"]
COLLECTIONS = ("projects", "practices", "funding")
DATES = ("start", "end", "deadline", "published", "valid_until")  # fields of Metadata


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row: ``text[start:end]`` of its document.

    ``level`` is 1 (title) to 6 for headings, the nesting depth from 1 for items, otherwise 0.
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page begins in the text; ``number`` counts from 1, ``label`` is what is printed."""

    start: int
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document beside its text. ``None`` or ``()`` means not stated."""

    organisation: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    regions: tuple[str, ...] = ()  # NUTS 2024; a name where the region has no code there
    themes: tuple[str, ...] = ()  # ids of corpus/themes.yaml
    target_group: str | None = None
    programme: str | None = None
    programme_period: str | None = None
    fund: str | None = None  # id of corpus/funds.yaml
    start: date | None = None  # of a project
    end: date | None = None
    budget: float | None = None  # euros in all
    rate: float | None = None  # per cent of the costs that the fund pays at most
    deadline: date | None = None  # for applying
    published: date | None = None
    valid_until: date | None = None
    source: str | None = None
    summary: bool = False  # of the source, in other words: neither its author nor its address is the document's
    licence: str | None = None
    translates: str | None = None  # id of the document of which this is a language version
    supersedes: str | None = None  # id of the older document that this one replaces


FIELDS = ("title", "language", "collection", *(one.name for one in fields(Metadata)))  # of a document


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: clean text, and where its blocks and pages lie in it.

    ``id`` is the path relative to the indexed folder, with ``#row`` for one record of many in a
    file. ``pages`` is empty where the format has none.
    """

    id: str
    title: str
    language: str  # ISO 639-1
    collection: str | None
    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)

    def page_at(self, offset: int) -> int | None:
        """The 1-based number of the page on which ``text[offset]`` stands."""
        if not self.pages:
            return None
        at = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[max(at, 0)].number

    def headings(self, start: int, end: int) -> list[Block]:
        """The headings that begin within ``text[start:end]``, in order."""
        return [block for block in self.blocks if block.kind == "heading" and start <= block.start < end]


@dataclass(frozen=True, slots=True)
class Passage:
    """A literal slice of a document: what is searched, shown and cited.

    ``text`` equals ``document.text[start:end]``. ``lead`` is the line that says what a list lists
    where the list was cut away from it; it is embedded and searched, never shown as the passage.
    """

    document: str
    start: int
    end: int
    text: str
    language: str
    page: int | None = None
    headings: tuple[str, ...] = ()
    lead: str = ""

    @property
    def section(self) -> str | None:
        """The heading trail in one line, outermost first."""
        return " › ".join(self.headings) or None
