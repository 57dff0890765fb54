"""Word, PowerPoint and Excel files: what is read of them, and which are refused."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from drafts import outline, read_one, reason_of, save
from openpyxl.styles import Font
from pptx.util import Cm

from corpus.readers.numbering import written
from corpus.readers.tables import looks_like_header


def make_docx(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Opas"
    document.core_properties.created = datetime(2024, 3, 1)
    document.add_heading("Hakuopas 2024", 0)
    document.add_heading("Kuka voi hakea", 1)
    document.add_paragraph("Tukea voi hakea:")
    document.add_paragraph("kunta", "List Number")
    document.add_paragraph("yhdistys", "List Number")
    document.add_paragraph("rekisteröity", "List Bullet 2")
    table = document.add_table(2, 3)
    for at, text in enumerate(["Hanke", "Rahoittaja", "Summa", "Silta", "ESR+", "10"]):
        table.cell(at // 3, at % 3).text = text
    document.add_paragraph("Lopuksi.")
    outlined = document.add_paragraph("Jäsennystason otsikko")
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    outlined._p.get_or_add_pPr().append(level)
    document.save(str(path))
    return path


def test_docx(tmp_path: Path) -> None:
    draft = read_one(make_docx(tmp_path / "a.docx"))
    assert draft.title == "Opas"
    assert outline(draft) == [
        ("h", 1, "Hakuopas 2024"),
        ("h", 2, "Kuka voi hakea"),
        ("p", 0, "Tukea voi hakea:"),
        ("i", 1, "1. kunta"),
        ("i", 1, "2. yhdistys"),
        ("i", 2, "• rekisteröity"),
        ("r", 0, "Hanke: Silta | Rahoittaja: ESR+ | Summa: 10"),
        ("p", 0, "Lopuksi."),
        ("h", 3, "Jäsennystason otsikko"),
    ]


def test_docx_keeps_what_was_inserted_and_drops_what_was_deleted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Tuki on ")
    for tag, text, word in (("w:ins", "w:t", "80 %"), ("w:del", "w:delText", "75 %")):
        change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text)
        content.text = word
        run.append(content)
        change.append(run)
        paragraph._p.append(change)
    document.save(str(tmp_path / "a.docx"))
    assert outline(read_one(tmp_path / "a.docx")) == [("p", 0, "Tuki on 80 %")]


def test_docx_merged_cells_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Yhteinen"
    table.cell(1, 0).text, table.cell(1, 1).text = "Hakija:", "Silta ry"
    document.save(str(tmp_path / "a.docx"))
    assert outline(read_one(tmp_path / "a.docx")) == [("r", 0, "Yhteinen"), ("r", 0, "Hakija: | Silta ry")]


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        (3, "decimal", "3"),
        (2, "lowerLetter", "b"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"),
    ],
)
def test_word_numbers(number: int, style: str, expected: str) -> None:
    assert written(number, style) == expected


def test_pptx(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Hankehaku"
    body = slide.placeholders[1].text_frame
    body.text = "Haku on auki"
    for text, level in (("helmikuussa", 1), ("Kysy lisää", 0)):
        paragraph = body.add_paragraph()
        paragraph.text, paragraph.level = text, level
    slide.notes_slide.notes_text_frame.text = "Muista kiittää."
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Summat"
    table = slide.shapes.add_table(2, 3, Cm(1), Cm(1), Cm(9), Cm(9)).table
    for at, text in enumerate(["Hanke", "Rahoittaja", "Summa", "Silta", "ESR+", "10"]):
        table.cell(at // 3, at % 3).text = text
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Cm(1), Cm(1), Cm(1), Cm(1)).text_frame.text = "Ryhmässä"
    deck.save(str(tmp_path / "a.pptx"))
    draft = read_one(tmp_path / "a.pptx")
    assert outline(draft) == [
        ("h", 1, "Hankehaku"),
        ("i", 1, "• Haku on auki"),
        ("i", 2, "• helmikuussa"),
        ("i", 1, "• Kysy lisää"),
        ("p", 0, "Muista kiittää."),
        ("h", 2, "Summat"),
        ("r", 0, "Hanke: Silta | Rahoittaja: ESR+ | Summa: 10"),
        ("p", 0, "Ryhmässä"),
    ]
    assert [(page.number, draft.text[page.start :][:9]) for page in draft.pages] == [
        (1, "Hankehaku"),
        (2, "Summat\n\nH"),
    ]


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hankkeet"
    for row in (
        ["Rahoitetut hankkeet"],
        [],
        ["Hanke", "Rahoittaja", "Alku", "Osuus"],
        ["Silta", "ESR+", date(2024, 1, 2), 0.75],
        ["Ranta", None, datetime(2024, 5, 6, 13, 30), 1200],
    ):
        sheet.append(row)
    book.create_sheet("Piilossa").append(["salaisuus"])
    book["Piilossa"].sheet_state = "hidden"
    book.create_sheet("Tyhjä")
    book.save(tmp_path / "a.xlsx")
    assert outline(read_one(tmp_path / "a.xlsx")) == [
        ("h", 2, "Hankkeet"),
        ("p", 0, "Rahoitetut hankkeet"),
        ("r", 0, "Hanke: Silta | Rahoittaja: ESR+ | Alku: 2024-01-02 | Osuus: 0.75"),
        ("r", 0, "Hanke: Ranta | Alku: 2024-05-06 13:30 | Osuus: 1200"),
    ]


def test_xlsx_of_two_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Hanke", "Rahoittaja"], ["X", "Y"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert outline(read_one(tmp_path / "a.xlsx"))[1] == ("r", 0, "Hanke: X | Rahoittaja: Y")


def rewritten(path: Path, member: str, change: tuple[bytes, bytes]) -> Path:
    """``path`` with one piece of a member replaced."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = members[member].replace(*change)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_external_entity_in_a_word_file_is_refused(tmp_path: Path) -> None:
    secret = save(tmp_path, "secret.txt", "salaisuus")
    path = make_docx(tmp_path / "a.docx")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document '.encode()
    rewritten(path, "word/document.xml", (b"<w:document ", doctype))
    assert reason_of(path) == ("broken", "word/document.xml: {dtd}")


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", bytes(60_000_000))
    assert reason_of(path) == ("too_large", "zip: 60 MB")


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_encrypted_and_legacy_office_files(tmp_path: Path, suffix: str) -> None:
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    locked = save(tmp_path, f"locked{suffix}", magic + bytes(1000) + "EncryptedPackage".encode("utf-16-le"))
    assert reason_of(locked) == ("encrypted", "")
    old = save(tmp_path, f"old{suffix}", magic + bytes(1000))
    assert reason_of(old) == ("old_office", "Office 97-2003")


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_broken_office_files(tmp_path: Path, suffix: str) -> None:
    whole = make_docx(tmp_path / "whole.docx").read_bytes()
    assert reason_of(save(tmp_path, f"half{suffix}", whole[: len(whole) // 2])) == (
        "broken",
        "{not_office}",
    )
    assert reason_of(save(tmp_path, f"text{suffix}", "Tämä on tekstiä.")) == ("broken", "{not_office}")
    empty_zip = tmp_path / f"zip{suffix}"
    with zipfile.ZipFile(empty_zip, "w") as archive:
        archive.writestr("a.txt", "x")
    assert reason_of(empty_zip)[0] == "broken"


def test_wrong_kind_of_office_file(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx").rename(tmp_path / "a.pptx")
    assert reason_of(path)[0] == "broken"


def test_word_hides_hints_and_shows_formulas(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Tuki: ").add_run("Kirjoita tähän.").font.hidden = True
    formula = '<m:oMath xmlns:m="{}"><m:r><m:t>0,8 × kulut</m:t></m:r></m:oMath>'
    paragraph = document.add_paragraph("Määrä on ")
    paragraph._p.append(parse_xml(formula.format("http://schemas.openxmlformats.org/officeDocument/2006/math")))
    document.save(str(tmp_path / "a.docx"))
    assert outline(read_one(tmp_path / "a.docx")) == [("p", 0, "Tuki:"), ("p", 0, "Määrä on 0,8 × kulut")]


def test_word_numbers_go_on_through_cells(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for at, text in enumerate(["Nro", "Vaihe", "Tehtävä", "", "Haku", "Lähetä", "", "Päätös", "Odota"]):
        table.cell(at // 3, at % 3).text = text
    for row in (1, 2):
        table.cell(row, 0).paragraphs[0].style = "List Number"
        table.cell(row, 2).paragraphs[0].style = "List Bullet"
    document.add_paragraph("Loppu", "List Number")
    document.save(str(tmp_path / "a.docx"))
    assert outline(read_one(tmp_path / "a.docx")) == [
        ("r", 0, "Nro: 1. | Vaihe: Haku | Tehtävä: • Lähetä"), ("r", 0, "Nro: 2. | Vaihe: Päätös | Tehtävä: • Odota"),
        ("i", 1, "3. Loppu"),
    ]  # fmt: skip


def test_a_frame_around_text_in_word_is_no_row(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Ensin."
    cell.add_paragraph("Hakuaika", "Heading 1")
    cell.add_paragraph("kunta", "List Number")
    document.save(str(tmp_path / "a.docx"))
    assert outline(read_one(tmp_path / "a.docx")) == [("p", 0, "Ensin."), ("h", 2, "Hakuaika"), ("i", 1, "1. kunta")]


def test_word_numbers_of_a_list_style(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>'
    for number, content in ((91, '<w:numStyleLink w:val="Oma"/>'), (90, f'<w:styleLink w:val="Oma"/>{level}')):
        one = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{content}</w:abstractNum>'
        numbering.insert(0, parse_xml(one))
    link = f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
    numbering.append(parse_xml(link))
    for text in ("kunta", "yhdistys"):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="91"/></w:numPr>'))
    document.save(str(tmp_path / "a.docx"))
    assert outline(read_one(tmp_path / "a.docx")) == [("i", 1, "1) kunta"), ("i", 1, "2) yhdistys")]


def test_strict_office_files_are_told_by_that_name(tmp_path: Path) -> None:
    usual, strict = b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"
    path = rewritten(make_docx(tmp_path / "a.docx"), "_rels/.rels", (usual, strict))
    assert reason_of(path) == ("unsupported", "Strict Open XML")


def test_merged_cells_of_slides_hold_for_each_row(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(3, 3, Cm(1), Cm(1), Cm(9), Cm(9)).table
    for at, text in enumerate(["Rahasto", "Tuki", "Vuosi", "ESR+", "80 %", "alku", "", "60 %", "loppu"]):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    deck.save(str(tmp_path / "a.pptx"))
    assert [text for _, _, text in outline(read_one(tmp_path / "a.pptx"))] == [
        "Rahasto: ESR+ | Tuki: 80 % | Vuosi: alku", "Rahasto: ESR+ | Tuki: 60 % | Vuosi: loppu",
    ]  # fmt: skip


def test_tables_below_each_other_on_a_sheet_have_their_own_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Kulut"], ["Laji", "2025", "2026"], ["Palkat", 100, timedelta(hours=26)], [], ["Matkat", None, 5],
        [], ["Rahoitus"], ["Rahoittaja", "Osuus"], ["ESR+", 0.8], [], ["Kunta", 0.2],
    ):  # fmt: skip
        sheet.append(row)
    for at in (2, 8):
        for cell in sheet[at]:
            cell.font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    assert [text for _, _, text in outline(read_one(tmp_path / "a.xlsx"))] == [
        "Sheet", "Kulut", "Laji: Palkat | 2025: 100 | 2026: 26:00", "Laji: Matkat | 2026: 5",
        "Rahoitus", "Rahoittaja: ESR+ | Osuus: 0.8", "Rahoittaja: Kunta | Osuus: 0.2",
    ]  # fmt: skip


def test_years_name_columns_where_the_rows_below_hold_none() -> None:
    assert looks_like_header([["Laji", "2025", "2026"], ["Palkat", "100", ""], ["Matkat", "", "5"]])
    assert not looks_like_header([["Silta ry", "2019", "2021"], ["Ranta ry", "2020", "2022"], ["Lahti", "2021", "–"]])
    assert not looks_like_header([["Perustettu", "1998"], ["Henkilöstö", "25"]])
