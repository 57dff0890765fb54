"""Keeping what was asked, so that staff see what people look for: never who, never when but the day."""

from __future__ import annotations

import logging
import sqlite3
from datetime import date

import streamlit as st

from assistant.answers import Answer
from assistant.asked import FILE, AskedQuestions, Outcome
from index.records import Results
from interface.address import Request
from interface.escaping import html
from interface.settings import Settings
from interface.texts import text

_log = logging.getLogger(__name__)
_PATIENCE = 1.0  # seconds


def asked_questions(settings: Settings) -> AskedQuestions:
    """The questions that are kept beside the index."""
    return AskedQuestions(settings.index.parent / FILE)


def _visitors(settings: Settings) -> AskedQuestions:
    """The same, for pages whose visitors do not wait for a file that is busy."""
    return AskedQuestions(settings.index.parent / FILE, patience=_PATIENCE)


def show_what_is_kept(language: str, settings: Settings) -> None:
    """Tell visitors what is kept of a question; nothing where none is kept."""
    if settings.insights and _kept(settings):
        st.html(f'<p class="ts-quiet">{html(text(language, "page.kept"))}</p>')


def _kept(settings: Settings) -> bool:
    try:
        return _visitors(settings).kept
    except (sqlite3.Error, OSError):  # a question may be kept by the time that it is asked
        return True


def keep_question(results: Results | Answer, request: Request, settings: Settings) -> None:
    """Keep the question once a session, if questions are kept; a search within filters is left out."""
    if not settings.insights or request.narrowed or st.session_state.get("question kept") == request.question:
        return
    st.session_state["question kept"] = request.question
    try:
        _visitors(settings).add(request.question, results.language, _outcome(results), day=date.today())
    except (sqlite3.Error, OSError):  # a full disk or a damaged file must not keep anybody from searching
        _log.exception("a question could not be kept")


def _outcome(results: Results | Answer) -> Outcome:
    if isinstance(results, Answer) and not results.declined:
        return "answered"
    if not results.hits:
        return "nothing"
    return "declined" if isinstance(results, Answer) else "found"
