"""The inputs that narrow a search: collection, language of the document, the document itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import streamlit as st

from corpus.models import COLLECTIONS
from index.records import DocumentCard
from interface import session
from interface.address import Request
from interface.choices import show_choices
from interface.escaping import html
from interface.focus import go_on_at
from interface.texts import name, text


def show_filters(cards: list[DocumentCard], request: Request) -> None:
    """Draw the filters as ``request`` has them, folded away, and below them what is in use."""
    with st.expander(text(request.language, "filters.heading")):
        collections = Counter(card.collection or "unknown" for card in cards)
        known = [code for code in COLLECTIONS if collections[code] or code in request.collections]
        show_choices("collections", collections, request, names=_namer("collections", request), order=known)
        languages = Counter(card.language for card in cards)
        show_choices("languages", languages, request, names=_namer("languages", request))
        _document(cards, request)
        show_versions(request)
    if request.narrowed:
        _in_use(cards, request)


def _in_use(cards: list[DocumentCard], request: Request) -> None:
    language = request.language
    used = [name(language, "collections", code) for code in request.collections]
    used += [name(language, "languages", code) for code in request.languages]
    if request.document:
        used.append(_titles(cards, request)[request.document])
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        active = text(language, "filters.active", filters=", ".join(used))
        st.html(f'<p class="ts-quiet ts-used">{html(active)}</p>', width="content")
        st.button(text(language, "filters.clear"), key="clear", on_click=_clear)


def _namer(group: str, request: Request) -> Callable[[str], str]:
    return lambda code: name(request.language, group, code)


def _clear() -> None:
    session.change(collections=(), languages=(), document="")
    go_on_at(".ts h1.ts-h2")


def _document(cards: list[DocumentCard], request: Request) -> None:
    titles = _titles(cards, request)
    repeated = {title for title, times in Counter(titles.values()).items() if times > 1}

    def label(key: str) -> str:
        title = titles[key]
        return f"{title} ({key})" if title in repeated and title != key else title

    st.session_state["document"] = request.document or None
    st.selectbox(
        text(request.language, "filters.document"),
        list(titles),
        index=None,
        format_func=label,
        placeholder=text(request.language, "filters.document_any"),
        key="document",
        on_change=lambda: session.change(document=st.session_state["document"] or ""),
    )


def show_versions(request: Request) -> None:
    """Whether funding documents that no longer hold are found as well."""
    st.session_state["versions"] = request.versions == "all"
    st.checkbox(
        text(request.language, "filters.versions"),
        key="versions",
        on_change=lambda: session.change(versions="all" if st.session_state["versions"] else ""),
    )


def _titles(cards: list[DocumentCard], request: Request) -> dict[str, str]:
    """Titles by id. A document asked for by address that is not in the library stands as it was asked."""
    titles = {card.id: card.title for card in cards}
    if request.document:
        titles.setdefault(request.document, request.document)
    return titles
