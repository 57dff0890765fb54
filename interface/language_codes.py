"""Languages that are given on the command line, by code or by name."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from corpus.codes import find_language


def language_code(say: Callable[[str], str]) -> Callable[[str], str]:
    """The type of an argument that names a language; ``say`` gives the help texts."""

    def code(stated: str) -> str:
        if found := find_language(stated):
            return found
        raise argparse.ArgumentTypeError(f"{stated}: {say('unknown_language')}")

    return code
