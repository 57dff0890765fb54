"""What a search gives: hits with the reasons why they were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

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


class Shares(NamedTuple):  # as there is one for every candidate: made several times as fast as a frozen dataclass
    """What a score is made of; the parts add up to it.

    ``meaning`` is the cosine with the question, its language left in; ``language`` what taking it out
    changes; ``likeness`` what saying the same as a better one in another language adds; ``words`` the question's words;
    ``exact`` its names and numbers; ``terms`` its terms of the term base; ``translation`` the words of its machine
    translation, beyond ``terms``; ``about`` that the document is about those terms; ``place`` that it is about a
    country the question names, or not about the asker's; ``year`` what a version of another year than the one to
    follow loses; ``links`` what a list of links loses to another passage of its document; ``reranking`` the place
    that a reranker gave it.
    """

    meaning: float
    language: float
    likeness: float
    words: float
    exact: float
    terms: float
    translation: float = 0.0
    about: float = 0.0
    place: float = 0.0
    year: float = 0.0
    links: float = 0.0
    reranking: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a question.

    ``score`` is higher for better. ``meaning`` is the part of it from which languages are compared: the cosine
    without language, and what terms, names and being about them add to it. ``words`` are the
    question's words found in the passage. ``highlight`` is the best sentence, counted within
    ``passage.text``. ``versions`` are near-equal passages (yearly or language versions) for which
    this one stands, best first. ``status`` says whether the document still holds, ``successor`` is
    the one that replaces it, ``translations`` are the same document in other languages.
    ``terms`` are words of the question, each with the term for the same concept that the passage has
    instead. ``translated`` are words of the question's machine translation found in the passage.
    ``shares`` is what ``score`` is made of.
    """

    passage: Passage
    document: DocumentCard
    score: float
    meaning: float
    words: tuple[str, ...]
    highlight: tuple[int, int]
    versions: tuple[Hit, ...] = ()
    status: Status = "valid"
    successor: DocumentCard | None = None
    translations: tuple[DocumentCard, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    translated: tuple[str, ...] = ()
    shares: Shares | None = None

    @property
    def above(self) -> str:
        """The document's title and the headings above the passage."""
        return " – ".join((self.document.title, *self.passage.headings))

    @property
    def whole(self) -> str:
        """The passage with what stands above it."""
        return f"{self.above} – {self.passage.text}"

    def __hash__(self) -> int:
        """By its place: hashing everything that a hit holds takes longer than the search."""
        return hash((self.passage.document, self.passage.start))


@dataclass(frozen=True, slots=True)
class Results:
    """The hits for a question, best first, and the language the question was taken to be in.

    ``also`` are words of it that nothing has, each with the nearest word that was looked for in its place.
    """

    query: str
    language: str
    hits: tuple[Hit, ...]
    also: tuple[tuple[str, str], ...] = ()
