"""Reported errors as sentences that say what happened and what to do."""

from __future__ import annotations

from corpus.errors import EncoderProblem, IndexProblem, TietosiltaError, UnreadableFile
from interface.texts import text, texts

_GROUPS: dict[type[TietosiltaError], str] = {
    UnreadableFile: "file",
    IndexProblem: "index",
    EncoderProblem: "encoder",
}


def in_words(error: TietosiltaError, language: str) -> str:
    """``error`` in ``language``, as plain text."""
    key = f"errors.{_GROUPS.get(type(error), 'other')}.{error.reason}"
    if key not in texts(language):
        return text(language, "errors.unexpected")
    if not error.detail:
        return texts(language)[key].replace(": {detail}", "")
    return text(language, key, detail=error.detail)
