"""The folder of fetched documents: what is known of each, and the sidecars from which it is indexed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout

from corpus.errors import FetchProblem
from corpus.fetch.manifest import Wanted
from corpus.whole_file import write_whole

STATE = ".fetched.json"
_LOCK = ".fetch.lock"
_FORMAT = 1
_HEADER = "# Written by tietosilta fetch after its manifest; a change here is lost with the next fetch.\n"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a fetched document. Days are those of the change and of the last look (UTC)."""

    file: str
    address: str
    sha256: str
    bytes: int
    etag: str | None
    last_modified: str | None
    fetched: str
    checked: str


class Folder:
    """The folder and its state file, which is written whole after every document."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.records = self._read()

    def part(self, key: str) -> Path:
        return self.path / f".{key}.part"

    def file(self, key: str) -> Path | None:
        """The document's file, if it is here."""
        record = self.records.get(key)
        path = self.path / record.file if record else None
        return path if path is not None and path.is_file() else None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Only one process at a time writes here. Raises FetchProblem("busy")."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path / _LOCK, timeout=0):
                self.records = self._read()
                yield
        except Timeout as error:
            raise FetchProblem("busy", str(self.path)) from error

    def put(self, wanted: Wanted, part: Path, record: Record) -> None:
        """Give the whole file at ``part`` its name; the sidecar is there before it."""
        old = self.records.get(wanted.key)
        self.records[wanted.key] = record
        self.describe(wanted)
        part.replace(self.path / record.file)
        if old and old.file != record.file:  # now in another format
            (self.path / old.file).unlink(missing_ok=True)
            (self.path / f"{old.file}.yaml").unlink(missing_ok=True)
        self.save()

    def describe(self, wanted: Wanted) -> None:
        """Write the sidecar of a fetched document, if it says something new."""
        record = self.records.get(wanted.key)
        if record is None:
            return
        fields: dict[str, Any] = {**wanted.fields, "language": wanted.language}
        if wanted.language != wanted.first and (first := self.records.get(f"{wanted.id}-{wanted.first}")):
            fields["translates"] = first.file
        if wanted.supersedes and (older := self.records.get(f"{wanted.supersedes}-{wanted.language}")):
            fields["supersedes"] = older.file
        path = self.path / f"{record.file}.yaml"
        text = _HEADER + yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
        if not path.is_file() or path.read_text("utf-8") != text:
            write_whole(path, text.encode())

    def save(self) -> None:
        documents = {key: asdict(record) for key, record in sorted(self.records.items())}
        text = json.dumps({"format": _FORMAT, "documents": documents}, ensure_ascii=False, indent=1)
        write_whole(self.path / STATE, f"{text}\n".encode())

    def _read(self) -> dict[str, Record]:
        """An unreadable state costs a download, nothing more."""
        try:
            documents: Mapping[str, Any] = json.loads((self.path / STATE).read_text("utf-8"))["documents"]
            return {key: Record(**value) for key, value in documents.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
