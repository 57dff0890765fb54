"""The files of a folder, and reading them in a process of their own.

A file may make a parser hang, eat all memory or crash. It does so in a worker process with limits
on time and memory: that file is reported, the next one is read by a new worker.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import sys
import threading
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path, PurePosixPath
from types import ModuleType, TracebackType
from typing import ClassVar, Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from corpus.catalogue import companions
from corpus.draft import Draft
from corpus.errors import FileReason, UnreadableFile
from corpus.readers import KNOWN_UNSUPPORTED, READERS, read_file

_HIDDEN = (".", "~$")  # beginnings of names that nobody means
_AHEAD = 2  # files submitted beyond the one waited for, so that reading goes on during encoding


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that may be read. Its numbers tell of its sidecar and defaults, too: their sizes are added, the latest
    change counts, and ``state`` is another number whenever one of them has another size or time of change.
    """

    path: str  # relative to the folder, with "/" on every system
    absolute: Path
    size: int
    mtime_ns: int
    state: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds, and bytes of memory where the system can limit them."""

    seconds: float = 120
    memory: int = 3_000_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents in a file, and the hash of its bytes."""

    drafts: list[Draft]
    sha256: str


def source_files(root: Path, *, closed: dict[str, str] | None = None) -> list[SourceFile]:
    """The documents in ``root`` and its folders in the order of their paths; ``root`` may be a file.

    Left out: hidden and temporary files, sidecars, links that lead out of ``root``, and files such
    as pictures that nobody expects to be read. Legacy formats stay in, to be reported. ``closed`` gets
    what could not be looked at, folders with "/" at their end, and the system's reason.
    Raises OSError where ``root`` itself cannot be listed.
    """
    if root.is_file():
        return [_source(root.name, root, root.stat(), _described(root.parent, root.name))]
    entries = dict(_walk(root, {} if closed is None else closed))
    documents = sorted(path for path in entries if _is_document(path))
    return [_source(path, root / path, entries[path], entries) for path in documents]


def seen_again(root: Path, file: SourceFile) -> SourceFile | None:
    """``file`` of the folder ``root`` as it is now; None where it is gone or cannot be looked at."""
    try:
        beside = _described(root.parent if root.is_file() else root, file.path)
        return _source(file.path, file.absolute, file.absolute.stat(), beside)
    except OSError:
        return None


def holds(root: Path, path: Path) -> bool:
    """Whether ``path`` is ``root`` or lies in it, not hidden."""
    return path.is_relative_to(root) and not any(part.startswith(_HIDDEN) for part in path.relative_to(root).parts)


def opens(path: Path) -> bool:
    """Whether a file can be read; some systems keep one closed to others while it is copied."""
    try:
        path.open("rb").close()
    except OSError:
        return False
    return True


def _described(folder: Path, path: str) -> dict[str, os.stat_result]:
    """What describes the file ``path`` of ``folder``, by its path there."""

    def there(name: PurePosixPath) -> bool:
        return (folder / name).is_file()

    return {str(name): (folder / name).stat() for name in companions(PurePosixPath(path), there) if there(name)}


def _walk(root: Path, closed: dict[str, str]) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below ``root`` that is not hidden, by its path there."""
    inside, folders = os.path.realpath(root), [""]
    while folders:  # not one call within the other: folders may lie deeper than Python's calls may
        prefix = folders.pop()
        try:
            entries = list(os.scandir(root / prefix))
        except OSError as error:
            if not prefix:
                raise
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):  # those: gone meanwhile
                closed[_readable(prefix)] = error.strerror or type(error).__name__
            continue
        for entry in entries:
            if entry.name.startswith(_HIDDEN):
                continue
            try:
                if entry.is_symlink() and not _stays_inside(entry.path, inside):
                    continue
                if entry.is_dir():
                    # A link to a folder inside would give its files twice, or have no end.
                    if not entry.is_symlink():
                        folders.append(f"{prefix}{entry.name}/")
                elif entry.is_file():
                    yield prefix + entry.name, entry.stat()
            except FileNotFoundError:  # gone, or a broken link
                continue
            except OSError as error:  # its folder may be listed, but not entered
                if _is_document(entry.name):
                    closed[_readable(prefix + entry.name)] = error.strerror or type(error).__name__


def _stays_inside(path: str, root: str) -> bool:
    target = os.path.realpath(path)
    return os.path.commonpath([target, root]) == root


def _is_document(path: str) -> bool:
    suffix = os.path.splitext(path)[1].lower()
    return suffix in READERS or suffix in KNOWN_UNSUPPORTED


def _source(
    path: str, absolute: Path, own: os.stat_result, entries: Mapping[str, os.stat_result]
) -> SourceFile:
    beside = map(str, companions(PurePosixPath(path), lambda other: str(other) in entries))
    described = {name: entries[name] for name in beside if name in entries}
    stats = [own, *described.values()]
    latest = max(stat.st_mtime_ns for stat in stats)
    return SourceFile(_readable(path), absolute, sum(stat.st_size for stat in stats), latest, _state(own, described))


def _state(own: os.stat_result, described: Mapping[str, os.stat_result]) -> int:
    """The time of change of a file that nothing describes, else a number made of all. SQLite takes 64 bits."""
    if not described:
        return max(-(2**63), min(own.st_mtime_ns, 2**63 - 1))
    numbers = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in (("", own), *described.items())]
    return int.from_bytes(hashlib.sha256(repr(numbers).encode()).digest()[:8], "big", signed=True)


def _readable(path: str) -> str:
    """``path`` as letters: a name out of an old archive may be in another encoding than the system's."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("cp1252", errors="replace")
    return path


def read_all(
    files: Iterable[SourceFile], *, limits: Limits | None = None, readers: Mapping[str, str] = READERS
) -> Iterator[tuple[SourceFile, Reading | UnreadableFile]]:
    """Each file with what was read from it or why not, in the order given.

    The next files are read while the caller works on this one. Closing the generator ends the
    worker.
    """
    waiting: deque[tuple[SourceFile, ProcessFuture[_Answer]]] = deque()
    with ReadingProcess(limits=limits, readers=readers) as process:
        for file in files:
            waiting.append((file, process.submit(file.absolute)))
            if len(waiting) > _AHEAD:
                yield _next(process, waiting)
        while waiting:
            yield _next(process, waiting)


def _next(
    process: ReadingProcess, waiting: deque[tuple[SourceFile, ProcessFuture[_Answer]]]
) -> tuple[SourceFile, Reading | UnreadableFile]:
    file, future = waiting.popleft()
    try:
        return file, process.result(future)
    except UnreadableFile as error:
        return file, error


_Answer = Reading | tuple[FileReason, str]


class ReadingProcess:
    """A worker process that reads one file after another; use as a context manager."""

    def __init__(self, *, limits: Limits | None = None, readers: Mapping[str, str] = READERS) -> None:
        self._limits = limits or Limits()
        self._readers = dict(readers)
        self._pool = ProcessPool(
            max_workers=1, initializer=_prepare_worker, initargs=(self._limits.memory,), context=_Context()
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def read(self, path: Path) -> Reading:
        """Wait for one file. Raises UnreadableFile."""
        return self.result(self.submit(path))

    def submit(self, path: Path) -> ProcessFuture[_Answer]:
        return self._pool.schedule(_read, args=(path, self._readers), timeout=self._limits.seconds)

    def result(self, future: ProcessFuture[_Answer]) -> Reading:
        try:
            answer = future.result()
        except TimeoutError:
            raise UnreadableFile("too_slow", f"> {self._limits.seconds:g} s") from None
        except ProcessExpired as error:
            raise UnreadableFile("crashed", f"exit {error.exitcode}") from None
        except (MemoryError, CancelledError) as error:
            raise UnreadableFile("too_large", type(error).__name__) from None
        if isinstance(answer, Reading):
            return answer
        raise UnreadableFile(*answer)


def _read(path: Path, readers: Mapping[str, str]) -> _Answer:
    """In the worker: read a file. Reasons travel as plain values, exceptions do not pickle well."""
    try:
        path.open("rb").close()
    except OSError as error:
        return "no_access", error.strerror or type(error).__name__
    try:
        drafts = read_file(path, readers=readers)
        with path.open("rb") as file:
            return Reading(drafts, hashlib.file_digest(file, "sha256").hexdigest())
    except UnreadableFile as error:
        return error.reason, error.detail
    except MemoryError:
        return "too_large", "memory"


def _prepare_worker(memory: int) -> None:
    """In the worker, before the first file: end with the parent, keep quiet, keep within memory."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    silent = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):  # libraries in C write past sys.stdout
        os.dup2(silent, descriptor)
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if sys.platform == "linux" and (hard == resource.RLIM_INFINITY or hard > memory):
            resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class _Process(SpawnProcess):
    """A spawned process that does not run the program's main module again.

    Spawning imports it anew, which for an app means its whole interface; the worker needs none.
    """

    def start(self) -> None:
        with _bare_main():
            super().start()


class _Context(SpawnContext):
    Process: ClassVar[type[SpawnProcess]] = _Process


@contextmanager
def _bare_main() -> Iterator[None]:
    program = sys.modules["__main__"]
    bare = ModuleType("__main__")
    sys.modules["__main__"] = bare
    try:
        yield
    finally:
        if sys.modules["__main__"] is bare:
            sys.modules["__main__"] = program
