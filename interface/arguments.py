"""What may be given on the command line: whole numbers, and languages by code or by name."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from corpus.codes import find_language


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
