"""Asking further: what follows up a question is made whole with it, which is shown and can be taken back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.answering.questions import is_question
from assistant.conversation import has_cue, make_whole
from index.question import searchable
from interface import session
from interface.address import Request
from interface.escaping import html, markdown
from interface.focus import go_on_at
from interface.texts import text

_FOUND = "h1.ts-h2"  # where reading goes on once it has been asked
_LONGEST = 80  # characters of a question on a button


def show_field(language: str) -> None:
    """Below an answer: a field for a question that follows it up."""
    with (
        st.form("further", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", key="asking further"),
    ):
        st.text_input(
            text(language, "follow_up.label"), key="follow up", placeholder=text(language, "follow_up.example")
        )
        st.form_submit_button(text(language, "follow_up.button"), on_click=_ask_further)


def show_completed(request: Request) -> None:
    """Below the question: that it was made whole, and the way to ask it as it was typed."""
    whole, typed = st.session_state.get("completed", ("", ""))
    if not whole or whole != request.question:
        return
    language = request.language
    short = typed if len(typed) <= _LONGEST else typed[:_LONGEST].rsplit(" ", 1)[0] + " …"
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="completed"):
        st.html(f'<p class="ts ts-quiet" role="status">{html(text(language, "follow_up.completed"))}</p>')
        only = text(language, "follow_up.only", question=markdown(short))
        st.button(only, key="as typed", type="tertiary", on_click=partial(_ask_as_typed, typed))


def ask(typed: str) -> None:
    """Ask what was typed anew, made whole where it says that it follows up the question before.

    Reading goes on at what was found: on a phone the keyboard on the screen, which would hide it, goes away so.
    """
    st.session_state["typed no words"] = bool(typed.strip()) and not searchable(typed)
    before = session.request().question
    if has_cue(typed) and is_question(before) and " ".join(typed.split()) != before:  # asked once more, it is as before
        _ask_whole(typed)
    else:
        session.ask(typed)
    st.session_state["asked just now"] = bool(searchable(typed))


def lead_to_what_is_found() -> None:
    """Once there is something: go on there, if a question was asked just now. The model may have been opened first."""
    if st.session_state.pop("asked just now", False):
        go_on_at(_FOUND)


def show_problem(language: str) -> None:
    """Below the question: that what was typed has no word to look for."""
    if st.session_state.pop("typed no words", False):
        st.info(text(language, "search.no_words"))


def _ask_further() -> None:
    typed = st.session_state["follow up"]
    if typed.strip():
        _ask_whole(typed)
        go_on_at(_FOUND)


def _ask_whole(typed: str) -> None:
    follow_up = make_whole(session.request().question, typed)
    session.ask(follow_up.text)
    if follow_up.rewritten:
        st.session_state["completed"] = session.request().question, " ".join(typed.split())


def _ask_as_typed(typed: str) -> None:
    session.ask(typed)
    go_on_at(_FOUND)
