"""Numbers that are given on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def whole_number(wanted: str, *, most: int = 10_000) -> Callable[[str], int]:
    """What reads an argument as a whole number from 1 to ``most``; ``wanted`` says what to give instead."""

    def read(value: str) -> int:
        if value.isdecimal() and len(value) < 10 and 1 <= int(value) <= most:
            return int(value)
        raise argparse.ArgumentTypeError(f"{value}: {wanted}, 1–{most}")

    return read
