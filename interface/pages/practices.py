"""Good practices: browse them as cards, see what comes from where, compare two to four."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from assistant.records import Record
from assistant.shelf import one_of_each_work
from corpus.vocabulary import label
from interface import session
from interface.address import Request
from interface.choices import show_choices
from interface.comparison import show_comparison
from interface.escaping import html
from interface.facts import show_facts
from interface.opening import shelf
from interface.record_cards import show_cards
from interface.settings import Settings
from interface.texts import counted, name, text
from interface.tile_maps import EUROPE, FINLAND, counts_html, show_map


def show(request: Request, now: Settings) -> None:
    """Draw the filters, the maps, the comparison and the cards."""
    language = request.language
    records = shelf(now).records("practices")
    st.html(
        f'<div class="ts"><h1>{html(text(language, "pages.practices"))}</h1>'
        f'<p class="ts-quiet">{html(text(language, "practices.what"))}</p></div>'
    )
    _maps(records, request)
    _filters(records, request)
    found = one_of_each_work((record for record in records if _fits(record, request)), language)
    show_comparison(records, "practice_sections", request, facts=lambda chosen: show_facts(now, chosen, language))
    heading = counted(language, "practices.found", len(found))
    show_cards(
        found, request, place="practices", heading=heading, facts=_where, filtered=_narrowed(request), clear=_clear
    )


def _fits(record: Record, request: Request, *, but: str = "") -> bool:
    """Whether ``record`` passes every filter of ``request``, the one called ``but`` left out."""
    metadata = record.card.metadata
    wanted = request.question.casefold()
    tests = {
        "themes": not request.themes or not set(request.themes).isdisjoint(metadata.themes),
        "countries": not request.countries or metadata.country in request.countries,
        "regions": not request.regions or not set(request.regions).isdisjoint(metadata.regions),
        "languages": not request.languages or record.card.language in request.languages,
        "question": wanted in f"{metadata.target_group or ''} {record.sections.get('for_whom', '')}".casefold(),
    }
    return all(passed for field, passed in tests.items() if field != but)


def _works(records: Iterable[Record], request: Request, *, but: str) -> list[Record]:
    return one_of_each_work((record for record in records if _fits(record, request, but=but)), request.language)


def _maps(records: list[Record], request: Request) -> None:
    language = request.language
    homes = [record.card.metadata.country for record in _works(records, request, but="countries")]
    countries = Counter(filter(None, homes))
    regions = Counter(
        region
        for record in _works(records, request, but="regions")
        for region in record.card.metadata.regions
        if region in FINLAND.places
    )
    names = [text(language, "map.europe"), text(language, "map.finland")]
    europe, finland = st.tabs(names, default=names[bool(request.regions)])
    with europe:
        _map_and_table("countries", countries, request)
    with finland:
        _map_and_table("regions", regions, request)


def _map_and_table(field: str, counts: Counter[str], request: Request) -> None:
    language = request.language

    def named(code: str) -> str:
        return name(language, "countries", code) if field == "countries" else label("regions", code, language)

    drawn, told = st.columns([3, 2], gap="large")
    with drawn:
        show_map(
            EUROPE if field == "countries" else FINLAND,
            counts,
            getattr(request, field),
            names=named,
            language=language,
            on_change=lambda chosen: session.change(**{field: chosen}),
        )
    with told:
        st.html(counts_html(counts, names=named, language=language, kind=field))


def _filters(records: list[Record], request: Request) -> None:
    language = request.language
    with st.expander(text(language, "practices.filters"), expanded=bool(request.themes or request.question)):
        themes = Counter(
            theme for record in _works(records, request, but="themes") for theme in record.card.metadata.themes
        )
        show_choices("themes", themes, request, names=lambda theme: label("themes", theme, language))
        languages = Counter(record.card.language for record in records if _fits(record, request, but="languages"))
        show_choices("languages", languages, request, names=lambda code: name(language, "languages", code))
        st.session_state["target"] = request.question
        st.text_input(
            text(language, "practices.target"),
            key="target",
            placeholder=text(language, "practices.target_example"),
            on_change=lambda: session.ask(st.session_state["target"]),
        )


def _narrowed(request: Request) -> bool:
    return any((request.themes, request.countries, request.regions, request.languages, request.question))


def _clear() -> None:
    session.change(themes=(), countries=(), regions=(), languages=(), question="")


def _where(record: Record, language: str) -> list[str]:
    metadata = record.card.metadata
    country = [name(language, "countries", metadata.country)] if metadata.country else []
    return country + [label("regions", region, language) for region in metadata.regions]
