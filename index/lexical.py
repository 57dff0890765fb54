"""What words find: BM25, names and numbers, the term base's names in every language, a translation's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.rows import PassageTable
from index.store import Store
from index.term_base import Named, key_of
from index.words import query_terms, question_words

_BEST = 100  # passages that words find, in each language that is looked in
_MATCHES = 3000  # rows that BM25 may score: beyond it a term is too common to tell passages apart
_MATCHES_OF_TERMS = 1000  # the same for the term base, whose names are looked for in every language
_MOST_TERMS = 60  # names in a language: OR over more is slow, and such a question names too much
_CONTEXT_WEIGHT = 0.6  # of a word in title and headings beside one in the passage

Allowed = NDArray[np.bool_] | None  # which rows may be found, None for all


class Lexical:
    """The words of one generation of an index. What is found is told by row of ``table``."""

    def __init__(self, store: Store, table: PassageTable, rows: Mapping[int, int], languages: Sequence[str]) -> None:
        """``rows`` are those of the passages by their keys."""
        self._store, self._table, self._rows, self._languages = store, table, rows, languages
        self._known: dict[str, int] = {}

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each term occurs; terms that occur nowhere are left out.

        Known ones are remembered, as counting those of a common term takes milliseconds.
        """
        terms = list(terms)
        if new := [term for term in terms if term not in self._known]:
            self._known |= self._store.frequencies(new)
        return {term: self._known[term] for term in terms if term in self._known}

    def idf(self, terms: Iterable[str]) -> dict[str, float]:
        """How telling each term is: ln(1 + passages / those that have it); one that nothing has tells most."""
        terms = list(terms)
        counts, total = self.frequencies(terms), len(self._table.keys)
        return {term: float(np.log1p(total / counts.get(term, 0.5))) for term in terms}

    def words(self, question: str, language: str, allowed: Allowed) -> tuple[dict[int, float], float]:
        """BM25 by row, and the share of the question's terms, by idf, that the index knows.

        Terms in so many passages that they tell nothing apart are left out.
        """
        weights = self.idf(dict.fromkeys(query_terms(question, language)))
        known = self.frequencies(weights)
        chosen = _rarest(known, max(_MATCHES, len(self._table.keys) // 50))
        if not chosen:
            return {}, 0.0
        covered = sum(weights[term] for term in known) / sum(weights.values())
        limit = _BEST if allowed is None else 10 * _BEST
        hits = self._store.bm25(chosen, limit=limit, context_weight=_CONTEXT_WEIGHT)
        rows = {self._rows[key]: score for key, score in hits if key in self._rows}
        return {row: score for row, score in rows.items() if allowed is None or allowed[row]}, covered

    def exact(
        self, wanted: Sequence[tuple[str, ...]], question: str, language: str, allowed: Allowed
    ) -> dict[int, float]:
        """By row, the share of the question's words, by idf, that are ``wanted`` and stand in the passage."""
        if not wanted:
            return {}
        words = [forms[0] for forms in question_words(question, language)]
        weights = self.idf({*words, *(term for forms in wanted for term in forms)})
        counts, total = self.frequencies(weights), len(self._table.keys)
        every = sum(weights[word] for word in words)
        found: dict[int, float] = {}
        for forms in wanted:
            term = next((form for form in forms if form in counts), None)
            if term is None or counts[term] > max(50, total // (20 if any(map(str.isdigit, term)) else 100)):
                continue  # a name that so many passages have is a fund's or an office's, which has others elsewhere
            for key in self._store.having([term]):
                row = self._rows.get(key)
                if row is not None and (allowed is None or allowed[row]):
                    found[row] = found.get(row, 0.0) + weights[term] / every
        return found

    def terms(self, named: Sequence[Named], question: str, language: str, allowed: Allowed) -> dict[int, float]:
        """By row, how well a passage has the names of the concepts ``named`` in its own language: 0 to 1.

        The words of an English question find no Finnish passage; these do: own contribution is omarahoitus. In the
        question's own language as in others, everyday words left out: what it calls a concept itself would else be
        worth less than its translation. Less where the concepts make up little of the question.
        """
        if not named:
            return {}
        covered = _covered(named, question, language)
        found: dict[int, float] = {}
        for target in self._languages:
            meant = [name for name in named if target != language or not name.concept.everyday]
            hits = self._having_names(_names(meant, target))
            rows = {self._rows[key]: score for key, score in hits if key in self._rows}
            scores = {
                row: score for row, score in rows.items()
                if self._table.languages[row] == target and (allowed is None or allowed[row])
            }  # fmt: skip
            best = max(scores.values(), default=0.0)
            found |= {row: covered * score / best for row, score in scores.items()}
        return found

    def translated(self, translations: Mapping[str, str], allowed: Allowed) -> dict[int, float]:
        """What the words of the question's translations find, by row: 0 to 1, each in its own language."""
        found: dict[int, float] = {}
        for language, question in translations.items():
            within = self._table.languages == language
            words, covered = self.words(question, language, within if allowed is None else within & allowed)
            best = max(words.values(), default=1.0)
            found |= {row: covered * score / best for row, score in words.items()}
        return found

    def _having_names(self, names: Sequence[str]) -> list[tuple[int, float]]:
        """BM25 over names of one or more words, by passage key."""
        counts = self.frequencies(sorted({word for name in names for word in name.split()}))
        known = [name for name in names if all(word in counts for word in name.split())]
        chosen = _rarest({name: min(counts[word] for word in name.split()) for name in known}, _MATCHES_OF_TERMS)
        return self._store.bm25(chosen, limit=_BEST, context_weight=_CONTEXT_WEIGHT) if chosen else []


def _rarest(counts: Mapping[str, int], most: int) -> list[str]:
    """The rarest of the terms, as many as occur ``most`` times in all: more common ones tell nothing apart."""
    chosen = []
    for term in sorted(counts, key=counts.__getitem__):
        most -= counts[term]
        if most < 0:
            break
        chosen.append(term)
    return chosen


def _covered(named: Sequence[Named], question: str, language: str) -> float:
    """The share of the question's words, everyday words left out, that name concepts."""
    words = {forms[0] for forms in question_words(question, language)}
    naming = {base for name in named for base in key_of(name.words, language)}
    return len(words & naming) / max(len(words), 1)


def _names(named: Sequence[Named], language: str) -> list[str]:
    """The concepts' names in ``language`` as base forms, words parted by spaces."""
    names = (term for name in named for term in name.concept.terms.get(language, ()))
    return list(dict.fromkeys(" ".join(key_of(name, language)) for name in names))[:_MOST_TERMS]
