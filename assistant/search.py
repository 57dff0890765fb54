"""Search as people use it: an opened index, questions in, cited passages out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.versions import group, year_of, years_in
from corpus.errors import IndexProblem
from corpus.language import question_language
from corpus.lemmas import keep_dictionaries_in
from corpus.models import Document, Passage
from index.encoder import BUNDLED, Encoder, load_encoder
from index.ranking import reserve
from index.records import DocumentCard, Filters, Hit, Results
from index.search import Found, ScoredSentences, Searcher
from index.store import Store
from index.words import matched_words

LONGEST = 2000  # characters of a question that are read; the model takes 512 tokens
_GROUPED = 60  # best candidates among which near-equal ones are looked for


@dataclass(frozen=True, slots=True)
class Closely:
    """Results with the encoded question, the searcher that found them, and passage keys by document and start."""

    results: Results
    searcher: Searcher
    vector: NDArray[np.float32]
    keys: dict[tuple[str, int], int]

    def sentences(self, hits: Sequence[Hit]) -> list[ScoredSentences]:
        """The sentences of each of ``hits`` with their nearness to the question."""
        keys = [self.keys[hit.passage.document, hit.passage.start] for hit in hits]
        scored = self.searcher.sentences(keys, self.vector, self.results.language)
        return [scored[key] for key in keys]


class Library:
    """An opened index with its encoder: what the pages and the command line ask.

    Safe to share between threads. A change of the index is seen by the next search.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        if store.encoder != encoder.name:
            raise IndexProblem("encoder", store.encoder)
        self._store, self._encoder = store, encoder
        self._lock = threading.Lock()
        self._searcher = Searcher(store, encoder)

    @classmethod
    def open(cls, path: Path, encoder: str | None = None) -> Library:
        """Open the index at ``path``. Raises IndexProblem or EncoderProblem."""
        store = Store(path)  # before the model: a missing index is told at once
        keep_dictionaries_in(path.parent / "dictionaries")
        return cls(store, load_encoder(encoder or BUNDLED))

    def search(self, question: str, *, k: int = 10, filters: Filters = Filters()) -> Results:
        """The ``k`` best hits for ``question``; an empty question has none."""
        return self.search_closely(question, k=k, filters=filters).results

    def search_closely(self, question: str, *, k: int = 10, filters: Filters = Filters()) -> Closely:
        """As ``search``, with what picking sentences needs; the question is encoded once."""
        searcher = self._current()
        question = question.strip()[:LONGEST]
        language = question_language(question, indexed=searcher.languages)
        if not question:
            return Closely(Results(question, language, ()), searcher, np.zeros(0, np.float32), {})
        vector = searcher.encoder.queries([question])[0]
        ranking = searcher.rank_vector(vector, question, language, filters=filters)
        found = ranking.found[:_GROUPED]
        passages = searcher.store.passages([item.key for item in found])
        cards = searcher.store.cards(key for _, key in passages.values())
        hits = [
            self._hit(item, passages[item.key][0], cards[passages[item.key][1]], question, language)
            for item in found
        ]
        grouped = _grouped(hits, searcher, found, question, language)
        own = [hit for hit in grouped if hit.passage.language == language]
        ordered = reserve(grouped, own, is_own=lambda hit: hit.passage.language == language)
        keys = {(hit.passage.document, hit.passage.start): item.key for hit, item in zip(hits, found, strict=True)}
        return Closely(Results(question, language, tuple(ordered[:k])), searcher, vector, keys)

    def documents(self) -> list[DocumentCard]:
        """All documents, by title."""
        return list(self._store.cards().values())

    def document(self, document: str) -> Document:
        """A whole document. Raises IndexProblem("no_document")."""
        return self._store.document(document)

    def _current(self) -> Searcher:
        with self._lock:
            if self._searcher.generation != self._store.generation:
                self._searcher = Searcher(self._store, self._encoder)
            return self._searcher

    def _hit(self, found: Found, passage: Passage, card: DocumentCard, question: str, language: str) -> Hit:
        words = matched_words(question, passage.text, language=language, text_language=passage.language)
        return Hit(passage, card, found.score, found.meaning, words, found.highlight)


def _grouped(
    hits: Sequence[Hit], searcher: Searcher, found: Sequence[Found], question: str, language: str
) -> list[Hit]:
    """One hit for each group of near-equal passages.

    It is the one of a year that the question names, then in the asker's language, then the newest.
    """

    asked = years_in(question)

    def standing(at: int) -> tuple[bool, bool, int]:
        year = year_of(hits[at].document)
        return year in asked, hits[at].passage.language == language, year

    groups = group(
        [hit.passage for hit in hits],
        searcher.similarity([item.row for item in found]),
        newer=lambda a, b: standing(a) > standing(b),
    )
    return [_stand_for([hits[at] for at in members]) for members in groups]


def _stand_for(members: Sequence[Hit]) -> Hit:
    first, *versions = members
    best = max(member.score for member in members)
    return Hit(
        first.passage, first.document, best, first.meaning, first.words, first.highlight, tuple(versions)
    )
