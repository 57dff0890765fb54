"""Yearly versions that no metadata declare: guides that come anew each year under a name with another year in it.

A project works by the version of the year in which its grant was decided, so a question that names a year is about
that version, and any other about the newest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from assistant.finding.versions import word_overlap, year_of
from index.records import DocumentCard

_ALIKE = 0.4  # of the words in two titles: in a series of different documents they have fewer in common
_LETTERS = 4  # the least in a name beside its numbers: "2021-0867_fi" names no guide
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(r"[\W_]*\d+")


class Yearly:
    """The families of yearly versions among some documents."""

    def __init__(self, cards: Iterable[DocumentCard]) -> None:
        alike: dict[str, list[DocumentCard]] = defaultdict(list)
        for card in cards:
            letters = sum(map(len, _WORD.findall(PurePosixPath(card.id).stem)))
            if year_of(card) and "#" not in card.id and letters >= _LETTERS:
                alike[_NUMBERS.sub("", card.id)].append(card)
        self._families: list[list[tuple[int, str]]] = []  # year and id
        for family in alike.values():
            newest = max(family, key=year_of)
            versions = [(year_of(card), card.id) for card in family if word_overlap(card.title, newest.title) >= _ALIKE]
            if len({year for year, _ in versions}) > 1:
                self._families.append(versions)

    def of_other_years(self, years: Collection[int]) -> frozenset[str]:
        """The ids of versions that were not the newest in any of ``years``; all are kept where none is old enough."""
        others: set[str] = set()
        for family in self._families:
            then = {max((of for of, _ in family if of <= year), default=None) for year in years}
            if None not in then:
                others.update(name for of, name in family if of not in then)
        return frozenset(others)
