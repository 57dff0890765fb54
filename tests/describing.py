"""What is known of a document in a folder, or why not: what the tests of metadata share."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from corpus.catalogue import Described, describe
from corpus.draft import Draft
from corpus.errors import UnreadableFile


def draft_of(text: str = "Teksti.", *, heading: str = "", **particulars: Any) -> Draft:
    draft = Draft(**particulars)
    draft.heading(heading)
    draft.paragraph(text)
    return draft


def described(root: Path, path: str = "opas.pdf", **particulars: Any) -> Described:
    return describe(draft_of(**particulars), PurePosixPath(path), root)


def problem(root: Path, path: str = "opas.pdf", **particulars: Any) -> str:
    with pytest.raises(UnreadableFile) as caught:
        described(root, path, **particulars)
    assert caught.value.reason == "metadata"
    return caught.value.detail


def save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
