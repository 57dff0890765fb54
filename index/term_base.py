"""The term base: what the field's concepts are called in each language, and which of them a question names.

The concepts stand in ``terms/*.yaml``; how an entry is written is said in ``terms/README.md``. Staff may
keep a file of the same form of their own: it adds concepts, and replaces those with the same id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from corpus.common_words import COMMON_WORDS
from corpus.errors import TietosiltaError
from corpus.lemmas import entry
from index.words import forms_of, tokens

SHIPPED = Path(__file__).with_name("terms")
EVERYDAY = SHIPPED / "everyday.yaml"
_INFLECTED = re.compile(r"\b[a-zåäö]{2,5}:[a-zåäö]+\b")  # an abbreviation in small letters: alv:n, esr:stä
# Endings of Finnish written on to a name or an abbreviation without a colon: jtfstä, steaan, leaderin.
_WRITTEN_ON = re.compile(
    r"(?:i?(?:n|t|aa?|ää?|ta|tä|in|hin|hen|aan|ään|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi)|[aeiouyäö]n)(?:ko|kö)?"
)
_WORD = re.compile(r"[^\W\d_]+(?![-:+])")
_SHORTEST = 3  # letters of such a name
_Key = tuple[str, ...]  # a term as its words' base forms
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml is there


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its terms by language, the preferred one first, and where they come from.

    ``source`` holds numbers of Finnish statutes (688/2001) and CELEX numbers of EU acts (32021R1060).
    Words for an ``everyday`` one help to find a passage, but that a sentence has them says little.
    """

    id: str
    terms: Mapping[str, tuple[str, ...]]
    source: tuple[str, ...] = ()
    everyday: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A concept that a question names, and the ``words`` by which it does, as they stand there.

    ``part`` is the part of a single word that names it (vero in perintövero); "" where all of it does.
    """

    concept: Concept
    words: str
    part: str = ""


class TermBase:
    """Concepts by id. ``problem`` says why the staff's own file was left out, if it was."""

    def __init__(self, concepts: Iterable[Concept], *, problem: TietosiltaError | None = None) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self.problem = problem
        self._keys = cache(self._keys_of)

    @classmethod
    def open(cls, own: Path | None = None) -> TermBase:
        """The shipped concepts and those of the file ``own``, where there is one.

        A file that cannot be read is a ``problem``, and the shipped concepts hold alone.
        """
        concepts = _shipped()
        if own is None or not own.is_file():
            return cls(concepts.values())
        try:
            concepts = concepts | read(own)
        except TietosiltaError as error:
            return cls(concepts.values(), problem=error)
        return cls(concepts.values())

    def named(self, question: str, language: str) -> list[Named]:
        """The concepts that ``question`` names, in its order: the longest term at each place.

        Inflected words count, and terms within a compound (omarahoitus in omarahoitusprosentti).
        Everyday words alone name nothing.
        """
        keys, longest = self._keys(language)
        common = COMMON_WORDS.get(language, frozenset())
        words = list(tokens(question, language))
        found: dict[str, Named] = {}
        at = 0
        while at < len(words):
            for length in range(min(longest, len(words) - at), 0, -1):
                surfaces = [surface for surface, _ in words[at : at + length]]
                concept = keys.get(tuple(forms[0] for _, forms in words[at : at + length]))
                everyday = common.issuperset(map(str.lower, surfaces))
                if concept and not everyday and _meant(surfaces, concept, language):
                    found.setdefault(concept.id, Named(concept, " ".join(surfaces)))
                    break
            else:
                surface, forms = words[at]
                if surface.lower() not in common:
                    for part in self._within(forms, keys):
                        concept = keys[(part,)]
                        found.setdefault(concept.id, Named(concept, surface, part))
                length = 1
            at += length
        return list(found.values())

    def spelled_out(self, question: str, language: str) -> str:
        """``question`` with the names of concepts for inflected abbreviations, whose pieces tell a model nothing."""
        if _INFLECTED.search(question):
            for name in self.named(question, language):
                if _INFLECTED.fullmatch(name.words):
                    question = question.replace(name.words, name.concept.terms[language][0])
        return question

    def parted(self, question: str, language: str) -> str:
        """``question`` with names and abbreviations parted from the endings written on to them: steasta, STEA:sta.

        No dictionary has them, so that they would be words that nothing else has. Finnish only.
        """
        return _WORD.sub(lambda word: self._parted(word.group()), question) if language == "fi" else question

    def _parted(self, word: str) -> str:
        low, names = word.lower(), self._finnish_names
        if low not in names and entry(low, "fi") is None:
            for end in range(len(low) - 1, _SHORTEST - 1, -1):
                if low[:end] in names and _WRITTEN_ON.fullmatch(low[end:]):
                    return f"{names[low[:end]]}:{low[end:]}"
        return word

    @cached_property
    def _finnish_names(self) -> dict[str, str]:
        """Terms of one word that are written with a capital, by what they are in small letters."""
        terms = (term for concept in self.concepts.values() for term in concept.terms.get("fi", ()))
        return {term.lower(): term for term in terms if term.isalpha() and term[0].isupper()}

    def _within(self, forms: tuple[str, ...], keys: Mapping[_Key, Concept]) -> list[str]:
        """The parts of one word that name concepts; one that lies within a longer one is left out."""
        parts = [form for form in forms[1:] if (form,) in keys]
        return [part for part in parts if not any(part != other and part in other for other in parts)]

    def _keys_of(self, language: str) -> tuple[dict[_Key, Concept], int]:
        """The terms of ``language`` as base forms, and how many words the longest has."""
        keys: dict[_Key, Concept] = {}
        for concept in self.concepts.values():
            for term in concept.terms.get(language, ()):
                keys.setdefault(key_of(term, language), concept)
        return keys, max(map(len, keys), default=0)


def _meant(surfaces: list[str], concept: Concept, language: str) -> bool:
    """Whether one word in small letters is a term, rather than an everyday word like an abbreviation: lag, LAG."""
    if len(surfaces) > 1 or not surfaces[0].islower():
        return True
    terms = concept.terms[language]
    written = any(term.casefold() == surfaces[0].casefold() and term.isupper() for term in terms)
    return not written or entry(surfaces[0], language) is None


@lru_cache(maxsize=1 << 15)
def key_of(term: str, language: str) -> _Key:
    """``term`` as the base forms of its words."""
    return tuple(forms[0] for forms in words_of(term, language))


@lru_cache(maxsize=1 << 15)
def words_of(term: str, language: str) -> tuple[tuple[str, ...], ...]:
    """``term`` as what each of its words is found by."""
    return tuple(forms_of(term, language))


def leading_terms(
    named: Iterable[Named], text: Sequence[str], language: str
) -> tuple[tuple[str, str], ...]:
    """The words of the question with the term for the same concept that a text has, where that is another.

    ``text`` is given as its ``terms``, in ``language``. What a question says in another form, or as a part of
    a longer word, is no other term (hankkeen, hanke).
    """
    there = set(text)
    found: dict[str, str] = {}
    for name in named:
        asked = {form for _, forms in tokens(name.words, language) for form in forms}
        for term in name.concept.terms.get(language, ()):
            key = key_of(term, language)
            if there.issuperset(key) and stands(words_of(term, language), text) and not asked.issuperset(key):
                found.setdefault(name.words, term)
                break
    return tuple(found.items())


def stands(term: Sequence[tuple[str, ...]], text: Sequence[str]) -> bool:
    """Whether the words of ``term`` follow each other in ``text``, given as its ``terms``, with only forms of a word
    after its own."""
    for at in (at for at, form in enumerate(text) if form == term[0][0]):
        for (_, *others), (following, *_) in pairwise(term):
            between = text[at + 1 : at + 2 + len(others)]
            if following not in between:
                break
            at += 1 + between.index(following)
        else:
            return True
    return False


def read(path: Path) -> dict[str, Concept]:
    """The concepts of a file. Raises TietosiltaError("terms") with the line or the concept that is wrong."""
    try:
        entries = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
    except OSError as error:
        raise TietosiltaError("terms", path.name) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 31 September, letters that are none
        mark = getattr(error, "problem_mark", None)
        raise TietosiltaError("terms", f"{path.name}, {{line {mark.line + 1}}}" if mark else path.name) from error
    if entries is not None and not isinstance(entries, dict):
        raise TietosiltaError("terms", path.name)
    return {str(name): _concept(str(name), entry, path) for name, entry in (entries or {}).items()}


def _concept(name: str, entry: Any, path: Path) -> Concept:
    try:
        # YAML 1.1 reads an unquoted no, Norwegian, as false.
        named = {"no" if key is False else key: value for key, value in entry.items()}
        fields = {key: tuple([value] if isinstance(value, str) else map(_term, value)) for key, value in named.items()}
        # A sign alone (€) is no term: nothing is indexed for it.
        worded = {key: tuple(term for term in terms if any(map(str.isalnum, term))) for key, terms in fields.items()}
        fields = {key: worded[key] for key, terms in fields.items() if worded[key] or not terms}
    except (AttributeError, TypeError, ValueError) as error:  # ValueError: a number longer than Python writes
        raise TietosiltaError("terms", f"{path.name}, {name}") from error
    source = fields.pop("source", ())
    if not fields or not all(len(str(language)) == 2 and terms for language, terms in fields.items()):
        raise TietosiltaError("terms", f"{path.name}, {name}")
    return Concept(name, fields, source, everyday=path == EVERYDAY)


def _term(value: object) -> str:
    if isinstance(value, (list, dict)):  # not written out: it may hold itself many times over
        raise TypeError
    return str(value)


@cache
def _shipped() -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    for path in sorted(SHIPPED.glob("*.yaml")):
        concepts |= read(path)
    return concepts
