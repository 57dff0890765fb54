"""``tietosilta index``: bring folders into the index, once or whenever something changes in them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.collection import FOLDER
from corpus.errors import TietosiltaError, UnreadableFile
from interface.errors import in_words
from interface.progress import Line
from interface.settings import LIBRARY, Settings
from interface.texts import counted, text

if TYPE_CHECKING:
    from corpus.folder import SourceFile
    from index.encoder import Encoder
    from index.sync import Report


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    command.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help=say("folders"))
    command.add_argument("--watch", action="store_true", help=say("watch"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, now: Settings) -> int:
    added = filter(Path.is_dir, [now.index.parent / FOLDER])  # what staff added on the pages
    folders = options.folders or [LIBRARY, *added]
    open_encoder = cache(lambda: load(now))  # once, and only when there is something to encode
    if not options.watch:
        _tell(_sync(folders, now, open_encoder), now)
        return 0
    try:
        _watch(folders, now, open_encoder)
    except KeyboardInterrupt:  # Ctrl+C is how watching is ended
        _say("\n" + text(now.language, "cli.watch.ended"))
    return 0


def load(now: Settings) -> Encoder:
    """The model of the settings, said before it is opened."""
    from index.encoder import load_encoder

    _say(text(now.language, "cli.opening_model"))
    return load_encoder(now.model, network=now.network)


def _sync(
    folders: list[Path],
    now: Settings,
    open_encoder: Callable[[], Encoder],
    ready: Callable[[SourceFile], bool] | None = None,
) -> Report:
    from index.encoder import name_of
    from index.sync import sync

    line = Line(now.language)
    try:
        return sync(
            now.index, folders, encoder=name_of(now.model), open_encoder=open_encoder, watch=line.indexing, ready=ready
        )
    finally:
        line.close()


def _watch(folders: list[Path], now: Settings, open_encoder: Callable[[], Encoder]) -> None:
    from index.watching import Settled, moments, old_enough

    try:
        _tell(_sync(folders, now, open_encoder, old_enough), now)
    except TietosiltaError as error:
        if error.reason != "empty_folder":
            raise
    _say(text(now.language, "cli.watch.begun", folders=", ".join(map(str, folders))))
    settled, said = Settled(), ""
    for _ in moments(folders, settled):
        try:
            report = _sync(folders, now, open_encoder, settled)
            said = ""
            if report.indexed or report.removed or report.failures:
                _tell(report, now)
        except TietosiltaError as error:  # another program writes, a drive is away: it may pass
            if (sentence := in_words(error, now.language)) != said and error.reason != "empty_folder":
                _say(sentence)
                said = sentence
            settled.waiting = error.reason == "busy"


def _tell(report: Report, now: Settings) -> None:
    for record in report.failures:
        detail = f"{record.path}, {record.detail}" if record.detail else record.path
        error = UnreadableFile(record.reason, detail)  # type: ignore[arg-type]  # as it was stored
        _say(in_words(error, now.language))
    _say(
        text(
            now.language, "cli.indexed", path=now.index,
            documents=counted(now.language, "cli.documents", report.indexed),
            unchanged=counted(now.language, "cli.unchanged", report.unchanged),
            removed=report.removed, failed=len(report.failures),
        )
    )  # fmt: skip


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
