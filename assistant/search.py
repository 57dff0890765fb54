"""Search as people use it: an opened index, questions in, cited passages out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.arranging import ABROAD, COUNTRY, OTHER_YEAR, grouped, links_last, moved, spread
from assistant.close_reading import CloseReader
from assistant.places import countries_in, documents_about, documents_abroad
from assistant.reranking import FIRST as RERANKED
from assistant.reranking import Reranker
from assistant.translator import FOLDER, Translator
from assistant.versions import after_successors, years_in
from assistant.works import Works
from assistant.yearly import Yearly
from corpus.errors import IndexProblem, TranslationProblem
from corpus.language import question_language
from corpus.lemmas import keep_dictionaries_in
from corpus.models import Document, Passage
from corpus.sentences import sentences
from index.encoder import BUNDLED, Encoder, another_model, load_encoder, model_of, name_of
from index.question import searchable
from index.ranking import reserve
from index.records import DocumentCard, Filters, Hit, Results
from index.rows import Words
from index.search import Found, Searcher, spelled
from index.sentence_scores import ScoredSentences
from index.store import Store
from index.term_base import Named, TermBase, leading_terms
from index.words import matched_words

T = TypeVar("T")
_GROUPED = 60  # best candidates among which near-equal ones are looked for
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Closely:
    """Results with the encoded question, the searcher that found them, and passage keys by document and start.

    ``meant`` is the question with known words in the place of mistyped ones; ``others`` are the documents of which
    another year's version is the one to follow, ``abroad`` those with the rules of other countries than the asker's;
    ``reader`` marks sentences, where the settings ask for that.
    """

    results: Results
    meant: str
    searcher: Searcher
    vector: NDArray[np.float32]
    keys: dict[tuple[str, int], int]
    others: frozenset[str] = frozenset()
    abroad: frozenset[str] = frozenset()
    reader: CloseReader | None = None

    def marks(self, sentences: Sequence[tuple[Hit, int]]) -> NDArray[np.float32]:
        """[n]: the log-odds that each sentence, by its hit and its number there, answers; zeros without ``reader``."""
        if self.reader is None:
            return np.zeros(len(sentences), np.float32)
        wanted = [(self.keys[hit.passage.document, hit.passage.start], number) for hit, number in sentences]
        return self.reader.marks(self.meant, wanted, self.searcher)

    def sentences(self, hits: Sequence[Hit]) -> list[ScoredSentences]:
        """The sentences of each of ``hits`` with their nearness to the question."""
        keys = [self.keys[hit.passage.document, hit.passage.start] for hit in hits]
        scored = self.searcher.sentences(keys, self.vector, self.results.language)
        return [scored[key] for key in keys]

    def words(self, hits: Sequence[Hit]) -> list[Sequence[str]]:
        """What each of ``hits`` is found by, without its title and headings."""
        keys = [self.keys[hit.passage.document, hit.passage.start] for hit in hits]
        found = self.searcher.store.words(keys)
        return [found[key].body for key in keys]


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
        self._opened = _Opened.of(store, encoder, terms)

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
    ) -> Results:
        """The ``k`` best hits for ``question``; a question without a word has none.

        Funding documents that were replaced, or were valid until before ``today`` (by default the
        day it is), are left out unless ``all_versions`` or ``filters.documents`` ask for them.
        """
        return self.search_closely(question, k=k, filters=filters, all_versions=all_versions, today=today).results

    def search_closely(
        self,
        question: str,
        *,
        k: int = 10,
        filters: Filters = Filters(),
        all_versions: bool = False,
        today: date | None = None,
    ) -> Closely:
        """As ``search``, with what picking sentences needs; the question is encoded once."""
        return self.steadily(lambda: self._search(self._current(), question, k, filters, all_versions, today))

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

    def _search(
        self, opened: _Opened, question: str, k: int, filters: Filters, all_versions: bool, today: date | None
    ) -> Closely:
        searcher, today = opened.searcher, today or date.today()
        question = searchable(question)
        language = question_language(question, indexed=searcher.languages)
        if not question:
            nothing = Results(question, language, ())
            return Closely(nothing, question, searcher, np.zeros(0, np.float32), {})
        vector = searcher.encoder.queries([self.terms.spelled_out(question, language) if self.terms else question])[0]
        translations = self._translations(question, language, searcher.languages)
        countries = countries_in(question)
        there = opened.about(countries)
        ranking = searcher.rank_vector(
            vector, question, language, filters=filters, translations=translations, among=there
        )
        found = moved(ranking.found, searcher.table.documents, there, "place", COUNTRY)
        named = opened.cards_of([item for item in found if item.exact])  # a name or number may be of any country
        abroad = documents_abroad(opened.cards_of(found), language) - named.keys() if not countries else frozenset()
        found = moved(found, searcher.table.documents, abroad, "place", ABROAD)
        others = opened.yearly.of_other_years(years_in(question) or {today.year})
        older = {searcher.documents[name] for name in others}
        found = moved(found, searcher.table.documents, older, "year", OTHER_YEAR)
        reserved = {item.key for item in ranking.reserved}
        if not all_versions and filters.documents is None:
            outdated = opened.works.outdated("funding", today=today)
            found = [item for item in found if opened.card(item.row).id not in outdated]
        meant = spelled(question, ranking.mistyped)
        found = self._reranked(question, found, opened)
        if self.reader:
            found = self.reader.reordered(meant, found, vector, language, searcher)
        found, anchors = _with_language_versions(found, opened, language)
        passages = self._store.passages([item.key for item in found])
        hits = links_last([_hit(item, passages[item.key][0], opened, today) for item in found])
        groups = spread(grouped(hits, searcher, found, anchors, question, language), opened.works)
        keys = {(hit.passage.document, hit.passage.start): item.key for hit, item in zip(hits, found, strict=True)}
        wanted = [hit for hit in groups if keys[hit.passage.document, hit.passage.start] in reserved]
        ordered = after_successors(reserve(groups, wanted, is_own=lambda hit: hit.passage.language == language))
        shown = [keys[hit.passage.document, hit.passage.start] for hit in ordered[:k]]
        words = self._store.words(shown)
        exact = [form for forms in ranking.exact for form in forms]
        best = tuple(
            _matched(_with_names(hit, exact), words[key], meant, language, ranking.named, translations)
            for hit, key in zip(ordered, shown, strict=False)
        )
        also = tuple((mistake.word, mistake.nearest) for mistake in ranking.mistyped)
        results, foreign = Results(question, language, best, also), frozenset(opened.cards[key].id for key in abroad)
        return Closely(results, meant, searcher, vector, keys, others, foreign, self.reader)

    def _reranked(self, question: str, found: list[Found], opened: _Opened) -> list[Found]:
        """``found`` as the reranker orders it, where there is one."""
        if self.reranker is None:
            return found
        first = found[:RERANKED]
        passages = self._store.passages([item.key for item in first])
        texts = [_whole(opened.card(item.row), passages[item.key][0]) for item in first]
        return self.reranker.reordered(question, found, texts)

    def _translations(self, question: str, language: str, languages: Sequence[str]) -> dict[str, str]:
        """The question in each of ``languages`` into which it can be translated."""
        translator = self.translator
        targets = [target for target in languages if translator and translator.can(language, target)]
        try:
            return {target: translator.translate(question, language, target) for target in targets if translator}
        except TranslationProblem:  # tietosilta doctor says so; the search goes on without
            _log.exception("a question could not be translated")
            return {}

    def documents(self) -> list[DocumentCard]:
        """All documents, by title."""
        return list(self._store.cards().values())

    def not_about_others(self, countries: frozenset[str]) -> tuple[str, ...] | None:
        """Documents about one of ``countries``, the Union or no stated country; None where none is about them."""
        cards = self._current().cards.values()
        if not any(card.metadata.country in countries for card in cards):
            return None
        fitting = {None, "EU", *countries}
        return tuple(card.id for card in cards if card.metadata.country in fitting)

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

    def _current(self) -> _Opened:
        opened = self._held.opened or self._opened
        if opened.searcher.generation == self._store.generation:
            return opened
        only_added = opened.searcher.losses == self._store.losses
        if only_added and (self._held.opened or self._lock.locked()):
            return opened  # what was added is left to the next work, or another thread makes it ready now
        with self._lock:
            if self._opened.searcher.generation != self._store.generation:
                self._follow_encoder()
                self._opened = _Opened.of(self._store, self._encoder, self.terms)
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

    opened: _Opened | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is held in memory of one generation of the index: ``cards`` by key, documents about countries by these."""

    searcher: Searcher
    cards: dict[int, DocumentCard]
    works: Works
    yearly: Yearly
    _about: dict[frozenset[str], frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, encoder: Encoder, terms: TermBase | None) -> _Opened:
        searcher, cards = Searcher(store, encoder, terms=terms), store.cards()
        return cls(searcher, cards, Works(cards.values()), Yearly(cards.values()))

    def about(self, countries: frozenset[str]) -> frozenset[int]:
        """The keys of the documents about one of ``countries``; looked for once."""
        if countries not in self._about:
            self._about[countries] = documents_about(self.cards, countries)
        return self._about[countries]

    def card(self, row: int) -> DocumentCard:
        """The document of the passage in ``row`` of the searcher's table."""
        return self.cards[int(self.searcher.table.documents[row])]

    def cards_of(self, found: Sequence[Found]) -> dict[int, DocumentCard]:
        """The documents of ``found`` by key."""
        keys = self.searcher.table.documents[[item.row for item in found]].tolist()
        return {key: self.cards[key] for key in keys}


def _whole(card: DocumentCard, passage: Passage) -> str:
    """A passage as a reranker reads it: what it is about, then its text."""
    return " – ".join((card.title, *passage.headings)) + "\n" + passage.text


def _with_language_versions(
    found: Sequence[Found], opened: _Opened, language: str
) -> tuple[list[Found], list[int | None]]:
    """The best of ``found``, each with the row of the passage that stands for it, and those passages.

    That is the passage which says the same in ``language``, or in the version found first where there
    is none in ``language``; None where a document has no other language versions.
    """
    best, anchors = list(found[:_GROUPED]), []
    rows, by_row = {item.row for item in best}, {item.row: item for item in found}
    shown: dict[str, DocumentCard] = {}  # by work: the version in the asker's language, else the one found first
    for item in best:  # grows as it goes: an anchor is its own
        card = opened.card(item.row)
        versions = opened.works.language_versions(card.id, declared=True)
        anchor = None
        if versions:
            own = next((one for one in (card, *versions) if one.language == language), card)
            home = shown.setdefault(opened.works.work(card.id), own)
            anchor = opened.searcher.counterpart(item.row, opened.searcher.documents[home.id])
            if anchor not in rows and anchor in by_row:
                rows.add(anchor)
                best.append(by_row[anchor])
        anchors.append(anchor)
    return best, anchors


def _hit(found: Found, passage: Passage, opened: _Opened, today: date) -> Hit:
    """What was found, with what its document's versions say about it."""
    card, works = opened.card(found.row), opened.works
    return Hit(
        passage, card, found.score, found.meaning, (), found.highlight, status=works.status(card, today=today),
        successor=works.successor(card.id), translations=works.language_versions(card.id), shares=found.shares,
    )  # fmt: skip


def _with_names(hit: Hit, exact: Sequence[str]) -> Hit:
    """``hit`` with the sentence or row highlighted that has one of the names and numbers ``exact``, where one has."""
    passage = hit.passage

    def has(span: tuple[int, int]) -> bool:
        part = passage.text[slice(*span)].lower()
        return any(term in part for term in exact)

    if not exact or has(hit.highlight):
        return hit
    spans = sentences(passage.text, passage.language)
    return replace(hit, highlight=next(filter(has, spans), hit.highlight))


def _matched(
    hit: Hit, there: Words, question: str, language: str, named: Sequence[Named], translations: Mapping[str, str]
) -> Hit:
    """``hit`` with the question's words and terms that it has, where ``there`` are its own."""
    theirs = hit.passage.language
    words = matched_words(question, language, there.body)
    terms = leading_terms(named, [*there.context, *there.body], theirs)
    translated: tuple[str, ...] = ()
    if theirs in translations:
        found = matched_words(translations[theirs], theirs, there.body)
        translated = tuple(word for word in found if word not in words)
    return replace(hit, words=words, terms=terms, translated=translated)
