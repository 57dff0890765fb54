"""The command line: index, fetch, search, ask, card, evaluate, export, translate, remove, app, password, doctor.

Results go to standard output, messages to standard error. Exit codes: 0 fine, 1 the work failed,
2 wrong usage. Heavy libraries are imported where they are used, so that an index that is already in
step says so within a second.
"""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import replace

from corpus.errors import TietosiltaError, WrongUsage
from corpus.lemmas import keep_dictionaries_in
from corpus.version import version
from index.schema import problem
from interface.arguments import with_index
from interface.commands import (
    app,
    ask,
    card,
    doctor,
    evaluate,
    export,
    fetch,
    index,
    password,
    remove,
    search,
    translate,
)
from interface.errors import in_words, refused
from interface.parser import Parser
from interface.settings import likely_language, read_settings
from interface.texts import text

# In the order in which the help tells them.
_COMMANDS = (
    index, fetch, search, ask, card, evaluate, export, translate, remove, app, password, doctor,
)  # fmt: skip


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


def _parser(language: str) -> Parser:
    def say(key: str) -> str:
        return text(language, f"cli.help.{key}")

    parser = Parser(prog="tietosilta", description=say("program"), language=language)
    parser.set_defaults(index=None, run=None)
    parser.add_argument("--version", action="version", version=f"%(prog)s {version()}", help=say("version"))
    commands = parser.add_subparsers(metavar="COMMAND")
    for module in _COMMANDS:
        name = module.__name__.rpartition(".")[2]
        command = commands.add_parser(name, parents=[with_index(say)], help=say(name), description=say(name))
        module.add(command, say)
    return parser


if __name__ == "__main__":
    sys.exit(main())
