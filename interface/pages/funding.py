"""Funding: guides by fund, rate and who can apply, dates on a timeline, guides compared."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from assistant.listing.records import Record
from corpus.vocabulary import label, terms
from interface import session
from interface.address import Request
from interface.choices import show_choices
from interface.comparison import show_comparison
from interface.escaping import html
from interface.facets import counts, jump_html, namer, unfolded, works
from interface.facts import show_facts
from interface.filters import show_versions
from interface.opening import shelf
from interface.record_cards import show_cards
from interface.settings import Settings
from interface.texts import counted, percent, text, written

_DATES = ("deadline", "valid_until")
_WHOLE = {"purpose", "applicants", "support_rate", "how_to_apply"}  # sections of a guide to a source of funding


def show(request: Request, settings: Settings) -> None:
    """Draw the filters, the timeline, the comparison and the cards."""
    language = request.language
    records = shelf(settings).records("funding")
    if request.versions != "all":
        records = [record for record in records if record.status == "valid"]
    st.html(
        f'<div class="ts"><h1>{html(text(language, "pages.funding"))}</h1>'
        f'<p class="ts-quiet">{html(text(language, "funding.what"))}</p></div>'
    )
    found = sorted(works(records, request, "funding"), key=_whole_first)
    heading = counted(language, "funding.found", len(found))
    if found:
        st.html(jump_html(heading))
    _filters(records, request)
    _timeline(found, language, today=date.today())
    show_comparison(records, "funding_sections", request, facts=lambda chosen: show_facts(settings, chosen, language))
    show_cards(found, request, place="funding", heading=heading, facts=_facts)


def _whole_first(record: Record) -> tuple[bool, int]:
    """Guides to a whole source of funding before those to some part of it, in the order of ``corpus/funds.yaml``."""
    if not record.sections.keys() >= _WHOLE:
        return True, 0
    funds = [*terms("funds")]
    fund = record.card.metadata.fund
    return False, funds.index(fund) if fund in funds else len(funds)


def _filters(records: list[Record], request: Request) -> None:
    language = request.language
    funds = counts("funds", records, request, "funding")
    show_choices("funds", funds, request, names=lambda fund: _briefly(_fund(fund, language)))
    st.session_state["applicant"] = request.question
    st.text_input(
        text(language, "funding.applicant"),
        key="applicant",
        placeholder=text(language, "funding.applicant_example"),
        on_change=lambda: session.ask(st.session_state["applicant"]),
    )
    used = bool(request.themes or request.languages or request.versions)
    with st.expander(text(language, "funding.filters"), expanded=unfolded("funding", used=used)):
        for field in ("themes", "languages"):
            show_choices(field, counts(field, records, request, "funding"), request, names=namer(field, language))
        show_versions(request)


def _timeline(found: list[Record], language: str, *, today: date) -> None:
    """The dates ahead that the documents' metadata state, the next one first; nothing where no call is among them."""
    ahead = sorted(
        (day, kind, record.card.title, record.card.language)
        for record in found
        for kind in _DATES
        if (day := getattr(record.card.metadata, kind)) and day >= today
    )
    if all(kind != "deadline" for _, kind, _, _ in ahead):
        return
    items = "".join(
        f'<li><time datetime="{day.isoformat()}">{html(written(language, day))}</time> '
        f'<b>{html(text(language, f"funding.{kind}"))}</b> <span lang="{html(spoken)}">{html(title)}</span></li>'
        for day, kind, title, spoken in ahead
    )
    st.html(
        f'<section class="ts"><h2>{html(text(language, "funding.timeline"))}</h2>'
        f'<p class="ts-quiet">{html(text(language, "funding.timeline_what"))}</p>'
        f'<ol class="ts-timeline">{items}</ol></section>'
    )


def _facts(record: Record, language: str) -> list[str]:
    metadata = record.card.metadata
    facts = [_fund(metadata.fund, language)] if metadata.fund else []
    if metadata.rate is not None:
        facts.append(text(language, "funding.rate", rate=percent(language, metadata.rate)))
    if metadata.deadline:
        facts.append(text(language, "funding.until", date=written(language, metadata.deadline)))
    if metadata.programme_period:
        facts.append(metadata.programme_period)
    return facts


def _briefly(fund: str) -> str:
    """A fund as people call it, by what stands in brackets after its name: ESR+. The cards have it in full."""
    found = re.search(r"\(([^()]+)\)$", fund)
    return found[1][:1].upper() + found[1][1:] if found else fund


def _fund(fund: str, language: str) -> str:
    """Its name with a capital: "kansallinen rahoitus" stands beside names that have one."""
    called = label("funds", fund, language)
    return called[:1].upper() + called[1:]
