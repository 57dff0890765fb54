"""``tietosilta doctor``: is everything in place, and what to do where it is not."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from interface.settings import Settings


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command has no options of its own."""
    del say
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print what each check says; gives the exit code."""
    del options
    from interface.doctor import examine

    fine = True
    for healthy, sentence in examine(settings):
        print(("✓ " if healthy else "✗ ") + sentence, flush=True)
        fine = fine and healthy
    return 0 if fine else 1
