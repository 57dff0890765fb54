"""What can go wrong, as a small tree.

TietosiltaError            anything this product reports in a sentence
├── UnreadableFile         one file; the rest of the work goes on
├── IndexProblem           the index file is missing, of another format or encoder
├── EncoderProblem         the model cannot be loaded
├── FetchProblem           one official document that could not be brought, or its manifest
├── TranslationProblem     machine translation that is not installed or cannot be
└── WrongUsage             arguments of a command that do not go together or cannot be meant

Each error carries a ``reason`` from a closed list instead of a sentence: the interface says it in
the reader's language together with what to do. ``detail`` is for names and numbers only.
"""

from __future__ import annotations

from typing import Literal

FileReason = Literal[
    "encrypted", "broken", "empty", "no_text", "too_slow", "too_large", "crashed", "unsupported", "metadata",
    "no_access", "gone",
]
IndexReason = Literal[
    "missing", "format", "encoder", "earlier", "damaged", "no_access", "busy", "empty_folder", "no_folder",
    "folder_name", "no_document",
]
EncoderReason = Literal["missing_bundled", "missing_model", "network_off", "no_connection", "broken_model"]

FetchReason = Literal[
    "manifest", "unknown", "robots", "private", "no_host", "connection", "timeout", "status", "redirects", "type",
    "too_large", "file", "busy"
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
