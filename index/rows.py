"""What the index file holds, as records, and how these become the values of its rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.models import DATES, Metadata, Passage
from index.encoder import EncodedPassage
from index.records import DocumentCard


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when last read, with the numbers of SourceFile; ``reason`` is set where it could not be."""

    root: str
    path: str
    size: int
    state: int
    sha256: str
    reason: str | None = None
    detail: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether its documents are in the index, all but what ``reason`` tells."""
        return self.reason in (None, "source")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the model under way: to which, and how many of the passages have its vectors."""

    encoder: str
    done: int
    passages: int


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of a passage and of its context, in order, with repetitions."""

    body: Sequence[str]
    context: Sequence[str]


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with everything that finds it."""

    passage: Passage
    encoded: EncodedPassage
    spans: tuple[tuple[int, int], ...]
    words: Words


@dataclass(frozen=True, slots=True)
class PassageTable:
    """All passages as arrays, row by row: what ranking and filters need in memory."""

    keys: NDArray[np.int64]
    documents: NDArray[np.int64]
    languages: NDArray[np.str_]
    collections: NDArray[np.str_]  # "" where a document has none
    vectors: NDArray[np.float16]  # unit vectors [n, d] as the encoder gave them


def quantise(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Each row scaled so that its largest component is ±127: the direction stays, the length does not."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True, initial=1e-12)
    whole: NDArray[np.int8] = np.rint(vectors / largest * 127).astype(np.int8)
    return whole


def vectors_row(
    key: int, encoded: EncodedPassage, spans: Sequence[tuple[int, int]]
) -> tuple[int, bytes, bytes, bytes]:
    """What is stored of the vectors of the passage with this key."""
    return (
        key,
        encoded.vector.astype(np.float16).tobytes(),
        quantise(encoded.sentences).tobytes(),
        np.array(spans, np.int32).tobytes(),
    )


def card_from_row(row: Sequence[Any]) -> DocumentCard:
    """The card of a document whose ``row`` has the columns, in their order, that ``StoreReader.cards`` selects."""
    _, name, title, language, collection, metadata, root, path, pages, passages = row
    return DocumentCard(
        id=name, title=title, language=language, collection=collection,
        metadata=metadata_from_json(metadata), file=str(_file(Path(root), path)), pages=pages, passages=passages,
    )  # fmt: skip


def _file(root: Path, path: str) -> Path:
    """Where ``path`` of the folder ``root`` lies; ``root`` may be that one file itself."""
    return root if root.name == path and root.is_file() else root / path


def metadata_to_json(metadata: Metadata) -> str:
    """The fields that are stated; days as YYYY-MM-DD."""
    values = {key: value for key, value in asdict(metadata).items() if value not in (None, (), False)}
    return json.dumps(values, ensure_ascii=False, default=date.isoformat)


def metadata_from_json(text: str) -> Metadata:
    """What ``metadata_to_json`` wrote."""
    values = json.loads(text)
    for name, value in values.items():
        if name in DATES:
            values[name] = date.fromisoformat(value)
        elif isinstance(value, list):
            values[name] = tuple(value)
    return Metadata(**values)
