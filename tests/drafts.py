"""Files written, read and looked at: what the tests of the readers share."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.folder import SourceFile
from corpus.readers import read_file


def outline(draft: Draft) -> list[tuple[str, int, str]]:
    """The blocks as (first letter of the kind, level, text)."""
    return [(block.kind[0], block.level, draft.text[block.start : block.end]) for block in draft.blocks]


def read_one(path: Path) -> Draft:
    [draft] = read_file(path)
    return draft


def save(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def make(folder: Path, *names: str) -> list[SourceFile]:
    """Files of these names in ``folder``, each with a line of its own."""
    files = []
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Teksti {name}.")
        files.append(SourceFile(name, path, path.stat().st_size, path.stat().st_mtime_ns))
    return files


def reason_of(path: Path) -> tuple[str, str]:
    with pytest.raises(UnreadableFile) as caught:
        read_file(path)
    return caught.value.reason, caught.value.detail
