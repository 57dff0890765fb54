"""When to look at watched folders again, and which of their files are whole by then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

from corpus.folder import SourceFile, holds, opens

STILL = 2.0  # seconds in which a file must not change before it counts as whole
_LOOK = 0.5  # seconds between looks while a file is waited for
_CLOSED = 30.0  # seconds after which a file that cannot be opened is read all the same, to say so
_ANYWAY = 30.0  # seconds after which to look all the same: network drives tell of no changes


class Settled:
    """Says of a file whether it has stood still since it was seen first, and can be opened.

    A file that is being copied grows, or its time of change does. One that stays closed is told after a while, when
    no copying can be why. ``clock`` gives seconds.
    """

    def __init__(self, still: float = STILL, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._still, self._clock = still, clock
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}
        self.waiting = False  # for a file that was asked about since the last ``begin``

    def begin(self) -> None:
        """A new look begins."""
        self.waiting = False

    def __call__(self, file: SourceFile) -> bool:
        now, state = self._clock(), (file.size, file.state)
        seen, since = self._seen.get(file.absolute, (None, now))
        if seen != state:
            self._seen[file.absolute] = (state, now)
            since = now
        if now - since >= self._still and (opens(file.absolute) or now - since >= _CLOSED):
            del self._seen[file.absolute]
            return True
        self.waiting = True
        return False


def old_enough(file: SourceFile) -> bool:
    """For the first look, where nothing was seen before: last changed some seconds ago by its own date."""
    return not 0 <= time.time() - file.mtime_ns / 1e9 < STILL


def moments(folders: Sequence[Path], settled: Settled, *, own: Sequence[Path] = ()) -> Iterator[None]:
    """Goes on whenever the folders should be looked at, the first time as soon as they are watched.

    ``own`` are files and folders of the program itself, such as the index, which may lie in a watched folder.
    Has no end; Ctrl+C raises KeyboardInterrupt.
    """
    looked = float("-inf")
    changes = watch(
        *folders, watch_filter=_of_documents(folders, own), debounce=1000, step=100, rust_timeout=int(_LOOK * 1000),
        yield_on_timeout=True, ignore_permission_denied=True,
    )  # fmt: skip
    for changed in changes:
        if changed or settled.waiting or time.monotonic() - looked >= _ANYWAY:
            settled.begin()
            yield
            looked = time.monotonic()


def _of_documents(folders: Sequence[Path], own: Sequence[Path]) -> Callable[[Change, str], bool]:
    """Whether a change may be one of a document: not of hidden names, nor of ``own`` with SQLite's files beside it."""
    roots = [folder.resolve() for folder in folders]
    ours = [str(path.resolve()) for path in own]
    ours = [name + end for name in ours for end in ("", "-wal", "-shm", "-journal")]

    def may_be(change: Change, changed: str) -> bool:
        path = Path(changed).parent.resolve() / Path(changed).name  # what a link leads to is not what changed
        if any(str(one) in ours for one in (path, *path.parents)):
            return False
        around = [root for root in roots if path.is_relative_to(root)]
        return not around or any(holds(root, path) for root in around)

    return may_be
