"""A file is there whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from corpus.added import Added
from corpus.folder import source_files
from corpus.whole_file import write_whole


def test_a_file_is_replaced_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    for data in (b"first", b"second\n"):
        write_whole(tmp_path / "a.txt", data)
        assert (tmp_path / "a.txt").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_what_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = Added(tmp_path)
    (tmp_path / "a.pdf").touch()
    folder.describe("a.pdf", {"title": "Vanha"})
    monkeypatch.setattr(*((os, "fsync") if fails == "fsync" else (Path, "replace")), full)
    with pytest.raises(OSError, match="No space"):
        folder.describe("a.pdf", {"title": "Uusi"})
    assert {path.name for path in tmp_path.iterdir()} == {"a.pdf", "a.pdf.yaml"}
    assert (tmp_path / "a.pdf.yaml").read_text("utf-8") == "title: Vanha\n"


def test_what_is_being_written_is_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"first")
    seen: list[tuple[list[str], bytes, int]] = []

    def look(_: int) -> None:
        names = [file.path for file in source_files(tmp_path)]
        seen.append((names, (tmp_path / "a.txt").read_bytes(), len(list(tmp_path.iterdir()))))

    monkeypatch.setattr(os, "fsync", look)
    write_whole(tmp_path / "a.txt", b"second")
    assert seen == [(["a.txt"], b"first", 2)]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "open", b"")
        write_whole(tmp_path / "private", b"", private=True)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"open": 0o644, "private": 0o600}
