"""How far long work is, on one line of standard error that is written over in a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from interface.texts import number, text

if TYPE_CHECKING:
    from index.rows import Change
    from index.sync import Progress

_WIDTH = 100


def note(sentence: str) -> None:
    """A sentence for whoever runs the command, beside its output."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def meanwhile(sentence: str) -> Iterator[None]:
    """``sentence`` in a terminal for as long as something takes; elsewhere nothing is said."""
    if not sys.stderr.isatty():
        yield
        return
    print(sentence, end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        print("\r" + " " * len(sentence), end="\r", file=sys.stderr, flush=True)


class Line:
    """A progress line; where standard error is no terminal, a line every ten seconds."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._terminal = sys.stderr.isatty()
        self._said = float("-inf")

    def indexing(self, progress: Progress) -> None:
        left = self._left(progress.seconds_left) if progress.seconds_left is not None else ""
        passages = number(self._language, progress.passages)
        self._say(
            text(
                self._language, "cli.progress", share=round(100 * progress.share), left=left,
                done=progress.files_done, files=progress.files, passages=passages, file=progress.file,
            )
        )  # fmt: skip

    def changing(self, change: Change, seconds_left: float) -> None:
        self.passages(change.done, change.passages, seconds_left)

    def passages(self, done: int, passages: int, seconds_left: float) -> None:
        self._say(
            text(
                self._language, "cli.passages", share=100 * done // max(passages, 1),
                left=self._left(seconds_left), done=number(self._language, done),
                passages=number(self._language, passages),
            )
        )  # fmt: skip

    def evaluating(self, step: str, share: float) -> None:
        self._say(text(self._language, f"cli.step.{step}", share=round(100 * share)))

    def close(self) -> None:
        if self._terminal and self._said > 0:
            print(file=sys.stderr)

    def _left(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), 60)
        return text(self._language, "cli.left", time=f"{minutes}:{rest:02d}")

    def _say(self, sentence: str) -> None:
        now = time.monotonic()
        if now - self._said < (0.1 if self._terminal else 10):
            return
        self._said = now
        if self._terminal:
            print("\r" + sentence[:_WIDTH].ljust(_WIDTH), end="", file=sys.stderr, flush=True)
        else:
            print(sentence, file=sys.stderr, flush=True)
