"""Rows of tables that a page border cuts in two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from fpdf import FPDF
from pdfs import blocks, boxed, grid, page_of, written

from corpus.readers.pdf.reader import read_pdf

WIDE = (50, 40, 60)
HEAD = ("Hanke", "Tuki", "Kuvaus")
ROWS = [("Silta", "900", "Kahvila"), ("Polku", "800", "Paja"), ("Virta", "700", "Kurssi")]
BEGUN = [["Valmennus työhön"], ["600"], ["Ohjaus nuorille, jotka", "etsivät ensimmäistä"]]


def tall(pdf: FPDF, y: float, cells: Sequence[list[str]]) -> None:
    """A row of cells of two lines each; millimetres."""
    for x, wide, texts in zip(accumulate(WIDE, initial=20.0), WIDE, cells, strict=False):
        boxed(pdf, x, y, wide, 14, texts)


def over_two_pages(path: Path, end: Sequence[list[str]], *, header_again: bool = False) -> list[tuple[str, str]]:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 200, WIDE, [HEAD, *ROWS])
        tall(pdf, 240, BEGUN)
        pdf.add_page()
        y = 20
        if header_again:
            grid(pdf, y, WIDE, [HEAD])
            y += 10
        tall(pdf, y, end)
        grid(pdf, y + 14, WIDE, [("Aalto", "500", "Myymälä")])

    return blocks(read_pdf(written(path / "overleaf.pdf", draw)))


WHOLE = ("row", "Hanke: Valmennus työhön | Tuki: 600 | Kuvaus: Ohjaus nuorille, jotka etsivät ensimmäistä työtä.")
LAST = ("row", "Hanke: Aalto | Tuki: 500 | Kuvaus: Myymälä")


def test_the_end_of_a_row_overleaf_stands_in_its_cells(tmp_path: Path) -> None:
    assert over_two_pages(tmp_path, [[], [], ["työtä."]])[3:] == [WHOLE, LAST]


def test_so_it_does_below_a_header_printed_again(tmp_path: Path) -> None:
    assert over_two_pages(tmp_path, [[], [], ["työtä."]], header_again=True)[3:] == [WHOLE, LAST]


def test_a_row_overleaf_whose_cell_had_room_on_the_page_before_is_another(tmp_path: Path) -> None:
    found = over_two_pages(tmp_path, [["Yhteensä"], ["3 000"], []])
    assert found[4:] == [("row", "Hanke: Yhteensä | Tuki: 3 000"), LAST]


def test_a_row_overleaf_like_others_of_the_table_is_another(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 190, WIDE, [HEAD, ("", "", "Osa yksi"), *ROWS])
        tall(pdf, 240, BEGUN)
        pdf.add_page()
        tall(pdf, 20, [[], [], ["Osa kaksi"]])
        grid(pdf, 34, WIDE, [("Aalto", "500", "Myymälä")])

    assert blocks(read_pdf(written(tmp_path / "parts.pdf", draw)))[-2] == ("row", "Osa kaksi")


def test_a_row_of_one_line_goes_on_where_its_words_do(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 230, WIDE, [HEAD, *ROWS, ("Kahvila ja", "600", "Ohjaus, tuki ja")])
        pdf.add_page()
        tall(pdf, 20, [["paja"], [], ["neuvonta nuorille, jotka", "etsivät työtä"]])

    draft = read_pdf(written(tmp_path / "line.pdf", draw))
    whole = "Hanke: Kahvila ja paja | Tuki: 600 | Kuvaus: Ohjaus, tuki ja neuvonta nuorille, jotka etsivät työtä"
    assert blocks(draft)[3:] == [("row", whole)]
    assert page_of(draft, "neuvonta") == 1


def test_a_row_stands_on_the_page_on_which_it_begins(tmp_path: Path) -> None:
    words = ["mukana 1 2 3 4 5 6 7 8", "a b c d e f g h i j k l", "m n o p q r s t u v x y z"]

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 230, WIDE, [HEAD, *ROWS, ("Kahvila ja", "600", "Kunnat ovat")])
        pdf.add_page()
        boxed(pdf, 20, 20, 50, 24, ["paja"])
        boxed(pdf, 70, 20, 40, 24, [])
        boxed(pdf, 110, 20, 60, 24, words)

    draft = read_pdf(written(tmp_path / "most.pdf", draw))
    assert blocks(draft)[3] == ("row", f"Hanke: Kahvila ja paja | Tuki: 600 | Kuvaus: Kunnat ovat {' '.join(words)}")
    assert page_of(draft, "Kunnat ovat") == 1
