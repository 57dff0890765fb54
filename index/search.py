"""Find the passages that answer a question: vectors and words, fair between languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from index.aboutness import Aboutness
from index.carried import carried
from index.encoder import Encoder
from index.exact import exact_terms
from index.neutral import Neutral, unit
from index.ranking import ALIKE, ORIGINALS, UNLIKE, Candidates, filled, own_order, reserved, scores
from index.records import Filters, Shares
from index.rows import PassageTable
from index.sentence_scores import ScoredSentences, Sentences, mixed
from index.spelling import Mistyped, Spelling
from index.store import Store
from index.term_base import Named, TermBase
from index.words import query_terms, question_words

_NEAREST = 250  # passages from the vectors
_AMONG = 60  # of documents that are about a country which the question names
_LEXICAL = 100  # passages from the words
_MATCHES = 3000  # rows that BM25 may score: beyond it a term is too common to tell passages apart
_CARRIED = 0.12  # what the best match of the question's terms, in whichever language, adds to a cosine
_TRANSLATED = 0.06  # the same for the words of its translations, beyond the terms
_ABOUT = 0.14  # what a document's being about a concept that the question names adds to its passages
_EXACT = 0.25  # what having all of a question that is of nothing but names and numbers adds to a cosine
_CONTEXT_WEIGHT = 0.6  # of a word in title and headings beside one in the passage


class Found(NamedTuple):
    """A passage found. ``row`` is its place in the table, ``highlight`` its best sentence, ``exact`` that it has a name
    or number of the question."""

    key: int
    row: int
    language: str
    own: bool
    score: float
    meaning: float
    highlight: tuple[int, int]
    shares: Shares
    exact: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates, best first; those in the question's language in their own order; and of these the
    ones that are to be among the first ten. Also how the question was understood: its ``mistyped`` words,
    the concepts ``named`` in it, and its names and numbers, each by the terms it may have (``exact``)."""

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
        self._spelling = Spelling(store)
        self._frequencies: dict[str, int] = {}
        self.table: PassageTable = store.table()
        self.documents = store.document_keys()
        self.neutral = Neutral.of(
            self.table.vectors, self.table.languages, self.table.documents, encoder=encoder.name
        )
        self.languages = sorted({str(language) for language in np.unique(self.table.languages)})
        self._means = np.stack(
            [self.neutral.passages[language] for language in self.languages] or [self.neutral.default]
        )
        self._row = {int(key): row for row, key in enumerate(self.table.keys)}
        self._aboutness = Aboutness(store, self.table, self.frequencies)
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
        rows = self._nearest(query, allowed, _NEAREST)
        if among:
            there = np.isin(self.table.documents, list(among))
            rows = np.union1d(rows, self._nearest(query, there if allowed is None else there & allowed, _AMONG))
        words, covered = self._words(question, language, allowed)
        telling = exact_terms(question, language)
        exact = self._exact(telling, question, language, allowed)
        terms = self._terms(named, question, language, allowed)
        translated = self._translated(translations or {}, allowed)
        rows = np.union1d(rows, np.fromiter((*words, *exact, *terms, *translated), np.int64))
        by_terms = _CARRIED * np.array([terms.get(int(row), 0.0) for row in rows], np.float32)
        by_translation = _TRANSLATED * np.array([translated.get(int(row), 0.0) for row in rows], np.float32)
        by_translation = np.maximum(by_translation - by_terms, 0)  # both may find the same word
        about = _ABOUT * self._aboutness.of(rows, named)
        by_exact = _EXACT * np.array([exact.get(int(row), 0.0) for row in rows], np.float32)
        # 2. each with its best sentence
        sentences = self._sentences(rows)
        vectors = self._vectors[rows].astype(np.float32)
        of_sentences, plain = sentences.likeness(query, vector, self._means)
        neutral = mixed(vectors @ query, of_sentences, sentences.starts) + by_terms + by_translation + about + by_exact
        plain_whole = self.table.vectors[rows].astype(np.float32) @ vector
        candidates = Candidates(
            self.table.languages[rows],
            self.table.languages[rows] == language,
            mixed(plain_whole, plain, sentences.starts) + about + by_exact,
            neutral,
            np.array([words.get(int(row), 0.0) for row in rows], np.float32),
            covered,
        )
        # 3. what says the same in another language as one of the best is as good
        first = np.argsort(-scores(candidates, neutral), kind="stable")[:ORIGINALS]
        alike = vectors @ vectors[first].T
        foreign = candidates.languages[:, None] != candidates.languages[None, first]
        lifted = np.where(foreign & (alike >= ALIKE), neutral[first] - UNLIKE * (1 - alike), -np.inf)
        neutral = np.maximum(neutral, lifted.max(axis=1))
        # 4. words added, evenly for every language
        even = scores(candidates, neutral)
        final = filled(candidates, even)
        shares = _shares(candidates, neutral, even, final, by_terms, by_translation, about, by_exact)
        highlights = map(tuple, sentences.spans[sentences.best(of_sentences)].tolist())
        found = list(
            map(
                Found, self.table.keys[rows].tolist(), rows.tolist(), candidates.languages.tolist(),
                candidates.own.tolist(), final.tolist(), candidates.neutral.tolist(), highlights, shares,
                (by_exact > 0).tolist(),
            )
        )  # fmt: skip
        order = np.argsort(-final, kind="stable")
        own, kept = own_order(candidates), reserved(candidates)
        return Ranking(
            [found[at] for at in order], [found[at] for at in own], [found[at] for at in kept], mistyped, named, telling
        )

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

    def like(self, key: int, *, besides: Sequence[str]) -> list[tuple[int, float]]:
        """Keys of the passages nearest to passage ``key`` with their neutral cosines, best first;
        none of documents ``besides``.
        """
        allowed = ~self._of(besides)
        if key not in self._row or not allowed.any():
            return []
        vector = self._vectors[self._row[key]].astype(np.float32)
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

    def _words(self, question: str, language: str, allowed: NDArray[np.bool_] | None) -> tuple[dict[int, float], float]:
        """BM25 by row, and the share of the question's terms, by idf, that the index knows.

        Terms in so many passages that they tell nothing apart are left out.
        """
        terms = list(dict.fromkeys(query_terms(question, language)))
        frequencies = self.frequencies(terms)
        chosen: list[str] = []
        budget = max(_MATCHES, len(self.table.keys) // 50)
        for term in sorted(frequencies, key=frequencies.__getitem__):
            budget -= frequencies[term]
            if budget < 0:
                break
            chosen.append(term)
        if not chosen:
            return {}, 0.0
        weights = np.log1p(len(self.table.keys) / np.array([frequencies.get(term, 0.5) for term in terms]))
        known = np.array([term in frequencies for term in terms])
        covered = float(weights[known].sum() / weights.sum())
        limit = _LEXICAL if allowed is None else 10 * _LEXICAL
        hits = self.store.bm25(chosen, limit=limit, context_weight=_CONTEXT_WEIGHT)
        rows = {self._row[key]: score for key, score in hits if key in self._row}
        return {row: score for row, score in rows.items() if allowed is None or allowed[row]}, covered

    def _exact(
        self, wanted: Sequence[tuple[str, ...]], question: str, language: str, allowed: NDArray[np.bool_] | None
    ) -> dict[int, float]:
        """By row, the share of the question's words, by idf, that are ``wanted`` and stand in the passage."""
        if not wanted:
            return {}
        words = [forms[0] for forms in question_words(question, language)]
        frequencies = self.frequencies({*words, *(term for forms in wanted for term in forms)})
        total = len(self.table.keys)

        def weight(term: str) -> float:
            return float(np.log1p(total / frequencies.get(term, 0.5)))

        every = sum(map(weight, words))
        found: dict[int, float] = {}
        for forms in wanted:
            term = next((form for form in forms if form in frequencies), None)
            if term is None or frequencies[term] > max(50, total // (20 if any(map(str.isdigit, term)) else 100)):
                continue  # a name that so many passages have is a fund's or an office's, which has others elsewhere
            for key in self.store.having([term]):
                row = self._row.get(key)
                if row is not None and (allowed is None or allowed[row]):
                    found[row] = found.get(row, 0.0) + weight(term) / every
        return found

    def mistyped(self, question: str, language: str) -> list[Mistyped]:
        """Words of a question that nothing has, and the nearest ones that are looked for in their place."""
        return self._spelling.mistyped(question, language)

    def named(self, question: str, language: str) -> list[Named]:
        """The concepts of the term base that a question names; none where it is switched off."""
        return self.terms.named(question, language) if self.terms else []

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each term occurs; terms that occur nowhere are left out.

        Known ones are remembered, as counting those of a common term takes milliseconds.
        """
        terms = list(terms)
        if new := [term for term in terms if term not in self._frequencies]:
            self._frequencies |= self.store.frequencies(new)
        return {term: self._frequencies[term] for term in terms if term in self._frequencies}

    def _terms(
        self, named: Sequence[Named], question: str, language: str, allowed: NDArray[np.bool_] | None
    ) -> dict[int, float]:
        """What the term base finds, by row."""

        def language_of(key: int) -> str | None:
            row = self._row.get(key)
            barred = row is None or (allowed is not None and not allowed[row])
            return None if barred else str(self.table.languages[row])

        found = carried(
            named, question, language, store=self.store,
            frequencies=self.frequencies, languages=self.languages, language_of=language_of,
        )  # fmt: skip
        return {self._row[key]: share for key, share in found.items()}

    def _translated(self, translations: Mapping[str, str], allowed: NDArray[np.bool_] | None) -> dict[int, float]:
        """What the words of the question's translations find, by row: 0 to 1, each in its own language."""
        found: dict[int, float] = {}
        for language, question in translations.items():
            within = self.table.languages == language
            words, covered = self._words(question, language, within if allowed is None else within & allowed)
            best = max(words.values(), default=1.0)
            found |= {row: covered * score / best for row, score in words.items()}
        return found

    def _sentences(self, rows: NDArray[np.int64]) -> Sentences:
        """The sentences of the passages at ``rows``; each passage has at least one."""
        spans, vectors, starts = self.store.sentences(self.table.keys[rows].tolist())
        languages = np.searchsorted(self.languages, self.table.languages[rows])
        counts = np.diff(starts, append=len(spans))
        return Sentences(spans, vectors.astype(np.float32), np.repeat(languages, counts), starts)


def spelled(question: str, mistyped: Sequence[Mistyped]) -> str:
    """``question`` with the nearest known words in the place of mistyped ones."""
    for mistake in mistyped:
        question = re.sub(rf"(?<!\w){re.escape(mistake.word)}(?!\w)", mistake.nearest, question)
    return question


def _shares(
    candidates: Candidates, sharpened: NDArray[np.float32], even: NDArray[np.float32], final: NDArray[np.float32],
    terms: NDArray[np.float32], translation: NDArray[np.float32], about: NDArray[np.float32],
    exact: NDArray[np.float32],
) -> list[Shares]:  # fmt: skip
    """What the score of each candidate is made of."""
    language = candidates.neutral - terms - translation - candidates.plain + final - even
    likeness, words = sharpened - candidates.neutral, even - sharpened + exact
    meaning = candidates.plain - about - exact
    parts = np.stack([meaning, language, likeness, words, terms, translation, about], axis=1).tolist()
    return [Shares(*part) for part in parts]
