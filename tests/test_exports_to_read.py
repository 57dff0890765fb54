"""A brief as Word, PDF and Markdown: quotes, lists and tables as the document has them, in the reader's language."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from briefs import GUIDE, LETTERS, made, pdf_text, quoted
from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from pypdf import PdfReader

from assistant.answers import Answer
from assistant.exports import fonts
from corpus.errors import TietosiltaError
from corpus.models import Passage
from index.records import Hit, Results
from interface.errors import in_words


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
        "[1] Etelä-Savon ELY-keskus. Hakijan opas 2024. 1. maaliskuuta 2024. CC BY 4.0."
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


def test_spaces_that_the_font_lacks_are_spaces() -> None:
    quote = quoted(GUIDE, "Tuki on 200\u202f000\u2009euroa.", 1, 1)
    found = Answer("Mikä?", "fi", "other", False, (quote,), ())
    assert "”Tuki on 200 000 euroa.”" in pdf_text(made(".pdf", found=found))


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
    assert "”Hakija voi olla:\r\n• yhdistys tai kunta\r\n• yritys\r\n1. Hae ajoissa.”" in (
        pypdfium2.PdfDocument(made(".pdf", found=found))[0].get_textpage().get_text_range()
    )
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


@pytest.mark.parametrize("columns", [2, 6, 7, 40])
@pytest.mark.parametrize("longest", [1, 300, 301, 1400])
def test_rows_that_a_page_has_no_room_for_are_lines_of_their_values(columns: int, longest: int) -> None:
    row = " | ".join([*(f"{'Sarake' * 4} {at}: W" for at in range(columns - 1)), "Loppu: " + "W" * longest])
    found = Answer("Mikä?", "fi", "other", False, (quoted(GUIDE, f"{row}\n{row}", 0, 1),), ())
    fits = columns <= 6 and longest <= 300
    document = Document(io.BytesIO(made(".docx", found=found)))
    assert len(document.tables) == fits
    assert sum(p.text == row.replace(" | ", "\n") for p in document.paragraphs) == (0 if fits else 2)
    assert pdf_text(made(".pdf", found=found)).count("W") == 2 * (columns - 1 + longest)
    assert ("| --- |" in made(".md", found=found).decode()) == fits


def test_a_basket_has_each_document_once() -> None:
    passages = [Passage(GUIDE.id, at, at + 5, "Tuki ", "fi", page) for at, page in ((0, 1), (50, 2))]
    hits = tuple(Hit(passage, GUIDE, 0.5, 0.5, (), (0, 4)) for passage in passages)
    written = made(".md", "sv", Results("Kori", "fi", hits)).decode()
    assert written.startswith("# Utdrag ur dokument\n\n**Fråga:** Kori\n\n5 mars 2026\n")
    assert [line for line in written.splitlines() if line.startswith("1.") or line.startswith("2.")] == [
        "1. Etelä-Savon ELY-keskus. Hakijan opas 2024. 1 mars 2024. Språk: finska. CC BY 4.0. "
        "<https://www.example.org/opas?a=1;b=2>"
    ]


def test_a_row_by_itself_is_lines_of_its_values() -> None:
    words = "Talkoot ja oma työ\nLähde: ESR+ | Kelpaako talkootyö: ei"
    found = Answer("Mikä?", "fi", "other", False, (quoted(GUIDE, words, 0, 1),), ())
    written = made(".md", found=found).decode()
    assert "> Talkoot ja oma työ\n>\n> Lähde: ESR+  \n> Kelpaako talkootyö: ei\n>\n" in written
