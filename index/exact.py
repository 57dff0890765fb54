"""Names and numbers of a question that are the same in every language: 757/2021, S22392, € 33,661,496, Marienkron.

Lexical matches otherwise only sharpen the order within the question's language (index/ranking.py). These say in
any language which passage is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.codes import COMPOUNDING
from corpus.common_words import COMMON_WORDS
from corpus.lemmas import FINNISH_ENDING, entry
from index.compounds import compound_base
from index.words import tokens

_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?")
_TELLING = 4  # digits of an amount without the zeros at its end: 25,000 euros are many people's, 782,597 one's
_SHORTEST = 4  # letters of a name
_CLITIC = re.compile(r"(?:ko|kö|kin|kaan|kään|han|hän)$")


def exact_terms(question: str, language: str) -> list[tuple[str, ...]]:
    """For each name or number the terms under which an index may have it, the likeliest first."""
    return list(dict.fromkeys(_exact(question, language)))


def _exact(question: str, language: str) -> Iterator[tuple[str, ...]]:
    common = COMMON_WORDS.get(language, frozenset())
    for surface, forms in tokens(question, language):
        if any(map(str.isdigit, surface)):
            if _is_telling(surface):
                yield forms[:1]
        elif len(surface) >= _SHORTEST and surface.lower() not in common and _is_name(surface, language):
            yield _stems(surface.lower(), language)


def _is_telling(surface: str) -> bool:
    """Whether a number stands for one thing: no year or period, no round amount, no percentage."""
    if _YEARS.fullmatch(surface) or surface.endswith("%"):
        return False
    if "§" in surface or re.search(r"\d[/:]\d|[^\W\d_]", surface):
        return True
    amount = re.sub(r"[.,]00$", "", surface)
    return len(re.sub(r"\D", "", amount).strip("0")) >= _TELLING


def _is_name(word: str, language: str) -> bool:
    """Whether ``word`` is in no dictionary; parts of a compound are looked for where it is written small."""
    low = _CLITIC.sub("", word.lower()) if language == "fi" else word.lower()
    if entry(word.lower(), language) or entry(low, language):
        return False
    return word != word.lower() or not (language in COMPOUNDING and compound_base(low, language))


def _stems(name: str, language: str) -> tuple[str, ...]:
    """``name`` and, of a Finnish one, what it may be without its ending: Hanau-ssa, Bremen-issä."""
    stem = FINNISH_ENDING.sub("", name) if language == "fi" else name
    return tuple(dict.fromkeys(form for form in (name, stem, stem.removesuffix("i")) if len(form) >= _SHORTEST))
