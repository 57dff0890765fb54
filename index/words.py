"""Index terms of a text: base forms, parts of compounds, numbers and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from corpus.codes import COMPOUNDING
from corpus.common_words import COMMON_WORDS
from corpus.lemmas import entry, lemma
from index.compounds import compound_base, parts
from index.verbs import is_action, verb_of

_TOKEN = re.compile(
    r"""
    (?P<address> https?://[^\s<>"')\]]+ | www\.[^\s<>"')\]]+ | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )
  | § \s? (?P<sign> \d+ (?:\s?[a-z]\b)? )
  | (?P<section> \d+ (?:\s?[a-z])? ) \s? §+ (?: :[^\W\d_]+ )?
  | (?P<percent> \d+ (?:[.,]\d+)? ) \s? % (?: :[^\W\d_]+ )?
  | (?P<thousands> (?<!\d) \d{1,3} (?:[ \u00a0\u202f.]\d{3})+ (?![.]?\d|[/\w]) (?:,\d+)? )
  | (?P<code> (?=[^\W_]*\d) (?=[^\W_]*[^\W\d_]) [^\W_]+ (?:[-/][^\W_]+)* )
  | (?P<number> \d+ (?:[./:,-]\d+)* )
  | (?P<word> [^\W\d_]+ (?:['’:-][^\W_]+)* \+? )
    """,
    re.VERBOSE,
)
_CASE_ENDING = re.compile(r":[^\W\d_]*$")  # Finnish and Swedish inflect abbreviations so: EU:n, ESF:s
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|dell|all|nell|sull|un|quest|lorsqu|jusqu)['’]", re.IGNORECASE)
_ELIDING = frozenset(("fr", "it", "ca"))


def terms(text: str, language: str) -> list[str]:
    """What ``text`` is found by, in order, with repetitions: a term stands as often as its words do."""
    return list(chain.from_iterable(forms_of(text, language)))


def forms_of(text: str, language: str) -> list[tuple[str, ...]]:
    """The terms of each word or number of a text, in order; none is empty."""
    return [forms for _, forms in tokens(text, language)]


def query_terms(text: str, language: str) -> list[str]:
    """What to look for: the terms of a question without everyday words, each once.

    A question of nothing but everyday words keeps them.
    """
    common = COMMON_WORDS.get(language, frozenset())
    kept: dict[str, None] = {}
    for surface, forms in tokens(text, language):
        if surface.lower() not in common:
            kept.update(dict.fromkeys(forms))
    return list(kept) or list(dict.fromkeys(terms(text, language)))


def question_words(text: str, language: str) -> list[tuple[str, ...]]:
    """The terms of each word of a question, everyday words left out; each word once."""
    common = COMMON_WORDS.get(language, frozenset())
    found = dict.fromkeys(forms for surface, forms in tokens(text, language) if surface.lower() not in common)
    return list(found)


def matched_words(question: str, language: str, there: Iterable[str]) -> tuple[str, ...]:
    """The question's words, as written there, that a text has in some form or as part of a compound.

    ``there`` are the ``terms`` of that text.
    """
    there = set(there)
    common = COMMON_WORDS.get(language, frozenset())
    found: dict[str, None] = {}
    for surface, forms in tokens(question, language):
        if surface.lower() not in common and not there.isdisjoint(forms):
            found.setdefault(surface)
    return tuple(found)


def tokens(text: str, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each word or number as it stands in the text, and the terms that it gives."""
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "word":
            yield token, _word_forms(token.lower(), language)
        elif kind in ("section", "sign"):
            number = match.group(kind).replace(" ", "").lower()
            yield token, (number + "§", number)
        elif kind == "percent":
            number = match.group(kind).replace(",", ".")
            yield token, (number + "%", number)
        elif kind == "thousands":
            yield token, _whole_too(re.sub(r"[ \u00a0\u202f.]", "", token).replace(",", "."))
        elif kind == "number":
            yield token, _number_forms(token)
        elif kind == "code":
            yield token, _split_forms(token.lower(), "[-/]")
        else:
            yield token, _address_forms(token.lower())


def _number_forms(number: str) -> tuple[str, ...]:
    """757/2021 whole and by its longer parts; a decimal comma as a point, 300,000 and 1,200.50 without commas."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", number):
        return _whole_too(number.replace(",", ""))
    if re.fullmatch(r"\d+[.,]\d+", number):
        return _whole_too(number.replace(",", "."))
    whole = re.sub("[:,]", "-", number)
    return tuple(dict.fromkeys((whole, *(part for part in re.split(r"[./:,-]", number) if len(part) > 2))))


def _whole_too(amount: str) -> tuple[str, ...]:
    """An amount with cents that are none, 543900.00, also without them."""
    return (amount, amount[:-3]) if amount.endswith(".00") else (amount,)


def _split_forms(token: str, separators: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((token, *re.split(separators, token))))


def _address_forms(address: str) -> tuple[str, ...]:
    """The words of a link or mail address; the whole of a short one (www.om.fi)."""
    words = re.findall(r"[^\W_]{3,}", address)
    kept = (word for word in words if word not in ("http", "https", "www", "html"))
    return tuple(dict.fromkeys(kept)) or (address,)


@lru_cache(maxsize=1 << 17)
def _word_forms(word: str, language: str) -> tuple[str, ...]:
    """The terms of one lower-cased word, its base form first."""
    word = _CASE_ENDING.sub("", word)
    if word.endswith("+"):
        return (word, word[:-1])
    if language in _ELIDING:
        word = _ELISION.sub("", word)
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    if "-" in word or ":" in word:
        return _hyphenated(word.replace(":", "-"), language)
    base = _base(word, language)
    verb = verb_of(word, language) or verb_of(base, language)
    if verb and not is_action(base):
        return (verb,)
    found = [(part, verb_of(part, language) or part) for part in parts(base, language)]
    return tuple(dict.fromkeys((base, verb or base, *chain.from_iterable(found))))


def _hyphenated(word: str, language: str) -> tuple[str, ...]:
    """EU-rahoitus by itself and by each part; the parts' own parts too."""
    pieces = [piece for piece in word.split("-") if piece]
    forms = [form for piece in pieces for form in _word_forms(piece, language)]
    whole = "-".join([*pieces[:-1], _base(pieces[-1], language)])
    return tuple(dict.fromkeys((whole, *forms)))


def _base(word: str, language: str) -> str:
    """The base form; of compounds unknown to the dictionary by their last part.

    Otherwise simplemma takes a short last part for an ending and drops it: rahoitushaku, rahoitus.
    """
    if language in COMPOUNDING and entry(word, language) is None:
        return compound_base(word, language) or lemma(word, language)
    return lemma(word, language)
