"""The form in which staff describe a document: what may be chosen stands in their language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from assistant.collection import missing, mistakes
from corpus.errors import Mistake
from corpus.models import COLLECTIONS, DATES
from corpus.vocabulary import Vocabulary, label, terms
from index.records import DocumentCard
from interface.escaping import html, markdown
from interface.texts import name, text

_FIRST = ("title", "collection", "language", "organisation", "country", "regions", "themes", "published", "source")
_MORE = (
    "valid_until", "supersedes", "translates", "target_group", "programme", "programme_period", "fund", "rate",
    "deadline", "budget", "start", "end", "licence",
)  # fmt: skip
_WRONG = ("rate", "budget", "source")  # and dates: what may be typed there is said
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_VOCABULARIES: Mapping[str, Vocabulary] = {"themes": "themes", "regions": "regions", "fund": "funds"}
# What is offered; any other that a document has stays.
_LANGUAGES = "bg cs cy da de el en es et fi fr ga hr hu is it lt lv mt nb nl no pl pt ro ru se sk sl sq sr sv tr uk"
_COUNTRIES = (
    "AL AT BA BE BG CH CY CZ DE DK EE ES EU FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO RS SE SI SK TR UA"
)


def show_form(card: DocumentCard, documents: Sequence[DocumentCard], language: str) -> dict[str, Any] | None:
    """Draw the form for ``card``; the fields as they were filled in, once they are sent and can be understood."""
    others = {other.id: other.title for other in documents if other.id != card.id}
    lacking = [text(language, f"fields.{field}") for field in missing(card)]
    if lacking:
        words = text(language, "collection.lacks", fields=", ".join(lacking))
        st.html(f'<p class="ts-note">{html(words)}</p>')
    with st.form(f"staff describe {card.id}", border=False):
        given = {field: _input(field, card, others, language) for field in _FIRST}
        wrong: tuple[Mistake, ...] = st.session_state.get(f"staff wrong {card.id}", ())
        folded = not any(mistake.field in _MORE for mistake in wrong)
        with st.expander(text(language, "collection.more_fields"), expanded=not folded):
            st.html(f'<p class="ts-quiet">{html(text(language, "collection.dates"))}</p>')
            given |= {field: _input(field, card, others, language) for field in _MORE}
        sent = st.form_submit_button(text(language, "collection.save"), type="primary")
        if wrong and not sent:
            st.error("\n\n".join(markdown(_in_words(mistake, language)) for mistake in wrong))
    if not sent:
        return None
    st.session_state[f"staff wrong {card.id}"] = wrong = mistakes({key: value for key, value in given.items() if value})
    if wrong:
        st.rerun()  # with what was typed, the fold open, and the sentence beside the button
    return given


def forget_mistakes(document: str | None) -> None:
    """Say nothing more of what was wrong in the form of ``document``, as its fields are drawn anew."""
    st.session_state.pop(f"staff wrong {document}", None)


def _in_words(mistake: Mistake, language: str) -> str:
    kind = "date" if mistake.field in DATES else mistake.field if mistake.field in _WRONG else "other"
    field = text(language, f"fields.{mistake.field}")
    return text(language, f"collection.wrong.{kind}", field=field, stated=mistake.stated)


def _input(field: str, card: DocumentCard, others: Mapping[str, str], language: str) -> Any:
    """One field of the form, filled with what is known now."""
    key, title = f"staff {card.id} {field}", text(language, f"fields.{field}")
    stated = getattr(card, field) if hasattr(card, field) else getattr(card.metadata, field)
    if field in ("themes", "regions"):
        return tuple(_many(_VOCABULARIES[field], stated, title, key, language))
    if field in ("collection", "language", "country", "fund", "translates", "supersedes"):
        options = _options(field, others, language)
        if stated:
            options.setdefault(stated, stated)
        return st.selectbox(
            title, list(options), index=list(options).index(stated) if stated else None, key=key,
            format_func=options.__getitem__, placeholder=text(language, "collection.not_stated"),
        )  # fmt: skip
    if field in DATES:
        return _day(st.text_input(title, _written(stated, language), key=key).strip())
    if isinstance(stated, float):
        stated = f"{stated:.2f}".rstrip("0").rstrip(".")
    return st.text_input(title, stated or "", key=key).strip() or None


def _many(vocabulary: Vocabulary, stated: Sequence[str], title: str, key: str, language: str) -> list[str]:
    known = sorted(terms(vocabulary), key=lambda code: label(vocabulary, code, language).casefold())
    options = [*known, *(code for code in stated if code not in known)]
    return st.multiselect(
        title, options, list(stated), key=key, format_func=lambda code: label(vocabulary, code, language),
        placeholder=text(language, "collection.choose"),
    )  # fmt: skip


def _options(field: str, others: Mapping[str, str], language: str) -> dict[str, str]:
    """What may be chosen for ``field``, by code, in the order of the names."""
    if field == "collection":
        return {code: name(language, "collections", code) for code in COLLECTIONS}
    if field == "fund":
        return {code: label("funds", code, language) for code in terms("funds")}
    if field in ("language", "country"):
        group, codes = ("languages", _LANGUAGES) if field == "language" else ("countries", _COUNTRIES)
        named = {code: name(language, group, code) for code in codes.split()}
        return dict(sorted(named.items(), key=lambda item: item[1].casefold()))
    return dict(others)


def _written(day: date | None, language: str) -> str:
    if day is None:
        return ""
    return day.isoformat() if language == "en" else f"{day.day}.{day.month}.{day.year}"


def _day(given: str) -> date | str | None:
    """A date as it is written in Finland or in ISO 8601; what is neither stays as it is, to be told."""
    found = _DAY.fullmatch(given)
    iso = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else given
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return given
