"""Who works on what: the organisations that the documents name, and the themes that they share.

Only what metadata state counts: organisations, never the people in a text. One organisation is named
in several ways; names that differ in case and punctuation alone, and those that language versions of
one document give, are the same one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.listing.records import Record
from assistant.listing.shelf import one_of_each_work
from corpus.lemmas import entry

_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as its documents tell. ``names`` are by language, ``countries`` the codes that most of
    its documents name, regions and themes codes in the order of how often they are named, ``records`` all
    its documents.
    """

    names: dict[str, str]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    themes: tuple[str, ...]
    records: tuple[Record, ...]

    def name(self, language: str) -> str:
        """The name in ``language``, else in English, else in the first language there is."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()))

    def named_in(self, language: str) -> str:
        """The language of what ``name`` gives."""
        return next((code for code in (language, "en") if code in self.names), next(iter(self.names)))

    def documents(self, language: str) -> list[Record]:
        """One language version of each of its documents, by title."""
        return one_of_each_work(self.records, language)

    @property
    def source(self) -> str | None:
        """Where it tells about itself: the source of its newest document that states one."""
        newest = sorted(self.records, key=lambda record: str(record.card.metadata.published or ""), reverse=True)
        return next((record.card.metadata.source for record in newest if record.card.metadata.source), None)


def organisations(records: Iterable[Record]) -> list[Organisation]:
    """The organisations that ``records`` name, those with the most documents first."""
    named = [record for record in records if record.card.metadata.organisation and record.status == "valid"]
    groups: list[list[Record]] = []
    group_of: dict[str, list[Record]] = {}  # by name and by work
    for record in named:
        keys = (f"name {_key(record.card.metadata.organisation or '')}", f"work {record.work}")
        joined = [group_of[key] for key in keys if key in group_of]
        home = joined[0] if joined else []
        if not joined:
            groups.append(home)
        for other in joined[1:]:
            if other is not home:
                home.extend(other)
                groups.remove(other)
                for key, group in group_of.items():
                    if group is other:
                        group_of[key] = home
        home.append(record)
        group_of |= dict.fromkeys(keys, home)
    found = [_organisation(group) for group in groups]
    return sorted(found, key=lambda one: (-len({record.work for record in one.records}), one.name("en").casefold()))


def sharing(one: Organisation, others: Sequence[Organisation]) -> list[tuple[Organisation, tuple[str, ...]]]:
    """Those of ``others`` that work on themes of ``one``, with these themes; the most shared first."""
    shared = [(other, tuple(theme for theme in one.themes if theme in other.themes)) for other in others]
    found = [(other, themes) for other, themes in shared if themes and other is not one]
    return sorted(found, key=lambda pair: -len(pair[1]))


def _organisation(records: list[Record]) -> Organisation:
    names: dict[str, Counter[str]] = {}
    for record in records:
        names.setdefault(record.card.language, Counter())[record.card.metadata.organisation or ""] += 1
    metadata = [record.card.metadata for record in records]
    return Organisation(
        {language: _headed(counts.most_common(1)[0][0], language) for language, counts in sorted(names.items())},
        _home(one.country for one in metadata if one.country),
        _commonest(region for one in metadata for region in one.regions),
        _commonest(theme for one in metadata for theme in one.themes),
        tuple(records),
    )


def _home(countries: Iterable[str]) -> tuple[str, ...]:
    """Those named most often: a report on a journey names where it went, and nobody moves there by that."""
    counts = Counter(countries)
    return tuple(sorted(country for country in counts if counts[country] == max(counts.values())))


def _commonest(values: Iterable[str]) -> tuple[str, ...]:
    counts = Counter(values)
    return tuple(sorted(counts, key=lambda value: (-counts[value], value)))


def _headed(name: str, language: str) -> str:
    """``name`` as a heading begins, with a capital where it begins with a word of ``language``: gdw is none."""
    first = _PUNCTUATION.split(name, maxsplit=1)[0]
    return name[:1].upper() + name[1:] if first.islower() and entry(first, language) else name


def _key(name: str) -> str:
    return _PUNCTUATION.sub(" ", name.casefold()).strip()
