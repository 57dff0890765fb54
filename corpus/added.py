"""The folder of documents that were added on the pages: each file, and the sidecar that describes it.

Nothing of what comes in is trusted. A name is made safe and never overwrites another file, and a file
gets its name only after it could be read in a process of its own, with limits on time and memory.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml

from corpus.catalogue import own_fields
from corpus.draft import tidy
from corpus.errors import UnreadableFile
from corpus.fields import check_fields
from corpus.file_reading import read
from corpus.guarded import GuardedProcess
from corpus.readers import READERS, unsupported
from corpus.whole_file import write_whole

FORMATS = tuple(suffix for suffix in READERS if suffix != ".jsonl")  # one document a file
LARGEST = 100_000_000  # bytes
_LONGEST_NAME = 100  # characters before the suffix; systems take 255 bytes
_UNSAFE = re.compile(r"[^\w .,()+-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\b.*", re.IGNORECASE)  # devices of Windows
_UNFINISHED = re.compile(r"\.[0-9a-f]{12}\.\w+")  # of this module, and of whole_file
_LEFT = 3600  # seconds: no reading takes so long
_changing = threading.Lock()  # the files: nothing takes the place of what is being removed


class Added:
    """The folder at ``path``, made when something is put into it. Names are those of files in it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def holds(self, file: str) -> bool:
        """Whether the file at this absolute path is one of this folder."""
        return Path(file).parent == self.path

    def put(self, name: str, data: bytes) -> str:
        """Add a file under a name like ``name``; gives the name it has. Raises UnreadableFile, also "same"."""
        safe = safe_name(name)
        if same := self._same(data):
            raise UnreadableFile("same", safe if safe == same else f"{safe}, {{same_as}} {same}")
        with self._readable(safe, data) as incoming:
            return self._take(incoming, Path(safe))

    def _same(self, data: bytes) -> str | None:
        """The name of a file that holds just these bytes, if there is one."""
        files = self.path.glob("[!.]*") if self.path.is_dir() else ()
        alike = (file for file in files if file.is_file() and file.stat().st_size == len(data))
        return next((file.name for file in alike if file.read_bytes() == data), None)

    def replace(self, name: str, data: bytes, *, given: str = "") -> None:
        """Put another file of the same format, called ``given``, in the place of ``name``. Raises UnreadableFile."""
        with self._readable(name, data, called=given or name) as incoming, self._staying(name) as file:
            incoming.replace(file)

    def remove(self, name: str) -> None:
        """Remove the file and its sidecar; what is gone already is no problem."""
        with _changing:
            for file in (self._file(name), self._sidecar(name)):
                file.unlink(missing_ok=True)

    def describe(self, name: str, fields: Mapping[str, Any]) -> None:
        """Write the sidecar. Raises UnreadableFile("metadata") for a field nobody can understand, and "gone"."""
        checked = check_fields(fields, name)
        plain = {key: list(value) if isinstance(value, tuple) else value for key, value in checked.items()}
        text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=1000)
        with self._staying(name):
            write_whole(self._sidecar(name), text.encode())

    @contextmanager
    def _staying(self, name: str) -> Iterator[Path]:
        """The file called ``name``, which nobody removes meanwhile. Raises UnreadableFile("gone")."""
        with _changing:
            file = self._file(name)
            if not file.exists():
                raise UnreadableFile("gone", name)
            yield file

    def _file(self, name: str) -> Path:
        """The file called ``name``, which must not lead out of the folder."""
        if not name or Path(name).name != name or name.startswith("."):
            raise UnreadableFile("broken", name[:100])
        return self.path / name

    def _sidecar(self, name: str) -> Path:
        return self._file(name + ".yaml")

    @contextmanager
    def _readable(self, name: str, data: bytes, *, called: str = "") -> Iterator[Path]:
        """A hidden file with ``data`` that a reader understood; gone again unless it was moved.

        ``name`` tells how it is read; ``called`` is what mistakes are told of, where that is another.
        """
        called = called or name
        suffix = Path(name).suffix.lower()
        if suffix not in FORMATS:
            raise unsupported(suffix, name)
        if len(data) > LARGEST:
            raise UnreadableFile("too_large", f"{called}, {len(data) // 1_000_000} MB > {LARGEST // 1_000_000} MB")
        self.path.mkdir(parents=True, exist_ok=True)
        self._sweep()
        incoming = self.path / f".{secrets.token_hex(6)}{suffix}"
        try:
            incoming.write_bytes(data)
            with GuardedProcess() as process:
                drafts = process.run(read, incoming).drafts
            for draft in drafts:
                own_fields(draft, called)  # what it says of itself must be understood, too
            yield incoming
        except UnreadableFile as error:
            detail = error.detail if incoming.name not in error.detail else ""
            if not detail.startswith(called):
                detail = f"{called}, {detail}" if detail else called
            raise UnreadableFile(error.reason, detail) from error
        finally:
            incoming.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what a killed process left: a document that nobody sees, and nobody could remove."""
        for file in self.path.glob(".*"):
            with suppress(OSError):  # gone, or another's
                if _UNFINISHED.fullmatch(file.name) and time.time() - file.stat().st_mtime > _LEFT:
                    file.unlink()

    def _take(self, incoming: Path, wanted: Path) -> str:
        """Give the file a name that is free, also where capitals do not count."""
        taken = {entry.name.casefold() for entry in os.scandir(self.path)}
        for number in range(1, 10_000):
            name = wanted.name if number == 1 else f"{wanted.stem} {number}{wanted.suffix}"
            if not {name.casefold(), f"{name}.yaml".casefold()} & taken:
                incoming.replace(self.path / name)
                return name
        raise UnreadableFile("broken", wanted.name)


def safe_name(name: str) -> str:
    """A file name like ``name`` that no system takes for anything else. Raises UnreadableFile("unsupported")."""
    base = tidy(unicodedata.normalize("NFC", name)).replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    suffix = (dot + suffix).lower()
    if suffix not in FORMATS:
        raise unsupported(suffix, base[:_LONGEST_NAME])
    stem = _UNSAFE.sub("-", stem).strip(" .-~_")[:_LONGEST_NAME].strip(" .-~_")
    while len(stem.encode()) > 200:
        stem = stem[:-1]
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"document {stem}".strip()
    return stem + suffix
