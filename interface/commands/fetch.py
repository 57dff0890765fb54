"""``tietosilta fetch``: bring the official documents that a manifest lists, and tell what has changed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import FetchProblem
from interface.arguments import whole_number
from interface.errors import in_words
from interface.progress import note
from interface.settings import Settings
from interface.texts import counted, text

if TYPE_CHECKING:
    from corpus.fetch import Outcome

MANIFEST = Path(__file__).parents[2] / "corpus" / "official.yaml"
_SHOWN = 12  # hexadecimal digits of a checksum
_CHANGES = ("new", "changed", "unchanged", "failed")


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    megabytes = whole_number(say("whole_number"))
    command.add_argument("--manifest", type=Path, default=MANIFEST, metavar="FILE", help=say("fetch_manifest"))
    command.add_argument("--to", type=Path, metavar="FOLDER", help=say("fetch_to"))
    command.add_argument("--only", nargs="+", default=[], metavar="ID", help=say("fetch_only"))
    command.add_argument("--check", action="store_true", help=say("fetch_check"))
    command.add_argument("--max-mb", type=megabytes, default=100, metavar="N", help=say("fetch_max_mb"))
    command.add_argument("--allow-local", action="store_true", help=say("fetch_allow_local"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    from corpus.fetch import Limits, Web, check, fetch, read_manifest
    from corpus.fetch.folder import Folder

    wanted = read_manifest(options.manifest, only=tuple(options.only))
    folder = options.to or settings.index.parent / "official"
    # Documents that are not here are new unasked.
    asked = [one for one in wanted if Folder(folder).file(one.key)] if options.check else wanted
    hosts = {host for one in asked for host in one.hosts}

    def announce(host: str) -> None:
        """Hosts that the manifest names are said at once; those that a redirect leads to, on the way."""
        if host not in hosts:
            note(text(settings.language, "cli.fetch.redirected", host=host))

    web = Web(Limits(bytes=options.max_mb * 1_000_000), options.allow_local, announce)
    if asked:
        documents = counted(settings.language, "cli.documents", len(asked))
        key = "cli.fetch.checking" if options.check else "cli.fetch.asking"
        note(text(settings.language, key, documents=documents, hosts=", ".join(sorted(hosts))))
    counts = dict.fromkeys(_CHANGES, 0)
    for outcome in (check if options.check else fetch)(wanted, folder, web):
        counts[outcome.change] += 1
        print(_line(outcome, settings.language, check=options.check), flush=True)
    here = counts["new"] + counts["changed"] + counts["unchanged"]
    key = "cli.fetch.checked" if options.check else "cli.fetch.done" if here else "cli.fetch.nothing"
    note(text(settings.language, key, folder=folder, **counts))
    return 1 if counts["failed"] else 0


def _line(outcome: Outcome, language: str, *, check: bool) -> str:
    """What became of one document, and why where it did not come."""
    change = "not_here" if check and outcome.change == "new" else outcome.change
    line = f"{text(language, f'cli.fetch.{change}'):<14} {outcome.file or outcome.wanted.key}"
    if outcome.change == "changed" and outcome.old and outcome.new:
        line += f"  {outcome.old[:_SHOWN]} → {outcome.new[:_SHOWN]}"
    if outcome.problem:
        line += f"  {_why(outcome.problem, language, check=check)}"
    return line


def _why(problem: FetchProblem, language: str, *, check: bool) -> str:
    """Why a document did not come; what was only checked does not go on where it stopped."""
    if check and problem.reason in ("connection", "timeout"):
        return text(language, "cli.fetch.no_answer", detail=problem.detail)
    return in_words(problem, language)
