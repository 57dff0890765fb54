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
from interface.comparison import show_choice, show_comparison
from interface.escaping import html
from interface.navigation import show_link
from interface.opening import shelf
from interface.settings import Settings
from interface.texts import counted, name, text
from interface.tile_maps import EUROPE, FINLAND, show_map, table_html

_PAGE = 12  # cards at first, and more at each asking
_SUMMARY = 220  # characters


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
    show_comparison(records, "practice_sections", request)
    _cards(found, request)


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
    europe, finland = st.tabs([text(language, "map.europe"), text(language, "map.finland")])
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
        st.html(table_html(counts, names=named, language=language, kind=field))


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


def _cards(found: list[Record], request: Request) -> None:
    language = request.language
    heading = counted(language, "practices.found", len(found))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(f'<div class="ts" role="status"><h2>{html(heading)}</h2></div>', width="content")
        if _narrowed(request):
            st.button(text(language, "filters.clear"), key="clear", on_click=_clear)
    shown = st.session_state.get("cards", _PAGE)
    for at in range(0, min(len(found), shown), 2):
        for column, record in zip(st.columns(2, gap="medium"), found[at : min(at + 2, shown)], strict=False):
            with column:
                _card(record, request)
    if len(found) > shown:
        st.button(text(language, "results.more"), key="more", on_click=_more)


def _narrowed(request: Request) -> bool:
    return any((request.themes, request.countries, request.regions, request.languages, request.question))


def _clear() -> None:
    session.change(themes=(), countries=(), regions=(), languages=(), question="")


def _more() -> None:
    st.session_state["cards"] = st.session_state.get("cards", _PAGE) + _PAGE


def _card(record: Record, request: Request) -> None:
    language, card = request.language, record.card
    where = [name(language, "countries", card.metadata.country)] if card.metadata.country else []
    where += [label("regions", region, language) for region in card.metadata.regions]
    if card.language != language:
        where.append(text(language, "hit.language", language=name(language, "languages", card.language)))
    spans = "".join(f"<span>{html(fact)}</span>" for fact in where)
    themes = " ".join(
        f'<span class="ts-chip">{html(label("themes", theme, language))}</span>' for theme in card.metadata.themes
    )
    summary = record.summary
    if len(summary) > _SUMMARY:
        summary = summary[:_SUMMARY].rpartition(" ")[0] + " …"
    with st.container(border=True, height="stretch", key=f"card {card.id}"):
        st.html(
            f'<article class="ts"><p class="ts-over">{spans}</p>'
            f'<h3 lang="{html(card.language)}">{html(card.title)}</h3>'
            f'<p lang="{html(card.language)}">{html(summary)}</p><p class="ts-chips">{themes}</p></article>'
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            target = Request(language, document=card.id, kept=request.kept)
            show_link("document", text(language, "practices.read"), target, bold=True)
            show_choice(record, request)
