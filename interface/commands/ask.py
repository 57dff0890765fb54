"""``tietosilta ask``: an answer in the documents' own words, or honesty that there is none."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interface.generating import agreed, generated_as_json, generated_in_words, server
from interface.printed import (
    has_no_words,
    hit_as_json,
    hits_in_words,
    in_lines,
    opened_library,
    questions,
    status_in_words,
    warn_if_cut,
)
from interface.settings import Settings
from interface.take_along import check_output, write_file
from interface.texts import LANGUAGES, text

if TYPE_CHECKING:
    from assistant.answers import Answer, Quote
    from assistant.generating.language_model import Generated, Server


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command's arguments."""
    command.add_argument("question", metavar="QUESTION", help=say("question"))
    command.add_argument("--json", action="store_true", help=say("json"))
    command.add_argument("--output", type=Path, metavar="FILE", help=say("output"))
    command.add_argument("--after", metavar="QUESTION", help=say("after"))
    command.add_argument("--model", action="store_true", help=say("use_model"))
    command.add_argument("--rerank", metavar="NAME", help=say("rerank"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Answer each question; gives the exit code."""
    from assistant.answers import ask

    check_output(options.output, options.question)
    model = server(settings) if options.model else None
    if options.after is None and has_no_words(options, settings, sys.stdout):
        return 0
    with opened_library(settings, rerank=options.rerank) as library:
        if model and not agreed(model, settings):
            model = None
        for question in questions(options.question):
            whole = _whole(options.after, question, settings.language)
            warn_if_cut(whole, settings.language)
            answer = ask(library, whole, fallback=settings.language)
            generated = _generated(answer, model)
            if options.output:
                write_file(options.output, answer, settings.language)
                print(text(settings.language, "cli.written", path=options.output), file=sys.stderr)
            if options.json or options.question == "-":
                more = {"generated": generated and generated_as_json(generated)} if options.model else {}
                print(json.dumps(answer_as_json(answer) | more, ensure_ascii=False), flush=True)
            elif not options.output or generated:  # of the language model's words no file is made
                print("\n".join(answer_in_words(answer, settings.language)))
                if generated:
                    print("\n".join(generated_in_words(generated, settings.language)))
            if model and answer.declined:
                print(text(settings.language, "generated.not_asked"), file=sys.stderr)
    return 0


def _whole(previous: str | None, question: str, language: str) -> str:
    """``question`` as it is meant after ``previous``; that it was made whole is said."""
    if previous is None:
        return question
    from assistant.conversation import make_whole

    follow_up = make_whole(previous, question)
    if follow_up.rewritten:
        print(text(language, "answer.asked_as", question=follow_up.text), file=sys.stderr)
    return follow_up.text


def _generated(answer: Answer, model: Server | None) -> Generated | None:
    """What the language model makes of ``answer``; None without one, and where the answer is declined."""
    if model is None or answer.declined:
        return None
    from assistant.generating.language_model import generate

    return generate(answer, model)


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """An answer as the command line's contract has it, with what was asked for and where sources differ."""
    return {
        "question": answer.question, "language": answer.language, "kind": answer.kind,
        "declined": answer.declined, "differing": answer.differing,
        "sentences": [quote_as_json(quote) for quote in answer.sentences],
        "hits": [hit_as_json(hit, rank) for rank, hit in enumerate(answer.hits, 1)],
    }  # fmt: skip


def quote_as_json(quote: Quote) -> dict[str, Any]:
    """A quote as the command line's contract has it."""
    return {
        "quote": quote.text, "document": quote.document.id, "title": quote.document.title,
        "language": quote.language, "page": quote.page, "section": quote.section, "start": quote.start,
        "end": quote.end, "score": round(quote.score, 4), "emphasis": [list(span) for span in quote.emphasis],
        "status": quote.hit.status,
    }  # fmt: skip


def answer_in_words(answer: Answer, language: str) -> Iterator[str]:
    """Lines for a terminal: each sentence with its source; that there is none in the asker's language."""
    if answer.declined:
        if not answer.question:
            yield text(language, "cli.no_words")
            return
        asker = answer.language if answer.language in LANGUAGES else language
        yield text(asker, "answer.declined" if answer.hits else "answer.nothing")
        yield ""
        yield from hits_in_words(answer, language)
        return
    if answer.differing:
        yield text(language, "answer.differing")
        yield ""
    for quote in answer.sentences:
        yield in_lines(text(language, "brief.quoted", words=quote.text))
        yield f"   {' · '.join(place(quote, language))}"
        yield ""


def place(quote: Quote, language: str) -> Iterator[str]:
    """Where a quote stands: title, document, page, section, and that it no longer holds."""
    yield f"{quote.document.title} [{quote.language}]"
    yield quote.document.id
    if quote.page:
        yield text(language, "hit.page", page=quote.page)
    if quote.section:
        yield quote.section
    if mark := status_in_words(quote.hit.document, quote.hit.status, quote.hit.successor, language):
        yield mark
