"""The original file, and a page of a PDF as a picture with the passage marked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from corpus.errors import TietosiltaError, UnreadableFile
from corpus.page_picture import page_picture
from index.records import DocumentCard
from interface.escaping import html, markdown
from interface.rendering import RENDERING
from interface.texts import text


def show_download(card: DocumentCard, language: str, *, key: str) -> None:
    """A button for the file as it was indexed, or a line saying that it is gone."""
    file = Path(card.file)
    if not file.is_file():
        st.html(f'<p class="ts-quiet">{html(text(language, "hit.original_gone", file=file.name))}</p>')
        return
    st.download_button(
        text(language, "hit.original"),
        data=partial(file.read_bytes),
        file_name=file.name,
        key=f"original {key}",
        type="tertiary",
        help=markdown(text(language, "hit.original_help", file=file.name)),
        on_click="ignore",
    )


def has_pictures(card: DocumentCard) -> bool:
    """Whether pages of the document can be shown as pictures."""
    return card.pages > 0 and card.file.lower().endswith(".pdf") and Path(card.file).is_file()


def show_picture(card: DocumentCard, page: int, language: str, *, passage: str = "", sentence: str = "") -> None:
    """Page ``page`` as a picture, ``passage`` marked softly and its best ``sentence`` strongly."""
    try:
        picture = _picture(card.file, Path(card.file).stat().st_mtime, page, passage, sentence)
    except (TietosiltaError, OSError, ValueError):
        picture = None
    if picture is None:
        st.info(text(language, "hit.no_picture"))
        return
    alt = text(language, "hit.picture_alt" if passage else "hit.page_alt", page=page, title=card.title)
    st.image(picture, alt=alt, width="stretch")


@st.cache_data(show_spinner=False, max_entries=64)
def _picture(file: str, changed: float, page: int, passage: str, sentence: str) -> bytes | None:
    """None, to be remembered, for a page that takes too long: all pictures wait for it once, not at each click."""
    del changed  # a file that was replaced gets new pictures
    try:
        return RENDERING.run(page_picture, Path(file), page, passage=passage, sentence=sentence)
    except UnreadableFile as error:
        if error.reason == "too_slow":
            return None
        raise


def forget_pictures() -> None:
    """Drop all page pictures: one of a document that was removed must not stay."""
    _picture.clear()
