"""Funds and programmes of the field that a text names: the figures of one hold for no other."""

from __future__ import annotations

import re
from functools import cache

from corpus.vocabulary import terms
from index.records import DocumentCard, Hit

_CASE = r"(?:[aei]?(?:n|ssa|sta|lla|lta|lle|ksi)|i?a|aan|iin)?"  # of an abbreviation in Finnish: STEAlta, AMIFista
_ONE_ACT = frozenset({"ESF", "ERDF", "JTF"})  # whose projects have the same rules
_ANYBODYS = frozenset({"national", "other"})  # no fund by itself


def funds_in(text: str) -> frozenset[str]:
    """The funds and programmes that ``text`` names: ids of ``funds.yaml`` without "+", names of programmes."""
    small = " ".join(text.lower().split())
    # Few sentences have a name in them: looking for its letters first takes a tenth of the time.
    return frozenset(fund for letters, pattern, fund in _names() if letters in small and pattern.search(text))


def funds_of(card: DocumentCard) -> frozenset[str]:
    """Those that a document is about, as stated or in its title."""
    stated = {_without_plus(card.metadata.fund)} if card.metadata.fund else set()
    return funds_in(card.title) | stated


def of_others_only(hit: Hit, asked: frozenset[str]) -> bool:
    """Whether a document is about funds of which the question names none, and ``hit`` names none of those ``asked``."""
    own = funds_of(hit.document)
    if not asked or not own or own & _ANYBODYS:
        return False
    meant = asked | {_paying()[programme] for programme in asked if programme in _paying()}
    if meant & _ONE_ACT:
        meant |= _ONE_ACT
    return meant.isdisjoint(own) and asked.isdisjoint(funds_in(hit.whole))


@cache
def _paying() -> dict[str, str]:
    """The fund of each programme."""
    return {programme: _without_plus(term.id) for term in terms("funds").values() for programme in term.programmes}


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """The letters of each name, small and with single spaces; its pattern; whose it is."""
    named = [
        (name, whose)
        for term in terms("funds").values()
        for whose, names in [(_without_plus(term.id), term.names), *term.programmes.items()]
        for name in names
    ]
    return tuple((name.removesuffix("*").lower(), _pattern(name), whose) for name, whose in named)


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.removesuffix("*").split()))
    end = "" if name.endswith("*") else rf"{_CASE}\b"
    return re.compile(rf"\b{words}{end}", re.IGNORECASE if name.islower() else 0)


def _without_plus(fund: str) -> str:
    """The ESF and the ESF+ are one: people write either for both."""
    return fund.removesuffix("+")
