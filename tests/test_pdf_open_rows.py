"""Tables of which only the columns are ruled, over several pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from pdfs import blocks, lines, written

from corpus.readers.pdf.open_rows import open_rows
from corpus.readers.pdf.reader import read_pdf
from corpus.readers.pdf.words import Word

EDGES = (20, 50, 100, 130, 160, 190)
HEAD = ("Tuki", "Saaja", "Toimi", "Paikka", "Vuosi")
PLACES = ("Ii", "Kemi", "Oulu", "Kajaani", "Lieksa", "Kuopio")


def row(pdf: FPDF, y: float, cells: Sequence[str]) -> None:
    for x, text in zip(EDGES, cells, strict=False):
        pdf.text(x + 2, y, text)


def uprights(pdf: FPDF, top: float, bottom: float, edges: Sequence[float] = EDGES) -> None:
    for x in edges:
        pdf.line(x, top, x, bottom)


def places(pdf: FPDF, y: float) -> None:
    """Six rows, the last cells of each filled."""
    for at, name in enumerate(PLACES):
        row(pdf, y + 10 * at, ("", "", "Kurssi", name, f"202{at}"))



def first_page(pdf: FPDF) -> None:
    """The header between lines across, below it lines between the columns only."""
    pdf.add_page()
    uprights(pdf, 30, 120)
    for y in (30, 40):
        pdf.line(20, y, 190, y)
    row(pdf, 36, HEAD)


def named(tuki: str, saaja: str, at: int) -> tuple[str, str]:
    cells = (tuki, saaja, "Kurssi", PLACES[at], f"202{at}")
    return "row", " | ".join(f"{name}: {cell}" for name, cell in zip(HEAD, cells, strict=True) if cell)


REST = [named("", "", at) for at in range(1, 6)]


def test_lines_that_lead_down_to_a_row_belong_to_it(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        first_page(pdf)
        places(pdf, 60)
        row(pdf, 55, ("", "Opisto, johon kuuluu"))
        row(pdf, 60, ("900", "kolme koulua"))

    assert blocks(read_pdf(written(tmp_path / "low.pdf", draw))) == [
        named("900", "Opisto, johon kuuluu kolme koulua", 0), *REST,
    ]  # fmt: skip


def test_lines_below_the_first_of_a_cell_belong_to_it(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        first_page(pdf)
        places(pdf, 60)
        row(pdf, 60, ("900", "Opisto, johon"))
        pdf.text(EDGES[1] + 2, 65, "Kemin koulu kuuluu")

    found = blocks(read_pdf(written(tmp_path / "high.pdf", draw)))
    assert found == [named("900", "Opisto, johon Kemin koulu kuuluu", 0), *REST]


def test_a_sentence_that_ends_in_a_row_begins_above_it(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        first_page(pdf)
        places(pdf, 60)
        row(pdf, 90, ("", "Kajaanin opisto"))
        row(pdf, 95, ("", "Lieksan opisto, joka on"))
        row(pdf, 100, ("", "uusi"))

    found = blocks(read_pdf(written(tmp_path / "amid.pdf", draw)))
    assert found[4:6] == [named("", "Kajaanin opisto", 3), named("", "Lieksan opisto, joka on uusi", 4)]


def test_a_title_across_columns_stands_between_rows_and_the_names_hold_below(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        uprights(pdf, 30, 40)
        uprights(pdf, 30, 120, (20, 130, 160, 190))
        uprights(pdf, 50, 120, (50, 100))
        for y in (30, 40):
            pdf.line(20, y, 190, y)
        row(pdf, 36, HEAD)
        row(pdf, 46, ("Ensimmäinen linja, joka kattaa koulutuksen", "", "", "2020-2027"))
        row(pdf, 60, ("900", "Opisto"))
        places(pdf, 60)

    assert blocks(read_pdf(written(tmp_path / "title.pdf", draw))) == [
        ("row", "Ensimmäinen linja, joka kattaa koulutuksen | 2020-2027"), named("900", "Opisto", 0), *REST,
    ]  # fmt: skip


def test_a_page_with_nothing_but_lines_between_columns_goes_on_with_the_table(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        first_page(pdf)
        places(pdf, 60)
        pdf.add_page()
        uprights(pdf, 20, 45)
        uprights(pdf, 45, 55, (20, 160, 190))
        uprights(pdf, 55, 120)
        row(pdf, 40, ("700", "Koulu", "Kurssi", "Ii", "2020"))
        pdf.text(EDGES[0] + 2, 50, "Toinen linja, joka kattaa kaiken muun")
        places(pdf, 60)

    found = blocks(read_pdf(written(tmp_path / "pages.pdf", draw)))
    assert found[6:9] == [named("700", "Koulu", 0), ("row", "Toinen linja, joka kattaa kaiken muun"), named("", "", 0)]


def test_rows_without_lines_overleaf_have_the_names_above_their_places(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        first_page(pdf)
        places(pdf, 60)
        pdf.add_page()
        places(pdf, 60)

    found = blocks(read_pdf(written(tmp_path / "bare.pdf", draw)))
    assert found[7:] == [named("", "", 0), *REST]


def test_rows_after_other_text_have_names_of_their_own(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        first_page(pdf)
        places(pdf, 60)
        pdf.add_page()
        lines(pdf, 20, 40, ["Toinen luettelo koskee muita."])
        places(pdf, 60)

    assert blocks(read_pdf(written(tmp_path / "other.pdf", draw)))[8] == ("row", "Kurssi | Ii | 2020")


def test_a_line_between_the_heights_of_two_rows_keeps_the_page_readable() -> None:
    def cell(left: float, *heights: float) -> list[Word]:
        return [Word("Sana", left, left + 20, y, 10, bold=False, italic=False) for y in heights]

    even = (700, 670, 640, 610, 580, 550)
    cells = [cell(20, *even), cell(60, *even), cell(100, *even), cell(140, 700, 689, 676, 640, 610, 580)]
    rows = open_rows(cells, lambda word: word.x0 + 40)
    assert sum(len(words) for row in rows for words in row.values()) == sum(map(len, cells))


def test_the_ticks_of_a_chart_are_no_table(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for x in (30, 60, 90, 120, 150):
            pdf.line(x, 100, x, 101.5)
            pdf.text(x, 106, str(2000 + x))
        lines(pdf, 20, 130, ["Kuvio kertoo vuosista."])

    assert "Kuvio kertoo vuosista." in read_pdf(written(tmp_path / "ticks.pdf", draw)).text
