"""Regions of Finland that a text names: what is told of one holds for no other."""

from __future__ import annotations

from collections.abc import Set
from functools import cache

from corpus.vocabulary import terms
from index.words import terms as words_of

_WHOLE = frozenset({"FI1"})  # the mainland: what is told of it is the rule
_LOOSE = frozenset({"finland"})  # "Southern Finland": its words stand near each other by chance as well


def regions_in(words: Set[str], language: str) -> frozenset[str]:
    """The codes of the regions whose names, in ``language``, are among the index terms ``words`` of a text.

    Of regions with one name, such as Åland on three levels, it is one code.
    """
    return frozenset(code for name, code in _names(language).items() if words >= name)


@cache
def _names(language: str) -> dict[frozenset[str], str]:
    if language not in ("fi", "sv", "en"):
        language = "en"
    named = ((code, getattr(term, language)) for code, term in terms("regions").items() if code.startswith("FI"))
    keys = ((frozenset(words_of(name, language)), code) for code, name in named if code not in _WHOLE)
    return {key: code for key, code in keys if key.isdisjoint(_LOOSE)}
