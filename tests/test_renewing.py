"""An index made by an earlier version of the program: its words are read anew, from its own text."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import index_folder, write_documents

from assistant.search import Library
from index.encoder import Encoder
from index.renewing import renew_words
from index.rows import Words
from index.schema import WORDS
from index.store import Store
from interface.cli import main

Row = tuple[int, str, str]


def words(path: Path) -> list[Row]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT rowid, body, context FROM words ORDER BY rowid").fetchall()


@pytest.fixture
def earlier(tmp_path: Path, encoder: Encoder) -> tuple[Path, list[Row]]:
    """An index of which the documents are no longer there, with the words of an earlier version; and its words anew."""
    path = tmp_path / "i.sqlite"
    index_folder(path, write_documents(tmp_path / "documents"), encoder)
    shutil.rmtree(tmp_path / "documents")
    anew = words(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE words SET body = 'vanha', context = 'sana'")
        connection.execute("DELETE FROM meta WHERE key = 'words'")
    return path, anew


def test_words_become_those_of_a_new_index(earlier: tuple[Path, list[Row]], encoder: Encoder) -> None:
    path, anew = earlier
    library, heard = Library(Store(path), encoder), []
    assert library.search("omarahoitusosuus").hits[0].shares.words == 0
    renew_words(path, watch=lambda done, of, left: heard.append((done, of, left)))
    assert words(path) == anew
    assert [(done, of) for done, of, _ in heard] == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert heard[-1][2] == 0
    assert not Store(path).words_are_old
    assert library.search("omarahoitusosuus").hits[0].shares.words > 0
    assert Store(path).frequencies(["vanha", "sana", "omarahoitusosuus"]) == {"omarahoitusosuus": 1}


def test_the_index_command_renews_them_once(
    earlier: tuple[Path, list[Row]], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, anew = earlier
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    other = write_documents(tmp_path / "other", {"note.md": "# A note\n\nThe seminar is in May.\n"})
    assert main(["doctor", "--index", str(path)]) == 0
    assert "Run tietosilta index to have them read anew." in capsys.readouterr().out
    assert main(["index", str(other), "--index", str(path)]) == 0
    said = capsys.readouterr().err
    assert "The words by which its passages are found are read anew" in said
    assert "20% (0:00 left) · 1 of 5 passages" in said
    assert words(path)[:-1] == anew
    assert main(["index", str(other), "--index", str(path)]) == 0
    assert "read anew" not in capsys.readouterr().err


def test_what_changes_meanwhile_keeps_its_own_words(earlier: tuple[Path, list[Row]], encoder: Encoder) -> None:
    path, anew = earlier
    store = Store(path)
    found = {key: passage for card in store.cards().values() for key, passage in store.passages_of(card.id).items()}
    store.remove_document("projects/note.txt")
    store.put_words({key: (passage.text, Words(["x"], ["y"])) for key, passage in found.items()})
    there = sorted(key for key, passage in found.items() if passage.document != "projects/note.txt")
    assert words(path) == [(key, "x", "y") for key in there]
    assert store.words_are_old


def test_a_new_index_has_the_words_of_this_version(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "i.sqlite", encoder="e", dimension=4)
    assert not store.words_are_old
    assert store._connection.execute("SELECT value FROM meta WHERE key = 'words'").fetchone() == (WORDS,)
