"""The inputs that narrow a search: collection, language of the document, the document itself."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from corpus.models import COLLECTIONS
from index.records import DocumentCard
from interface import session
from interface.address import Request
from interface.escaping import markdown
from interface.texts import counted, name, text


def show_filters(cards: list[DocumentCard], request: Request) -> None:
    """Draw the filters as ``request`` has them, folded away while none is in use."""
    language, used = request.language, request.narrowed
    label = counted(language, "filters.active", used) if used else text(language, "filters.heading")
    with st.expander(label, expanded=used > 0):
        collections = Counter(card.collection or "unknown" for card in cards)
        known = [code for code in COLLECTIONS if collections[code] or code in request.collections]
        _choices("collections", known, collections, request)
        languages = Counter(card.language for card in cards)
        spoken = sorted({*languages, *request.languages}, key=lambda code: (-languages[code], code))
        _choices("languages", spoken, languages, request)
        _document(cards, request)
        if used:
            st.button(text(language, "filters.clear"), key="clear", on_click=session.clear_filters)


def _choices(field: str, options: list[str], counts: Counter[str], request: Request) -> None:
    """Buttons for one field of the request, each with its number of documents."""
    language = request.language

    def label(code: str) -> str:
        return text(language, "filters.option", name=markdown(name(language, field, code)), count=counts[code])

    st.session_state[field] = list(getattr(request, field))
    st.pills(
        text(language, f"filters.{field.removesuffix('s')}"),
        options,
        selection_mode="multi",
        format_func=label,
        key=field,
        on_change=lambda: session.change(**{field: tuple(st.session_state[field]), "at": None}),
    )


def _document(cards: list[DocumentCard], request: Request) -> None:
    titles = {card.id: card.title for card in cards}
    if request.document:
        titles.setdefault(request.document, request.document)
    repeated = {title for title, times in Counter(titles.values()).items() if times > 1}

    def label(key: str) -> str:
        title = titles[key]
        return f"{title} ({key})" if title in repeated and title != key else title

    st.session_state["document"] = request.document
    st.selectbox(
        text(request.language, "filters.document"),
        list(titles),
        index=None,
        format_func=label,
        placeholder=text(request.language, "filters.document_any"),
        key="document",
        on_change=lambda: session.change(document=st.session_state["document"], at=None),
    )
