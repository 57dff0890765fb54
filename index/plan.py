"""What a sync has to do in a folder, told by sizes and times of change: no file is read for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.catalogue import companions
from corpus.errors import IndexProblem, TietosiltaError
from corpus.folder import SourceFile, opens, source_files
from index.rows import FileRecord
from index.store import Store


@dataclass(frozen=True, slots=True)
class Plan:
    """``changed`` are the files of ``root`` that are new or not as they were, ``gone`` those that are no longer there.

    ``unchanged`` says how many stay as they were read, ``failed_before`` what could not be read and has not changed,
    and what cannot be looked at, folders with "/".
    """

    root: Path
    files: list[SourceFile]
    changed: list[SourceFile]
    gone: list[str]
    unchanged: int
    failed_before: list[FileRecord]


def look_into(store: Path, root: Path, ready: Callable[[SourceFile], bool] | None) -> Plan:
    """What is new, changed and gone in ``root``; new and changed files of which ``ready`` says False wait.

    Raises IndexProblem, and TietosiltaError("system") where ``root`` cannot be listed.
    """
    closed: dict[str, str] = {}
    files = _files(root, closed)
    opened = Store(store) if store.exists() else None
    known = opened.files(str(root)) if opened else {}
    same = {file.path for file in files if _same(root, file, known.get(file.path), again=ready is None)}
    changed = [file for file in files if file.path not in same and (ready is None or ready(file))]
    failed = [known[file.path] for file in files if file.path in same and known[file.path].reason]
    unread = [FileRecord(str(root), path, 0, 0, "", "no_access", why) for path, why in closed.items()]
    # A document may be there without a record of its file: others of the file were removed, or the run was killed.
    missing = (known.keys() | (opened.paths(str(root)) if opened else set())) - {file.path for file in files}
    # What cannot be looked at is not gone: a drive may not answer.
    folders = tuple(path for path in closed if path.endswith("/"))
    gone = sorted(path for path in missing if path not in closed and not path.startswith(folders))
    return Plan(root, files, changed, gone, len(same) - len(failed), failed + unread)


def _files(root: Path, closed: dict[str, str]) -> list[SourceFile]:
    try:
        str(root).encode()
    except UnicodeEncodeError as error:  # SQLite takes no such name
        raise IndexProblem("folder_name", str(root)) from error
    try:
        if not root.exists():
            raise IndexProblem("no_folder", str(root))
        return source_files(root, closed=closed)
    except OSError as error:
        raise TietosiltaError("system", f"{root}: {error.strerror}") from error


def _same(root: Path, file: SourceFile, record: FileRecord | None, *, again: bool) -> bool:
    """Whether a file is as it was when ``record`` was made; permission to read it may have been given since.

    With ``again`` what took too long or crashed is tried again: the machine may have been at fault.
    """
    if record is None or (record.size, record.state) != (file.size, file.state):
        return False
    if record.reason == "no_access":
        folder = root.parent if root.is_file() else root
        beside = companions(PurePosixPath(file.path), lambda other: (folder / other).is_file())
        there = filter(os.path.exists, (file.absolute, *(folder / name for name in beside)))
        return not all(map(opens, there))
    return not (again and record.reason in ("too_slow", "crashed"))
