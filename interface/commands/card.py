"""``tietosilta card``: what documents state, field by field, beside each other when there are several."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from interface.commands.ask import place, quote_as_json
from interface.printed import check_documents, opened_library
from interface.settings import Settings
from interface.texts import text

if TYPE_CHECKING:
    from assistant.cards import FactCard


def add(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """The command's arguments."""
    command.add_argument("documents", nargs="+", metavar="DOCUMENT", help=say("document"))
    command.add_argument("--json", action="store_true", help=say("json"))
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the cards; gives the exit code."""
    from assistant.cards import compare

    check_documents(settings, options.documents)
    with opened_library(settings) as library:
        cards = compare(library, [library.named(name) for name in options.documents])
    if options.json:
        print(json.dumps(cards_as_json(cards), ensure_ascii=False))
    else:
        print("\n".join(cards_in_words(cards, settings.language)))
    return 0


def cards_as_json(cards: list[FactCard]) -> dict[str, Any]:
    """Documents, and fields by name with one quote or null for each document."""
    return {
        "kind": cards[0].kind,
        "documents": [{"document": card.document.id, "title": card.document.title} for card in cards],
        "fields": {
            name: [quote_as_json(quote) if (quote := card.fields[name]) else None for card in cards]
            for name in cards[0].fields
        },
    }


def cards_in_words(cards: list[FactCard], language: str) -> Iterator[str]:
    """Lines for a terminal: each field with what every document states."""
    for name in cards[0].fields:
        yield text(language, f"card.{cards[0].kind}.{name}")
        for card in cards:
            quote = card.fields[name]
            if quote is None:
                yield f"   {card.document.title}: {text(language, 'card.not_stated')}"
            else:
                quoted = text(language, "brief.quoted", words=" ".join(quote.text.split()))
                yield textwrap.indent(textwrap.fill(quoted, 92), "   ")
                yield f"   {' · '.join(place(quote, language))}"
        yield ""
