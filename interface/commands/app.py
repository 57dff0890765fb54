"""``tietosilta app``: serve the pages."""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Callable

from corpus.errors import IndexProblem, TietosiltaError, system_cause
from interface.address import PORT
from interface.arguments import whole_number
from interface.errors import in_words
from interface.progress import note
from interface.settings import Settings
from interface.texts import text


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command's arguments."""
    port = whole_number(say("whole_number"), most=65535)
    command.add_argument("--port", type=port, default=PORT, metavar="N", help=say("port"))
    command.add_argument("--address", default="", metavar="ADDRESS", help=say("address"))
    command.add_argument("--path", default="", metavar="PATH", help=say("path"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until stopped; gives the exit code."""
    from index.reading import StoreReader

    try:
        StoreReader(settings.index).close()
    except IndexProblem as error:  # the pages start all the same: they follow what is done about it
        note(in_words(error, settings.language))
    _check_port(options.address, options.port)
    os.environ |= {"TIETOSILTA_INDEX": str(settings.index.resolve()), "TIETOSILTA_MODEL": settings.model}
    path = options.path.strip("/")
    home = f"http://{options.address or 'localhost'}:{options.port}/{path}".rstrip("/")
    note(text(settings.language, "cli.app", address=home))
    if not options.address:
        note(text(settings.language, "cli.app_open"))
    from interface.server import serve

    serve(port=options.port, address=options.address, path=path)
    return 0


def _check_port(address: str, port: int) -> None:
    """Raise TietosiltaError where nothing can be served on ``port`` of ``address``, "" for all of the machine's."""
    try:
        socket.create_server((address, port)).close()
    except OSError as error:
        raise TietosiltaError("port", f"{address}:{port}, {system_cause(error)}".lstrip(":")) from error
