"""``tietosilta export``: the records of the library for spreadsheets, other programs and portals."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.errors import WrongUsage
from corpus.models import COLLECTIONS
from interface.settings import Settings
from interface.take_along import write_output
from interface.texts import LANGUAGES, counted, text

if TYPE_CHECKING:
    from assistant.listing.records import Record
    from index.store import Store

_IRI = re.compile(r"https?://[^\s/<>\"{}|\\^`]+(?:/[^\s<>\"{}|\\^`]*)?")  # what RDF takes
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")
FORMATS = ("csv", "json", "interreg", "innokyla", "kohesio", "dcat")


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """Describe the command's options; ``say`` gives the help texts."""
    command.add_argument("--format", choices=FORMATS, default="csv", help=say("export_format"))
    command.add_argument("--collection", choices=COLLECTIONS, help=say("export_collection"))
    command.add_argument("--output", type=Path, metavar="FILE", help=say("export_output"))
    command.add_argument("--address", metavar="URL", help=say("export_address"))
    command.add_argument("--publisher", metavar="NAME", default=text("en", "page.name"), help=say("export_publisher"))
    command.set_defaults(run=run)


def _has_host(address: str) -> bool:
    """Whether something on the network can be called as the address says: "…" cannot."""
    try:
        parts = urlsplit(address)
        host = parts.hostname if parts.port is None or parts.port else None
    except ValueError:  # a port that is no number
        return False
    return bool(host and (":" in host or _HOST.fullmatch(host)))


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the records; gives the exit code. Raises IndexProblem and WrongUsage."""
    from assistant.listing.records import read_records
    from index.store import Store

    if options.address is not None and not (_IRI.fullmatch(options.address) and _has_host(options.address)):
        raise WrongUsage("export_address", options.address)
    store = Store(settings.index)
    records = read_records(store, today=date.today(), collection=options.collection)
    suffix = options.output.suffix.lower() if options.output else ""
    if options.format == "dcat":
        written, count = _catalogue(records, options, suffix)
    else:
        written, count = _table(store, records, options.format, suffix, settings.language)
    if options.output:
        write_output(options.output, written)
    else:
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
    print(counted(settings.language, "export.done", count), file=sys.stderr)
    return 0


def _catalogue(records: list[Record], options: argparse.Namespace, suffix: str) -> tuple[bytes, int]:
    """The catalogue, as Turtle into a file that is called so and else as JSON-LD, and how many works it lists."""
    from assistant.listing.dcat import catalogue

    graph = catalogue(
        records,
        titles={language: text(language, "export.title") for language in LANGUAGES},
        descriptions={language: text(language, "export.description") for language in LANGUAGES},
        publisher=options.publisher,
        address=options.address,
    )
    written = graph.serialize(format="turtle" if suffix == ".ttl" else "json-ld", auto_compact=True)
    return written.encode(), len({record.work for record in records})


def _table(store: Store, records: list[Record], form: str, suffix: str, language: str) -> tuple[bytes, int]:
    """The table in the shape ``form``, as JSON or for a spreadsheet, and how many rows it has."""
    from assistant.listing.project_rows import read_project_rows
    from assistant.listing.tables import SHAPES, as_json, as_spreadsheet

    if form == "kohesio":
        records = records + read_project_rows(store, records)
    rows = SHAPES[form](records)
    as_objects = form == "json" or suffix == ".json"
    return as_json(rows).encode() if as_objects else as_spreadsheet(rows, language), len(rows)
