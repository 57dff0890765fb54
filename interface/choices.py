"""Buttons for one field of the request, each with its number of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import streamlit as st

from interface import session
from interface.address import Request
from interface.escaping import markdown
from interface.texts import text, with_count


def show_choices(
    field: str, counts: Counter[str], request: Request, *, names: Callable[[str], str], order: list[str] | None = None
) -> None:
    """Draw the values of ``field`` that are counted or chosen, the commonest first or in ``order``; none, nothing."""
    language = request.language
    chosen: tuple[str, ...] = getattr(request, field)
    if order is None:
        order = sorted({*counts, *chosen}, key=lambda value: (-counts[value], names(value).casefold()))
    if not order:
        return
    st.session_state[field] = list(chosen)
    st.pills(
        text(language, f"filters.{field}"),
        order,
        selection_mode="multi",
        format_func=lambda value: with_count(language, markdown(names(value)), counts[value]),
        key=field,
        on_change=lambda: session.change(**{field: tuple(sorted(st.session_state[field]))}),
    )
