"""How much of a question's words a sentence has: in some form, as parts of compounds, or by a concept's other names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.finding.closely import Closely
from assistant.finding.places import countries_in
from index.term_base import Named, stands, words_of
from index.words import question_words, terms

# What asks, allows, demands or means, and who asks, is rarely said again where the answer stands.
_ASKING_WORDS = """
    moni paljon mikä kauan kokoinen ikäinen enintään vähintään asti suuri iso pitkä pieni
    voida saada pitää täytyä tarvita vaatia joutua kuulua usein kaikki laittaa panna minä sinä me te
    många mycket stor hög lång liten högst minst länge ofta få kunna behöva kräva böra man jag du vi ni min vår
    much many large long high often soon big small old most least get need require
    kui kaua palju suur võima saama
    viel hoch lang lange brauchen combien
    tarkoittaa merkitä betyda mena innebära mean stand bedeuten
"""
ASKING = frozenset(_ASKING_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question as a base form, and the parts that it has as a compound; each with its idf.

    ``countries`` are those that it names.
    """

    base: str
    weight: float
    parts: tuple[tuple[str, float], ...]
    countries: frozenset[str]

    def share(self, there: set[str], country: str | None) -> float:
        """1 where the word is ``there`` or names the ``country``, else the share of its parts that are there.

        So "aika" is little of "valitusaika".
        """
        if self.base in there or country in self.countries:
            return 1.0
        total = sum(weight for _, weight in self.parts)
        return sum(weight for part, weight in self.parts if part in there) / total if total else 0.0


def _names_a_part(name: Named) -> bool:
    """Whether a concept is only a part of the word that names it: tax says nothing of inheritance tax.

    What an abbreviation begins (JTF-rahoitus) is about that as a whole.
    """
    return bool(name.part) and not re.match(r"[A-ZÅÄÖ+\d]{2,}-", name.words)


class Covering:
    """The words of one question, without those that only ask, and the concepts that it names."""

    def __init__(self, closely: Closely) -> None:
        self.asked_in = closely.results.language
        every = question_words(closely.meant, self.asked_in)
        words = [forms for forms in every if forms[0] not in ASKING] or every
        self._searcher = closely.searcher
        idf = self._searcher.lexical.idf({form for forms in words for form in forms})
        countries = countries_in(closely.meant)  # of the whole, where "in English" is a language
        self._words = [
            _Word(
                base, idf[base], tuple((part, idf[part]) for part in parts),
                countries and countries & countries_in(base),
            )
            for base, *parts in words
        ]  # fmt: skip
        self._total = sum(word.weight for word in self._words)
        self._named = [
            ({name.part} if _names_a_part(name) else set(terms(name.words, self.asked_in)), name.concept)
            for name in closely.searcher.named(closely.meant, self.asked_in)
            if not name.concept.everyday
        ]
        self._asked_for = set(terms(closely.meant, self.asked_in))
        self._unasked: dict[tuple[str, str], float] = {}
        self._wanted: dict[str, set[str]] = {}
        self._lines: dict[tuple[str, str, str], set[str]] = {}
        self._names: dict[str, list[tuple[set[str], list[Sequence[tuple[str, ...]]]]]] = {}

    def share(self, there: set[str], country: str | None) -> float:
        """The share of the question's words, by idf, that are ``there``.

        A document about a ``country`` seldom names it in each passage, and not in the question's language.
        """
        found = sum(word.weight * word.share(there, country) for word in self._words)
        return found / self._total if self._total else 0.0

    def wanted(self, language: str) -> set[str]:
        """All terms that can make a share: a text in ``language`` without one of them has none of the question."""
        if language not in self._wanted:
            own = {form for word in self._words for form in (word.base, *(part for part, _ in word.parts))}
            self._wanted[language] = own | self._words_of_names(language)
        return self._wanted[language]

    def unasked(self, title: str, language: str) -> float:
        """The share of a title's words, by idf, that the question does not have: what else the document is about."""
        if (title, language) not in self._unasked:
            words = {forms[0]: forms for forms in question_words(title, language)}
            text = terms(title, language)
            there = set(text)
            named = (name for _, names in self._names_in(language) for name in names)
            standing = (name for name in named if _stands_in(name, there, text))
            asked = self._asked_for | {forms[0] for name in standing for forms in name}
            idf = self._searcher.lexical.idf(words)
            other = sum(idf[base] for base, forms in words.items() if asked.isdisjoint(forms))
            self._unasked[title, language] = other / sum(idf.values()) if idf else 0.0
        return self._unasked[title, language]

    def of_line(self, line: str, spoken: str, language: str) -> set[str]:
        """What a title or heading in ``spoken`` carries into a text in ``language``; many texts have the same ones."""
        key = line, spoken, language
        if key not in self._lines:
            self._lines[key] = self.carried(terms(line, spoken), language)
        return self._lines[key]

    def carried(self, text: Sequence[str], language: str) -> set[str]:
        """The terms of one ``text``, in its order, with the question's own words for those concepts that it names.

        A term of several words has them beside each other: the time of day of some work is no working time.
        """
        there = set(text)
        for asked, names in self._names_in(language):
            if any(_stands_in(name, there, text) for name in names):
                there |= asked
        return there

    def _words_of_names(self, language: str) -> set[str]:
        return {forms[0] for _, names in self._names_in(language) for name in names for forms in name}

    def _names_in(self, language: str) -> Sequence[tuple[set[str], list[Sequence[tuple[str, ...]]]]]:
        """By concept, the question's own terms for it and its names in ``language``, each as the terms of its words."""
        if language not in self._names:
            self._names[language] = [
                (asked, [words_of(term, language) for term in concept.terms.get(language, ())])
                for asked, concept in self._named
            ]
        return self._names[language]


def _stands_in(name: Sequence[tuple[str, ...]], there: set[str], text: Sequence[str]) -> bool:
    """Whether ``name``, the terms of each of its words, stands in ``text``, whose terms are ``there``."""
    return all(forms[0] in there for forms in name) and (len(name) == 1 or stands(name, text))
