"""The index file: what is removed leaves nothing, what is locked is left alone, what cannot be opened says why."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import index_folder, indexed, write_documents
from looking import contents

from assistant.search import Library
from corpus.errors import IndexProblem
from index import schema
from index.encoder import Encoder
from index.store import Store
from interface.cli import main


def test_remove_leaves_nothing(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_documents(tmp_path / "documents")
    path = tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    store = Store(path)
    assert store.remove_document("practices/cooperative-laundry.md") is True
    store.close()
    left = contents(path)
    assert "practices/cooperative-laundry.md" not in {row[0] for row in left["documents"] + left["passages"]}
    assert left["orphans"] == [(0,)]
    for file in tmp_path.glob("i.sqlite*"):
        raw = file.read_bytes()
        assert b"thirty people" not in raw
        assert b"laundry" not in raw


def test_a_reader_does_not_stop_a_removal(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    path = tmp_path / "i.sqlite"
    index_folder(path, write_documents(tmp_path / "documents"), encoder)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM passages").fetchone()
        assert main(["remove", "practices/cooperative-laundry.md", "--index", str(path)]) == 0
    told = capsys.readouterr().err
    assert "was removed" in told and "Another program is reading the library right now" in told
    assert "practices/cooperative-laundry.md" not in {card.id for card in Store(path).cards().values()}


def test_removing_what_is_not_there_is_told(small_index: Path) -> None:
    with pytest.raises(IndexProblem) as caught:
        Store(small_index).remove_document("no/such.md")
    assert caught.value.reason == "no_document"


@pytest.fixture
def locked(tmp_path: Path, staff_index: Path) -> Iterator[Path]:
    """A folder that cannot be written, not even by root, with an index in it."""
    folder = tmp_path / "locked"
    folder.mkdir()
    staff_index.rename(folder / "i.sqlite")
    (folder / "i.sqlite").chmod(0o444)
    folder.chmod(0o555)
    protected = os.access(folder, os.W_OK) and shutil.which("chattr")
    if protected:
        subprocess.run(["chattr", "+i", folder], capture_output=True)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("no folder can be locked here")
        yield folder
    finally:
        if protected:
            subprocess.run(["chattr", "-i", folder], capture_output=True)
        folder.chmod(0o755)


def test_an_index_in_a_locked_folder_is_read_and_left_alone(locked: Path, encoder: Encoder) -> None:
    path = locked / "i.sqlite"
    before = path.read_bytes()
    store = Store(path)
    (hit, *_) = Library(store, encoder).search("laundry in Turin").hits
    assert hit.passage.document == "practices/cooperative-laundry.md"
    with pytest.raises(IndexProblem) as caught:
        store.remove_document("projects/note.txt")
    assert caught.value.reason == "no_access"
    assert "projects/note.txt" in {card.id for card in store.cards().values()}
    assert path.read_bytes() == before
    with pytest.raises(IndexProblem) as caught:
        Store.create(locked / "new.sqlite", encoder="e", dimension=4)
    assert caught.value.reason == "no_access"


def test_an_index_where_no_folder_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexProblem) as caught:
        Store.create(tmp_path / "file" / "i.sqlite", encoder="e", dimension=4)
    assert caught.value.reason == "no_access"


def test_an_index_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "SCHEMA", f"PRAGMA max_page_count = 3; {schema.SCHEMA}")  # as on a full disk
    with pytest.raises(IndexProblem) as caught:
        Store.create(tmp_path / "i.sqlite", encoder="hashed", dimension=8)
    assert (caught.value.reason, caught.value.detail) == ("no_access", f"{tmp_path / 'i.sqlite'}: {{disk_full}}")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_opened_says_why(tmp_path: Path, encoder: Encoder) -> None:
    def reason(path: Path) -> str:
        with pytest.raises(IndexProblem) as caught:
            Store(path)
        return caught.value.reason

    assert reason(tmp_path / "none.sqlite") == "missing"
    assert reason(tmp_path) == "no_access"
    (tmp_path / "noise.sqlite").write_bytes(b"this is no database" * 100)
    assert reason(tmp_path / "noise.sqlite") == "damaged"
    Store.create(tmp_path / "old.sqlite", encoder="e", dimension=4).close()
    with sqlite3.connect(tmp_path / "old.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    assert reason(tmp_path / "old.sqlite") == "format"
    Store.create(tmp_path / "other.sqlite", encoder="another", dimension=4).close()
    with pytest.raises(IndexProblem) as caught:
        index_folder(tmp_path / "other.sqlite", write_documents(tmp_path / "documents"), encoder)
    assert caught.value.reason == "encoder"


def test_the_log_of_an_index_that_was_removed_does_not_come_into_a_new_one(tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / "i.sqlite"
    index_folder(path, write_documents(tmp_path / "old"), encoder)
    open_still = Store(path)
    assert len(open_still.cards()) == 5
    assert open_still.remove_file(str(tmp_path / "old"), "projects/note.txt") == 1
    left = {log: Path(f"{path}{log}").read_bytes() for log in ("-wal", "-shm")}
    assert all(left.values())
    open_still.close()
    path.unlink()
    for log, data in left.items():  # as after a process that was killed
        Path(f"{path}{log}").write_bytes(data)
    index_folder(path, write_documents(tmp_path / "new", {"new.md": "# New\n\nForty workshops.\n"}), encoder)
    assert [card.id for card in Store(path).cards().values()] == ["new.md"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_headings_come_along_and_an_index_of_an_older_program_has_none(tmp_path: Path, encoder: Encoder) -> None:
    documents = {"a.md": "# Kauppa\n\n## Kuka\n\nYhdistys.\n\n## Milloin\n\nKeväällä.\n"}
    path = indexed(tmp_path, documents, encoder)
    document = Store(path).document("a.md")
    said = [(document.text[one.start : one.end], one.level) for one in document.blocks]
    assert said == [("Kauppa", 1), ("Kuka", 2), ("Milloin", 2)]
    with closing(sqlite3.connect(path)) as older:
        older.execute("DROP TABLE headings")
    assert Store(path).document("a.md").blocks == ()
    write_documents(tmp_path / "documents", {"b.md": "# Haku\n\nSyksyllä.\n"})
    index_folder(path, tmp_path / "documents", encoder)
    assert [(one.start, one.end, one.level) for one in Store(path).document("b.md").blocks] == [(0, 4, 1)]
