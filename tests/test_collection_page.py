"""The page of the collection: what staff do there, and what they are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from collecting import done, pdf, quiet
from conftest import index_folder, write_documents
from pages import asked, bodies
from streamlit.testing.v1 import AppTest

from assistant.collection import Collection, Outcome
from index.encoder import Encoder


def test_the_page_adds_describes_and_removes(signed_in: AppTest, staff_index: Path) -> None:
    app = asked(signed_in, "lang=fi", place="collection")
    assert "5 asiakirjaa</caption>" in "".join(bodies(app))
    app.file_uploader[0].upload("veneet.pdf", pdf(), "application/pdf")
    app.radio[0].set_value("practices")
    app.button[1].click().run()
    done(app)
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
    done(app)
    assert [message.value for message in app.success] == ["Tiedot on tallennettu\\: veneet\\.pdf\\."]
    assert "Hangon veneveistämö" in "".join(bodies(app)) and ">Vanhentunut</td>" in "".join(bodies(app))
    assert app.selectbox(key="staff document").value == "veneet.pdf"
    app.checkbox(key="staff sure veneet.pdf").check().run()
    app.button(key="staff remove").click().run()
    assert "5 asiakirjaa</caption>" in "".join(bodies(app))
    assert app.success[0].value.startswith("Hangon veneveistämö on poistettu")
    assert list((staff_index.parent / "added").iterdir()) == []


def test_many_files_are_told_in_one_sentence_and_described_one_after_another(
    signed_in: AppTest, staff_index: Path
) -> None:
    app = asked(signed_in, "lang=sv", place="collection")
    given = [(f"{name}.md", f"# {name}\n\nText om {name}.\n".encode(), "text/markdown") for name in ("c", "a", "b")]
    app.file_uploader[0].set_value([*given, ("samma.md", given[0][1], "text/markdown")])
    app.button[1].click().run()
    done(app)
    assert [message.value.replace("\\", "") for message in app.success] == [
        "3 filer har lagts till i biblioteket: c.md, a.md, b.md."
    ]
    assert [message.value.replace("\\", "").strip() for message in app.error] == [
        "Filen finns redan i biblioteket: samma.md, samma som c.md. Den lades inte till en gång till."
    ]
    assert [button.key for button in app.button if str(button.key).startswith("staff describe")] == [
        "staff describe c.md"
    ]
    for described, following in (("c.md", "a.md"), ("a.md", "b.md")):
        assert app.selectbox(key="staff document").value == described
        next(button for button in app.button if button.label == "Spara uppgifterna").click().run()
        done(app)
        app.button(key=f"staff describe {following}").click().run()


def test_what_somebody_chose_is_not_taken_over_by_what_was_added(signed_in: AppTest, collection: Collection) -> None:
    collection.add([("boats.pdf", pdf()), ("other.pdf", pdf("Other words."))], {}, watch=quiet)
    app = asked(signed_in, "lang=en", place="collection")
    app.session_state["staff fresh"] = "later.pdf"  # added, and not yet among the documents that the page has
    app.selectbox(key="staff document").select("boats.pdf").run()
    collection.add([("later.pdf", pdf("Later words."))], {}, watch=quiet)
    app.session_state["staff outcome"] = [Outcome("later.pdf", "later.pdf")]
    app.session_state["staff told in"] = "add"
    app.run()
    assert not app.exception and app.selectbox(key="staff document").value == "boats.pdf"


def test_after_a_wrong_date_another_version_comes_in(signed_in: AppTest, collection: Collection) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=quiet)
    app = asked(signed_in, "lang=en", place="collection")
    app.selectbox(key="staff document").select("boats.pdf").run()
    app.text_input(key="staff boats.pdf published").set_value("31.2.2025")
    app.text_input(key="staff boats.pdf source").set_value("not a web address")
    app.text_input(key="staff boats.pdf title").set_value("Mending boats")
    next(button for button in app.button if button.label == "Save the details").click().run()
    done(app)
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
    done(app)
    assert [message.value.replace("\\", "") for message in app.error][:1] == [
        "The file is damaged: boats 2025.pdf. Ask for an intact copy or save the file again. "
        "The library still has the earlier file boats.pdf."
    ]
    next(upload for upload in app.file_uploader if str(upload.key).startswith("staff new")).upload(
        "boats.pdf", pdf("Now the yard mends bicycles."), "application/pdf"
    ).run()
    app.button(key="staff replace").click().run()
    done(app)
    assert [message.value for message in app.success] == [
        "The file boats\\.pdf was replaced with the new one\\."
    ]


def test_a_file_of_the_same_name_elsewhere_overrules_nothing(
    signed_in: AppTest, collection: Collection, staff_index: Path, encoder: Encoder
) -> None:
    collection.add([("hakuaika.md", b"# Hakuaika\n\nHakuaika alkaa.\n")], {}, watch=quiet)
    folder = write_documents(staff_index.parent / "more", {"x/hakuaika.md": "# Toinen\n\nToinen hakuaika.\n"})
    index_folder(staff_index, folder, encoder)
    app = asked(signed_in, "lang=en", place="collection")
    app.selectbox(key="staff document").select("hakuaika.md").run()
    app.text_input(key="staff hakuaika.md title").set_value("Hakuaika Lapissa")
    next(button for button in app.button if button.label == "Save the details").click().run()
    done(app)
    assert [message.value for message in app.success] == ["The details were saved\\: hakuaika\\.md\\."]
    assert len(app.warning) == 0


def test_a_bad_file_is_told_in_the_readers_language(signed_in: AppTest) -> None:
    app = asked(signed_in, "lang=sv", place="collection")
    app.file_uploader[0].upload("trasig.pdf", b"nothing", "application/pdf")
    app.button[1].click().run()
    done(app)
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
    done(app)
    assert "1 document</caption>" in "".join(bodies(app))


def test_all_records_are_taken_along_as_a_table(signed_in: AppTest) -> None:
    app = asked(signed_in, "lang=fi", place="collection")
    (download,) = app.get("download_button")
    assert download.proto.label == "Lataa asiakirjojen tiedot taulukkona (CSV)"


def test_a_source_that_a_file_states_and_is_none_is_told_beside_the_deed(signed_in: AppTest) -> None:
    app = asked(signed_in, "lang=en", place="collection")
    app.file_uploader[0].upload("a.md", b"---\nsource: a shelf\n---\n# A\n\nText of it.\n", "text/markdown")
    app.button[1].click().run()
    done(app)
    assert [message.value for message in app.success] == ["a\\.md was added to the library\\."]
    assert [message.value.replace("\\", "") for message in app.warning] == [
        "The document is in the library, but its source was left out because it is no web address: "
        "a.md: a shelf. Write an address that begins with https://."
    ]
