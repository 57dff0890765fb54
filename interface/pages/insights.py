"""For staff: what people ask, in which languages, and what the library does not answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from assistant.asked import Asked, AskedQuestions
from assistant.listing.tables import as_spreadsheet
from assistant.subjects import MOST, Subject, subjects
from corpus.errors import IndexProblem
from interface.address import Request
from interface.escaping import html, markdown
from interface.keeping import asked_questions
from interface.more import show_more, shown
from interface.opening import needs_model
from interface.settings import Settings
from interface.staff import admitted
from interface.tables import Cell, Words, table_html
from interface.take_along import dated
from interface.texts import counted, name, number, text, with_count

_PERIODS = (30, 90, 365, 0)  # days; 0 is all
_SUBJECTS = 20  # at first, and more at each asking


def show(request: Request, settings: Settings) -> None:
    """Draw the page, for staff only."""
    language = request.language
    if not admitted(settings, language):
        st.session_state.pop("staff keep wanted", None)
        return
    kept = asked_questions(settings)
    st.html(
        f'<div class="ts ts-prose"><h1>{html(text(language, "pages.insights"))}</h1>'
        f"<p>{html(text(language, 'insights.what'))}</p></div>"
    )
    _switch(kept, settings, language)
    days = st.selectbox(
        text(language, "insights.period"),
        _PERIODS,
        format_func=lambda days: text(language, f"insights.days_{days}"),
        key="staff period",
    )
    asked = kept.since(date.today() - timedelta(days=days) if days else date.min)
    if asked:
        _counts(asked, language)
        _subjects(asked, days, settings, language)
    else:
        st.html(f'<p role="status">{html(text(language, "insights.none"))}</p>')
    if asked or kept.rows():
        _take_and_delete(kept, language)
    if message := st.session_state.pop("staff deleted", None):
        st.success(markdown(message))  # beside the button, or in its place where nothing is left


def _switch(kept: AskedQuestions, settings: Settings, language: str) -> None:
    if not settings.insights:
        st.info(markdown(text(language, "insights.off_by_settings")))
        return
    # Not done where the switch is touched: that comes before the page knows whether staff is still here.
    wanted = st.session_state.pop("staff keep wanted", None)
    if wanted is not None:
        kept.keep(wanted)
    st.session_state["staff keep"] = kept.kept
    st.toggle(text(language, "insights.keep"), key="staff keep", on_change=_want)


def _want() -> None:
    st.session_state["staff keep wanted"] = st.session_state["staff keep"]


def _counts(asked: Sequence[Asked], language: str) -> None:
    times: Counter[str] = Counter()
    unanswered: Counter[str] = Counter()
    for one in asked:
        times[one.language] += one.times
        unanswered[one.language] += one.unanswered
    total = counted(language, "insights.asked", times.total())
    none = text(language, "insights.all_answered")
    without = counted(language, "insights.unanswered", unanswered.total()) if unanswered.total() else none
    rows = [
        (name(language, "languages", code), number(language, count), number(language, unanswered[code]))
        for code, count in times.most_common()
    ]
    columns = [text(language, f"insights.column.{key}") for key in ("language", "times", "unanswered")]
    st.html(
        f'<div class="ts"><p><strong>{html(total)}</strong> {html(without)}</p>'
        f"<h2>{html(text(language, 'insights.languages'))}</h2></div>"
        + table_html(text(language, "insights.languages"), columns, rows, caption_shown=False)
    )


def _subjects(asked: Sequence[Asked], days: int, settings: Settings, language: str) -> None:
    st.html(f'<div class="ts"><h2>{html(text(language, "insights.subjects"))}</h2></div>')
    only = st.toggle(text(language, "insights.only_unanswered"), key="staff unanswered")
    if only:
        asked = [one for one in asked if one.unanswered]
    most = shown("staff subjects", _SUBJECTS, of=(days, only))
    try:
        library = needs_model(settings, language)
    except IndexProblem:  # without a library there is no model to group with, and each stands alone
        _one_by_one([Subject((one,)) for one in asked], most, language)
        return
    if library is None:
        return
    if len(asked) > MOST:
        st.html(f'<p class="ts-quiet">{html(text(language, "insights.most", count=MOST))}</p>')
    key = (library.searcher.generation, tuple(asked))
    if st.session_state.get("staff subjects", (None,))[0] != key:
        with st.spinner(text(language, "insights.grouping")):
            st.session_state["staff subjects"] = (key, subjects(asked, library.searcher))
    _one_by_one(st.session_state["staff subjects"][1], most, language)


def _one_by_one(found: Sequence[Subject], most: int, language: str) -> None:
    columns = [text(language, f"insights.column.{key}") for key in ("question", "language", "times", "outcome")]
    for place, subject in enumerate(found[:most], 1):
        first = subject.questions[0]
        label = text(language, "insights.subject", number=place, question=first.question, count=subject.times)
        if subject.unanswered:
            label = f"{label} · {counted(language, 'insights.unanswered', subject.unanswered)}"
        with st.expander(markdown(label)):
            rows = [_row(one, language) for one in subject.questions]
            st.html(table_html(first.question, columns, rows, caption_shown=False))
    show_more(
        "staff subjects", _SUBJECTS, language, more=len(found) > most, items="[data-testid=stExpander] summary"
    )


def _row(one: Asked, language: str) -> tuple[Words, ...]:
    outcomes = ", ".join(
        with_count(language, text(language, f"insights.outcome.{outcome}"), times)
        for outcome, times in sorted(one.outcomes.items())
    )
    spoken, times = name(language, "languages", one.language), number(language, one.times)
    return Cell(html(one.question), one.language), spoken, times, outcomes


def _named(row: dict[str, Any], language: str) -> dict[str, object]:
    """A row of the table that is taken along, in words of ``language``."""
    worded = {
        **row,
        "language": name(language, "languages", row["language"]),
        "outcome": text(language, f"insights.outcome.{row['outcome']}"),
    }
    return {text(language, f"insights.column.{column}"): cell for column, cell in worded.items()}


def _take_and_delete(kept: AskedQuestions, language: str) -> None:
    st.html(f'<div class="ts"><h2>{html(text(language, "insights.take"))}</h2></div>')
    st.download_button(
        text(language, "insights.csv"),
        data=lambda: as_spreadsheet([_named(row, language) for row in kept.rows()], language),
        file_name=dated(text(language, "insights.csv_name")) + ".csv",
        mime="text/csv",
        key="staff csv",
        on_click="ignore",
    )
    with st.form("staff delete", border=False):
        days = st.number_input(text(language, "insights.older"), 0, 3650, 365, key="staff days")
        sure = st.checkbox(text(language, "insights.sure"), key="staff sure")
        sent = st.form_submit_button(text(language, "insights.delete"))
    if sent and sure:
        gone = kept.delete_older(int(days), today=date.today())
        st.session_state["staff deleted"] = counted(language, "insights.deleted", gone)
        st.rerun()
    elif sent:
        st.warning(markdown(text(language, "insights.not_sure")))
