"""A language model's answer on the command line: what is sent where is said, agreed to and then done."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import TietosiltaError
from interface.errors import in_words
from interface.printed import in_lines
from interface.settings import Settings
from interface.texts import counted, text

if TYPE_CHECKING:
    from assistant.generating.language_model import Generated, Server

_AGREED = "language-model-hosts.txt"  # beside the index: hosts to which sending was agreed


def server(settings: Settings) -> Server:
    """The server that the settings name. Raises TietosiltaError("llm_unset")."""
    from assistant.generating.language_model import Server

    if not (_is_address(settings.llm_base_url) and settings.llm_model):
        raise TietosiltaError("llm_unset")
    return Server(settings.llm_base_url, settings.llm_model, settings.llm_key, settings.llm_timeout)


def warn_of_server(settings: Settings) -> None:
    """Say on standard error that the pages offer no language model, where they are to and none is set."""
    if settings.llm_pages:
        try:
            server(settings)
        except TietosiltaError as problem:
            print(in_words(problem, settings.language), file=sys.stderr)


def _is_address(stated: str) -> bool:
    """Whether ``stated`` names a server of the web."""
    try:
        parts = urlsplit(stated)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # http://[, a port with letters
        return False


def agreed(server: Server, settings: Settings) -> bool:
    """Say what is sent where; the first time for a host, ask, and remember a yes.

    Without a terminal to ask at, only the setting ``llm_consent`` or an earlier yes agrees.
    """
    from assistant.generating.language_model import PASSAGES

    language = settings.language
    print(
        text(language, "generated.sends", host=server.host, model=server.model, count=PASSAGES),
        file=sys.stderr, flush=True,
    )  # fmt: skip
    remembered = settings.index.parent / _AGREED
    if server.host in (settings.llm_consent, *_hosts(remembered)):
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        print(text(language, "generated.not_agreed", host=server.host), file=sys.stderr)
        return False
    print(text(language, "generated.agree") + " ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() not in text(language, "generated.yes").split():
        print(text(language, "generated.refused"), file=sys.stderr)
        return False
    with suppress(OSError), remembered.open("a", encoding="utf-8") as file:  # else the next time asks again
        file.write(server.host + "\n")
    return True


def _hosts(path: Path) -> list[str]:
    return path.read_text("utf-8").split() if path.is_file() else []


def generated_as_json(generated: Generated) -> dict[str, Any]:
    """The field ``generated`` beside the verbatim sentences; citations count ``passages`` from 1."""
    return {
        "host": generated.server.host, "model": generated.server.model, "failure": generated.failure,
        "sentences": [{"text": one.text, "citations": list(one.citations)} for one in generated.sentences],
        "removed": generated.removed,
        "passages": [
            {
                "number": number, "document": hit.passage.document, "title": hit.document.title,
                "page": hit.passage.page, "start": hit.passage.start, "end": hit.passage.end,
            }
            for number, hit in enumerate(generated.passages, 1)
        ],
    }  # fmt: skip


def generated_in_words(generated: Generated, language: str) -> Iterator[str]:
    """Lines for a terminal, after the verbatim sentences."""
    if generated.failure:
        failure = f"generated.failed.{generated.failure}"
        yield text(language, failure, host=generated.server.host)
    else:
        yield text(language, "generated.heading", host=generated.server.host, model=generated.server.model)
        written = " ".join(
            one.text + "".join(f"\u00a0[{number}]" for number in one.citations) for one in generated.sentences
        )  # a citation stays on the line of its sentence's last word
        yield textwrap.indent(in_lines(written).replace("\u00a0", " "), "   ")
        for number, hit in generated.cited:
            page = [text(language, "hit.page", page=hit.passage.page)] if hit.passage.page else []
            yield "   " + " · ".join((f"[{number}] {hit.document.title}", hit.passage.document, *page))
    if generated.removed:
        yield counted(language, "generated.removed", generated.removed)
