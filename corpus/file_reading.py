"""Reading files in a process of their own, one after another."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.draft import Draft
from corpus.errors import UnreadableFile, system_cause
from corpus.folder import SourceFile
from corpus.guarded import GuardedProcess, Limits
from corpus.readers import READERS, read_file

_AHEAD = 2  # files submitted beyond the one waited for, so that reading goes on during encoding


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents in a file, and the hash of its bytes."""

    drafts: list[Draft]
    sha256: str


def read_all(
    files: Iterable[SourceFile], *, limits: Limits | None = None, readers: Mapping[str, str] = READERS
) -> Iterator[tuple[SourceFile, Reading | UnreadableFile]]:
    """Each file with what was read from it or why not, in the order given.

    The next files are read while the caller works on this one. Closing the generator ends the
    worker.
    """
    waiting: deque[tuple[SourceFile, Callable[[], Reading]]] = deque()
    with GuardedProcess(limits) as process:
        for file in files:
            waiting.append((file, process.submit(read, file.absolute, dict(readers))))
            if len(waiting) > _AHEAD:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)


def _next(waiting: deque[tuple[SourceFile, Callable[[], Reading]]]) -> tuple[SourceFile, Reading | UnreadableFile]:
    file, result = waiting.popleft()
    try:
        return file, result()
    except UnreadableFile as error:
        return file, error


def read(path: Path, readers: Mapping[str, str] = READERS) -> Reading:
    """The documents in one file. Raises UnreadableFile."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise UnreadableFile("no_access", system_cause(error)) from error
    drafts = read_file(path, readers=readers)
    with path.open("rb") as file:
        return Reading(drafts, hashlib.file_digest(file, "sha256").hexdigest())
