"""A passage in the language of the page, translated on this machine and marked as such."""

from __future__ import annotations

import logging

import streamlit as st

from assistant.translating.translator import Translator
from corpus.errors import TranslationProblem
from interface.errors import in_words
from interface.escaping import html
from interface.texts import name, text

_log = logging.getLogger(__name__)


def offered(translator: Translator, spoken: str, language: str, *, asked_in: str = "") -> bool:
    """Whether a text in ``spoken`` may be shown in ``language``: not to somebody who asked in ``spoken``."""
    return spoken != asked_in and translator.can(spoken, language)


def show_toggle(language: str, *, key: str) -> bool:
    """The control, and whether the translation is wanted."""
    return st.toggle(text(language, "translation.show"), key=f"translate {key}")


def show_translation(
    translator: Translator | None, words: str, spoken: str, language: str, *, asked_in: str, key: str
) -> None:
    """The control for ``words`` where they may be shown in ``language``, and their translation where it is wanted."""
    wanted = translator is not None and offered(translator, spoken, language, asked_in=asked_in)
    if translator is not None and wanted and show_toggle(language, key=key):
        st.html(translation_html(translator, words, spoken, language))


def translation_html(translator: Translator, words: str, spoken: str, language: str) -> str:
    """The translation with the mark that says what it is; what went wrong where there is none."""
    try:
        translated = translator.translate(words, spoken, language)
    except TranslationProblem as problem:
        _log.exception("a passage could not be translated")
        return f'<p class="ts-quiet" role="status">{html(in_words(problem, language))}</p>'
    mark = text(language, "translation.mark", source=name(language, "languages", spoken))
    body = "".join(f"<p>{html(line)}</p>" for line in translated.split("\n") if line.strip())
    heading = html(text(language, "translation.name"))
    return (
        f'<section class="ts ts-text ts-translation" lang="{html(language)}" aria-label="{heading}">'
        f'<p class="ts-note">{html(mark)}</p>{body}</section>'
    )
