"""Find the passages that answer a question: vectors and words, fair between languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from index.aboutness import Aboutness
from index.encoder import Encoder
from index.evidence import Evidence, shares_of
from index.exact import exact_terms
from index.lexical import Lexical
from index.neutral import Neutral, unit
from index.ranking import ALIKE, ORIGINALS, UNLIKE, Candidates, filled, own_order, reserved, scores
from index.records import Filters, Shares
from index.rows import PassageTable
from index.sentence_scores import ScoredSentences, Sentences, mixed
from index.spelling import Mistyped, Spelling
from index.store import Store
from index.term_base import Named, TermBase

_QUESTIONS = 64  # whose vectors are kept; those of fact cards are 39
_NEAREST = 250  # passages from the vectors
_AMONG = 60  # of documents that are about a country which the question names


class Found(NamedTuple):
    """A passage found. ``row`` is its place in the table, ``highlight`` its best sentence, ``exact`` that it has a name
    or number of the question."""

    key: int
    row: int
    score: float
    meaning: float
    highlight: tuple[int, int]
    shares: Shares
    exact: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates, best first; those in the question's language in their own order; and of these the ones that are
    to be among the first ten.

    Also how the question was understood: its ``mistyped`` words, the concepts ``named`` in it, and its names and
    numbers, each by the terms it may have (``exact``).
    """

    found: list[Found]
    own: list[Found]
    reserved: list[Found]
    mistyped: list[Mistyped] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    exact: list[tuple[str, ...]] = field(default_factory=list)


class Searcher:
    """An index held in memory: arrays of its passages, ``documents`` (keys by id), FAISS over their neutral vectors.

    FAISS is built from the store when it is opened (about a second for 100,000 passages), so it can
    be neither missing, older nor damaged. It searches all vectors as int8, a quarter of the memory of
    fp32, for the nearest few hundred; these are compared as fp16.
    """

    def __init__(self, store: Store, encoder: Encoder, *, terms: TermBase | None = None) -> None:
        self.store, self.encoder, self.terms = store, encoder, terms
        self.generation, self.losses = store.generation, store.losses
        # The same questions come again: fact cards ask theirs of every document, a page asks anew with other filters.
        self.vector_of = lru_cache(_QUESTIONS)(partial(_encoded, encoder))
        self._spelling = Spelling(store)
        self.table: PassageTable = store.table()
        there = set(self.table.documents.tolist())
        self.documents = {name: key for name, key in store.document_keys().items() if key in there}
        self.neutral = Neutral.of(
            self.table.vectors, self.table.languages, self.table.documents, encoder=encoder.name
        )
        self.languages = sorted({str(language) for language in np.unique(self.table.languages)})
        self._means = np.stack(
            [self.neutral.passages[language] for language in self.languages] or [self.neutral.default]
        )
        self._row = {int(key): row for row, key in enumerate(self.table.keys)}
        self.lexical = Lexical(store, self.table, self._row, self.languages)
        self._aboutness = Aboutness(store, self.table, self.lexical.frequencies)
        self._vectors = self._neutral_vectors()
        self._faiss = faiss.IndexScalarQuantizer(
            self.table.vectors.shape[1], faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
        )
        self._scale = 127 / float(np.abs(self._vectors).max(initial=0.1))  # the largest component becomes 127
        for at in range(0, len(self._vectors), 10_000):
            self._faiss.add(np.rint(self._vectors[at : at + 10_000].astype(np.float32) * self._scale))

    def _neutral_vectors(self) -> NDArray[np.float16]:
        vectors = np.empty_like(self.table.vectors)
        for language in self.languages:
            rows = np.flatnonzero(self.table.languages == language)
            own = self.table.vectors[rows].astype(np.float32)
            vectors[rows] = self.neutral.passage(own, language)
        return vectors

    def rank_vector(
        self, vector: NDArray[np.float32], question: str, language: str, *, filters: Filters = Filters(),
        translations: Mapping[str, str] | None = None, among: Collection[int] = (),
    ) -> Ranking:  # fmt: skip
        """The passages that may answer ``question``, which is encoded as ``vector`` [d], best first.

        ``translations`` are the question in other languages; of documents ``among`` (their keys) the nearest
        passages are candidates, however many of others are nearer.
        """
        allowed = self._allowed(filters)
        mistyped = self.mistyped(question, language)
        question = spelled(question, mistyped)
        named = self.named(question, language)
        if not len(self.table.keys) or (allowed is not None and not allowed.any()):
            return Ranking([], [], [], mistyped, named)
        # 1. candidates by meaning and by words
        query = self.neutral.query(vector, language)
        evidence = self._evidence(question, language, named, translations or {}, allowed)
        rows = np.union1d(self._nearest_too(query, allowed, among), evidence.rows())
        gains = evidence.gains(rows, self._aboutness.of(rows, named))
        # 2. each with its best sentence
        sentences = self._sentences(rows)
        vectors = self._vectors[rows].astype(np.float32)
        of_sentences, plain = sentences.likeness(query, vector, self._means)
        plain_whole = self.table.vectors[rows].astype(np.float32) @ vector
        candidates = Candidates(
            self.table.languages[rows],
            self.table.languages[rows] == language,
            mixed(plain_whole, plain, sentences.starts) + gains.of_all,
            mixed(vectors @ query, of_sentences, sentences.starts) + gains.of_all + gains.terms + gains.translation,
            evidence.bm25(rows),
            evidence.covered,
        )
        # 3. what says the same in another language as one of the best is as good
        neutral = _lifted(candidates, vectors)
        # 4. words added, evenly for every language
        even = scores(candidates, neutral)
        final = filled(candidates, even)
        highlights = map(tuple, sentences.spans[sentences.best(of_sentences)].tolist())
        found = list(
            map(
                Found, self.table.keys[rows].tolist(), rows.tolist(), final.tolist(), candidates.neutral.tolist(),
                highlights, shares_of(candidates, gains, neutral, even, final), (gains.exact > 0).tolist(),
            )
        )  # fmt: skip
        orders = np.argsort(-final, kind="stable"), own_order(candidates), reserved(candidates)
        every, own, kept = ([found[at] for at in order] for order in orders)
        return Ranking(every, own, kept, mistyped, named, exact_terms(question, language))

    def _evidence(
        self, question: str, language: str, named: Sequence[Named], translations: Mapping[str, str],
        allowed: NDArray[np.bool_] | None,
    ) -> Evidence:  # fmt: skip
        words, covered = self.lexical.words(question, language, allowed)
        exact = self.lexical.exact(exact_terms(question, language), question, language, allowed)
        terms = self.lexical.terms(named, question, language, allowed)
        return Evidence(words, covered, exact, terms, self.lexical.translated(translations, allowed))

    def _nearest_too(
        self, query: NDArray[np.float32], allowed: NDArray[np.bool_] | None, among: Collection[int]
    ) -> NDArray[np.int64]:
        """The nearest rows, and those of documents ``among`` (keys) that others crowd out."""
        rows = self._nearest(query, allowed, _NEAREST)
        if not among:
            return rows
        there = np.isin(self.table.documents, list(among))
        return np.union1d(rows, self._nearest(query, there if allowed is None else there & allowed, _AMONG))

    def sentences(self, keys: Sequence[int], vector: NDArray[np.float32], language: str) -> dict[int, ScoredSentences]:
        """The sentences of the passages with these keys, each with its nearness to an encoded question."""
        if not keys:
            return {}
        query = self.neutral.query(vector, language)
        sentences = self._sentences(np.array([self._row[key] for key in keys], np.int64))
        meaning, plain = sentences.likeness(query, vector, self._means)
        vectors = unit(unit(sentences.vectors) - self._means[sentences.languages])
        spans = [(start, end) for start, end in sentences.spans.tolist()]
        ends = np.append(sentences.starts[1:], len(spans))
        return {
            key: ScoredSentences(spans[start:end], vectors[start:end], meaning[start:end], plain[start:end])
            for key, start, end in zip(keys, sentences.starts, ends, strict=True)
        }

    def like(self, keys: Sequence[int], *, besides: Sequence[str]) -> list[tuple[int, float]]:
        """Keys of the passages nearest to what passages ``keys`` mean together with their neutral cosines, best first;
        none of documents ``besides``.
        """
        allowed = ~self._of(besides)
        own = [self._row[key] for key in keys if key in self._row]
        if not own or not allowed.any():
            return []
        vector = unit(self._vectors[own].astype(np.float32).mean(axis=0))
        rows = self._nearest(vector, allowed, _NEAREST)
        cosines = self._vectors[rows].astype(np.float32) @ vector
        order = np.argsort(-cosines, kind="stable")
        return [(int(self.table.keys[rows[at]]), float(cosines[at])) for at in order]

    def similarity(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Neutral cosines [n, n] between passages."""
        vectors = self._vectors[np.asarray(rows, np.int64)].astype(np.float32)
        result: NDArray[np.float32] = vectors @ vectors.T
        return result

    def counterpart(self, row: int, document: int) -> int:
        """The row of the passage of ``document`` (its key) that says what ``row`` says in another language.

        Language versions run in step: likeness counts, and how far both lie into their documents. In
        its own document a passage is its own counterpart.
        """
        if document == self.table.documents[row]:
            return row
        keys = self.table.documents  # they rise with those of the passages, so each document's rows are one run
        own, others = np.searchsorted(keys, [keys[row], document])
        own_end, end = np.searchsorted(keys, [keys[row], document], side="right")
        apart = np.abs(np.linspace(0, 1, end - others) - (row - own) / max(own_end - own - 1, 1))
        alike = self._vectors[others:end].astype(np.float32) @ self._vectors[row].astype(np.float32)
        return int(others + (alike - apart).argmax())

    def _allowed(self, filters: Filters) -> NDArray[np.bool_] | None:
        """Which rows the filters let through; None when all."""
        tests: list[NDArray[np.bool_]] = []
        if filters.collections is not None:
            tests.append(np.isin(self.table.collections, filters.collections))
        if filters.languages is not None:
            tests.append(np.isin(self.table.languages, filters.languages))
        if filters.documents is not None:
            tests.append(self._of(filters.documents))
        return np.logical_and.reduce(tests) if tests else None

    def _of(self, documents: Iterable[str]) -> NDArray[np.bool_]:
        """Which rows are of the documents with these ids; unknown ids are left out."""
        keys = [self.documents[name] for name in documents if name in self.documents]
        return np.isin(self.table.documents, keys)

    def _nearest(
        self, query: NDArray[np.float32], allowed: NDArray[np.bool_] | None, most: int
    ) -> NDArray[np.int64]:
        parameters = faiss.SearchParameters()
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters.sel = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # typed as C++ has it
        _, rows = self._faiss.search(query[None] * self._scale, min(most, len(self.table.keys)), params=parameters)
        found: NDArray[np.int64] = rows[0][rows[0] >= 0]
        return found

    def mistyped(self, question: str, language: str) -> list[Mistyped]:
        """Words of a question that nothing has, and the nearest ones that are looked for in their place."""
        return self._spelling.mistyped(question, language)

    def named(self, question: str, language: str) -> list[Named]:
        """The concepts of the term base that a question names; none where it is switched off."""
        return self.terms.named(question, language) if self.terms else []

    def _sentences(self, rows: NDArray[np.int64]) -> Sentences:
        """The sentences of the passages at ``rows``; each passage has at least one."""
        spans, vectors, starts = self.store.sentences(self.table.keys[rows].tolist())
        languages = np.searchsorted(self.languages, self.table.languages[rows])
        counts = np.diff(starts, append=len(spans))
        return Sentences(spans, vectors.astype(np.float32), np.repeat(languages, counts), starts)


def _encoded(encoder: Encoder, question: str) -> NDArray[np.float32]:
    """The vector [d] of ``question``."""
    vector: NDArray[np.float32] = encoder.queries([question])[0]
    vector.flags.writeable = False  # many share it
    return vector


def spelled(question: str, mistyped: Sequence[Mistyped]) -> str:
    """``question`` with the nearest known words in the place of mistyped ones."""
    for mistake in mistyped:
        question = re.sub(rf"(?<!\w){re.escape(mistake.word)}(?!\w)", mistake.nearest, question)
    return question


def _lifted(candidates: Candidates, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Neutral scores, raised for what says the same in another language as one of the best; ``vectors`` are [n, d]."""
    neutral = candidates.neutral
    first = np.argsort(-scores(candidates, neutral), kind="stable")[:ORIGINALS]
    alike = vectors @ vectors[first].T
    foreign = candidates.languages[:, None] != candidates.languages[None, first]
    lifted = np.where(foreign & (alike >= ALIKE), neutral[first] - UNLIKE * (1 - alike), -np.inf)
    raised: NDArray[np.float32] = np.maximum(neutral, lifted.max(axis=1))
    return raised
