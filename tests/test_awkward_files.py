"""Files as they come: impossible dates, other systems' names and letters, moved text, merged cells, raised numbers."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath

import docx
import openpyxl
import pptx
import pytest
from conftest import index_folder
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from drafts import outline, read_one, reason_of, save

from corpus.catalogue import describe
from corpus.draft import Draft
from corpus.errors import FetchProblem, IndexProblem, TietosiltaError, UnreadableFile
from corpus.fetch.manifest import read_manifest
from corpus.folder import source_files
from corpus.readers import read_file
from corpus.sentences import hard_spans
from index.encoder import Encoder
from index.store import Store
from index.term_base import read as read_terms


@pytest.mark.parametrize("value", ["2025-09-31", "2025-09-01 25:00:00", "9" * 5000])
def test_an_impossible_value_is_told_and_the_rest_goes_on(tmp_path: Path, value: str, encoder: Encoder) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    save(folder, "a.txt", "Tukea voi hakea yhdistys.")
    save(folder, "a.txt.yaml", f"deadline: {value}\n")
    save(folder, "b.txt", "Tukea voi hakea kunta.")
    save(folder, "c.md", f"---\ndeadline: {value}\n---\n# Tuki\n\nTukea voi hakea yritys.\n")
    report = index_folder(tmp_path / "i.sqlite", folder, encoder)
    assert sorted((one.path, one.reason) for one in report.failures) == [("a.txt", "metadata"), ("c.md", "metadata")]
    assert [card.id for card in Store(tmp_path / "i.sqlite").cards().values()] == ["b.txt"]
    with pytest.raises(TietosiltaError, match=r"terms"):
        read_terms(save(tmp_path, "terms.yaml", f"tuki:\n  fi: {value}\n"))
    with pytest.raises(FetchProblem):
        read_manifest(save(tmp_path, "list.yaml", f"documents:\n  - url: https://a.fi\n    published: {value}\n"))


def test_a_folder_in_the_place_of_a_sidecar_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt.yaml").mkdir()
    with pytest.raises(UnreadableFile, match="no_access") as told:
        describe(Draft(), PurePosixPath("a.txt"), tmp_path)
    assert told.value.detail == "a.txt.yaml: {a_folder}"


def test_a_name_from_another_system_is_read(tmp_path: Path) -> None:
    name = os.fsdecode(b"k\xe4yt.txt")
    (tmp_path / name).write_text("Tukea voi hakea kunta.")
    (file,) = source_files(tmp_path)
    assert file.path == "käyt.txt" and file.absolute.read_text() == "Tukea voi hakea kunta."


def test_dates_and_words_that_the_index_file_cannot_hold(tmp_path: Path, encoder: Encoder) -> None:
    folder, index = tmp_path / "files", tmp_path / "i.sqlite"
    folder.mkdir()
    for at, year in enumerate((2300, 1600)):
        seconds = (year - 1970) * 31_556_952
        os.utime(save(folder, f"{at}.txt", "Tukea voi hakea kunta."), (seconds, seconds))
    save(folder, "c.md", '---\n"title\\ud800": Opas\n---\nTukea voi hakea yritys.')
    report = index_folder(index, folder, encoder)
    assert (report.indexed, [(one.path, one.reason) for one in report.failures]) == (2, [("c.md", "metadata")])
    again = index_folder(index, folder, encoder)
    assert (again.indexed, again.unchanged, again.failures) == (0, 2, [])
    assert (again.failed_before[0].detail or "").startswith("c.md: title? (title, ")


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are of Linux")
def test_a_folder_with_a_name_from_another_system_is_told(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / os.fsdecode(b"k\xe4yt")
    folder.mkdir()
    save(folder, "a.txt", "Tukea voi hakea kunta.")
    with pytest.raises(IndexProblem) as told:
        index_folder(tmp_path / "i.sqlite", folder, encoder)
    assert (told.value.reason, told.value.detail) == ("folder_name", f"{tmp_path}/k?yt")


def test_a_page_without_a_stated_encoding(tmp_path: Path) -> None:
    page = "<html><body><h1>Sääntö</h1><p>Yhtiö: pääomalaina, 5 €</p></body></html>"
    for at, data in enumerate((page.encode("cp1252"), page.encode(), b"\xef\xbb\xbf" + page.encode())):
        (tmp_path / f"{at}.html").write_bytes(data)
        assert outline(read_one(tmp_path / f"{at}.html")) == [("h", 1, "Sääntö"), ("p", 0, "Yhtiö: pääomalaina, 5 €")]
    stated = page.replace("<body>", '<head><meta charset="iso-8859-1"></head><body>').replace(", 5 €", "")
    (tmp_path / "s.html").write_bytes(stated.encode("latin-1"))
    assert read_one(tmp_path / "s.html").title == "Sääntö"


def test_less_and_more_in_markdown_are_no_markup(tmp_path: Path) -> None:
    text = "Liikevaihto on < 2 milj. euroa ja väkeä on > 5.\n\n- osuus < 25 % ja summa > 3000 €\n\n`<nimi>@x.fi`"
    assert [words for _, _, words in outline(read_one(save(tmp_path, "a.md", text)))] == [
        "Liikevaihto on < 2 milj. euroa ja väkeä on > 5.", "• osuus < 25 % ja summa > 3000 €", "<nimi>@x.fi"
    ]  # fmt: skip
    assert outline(read_one(save(tmp_path, "b.md", "Tuki <b>on</b> suuri."))) == [("p", 0, "Tuki on suuri.")]


def test_dashes_of_converters_are_empty_cells(tmp_path: Path) -> None:
    table = "| --- | --- |\n|---|---|\n| --- | Enschede |\n| Arnhem | - |\n"
    draft = read_one(save(tmp_path, "a.md", table))
    assert outline(draft) == [("r", 0, "Enschede"), ("r", 0, "Arnhem | -")]


def test_lists_with_more_than_items_lose_nothing(tmp_path: Path) -> None:
    page = (
        "<ul>alku<li>Yksi</li><ul><li>Kaksi alla</li></ul><li hidden>ei</li><li>Neljä</li></ul>"
        "<ol><div>väli</div><li>ensin</li></ol><dl><dt>A<dt>B<dd>selitys<dt>yksin</dl>"
    )
    assert outline(read_one(save(tmp_path, "a.html", f"<html><body>{page}</body></html>"))) == [
        ("p", 0, "alku"), ("i", 1, "• Yksi"), ("i", 2, "• Kaksi alla"), ("i", 1, "• Neljä"), ("p", 0, "väli"),
        ("i", 1, "1. ensin"), ("i", 1, "A, B: selitys"), ("i", 1, "yksin"),
    ]  # fmt: skip


def test_the_mark_of_a_note_is_no_digit_of_the_number_before_it(tmp_path: Path) -> None:
    page = "<p>enintään 5000<sup>1</sup> euroa</p><table><tr><td>10 m<sup>2</sup></td><td>a</td></tr></table>"
    words = [line for _, _, line in outline(read_one(save(tmp_path, "a.html", f"<html><body>{page}</body></html>")))]
    assert words == ["enintään 5000¹ euroa", "10 m² | a"]
    document = docx.Document()
    paragraph = document.add_paragraph("enintään 5000")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" euroa")
    document.save(str(tmp_path / "a.docx"))
    assert outline(read_one(tmp_path / "a.docx")) == [("p", 0, "enintään 5000¹ euroa")]


def test_word_moved_text_and_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Alku.")
    for tag in ("w:moveFrom", "w:moveTo"):
        moved = f'<w:r><w:t xml:space="preserve"> Siirretty.</w:t></w:r></{tag}>'
        paragraph._p.append(parse_xml(f"<{tag} {nsdecls('w')}>{moved}"))
    table = document.add_table(3, 3)
    for at, words in enumerate(["Maakunta", "Vuosi", "Summa", "Lappi", "2024", "100", "", "2025", "200"]):
        table.cell(at // 3, at % 3).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    late = table.add_row()  # begins in the second column
    late._tr.remove(late.cells[0]._tc)
    skipped = OxmlElement("w:gridBefore")
    skipped.set(qn("w:val"), "1")
    late._tr.get_or_add_trPr().append(skipped)
    for cell, words in zip(late._tr.tc_lst, ["2026", "300"], strict=True):
        cell.p_lst[0].add_r().text = words
    document.save(str(tmp_path / "a.docx"))
    assert [words for _, _, words in outline(read_one(tmp_path / "a.docx"))] == [
        "Alku. Siirretty.", "Maakunta: Lappi | Vuosi: 2024 | Summa: 100", "Maakunta: Lappi | Vuosi: 2025 | Summa: 200",
        "Vuosi: 2026 | Summa: 300",
    ]  # fmt: skip


def test_word_notes_stand_after_what_refers_to_them_once(tmp_path: Path) -> None:
    document = docx.Document()
    for kind, many in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES)):
        words = f'<w:{kind} w:id="1"><w:p><w:r><w:t>Huom. {kind}.</w:t></w:r></w:p></w:{kind}>'
        root = f"<w:{kind}s {nsdecls('w')}>{words}</w:{kind}s>".encode()
        part = Part(PackURI(f"/word/{kind}s.xml"), "application/xml", root, document.part.package)
        document.part.relate_to(part, many)
    boxed = document.add_paragraph("Ennen.")
    box = "<w:txbxContent><w:p><w:r><w:t>Laatikko.</w:t></w:r></w:p></w:txbxContent>"
    boxed._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:pict>{box}</w:pict></w:r>"))
    in_box = boxed._p.find(f".//{qn('w:txbxContent')}/{qn('w:p')}")
    table = document.add_table(1, 2)
    for at, words in enumerate(("Tuki", "80 %")):
        table.cell(0, at).text = words
    for paragraph, kind in ((in_box, "footnote"), (table.cell(0, 1).paragraphs[0]._p, "endnote")):
        paragraph.append(parse_xml(f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="1"/></w:r>'))
    document.save(str(tmp_path / "a.docx"))
    assert [words for _, _, words in outline(read_one(tmp_path / "a.docx"))] == [
        "Ennen.", "Laatikko.", "Huom. footnote.", "Tuki | 80 %", "Huom. endnote."
    ]  # fmt: skip


def test_excel_shows_shares_as_percentages_and_reads_tall_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tuki", "Osuus", "Summa"])
    for row in (["ESR+", 0.4, 9999999999.7], ["JTF", 0.075, 0.1 + 0.2], ["#TAG", 1, "#N/A"]):
        sheet.append(row)
    for at in (2, 3):
        sheet.cell(at, 2).number_format = "0.0 %"
    sheet["A20000"] = " "
    book.save(tmp_path / "a.xlsx")
    assert [words for _, _, words in outline(read_one(tmp_path / "a.xlsx"))][1:] == [
        "Tuki: ESR+ | Osuus: 40 % | Summa: 9999999999.7", "Tuki: JTF | Osuus: 7.5 % | Summa: 0.3",
        "Tuki: #TAG | Osuus: 1",
    ]  # fmt: skip


def test_line_breaks_of_slides_part_words(tmp_path: Path) -> None:
    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "Hakijan\vomarahoitus"
    slides.save(str(tmp_path / "a.pptx"))
    assert outline(read_one(tmp_path / "a.pptx"))[0][2] == "Hakijan omarahoitus"
    broken = read_one(save(tmp_path, "a.md", "Sivu yksi\x0cSivu kaksi\x85jatkuu"))
    assert broken.text.strip() == "Sivu yksi Sivu kaksi jatkuu"


def test_records_with_and_without_ids(tmp_path: Path) -> None:
    rows = '{"id": 2, "text": "Yksi."}\n{"text": "Kaksi."}\n{"text": "Kolme."}\n{"id": 1.5, "text": "Neljä."}'
    assert [draft.key for draft in read_file(save(tmp_path, "a.jsonl", rows))] == ["2", "line 2", "3", "1.5"]
    twice = save(tmp_path, "b.jsonl", '{"id": 2, "text": "a"}\n{"id": "2", "text": "b"}')
    assert reason_of(twice) == ("broken", "{line 2}: {id_twice} 2")


def test_a_document_whose_pages_or_headings_change_is_stored_anew(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    path, index = save(folder, "a.md", "# Opas\n\nKuka voi hakea\n\nTukea voi hakea kunta."), tmp_path / "i.sqlite"
    index_folder(index, folder, encoder)
    path.write_text("# Opas\n\n## Kuka voi hakea\n\nTukea voi hakea kunta.")
    index_folder(index, folder, encoder)
    (passage,) = Store(index).passages_of("a.md").values()
    assert passage.headings[-1] == "Kuka voi hakea"


def test_long_text_without_stops_is_cut_in_one_go() -> None:
    text = "sana " * 100_000
    spans = hard_spans(text, (0, len(text)), max_chars=1000, max_words=150)
    assert len(spans) == 667 and spans[0] == (0, 749)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == "sana" * 100_000
