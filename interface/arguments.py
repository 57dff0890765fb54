"""What commands have in common: the option --index, whole numbers, and languages by code or by name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from corpus.codes import find_language


def with_index(say: Callable[[str], str]) -> argparse.ArgumentParser:
    """A parser of the option --index alone, for others to have as a parent; ``say`` gives the help texts."""
    parser = argparse.ArgumentParser(add_help=False)
    # Without a default of its own: an action after it would undo what was given before.
    parser.add_argument("--index", type=Path, metavar="PATH", default=argparse.SUPPRESS, help=say("index_path"))
    return parser


def whole_number(wanted: str, *, most: int = 10_000) -> Callable[[str], int]:
    """What reads an argument as a whole number from 1 to ``most``; ``wanted`` says what to give instead."""

    def read(value: str) -> int:
        if value.isdecimal() and len(value) < 10 and 1 <= int(value) <= most:
            return int(value)
        raise argparse.ArgumentTypeError(f"{value}: {wanted}, 1–{most}")

    return read


def language_code(say: Callable[[str], str]) -> Callable[[str], str]:
    """The type of an argument that names a language; ``say`` gives the help texts."""

    def code(stated: str) -> str:
        if found := find_language(stated):
            return found
        raise argparse.ArgumentTypeError(f"{stated}: {say('unknown_language')}")

    return code
