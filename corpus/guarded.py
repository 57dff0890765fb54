"""Functions run in a process of their own, with limits on time and memory.

A file may make a parser hang, eat all memory or crash. It does so in a worker process: that file is
reported, and a new worker runs the next function.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType, TracebackType
from typing import Any, ClassVar, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from corpus.errors import FileReason, UnreadableFile

P = ParamSpec("P")
T = TypeVar("T")

_MAIN = threading.Lock()  # the program's main module is put aside for one start at a time


@dataclass(frozen=True, slots=True)
class Limits:
    """What one function may cost: seconds, and bytes of memory where the system can limit them."""

    seconds: float = 120
    memory: int = 3_000_000_000


@dataclass(frozen=True, slots=True)
class _Refused:
    """An ``UnreadableFile`` on its way here: exceptions do not pickle well."""

    reason: FileReason
    detail: str


class GuardedProcess:
    """A worker process that runs one function after another, for any number of threads.

    It starts with the first function and ends with ``close``, with the ``with`` block or with the program.
    Functions are those of a module, for the worker to import, and what they take and give travels as a copy.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._turn = threading.RLock()  # of those who start and end the worker or give it something to do
        self._pool = self._new_pool()
        self._awaited: set[ProcessFuture[Any]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker, whatever it does; who waits for it is told that it crashed."""
        with self._turn:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            for future in list(self._awaited):
                future.cancel()  # type: ignore[no-untyped-call]

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Wait for what ``function`` gives. Raises what it raises, and UnreadableFile: too_slow, too_large, crashed."""
        try:
            return self.submit(function, *args, **kwargs)()
        except (BrokenProcessPool, CancelledError):
            raise UnreadableFile("crashed") from None

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Have ``function`` run after those submitted before. Calling what this gives waits for it, as ``run`` does.

        That call raises BrokenProcessPool where no worker can be started, and that or CancelledError after ``close``.
        """
        with self._turn:
            if not self._pool.active:  # closed, or its worker was killed when there was nothing to do
                self.close()
                self._pool = self._new_pool()
            future = self._pool.schedule(_run, args=(function, args, kwargs), timeout=self._limits.seconds)
            self._awaited.add(future)
        future.add_done_callback(self._awaited.discard)
        return partial(self._result, future)

    def _result(self, future: ProcessFuture[T | _Refused]) -> T:
        try:
            answer = future.result()
        except TimeoutError:
            raise UnreadableFile("too_slow", f"> {self._limits.seconds:g} s") from None
        except ProcessExpired as error:
            raise UnreadableFile("crashed", f"exit {error.exitcode}") from None
        except MemoryError as error:
            raise UnreadableFile("too_large", type(error).__name__) from None
        if isinstance(answer, _Refused):
            raise UnreadableFile(answer.reason, answer.detail)
        return answer

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=1, initializer=_prepare_worker, initargs=(self._limits.memory,), context=_Context()
        )


def _run(function: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]) -> T | _Refused:
    """In the worker: run a function."""
    try:
        return function(*args, **kwargs)
    except UnreadableFile as error:
        return _Refused(error.reason, error.detail)
    except MemoryError:
        return _Refused("too_large", "memory")


def _prepare_worker(memory: int) -> None:
    """In the worker, before the first function: end with the parent, keep quiet, keep within memory."""
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
    with _MAIN:
        program = sys.modules["__main__"]
        bare = ModuleType("__main__")
        sys.modules["__main__"] = bare
        try:
            yield
        finally:
            if sys.modules["__main__"] is bare:
                sys.modules["__main__"] = program
