"""The arguments of commands in the reader's language: the frame of the help, and what is wrong with what was given."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from interface.texts import text

# What argparse says, in English only, and the key of the sentence that is said instead.
_SAID = {
    re.compile(r"the following arguments are required: (?P<names>.+)"): "required",
    re.compile(r"unrecognized arguments: (?P<names>.+)"): "unknown",
    re.compile(r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<names>.+)\)"): "choice",
    re.compile(r"argument (?P<name>.+?): expected (?:one|at least one) argument"): "no_value",
    re.compile(r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)"): "value",
    re.compile(r"ambiguous option: (?P<name>.+?) could match (?P<names>.+)"): "ambiguous",
}


class Parser(argparse.ArgumentParser):
    """A parser of arguments that speaks ``language``; so do those of its commands."""

    def __init__(self, *, language: str, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=partial(_Help, language=language), **options)
        self._language = language
        for group, name in ((self._positionals, "arguments"), (self._optionals, "options")):
            group.title = text(language, f"cli.usage.{name}")
        self.add_argument(
            "-h", "--help", action="help", default=argparse.SUPPRESS, help=text(language, "cli.usage.help")
        )

    def add_subparsers(self, **options: Any) -> Any:
        commands: Any = partial(Parser, language=self._language)
        return super().add_subparsers(parser_class=commands, **options)

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong beneath how the command is used, and end with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, text(self._language, "cli.error", message=in_words(message, self._language)) + "\n")


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str, *, language: str) -> None:
        super().__init__(prog)
        self._usage = text(language, "cli.usage.usage")

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, f"{self._usage}: " if prefix is None else prefix)


def in_words(message: str, language: str) -> str:
    """What argparse says is wrong, in ``language``; where that are words of ours, they are."""
    for pattern, key in _SAID.items():
        if found := pattern.fullmatch(message):
            given = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            return text(language, f"cli.usage.{key}", **given)
    return message.removeprefix("argument ")
