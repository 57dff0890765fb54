"""Search as people use it (interface fixed; see Library)."""

from __future__ import annotations

from pathlib import Path

from index.records import DocumentCard, Filters, Results


class Library:
    """An opened index with its encoder: what the pages and the command line ask."""

    @classmethod
    def open(cls, path: Path, encoder: str | None = None) -> Library:
        """Open the index at ``path``. Raises IndexProblem or EncoderProblem."""
        raise NotImplementedError

    def search(self, question: str, *, k: int = 10, filters: Filters = Filters()) -> Results:
        raise NotImplementedError

    def documents(self) -> list[DocumentCard]:
        """All documents, by title."""
        raise NotImplementedError
