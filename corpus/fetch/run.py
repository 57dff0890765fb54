"""Fetch what a manifest wants, one document after another, and say of each what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from corpus.errors import FetchProblem, system_cause
from corpus.fetch.download import Downloaded, download, forget, sha256_of
from corpus.fetch.folder import Folder, Record
from corpus.fetch.manifest import Wanted
from corpus.fetch.web import Web

Change = Literal["new", "changed", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; ``old`` and ``new`` are the SHA-256 of its bytes, hexadecimal."""

    wanted: Wanted
    change: Change
    file: str | None = None
    old: str | None = None
    new: str | None = None
    problem: FetchProblem | None = None


def fetch(wanted: Sequence[Wanted], path: Path, web: Web) -> Iterator[Outcome]:
    """Bring each of ``wanted`` into the folder ``path``. What fails is told, and the rest goes on.

    Raises FetchProblem("busy") while another process fetches into the folder, and "file" where it
    cannot be written.
    """
    folder = Folder(path)
    try:
        with folder.locked():
            for one in wanted:
                try:
                    yield _bring(one, folder, web)
                except FetchProblem as problem:
                    yield Outcome(one, "failed", problem=problem)
            for one in wanted:  # links to documents that came after them
                folder.describe(one)
    except OSError as error:
        raise FetchProblem("file", f"{path}: {system_cause(error)}") from error


def check(wanted: Sequence[Wanted], path: Path, web: Web) -> Iterator[Outcome]:
    """What ``fetch`` would bring, without bringing it; nothing is written into ``path``.

    Documents that are not here are "new" unasked. A server that does not say whether its document has
    changed sends it, to be compared.
    """
    folder = Folder(path)
    with TemporaryDirectory() as temporary:
        for one in wanted:
            here = folder.file(one.key)
            if here is None:
                yield Outcome(one, "new")
                continue
            part = Path(temporary) / "part"
            try:
                old = sha256_of(here)
                found = download(web, one.places, part, known=_validators(folder, one, old))
                new = sha256_of(found.part) if found else old
                yield Outcome(one, "unchanged" if new == old else "changed", here.name, old, new)
            except FetchProblem as problem:
                yield Outcome(one, "failed", problem=problem)
            forget(part)


def _bring(one: Wanted, folder: Folder, web: Web) -> Outcome:
    here = folder.file(one.key)
    old = sha256_of(here) if here else None
    found = download(web, one.places, folder.part(one.key), known=_validators(folder, one, old))
    if found is None:
        record = folder.records[one.key]
        folder.records[one.key] = replace(record, checked=_today())
        folder.describe(one)
        folder.save()
        return Outcome(one, "unchanged", record.file, old, old)
    new = sha256_of(found.part)
    record = _record(one, found, new)
    if new == old and (before := folder.records[one.key]).file == record.file:
        # The same bytes keep their date, and their file its time of change: nothing is indexed anew.
        folder.records[one.key] = replace(record, fetched=before.fetched)
        folder.describe(one)
        folder.save()
        forget(found.part)
        return Outcome(one, "unchanged", record.file, old, new)
    folder.put(one, found.part, record)
    forget(found.part)
    return Outcome(one, "changed" if old else "new", record.file, old, new)


def _validators(folder: Folder, one: Wanted, here: str | None) -> dict[str, str]:
    """What lets the server answer "unchanged", as long as the copy is here as it was fetched."""
    record = folder.records.get(one.key)
    if record is None or record.sha256 != here:
        return {}
    found = {"etag": record.etag, "last_modified": record.last_modified}
    return {name: value for name, value in found.items() if value}


def _record(one: Wanted, found: Downloaded, sha256: str) -> Record:
    today = _today()
    return Record(
        file=one.key + found.suffix, address=found.address, sha256=sha256, bytes=found.part.stat().st_size,
        etag=found.etag, last_modified=found.last_modified, fetched=today, checked=today,
    )  # fmt: skip


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
