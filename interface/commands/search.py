"""``tietosilta search``: the passages that answer a question, and on request why they were found."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from corpus.models import COLLECTIONS
from index.records import Filters, Results
from interface.arguments import language_code, whole_number
from interface.printed import (
    also_in_words,
    check_documents,
    has_no_words,
    hits_in_words,
    opened_library,
    questions,
    results_as_json,
    warn_if_cut,
)
from interface.settings import Settings
from interface.take_along import check_output, write_file
from interface.texts import text
from interface.translated import Translations


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command's arguments."""
    command.add_argument("question", metavar="QUESTION", help=say("question"))
    command.add_argument("--k", type=whole_number(say("whole_number")), default=10, metavar="N", help=say("k"))
    command.add_argument("--lang", type=language_code(say), action="append", metavar="LANGUAGE", help=say("lang"))
    command.add_argument("--collection", action="append", choices=COLLECTIONS, help=say("collection"))
    command.add_argument("--document", action="append", metavar="DOCUMENT", help=say("document"))
    command.add_argument("--all-versions", action="store_true", help=say("all_versions"))
    command.add_argument("--translate", action="store_true", help=say("translated"))
    command.add_argument("--explain", action="store_true", help=say("explain"))
    command.add_argument("--no-terms", action="store_true", help=say("no_terms"))
    command.add_argument("--rerank", metavar="NAME", help=say("rerank"))
    command.add_argument("--json", action="store_true", help=say("json"))
    command.add_argument("--output", type=Path, metavar="FILE", help=say("output"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Search for each question; gives the exit code."""
    check_output(options.output, options.question)
    if options.document:
        check_documents(settings, options.document)
    if has_no_words(options, settings, sys.stderr):
        return 0
    with opened_library(settings, rerank=options.rerank, terms=not options.no_terms) as library:
        documents = [library.named(name) for name in options.document] if options.document else None
        filters = Filters(
            collections=_tuple(options.collection), languages=_tuple(options.lang), documents=_tuple(documents)
        )
        translated = Translations(settings) if options.translate else None
        for question in questions(options.question):
            warn_if_cut(question, settings.language)
            results = library.search(
                question, k=options.k, filters=filters, all_versions=options.all_versions, fallback=settings.language
            )
            if options.output:
                write_file(options.output, results, settings.language)
                print(text(settings.language, "cli.written", path=options.output), file=sys.stderr)
            if options.json or options.question == "-":
                found = results_as_json(results, explain=options.explain, translated=translated)
                print(json.dumps(found, ensure_ascii=False), flush=True)
            elif not options.output:
                _print_hits(results, settings.language, explain=options.explain, translated=translated)
    return 0


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values is not None else None


def _print_hits(results: Results, language: str, *, explain: bool, translated: Translations | None) -> None:
    if results.also:
        print(also_in_words(results, language), file=sys.stderr)
    if results.hits:
        print("\n".join(hits_in_words(results, language, explain=explain, translated=translated)))
    else:
        print(text(language, "cli.nothing" if results.query else "cli.no_words"), file=sys.stderr)
