"""Mistyped words of a question: the nearest word that the collection has, looked for as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.common_words import COMMON_WORDS
from corpus.lemmas import entry
from index.compounds import compound_base
from index.store import Store
from index.words import tokens

_SHORTEST = 6  # letters; shorter words are near to too many others
_LONG = 9  # letters from which two mistakes are allowed
_LONGEST, _MOST = 40, 8  # letters of a word, and words of a question, that are looked for: each takes milliseconds
_ENDING = 2  # letters of a base form that may change before an ending: rahoitus, rahoituksen
_STEM = 0.6  # share of an inflected word that its stem makes up at least
_ENDINGS = frozenset(("fi", "et"))  # languages whose endings would pass for mistakes


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A ``word`` of a question, as it stands there, and the base form that was looked for in its place."""

    word: str
    nearest: str


class Spelling:
    """The words of an index, read when the first unknown word is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, int] | None = None
        self._by_length: dict[int, list[str]] = {}

    def mistyped(self, question: str, language: str) -> list[Mistyped]:
        """The words of ``question`` that neither the index nor the dictionary of ``language`` has, each
        with the nearest word of the index, where there is one: one letter away, two in long words.

        Names, numbers and codes that the index has stay as they are, and so does every correct word.
        """
        common = COMMON_WORDS.get(language, frozenset())
        words = {surface: forms for surface, forms in tokens(question, language) if surface.lower() not in common}
        doubtful = {surface: forms for surface, forms in words.items() if self._doubtful(surface.lower(), language)}
        doubtful = dict(islice(doubtful.items(), _MOST))
        if not doubtful:
            return []
        forms = [form for forms in doubtful.values() for form in forms]
        indexed = self._store.frequencies(forms)
        found = []
        for surface, forms_ in doubtful.items():
            if not indexed.keys() & set(forms_) and (nearest := self._nearest(surface.lower(), language)):
                found.append(Mistyped(surface, nearest))
        return found

    def _doubtful(self, word: str, language: str) -> bool:
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return False
        return entry(word, language) is None and compound_base(word, language) is None

    def _nearest(self, word: str, language: str) -> str | None:
        if self._known is None:
            known = {term: count for term, count in self._store.vocabulary() if term.isalpha()}
            by_length: dict[int, list[str]] = {}
            for term in known:
                by_length.setdefault(len(term), []).append(term)
            self._by_length, self._known = by_length, known  # last, as other threads go on once they are known
        most = 2 if len(word) >= _LONG else 1
        near = process.extract(word, self._known.keys(), scorer=OSA.distance, score_cutoff=most, limit=10)
        candidates: list[tuple[float, str]] = [(distance, term) for term, distance, _ in near]
        if not candidates and language in _ENDINGS:
            candidates = self._inflected(word)
        return self._best(candidates, language)

    def _inflected(self, word: str) -> list[tuple[float, str]]:
        """Base forms whose stem is one letter from the beginning of ``word``; the longest stems are nearest."""
        found: list[tuple[float, str]] = []
        for length in range(len(word), max(_SHORTEST, int(_STEM * len(word))) - 1, -1):
            stems = {term[:length]: term for term in self._by_length.get(length + _ENDING, ())}
            for beginning in {word[:length], word[: length - 1], word[: length + 1]}:
                near = process.extract(beginning, stems.keys(), scorer=OSA.distance, score_cutoff=1, limit=5)
                found += [(distance, stems[stem]) for stem, distance, _ in near if stem[0] == word[0]]
            if found:
                break
        return found

    def _best(self, candidates: Sequence[tuple[float, str]], language: str) -> str | None:
        """The nearest; of equally near ones that which stands in passages of ``language``, then the commonest."""
        assert self._known is not None
        if not candidates:
            return None
        least = min(distance for distance, _ in candidates)
        nearest = list(dict.fromkeys(term for distance, term in candidates if distance == least))
        spoken = {term: language in self._store.languages_of(term) for term in nearest}
        return max(nearest, key=lambda term: (spoken[term], self._known[term] if self._known else 0, term))
