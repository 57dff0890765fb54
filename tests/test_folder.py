"""Walking a folder: which files may be read, in which order, and when one has changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from drafts import make

from corpus.folder import source_files


def test_which_files_and_in_which_order(tmp_path: Path) -> None:
    make(tmp_path, "b/z.txt", "b/a.MD", "a.pdf", "c.doc", "_defaults.yaml", "a.pdf.yaml", "picture.png")
    make(tmp_path, ".hidden.txt", ".git/config.txt", "~$a.docx", "a.txt.tmp", "a.pdf.part", "budget.csv")
    found = source_files(tmp_path)
    assert [file.path for file in found] == ["a.pdf", "b/a.MD", "b/z.txt", "budget.csv", "c.doc"]
    assert found[2].absolute == tmp_path / "b" / "z.txt"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_that_a_terminal_would_obey_is_told_without_that(tmp_path: Path) -> None:
    make(tmp_path, "a\x1b[2J\r.txt", "fdp\u202e.txt")
    assert [file.path for file in source_files(tmp_path)] == ["a\ufffd[2J\ufffd.txt", "fdp\ufffd.txt"]
    assert all(file.absolute.is_file() for file in source_files(tmp_path))


def test_size_and_change_include_what_describes_the_file(tmp_path: Path) -> None:
    make(tmp_path, "a/x.txt", "y.txt")
    before = {file.path: file for file in source_files(tmp_path)}
    assert before["y.txt"].size == len("Teksti y.txt.")
    (tmp_path / "a" / "_defaults.yaml").write_text("country: FI")
    os.utime(tmp_path / "a" / "_defaults.yaml", ns=(1, 4_000_000_000_000_000_000))
    after = {file.path: file for file in source_files(tmp_path)}
    assert after["a/x.txt"].size == before["a/x.txt"].size + len("country: FI")
    assert after["a/x.txt"].mtime_ns == 4_000_000_000_000_000_000
    assert after["y.txt"] == before["y.txt"]


def test_another_sidecar_of_the_same_length_and_an_older_date_is_another_state(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    sidecar = tmp_path / "a.txt.yaml"
    sidecar.write_text("country: FI")
    before = {file.path: file for file in source_files(tmp_path)}
    assert before["b.txt"].state == (tmp_path / "b.txt").stat().st_mtime_ns
    sidecar.write_text("country: SE")
    os.utime(sidecar, ns=(1, 1_000_000_000_000_000_000))
    after = {file.path: file for file in source_files(tmp_path)}
    assert after["a.txt"].size == before["a.txt"].size and after["a.txt"].state != before["a.txt"].state
    assert after["b.txt"] == before["b.txt"]
    sidecar.rename(tmp_path / "a.yaml")
    [renamed, _] = source_files(tmp_path)
    assert renamed.state != after["a.txt"].state


def test_folders_in_folders_deeper_than_calls_may_go(tmp_path: Path) -> None:
    folders = [tmp_path / ("a/" * depth) for depth in range(1, 1201)]
    for folder in folders:
        folder.mkdir()
    (file,) = make(folders[-1], "a.txt")
    assert [found.path for found in source_files(tmp_path)] == ["a/" * 1200 + "a.txt"]
    file.absolute.unlink()
    for folder in reversed(folders):  # what clears up after tests goes one call within the other
        folder.rmdir()


def test_what_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "listed/b.txt", "listed/picture.png", "listed/sub/c.txt", "shut/d.txt")
    (tmp_path / "listed").chmod(0o444)
    (tmp_path / "shut").chmod(0)
    closed: dict[str, str] = {}
    try:
        if os.access(tmp_path / "shut", os.R_OK):
            pytest.skip("nothing is closed to root")
        assert [file.path for file in source_files(tmp_path, closed=closed)] == ["a.txt"]
    finally:
        (tmp_path / "listed").chmod(0o755)
        (tmp_path / "shut").chmod(0o755)
    assert closed == dict.fromkeys(["listed/b.txt", "listed/sub/", "shut/"], "{not_allowed}")


def test_single_file(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    (tmp_path / "a.yaml").write_text("x")
    [file] = source_files(tmp_path / "a.txt")
    assert (file.path, file.absolute, file.size) == ("a.txt", tmp_path / "a.txt", len("Teksti a.txt.") + 1)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    make(tmp_path, "outside.txt", "other/file.txt", "root/a.txt", "root/sub/b.txt")
    (root / "out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "out").symlink_to(tmp_path / "other")
    (root / "in.txt").symlink_to(root / "a.txt")
    (root / "sub" / "loop").symlink_to(root)
    (root / "dead.txt").symlink_to(root / "gone.txt")
    assert [file.path for file in source_files(root)] == ["a.txt", "in.txt", "sub/b.txt"]
