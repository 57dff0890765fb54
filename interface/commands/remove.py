"""``tietosilta remove``: a document, or all of a folder, goes out of the index, with all that is left of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from interface.progress import note
from interface.settings import Settings
from interface.texts import counted, text


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command's arguments."""
    command.add_argument("document", metavar="DOCUMENT", help=say("document"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Remove the document or folder; gives the exit code. Raises IndexProblem("no_document")."""
    from index.store import Store

    store, folder = Store(settings.index), str(Path(options.document).resolve())
    if folder in store.roots():
        documents = counted(settings.language, "cli.documents", store.remove_folder(folder))
        clean = store.clean()
        note(text(settings.language, "cli.removed_folder", folder=folder, documents=documents))
    else:
        clean = store.remove_document(options.document)
        note(text(settings.language, "cli.removed", document=options.document))
    if not clean:
        note(text(settings.language, "cli.removed_log"))
    return 0
