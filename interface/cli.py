"""The command line: index, fetch, search, ask, card, evaluate, export, translate, remove, app, password, doctor.

Results go to standard output, messages to standard error. Exit codes: 0 fine, 1 the work failed,
2 wrong usage. Heavy libraries are imported where they are used, so that an index that is already in
step says so within a second.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import socket
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import IndexProblem, TietosiltaError, WrongUsage, system_cause
from corpus.lemmas import keep_dictionaries_in
from corpus.version import version
from index.schema import problem
from interface.address import PORT
from interface.arguments import whole_number
from interface.commands import ask, card, export, fetch, index, password, search, translate
from interface.errors import in_words, refused
from interface.progress import Line
from interface.settings import Settings, likely_language, read_settings
from interface.texts import counted, text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in ``arguments`` (those of the process by default); gives the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack letters of a document
    language = likely_language()
    try:
        settings = read_settings()
        language = settings.language
        parser = _parser(language)
        options = parser.parse_args(arguments)
        if options.run is None:
            parser.print_help(sys.stderr)
            parser.exit(2)
        settings = replace(settings, index=options.index or settings.index)
        keep_dictionaries_in(settings.index.parent / "dictionaries")
        try:
            return int(options.run(options, settings))
        except sqlite3.DatabaseError as error:  # pages of the file that nobody had read yet
            raise problem(error, settings.index) from error
    except TietosiltaError as error:
        print(text(language, "cli.error", message=in_words(error, language)), file=sys.stderr)
        return 2 if isinstance(error, WrongUsage) else 1
    except KeyboardInterrupt:
        print("\n" + text(language, "cli.stopped"), file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # the machine's own: a folder that is gone, a disk that is full
        print(text(language, "cli.error", message=in_words(refused(error), language)), file=sys.stderr)
        return 1


def _parser(language: str) -> argparse.ArgumentParser:
    def say(key: str) -> str:
        return text(language, f"cli.help.{key}")

    parser = argparse.ArgumentParser(prog="tietosilta", description=say("program"))
    parser.set_defaults(index=None, run=None)
    parser.add_argument("--version", action="version", version=f"%(prog)s {version()}", help=say("version"))
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--index", type=Path, metavar="PATH", default=argparse.SUPPRESS, help=say("index_path")
    )  # without a default of its own: an action after it would undo what was given before
    commands = parser.add_subparsers(metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=say(name), description=say(name))

    index.add(command("index"), say)
    fetch.add(command("fetch"), say)
    search.add(command("search"), say)
    ask.add(command("ask"), say)
    card.add(command("card"), say)

    evaluate = command("evaluate")
    evaluate.add_argument("folder", type=Path, metavar="FOLDER", help=say("evaluation_folder"))
    evaluate.add_argument("--json", action="store_true", help=say("json"))
    evaluate.set_defaults(run=_evaluate)

    export.add(command("export"), say)
    translate.add(command("translate"), say, common)

    remove = command("remove")
    remove.add_argument("document", metavar="DOCUMENT", help=say("document"))
    remove.set_defaults(run=_remove)

    app = command("app")
    port = whole_number(say("whole_number"), most=65535)
    app.add_argument("--port", type=port, default=PORT, metavar="N", help=say("port"))
    app.add_argument("--address", default="", metavar="ADDRESS", help=say("address"))
    app.add_argument("--path", default="", metavar="PATH", help=say("path"))
    app.set_defaults(run=_app)

    password.add(command("password"), say)

    doctor = command("doctor")
    doctor.set_defaults(run=_doctor)
    return parser


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.evaluate import evaluate, read_set
    from index.store import model_for

    data = read_set(options.folder)
    if data.left_out:
        print(counted(settings.language, "cli.left_out", data.left_out), file=sys.stderr)
    line = Line(settings.language)
    encoder = index.load(settings, model_for(settings.index, settings.model))
    scores = evaluate(data, encoder, watch=line.evaluating)
    line.close()
    if options.json:
        print(json.dumps(scores))
    else:
        pairs = scores.pop("pairs")
        for name, value in scores.items():
            print(f"{name:30} {value}")
        for pair, values in pairs.items():
            print(f"{pair:8} " + "  ".join(f"{name} {value}" for name, value in values.items()))
    return 0


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    from index.store import Store

    clean = Store(settings.index).remove_document(options.document)
    print(text(settings.language, "cli.removed", document=options.document), file=sys.stderr)
    if not clean:
        print(text(settings.language, "cli.removed_log"), file=sys.stderr)
    return 0


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    from interface.doctor import examine

    fine = True
    for healthy, sentence in examine(settings):
        print(("✓ " if healthy else "✗ ") + sentence, flush=True)
        fine = fine and healthy
    return 0 if fine else 1


def _app(options: argparse.Namespace, settings: Settings) -> int:
    from index.reading import StoreReader

    try:
        StoreReader(settings.index).close()
    except IndexProblem as error:  # the pages start all the same: they follow what is done about it
        print(in_words(error, settings.language), file=sys.stderr)
    _check_port(options.address, options.port)
    os.environ |= {"TIETOSILTA_INDEX": str(settings.index.resolve()), "TIETOSILTA_MODEL": settings.model}
    path = options.path.strip("/")
    home = f"http://{options.address or 'localhost'}:{options.port}/{path}".rstrip("/")
    print(text(settings.language, "cli.app", address=home), file=sys.stderr, flush=True)
    if not options.address:
        print(text(settings.language, "cli.app_open"), file=sys.stderr, flush=True)
    from interface.server import serve

    serve(port=options.port, address=options.address, path=path)
    return 0


def _check_port(address: str, port: int) -> None:
    """Raise TietosiltaError where nothing can be served on ``port`` of ``address``, "" for all of the machine's."""
    try:
        socket.create_server((address, port)).close()
    except OSError as error:
        raise TietosiltaError("port", f"{address}:{port}, {system_cause(error)}".lstrip(":")) from error


if __name__ == "__main__":
    sys.exit(main())
