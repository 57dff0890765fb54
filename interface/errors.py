"""Reported errors as sentences that say what happened and what to do."""

from __future__ import annotations

from corpus.errors import (
    EncoderProblem,
    FetchProblem,
    IndexProblem,
    TietosiltaError,
    TranslationProblem,
    UnreadableFile,
)
from interface.texts import text, texts

_GROUPS: dict[type[TietosiltaError], str] = {
    UnreadableFile: "file",
    IndexProblem: "index",
    EncoderProblem: "encoder",
    FetchProblem: "fetch",
    TranslationProblem: "translation",
}


def in_words(error: TietosiltaError, language: str) -> str:
    """``error`` in ``language``, as plain text."""
    group = next((name for kind, name in _GROUPS.items() if isinstance(error, kind)), "other")
    key = f"errors.{group}.{error.reason}"
    if key not in texts(language):
        return text(language, "errors.unexpected")
    if not error.detail:
        return texts(language)[key].replace(": {detail}", "")
    return text(language, key, detail=error.detail)
