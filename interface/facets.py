"""The filters of the pages that list records or organisations: all fields of such a page but what is compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial

import streamlit as st

from assistant.listing.network import Organisation
from assistant.listing.records import Record
from assistant.listing.shelf import one_of_each_work
from corpus.vocabulary import Vocabulary, label
from index.term_base import TermBase
from interface import session
from interface.address import Request
from interface.escaping import html
from interface.focus import go_on_at
from interface.navigation import PLACES
from interface.texts import LANGUAGES, name, text

# What a record has of each field in which one of several values may be chosen; an organisation has them by this name.
FACETS: Mapping[str, Callable[[Record], Iterable[str | None]]] = {
    "funds": lambda record: (record.card.metadata.fund,),
    "themes": lambda record: record.card.metadata.themes,
    "countries": lambda record: (record.card.metadata.country,),
    "regions": lambda record: record.card.metadata.regions,
    "languages": lambda record: (record.card.language,),
}
FOUND = ".ts[role=status] :is(h1, h2)"  # the heading that tells how many were found
_OR = re.compile(r",|\b(?:tai|ja|eller|och|or|and)\b", re.IGNORECASE)
_VOCABULARIES: Mapping[str, Vocabulary] = {"funds": "funds", "themes": "themes", "regions": "regions"}


def fits(one: Record | Organisation, request: Request, place: str, *, but: str = "") -> bool:
    """Whether ``one`` passes every filter of ``place`` as ``request`` has them, the one called ``but`` left out.

    Which versions are shown is for the page to choose beforehand.
    """
    return all(_passes(one, request, field) for field in _fields(place) if field != but)


def works(records: Iterable[Record], request: Request, place: str, *, but: str = "") -> list[Record]:
    """One language version of each work that fits."""
    return one_of_each_work((one for one in records if fits(one, request, place, but=but)), request.language)


def counts(field: str, records: Sequence[Record], request: Request, place: str) -> Counter[str]:
    """How many works have each value of ``field``, the other filters applied; of languages, how many versions."""
    if field == "languages":
        near = [one for one in records if fits(one, request, place, but=field)]
    else:
        near = works(records, request, place, but=field)
    return Counter(value for one in near for value in _values(one, field) if value)


def namer(field: str, language: str) -> Callable[[str], str]:
    """Names the values of ``field`` in ``language``."""
    if field in _VOCABULARIES:
        return lambda code: label(_VOCABULARIES[field], code, language)
    return partial(name, language, field)


def narrowed(request: Request, place: str) -> bool:
    """Whether a filter of ``place`` is in use."""
    return any(getattr(request, field) for field in _fields(place))


def found_html(heading: str, count: int, request: Request, place: str) -> str:
    """How many were found, said by screen readers too, and what to do where the filters of ``place`` leave nothing."""
    nothing = narrowed(request, place) and not count
    advice = f"<p>{html(text(request.language, 'filters.nothing'))}</p>" if nothing else ""
    return f'<div class="ts" role="status"><h2 id="found">{html(heading)}</h2>{advice}</div>'


def jump_html(heading: str) -> str:
    """On a phone, where filters and maps fill the screen: a way past them to what was found."""
    return f'<p class="ts ts-jump"><a href="#found">{html(heading)} <span aria-hidden="true">↓</span></a></p>'


def clear(place: str, then: str = FOUND) -> None:
    """Ask of ``place``, which is open, without filters; the keyboard goes on at ``then``."""
    nothing = Request("")
    session.change(**{field: getattr(nothing, field) for field in _fields(place)})
    go_on_at(then)


def unfolded(place: str, *, used: bool) -> bool:
    """Whether the fold with filters of ``place`` is to open: as soon as one was ``used``.

    Emptying the last one does not fold them away under the visitor's hand.
    """
    key = f"{place} unfolded"
    st.session_state[key] = used or st.session_state.get(key, False)
    return bool(st.session_state[key])


def _fields(place: str) -> list[str]:
    return [field for field in PLACES[place].fields if field != "compared"]


def _passes(one: Record | Organisation, request: Request, field: str) -> bool:
    wanted = getattr(request, field)
    if field == "question" and isinstance(one, Record):
        return says(_for_whom(one), one.card.language, wanted)
    return field not in FACETS or not wanted or not set(wanted).isdisjoint(_values(one, field))


def says(words: str, language: str, wanted: str) -> bool:
    """Whether ``words`` have ``wanted`` in them, or name in ``language`` the concepts that it names in any.

    Of several (an association or a municipality) one is enough.
    """
    if wanted.casefold() in words.casefold():
        return True
    named = _concepts(words, language)
    return any(asked and asked <= named for asked in _wanted(wanted))


@lru_cache(maxsize=256)
def _wanted(words: str) -> list[frozenset[str]]:
    """The concepts that each of the alternatives in ``words`` names, by the language in which it names most."""
    alternatives = _OR.split(words)
    return [max((_concepts(one, language) for language in LANGUAGES), key=len) for one in alternatives]


@lru_cache(maxsize=4096)
def _concepts(words: str, language: str) -> frozenset[str]:
    return frozenset(named.concept.id for named in _term_base().named(words, language))


@cache
def _term_base() -> TermBase:
    return TermBase.open()


def _for_whom(record: Record) -> str:
    """In which words it says whom it is for: the question of these pages."""
    section = record.sections.get("applicants") or record.sections.get("for_whom") or ""
    return f"{record.card.metadata.target_group or ''} {section}"


def _values(one: Record | Organisation, field: str) -> Iterable[str | None]:
    if isinstance(one, Organisation):
        values: tuple[str, ...] = getattr(one, field)
        return values
    return FACETS[field](one)
