"""What a search gives: hits with the reasons why they were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.models import Metadata, Passage

Status = Literal["valid", "superseded", "expired"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages may be found; ``None`` is no restriction, an empty tuple lets nothing through."""

    collections: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document without its text, as the index lists it."""

    id: str
    title: str
    language: str
    collection: str | None
    metadata: Metadata
    file: str  # absolute path of the original file when it was indexed
    pages: int  # 0 where the format has none
    passages: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a question.

    ``score`` is higher for better. ``meaning`` is the part of it from embeddings, ``words`` are the
    question's words found in the passage, ``terms`` are words of the question with the terms for the same
    concept that the passage has instead. ``highlight`` is the best sentence, counted within
    ``passage.text``. ``versions`` are near-equal passages (yearly or language versions) for which
    this one stands, best first. ``status`` says whether the document still holds, ``successor`` is
    the one that replaces it, ``translations`` are the same document in other languages.
    """

    passage: Passage
    document: DocumentCard
    score: float
    meaning: float
    words: tuple[str, ...]
    highlight: tuple[int, int]
    terms: tuple[tuple[str, str], ...] = ()
    versions: tuple[Hit, ...] = ()
    status: Status = "valid"
    successor: DocumentCard | None = None
    translations: tuple[DocumentCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The hits for a question, best first, and the language the question was taken to be in."""

    query: str
    language: str
    hits: tuple[Hit, ...]
