"""`tietosilta index`, `remove` and `doctor`: what is told of files and of the index file."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from conftest import index_folder, write_documents
from looking import ids

from index.encoder import Encoder
from index.store import Store
from index.sync import Progress
from interface.cli import main
from interface.progress import Line


def test_an_index_in_step_opens_no_model(tmp_path: Path, small_index: Path) -> None:
    folder = small_index.parent / "documents"
    program = (
        "import sys; from interface.cli import main; code = main(sys.argv[1:]);"
        "print(code, sorted({'torch', 'streamlit', 'transformers'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, "index", str(folder), "--index", str(small_index)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.stdout == "0 []\n", result.stderr


def test_a_file_that_could_not_be_read_is_told_every_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    documents = {"a.md": "# A\n\nKoira haukkuu.\n", "b.md": "---\ncountry: Soumi\n---\nKissa.\n"}
    folder = write_documents(tmp_path / "documents", documents)
    for done in ("1 document indexed, 0 files as before", "0 documents indexed, 1 file as before"):
        assert main(["index", str(folder), "--index", str(tmp_path / "i.sqlite")]) == 0
        told = capsys.readouterr().err
        assert "details of the document: b.md: country: Soumi (ISO 3166-1: FI, SE, EE, …, EU). Correct" in told
        assert f"{done}, 0 removed, 1 could not be read." in told


def test_who_stops_indexing_is_told_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    monkeypatch.setattr("index.sync._BATCH", 1)  # each document is kept as soon as it is encoded

    def stop(_: Line, progress: Progress) -> None:
        if progress.files_done == 1:
            raise KeyboardInterrupt

    command = ["index", str(write_documents(tmp_path / "documents", {"a.md": "# A\n\nKoira.\n", "b.md": "# B\n"}))]
    command += ["--index", str(tmp_path / "i.sqlite")]
    with monkeypatch.context() as stopped:
        stopped.setattr("interface.progress.Line.indexing", stop)
        assert main(command) == 1
    told = capsys.readouterr().err
    assert told.endswith("\nStopped. Indexed and kept so far: 1 document. Run the command again to go on.\n")
    assert [card.id for card in Store(tmp_path / "i.sqlite").cards().values()] == ["a.md"]
    assert main(command) == 0
    assert "1 document indexed, 1 file as before" in capsys.readouterr().err


def test_a_folder_without_documents_is_told_beside_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, small_index: Path
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["index", str(empty), str(small_index.parent / "documents"), "--index", str(small_index)]) == 0
    assert f"There are no readable documents in the folder: {empty}. " in capsys.readouterr().err


def test_remove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_documents(tmp_path / "documents", {"a.md": "# A\n\nKoira haukkuu.\n"})
    path = str(tmp_path / "i.sqlite")
    assert main(["index", str(folder), "--index", path]) == 0
    assert main(["remove", "a.md", "--index", path]) == 0
    assert main(["remove", "a.md", "--index", path]) == 1


def test_a_folder_that_is_gone_is_told_and_goes_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    gone = write_documents(tmp_path / "gone", {"a.md": "# A\n\nKoira haukkuu.\n", "b.md": "# B\n\nKissa.\n"})
    kept = write_documents(tmp_path / "kept", {"c.md": "# C\n\nLintu laulaa.\n"})
    path = tmp_path / "i.sqlite"
    assert main(["index", str(gone), str(kept), "--index", str(path)]) == 0
    shutil.rmtree(gone)
    assert main(["index", str(gone), "--index", str(path)]) == 1
    assert f"The folder is no longer there: {gone}. Its documents stay in the library" in capsys.readouterr().err
    assert main(["remove", str(gone), "--index", str(path)]) == 0
    assert f"{gone}: 2 documents removed, and nothing of them is left" in capsys.readouterr().err
    assert (ids(path), Store(path).roots()) == (["c.md"], [str(kept)])
    assert b"haukkuu" not in path.read_bytes()
    assert main(["remove", str(gone), "--index", str(path)]) == 1


def test_an_index_damaged_within_is_told(
    small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    damaged = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(small_index)) as source, closing(sqlite3.connect(damaged)) as copy:
        source.backup(copy)
        (page,) = copy.execute("SELECT rootpage FROM sqlite_master WHERE name = 'documents'").fetchone()
        (size,) = copy.execute("PRAGMA page_size").fetchone()
    with damaged.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    for command in (["doctor"], ["search", "omarahoitus"]):
        assert main([*command, "--index", str(damaged)]) == 1
        assert "The library file is damaged" in capsys.readouterr().err


def test_a_document_is_found_by_its_name_with_letters_whole_or_in_parts(
    tmp_path: Path, small_index: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it is after files came from another system."""
    whole, parted = (unicodedata.normalize(form, "käytäntö.md") for form in ("NFC", "NFD"))
    text = "# Laundry\n\nThe laundry washes linen.\n"
    for stored, typed in ((parted, whole), (whole, parted)):
        folder = write_documents(tmp_path / str(len(typed)), {stored: text, f"{typed}.yaml": "title: Pesula\n"})
        path = small_index.with_name(f"{len(typed)}.sqlite")  # where dictionaries are kept
        index_folder(path, folder, encoder)
        (card,) = Store(path).cards().values()
        assert (card.id, card.title, Path(card.file).read_text("utf-8")) == (whole, "Pesula", text)
        at = ["--index", str(path)]
        assert main(["search", "linen", "--document", typed, "--json", *at]) == 0
        assert [hit["document"] for hit in json.loads(capsys.readouterr().out)["hits"]] == [whole]
        assert main(["card", typed, "--json", *at]) == 0
        assert json.loads(capsys.readouterr().out)["documents"] == [{"document": whole, "title": "Pesula"}]
        assert main(["remove", "k\udce4yt.md", *at]) == 1
        assert main(["remove", typed, *at]) == 0
        assert Store(path).cards() == {}
        capsys.readouterr()
