"""What a sync has to do in a folder, told by sizes and times of change: no file is read for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.catalogue import companions
from corpus.errors import IndexProblem, TietosiltaError, system_cause
from corpus.folder import SourceFile, holds, opens, source_files
from index.rows import FileRecord
from index.store import Store


@dataclass(frozen=True, slots=True)
class Plan:
    """``changed`` are the files of ``root`` that are new or not as they were, ``gone`` those that are no longer there.

    ``unchanged`` says how many stay as they were read, ``failed_before`` what could not be read, or not all that is
    said of it, and has not changed, and what cannot be looked at, folders with "/". ``known`` is what the index had
    of each file, by path.
    """

    root: Path
    files: list[SourceFile]
    changed: list[SourceFile]
    gone: list[str]
    unchanged: int
    failed_before: list[FileRecord]
    known: dict[str, FileRecord]


def outermost(folders: Sequence[Path]) -> list[Path]:
    """``folders``, resolved and each once, without those that lie within others."""
    resolved = list(dict.fromkeys(folder.resolve() for folder in folders))
    return [folder for folder in resolved if not any(holds(other, folder) for other in resolved if other != folder)]


def look_into(
    store: Path, folder: Path, ready: Callable[[SourceFile], bool] | None, *, apart: bool = False
) -> list[Plan]:
    """What is new, changed and gone in ``folder``; new and changed files of which ``ready`` says False wait.

    A file belongs to one folder only, the innermost of those that were indexed: there is a plan for each that has
    files in ``folder``. With ``apart`` that is one of them from now on. Raises IndexProblem, and
    TietosiltaError("system") where ``folder`` cannot be listed.
    """
    try:
        str(folder).encode()
    except UnicodeEncodeError as error:  # SQLite takes no such name
        raise IndexProblem("folder_name", str(folder)) from error
    opened = Store(store) if store.exists() else None
    known = [Path(root) for root in opened.roots()] if opened else []
    try:
        if not folder.exists():  # its documents stay: it may be on a drive that is away
            raise IndexProblem("gone_folder" if folder in known else "no_folder", str(folder))
    except OSError as error:
        raise TietosiltaError("system", f"{folder}: {system_cause(error)}") from error
    if apart and folder not in known:
        known.append(folder)
    around = max((root for root in known if holds(root, folder)), key=lambda root: len(root.parts), default=folder)
    within = [root for root in known if root not in (folder, around) and holds(folder, root)]
    return [_plan(opened, root, folder, [one for one in known if one != root], ready) for root in (around, *within)]


def _plan(
    opened: Store | None, root: Path, folder: Path, others: list[Path], ready: Callable[[SourceFile], bool] | None
) -> Plan:
    """The plan for what of ``root`` lies in ``folder`` and in none of the ``others`` within ``root``."""
    closed: dict[str, str] = {}
    try:
        files = source_files(root, closed=closed) if root.exists() else []
    except OSError as error:
        if holds(folder, root) and root != folder:
            return Plan(root, [], [], [], 0, [], {})
        raise TietosiltaError("system", f"{root}: {system_cause(error)}") from error
    known = opened.files(str(root)) if opened else {}
    # A document may be there without a record of its file: others of the file were removed, or the run was killed.
    recorded = known.keys() | (opened.paths(str(root)) if opened else set())
    if holds(root, folder) and root != folder:
        files = [file for file in files if holds(folder, file.absolute)]
        recorded = {path for path in recorded if holds(folder, root / path)}
        closed = {path: why for path, why in closed.items() if holds(folder, root / path)}
    if inner := [other for other in others if holds(root, other)]:
        files = [file for file in files if not any(holds(other, file.absolute) for other in inner)]
    same = {file.path for file in files if _same(root, file, known.get(file.path), again=ready is None)}
    changed = [file for file in files if file.path not in same and (ready is None or ready(file))]
    failed = [known[file.path] for file in files if file.path in same and known[file.path].reason]
    unread = [FileRecord(str(root), path, 0, 0, "", "no_access", why) for path, why in closed.items()]
    # What cannot be looked at is not gone: a drive may not answer.
    folders = tuple(path for path in closed if path.endswith("/"))
    missing = recorded - {file.path for file in files}
    unchanged = len(same) - sum(not record.is_read for record in failed)
    gone = sorted(path for path in missing if path not in closed and not path.startswith(folders))
    return Plan(root, files, changed, gone, unchanged, failed + unread, known)


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
