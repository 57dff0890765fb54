"""Each reader on a small real file: exactly these blocks, in this order."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from pptx.util import Cm

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.readers import READERS, read_file
from corpus.readers.lines import add_lines, join_wrapped
from corpus.readers.numbering import written
from corpus.readers.text import decode

DATA = Path(__file__).parents[2] / "shared" / "data"


def outline(draft: Draft) -> list[tuple[str, int, str]]:
    """The blocks as (first letter of the kind, level, text)."""
    return [(block.kind[0], block.level, draft.text[block.start : block.end]) for block in draft.blocks]


def read_one(path: Path) -> Draft:
    [draft] = read_file(path)
    return draft


def save(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reason_of(path: Path) -> tuple[str, str]:
    with pytest.raises(UnreadableFile) as caught:
        read_file(path)
    return caught.value.reason, caught.value.detail


STATUTE = """Laki kokeilusta (756/2021)

1 luku Yleistä

1 § Lain tarkoitus
Tässä laissa säädetään kokeilusta. Tuen saamisesta säädetään 12 §:ssä.

2 a § Edellytykset
Tukea voidaan myöntää:
1) kunnalle;
2) yhdistykselle, jos:
a) se on rekisteröity; ja
b) sillä on säännöt;
3) säätiölle.
Edellä 1 momentissa säädetty ei koske:
12 §:n 2 momentissa tarkoitettua tukea.

3 § Tätä pykälää sovelletaan kaikkiin hakijoihin.
"""


def test_statute(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "laki.txt", STATUTE))
    assert draft.title == "Laki kokeilusta (756/2021)"
    assert outline(draft) == [
        ("h", 1, "Laki kokeilusta (756/2021)"),
        ("h", 3, "1 luku Yleistä"),
        ("h", 4, "1 § Lain tarkoitus"),
        ("p", 0, "Tässä laissa säädetään kokeilusta. Tuen saamisesta säädetään 12 §:ssä."),
        ("h", 4, "2 a § Edellytykset"),
        ("p", 0, "Tukea voidaan myöntää:"),
        ("i", 1, "1) kunnalle;"),
        ("i", 1, "2) yhdistykselle, jos:"),
        ("i", 2, "a) se on rekisteröity; ja"),
        ("i", 2, "b) sillä on säännöt;"),
        ("i", 1, "3) säätiölle."),
        ("p", 0, "Edellä 1 momentissa säädetty ei koske:"),
        ("p", 0, "12 §:n 2 momentissa tarkoitettua tukea."),
        ("h", 4, "3 §"),
        ("p", 0, "Tätä pykälää sovelletaan kaikkiin hakijoihin."),
    ]


AKOMA_NTOSO = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="statute">
<meta><identification source="#x"><FRBRWork><FRBRname value="757"/></FRBRWork></identification></meta>
<preface><p><docNumber>757/2021</docNumber> <docTitle>Laki hankkeiden rahoittamisesta</docTitle></p></preface>
<preamble><formula name="f"><p>Eduskunnan päätöksen mukaisesti säädetään:</p></formula></preamble>
<body><hcontainer name="statuteBody"><chapter eId="chp_1"><num>1 luku</num><heading>Yleistä</heading>
<section eId="sec_1"><num>1 §</num><heading>Lain <i>tarkoitus</i></heading>
<subsection><content><p>Tässä laissa säädetään <ref href="x">tuesta</ref>.</p></content></subsection>
<subsection><intro><p>Tukea saa:</p></intro>
<paragraph><num>1)</num><content><p>kunta;</p></content></paragraph>
<paragraph><num>2)</num><intro><p>yhteisö, joka:</p></intro>
<subparagraph><num>a)</num><content><p>toimii alueella.</p></content></subparagraph></paragraph>
</subsection></section></chapter>
<hcontainer><content><table><tr><th><p>Tuki</p></th><th><p>Osuus</p></th></tr>
<tr><td><p>ESR+</p></td><td><p>75 %</p></td></tr></table></content></hcontainer>
</hcontainer></body></act></akomaNtoso>
"""


def test_akoma_ntoso(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "757-2021-fi.akn", AKOMA_NTOSO))
    assert draft.title == "Laki hankkeiden rahoittamisesta (757/2021)"
    assert outline(draft) == [
        ("h", 1, "Laki hankkeiden rahoittamisesta (757/2021)"),
        ("p", 0, "Eduskunnan päätöksen mukaisesti säädetään:"),
        ("h", 3, "1 luku Yleistä"),
        ("h", 4, "1 § Lain tarkoitus"),
        ("p", 0, "Tässä laissa säädetään tuesta."),
        ("p", 0, "Tukea saa:"),
        ("i", 1, "1) kunta;"),
        ("i", 1, "2) yhteisö, joka:"),
        ("i", 2, "a) toimii alueella."),
        ("r", 0, "Tuki: ESR+ | Osuus: 75 %"),
    ]


def test_other_xml_and_broken_xml(tmp_path: Path) -> None:
    assert reason_of(save(tmp_path, "a.akn", "<html/>")) == ("unsupported", "html")
    assert reason_of(save(tmp_path, "b.akn", AKOMA_NTOSO[:400]))[0] == "broken"
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + AKOMA_NTOSO.split("?>")[1].replace(
        "kunta", "&e;"
    )
    assert "root:" not in read_one(save(tmp_path, "c.akn", entity)).text


def test_section_number_above_its_title() -> None:
    draft = Draft()
    add_lines(draft, "12 §\nMaksatus\nMaksatusta haetaan erikseen.\n13 §\nHakija ilmoittaa\n1) nimen;")
    assert outline(draft) == [
        ("h", 4, "12 § Maksatus"),
        ("p", 0, "Maksatusta haetaan erikseen."),
        ("h", 4, "13 §"),
        ("p", 0, "Hakija ilmoittaa"),
        ("i", 1, "1) nimen;"),
    ]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Article 5 Partnership", 4),
        ("Artikel 3", 4),
        ("5 artikla Kumppanuus", 4),
        ("1 kap. Inledande bestämmelser", 3),
        ("Chapter II", 3),
        ("Liite 1 Tukikelpoiset kustannukset", 2),
        ("YLEISET EHDOT", 2),
        ("## Hakuaika", 2),
        ("14 § Återkrav", 4),
    ],
)
def test_heading_lines(line: str, level: int) -> None:
    draft = Draft()
    add_lines(draft, f"Alku on tässä.\n{line}\nJatko on tässä.")
    assert outline(draft)[1] == ("h", level, line.lstrip("# "))


@pytest.mark.parametrize(
    "line",
    [
        "Artikel 3 i lagen gäller inte dem som avses i 2 mom.",
        "12 §:ssä säädetään tuesta.",
        "5 § 2 mom. tillämpas.",
        "Part of the support is paid later.",
        "31. joulukuuta 2024 mennessä haetaan maksatusta.",
        "EU",
    ],
)
def test_lines_that_only_look_like_headings_or_items(line: str) -> None:
    draft = Draft()
    add_lines(draft, f"Alku on tässä.\n{line}\nJatko on tässä.")
    assert outline(draft)[1] == ("p", 0, line)


def test_wrapped_text_is_joined_and_hyphenation_undone(tmp_path: Path) -> None:
    text = """Hankeopas

Tämä opas kertoo miten rahoitusta haetaan ja mitä hakijan on hyvä tie-
tää ennen kuin hakemus lähetetään. Opas on tarkoitettu kaikille EU-
rahoituksesta kiinnostuneille.

Liitteet:
– budjetti, josta selviävät kaikki hankkeen kustannukset ja se kuka ne
maksaa
– aiesopimus
"""
    assert outline(read_one(save(tmp_path, "opas.txt", text))) == [
        ("h", 1, "Hankeopas"),
        (
            "p",
            0,
            "Tämä opas kertoo miten rahoitusta haetaan ja mitä hakijan on hyvä tietää ennen kuin hakemus "
            "lähetetään. Opas on tarkoitettu kaikille EU-rahoituksesta kiinnostuneille.",
        ),
        ("p", 0, "Liitteet:"),
        ("i", 1, "– budjetti, josta selviävät kaikki hankkeen kustannukset ja se kuka ne maksaa"),
        ("i", 1, "– aiesopimus"),
    ]


def test_dash_of_a_reply_is_no_list() -> None:
    draft = Draft()
    add_lines(draft, "Hon förklarade läget.\n– Det här är viktigt, säger hon.")
    assert outline(draft)[1] == ("p", 0, "– Det här är viktigt, säger hon.")


def test_outline_numbers_are_headings_and_numbered_lists_are_not() -> None:
    draft = Draft()
    add_lines(draft, "2.3 Hakuaika\n\nHaku on auki.\n\n1. Täytä lomake\n\n2. Lähetä lomake\n")
    assert [kind + str(level) for kind, level, _ in outline(draft)] == ["h3", "p0", "i1", "i1"]


def test_encodings() -> None:
    assert decode("Käytäntö – 5 €".encode("cp1252")) == "Käytäntö – 5 €"
    assert decode("Hyvä".encode("latin-1")) == "Hyvä"
    assert decode("\ufeffHyvä".encode()) == "Hyvä"
    assert decode("Hyvä".encode("utf-16")) == "Hyvä"
    polish = "Zażółć gęślą jaźń, a następnie złóż wniosek o dofinansowanie projektu społecznego. " * 20
    assert decode(polish.encode("cp1250")) == polish


def test_markdown(tmp_path: Path) -> None:
    source = """---
title: Opas
country: FI
published: 2024-03-01
---
##Tiukka otsikko

Lead with *emphasis*, a [link](http://example.org) and `code`
on two lines:

3. kolmas
4. neljäs
   - sisempi

a.  *Minister:* de minister;

| Hanke | Rahoittaja |
|---|---|
| Silta | ESR+ |

<div>Huom. <b>html</b></div>

```
koodi
```
"""
    draft = read_one(save(tmp_path, "a.md", source))
    assert draft.fields == {"title": "Opas", "country": "FI", "published": date(2024, 3, 1)}
    assert draft.title == "Tiukka otsikko"
    assert outline(draft) == [
        ("h", 1, "Tiukka otsikko"),
        ("p", 0, "Lead with emphasis, a link and code on two lines:"),
        ("i", 1, "3. kolmas"),
        ("i", 1, "4. neljäs"),
        ("i", 2, "• sisempi"),
        ("i", 2, "a. Minister: de minister;"),
        ("r", 0, "Hanke: Silta | Rahoittaja: ESR+"),
        ("p", 0, "Huom. html"),
        ("p", 0, "koodi"),
    ]


def test_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "a.md", "---\nVain tekstiä\n---\n\nLisää."))
    assert draft.fields == {}
    assert "Vain tekstiä" in draft.text


def test_bad_front_matter_names_the_line(tmp_path: Path) -> None:
    path = save(tmp_path, "a.md", "---\ncountry: FI\ntitle: Opas: osa 2\n---\nTeksti")
    assert reason_of(path) == ("metadata", "front matter, line 3")


def test_html(tmp_path: Path) -> None:
    source = """<!doctype html><html lang="fi-FI"><head><title>Avustukset - Virasto</title>
<meta property="article:published_time" content="2025-02-03T10:00:00+02:00"><style>p{}</style></head><body>
<nav>Etusivu</nav><header>Virasto</header><div class="cookie-banner">Hyväksy evästeet</div>
<main><h1>Avustukset</h1><p>Haku on <b>auki</b>.<script>alert(1)</script><br>Hae heti.</p><!-- piilo -->
<p hidden>Ei näy</p><p style="display: none">Ei tämäkään</p>
<ol start="3"><li>kolmas<ul><li>sisempi</li></ul></li><li><p>neljäs</p></li></ol>
<ol type="a"><li>aakkonen</li></ol>
<table><thead><tr><th>Hanke</th><th>Summa</th></tr></thead><tr><td>Silta</td><td>10 €</td></tr></table>
<dl><dt>Hakuaika</dt><dd>1.2.–1.3.</dd></dl>
<aside>Mainos</aside></main><footer>Alatunniste</footer></body></html>"""
    draft = read_one(save(tmp_path, "a.html", source))
    assert (draft.title, draft.language, draft.fields) == ("Avustukset", "fi-FI", {"created": "2025-02-03"})
    assert outline(draft) == [
        ("h", 1, "Avustukset"),
        ("p", 0, "Haku on auki. Hae heti."),
        ("i", 1, "3. kolmas"),
        ("i", 2, "• sisempi"),
        ("i", 1, "4. neljäs"),
        ("i", 1, "a. aakkonen"),
        ("r", 0, "Hanke: Silta | Summa: 10 €"),
        ("i", 1, "Hakuaika: 1.2.–1.3."),
    ]


def test_html_in_latin_1(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Käytäntö</p></body></html>'
    assert outline(read_one(save(tmp_path, "a.html", page.encode("latin-1")))) == [("p", 0, "Käytäntö")]


def test_html_does_not_read_other_files(tmp_path: Path) -> None:
    save(tmp_path, "secret.txt", "salaisuus")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><p>Alku &x; loppu</p>'
    assert "salaisuus" not in read_one(save(tmp_path, "a.html", page)).text


def test_records(tmp_path: Path) -> None:
    rows = (
        '{"id": "a-1", "lang": "fi", "title": "Laki", "section": "1 §", "text": "Tukea saa.", '
        '"region": "Lappi"}\n'
        '\n{"id": 7, "text": "Två"}\n'
    )
    first, second = read_file(save(tmp_path, "c.jsonl", rows))
    assert (first.key, first.language, first.title, first.fields) == (
        "a-1",
        "fi",
        "Laki",
        {"region": "Lappi"},
    )
    assert outline(first) == [("h", 2, "1 §"), ("p", 0, "Tukea saa.")]
    assert (second.key, second.language, second.title, second.text.strip()) == ("7", None, None, "Två")


@pytest.mark.parametrize(
    ("rows", "detail"),
    [
        ('{"id": "a", "text": "x"}\n{"id"', "line 2: not JSON"),
        ('{"id": "a"}', "line 1: no text"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "line 2: id a twice"),
    ],
)
def test_bad_records_name_the_line(tmp_path: Path, rows: str, detail: str) -> None:
    assert reason_of(save(tmp_path, "c.jsonl", rows)) == ("broken", detail)


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
    assert (draft.title, draft.fields["created"]) == ("Opas", "2024-03-01")
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
    assert reason_of(path) == ("broken", "DTD in word/document.xml")


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", bytes(60_000_000))
    assert reason_of(path) == ("too_large", "60 MB unpacked")


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_encrypted_and_legacy_office_files(tmp_path: Path, suffix: str) -> None:
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    locked = save(tmp_path, f"locked{suffix}", magic + bytes(1000) + "EncryptedPackage".encode("utf-16-le"))
    assert reason_of(locked) == ("encrypted", "")
    old = save(tmp_path, f"old{suffix}", magic + bytes(1000))
    assert reason_of(old) == ("unsupported", f"{suffix}: Office 97-2003")


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_broken_office_files(tmp_path: Path, suffix: str) -> None:
    whole = make_docx(tmp_path / "whole.docx").read_bytes()
    assert reason_of(save(tmp_path, f"half{suffix}", whole[: len(whole) // 2])) == (
        "broken",
        "not a zip file",
    )
    assert reason_of(save(tmp_path, f"text{suffix}", "Tämä on tekstiä.")) == ("broken", "not a zip file")
    empty_zip = tmp_path / f"zip{suffix}"
    with zipfile.ZipFile(empty_zip, "w") as archive:
        archive.writestr("a.txt", "x")
    assert reason_of(empty_zip)[0] == "broken"


def test_wrong_kind_of_office_file(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx").rename(tmp_path / "a.pptx")
    assert reason_of(path)[0] == "broken"


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_empty_files(tmp_path: Path, suffix: str) -> None:
    assert reason_of(save(tmp_path, f"a{suffix}", "")) == ("empty", "")


@pytest.mark.parametrize(("name", "content"), [("a.txt", " \n\n "), ("a.html", "<p> </p>"), ("a.jsonl", "\n")])
def test_files_without_text(tmp_path: Path, name: str, content: str) -> None:
    assert reason_of(save(tmp_path, name, content)) == ("no_text", "")


def test_unsupported_missing_and_binary(tmp_path: Path) -> None:
    assert reason_of(save(tmp_path, "a.doc", "x")) == ("unsupported", ".doc")
    assert reason_of(tmp_path / "gone.txt") == ("broken", "No such file or directory")
    assert reason_of(save(tmp_path, "a.txt", bytes(range(256)))) == ("broken", "not text")


def test_reading_markdown_imports_no_other_library(tmp_path: Path) -> None:
    path = save(tmp_path, "a.md", "# Otsikko\n\nTeksti.")
    code = (
        "import sys; from pathlib import Path; from corpus.readers import read_file;"
        f"read_file(Path({str(path)!r}));"
        "print(sorted({'docx', 'pptx', 'openpyxl', 'bs4', 'pypdf', 'torch', 'numpy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@given(st.text(max_size=400))
def test_any_text_can_be_read_and_keeps_its_words(text: str) -> None:
    draft = Draft()
    add_lines(draft, text)
    assert all(draft.text[block.start : block.end].strip() for block in draft.blocks)
    wanted = [char for char in text if char.isalpha()]
    assert [char for char in draft.text if char.isalpha()] == wanted


def test_join_wrapped() -> None:
    assert join_wrapped("rahoi-", "tus") == "rahoitus"
    assert join_wrapped("EU-", "rahoitus") == "EU-rahoitus"
    assert join_wrapped("haku", "on") == "haku on"


@pytest.mark.parametrize("name", ["2021-0756_fi", "2021-0756_sv"])
def test_every_section_of_a_real_statute_is_a_heading(name: str) -> None:
    path = DATA / "documents" / "finlex_statutes_fi_sv" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the shared statutes are not on this machine")
    headings = [text for kind, _, text in outline(read_one(path)) if kind == "h"]
    assert [int(text.split()[0]) for text in headings[1:]] == list(range(1, 47))


def test_missing_library_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    path = save(tmp_path, "a.odd", "x")
    with pytest.raises(ModuleNotFoundError):
        read_file(path, readers={".odd": "corpus.readers.odd:read_odd"})


def test_page_about_cookies_is_read(tmp_path: Path) -> None:
    page = '<div class="gdpr-page"><h1>Evästeet</h1><p>Näin käytämme niitä.</p></div>'
    assert outline(read_one(save(tmp_path, "a.html", page))) == [
        ("h", 1, "Evästeet"),
        ("p", 0, "Näin käytämme niitä."),
    ]
