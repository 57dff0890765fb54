"""The files of a folder that may be read."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.catalogue import companions
from corpus.errors import system_cause
from corpus.readers import KNOWN_UNSUPPORTED, READERS

_HIDDEN = (".", "~$")  # beginnings of names that nobody means
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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
    """``file`` of the folder ``root`` as it is now, or was where it cannot be looked at; None where it is gone."""
    try:
        beside = _described(root.parent if root.is_file() else root, file.path)
        return _source(file.path, file.absolute, file.absolute.stat(), beside)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:  # a drive that does not answer
        return file


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
                closed[_readable(prefix)] = system_cause(error)
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
                    closed[_readable(prefix + entry.name)] = system_cause(error)


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
    """``path`` as letters: a name out of an old archive may be in another encoding than the system's.

    What a terminal would obey in it, or what turns the direction of writing, is told as an unknown letter.
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        path = os.fsencode(path).decode("cp1252", errors="replace")
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", path)
