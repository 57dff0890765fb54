"""Watching folders: a real process, the real model, files dropped, grown and deleted."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write_documents

from corpus.errors import IndexProblem
from corpus.folder import source_files
from index.store import Store
from index.watching import Settled, moments, old_enough

PATIENCE = 120  # seconds; how long things take is not what is tested


def test_a_file_is_whole_when_it_has_stood_still(tmp_path: Path) -> None:
    now = 100.0
    settled = Settled(2.0, clock=lambda: now)
    path = write_documents(tmp_path, {"a.md": "# A\n"}) / "a.md"

    def look() -> tuple[bool, bool]:
        settled.begin()
        [file] = source_files(tmp_path)
        return settled(file), settled.waiting

    assert look() == (False, True)
    now = 101.9
    assert look() == (False, True)
    path.write_text("# A\n\nMore.\n")  # grows
    now = 102.5
    assert look() == (False, True)
    now = 104.4
    os.utime(path, ns=(1, 1))  # same size, another time of change
    assert look() == (False, True)
    now = 106.4
    assert look() == (True, False)
    assert look() == (False, True)  # from the beginning for the next change


def test_a_file_that_stays_closed_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments_of_looks = iter((100.0, 103.0, 129.0, 130.0))
    settled = Settled(2.0, clock=lambda: next(moments_of_looks))
    [file] = source_files(write_documents(tmp_path, {"a.md": "# A\n"}))
    monkeypatch.setattr("index.watching.opens", lambda path: False)
    assert [settled(file) for _ in range(4)] == [False, False, False, True]  # reading it tells why it cannot be read


def test_the_first_look_goes_by_the_date_of_the_file(tmp_path: Path) -> None:
    path = write_documents(tmp_path, {"a.md": "# A\n"}) / "a.md"
    assert [old_enough(file) for file in source_files(tmp_path)] == [False]
    for date in (time.time() - 60, time.time() + 3600):  # a clock that is wrong must not hide a file
        os.utime(path, (date, date))
        assert [old_enough(file) for file in source_files(tmp_path)] == [True]


def test_what_the_program_writes_itself_is_no_reason_to_look(tmp_path: Path) -> None:
    """Nor are hidden names. The folder is watched under another name than the files are written by."""
    folder, index = tmp_path / "documents", tmp_path / "documents" / "data" / "library.sqlite"
    write_documents(folder, {"data/dictionaries/fi.bin": "x", ".git/index": "x"})
    link = tmp_path / "link"
    link.symlink_to(folder)
    settled = Settled()
    looks = moments([link], settled, own=[index, index.with_name("dictionaries")])
    next(looks)

    def write() -> None:
        time.sleep(0.5)
        names = ("data/library.sqlite", "data/library.sqlite-wal", "data/dictionaries/sv.bin", ".git/head", "~$a.docx")
        write_documents(folder, dict.fromkeys(names, "x"))
        time.sleep(2.5)
        write_documents(folder, {"data/library.sqlite.md": "# A\n"})

    threading.Thread(target=write, daemon=True).start()
    next(looks)
    assert [file.path for file in source_files(folder)] == ["data/library.sqlite.md"]


class Watching:
    """``tietosilta index --watch`` in a process of its own, and what it says."""

    def __init__(self, *folders: Path, index: Path) -> None:
        names = map(str, folders)
        command = [sys.executable, "-m", "interface.cli", "index", "--watch", *names, "--index", str(index)]
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env=os.environ | {"TIETOSILTA_LANGUAGE": "en"},
            # Tests that run in the background of a shell are told to ignore Ctrl+C, and so would this be.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)

    def hears(self, words: str) -> bool:
        """Wait until it has said ``words``."""
        until = time.monotonic() + PATIENCE
        while not any(words in line for line in self.said):
            try:
                self.said.append(self._lines.get(timeout=max(0.0, until - time.monotonic())))
            except queue.Empty:
                return False
        return True

    def ends(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.2)


def text_of(index: Path, document: str) -> str | None:
    try:
        return Store(index).document(document).text
    except IndexProblem:
        return None


def test_files_come_grow_and_go(tmp_path: Path) -> None:
    folder, index = tmp_path / "documents", tmp_path / "index.sqlite"
    folder.mkdir()
    watching = Watching(folder, index=index)
    try:
        assert watching.hears("Watching")
        write_documents(folder, {"note.md": "# Note\n\nThe workshop is in Kuopio.\n"})
        wait_for(lambda: text_of(index, "note.md") == "Note\n\nThe workshop is in Kuopio.\n\n")

        with (folder / "long.md").open("w") as file:
            file.write("# Long\n\nThe first half.\n")
            file.flush()
            time.sleep(0.5)
            file.write("\nThe second half.\n")
        wait_for(lambda: "The second half." in (text_of(index, "long.md") or ""))

        (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
        assert watching.hears("broken.pdf")
        (folder / "note.md").unlink()
        wait_for(lambda: text_of(index, "note.md") is None)
        assert watching.hears("Removed: note.md")
        assert [line for line in watching.said if "note.md" in line or "long.md" in line] == [
            "Taken in: note.md\n", "Taken in: long.md\n", "Removed: note.md\n",
        ]  # fmt: skip
        assert text_of(index, "long.md") == "Long\n\nThe first half.\n\nThe second half.\n\n"
        assert watching.process.poll() is None
        assert watching.ends() == 0
        assert watching.hears("Watching has ended.")
        assert not any("Traceback" in line for line in watching.said)
        assert sum("Opening the search model" in line for line in watching.said) == 1
    finally:
        watching.process.kill()
    with sqlite3.connect(index) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT id FROM documents").fetchall() == [("long.md",)]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    watching = Watching(tmp_path / "none", index=tmp_path / "index.sqlite")
    assert watching.process.wait(PATIENCE) == 1
    assert watching.hears("There is no such folder")


def test_a_folder_that_goes_away_is_told_and_the_other_is_followed(tmp_path: Path) -> None:
    kept, lost, index = tmp_path / "kept", tmp_path / "lost", tmp_path / "index.sqlite"
    write_documents(lost, {"old.md": "# Old\n\nThe seminar was in Oulu.\n"})
    os.utime(lost / "old.md", (1, 1))
    kept.mkdir()
    watching = Watching(lost, kept, index=index)
    try:
        assert watching.hears("Watching")
        shutil.rmtree(lost)
        assert watching.hears(f"The folder is no longer there: {lost}.")
        assert text_of(index, "old.md") == "Old\n\nThe seminar was in Oulu.\n\n"
        write_documents(kept, {"note.md": "# Note\n\nThe workshop is in Kuopio.\n"})
        wait_for(lambda: text_of(index, "note.md") == "Note\n\nThe workshop is in Kuopio.\n\n")
        write_documents(lost, {"new.md": "# New\n\nThe seminar is in Turku.\n"})
        write_documents(kept, {"more.md": "# More\n"})  # a folder that is back is looked at with the others
        wait_for(lambda: text_of(index, "new.md") == "New\n\nThe seminar is in Turku.\n\n")
        assert text_of(index, "old.md") is None
        assert watching.ends() == 0
        assert sum("The folder is no longer there" in line for line in watching.said) == 1
    finally:
        watching.process.kill()
