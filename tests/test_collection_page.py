"""The page of the collection: documents come in, are described, replaced, and go without a trace."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from conftest import index_folder, write_documents
from fpdf import FPDF
from pages import asked, bodies
from streamlit.testing.v1 import AppTest

from assistant.collection import Collection, failed, missing, told_otherwise
from assistant.search import Library
from corpus.added import safe_name
from corpus.errors import UnreadableFile
from corpus.models import Metadata
from index.encoder import Encoder
from index.records import DocumentCard
from index.store import Store
from interface.errors import in_words

BOATS = "The Hanko boatyard teaches long-term unemployed people to mend wooden boats in eleven months."


def pdf(words: str = BOATS) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    document.add_page()
    document.multi_cell(0, 8, words)
    document.set_title("The boatyard")
    return bytes(document.output())


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 20_000_000)
    return out.getvalue()


@pytest.fixture
def collection(staff_index: Path, encoder: Encoder) -> Collection:
    return Collection(staff_index, encoder=encoder.name, open_encoder=lambda: encoder)


def test_a_description_in_words_is_not_told_to_be_overruled() -> None:
    known = Metadata(rate=85.0, budget=1_234_567.0, themes=("skills",))
    card = DocumentCard("a.pdf", "Opas", "fi", "funding", known, "/x/a.pdf", 1, 1)
    form = {"rate": "85", "budget": "1234567", "themes": ["skills"], "title": "", "organisation": ""}
    assert told_otherwise(card, form) == []
    assert told_otherwise(card, form | {"rate": "80"}) == ["rate"]


def _quiet(_: object) -> None:
    pass


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


def test_in_found_described_replaced_and_gone(collection: Collection, staff_index: Path, encoder: Encoder) -> None:
    library = Library(Store(staff_index), encoder)
    folder = staff_index.parent / "added"
    one, twin = collection.add(
        [("../boats.pdf", pdf()), ("boats.pdf", pdf())], {"collection": "practices"}, watch=_quiet
    )
    assert (one.name, one.problem, twin.name) == ("boats.pdf", None, "boats 2.pdf")
    assert collection.remove("boats 2.pdf")
    hit = library.search("mending wooden boats").hits[0]
    assert (hit.document.id, hit.document.collection, hit.document.file) == (
        "boats.pdf", "practices", str(folder / "boats.pdf")
    )  # fmt: skip
    assert missing(hit.document) == ["organisation", "country", "themes", "published", "source"]
    (outcome,) = collection.describe(
        "boats.pdf", {"title": "Veneveistämö", "country": "FI", "themes": ("work-integration",)}, watch=_quiet
    )
    assert outcome.problem is None
    assert yaml.safe_load((folder / "boats.pdf.yaml").read_text("utf-8")) == {
        "title": "Veneveistämö", "country": "FI", "themes": ["work-integration"],
    }  # fmt: skip
    card = library.search("mending wooden boats").hits[0].document
    assert (card.title, card.metadata.country, card.metadata.themes) == ("Veneveistämö", "FI", ("work-integration",))
    (outcome,) = collection.replace("boats.pdf", pdf("Now the yard mends bicycles instead."), watch=_quiet)
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
    collection.add([("boats.pdf", pdf())], {"collection": "practices"}, watch=_quiet)
    index_folder(staff_index, around, encoder)
    store = Store(staff_index)
    assert [*store.digests(str(around), "note.md"), *store.digests(str(around / "added"), "boats.pdf")] == [
        "note.md", "boats.pdf",
    ]  # fmt: skip
    assert collection.remove("boats.pdf")
    assert "boats.pdf" not in {card.id for card in store.cards().values()}


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
    (outcome,) = collection.add([(name, data)], {}, watch=_quiet)
    assert outcome.problem is not None and outcome.name is None
    assert outcome.problem.reason == reason and name in outcome.problem.detail
    folder = collection.added.path
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("country", ["Soumi", "XX"])
def test_a_file_that_is_wrong_about_itself_is_told_once_and_leaves_nothing(
    collection: Collection, country: str
) -> None:
    data = f"---\ncountry: {country}\nrate: 120\n---\n# Opas\n\nTukea voi hakea.\n".encode()
    (outcome,) = collection.add([("opas.md", data)], {}, watch=_quiet)
    assert outcome.problem is not None and outcome.name is None
    assert in_words(outcome.problem, "fi") == (
        f"Asiakirjan tiedoissa on virhe: opas.md: country: {country} (ISO 3166-1: FI, SE, EE, …, EU); "
        "rate: 120 (0–100). Korjaa tiedot ja yritä uudelleen."
    )
    assert list(collection.added.path.iterdir()) == [] and failed(collection.index, collection.added) == []
    good = data.replace(country.encode(), b"Suomi").replace(b"120", b"80")
    (outcome,) = collection.add([("opas.md", good)], {}, watch=_quiet)
    assert (outcome.name, outcome.problem) == ("opas.md", None)
    (outcome,) = collection.replace("opas.md", data, watch=_quiet)
    assert outcome.problem is not None and outcome.problem.reason == "metadata"
    assert (collection.added.path / "opas.md").read_bytes() == good


def test_a_bad_new_version_leaves_the_old_one(collection: Collection) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=_quiet)
    (outcome,) = collection.replace("boats.pdf", b"%PDF-1.4 cut off", watch=_quiet)
    assert outcome.problem is not None and outcome.problem.reason == "broken"
    assert (collection.added.path / "boats.pdf").read_bytes()[-6:].strip() == b"%%EOF"


def test_mistakes_in_a_description_are_told_and_not_kept(collection: Collection) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=_quiet)
    for fields in ({"published": "31.31.2026"}, {"country": "XX"}, {"budget": "lots"}, {"colour": "red"}):
        (outcome,) = collection.describe("boats.pdf", fields, watch=_quiet)
        assert outcome.problem is not None and outcome.problem.reason == "metadata"
    assert not (collection.added.path / "boats.pdf.yaml").exists()
    for name in ("../library.sqlite", "", ".", "/etc/passwd"):
        (outcome,) = collection.describe(name, {"country": "FI"}, watch=_quiet)
        assert outcome.problem is not None
        with pytest.raises(UnreadableFile):
            collection.remove(name)


def _done(app: AppTest) -> AppTest:
    """The page once the work is done, which may have been quick."""
    if "staff job" in app.session_state:
        app.session_state["staff job"].future.exception()
        app.run()
    assert not app.exception
    return app


def test_the_page_adds_describes_and_removes(signed_in: AppTest, staff_index: Path) -> None:
    app = asked(signed_in, "lang=fi", place="collection")
    assert "5 asiakirjaa</caption>" in "".join(bodies(app))
    app.file_uploader[0].upload("veneet.pdf", pdf(), "application/pdf")
    app.radio[0].set_value("practices")
    app.button[1].click().run()
    _done(app)
    assert [message.value for message in app.success] == ["veneet\\.pdf on lisätty kirjastoon\\."]
    table = "".join(bodies(app))
    assert "6 asiakirjaa</caption>" in table
    assert re.findall(r'<td data-of="(.*?)">(.*?)</td>', table)[:3] == [
        ("Kokoelma", "Hyvät käytännöt"), ("Kieli", "englanti"), ("Tila", "Voimassa")
    ]  # fmt: skip
    assert app.selectbox(key="staff document").value == "veneet.pdf"  # to be described
    assert app.button(key="staff describe veneet.pdf").label == "Täydennä tiedot: veneet\\.pdf"
    app.button(key="staff describe veneet.pdf").click().run()
    assert app.selectbox(key="staff document").value == "veneet.pdf"
    app.text_input(key="staff veneet.pdf title").set_value("Hangon veneveistämö")
    app.multiselect(key="staff veneet.pdf themes").set_value(["work-integration"])
    app.text_input(key="staff veneet.pdf valid_until").set_value("1.2.2020")
    next(button for button in app.button if button.label == "Tallenna tiedot").click().run()
    _done(app)
    assert [message.value for message in app.success] == ["Tiedot on tallennettu\\: veneet\\.pdf\\."]
    assert "Hangon veneveistämö" in "".join(bodies(app)) and ">Vanhentunut</td>" in "".join(bodies(app))
    assert app.selectbox(key="staff document").value == "veneet.pdf"
    app.checkbox(key="staff sure veneet.pdf").check().run()
    app.button(key="staff remove").click().run()
    assert "5 asiakirjaa</caption>" in "".join(bodies(app))
    assert app.success[0].value.startswith("Hangon veneveistämö on poistettu")
    assert list((staff_index.parent / "added").iterdir()) == []


def test_after_a_wrong_date_another_version_comes_in(signed_in: AppTest, collection: Collection) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=_quiet)
    app = asked(signed_in, "lang=en", place="collection")
    app.selectbox(key="staff document").select("boats.pdf").run()
    app.text_input(key="staff boats.pdf published").set_value("31.2.2025")
    app.text_input(key="staff boats.pdf source").set_value("not a web address")
    app.text_input(key="staff boats.pdf title").set_value("Mending boats")
    next(button for button in app.button if button.label == "Save the details").click().run()
    _done(app)
    assert [message.value.replace("\\", "") for message in app.error] == [
        "Published: “31.2.2025” is no date. Write it as 2026-05-31.\n\n"
        "Web address of the source: “not a web address” is no web address. "
        "Write an address that begins with https://."
    ]
    assert app.text_input(key="staff boats.pdf title").value == "Mending boats"
    assert not (collection.added.path / "boats.pdf.yaml").exists()
    assert [fold.proto.expanded for fold in app.expander if fold.label.startswith("Validity")] == [False]
    app.text_input(key="staff boats.pdf published").set_value("")
    app.text_input(key="staff boats.pdf source").set_value("")
    app.text_input(key="staff boats.pdf rate").set_value("lots")
    app.text_input(key="staff boats.pdf valid_until").set_value("next summer")
    next(button for button in app.button if button.label == "Save the details").click().run()
    assert [message.value.replace("\\", "") for message in app.error] == [
        "In force until: “next summer” is no date. Write it as 2026-05-31.\n\n"
        "Highest support rate, per cent: “lots” will not do. Write a number from 0 to 100."
    ]
    assert [fold.proto.expanded for fold in app.expander if fold.label.startswith("Validity")] == [True]
    assert app.text_input(key="staff boats.pdf rate").value == "lots"
    next(upload for upload in app.file_uploader if str(upload.key).startswith("staff new")).upload(
        "boats 2025.pdf", b"%PDF-1.4 cut off", "application/pdf"
    ).run()
    app.button(key="staff replace").click().run()
    _done(app)
    assert [message.value.replace("\\", "") for message in app.error][:1] == [
        "The file is damaged: boats 2025.pdf. Ask for an intact copy or save the file again. "
        "The library still has the earlier file boats.pdf."
    ]
    next(upload for upload in app.file_uploader if str(upload.key).startswith("staff new")).upload(
        "boats.pdf", pdf("Now the yard mends bicycles."), "application/pdf"
    ).run()
    app.button(key="staff replace").click().run()
    _done(app)
    assert [message.value for message in app.success] == [
        "The file boats\\.pdf was replaced with the new one\\."
    ]


def test_a_file_of_the_same_name_elsewhere_overrules_nothing(
    signed_in: AppTest, collection: Collection, staff_index: Path, encoder: Encoder
) -> None:
    collection.add([("hakuaika.md", b"# Hakuaika\n\nHakuaika alkaa.\n")], {}, watch=_quiet)
    folder = write_documents(staff_index.parent / "more", {"x/hakuaika.md": "# Toinen\n\nToinen hakuaika.\n"})
    index_folder(staff_index, folder, encoder)
    app = asked(signed_in, "lang=en", place="collection")
    app.selectbox(key="staff document").select("hakuaika.md").run()
    app.text_input(key="staff hakuaika.md title").set_value("Hakuaika Lapissa")
    next(button for button in app.button if button.label == "Save the details").click().run()
    _done(app)
    assert [message.value for message in app.success] == ["The details were saved\\: hakuaika\\.md\\."]
    assert len(app.warning) == 0


def test_a_bad_file_is_told_in_the_readers_language(signed_in: AppTest) -> None:
    app = asked(signed_in, "lang=sv", place="collection")
    app.file_uploader[0].upload("trasig.pdf", b"nothing", "application/pdf")
    app.button[1].click().run()
    _done(app)
    assert len(app.error) == 1 and app.error[0].value.startswith("Filen är skadad\\: trasig\\.pdf\\. Be om")


def test_documents_of_other_folders_are_only_shown(signed_in: AppTest) -> None:
    app = asked(signed_in, "lang=en", place="collection")
    app.selectbox(key="staff document").select("projects/note.txt").run()
    assert "was read from the folder" in app.info[0].value
    assert [button.key for button in app.button if str(button.key).startswith("staff re")] == []


def test_the_first_document_makes_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in: AppTest, staff_index: Path
) -> None:
    staff_index.unlink()
    app = asked(signed_in, "lang=en", place="collection")
    app.file_uploader[0].upload("boats.pdf", pdf(), "application/pdf")
    app.button[1].click().run()
    _done(app)
    assert "1 document</caption>" in "".join(bodies(app))


def test_all_records_are_taken_along_as_a_table(signed_in: AppTest) -> None:
    app = asked(signed_in, "lang=fi", place="collection")
    (download,) = app.get("download_button")
    assert download.proto.label == "Lataa asiakirjojen tiedot taulukkona (CSV)"


def test_a_source_that_a_file_states_and_is_none_is_told_beside_the_deed(signed_in: AppTest) -> None:
    app = asked(signed_in, "lang=en", place="collection")
    app.file_uploader[0].upload("a.md", b"---\nsource: a shelf\n---\n# A\n\nText of it.\n", "text/markdown")
    app.button[1].click().run()
    _done(app)
    assert [message.value for message in app.success] == ["a\\.md was added to the library\\."]
    assert [message.value.replace("\\", "") for message in app.warning] == [
        "The document is in the library, but its source was left out because it is no web address: "
        "a.md: a shelf. Write an address that begins with https://."
    ]
