"""The documents of a file that was read, each with what is known of it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from corpus.catalogue import Described, describe
from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.folder import SourceFile
from corpus.language import main_language
from corpus.models import Document

_TOLD = 3  # records of a file whose mistakes are told one by one


def documents_of(
    file: SourceFile, drafts: Iterable[Draft], root: Path
) -> tuple[list[Document], UnreadableFile | None]:
    """The documents of ``file``, and what is wrong with what is said of them but keeps none from being read.

    Raises UnreadableFile that tells of all of whom nothing can be understood.
    """
    described = _described(drafts, file, root)
    problem = _together([about.problem for _, about in described if about.problem])
    return [_document(file, draft, about) for draft, about in described], problem


def _described(drafts: Iterable[Draft], file: SourceFile, root: Path) -> list[tuple[Draft, Described]]:
    """Each document of ``file`` with what is known of it. Raises UnreadableFile that tells of all who are wrong."""
    described, wrong = [], []
    for draft in drafts:
        try:
            described.append((draft, describe(draft, PurePosixPath(file.path), root)))
        except UnreadableFile as error:
            wrong.append(error)
    if problem := _together(wrong):
        raise problem
    return described


def _together(problems: Sequence[UnreadableFile]) -> UnreadableFile | None:
    """Those of many records as one, which tells the first of them and how many more there are."""
    if len(problems) < 2:
        return problems[0] if problems else None
    told = dict.fromkeys(problem.detail for problem in problems)  # a sidecar's mistake is that of every record
    first, more = list(told)[:_TOLD], max(len(told) - _TOLD, 0)
    return UnreadableFile(problems[0].reason, "; ".join(first) + (f" {{and_more {more}}}" if more else ""))


def _document(file: SourceFile, draft: Draft, about: Described) -> Document:
    text = draft.text
    blocks = [text[block.start : block.end] for block in draft.blocks]
    return Document(
        id=unicodedata.normalize("NFC", file.path) + (f"#{draft.key}" if draft.key else ""),
        title=about.title,
        language=about.language or main_language(blocks, likely=about.likely),
        collection=about.collection,
        text=text,
        blocks=tuple(draft.blocks),
        pages=tuple(draft.pages),
        metadata=about.metadata,
    )


def digest_of(document: Document) -> str:
    """Changes with anything that is stored of the document."""
    about = json.dumps(asdict(document.metadata), default=str, sort_keys=True)
    # The same words may have become a heading, or stand on another page.
    parts = (
        document.title, document.language, document.collection or "", about, document.text,
        repr(document.blocks), repr(document.pages),
    )  # fmt: skip
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
