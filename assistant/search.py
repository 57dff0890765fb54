"""Search as people use it: an opened index, questions in, cited passages out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

from assistant.finding.close_reading import CloseReader
from assistant.finding.closely import Closely
from assistant.finding.opened import Opened
from assistant.finding.reranking import Reranker
from assistant.finding.steps import Aids, find
from assistant.translating.translator import FOLDER, Translator
from corpus.errors import IndexProblem
from corpus.lemmas import keep_dictionaries_in
from corpus.models import Document
from index.encoder import BUNDLED, Encoder, another_model, load_encoder, model_of, name_of
from index.records import DocumentCard, Filters, Results
from index.search import Searcher
from index.store import Store
from index.term_base import TermBase

T = TypeVar("T")


class Library:
    """An opened index with its encoder: what the pages and the command line ask.

    Safe to share between threads. A change of the index is seen by the next search. While that one makes ready what
    was added, which takes seconds in a large index, searches at the same time go on with what was there before;
    what was removed or changed none of them shows any more.
    """

    def __init__(
        self, store: Store, encoder: Encoder, *, terms: TermBase | None = None, translator: Translator | None = None,
        reranker: Reranker | None = None, reader: CloseReader | None = None, model: str = "",
    ) -> None:  # fmt: skip
        """``model`` is what the settings ask for; "" lets the index change its own."""
        if (store.encoder, store.dimension) != (encoder.name, encoder.dimension):
            raise another_model(store.encoder)
        self.reranker, self.reader, self._model = reranker, reader, model
        self._store, self._encoder, self.terms, self.translator = store, encoder, terms, translator
        self._lock, self._held = threading.Lock(), _Held()
        self._opened = Opened.of(store, encoder, terms)

    @classmethod
    def open(
        cls, path: Path, encoder: str | None = None, *, terms: bool = True, translation: bool = False,
        rerank: str = "", network: bool = False,
    ) -> Library:  # fmt: skip
        """Open the index at ``path``, with the term base unless ``terms`` is off.

        Without an ``encoder`` the index's own is used, also after it has been changed for another meanwhile.
        Terms of one's own stand in ``terms.yaml`` beside the index. With ``translation`` the models that lie
        beside it translate questions for the lexical search. ``rerank`` names a model that puts the first hits in
        a new order, fetched only with ``network``; "bundled" is the one that ships, which weighs sentences, too.
        Raises IndexProblem or EncoderProblem.
        """
        store = Store(path)  # before the model: a missing index is told at once
        if encoder and name_of(encoder) != store.encoder:
            raise another_model(store.encoder)
        keep_dictionaries_in(path.parent / "dictionaries")
        base = TermBase.open(path.with_name("terms.yaml")) if terms else None
        translator = Translator(path.parent / FOLDER) if translation else None
        model = load_encoder(model_of(store.encoder), network=network)
        reader = CloseReader(model) if rerank == BUNDLED else None
        reranker = Reranker(rerank, network=network) if rerank and not reader else None
        return cls(
            store, model, terms=base, translator=translator, reranker=reranker, reader=reader, model=encoder or ""
        )

    def close(self) -> None:
        """Close this thread's connection to the index, as ``StoreReader.close``."""
        self._store.close()

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        filters: Filters = Filters(),
        all_versions: bool = False,
        today: date | None = None,
        fallback: str = "",
    ) -> Results:
        """The ``k`` best hits for ``question``; a question without a word has none.

        Funding documents that were replaced, or were valid until before ``today`` (by default the
        day it is), are left out unless ``all_versions`` or ``filters.documents`` ask for them.
        ``fallback`` is the language of a question that is in none: 2021/1060, EAKR.
        """
        return self.search_closely(
            question, k=k, filters=filters, all_versions=all_versions, today=today, fallback=fallback
        ).results

    def search_closely(
        self,
        question: str,
        *,
        k: int = 10,
        filters: Filters = Filters(),
        all_versions: bool = False,
        today: date | None = None,
        fallback: str = "",
    ) -> Closely:
        """As ``search``, with what picking sentences needs; the question is encoded once."""
        day = today or date.today()

        def work() -> Closely:
            opened = self._current()  # first, as another model may bring another reader
            aids = Aids(self.translator, self.reranker, self.reader)
            return find(
                opened, question, aids, k=k, filters=filters, all_versions=all_versions, today=day, fallback=fallback
            )

        return self.steadily(work)

    def steadily(self, work: Callable[[], T]) -> T:
        """What ``work`` on this library gives; it is done once more where the index changes meanwhile.

        What is only added meanwhile is left for the next one: it makes the index ready once at most.
        """
        outer, opened = self._held.opened, self._current()
        self._held.opened = opened
        try:
            return work()
        except (KeyError, ValueError, IndexProblem):  # vectors, a passage or a document that are no longer there?
            self._held.opened = self._current()
            if self._held.opened is opened:
                raise
            return work()
        finally:
            self._held.opened = outer

    def documents(self) -> list[DocumentCard]:
        """All documents, by title."""
        return list(self._store.cards().values())

    def not_about_others(self, countries: frozenset[str]) -> tuple[str, ...] | None:
        """Documents about one of ``countries``, the Union or no stated country; None where none is about them."""
        by_country = self._current().by_country
        if by_country.keys().isdisjoint(countries):
            return None
        return tuple(chain.from_iterable(by_country.get(country, ()) for country in {None, "EU", *countries}))

    def named(self, document: str) -> str:
        """The id of the document that is called so, as ``StoreReader.named``."""
        return self._store.named(document)

    def document(self, document: str) -> Document:
        """A whole document. Raises IndexProblem("no_document")."""
        return self._store.document(document)

    @property
    def searcher(self) -> Searcher:
        """What searches the index as it is now."""
        return self._current().searcher

    def _current(self) -> Opened:
        opened = self._held.opened or self._opened
        if opened.searcher.generation == self._store.generation:
            return opened
        only_added = opened.searcher.losses == self._store.losses
        if only_added and (self._held.opened or self._lock.locked()):
            return opened  # what was added is left to the next work, or another thread makes it ready now
        with self._lock:
            if self._opened.searcher.generation != self._store.generation:
                self._follow_encoder()
                self._opened = Opened.of(self._store, self._encoder, self.terms)
            return self._opened

    def _follow_encoder(self) -> None:
        """Open the model that the index was changed for, where it was. Raises IndexProblem where another is set."""
        name = self._store.encoder_now
        if name != self._encoder.name:
            if self._model:
                raise another_model(name)
            self._encoder = load_encoder(model_of(name))
            self.reader = self.reader and CloseReader(self._encoder)
            self._store = Store(self._store.path)  # a search in another thread goes on with the old one


class _Held(threading.local):
    """What the work of this thread began with."""

    opened: Opened | None = None
