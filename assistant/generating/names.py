"""Proper names in a text, compared by base form, and by what they name across languages."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from corpus.codes import COMPOUNDING
from corpus.dates import dates_in
from corpus.lemmas import FINNISH_ENDING, entry
from corpus.vocabulary import terms as vocabulary_terms
from index.compounds import compound_base
from index.words import terms

_WORD = re.compile(r"[^\W\d_][\w’'+-]*(?::[^\W\d_]+)?")
_BEGINS = re.compile(r"(?:^|[.!?:;”\"»(]\s*|\n\s*)$")
_CASE_ENDING = re.compile(r":[^\W\d_]*$")
# Dates and amounts are checked as such, however they are written; a month or a currency alone is not.
_AMOUNT = re.compile(r"\bEUR\s?\d|\d\s?EUR\b", re.IGNORECASE)
_LOOK_BACK = 40  # characters in which a sentence before ends
_LONGEST_PHRASE = 6  # words of the longest name that is known in several languages


def unsupported(text: str, language: str, sources: list[tuple[str, str]]) -> list[str]:
    """The names in ``text`` that no one of ``sources``, (text, language) each, has."""
    there: set[str] = set()
    for source, spoken in sources:
        there |= _known(source, spoken)
        for word in _WORD.findall(source):
            there.update(*(_forms(piece, spoken) for piece in (word, *word.split("-")) if piece))
    lines, known_here = _without_known(_without_capitals(text, language), language)
    missing = [
        code for code, words in known_here.items()
        if code not in there and any(there.isdisjoint(_forms(word, language)) for word in words)
    ]  # fmt: skip
    for match in _WORD.finditer(lines):
        begins = bool(_BEGINS.search(lines[max(match.start() - _LOOK_BACK, 0) : match.start()]))
        for piece in _CASE_ENDING.sub("", match.group()).split("-"):
            if _is_name(piece, language, begins=begins) and there.isdisjoint(_forms(piece, language)):
                missing.append(piece)
            begins = False
    return missing


def _without_capitals(text: str, language: str) -> str:
    """``text`` with its dates and amounts in small letters."""
    facts = [match.span() for match in _AMOUNT.finditer(text)]
    facts += [(date.start, date.end) for date in dates_in(text, language) if date.is_precise]
    for start, end in facts:
        text = text[:start] + text[start:end].lower() + text[end:]
    return text


def _is_name(word: str, language: str, *, begins: bool) -> bool:
    """Whether ``word`` is written as a name; at the beginning of a sentence, only one that is no other word."""
    if len(word) < 2 or word == word.lower():
        return False
    if word[1:] != word[1:].lower():
        return True
    if not begins and language != "de":
        return True
    low = word.lower()
    ordinary = entry(low, language) is not None or (language in COMPOUNDING and compound_base(low, language))
    return not ordinary


def _forms(word: str, language: str) -> set[str]:
    """The base forms that ``word`` may have: the dictionary's, and for Finnish what is left of endings."""
    word = _CASE_ENDING.sub("", word).replace("’", "'").removesuffix("'s").lower()
    forms = {word, *terms(word, language)[:1]}
    if language == "fi":
        stem = word
        for _ in range(2):
            shorter = FINNISH_ENDING.sub("", stem)
            if shorter == stem or len(shorter) < 3:
                break
            stem = shorter
            forms.add(stem)
            if stem.endswith("se"):
                forms.add(f"{stem[:-2]}nen")
    return forms


def _known(text: str, language: str) -> set[str]:
    return set(_without_known(text, language)[1])


def _without_known(text: str, language: str) -> tuple[str, dict[str, list[str]]]:
    """``text`` without the names that are known in several languages, and what those name, with their words."""
    names, pieces, at = _phrases(language), [], 0
    found: dict[str, list[str]] = {}
    words = list(_WORD.finditer(text))
    bases = [_base(word.group(), language) for word in words]
    index = 0
    while index < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - index), 0, -1):
            code = names.get(tuple(bases[index : index + length]))
            if code and (length > 1 or words[index].group()[0].isupper()):
                found[code] = [word.group() for word in words[index : index + length]]
                pieces.append(text[at : words[index].start()])
                at = words[index + length - 1].end()
                index += length
                break
        else:
            index += 1
    return " ".join([*pieces, text[at:]]), found


def _base(word: str, language: str) -> str:
    word = _CASE_ENDING.sub("", word).lower()
    return (terms(word, language) or [word])[0]


@cache
def _phrases(language: str) -> dict[tuple[str, ...], str]:
    """Territories, languages, funds and regions by the base forms of their names in ``language``."""
    found: dict[tuple[str, ...], str] = {}
    try:
        locale = Locale(language)
    except (UnknownLocaleError, ValueError):
        return found
    named = [(f"territory {code}", str(name)) for code, name in locale.territories.items()]
    named += [(f"language {code}", str(name)) for code, name in locale.languages.items() if len(code) == 2]
    named.append(("territory EU", "EU"))
    if language in ("fi", "sv", "en"):
        for term in vocabulary_terms("funds").values():
            whole = getattr(term, language)
            names = (whole, re.sub(r"\s*\(.*\)$", "", whole), term.id, *term.also)
            named += [(f"fund {term.id}", name) for name in names]
        named += [(f"region {term.id}", getattr(term, language)) for term in vocabulary_terms("regions").values()]
    for code, name in named:
        words = tuple(_base(word, language) for word in _WORD.findall(name))
        if words and len(words) <= _LONGEST_PHRASE:
            found.setdefault(words, code)
    return found
