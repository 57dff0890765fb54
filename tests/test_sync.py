"""An index in step with its folders: what comes, changes and goes, what cannot be read now, names that are taken."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import DOCUMENTS, index_folder, write_documents
from looking import contents, ids

from corpus.errors import IndexProblem, TietosiltaError
from index.encoder import BUNDLED, Encoder, name_of
from index.store import Store
from index.sync import Progress, Report, sync


def never_open() -> Encoder:
    raise AssertionError("the model was opened though nothing changed")


def sync_unchanged(path: Path, folder: Path) -> Report:
    return sync(path, [folder], encoder=name_of(BUNDLED), open_encoder=never_open, watch=lambda _: None)


def test_indexing_twice_is_indexing_once(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_documents(tmp_path / "documents")
    first = index_folder(tmp_path / "i.sqlite", folder, encoder)
    before = contents(tmp_path / "i.sqlite")
    again = sync_unchanged(tmp_path / "i.sqlite", folder)
    assert (first.indexed, first.unchanged) == (5, 0)
    assert (again.indexed, again.unchanged, again.removed) == (0, 5, 0)
    assert contents(tmp_path / "i.sqlite") == before


def test_a_changed_file_is_read_again_and_a_gone_one_goes(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_documents(tmp_path / "documents")
    index_folder(tmp_path / "i.sqlite", folder, encoder)
    (folder / "projects/note.txt").unlink()
    write_documents(folder, {"funding/reko.md": "# Nytt\n\nBara nya maskiner godkänns numera.\n"})
    report = index_folder(tmp_path / "i.sqlite", folder, encoder)
    assert (report.indexed, report.unchanged, report.removed) == (1, 3, 1)
    texts = {row[0]: row[4] for row in contents(tmp_path / "i.sqlite")["documents"]}
    assert sorted(texts) == sorted(DOCUMENTS.keys() - {"projects/note.txt"})
    assert "Bara nya maskiner" in str(texts["funding/reko.md"])
    assert contents(tmp_path / "i.sqlite")["orphans"] == [(0,)]


def test_a_touched_file_with_the_same_words_is_not_encoded_again(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_documents(tmp_path / "documents")
    index_folder(tmp_path / "i.sqlite", folder, encoder)
    note = folder / "projects/note.txt"
    note.write_text(note.read_text("utf-8") + "\n", "utf-8")
    assert index_folder(tmp_path / "i.sqlite", folder, encoder).indexed == 0


def test_documents_without_a_record_of_their_file_go_with_it(tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / "i.sqlite"
    rows = "".join(f'{{"id": "r{n}", "text": "Project {n} employs people."}}\n' for n in range(3))
    folder = write_documents(tmp_path / "documents", {"p.jsonl": rows, "keep.md": "# Keep\n\nForty workshops.\n"})
    index_folder(path, folder, encoder)
    Store(path).remove_document("p.jsonl#r1")
    assert ids(path) == ["keep.md", "p.jsonl#r0", "p.jsonl#r2"]
    (folder / "p.jsonl").unlink()
    assert index_folder(path, folder, encoder).removed == 2
    assert ids(path) == ["keep.md"]


def test_no_word_of_changed_and_deleted_files_stays_in_the_index(tmp_path: Path, encoder: Encoder) -> None:
    folder, path = write_documents(tmp_path / "documents"), tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    (folder / "practices/cooperative-laundry.md").unlink()
    write_documents(folder, {"projects/note.txt": "Seminar\n\nIt is in Oulu.\n"})
    assert index_folder(path, folder, encoder).removed == 1
    raw = b"".join(file.read_bytes() for file in tmp_path.glob("i.sqlite*"))
    assert b"Oulu" in raw and b"oulu" in raw
    assert not [word for word in (b"thirty people", b"laundry", b"hospital", b"Kuopio", b"kuopio") if word in raw]


def test_an_empty_or_missing_folder_is_told(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "empty").mkdir()
    for name, reason in (("empty", "empty_folder"), ("nowhere", "no_folder")):
        with pytest.raises(IndexProblem) as caught:
            index_folder(tmp_path / "i.sqlite", tmp_path / name, encoder)
        assert caught.value.reason == reason
    assert not (tmp_path / "i.sqlite").exists()


def test_a_file_that_breaks_keeps_what_was_read_before(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_documents(tmp_path / "documents")
    path = tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "projects/note.txt").write_bytes(b"")
    report = index_folder(path, folder, encoder)
    reasons = {record.path: record.reason for record in report.failures}
    assert reasons == {"broken.docx": "broken", "empty.pdf": "empty", "projects/note.txt": "empty"}
    assert "projects/note.txt" in {card.id for card in Store(path).cards().values()}
    again = sync_unchanged(path, folder)  # told again, not read again
    assert (again.unchanged, again.failures) == (len(DOCUMENTS) - 1, [])
    assert {record.path: record.reason for record in again.failed_before} == reasons


def test_a_folder_that_cannot_be_listed_keeps_its_documents(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, path = write_documents(tmp_path / "documents"), tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    list_folder, scan = os.listdir, os.scandir

    def no_answer(what: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def call(where: Any) -> Any:
            if Path(where) == folder / "projects":
                raise OSError(errno.EIO, "Input/output error")
            return what(where)

        return call

    monkeypatch.setattr(os, "listdir", no_answer(list_folder))
    monkeypatch.setattr(os, "scandir", no_answer(scan))
    (folder / "funding/omarahoitus.md").unlink()
    assert index_folder(path, folder, encoder).removed == 1
    held = {card.id for card in Store(path).cards().values()}
    assert held == set(DOCUMENTS) - {"funding/omarahoitus.md"}


def test_a_folder_that_cannot_be_entered_keeps_its_documents_and_is_told(tmp_path: Path, encoder: Encoder) -> None:
    folder, path = write_documents(tmp_path / "documents"), tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    for mode in (0o444, 0):
        (folder / "projects").chmod(mode)
        try:
            if os.access(folder / "projects", os.X_OK):
                pytest.skip("nothing is closed to root")
            report = sync_unchanged(path, folder)
        finally:
            (folder / "projects").chmod(0o755)
        assert report.removed == 0 and ids(path) == sorted(DOCUMENTS)
        told = {record.path: (record.reason, record.detail) for record in report.failed_before}
        assert told == {"projects/note.txt" if mode else "projects/": ("no_access", "{not_allowed}")}
    folder.chmod(0)
    try:
        with pytest.raises(TietosiltaError) as caught:
            sync_unchanged(path, folder)
    finally:
        folder.chmod(0o755)
    assert (caught.value.reason, caught.value.detail) == ("system", f"{folder}: {{not_allowed}}")


def test_a_sidecar_that_cannot_be_opened_is_tried_again_when_it_can(tmp_path: Path, encoder: Encoder) -> None:
    sidecar, path = tmp_path / "documents" / "a.md.yaml", tmp_path / "i.sqlite"
    folder = write_documents(tmp_path / "documents", {"a.md": "# A\n\nWorkshops.\n", "a.md.yaml": "title: B\n"})
    sidecar.chmod(0)
    try:
        if os.access(sidecar, os.R_OK):
            pytest.skip("nothing is closed to root")
        told = [("no_access", "a.md.yaml: {not_allowed}")]
        assert [(one.reason, one.detail) for one in index_folder(path, folder, encoder).failures] == told
        again = sync_unchanged(path, folder)
        assert [(one.reason, one.detail) for one in again.failed_before] == told and again.failures == []
    finally:
        sidecar.chmod(0o644)
    index_folder(path, folder, encoder)
    assert [card.title for card in Store(path).cards().values()] == ["B"]


def test_what_may_pass_is_tried_again_by_a_run_and_not_by_every_look(tmp_path: Path, encoder: Encoder) -> None:
    folder, path = write_documents(tmp_path / "documents"), tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE files SET reason = 'too_slow', detail = '> 120 s' WHERE path = 'projects/note.txt'")
        connection.execute("UPDATE files SET reason = 'crashed', detail = 'exit 7' WHERE path = 'funding/reko.md'")
        connection.commit()
    seen = sync(
        path, [folder], encoder=name_of(BUNDLED), open_encoder=never_open, watch=lambda _: None, ready=lambda _: True
    )
    assert sorted(record.path for record in seen.failed_before) == ["funding/reko.md", "projects/note.txt"]
    again = index_folder(path, folder, encoder)
    assert (again.unchanged, again.failed_before, again.failures) == (3, [], [])
    assert Store(path).failures() == []


def test_a_file_that_could_not_be_opened_is_tried_again(tmp_path: Path, encoder: Encoder) -> None:
    folder, path = write_documents(tmp_path / "documents"), tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    with closing(sqlite3.connect(path)) as connection:  # as after a run without permission to read it
        connection.execute("UPDATE files SET reason = 'no_access', detail = '' WHERE path = 'projects/note.txt'")
        connection.commit()
    assert [record.path for record in Store(path).failures()] == ["projects/note.txt"]
    assert index_folder(path, folder, encoder).failures == []
    assert Store(path).failures() == []


def test_same_name_in_two_folders(tmp_path: Path, encoder: Encoder) -> None:
    for year in ("2023", "2024"):
        folder = write_documents(tmp_path / year, {"ohje.md": f"# Ohje\n\nTämä on vuoden {year} ohje.\n"})
        index_folder(tmp_path / "i.sqlite", folder, encoder)
    assert sorted(card.id for card in Store(tmp_path / "i.sqlite").cards().values()) == ["2024/ohje.md", "ohje.md"]


def test_same_name_in_two_folders_of_which_one_holds_the_longer_name(tmp_path: Path, encoder: Encoder) -> None:
    """``two/guide.md`` is what the second folder's guide.md would be called, and a file of its own in it."""
    path = tmp_path / "i.sqlite"
    one = write_documents(tmp_path / "one", {"guide.md": "# Guide\n\nThe guide of one.\n"})
    names = {"guide.md": "# Guide\n\nThe guide of two.\n", "two/guide.md": "# Guide\n\nThe one within.\n"}
    two = write_documents(tmp_path / "two", names)
    for _ in range(2):
        sync(path, [one, two], encoder=name_of(BUNDLED), open_encoder=lambda: encoder, watch=lambda _: None)
        texts = {id: Store(path).document(id).text.splitlines()[-2] for id in ids(path)}
        assert texts == {
            "guide.md": "The guide of one.", "two/guide.md": "The guide of two.", "two/two/guide.md": "The one within."
        }  # fmt: skip
        write_documents(two, {"two/guide.md": names["two/guide.md"] + "\n"})
    within = f"{tmp_path.name}/two/guide.md"
    assert Store(path).free_id("guide.md", str(two), "third.md") == within
    assert Store(path).free_id("guide.md", "/", "guide.md") == "guide.md (2)"


def test_two_runs_at_once_lose_no_document_of_one_name(tmp_path: Path, encoder: Encoder) -> None:
    path = tmp_path / "i.sqlite"
    one = write_documents(tmp_path / "one", {"guide.md": "# Guide\n\nThe guide of one.\n"})
    two = write_documents(tmp_path / "two", {"guide.md": "# Guide\n\nThe guide of two.\n"})
    index_folder(path, write_documents(tmp_path / "zero", {"x.md": "# X\n\nForty workshops.\n"}), encoder)
    others = iter([two])

    def meanwhile(progress: Progress) -> None:
        """The other run takes the id that the first has found free and not stored yet."""
        for folder in others:
            index_folder(path, folder, encoder)

    sync(path, [one], encoder=name_of(BUNDLED), open_encoder=lambda: encoder, watch=meanwhile)
    assert ids(path) == ["guide.md", "one/guide.md", "x.md"]
    assert Store(path).document("one/guide.md").text == "Guide\n\nThe guide of one.\n\n"
    assert Store(path).document("guide.md").text == "Guide\n\nThe guide of two.\n\n"
    for folder in (one, two):
        assert sync_unchanged(path, folder).unchanged == 1
        (folder / "guide.md").unlink()
        write_documents(folder, {"other.txt": "Other words.\n"})
        index_folder(path, folder, encoder)
    assert ids(path) == ["other.txt", "two/other.txt", "x.md"]


def test_a_source_that_is_no_address_is_left_out_and_told_every_time(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_documents(tmp_path / "documents", {"a.md": "---\nsource: a shelf\ncountry: FI\n---\n# A\n\nText.\n"})
    path = tmp_path / "i.sqlite"
    report = index_folder(path, folder, encoder)
    (card,) = Store(path).cards().values()
    assert (report.indexed, card.title, card.metadata.country, card.metadata.source) == (1, "A", "FI", None)
    assert [(one.reason, one.detail, one.is_read) for one in report.failures] == [("source", "a.md: a shelf", True)]
    again = sync_unchanged(path, folder)
    assert (again.unchanged, again.failures) == (1, [])
    assert [(one.reason, one.detail) for one in again.failed_before] == [("source", "a.md: a shelf")]
    write_documents(folder, {"a.md": "---\nsource: https://a.fi\n---\n# A\n\nText.\n"})
    assert index_folder(path, folder, encoder).failures == [] and Store(path).failures() == []


def test_of_many_records_that_are_wrong_the_first_are_told_and_how_many_more(tmp_path: Path, encoder: Encoder) -> None:
    records = [{"id": f"r{number}", "text": f"Record {number}.", "source": "a shelf"} for number in range(5)]
    wrong = [{"id": f"w{number}", "text": f"Record {number}.", "rate": 200} for number in range(2)]
    written = {"r.jsonl": "\n".join(map(json.dumps, records)), "w.jsonl": "\n".join(map(json.dumps, wrong))}
    report = index_folder(tmp_path / "i.sqlite", write_documents(tmp_path / "documents", written), encoder)
    assert [(one.reason, one.detail, one.is_read) for one in report.failures] == [
        ("metadata", "w.jsonl#w0: rate: 200 (0–100); w.jsonl#w1: rate: 200 (0–100)", False),
        ("source", "r.jsonl#r0: a shelf; r.jsonl#r1: a shelf; r.jsonl#r2: a shelf {and_more 2}", True),
    ]


@pytest.mark.parametrize("closed", ["i.sqlite", ""])
def test_an_index_that_cannot_be_written_is_told_before_anything_is_read(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    folder, path = write_documents(tmp_path / "documents"), tmp_path / "i.sqlite"
    index_folder(path, folder, encoder)
    write_documents(folder, {"b.md": "# B\n\nNew.\n"})
    may = os.access
    monkeypatch.setattr(os, "access", lambda place, mode: place != tmp_path / closed and may(place, mode))
    with pytest.raises(IndexProblem) as caught:
        sync(path, [folder], encoder=name_of(BUNDLED), open_encoder=never_open, watch=lambda _: None)
    assert (caught.value.reason, caught.value.detail) == ("no_access", f"{tmp_path / closed}: {{not_allowed}}")
