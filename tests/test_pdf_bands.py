"""Tables of PDFs without lines: rows that are coloured bands."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from pdfs import blocks, lines, written

from corpus.readers.pdf.reader import read_pdf


def band(pdf: FPDF, y: float, label: str, texts: list[str], amount: str) -> None:
    """A coloured row of a table without lines, the amount ending at its right; millimetres."""
    pdf.set_fill_color(230, 230, 230)
    pdf.rect(20, y, 170, 12, style="F")
    pdf.text(22, y + 7, label)
    lines(pdf, 50, y + 5, texts)
    pdf.text(188 - pdf.get_string_width(amount), y + 7, amount)


BANDS = (
    ("Toimi 1", ["Tutkimus ja innovaatiot alueen vahvuuksien", "aloilla (laitteet)"], "30 000"),
    ("Toimi 2", ["Valmennus"], "8 000"),
    ("Toimi 3", ["Kahvila ja paja nuorille, jotka etsivät", "ensimmäistä työpaikkaa"], "400"),
    ("Toimi 4", ["Verkosto"], "1 000"),
)


def test_coloured_bands_are_rows(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.rect(10, 20, 190, 250)  # around the whole page
        lines(pdf, 22, 30, ["Ohjelma    2021"])
        for at, row in enumerate(BANDS):
            band(pdf, 40 + 15 * at, *row)

    assert blocks(read_pdf(written(tmp_path / "bands.pdf", draw))) == [
        ("paragraph", "Ohjelma 2021"),
        ("row", "Toimi 1 | Tutkimus ja innovaatiot alueen vahvuuksien aloilla (laitteet) | 30 000"),
        ("row", "Toimi 2 | Valmennus | 8 000"),
        ("row", "Toimi 3 | Kahvila ja paja nuorille, jotka etsivät ensimmäistä työpaikkaa | 400"),
        ("row", "Toimi 4 | Verkosto | 1 000"),
    ]


def test_a_wide_space_in_a_band_parts_nothing_and_notes_on_colour_are_no_rows(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for at, (label, texts, amount) in enumerate(BANDS):
            band(pdf, 40 + 15 * at, label, [texts[0].replace("Kahvila ja", "Kahvila   ja")], amount)
        pdf.add_page()
        for at, (_, texts, _) in enumerate(BANDS):
            pdf.rect(20, 40 + 25 * at, 170, 12, style="F")
            lines(pdf, 22, 45 + 25 * at, texts)
        pdf.add_page()
        for y in (40, 80, 120, 160):
            pdf.rect(20, y, 170, 20, style="F")
            lines(pdf, 22, y + 5, ["-", "-"])
            lines(pdf, 30, y + 5, ["koulutus ja ohjaus,", "kahvila ja paja____"])

    found = blocks(read_pdf(written(tmp_path / "space.pdf", draw)))
    assert found[2] == ("row", "Toimi 3 | Kahvila ja paja nuorille, jotka etsivät | 400")
    assert found[4:8] == [("paragraph", " ".join(texts)) for _, texts, _ in BANDS]
    assert found[8:] == [("item", "- koulutus ja ohjaus,"), ("item", "- kahvila ja paja____")] * 4
