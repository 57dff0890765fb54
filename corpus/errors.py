"""What can go wrong, as a small tree.

TietosiltaError            anything this product reports in a sentence
├── UnreadableFile         one file; the rest of the work goes on
├── IndexProblem           the index file is missing, of another format or encoder
├── EncoderProblem         the model cannot be loaded
├── FetchProblem           one official document that could not be brought, or its manifest
├── TranslationProblem     machine translation that is not installed or cannot be
└── WrongUsage             arguments of a command that do not go together or cannot be meant

Each error carries a ``reason`` from a closed list instead of a sentence: the interface says it in
the reader's language together with what to do. ``detail`` is for names and numbers, and for words
from another closed list, which the interface says in the reader's language, too: ``{line 3}``.
"""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

FileReason = Literal[
    "encrypted", "broken", "empty", "no_text", "too_slow", "too_large", "crashed", "unsupported", "old_office",
    "metadata", "source", "no_access", "gone", "same",
]  # fmt: skip
IndexReason = Literal[
    "missing", "format", "encoder", "earlier", "damaged", "no_access", "busy", "empty_folder", "no_folder",
    "gone_folder", "folder_name", "no_document",
]
EncoderReason = Literal["missing_bundled", "missing_model", "network_off", "no_connection", "broken_model"]

FetchReason = Literal[
    "manifest", "no_manifest", "unknown", "robots", "private", "no_host", "connection", "timeout", "status",
    "redirects", "type", "too_large", "file", "busy"
]  # fmt: skip

TranslationReason = Literal[
    "no_engine", "not_installed", "no_pair", "no_files", "broken", "checksum", "list", "folder"
]


class TietosiltaError(Exception):
    """Base of all reported errors."""

    def __init__(self, reason: str, detail: str = "") -> None:
        detail = detail.encode("utf-8", "replace").decode()  # SQLite and the pages take no halves of letters
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class UnreadableFile(TietosiltaError):
    """A file whose text cannot be had."""

    reason: FileReason

    def __init__(self, reason: FileReason, detail: str = "") -> None:
        super().__init__(reason, detail)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong about one field of a document: what is stated, and what may be."""

    field: str
    stated: str
    allowed: str

    def __str__(self) -> str:
        named = f"{self.field}: {self.stated}" if self.stated else self.field
        return f"{named[:100]} ({self.allowed})" if self.allowed else named[:100]


class MetadataProblem(UnreadableFile):
    """Fields of a document that nobody can understand, all of them at once."""

    def __init__(self, file: str, mistakes: Sequence[Mistake]) -> None:
        super().__init__("metadata", f"{file}: {'; '.join(map(str, mistakes))}")
        self.mistakes = tuple(mistakes)


class IndexProblem(TietosiltaError):
    """An index that cannot be opened or used as asked."""

    reason: IndexReason

    def __init__(self, reason: IndexReason, detail: str = "") -> None:
        super().__init__(reason, detail)


class EncoderProblem(TietosiltaError):
    """A model that cannot be loaded."""

    reason: EncoderReason

    def __init__(self, reason: EncoderReason, detail: str = "") -> None:
        super().__init__(reason, detail)


class FetchProblem(TietosiltaError):
    """An official document that could not be brought, or a manifest nobody can understand."""

    reason: FetchReason

    def __init__(self, reason: FetchReason, detail: str = "") -> None:
        super().__init__(reason, detail)


class TranslationProblem(TietosiltaError):
    """A text that cannot be translated here, or a model that cannot be installed."""

    reason: TranslationReason

    def __init__(self, reason: TranslationReason, detail: str = "") -> None:
        super().__init__(reason, detail)


class WrongUsage(TietosiltaError):
    """Arguments of a command that cannot be followed."""


def system_cause(error: OSError) -> str:
    """Why the system refuses, in words of the closed list where it is one of the ordinary reasons."""
    if cause := _CAUSES.get(error.errno or 0):
        return f"{{{cause}}}"
    return error.strerror or type(error).__name__


def toml_cause(error: Exception) -> str:
    """Where a TOML file cannot be understood."""
    line = re.search(r"at line (\d+)", str(error))
    return "{not_utf8}" if isinstance(error, UnicodeDecodeError) else f"{{line {line[1]}}}" if line else "{end}"


_CAUSES = {
    errno.ENOENT: "no_such_file", errno.EACCES: "not_allowed", errno.EPERM: "not_allowed", errno.EISDIR: "a_folder",
    errno.ENOTDIR: "no_folder", errno.ENOSPC: "disk_full", errno.EROFS: "read_only",
    errno.EADDRINUSE: "in_use", errno.EADDRNOTAVAIL: "no_such_address", socket.EAI_NONAME: "no_such_address",
}  # fmt: skip
