"""A language model's answer on the page, below the verbatim one, where the settings offer it and the visitor wants it.

What is sent where stands beside the button: a click agrees to this once.
"""

from __future__ import annotations

import logging

import streamlit as st

from assistant.answers import Answer
from assistant.generating.language_model import PASSAGES, Generated, generate
from corpus.errors import TietosiltaError
from interface import generating
from interface.address import Request
from interface.escaping import html, prose
from interface.hit_view import reading
from interface.navigation import show_link
from interface.settings import Settings
from interface.texts import counted, text

_STAFFS = ("not_installed", "refused")  # what visitors can do nothing about
_log = logging.getLogger(__name__)


def show_generated(answer: Answer, request: Request, settings: Settings) -> None:
    """Offer to have the model write, and draw what it wrote for ``answer``; nothing where the answer is declined."""
    if answer.declined or not settings.llm_pages:
        return
    language = request.language
    try:
        server = generating.server(settings)
    except TietosiltaError:  # said where the app starts
        return
    with st.container(key="generated"):
        written_for, generated = st.session_state.get("generated", (None, None))
        if written_for is not answer:
            sends = text(language, "generated.would_send", host=server.host, model=server.model, count=PASSAGES)
            st.html(f'<p class="ts ts-quiet">{html(sends)}</p>')
            if not st.button(text(language, "generated.button")):
                return
            with st.spinner(text(language, "generated.working")):
                generated = generate(answer, server)
            st.session_state["generated"] = (answer, generated)
            st.rerun()  # without the button
        _written(generated, answer, request)


def _written(generated: Generated, answer: Answer, request: Request) -> None:
    language = request.language
    heading = f'<h2 class="ts-h3">{html(text(language, "generated.name"))}</h2>'
    if generated.failure:
        _log.warning("the language model on %s gave no answer: %s", generated.server.host, generated.failure)
        failure = "unavailable" if generated.failure in _STAFFS else generated.failure
        told = text(language, f"generated.failed.{failure}", host=generated.server.host)
        st.html(f'<div class="ts" role="status">{heading}<p>{html(told)}</p>{_removed(generated, language)}</div>')
        return
    mark = text(language, "generated.mark", host=generated.server.host, model=generated.server.model)
    sentences = " ".join(
        prose(one.text) + "".join(f"&nbsp;[{number}]" for number in one.citations) for one in generated.sentences
    )
    st.html(
        f'<div class="ts" role="status">{heading}<p class="ts-note">{html(mark)}</p>'
        f'<p lang="{html(answer.language)}">{sentences}</p>{_removed(generated, language)}</div>'
    )
    for number, hit in generated.cited:
        page = [text(language, "hit.page", page=hit.passage.page)] if hit.passage.page else []
        show_link("document", f"[{number}] " + ", ".join([hit.document.title, *page]), reading(hit, request))


def _removed(generated: Generated, language: str) -> str:
    if not generated.removed:
        return ""
    return f'<p class="ts-quiet">{html(counted(language, "generated.removed", generated.removed))}</p>'
