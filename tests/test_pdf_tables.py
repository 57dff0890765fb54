"""Tables and drawings of PDFs, row by row: which words stand in which cell."""

from __future__ import annotations

import random
from pathlib import Path

from fpdf import FPDF
from pdfs import blocks, boxed, lines, written

from corpus.readers.pdf.reader import read_pdf


def test_ruled_tables_are_rows_of_cells(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.set_xy(20, 40)
        with pdf.table(width=150, col_widths=(60, 30, 60), text_align="LEFT") as table:
            for row in (
                ("Nimi", "Vuosi", "Kuvaus"),
                ("Kyläyhdistys ry", "2024", "Työpaja nuorille, jotka etsivät ensimmäistä työpaikkaansa"),
                ("Osuuskunta", "", "Kahvila"),
            ):
                table.row(row)

    assert blocks(read_pdf(written(tmp_path / "a.pdf", draw))) == [
        ("row", "Nimi: Kyläyhdistys ry | Vuosi: 2024 | "
                "Kuvaus: Työpaja nuorille, jotka etsivät ensimmäistä työpaikkaansa"),
        ("row", "Nimi: Osuuskunta | Kuvaus: Kahvila"),
    ]


def test_cells_beside_a_high_one_stay_rows(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        boxed(pdf, 20, 60, 40, 20, ["Hankkeet"])
        for y, name in ((60, "Silta"), (70, "Polku")):
            boxed(pdf, 60, y, 60, 10, [name])

    draft = read_pdf(written(tmp_path / "high.pdf", draw))
    assert blocks(draft) == [("row", "Hankkeet | Silta"), ("row", "Polku")]


def test_lines_of_a_cell_between_the_rows_of_an_unruled_table_are_rows(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.set_font("helvetica", size=9)
        rows = (("900", "Oppilaitos", "Koulutus", "Joensuu"), ("800", "Osuuskunta", "Valmennus", "Kuopio"),
                ("700", "hoitaa valmennuksen", "Valmennus", "Lieksa"), ("600", "Kunta", "Ohjaus", "Ilomantsi"))
        for y, row in zip((60, 65, 75, 80), rows, strict=True):
            for x, text in zip((20, 50, 110, 160), row, strict=True):
                pdf.text(x, y, text)
        pdf.text(50, 70, "Yhdistys, joka kunnassa")

    found = blocks(read_pdf(written(tmp_path / "lines.pdf", draw)))
    assert found[1:4] == [
        ("row", "800 | Osuuskunta | Valmennus | Kuopio"),
        ("row", "Yhdistys, joka kunnassa"),
        ("row", "700 | hoitaa valmennuksen | Valmennus | Lieksa"),
    ]


def test_a_drawing_is_read_label_by_label(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        boxed(pdf, 20, 40, 170, 110, [])
        boxed(pdf, 30, 50, 50, 15, ["Euroopan unionin", "sosiaalirahasto"])
        boxed(pdf, 120, 50, 50, 15, ["Koheesiorahasto", "63 mrd"])
        pdf.line(55, 40, 55, 50)
        pdf.line(145, 40, 145, 50)
        lines(pdf, 40, 100, ["Alueen oma", "kehitys"])
        lines(pdf, 120, 100, ["Kaikille yhteinen", "maatalous"])

    assert blocks(read_pdf(written(tmp_path / "drawing.pdf", draw))) == [
        ("row", "Euroopan unionin sosiaalirahasto"),
        ("row", "Koheesiorahasto 63 mrd"),
        ("row", "Alueen oma kehitys"),
        ("row", "Kaikille yhteinen maatalous"),
    ]


def test_the_end_of_a_cell_overleaf_does_not_end_its_table(tmp_path: Path) -> None:
    def row(pdf: FPDF, y: float, cells: tuple[str, str, str]) -> None:
        for x, text in zip((20, 70, 150), cells, strict=True):
            pdf.text(x, y, text)

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for at in range(5):
            row(pdf, 250 + 6 * at, (f"Yhdistys {at}", "Kurssi työttömille nuorille ja", "2024"))
        pdf.add_page()
        pdf.text(70, 60, "heidän ohjaajilleen.")
        for at in range(5, 8):
            row(pdf, 60 + 6 * (at - 4), (f"Yhdistys {at}", "Ohjaajan palkka", "2024"))

    found = blocks(read_pdf(written(tmp_path / "a.pdf", draw)))
    assert found[4:7] == [
        ("row", "Yhdistys 4 | Kurssi työttömille nuorille ja | 2024"),
        ("row", "heidän ohjaajilleen."),
        ("row", "Yhdistys 5 | Ohjaajan palkka | 2024"),
    ]


def test_one_endless_page_of_rows(tmp_path: Path) -> None:
    pdf = FPDF(unit="pt", format=(600, 14000))
    pdf.add_page()
    pdf.set_font("helvetica", size=8)
    pick = random.Random(5)
    for row in range(1200):
        for x, text in ((20, f"Yhdistys {row}"), (250, "Kouvola"), (450, str(pick.randrange(10**5)))):
            pdf.text(x, 40 + 11 * row, text)
    pdf.output(str(tmp_path / "list.pdf"))
    found = blocks(read_pdf(tmp_path / "list.pdf"))
    assert len(found) == 1200
    assert found[7][0] == "row" and found[7][1].startswith("Yhdistys 7 | Kouvola | ")


def test_an_underlined_line_parts_no_cell(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        cells = (["Hakemukseen:", "ohjelma ja säännöt sekä", "selvitys muista tuista"], ["Maksatukseen:", "tositteet"])
        for x, texts in zip((20, 80), cells, strict=True):
            boxed(pdf, x, 40, 60, 20, [])
            lines(pdf, x + 0.8, 45, texts)
            pdf.line(x + 0.8, 45.6, x + 0.8 + pdf.get_string_width(texts[0]), 45.6)

    assert blocks(read_pdf(written(tmp_path / "underlined.pdf", draw))) == [
        ("row", "Hakemukseen: ohjelma ja säännöt sekä selvitys muista tuista | Maksatukseen: tositteet")
    ]


def test_justified_prose_is_no_table(tmp_path: Path) -> None:
    words = (
        "Kappale kertoo, että sosiaalinen yritys on liiketoimintaa harjoittava yritys, joka työllistää ihmisiä."
        " Toiminnan tuotoista pääosa käytetään yhteiskunnalliseen tarkoitukseen. Tulostavoitteiden asettamista"
        " ja seurantaa edellyttää yhteiskunnallinen yritystoiminta."
    )

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.multi_cell(62, 6, f"{words}\n\n{words}", align="J")

    assert blocks(read_pdf(written(tmp_path / "a.pdf", draw))) == [("paragraph", words)] * 2
