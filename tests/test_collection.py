"""The collection: documents come in, are described, replaced, and go without a trace."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import yaml
from collecting import BOATS, pdf, quiet
from conftest import index_folder, write_documents

from assistant.collection import Collection, failed, missing, told_otherwise
from assistant.search import Library
from corpus.added import Added, safe_name
from corpus.errors import UnreadableFile
from corpus.models import Metadata
from index.encoder import Encoder
from index.records import DocumentCard
from index.store import Store
from interface.errors import in_words


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 20_000_000)
    return out.getvalue()


def test_a_description_in_words_is_not_told_to_be_overruled() -> None:
    known = Metadata(rate=85.0, budget=1_234_567.0, themes=("skills",))
    card = DocumentCard("a.pdf", "Opas", "fi", "funding", known, "/x/a.pdf", 1, 1)
    form = {"rate": "85", "budget": "1234567", "themes": ["skills"], "title": "", "organisation": ""}
    assert told_otherwise(card, form) == []
    assert told_otherwise(card, form | {"rate": "80"}) == ["rate"]


def test_names_of_files_lead_nowhere() -> None:
    assert safe_name("../../etc/passwd.txt") == "passwd.txt"
    assert safe_name("C:\\papers\\Opas 2024 (v2).PDF") == "Opas 2024 (v2).pdf"
    assert safe_name(".hidden.md") == "hidden.md"
    assert safe_name("con.pdf") == "document con.pdf"
    assert safe_name("na\u0308yta\u0308\u202egnp.html") == "näytägnp.html"
    assert safe_name("<img src=x>.html") == "img src-x.html"
    assert len(safe_name("漢" * 300 + ".md").encode()) <= 204
    for name in ("run.exe", "guide.pdf.yaml", "_defaults.yaml", "records.jsonl", "pdf"):
        with pytest.raises(UnreadableFile, match="unsupported"):
            safe_name(name)


def test_what_a_killed_process_left_goes_with_the_next_file(tmp_path: Path) -> None:
    left, new, anothers = (tmp_path / name for name in (".0123456789ab.pdf", ".ba9876543210.tmp", ".DS_Store"))
    for file in (left, new, anothers):
        file.write_bytes(b"x")
    for file in (left, anothers):
        os.utime(file, (0, 0))
    assert Added(tmp_path).put("opas.md", b"# Opas") == "opas.md"
    assert {file.name for file in tmp_path.iterdir()} == {new.name, anothers.name, "opas.md"}


def test_in_found_described_replaced_and_gone(collection: Collection, staff_index: Path, encoder: Encoder) -> None:
    library = Library(Store(staff_index), encoder)
    folder = staff_index.parent / "added"
    one, twin = collection.add(
        [("../boats.pdf", pdf()), ("boats.pdf", pdf("Two boats."))], {"collection": "practices"}, watch=quiet
    )
    assert (one.name, one.problem, twin.name) == ("boats.pdf", None, "boats 2.pdf")
    assert collection.remove("boats 2.pdf")
    hit = library.search("mending wooden boats").hits[0]
    assert (hit.document.id, hit.document.collection, hit.document.file) == (
        "boats.pdf", "practices", str(folder / "boats.pdf")
    )  # fmt: skip
    assert missing(hit.document) == ["organisation", "country", "themes", "published", "source"]
    (outcome,) = collection.describe(
        "boats.pdf", {"title": "Veneveistämö", "country": "FI", "themes": ("work-integration",)}, watch=quiet
    )
    assert outcome.problem is None
    assert yaml.safe_load((folder / "boats.pdf.yaml").read_text("utf-8")) == {
        "title": "Veneveistämö", "country": "FI", "themes": ["work-integration"],
    }  # fmt: skip
    card = library.search("mending wooden boats").hits[0].document
    assert (card.title, card.metadata.country, card.metadata.themes) == ("Veneveistämö", "FI", ("work-integration",))
    (outcome,) = collection.replace("boats.pdf", pdf("Now the yard mends bicycles instead."), watch=quiet)
    assert outcome.problem is None
    hit = library.search("mending wooden boats", k=50).hits[0]
    assert "Now the yard mends bicycles instead." in {h.passage.text for h in library.search("bicycles", k=50).hits}
    assert all(BOATS not in h.passage.text for h in library.search("wooden boats", k=50).hits)
    assert collection.remove("boats.pdf")
    assert list(folder.iterdir()) == []
    assert "boats.pdf" not in {card.id for card in library.documents()}
    for file in staff_index.parent.glob("library.sqlite*"):
        raw = file.read_bytes()
        assert b"boats.pdf" not in raw and b"bicycles instead" not in raw and b"boatyard" not in raw, file


def test_added_documents_are_their_folders_also_where_one_around_it_was_indexed(
    collection: Collection, staff_index: Path, encoder: Encoder
) -> None:
    around = staff_index.parent
    write_documents(around, {"note.md": "# Note\n\nA text beside the index.\n"})
    index_folder(staff_index, around, encoder)
    collection.add([("boats.pdf", pdf())], {"collection": "practices"}, watch=quiet)
    index_folder(staff_index, around, encoder)
    store = Store(staff_index)
    assert [*store.digests(str(around), "note.md"), *store.digests(str(around / "added"), "boats.pdf")] == [
        "note.md", "boats.pdf",
    ]  # fmt: skip
    assert collection.remove("boats.pdf")
    assert "boats.pdf" not in {card.id for card in store.cards().values()}


def test_the_same_file_is_not_taken_in_twice(collection: Collection) -> None:
    data = pdf()
    first, again, copy = collection.add([("boats.pdf", data)] * 2 + [("copy of boats.pdf", data)], {}, watch=quiet)
    assert (first.name, again.name, copy.name) == ("boats.pdf", None, None)
    assert [path.name for path in collection.added.path.iterdir()] == ["boats.pdf"]
    assert again.problem and copy.problem
    assert in_words(again.problem, "sv") == (
        "Filen finns redan i biblioteket: boats.pdf. Den lades inte till en gång till."
    )
    assert in_words(copy.problem, "fi") == (
        "Tiedosto on jo kirjastossa: copy of boats.pdf, sama kuin boats.pdf. Sitä ei lisätty toiseen kertaan."
    )
    assert collection.replace("boats.pdf", data, watch=quiet)[0].problem is None
    collection.remove("boats.pdf")
    assert collection.add([("copy of boats.pdf", data)], {}, watch=quiet)[0].name == "copy of boats.pdf"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("bomb.docx", bomb(), "too_large"),
        ("empty.pdf", b"", "empty"),
        ("page.pdf", b"<html>not a PDF</html>", "broken"),
        ("run.exe", b"MZ", "unsupported"),
        ("old.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old_office"),
    ],
)
def test_what_cannot_be_read_leaves_nothing(collection: Collection, name: str, data: bytes, reason: str) -> None:
    (outcome,) = collection.add([(name, data)], {}, watch=quiet)
    assert outcome.problem is not None and outcome.name is None
    assert outcome.problem.reason == reason and name in outcome.problem.detail
    folder = collection.added.path
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("country", ["Soumi", "XX"])
def test_a_file_that_is_wrong_about_itself_is_told_once_and_leaves_nothing(
    collection: Collection, country: str
) -> None:
    data = f"---\ncountry: {country}\nrate: 120\n---\n# Opas\n\nTukea voi hakea.\n".encode()
    (outcome,) = collection.add([("opas.md", data)], {}, watch=quiet)
    assert outcome.problem is not None and outcome.name is None
    assert in_words(outcome.problem, "fi") == (
        f"Asiakirjan tiedoissa on virhe: opas.md: country: {country} (ISO 3166-1: FI, SE, EE, …, EU); "
        "rate: 120 (0–100). Korjaa tiedot ja yritä uudelleen."
    )
    assert list(collection.added.path.iterdir()) == [] and failed(collection.index, collection.added) == []
    good = data.replace(country.encode(), b"Suomi").replace(b"120", b"80")
    (outcome,) = collection.add([("opas.md", good)], {}, watch=quiet)
    assert (outcome.name, outcome.problem) == ("opas.md", None)
    (outcome,) = collection.replace("opas.md", data, watch=quiet)
    assert outcome.problem is not None and outcome.problem.reason == "metadata"
    assert (collection.added.path / "opas.md").read_bytes() == good


def test_a_bad_new_version_leaves_the_old_one(collection: Collection) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=quiet)
    (outcome,) = collection.replace("boats.pdf", b"%PDF-1.4 cut off", watch=quiet)
    assert outcome.problem is not None and outcome.problem.reason == "broken"
    assert (collection.added.path / "boats.pdf").read_bytes()[-6:].strip() == b"%%EOF"


def test_mistakes_in_a_description_are_told_and_not_kept(collection: Collection) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=quiet)
    for fields in ({"published": "31.31.2026"}, {"country": "XX"}, {"budget": "lots"}, {"colour": "red"}):
        (outcome,) = collection.describe("boats.pdf", fields, watch=quiet)
        assert outcome.problem is not None and outcome.problem.reason == "metadata"
    assert not (collection.added.path / "boats.pdf.yaml").exists()
    for name in ("../library.sqlite", "", ".", "/etc/passwd"):
        (outcome,) = collection.describe(name, {"country": "FI"}, watch=quiet)
        assert outcome.problem is not None
        with pytest.raises(UnreadableFile):
            collection.remove(name)
