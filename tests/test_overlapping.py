"""Folders within folders, and files by themselves: what was indexed from one is not indexed again from the other."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import write_documents

from corpus.errors import IndexProblem
from index.encoder import BUNDLED, Encoder, name_of
from index.store import Store
from index.sync import sync

TEXTS = {
    "guide.md": "# Guide\n\nThe guide says who can apply.\n",
    "sub/note.md": "# Note\n\nThe note says when the seminar is.\n",
    "sub/deep/paper.md": "# Paper\n\nThe paper says what was found.\n",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_documents(tmp_path / "docs", TEXTS)


class Collection:
    """An index, and what a run over some paths did: documents indexed, files unchanged, documents removed."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self.path, self._encoder = path, encoder

    def run(self, *folders: Path) -> tuple[int, int, int]:
        report = sync(
            self.path, list(folders), encoder=name_of(BUNDLED), open_encoder=lambda: self._encoder, watch=lambda _: None
        )
        return report.indexed, report.unchanged, report.removed

    def holds(self) -> dict[str, list[str]]:
        """The documents by the folder from which they are."""
        with closing(sqlite3.connect(self.path)) as connection:
            rows = connection.execute("SELECT root, id FROM documents ORDER BY root, id").fetchall()
        return {root: [name for other, name in rows if other == root] for root, _ in rows}


@pytest.fixture
def collection(tmp_path: Path, encoder: Encoder) -> Collection:
    return Collection(tmp_path / "i.sqlite", encoder)


def test_a_file_of_an_indexed_folder_stays_that_folders(docs: Path, collection: Collection) -> None:
    assert collection.run(docs) == (3, 0, 0)
    assert collection.run(docs / "guide.md") == (0, 1, 0)
    (docs / "guide.md").write_text("# Guide\n\nAssociations can apply, too.\n", "utf-8")
    (docs / "new.md").write_text("# New\n\nA text that came later.\n", "utf-8")
    assert collection.run(docs / "guide.md", docs / "new.md") == (2, 0, 0)
    assert collection.holds() == {str(docs): ["guide.md", "new.md", "sub/deep/paper.md", "sub/note.md"]}
    assert "Associations can apply, too." in Store(collection.path).document("guide.md").text
    (docs / "new.md").unlink()
    with pytest.raises(IndexProblem) as caught:
        collection.run(docs / "new.md")
    assert (caught.value.reason, caught.value.detail) == ("no_folder", str(docs / "new.md"))
    assert collection.run(docs) == (0, 3, 1)


def test_a_folder_within_an_indexed_one_is_looked_at_alone(docs: Path, collection: Collection) -> None:
    collection.run(docs)
    (docs / "guide.md").unlink()
    (docs / "sub/note.md").unlink()
    assert collection.run(docs / "sub") == (0, 1, 1)
    assert collection.holds() == {str(docs): ["guide.md", "sub/deep/paper.md"]}


def test_what_was_indexed_within_a_folder_is_not_indexed_again(docs: Path, collection: Collection) -> None:
    assert collection.run(docs / "sub") == (2, 0, 0)
    assert collection.run(docs / "guide.md") == (1, 0, 0)
    apart = {str(docs / "guide.md"): ["guide.md"], str(docs / "sub"): ["deep/paper.md", "note.md"]}
    assert collection.run(docs) == (0, 3, 0)
    assert collection.holds() == apart
    (docs / "other.md").write_text("# Other\n\nOf the folder itself.\n", "utf-8")
    (docs / "sub/more.md").write_text("# More\n\nOf the one within.\n", "utf-8")
    assert collection.run(docs) == (2, 3, 0)
    apart[str(docs / "sub")].insert(1, "more.md")
    assert collection.holds() == apart | {str(docs): ["other.md"]}
    (docs / "guide.md").unlink()
    shutil.rmtree(docs / "sub")
    assert collection.run(docs) == (0, 1, 4)
    assert collection.holds() == {str(docs): ["other.md"]}


def test_folders_within_each_other_in_one_run(docs: Path, collection: Collection) -> None:
    assert collection.run(docs / "sub", docs, docs / "guide.md", docs) == (3, 0, 0)
    assert collection.holds() == {str(docs): ["guide.md", "sub/deep/paper.md", "sub/note.md"]}


def test_a_hidden_folder_is_none_of_the_one_around_it(docs: Path, collection: Collection) -> None:
    hidden = write_documents(docs / ".venv/library", {"shipped.md": "# Shipped\n\nIt came with the program.\n"})
    assert collection.run(hidden) == (1, 0, 0)
    assert collection.run(docs) == (3, 0, 0)
    shutil.rmtree(hidden)
    assert collection.run(docs) == (0, 3, 0)
    assert collection.holds()[str(hidden)] == ["shipped.md"]


def test_copies_of_earlier_versions_go(docs: Path, tmp_path: Path, collection: Collection) -> None:
    copy = shutil.copytree(docs / "sub", tmp_path / "copy")
    assert collection.run(docs) == (3, 0, 0)
    assert collection.run(copy) == (2, 0, 0)
    with closing(sqlite3.connect(collection.path)) as connection, connection:
        for table in ("files", "documents"):
            connection.execute(f"UPDATE {table} SET root = ? WHERE root = ?", (str(docs / "sub"), str(copy)))
    assert collection.run(docs)[2] == 2
    assert collection.holds() == {str(docs): ["guide.md"], str(docs / "sub"): ["deep/paper.md", "note.md"]}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that hold for this user")
def test_a_folder_within_that_cannot_be_looked_at_keeps_its_documents(docs: Path, collection: Collection) -> None:
    collection.run(docs / "sub")
    (docs / "sub").chmod(0)
    try:
        assert collection.run(docs) == (1, 0, 0)
    finally:
        (docs / "sub").chmod(0o755)
    assert collection.holds()[str(docs / "sub")] == ["deep/paper.md", "note.md"]
