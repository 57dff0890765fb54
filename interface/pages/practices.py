"""Good practices: browse them as cards, see what comes from where, compare two to four."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from assistant.listing.records import Record
from interface import session
from interface.address import Request
from interface.choices import show_choices
from interface.comparison import show_comparison
from interface.escaping import html
from interface.facets import counts, jump_html, namer, unfolded, works
from interface.facts import show_facts
from interface.opening import shelf
from interface.record_cards import show_cards
from interface.settings import Settings
from interface.texts import counted, text
from interface.tile_maps import EUROPE, FINLAND, counts_html, show_map


def show(request: Request, settings: Settings) -> None:
    """Draw the filters, the maps, the comparison and the cards."""
    language = request.language
    records = shelf(settings).records("practices")
    st.html(
        f'<div class="ts"><h1>{html(text(language, "pages.practices"))}</h1>'
        f'<p class="ts-quiet">{html(text(language, "practices.what"))}</p></div>'
    )
    found = works(records, request, "practices")
    heading = counted(language, "practices.found", len(found))
    if found:
        st.html(jump_html(heading))
    _maps(records, request)
    _filters(records, request)
    show_comparison(records, "practice_sections", request, facts=lambda chosen: show_facts(settings, chosen, language))
    show_cards(found, request, place="practices", heading=heading, facts=_where)


def _maps(records: list[Record], request: Request) -> None:
    language = request.language
    countries = counts("countries", records, request, "practices")
    regions = counts("regions", records, request, "practices")
    regions = Counter({region: count for region, count in regions.items() if region in FINLAND.places})
    names = [text(language, "map.europe"), text(language, "map.finland")]
    europe, finland = st.tabs(names, default=names[bool(request.regions)])
    with europe:
        _map_and_table("countries", countries, request)
    with finland:
        _map_and_table("regions", regions, request)


def _map_and_table(field: str, counts: Counter[str], request: Request) -> None:
    language, named = request.language, namer(field, request.language)
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
    used = bool(request.themes or request.languages or request.question)
    with st.expander(text(language, "practices.filters"), expanded=unfolded("practices", used=used)):
        for field in ("themes", "languages"):
            show_choices(field, counts(field, records, request, "practices"), request, names=namer(field, language))
        st.session_state["target"] = request.question
        st.text_input(
            text(language, "practices.target"),
            key="target",
            placeholder=text(language, "practices.target_example"),
            on_change=lambda: session.ask(st.session_state["target"]),
        )


def _where(record: Record, language: str) -> list[str]:
    metadata = record.card.metadata
    country = [namer("countries", language)(metadata.country)] if metadata.country else []
    return country + [*map(namer("regions", language), metadata.regions)]
