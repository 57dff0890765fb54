"""Reported errors as sentences that say what happened and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.errors import (
    EncoderProblem,
    FetchProblem,
    IndexProblem,
    TietosiltaError,
    TranslationProblem,
    UnreadableFile,
    system_cause,
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
_CODE = re.compile(r"\{([a-z0-9_]+)(?: (\d+))?\}")


def unreadable(record: FileRecord) -> UnreadableFile:
    """Why a file could not be read, as it was stored; its name is told once."""
    detail = record.detail or ""
    if not detail.startswith(record.path):
        detail = ", ".join(filter(None, (record.path, detail)))
    return UnreadableFile(record.reason, detail)  # type: ignore[arg-type]


def refused(error: OSError) -> TietosiltaError:
    """What the system refuses, and where."""
    return TietosiltaError("system", ": ".join(filter(None, (str(error.filename or ""), system_cause(error)))))


def in_words(error: TietosiltaError, language: str) -> str:
    """``error`` in ``language``, as plain text."""
    group = next((name for kind, name in _GROUPS.items() if isinstance(error, kind)), "other")
    key = f"errors.{group}.{error.reason}"
    if key not in texts(language):
        return text(language, "errors.unexpected")
    if not error.detail:
        return texts(language)[key].replace(": {detail}", "")
    return text(language, key, detail=told(error.detail, language))


def told(detail: str, language: str) -> str:
    """``detail`` with the words of its codes, see ``corpus.errors``: {line 3} is line 3."""

    def words(code: re.Match[str]) -> str:
        key = f"errors.detail.{code[1]}"
        return text(language, key, number=code[2]) if key in texts(language) else code[0]

    return _CODE.sub(words, detail)
