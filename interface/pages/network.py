"""The network: who works on what, where, and whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from assistant.listing.network import Organisation, organisations, sharing
from assistant.listing.records import Record
from corpus.models import COLLECTIONS
from corpus.vocabulary import label
from corpus.web_address import web_address
from interface.address import Request
from interface.choices import show_choices
from interface.escaping import html, outside_html
from interface.facets import clear, fits, found_html, namer, narrowed, unfolded, works
from interface.more import show_more, shown
from interface.navigation import PLACES, show_link
from interface.opening import shelf
from interface.settings import Settings
from interface.tables import Cell, table_html
from interface.texts import counted, name, text

_PAGE = 20  # organisations or documents at first, and more at each asking
_FEW = 5  # organisations that are listed without being asked for
_FOLD = "[data-testid=stExpander] summary"
_VIEWS = ("organisations", "themes", "regions", "projects")


def show(request: Request, settings: Settings) -> None:
    """Draw the filters and, as chosen, organisations, themes, regions or projects."""
    language = request.language
    st.html(
        f'<div class="ts ts-prose"><h1>{html(text(language, "pages.network"))}</h1>'
        f"<p>{html(text(language, 'network.what'))}</p></div>"
    )
    books = shelf(settings)
    records = [record for collection in COLLECTIONS for record in books.records(collection)]
    everyone = organisations(records)
    if not everyone:
        st.html(f'<p role="status">{html(text(language, "network.none"))}</p>')
        return
    _filters(everyone, request)
    found = [one for one in everyone if fits(one, request, "network")]
    view = st.segmented_control(
        text(language, "network.view"),
        _VIEWS,
        default=_VIEWS[0],
        required=True,
        format_func=lambda view: text(language, f"network.by.{view}"),
        key="network view",
    )
    if view == "organisations":
        _organisations(found, request)
        _sharing(everyone, request)
    elif view == "projects":
        _projects(records, request)
    else:
        _gathered(found, "themes" if view == "themes" else "regions", request)


def _filters(everyone: Sequence[Organisation], request: Request) -> None:
    language = request.language
    filtered = narrowed(request, "network")
    with st.expander(text(language, "network.filters"), expanded=unfolded("network", used=filtered)):
        for field in PLACES["network"].fields:
            near = [one for one in everyone if fits(one, request, "network", but=field)]
            counts = Counter(value for one in near for value in getattr(one, field))
            show_choices(field, counts, request, names=namer(field, language))
        if filtered:
            st.button(text(language, "filters.clear"), key="clear", on_click=clear, args=("network", _FOLD))


def _organisations(found: Sequence[Organisation], request: Request) -> None:
    language = request.language
    heading = counted(language, "network.found", len(found))
    st.html(found_html(heading, len(found), request, "network"))
    most = shown("organisations", _PAGE, of=request.asked)
    for number, one in enumerate(found[:most]):
        with st.container(border=True, key=f"organisation {number}"):
            _organisation(one, request)
    show_more("organisations", _PAGE, language, more=len(found) > most)


def _organisation(one: Organisation, request: Request) -> None:
    language = request.language
    where = [name(language, "countries", code) for code in one.countries]
    where += [label("regions", region, language) for region in one.regions]
    spans = "".join(f"<span>{html(place)}</span>" for place in where)
    themes = " ".join(f'<span class="ts-chip">{html(label("themes", theme, language))}</span>' for theme in one.themes)
    source = web_address(one.source)
    ask = f'<p class="ts-links">{outside_html(source, text(language, "network.ask"))}</p>' if source else ""
    st.html(
        f'<article class="ts"><p class="ts-over">{spans}</p>'
        f'<h3 lang="{html(one.named_in(language))}">{html(one.name(language))}</h3>'
        f'<p class="ts-chips">{themes}</p>{ask}</article>'
    )
    for record in one.documents(language):
        show_link("document", record.card.title, Request(language, document=record.card.id, kept=request.kept))


def _sharing(everyone: Sequence[Organisation], request: Request) -> None:
    """Choose one organisation: who else works on its themes?"""
    language = request.language
    st.html(f'<div class="ts"><h2>{html(text(language, "network.sharing"))}</h2></div>')
    by_name = {one.name(language): one for one in everyone if one.themes}
    chosen = st.selectbox(
        text(language, "network.organisation"),
        sorted(by_name, key=str.casefold),
        index=None,
        placeholder=text(language, "network.choose"),
        key=f"network organisation {language}",
    )
    if chosen is None:
        return
    rows = [
        (
            Cell(html(other.name(language)), other.named_in(language)),
            ", ".join(label("themes", theme, language) for theme in themes),
            ", ".join(name(language, "countries", code) for code in other.countries) or "–",
        )
        for other, themes in sharing(by_name[chosen], everyone)
    ]
    if not rows:
        st.html(f'<p role="status">{html(text(language, "network.alone"))}</p>')
        return
    columns = [text(language, f"network.column.{key}") for key in ("organisation", "themes", "countries")]
    st.html(table_html(text(language, "network.shared_with", name=chosen), columns, rows))


def _gathered(found: Sequence[Organisation], field: str, request: Request) -> None:
    """Each theme or region with the organisations there, and the way to its practices."""
    language, named = request.language, namer(field, request.language)
    groups: dict[str, list[Organisation]] = {}
    for one in found:
        for value in getattr(one, field):
            groups.setdefault(value, []).append(one)
    chosen = set(getattr(request, field))
    for value in sorted(groups, key=lambda value: named(value).casefold()):
        if chosen and value not in chosen:
            continue
        items = "".join(
            f'<li lang="{html(one.named_in(language))}">{html(one.name(language))}</li>' for one in groups[value]
        )
        count = counted(language, "network.found", len(groups[value]))
        open_ = " open" if len(groups[value]) <= _FEW else ""
        st.html(
            f'<section class="ts"><h2>{html(named(value)[:1].upper() + named(value)[1:])}</h2>'
            f"<details{open_}><summary>{html(count)}</summary><ul>{items}</ul></details></section>"
        )
        if any(record.card.collection == "practices" for one in groups[value] for record in one.records):
            themes, regions = ((value,), ()) if field == "themes" else ((), (value,))
            target = Request(language, themes=themes, regions=regions, kept=request.kept)
            show_link("practices", text(language, "network.practices", subject=named(value)), target)


def _projects(records: Sequence[Record], request: Request) -> None:
    """The documents of projects: who, on what, when."""
    language = request.language
    found = works((record for record in records if record.card.collection == "projects"), request, "network")
    heading = counted(language, "network.projects", len(found))
    st.html(found_html(heading, len(found), request, "network"))
    most = shown("projects", _PAGE, of=request.asked)
    for record in found[:most]:
        metadata = record.card.metadata
        years = [str(day.year) for day in (metadata.start, metadata.end) if day]
        facts = [metadata.organisation, metadata.programme, "–".join(dict.fromkeys(years))]
        facts += [label("themes", theme, language) for theme in metadata.themes]
        spans = "".join(f"<span>{html(fact)}</span>" for fact in facts if fact)
        with st.container(border=True, key=f"project {record.card.id}"):
            st.html(
                f'<article class="ts"><h3 lang="{html(record.card.language)}">{html(record.card.title)}</h3>'
                f'<p class="ts-over">{spans}</p></article>'
            )
            target = Request(language, document=record.card.id, kept=request.kept)
            show_link("document", text(language, "practices.read"), target, bold=True)
    show_more("projects", _PAGE, language, more=len(found) > most)
