"""Briefs: every format opens in a program of its own, and nothing in a document can break or steer it."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import bibtexparser
import pypdfium2
import pytest
import rispy
from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from pypdf import PdfReader

from assistant.answers import Answer, Quote
from assistant.exports import fonts
from corpus.errors import TietosiltaError
from corpus.models import Metadata, Passage
from index.records import DocumentCard, Hit, Results
from interface.cli import main
from interface.errors import in_words
from interface.take_along import FORMATS, exported
from interface.texts import LANGUAGES

DAY = date(2026, 3, 5)
NASTY = "=HYPERLINK(\"http://x\") \x00\x0b\ufffe\u202e {\\} % _ # $ <b> *a* [1](javascript:x) "
LETTERS = "ä ö å ž ő ł ș ğ Ελλάδα Украина € – ½ ‰"


def card(name: str, title: str, **known: object) -> DocumentCard:
    return DocumentCard(name, title, "fi", "funding", Metadata(**known), f"/x/{name}", 9, 3)  # type: ignore[arg-type]


GUIDE = card(
    "funding/opas.pdf", "Hakijan opas 2024", organisation="Etelä-Savon ELY-keskus", published=date(2024, 3, 1),
    source="https://www.example.org/opas?a=1;b=2", licence="CC BY 4.0",
)  # fmt: skip
HOSTILE = card(
    "funding/paha.pdf", NASTY + "sana " * 5000, organisation="@SUM(A1)", source="javascript:alert(1)", licence=NASTY
)
RATE = "Tukitaso on enintään 80 prosenttia\nkustannuksista."


def quoted(document: DocumentCard, text: str, start: int, page: int | None, *, bold: str = "") -> Quote:
    at, passage = text.find(bold), Passage(document.id, start, start + len(text), text, "fi", page, ("Tukitaso",))
    status = "valid" if document is GUIDE else "superseded"
    return Quote(
        text, Hit(passage, document, 0.9, 0.9, (), (0, 0), status=status), document, "fi", start, start + len(text),
        page, "Tukitaso", 0.9, ((at, at + len(bold)),) if bold else (),
    )  # fmt: skip


ANSWER = Answer(
    "Mikä on tukitaso?", "fi", "amount", False,
    (
        quoted(GUIDE, RATE, 100, 12, bold="80 prosenttia"),
        quoted(GUIDE, f"Kirjaimia: {LETTERS}.", 900, 14),
        quoted(HOSTILE, NASTY + "\n\n1. Lopuksi. " + "pitkä" * 400, 5, None),
    ),
    (), differing=True,
)  # fmt: skip


def made(ending: str, language: str = "fi", found: Answer | Results = ANSWER) -> bytes:
    return exported(found, ending, language, made=DAY)


def pdf_text(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_word_has_quotes_pages_and_a_reference_list() -> None:
    document = Document(io.BytesIO(made(".docx")))
    paragraphs = [(p.style.name, p.text) for p in document.paragraphs]
    assert paragraphs[:5] == [
        ("Title", "Vastaus asiakirjojen omin sanoin"),
        ("Normal", "Kysymys: Mikä on tukitaso?"),
        ("Normal", "5. maaliskuuta 2026"),
        ("Normal", "Lähteiden tiedot eroavat toisistaan. Ensimmäisenä on voimassa oleva tai uudempi tieto."),
        ("Heading 1", "Lainaukset"),
    ]
    assert ("Quote", "Tukitaso on enintään 80 prosenttia kustannuksista.") in paragraphs
    assert ("Normal", "[1], s. 12, Tukitaso") in paragraphs
    assert ("Normal", "[2], Tukitaso, ei enää voimassa") in paragraphs
    (first,) = (text for _, text in paragraphs if text.startswith("[1] "))
    assert first.startswith(
        "[1] Etelä-Savon ELY-keskus. Hakijan opas 2024. 1. maaliskuuta 2024. CC BY 4.0. funding/opas.pdf [fi]."
    )
    bold = [run.text for p in document.paragraphs if p.style.name == "Quote" for run in p.runs if run.bold]
    assert bold == ["80 prosenttia"]
    about = document.core_properties
    assert (about.title, about.language) == ("Vastaus asiakirjojen omin sanoin", "fi-FI")
    assert paragraphs[-1][1].startswith("Koottu Tietosillalla.")
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert links == ["https://www.example.org/opas?a=1;b=2"]
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "fi-FI"


def test_pdf_has_language_title_outline_and_all_letters() -> None:
    content = made(".pdf")
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fi"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    assert reader.metadata is not None and reader.metadata.title == "Vastaus asiakirjojen omin sanoin"
    titles = [item.title for part in reader.outline for item in (part if isinstance(part, list) else [part])]
    assert titles == ["Vastaus asiakirjojen omin sanoin", "Lainaukset", "Lähteet"]
    written = pdf_text(content)
    assert "Tukitaso on enintään 80 prosenttia kustannuksista." in written
    assert LETTERS in written
    assert "[1], s. 12, Tukitaso" in written
    assert "[1] Etelä-Savon ELY-keskus. Hakijan opas 2024." in written
    links = [a.get_object()["/A"]["/URI"] for page in reader.pages for a in page.get("/Annots", [])]
    assert set(links) == {"https://www.example.org/opas?a=1;b=2"}


def test_a_letter_that_the_font_lacks_is_a_question_mark() -> None:
    quote = quoted(GUIDE, "中 tuki", 1, 1)
    found = Answer("Mikä?", "fi", "other", False, (quote,), ())
    assert "”? tuki”" in pdf_text(made(".pdf", found=found))


def test_a_streamlit_without_the_font_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    with pytest.raises(TietosiltaError) as told:
        made(".pdf")
    assert in_words(told.value, "en") == (
        "The font for the PDF file is missing. Install the program again, or save as Word (.docx)."
    )


def test_markdown_shows_what_the_document_says_and_nothing_else() -> None:
    written = made(".md").decode()
    assert "> Tukitaso on enintään **80 prosenttia** kustannuksista.\n>\n> \\[1\\], s. 12, Tukitaso\n" in written
    html = MarkdownIt().render(written)
    assert "<strong>80 prosenttia</strong>" in html
    assert 'href="https://www.example.org/opas?a=1;b=2"' in html
    assert html.count("<a ") == 1
    assert "<b>" not in html and "<em>" not in html
    assert html.count("<blockquote>") == 3


def test_a_list_stays_a_list() -> None:
    quote = quoted(GUIDE, "Hakija voi olla:\n• yhdistys tai\n  kunta\n• yritys\n\n1. Hae ajoissa.", 0, 3)
    found = Answer("Kuka?", "fi", "list", False, (quote,), ())
    assert "> Hakija voi olla:  \n> • yhdistys tai kunta  \n> • yritys  \n> 1\\. Hae ajoissa.\n" in (
        made(".md", found=found).decode()
    )
    paragraphs = [p.text for p in Document(io.BytesIO(made(".docx", found=found))).paragraphs]
    assert "Hakija voi olla:\n• yhdistys tai kunta\n• yritys\n1. Hae ajoissa." in paragraphs
    assert "s. 3, Tukitaso: ”Hakija voi olla: • yhdistys tai kunta • yritys 1. Hae ajoissa.”" in (
        made(".ris", found=found).decode()
    )


ROWS = """Raja riippuu mallista:
Malli: flat rate | Osuus: 40 % palkoista
Malli: kerta|korvaus | Osuus: 100 %
Muu sovitaan."""


def test_rows_are_a_table_again() -> None:
    found = Answer("Paljonko?", "fi", "amount", False, (quoted(GUIDE, ROWS, 0, 3, bold="40 %"),), ())
    document = Document(io.BytesIO(made(".docx", found=found)))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Malli", "Osuus"], ["flat rate", "40 % palkoista"], ["kerta|korvaus", "100 %"]
    ]  # fmt: skip
    bold = [run.text for row in table.rows for cell in row.cells for run in cell.paragraphs[0].runs if run.bold]
    assert bold == ["Malli", "Osuus", "40 %"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    quotes = [p.text for p in document.paragraphs if p.style.name == "Quote"]
    assert quotes == ["Raja riippuu mallista:", "Muu sovitaan."]
    assert (
        "> Raja riippuu mallista:\n>\n> | Malli | Osuus |\n> | --- | --- |\n> | flat rate | **40 %** palkoista |\n"
        "> | kerta\\|korvaus | 100 % |\n>\n> Muu sovitaan.\n>\n> \\[1\\], s. 3, Tukitaso\n"
    ) in made(".md", found=found).decode()
    assert (
        "”Raja riippuu mallista:” Malli Osuus flat rate 40 % palkoista kerta|korvaus 100 % ”Muu sovitaan.”"
    ) in pdf_text(made(".pdf", found=found))
    assert f"”{' '.join(ROWS.split())}”" in made(".ris", found=found).decode()


def test_tables_that_touch_stay_apart_in_word() -> None:
    rows = "Malli: a | Osuus: 1\nMalli: b | Osuus: 2\nKulu: c | Raja: 3\nKulu: d | Raja: 4"
    found = Answer("Mikä?", "fi", "other", False, (quoted(GUIDE, rows, 0, 1),), ())
    body = [part.tag.rpartition("}")[2] for part in Document(io.BytesIO(made(".docx", found=found))).element.body]
    at = body.index("tbl")
    assert body[at : at + 4] == ["tbl", "p", "tbl", "p"]


def test_letters_in_parts_are_written_whole() -> None:
    parted = unicodedata.normalize("NFD", f"Määräys {LETTERS}")
    found = Answer("Mikä?", "fi", "other", False, (quoted(GUIDE, parted, 0, 1),), ())
    assert f"Määräys {LETTERS}" in pdf_text(made(".pdf", found=found))
    for ending in (".csv", ".ris", ".md"):
        assert f"Määräys {LETTERS}" in made(ending, found=found).decode("utf-8-sig")


@pytest.mark.parametrize("columns", [2, 6, 7, 40])
@pytest.mark.parametrize("longest", [1, 300, 301, 1400])
def test_rows_that_a_page_has_no_room_for_stay_lines(columns: int, longest: int) -> None:
    row = " | ".join([*(f"{'Sarake' * 4} {at}: W" for at in range(columns - 1)), "Loppu: " + "W" * longest])
    found = Answer("Mikä?", "fi", "other", False, (quoted(GUIDE, f"{row}\n{row}", 0, 1),), ())
    fits = columns <= 6 and longest <= 300
    document = Document(io.BytesIO(made(".docx", found=found)))
    assert len(document.tables) == fits
    assert sum(p.text == row for p in document.paragraphs) == (0 if fits else 2)
    assert pdf_text(made(".pdf", found=found)).count("W") == 2 * (columns - 1 + longest)
    assert ("| --- |" in made(".md", found=found).decode()) == fits


def test_ris() -> None:
    first, second = rispy.loads(made(".ris").decode())
    assert first == {
        "type_of_reference": "RPRT", "title": "Hakijan opas 2024", "authors": ["Etelä-Savon ELY-keskus"],
        "year": "2024", "date": "2024/03/01/", "language": "fi", "label": "funding/opas.pdf",
        "urls": ["https://www.example.org/opas?a=1%3Bb=2"], "access_date": "2026/03/05/",
        "notes": [
            "s. 12, Tukitaso: ”Tukitaso on enintään 80 prosenttia kustannuksista.”",
            f"s. 14, Tukitaso: ”Kirjaimia: {LETTERS}.”",
        ],
    }  # fmt: skip
    assert len(second["title"]) <= 300
    assert "urls" not in second


def test_bibtex_keys_are_those_of_documents() -> None:
    documents = [card("a b.pdf", "Yksi"), card("a-b.pdf", "Kaksi"), card("äö.pdf", "Kolme")]
    kept = [quoted(document, RATE, 100, 12).hit for document in documents]
    briefs = [made(".bib", found=Results("", "fi", tuple(hits))).decode() for hits in (kept, kept[::-1])]
    keys = [bibtexparser.parse_string(brief).entries_dict.keys() for brief in briefs]
    assert list(keys[0]) == list(keys[1])[::-1] == ["a-b-pdf-e97efce4", "a-b-pdf-71e7dc46", "pdf-c9a29e59"]


def test_bibtex() -> None:
    library = bibtexparser.parse_string(made(".bib").decode())
    assert library.failed_blocks == []
    first, second = ({field.key: field.value for field in entry.fields} for entry in library.entries)
    assert first == {
        "title": "{Hakijan opas 2024}", "author": "{Etelä-Savon ELY-keskus}", "year": "2024", "date": "2024-03-01",
        "language": "fi", "url": "https://www.example.org/opas?a=1;b=2", "urldate": "2026-03-05",
        "note": "s. 12, s. 14",
    }  # fmt: skip
    assert second["title"].startswith(
        r'{=HYPERLINK("http://x") \textbraceleft{}\textbackslash{}\textbraceright{} \% \_ \# \$ <b>'
    )


@pytest.mark.parametrize(("language", "delimiter"), [("fi", ";"), ("sv", ";"), ("en", ",")])
def test_csv_opens_in_a_spreadsheet_without_formulas(language: str, delimiter: str) -> None:
    content = made(".csv", language)
    assert content.startswith(b"\xef\xbb\xbf")
    heads, first, _, last = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter)
    assert len(heads) == len(first) == len(last) == 13
    assert first[:5] == ["1", "Tukitaso on enintään 80 prosenttia kustannuksista.", "Hakijan opas 2024", GUIDE.id, "12"]
    assert last[1].startswith("'=HYPERLINK") and last[2].startswith("'=HYPERLINK")
    assert last[7] == "'@SUM(A1)"


def test_a_row_of_the_table_leads_to_the_page_where_the_quote_is_marked() -> None:
    _, first, *_ = csv.reader(io.StringIO(made(".csv").decode("utf-8-sig")), delimiter=";")
    link = urlsplit(first[-1])
    assert (link.scheme, link.netloc, link.path) == ("http", "localhost:8501", "/document")
    assert parse_qs(link.query) == {
        "doc": [GUIDE.id], "at": ["100-150~Tukitaso on enintään 80 prosenttia kustannuksista."], "lang": ["fi"]
    }  # fmt: skip
    elsewhere = exported(ANSWER, ".csv", "fi", made=DAY, pages="https://silta.example.org/haku/")
    assert f"https://silta.example.org/haku/document?{link.query}" in elsewhere.decode("utf-8-sig")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_in_every_language_holds_no_forbidden_letter(ending: str, language: str) -> None:
    content = made(ending, language)
    if ending == ".docx":
        content = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs).encode()
    elif ending == ".pdf":
        content = pdf_text(content).encode()
    assert not {"\x00", "\x0b", "\ufffe", "\u202e"} & set(content.decode("utf-8-sig"))


def test_a_basket_has_each_document_once() -> None:
    passages = [Passage(GUIDE.id, at, at + 5, "Tuki ", "fi", page) for at, page in ((0, 1), (50, 2))]
    hits = tuple(Hit(passage, GUIDE, 0.5, 0.5, (), (0, 4)) for passage in passages)
    written = made(".md", "sv", Results("Kori", "fi", hits)).decode()
    assert written.startswith("# Utdrag ur dokument\n\n**Fråga:** Kori\n\n5 mars 2026\n")
    assert [line for line in written.splitlines() if line.startswith("1.") or line.startswith("2.")] == [
        "1. Etelä-Savon ELY-keskus. Hakijan opas 2024. 1 mars 2024. CC BY 4.0. funding/opas.pdf \\[fi\\]. "
        "<https://www.example.org/opas?a=1;b=2>"
    ]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_command_line_writes_a_file(
    command: str, small_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ending in (".docx", ".csv"):
        path = tmp_path / f"vastaus{ending}"
        assert main([command, "Milloin hakuaika päättyy?", "--index", str(small_index), "--output", str(path)]) == 0
        assert capsys.readouterr().out == ""
        assert path.stat().st_size > 100
    assert main([command, "Hakuaika", "--index", str(small_index), "--json", "--output", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["hits"]
    assert [item.name for item in sorted(tmp_path.iterdir())] == ["vastaus.csv", "vastaus.docx"]


@pytest.mark.parametrize(
    ("question", "name", "words", "code"),
    [("x", "a.odt", ".docx, .pdf", 2), ("-", "a.md", "one question", 2), ("x", "none/a.md", "cannot be written", 1)],
)
def test_a_file_that_cannot_be_is_told_before_anything_is_opened(
    question: str, name: str, words: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    told = main(["ask", question, "--output", str(tmp_path / name), "--index", str(tmp_path / "none.sqlite")])
    assert told == code
    assert words in capsys.readouterr().err
