"""``tietosilta index``: bring folders into the index, once or whenever something changes in them."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.asked import FILE as ASKED
from assistant.collection import FOLDER
from corpus.errors import IndexProblem, TietosiltaError
from index.schema import problem
from interface.commands.model import change_model
from interface.errors import in_words, refused, unreadable
from interface.progress import Line, note
from interface.settings import LIBRARY, Settings
from interface.texts import counted, text

if TYPE_CHECKING:
    from corpus.folder import SourceFile
    from index.encoder import Encoder
    from index.rows import FileRecord
    from index.sync import Report
    from index.watching import Settled


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    command.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help=say("folders"))
    command.add_argument("--watch", action="store_true", help=say("watch"))
    command.add_argument("--model", metavar="NAME", help=say("model"))
    command.add_argument("--questions", type=Path, metavar="FILE", help=say("labelled"))
    command.set_defaults(run=run, wrong_usage=command.error)


def run(options: argparse.Namespace, settings: Settings) -> int:
    if options.questions and not options.model:
        options.wrong_usage(text(settings.language, "cli.questions_alone"))
    if options.model:
        if settings.index.exists():
            changed = change_model(options.model, settings, questions=options.questions)
            if not changed or not (options.folders or options.watch):
                return 0 if changed else 1
        settings = replace(settings, model=options.model)
    elif _is_of_earlier_version(settings):
        change_model("bundled", settings, questions=None)
    if settings.index.exists():
        _renew_words(settings)
    added = filter(Path.is_dir, [settings.index.parent / FOLDER])  # what staff added on the pages
    folders = options.folders or [LIBRARY, *added]
    open_encoder = cache(partial(load, settings))  # once, and only when there is something to encode
    if not options.watch:
        return _once(folders, settings, open_encoder)
    try:
        _watch(folders, settings, open_encoder)
    except KeyboardInterrupt:  # Ctrl+C is how watching is ended
        note("\n" + text(settings.language, "cli.watch.ended"))
    return 0


def _once(folders: list[Path], settings: Settings, open_encoder: Callable[[str], Encoder]) -> int:
    """Bring ``folders`` into the index; gives the exit code. Who stops it is told what was kept."""
    from index.sync import Report

    report = Report()
    try:
        _sync(folders, settings, open_encoder, report=report)
    except KeyboardInterrupt:
        kept = counted(settings.language, "cli.documents", report.indexed)
        note("\n" + text(settings.language, "cli.indexing_stopped", documents=kept))
        return 1
    if report.empty:
        note(in_words(IndexProblem("empty_folder", ", ".join(report.empty)), settings.language))
    _tell(report, settings, failures=report.failed_before + report.failures)
    return 0


def _is_of_earlier_version(settings: Settings) -> bool:
    """Whether the index was made with the bundled model as an earlier version of the program had it."""
    from index.encoder import BUNDLED, adapted_before
    from index.reading import StoreReader

    bundled = settings.model in ("", BUNDLED)
    return bundled and settings.index.exists() and adapted_before(StoreReader(settings.index).encoder)


def _renew_words(settings: Settings) -> None:
    """Where the words of the index were read by an earlier version of the program."""
    from index.reading import StoreReader

    if not StoreReader(settings.index).words_are_old:
        return
    from index.renewing import renew_words

    note(text(settings.language, "cli.words"))
    line = Line(settings.language)
    try:
        renew_words(settings.index, watch=line.passages)
    finally:
        line.close()


def load(settings: Settings, model: str) -> Encoder:
    """``model``, said before it is opened."""
    from index.encoder import load_encoder

    note(text(settings.language, "cli.opening_model"))
    return load_encoder(model, network=settings.network)


def _sync(
    folders: list[Path],
    settings: Settings,
    open_encoder: Callable[[str], Encoder],
    ready: Callable[[SourceFile], bool] | None = None,
    *,
    quiet: bool = False,
    report: Report | None = None,
) -> Report:
    from index.encoder import name_of
    from index.store import model_for
    from index.sync import sync

    line, model = Line(settings.language), model_for(settings.index, settings.model)
    try:
        return sync(
            settings.index, folders, encoder=name_of(model), open_encoder=lambda: open_encoder(model),
            watch=(lambda _: None) if quiet else line.indexing, ready=ready, report=report,
        )  # fmt: skip
    finally:
        line.close()


def _watch(folders: list[Path], settings: Settings, open_encoder: Callable[[str], Encoder]) -> None:
    from index.watching import Settled, moments, old_enough

    told: set[FileRecord] = set()  # some failures are tried again every time
    try:
        report = _sync(folders, settings, open_encoder, old_enough)
        _tell(report, settings, failures=report.failed_before + report.failures)
        told.update(report.failures)
    except TietosiltaError as error:
        if error.reason != "empty_folder":
            raise
    note(text(settings.language, "cli.watch.begun", folders=", ".join(map(str, folders))))
    settled, said = Settled(), dict.fromkeys(folders, "")
    own = [settings.index, *(settings.index.with_name(name) for name in (ASKED, "dictionaries"))]
    for _ in moments(folders, settled, own=own):
        for folder in folders:  # each by itself: the others are followed while one is away
            trouble = _look(folder, settings, open_encoder, settled, told)
            if trouble and trouble not in said.values():
                note(trouble)
            said[folder] = trouble


def _look(
    folder: Path, settings: Settings, open_encoder: Callable[[str], Encoder], settled: Settled, told: set[FileRecord]
) -> str:
    """Take in what has changed in ``folder``; gives the sentence for what keeps from it, "" where nothing does."""
    waiting = settled.waiting
    try:
        report = _sync([folder], settings, open_encoder, settled, quiet=True)
    except (TietosiltaError, OSError, sqlite3.Error) as error:  # another program writes, a drive is away: it may pass
        reason = getattr(error, "reason", "")
        settled.waiting = waiting or reason == "busy"
        return "" if reason == "empty_folder" else _sentence(error, settings)
    failures = [record for record in report.failures if record not in told]
    told.update(failures)
    for record in failures:
        note(in_words(unreadable(record), settings.language))
    files = dict.fromkeys(name.partition("#")[0] for name in report.taken_in)  # one may hold thousands of documents
    for change, names in (("taken_in", files), ("gone", report.gone)):
        for name in names:
            note(text(settings.language, f"cli.watch.{change}", file=name))
    return ""


def _sentence(error: TietosiltaError | OSError | sqlite3.Error, settings: Settings) -> str:
    if isinstance(error, OSError):
        error = refused(error)
    return in_words(problem(error, settings.index) if isinstance(error, sqlite3.Error) else error, settings.language)


def _tell(report: Report, settings: Settings, *, failures: Iterable[FileRecord]) -> None:
    """What was done, after the reason of each of ``failures``."""
    for record in failures:
        note(in_words(unreadable(record), settings.language))
    note(
        text(
            settings.language, "cli.indexed", path=settings.index,
            documents=counted(settings.language, "cli.documents", report.indexed),
            unchanged=counted(settings.language, "cli.unchanged", report.unchanged),
            removed=report.removed, failed=sum(not one.is_read for one in (*report.failed_before, *report.failures)),
        )
    )  # fmt: skip
