"""``tietosilta evaluate``: how good the ranking is on a labelled set."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from interface.commands.index import load
from interface.progress import Line, note
from interface.settings import Settings
from interface.texts import counted


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command's arguments."""
    command.add_argument("folder", type=Path, metavar="FOLDER", help=say("evaluation_folder"))
    command.add_argument("--json", action="store_true", help=say("json"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the scores; gives the exit code."""
    from assistant.evaluate import evaluate, read_set
    from index.store import model_for

    data = read_set(options.folder)
    if data.left_out:
        note(counted(settings.language, "cli.left_out", data.left_out))
    line = Line(settings.language)
    encoder = load(settings, model_for(settings.index, settings.model))
    scores = evaluate(data, encoder, watch=line.evaluating)
    line.close()
    if options.json:
        print(json.dumps(scores))
        return 0
    pairs = scores.pop("pairs")
    for name, value in scores.items():
        print(f"{name:30} {value}")
    for pair, values in pairs.items():
        print(f"{pair:8} " + "  ".join(f"{name} {value}" for name, value in values.items()))
    return 0
