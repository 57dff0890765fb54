"""The answer above the hits: sentences of the documents, each with where it stands."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.answers import Answer, Quote
from assistant.references import Reference
from assistant.translating.translator import Translator
from interface.address import Request
from interface.escaping import html, prose
from interface.hit_view import show_keep, trail, warning_html
from interface.marked_text import Span, in_lines
from interface.navigation import show_link
from interface.texts import name, text, written
from interface.translation_view import show_translation

_FIELD = 22  # characters of a question that its field shows on a phone


def show_answer(answer: Answer, request: Request, *, translator: Translator | None = None) -> None:
    """Draw ``answer``, or say that the documents do not have one; ``translator`` as for hits."""
    language = request.language
    if answer.declined:
        st.html(
            f'<div class="ts" role="status"><h1 class="ts-h2">{html(text(language, "ask.declined"))}</h1>'
            f"{asked_html(request.question)}<p>{html(text(language, 'ask.declined_what'))}</p></div>"
        )
        return
    with st.container(border=True, key="answer"):
        st.html(
            f'<div class="ts" role="status"><h1 class="ts-h2">{html(text(language, "ask.heading"))}</h1>'
            f"{asked_html(request.question)}</div>"
        )
        if answer.differing:
            st.html(f'<div class="ts"><p class="ts-note">{html(text(language, "answer.differing"))}</p></div>')
        for quote in answer.sentences:
            _quote(quote, request)
            show_translation(
                translator, quote.text, quote.language, language, asked_in=answer.language,
                key=f"quote {quote.document.id} {quote.start}",
            )  # fmt: skip


def asked_html(question: str) -> str:
    """The question whole where a phone is too narrow for its field; wider screens do not show it."""
    return f'<p class="ts-quiet ts-asked">{html(question)}</p>' if len(question) > _FIELD else ""


def _quote(quote: Quote, request: Request) -> None:
    language, card = request.language, quote.document
    reference = Reference.to(card.id, quote.start, quote.text)
    standing = warning_html(card, quote.hit.status, quote.hit.successor, language)
    words = f'<blockquote class="ts-passage ts-quote" lang="{html(quote.language)}">{emphasised(quote)}</blockquote>'
    st.html(f'<div class="ts">{words}{standing}</div>')
    target = Request(language, request.question, document=card.id, at=reference.place, kept=request.kept)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key=f"cite {quote.start} {card.id}"):
        show_link("document", _citation(quote, language), target)
        show_keep(reference, request, within="answer ")


def emphasised(quote: Quote) -> str:
    """The sentence as HTML, what was asked for in it set off; of a row each value on its line, after its name."""
    return in_lines(quote.text, (0, len(quote.text)), partial(_set_off, quote))


def _set_off(quote: Quote, part: Span) -> str:
    shown, (at, stop) = [], part
    for start, end in sorted(quote.emphasis):
        start, end = max(start, at), min(end, stop)
        if start < end:
            shown += [prose(quote.text[at:start]), f"<strong>{prose(quote.text[start:end])}</strong>"]
            at = end
    return "".join(shown) + prose(quote.text[at:stop])


def _citation(quote: Quote, language: str) -> str:
    card = quote.document
    parts = [card.title]
    if quote.page:
        parts.append(text(language, "hit.page", page=quote.page))
    if headings := trail(quote.section, card)[-1:]:
        parts += headings
    if card.metadata.published:
        parts.append(written(language, card.metadata.published))
    if quote.language != language:
        parts.append(name(language, "languages", quote.language))
    return ", ".join(parts)
