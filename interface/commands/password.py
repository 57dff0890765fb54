"""``tietosilta password``: set the password with which staff sign in on the pages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from getpass import getpass

from corpus.errors import TietosiltaError
from interface.settings import Settings
from interface.staff_password import password_beside
from interface.texts import text


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command has no options of its own: a password in the arguments would stay in histories."""
    del say
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Ask for the password twice, or read one line from standard input; gives the exit code."""
    del options
    if sys.stdin.isatty():
        first = getpass(text(settings.language, "staff.new_password") + ": ")
        if getpass(text(settings.language, "staff.again") + ": ") != first:
            raise TietosiltaError("password_differs")
    else:
        first = sys.stdin.readline().rstrip("\r\n")
    password_beside(settings.index.resolve()).set(first)
    print(text(settings.language, "staff.is_set"), file=sys.stderr)
    return 0
