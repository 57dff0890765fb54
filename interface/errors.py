"""Reported errors as sentences that say what happened and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import (
    EncoderProblem,
    FetchProblem,
    IndexProblem,
    TietosiltaError,
    TranslationProblem,
    UnreadableFile,
)
from interface.texts import text, texts

if TYPE_CHECKING:
    from index.rows import FileRecord

_GROUPS: dict[type[TietosiltaError], str] = {
    UnreadableFile: "file",
    IndexProblem: "index",
    EncoderProblem: "encoder",
    FetchProblem: "fetch",
    TranslationProblem: "translation",
}


def unreadable(record: FileRecord) -> UnreadableFile:
    """Why a file could not be read, as it was stored; its name is told once."""
    detail = record.detail or ""
    if not detail.startswith(record.path):
        detail = ", ".join(filter(None, (record.path, detail)))
    return UnreadableFile(record.reason, detail)  # type: ignore[arg-type]


def in_words(error: TietosiltaError, language: str) -> str:
    """``error`` in ``language``, as plain text."""
    group = next((name for kind, name in _GROUPS.items() if isinstance(error, kind)), "other")
    key = f"errors.{group}.{error.reason}"
    if key not in texts(language):
        return text(language, "errors.unexpected")
    if not error.detail:
        return texts(language)[key].replace(": {detail}", "")
    return text(language, key, detail=error.detail)
