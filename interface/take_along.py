"""An answer or hits into a file, in the reader's language: the words for ``assistant.exports``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.draft import tidy
from corpus.errors import TietosiltaError, WrongUsage, system_cause
from corpus.whole_file import write_whole
from index.records import Results
from interface.address import PORT, Request
from interface.texts import text

if TYPE_CHECKING:
    from assistant.answers import Answer
    from assistant.exports import Labels
    from assistant.references import Reference

_PAGES = f"http://localhost:{PORT}/"
FORMATS = (".docx", ".pdf", ".md", ".ris", ".bib", ".csv")
_COLUMNS = (
    "number", "quote", "title", "document", "page", "section", "language", "organisation", "published",
    "source", "licence", "in_force", "link",
)  # fmt: skip


def check_output(path: Path | None, question: str) -> None:
    """Raise WrongUsage, or TietosiltaError("output_file"), where ``path`` can hold no answer to ``question``."""
    if path is None:
        return
    if path.suffix.lower() not in FORMATS:
        raise WrongUsage("output_name", path.name)
    if question == "-":
        raise WrongUsage("output_many", path.name)
    if not path.absolute().parent.is_dir() or path.is_dir():
        raise TietosiltaError("output_file", str(path))


def write_file(path: Path, found: Answer | Results, language: str) -> None:
    """Write ``found`` to ``path`` in the format of its ending; a file there is replaced as a whole.

    Raises TietosiltaError("output_file") and ("export_font").
    """
    write_output(path, exported(found, path.suffix.lower(), language))


def write_output(path: Path, content: bytes) -> None:
    """The file that was asked for, whole or not at all. Raises TietosiltaError("output_file")."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise TietosiltaError("output_file", f"{path}: {system_cause(error)}") from error


def exported(
    found: Answer | Results, ending: str, language: str, *, title: str = "", made: date | None = None,
    pages: str = _PAGES,
) -> bytes:  # fmt: skip
    """``found`` in the format of ``ending``, one of FORMATS, under ``title``; ``made`` is by default today.

    Links lead to the app at ``pages``, by default the one that runs on this machine.
    """
    from assistant.exports import WRITERS, of_answer, of_hits

    def address(reference: Reference) -> str:
        target = Request(language, document=reference.document, at=reference.place)
        return pages + target.link("document", ("document", "at"))

    say = labels(language, "passages" if isinstance(found, Results) else "answer")
    if title:
        say = replace(say, title=tidy(title))
    day = made or date.today()
    if isinstance(found, Results):
        return WRITERS[ending](of_hits(found, say, made=day, address=address))
    return WRITERS[ending](of_answer(found, say, made=day, address=address))


def dated(words: str) -> str:
    """The name of a file that says what it is and tells it from those of other days, its ending aside."""
    return f"{words} {date.today().isoformat()}"


def labels(language: str, kind: str) -> Labels:
    """The words of a brief of ``kind``: "answer" or "passages"."""
    from assistant.exports import Labels

    def say(key: str) -> str:
        return text(language, f"brief.{key}")

    return Labels(
        language=language, title=say(kind), question=say("question"), quotes=say("quotes"),
        references=say("references"), page=text(language, "hit.page"), quoted=say("quoted"), what=say("what"),
        declined=say("declined"), differing=text(language, "answer.differing"),
        not_in_force=say("not_in_force"), spoken=say("spoken"), summary_of=say("summary_of"),
        yes=say("yes"), no=say("no"), columns=tuple(say(f"column.{name}") for name in _COLUMNS),
    )  # fmt: skip
