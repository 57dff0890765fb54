"""What a visitor sees before asking: examples for three kinds of people, and what is in the library."""

from __future__ import annotations

from collections import Counter
from functools import partial

import streamlit as st

from index.records import DocumentCard
from interface import follow_up
from interface.escaping import html
from interface.texts import counted, name, text, with_count

_PEOPLE = ("applicant", "staff", "partner")


def show_examples(language: str) -> None:
    """Questions to try, as buttons."""
    st.html(f'<div class="ts"><h2>{html(text(language, "first.examples"))}</h2></div>')
    for column, people in zip(st.columns(len(_PEOPLE), gap="medium"), _PEOPLE, strict=True):
        with column:
            st.html(f'<div class="ts ts-group"><h3>{html(text(language, f"first.{people}"))}</h3></div>')
            for number in (1, 2):
                question = text(language, f"first.{people}_{number}")
                st.button(
                    question,
                    key=f"example_{people}_{number}",
                    on_click=partial(follow_up.ask, question),
                    width="stretch",
                    wrap=True,
                )


def show_library(cards: list[DocumentCard], language: str) -> None:
    """How many documents there are, in which languages and collections."""
    languages = Counter(card.language for card in cards)
    collections = Counter(card.collection or "unknown" for card in cards)
    summary = " ".join(
        (
            counted(language, "first.documents", len(cards)),
            counted(language, "first.in_languages", len(languages)),
        )
    )
    facts = (
        ("first.by_collection", _counts(collections, "collections", language)),
        ("first.by_language", _counts(languages, "languages", language)),
    )
    rows = "".join(f"<div><dt>{html(text(language, key))}</dt><dd>{html(what)}</dd></div>" for key, what in facts)
    st.html(
        f'<section class="ts"><h2>{html(text(language, "first.library"))}</h2>'
        f'<p class="ts-quiet">{html(summary)}</p><dl class="ts-facts">{rows}</dl></section>'
    )


def _counts(counts: Counter[str], group: str, language: str) -> str:
    return ", ".join(
        with_count(language, name(language, group, code), count)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
