"""Questions of one's own with the documents that answer them: does the search find these?

A file of questions has one JSON object a line, with ``question`` and ``documents``, the names of the
documents that answer it as search results have them. Other fields are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.finding.works import Works
from assistant.search import Library
from corpus.errors import TietosiltaError, system_cause

FIRST = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the documents that answer it."""

    question: str
    documents: frozenset[str]


def read_questions(path: Path, library: Library) -> list[Labelled]:
    """The questions of ``path``; language versions of a named document answer, too.

    Raises TietosiltaError("questions") naming the line that cannot be used, or a document that is not in the library.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")  # a question may hold other signs that end lines
    except (OSError, UnicodeDecodeError) as error:
        cause = system_cause(error) if isinstance(error, OSError) else "{not_utf8}"
        raise TietosiltaError("questions", f"{path}: {cause}") from error
    cards = library.documents()
    known, works = {card.id for card in cards}, Works(cards)
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            question, stated = row["question"], row["documents"]
        except (KeyError, TypeError, ValueError) as error:
            raise TietosiltaError("questions", f"{path}, {{line {number}}}") from error
        if not isinstance(question, str) or not isinstance(stated, list) or not all(isinstance(n, str) for n in stated):
            raise TietosiltaError("questions", f"{path}, {{line {number}}}: question, documents")
        question = question.encode("utf-8", "replace").decode()  # halves of letters, which JSON can write
        named = {library.named(name) for name in stated}
        if not named or named - known:
            strange = ", ".join(sorted(named - known)) or "documents"
            raise TietosiltaError("questions", f"{path}, {{line {number}}}: {strange}")
        versions = {card.id for name in named for card in works.language_versions(name)}
        questions.append(Labelled(question, frozenset(named | versions)))
    if not questions:
        raise TietosiltaError("questions", str(path))
    return questions


def answered(library: Library, questions: Sequence[Labelled]) -> int:
    """How many of ``questions`` have a document that answers them among the first three hits."""
    found = 0
    for labelled in questions:
        hits = library.search(labelled.question, k=FIRST).hits
        found += any(hit.passage.document in labelled.documents for hit in hits)
    return found
