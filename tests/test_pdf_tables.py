"""Tables and drawings of PDFs, row by row."""

from __future__ import annotations

import random
from pathlib import Path

from fpdf import FPDF
from pdfs import blocks, boxed, grid, lines, written

from corpus.readers.pdf.reader import read_pdf
from corpus.readers.tables import as_printed


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


def test_a_header_of_two_storeys_is_one_row(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        boxed(pdf, 20, 60, 40, 20, ["Hanke"])
        boxed(pdf, 60, 60, 40, 20, ["Toteuttaja"])
        boxed(pdf, 100, 60, 60, 10, ["Tuki euroina"])
        boxed(pdf, 100, 70, 30, 10, ["Haettu"])
        boxed(pdf, 130, 70, 30, 10, ["Maksettu"])
        for x, wide, text in ((20, 40, "Silta"), (60, 40, "Osuuskunta"), (100, 30, "900"), (130, 30, "800")):
            boxed(pdf, x, 80, wide, 10, [text])

    draft = read_pdf(written(tmp_path / "storeys.pdf", draw))
    assert blocks(draft) == [
        ("row", "Hanke | Toteuttaja | Tuki euroina | Haettu | Maksettu"),
        ("row", "Hanke: Silta | Toteuttaja: Osuuskunta | Haettu: 900 | Maksettu: 800"),
    ]


def test_names_of_columns_hold_overleaf_and_for_cells_left_empty(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        wide = (50, 40, 40, 40)
        pdf.add_page()
        grid(pdf, 40, wide, [("Saaja", "Alue", "Myönnetty", "Maksettu"), ("Osuuskunta Silta", "Lappi", "900", "")])
        pdf.add_page()
        grid(pdf, 20, wide, [("Kyläyhdistys Polku", "Kainuu", "", "800")])

    assert blocks(read_pdf(written(tmp_path / "overleaf.pdf", draw))) == [
        ("row", "Saaja: Osuuskunta Silta | Alue: Lappi | Myönnetty: 900"),
        ("row", "Saaja: Kyläyhdistys Polku | Alue: Kainuu | Maksettu: 800"),
    ]


def test_rows_of_a_form_have_no_header(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        address = "Kauppakatu kaksitoista, Joensuu, Pohjois-Karjala"
        grid(pdf, 20, (30, 110), [("Hakija", "Silta"), ("Osoite", address), ("Y-tunnus", "1234567-8")])

    assert blocks(read_pdf(written(tmp_path / "names.pdf", draw))) == [
        ("row", "Hakija | Silta"),
        ("row", "Osoite | Kauppakatu kaksitoista, Joensuu, Pohjois-Karjala"),
        ("row", "Y-tunnus | 1234567-8"),
    ]


def test_only_the_first_row_of_a_table_can_name_its_columns(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        rows = [("12", "Kemi", "700"), ("Silta", "Oulu", "Avustus"), ("Polku", "Lieksa", "900"), ("Virta", "Ii", "800")]
        grid(pdf, 20, (50, 50, 50), rows)

    found = [text for _, text in blocks(read_pdf(written(tmp_path / "middle.pdf", draw)))]
    assert found == ["12 | Kemi | 700", "Silta | Oulu | Avustus", "Polku | Lieksa | 900", "Virta | Ii | 800"]


def test_a_table_after_other_text_has_names_of_its_own(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 20, (50, 50), [("Alue", "Tuki"), ("Lappi", "85 %"), ("Kainuu", "80 %")])
        grid(pdf, 80, (50, 50), [("Kulu", "Osuus"), ("Palkat", "40 %"), ("Matkat", "7 %")])
        lines(pdf, 20, 65, ["Kustannukset jakautuvat seuraavasti."])

    assert blocks(read_pdf(written(tmp_path / "two.pdf", draw))) == [
        ("row", "Alue: Lappi | Tuki: 85 %"),
        ("row", "Alue: Kainuu | Tuki: 80 %"),
        ("paragraph", "Kustannukset jakautuvat seuraavasti."),
        ("row", "Kulu: Palkat | Osuus: 40 %"),
        ("row", "Kulu: Matkat | Osuus: 7 %"),
    ]


def test_a_bold_header_holds_for_plain_rows_after_a_line_between_them(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 20, (50, 50), [("Saaja", "Paikka"), ("Osuuskunta Silta", "Oulu")], bold_head=True)
        lines(pdf, 20, 48, ["Toimintalinja neljä kattaa seuraavat hankkeet."])
        grid(pdf, 55, (50, 50), [("Kyläyhdistys Polku", "Kajaani")])

    assert blocks(read_pdf(written(tmp_path / "between.pdf", draw))) == [
        ("row", "Saaja: Osuuskunta Silta | Paikka: Oulu"),
        ("paragraph", "Toimintalinja neljä kattaa seuraavat hankkeet."),
        ("row", "Saaja: Kyläyhdistys Polku | Paikka: Kajaani"),
    ]


def test_only_names_that_the_page_does_not_print_are_taken_off() -> None:
    page = "Lappi 85 % Huom: vain 2024"
    row = "Alue: Lappi | Tuki: 85 % | Huom: vain 2024"
    assert as_printed(row, page.__contains__) == "Lappi | 85 % | Huom: vain 2024"
    assert as_printed("Alue: Lappi", page.__contains__) == "Alue: Lappi"  # no row of a table


def test_cells_beside_a_high_one_stay_rows(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        boxed(pdf, 20, 60, 40, 20, ["Hankkeet"])
        for y, name in ((60, "Silta"), (70, "Polku")):
            boxed(pdf, 60, y, 60, 10, [name])

    draft = read_pdf(written(tmp_path / "high.pdf", draw))
    assert blocks(draft) == [("row", "Hankkeet | Silta"), ("row", "Polku")]


def test_a_header_repeated_in_part_stays_whole(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        for kind in ("Tuki", "Laina", "Takaus", "Avustus", "Palkinto"):
            pdf.add_page()
            row = (f"{kind} yksi", f"Osuuskunta {kind}", f"{len(kind)}00")
            grid(pdf, 20, (50, 50, 50), [("Hanke", "Toteuttaja", kind), row])

    found = blocks(read_pdf(written(tmp_path / "headers.pdf", draw)))
    assert found[:2] == [
        ("row", "Hanke: Tuki yksi | Toteuttaja: Osuuskunta Tuki | Tuki: 400"),
        ("row", "Hanke: Laina yksi | Toteuttaja: Osuuskunta Laina | Laina: 500"),
    ]


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


def test_columns_that_are_a_little_wider_below_keep_their_names(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 20, (40, 40, 30, 30, 30), [("Saaja", "Paikka", "Vuosi", "Tuki", "Osuus")])
        rows = [("Osuuskunta Silta", "Oulu", "2024", "900", "80 %"), ("Polku", "Ii", "2023", "800", "70 %")]
        grid(pdf, 30, (44, 36, 30, 30, 30), rows)

    assert blocks(read_pdf(written(tmp_path / "wider.pdf", draw))) == [
        ("row", "Saaja: Osuuskunta Silta | Paikka: Oulu | Vuosi: 2024 | Tuki: 900 | Osuus: 80 %"),
        ("row", "Saaja: Polku | Paikka: Ii | Vuosi: 2023 | Tuki: 800 | Osuus: 70 %"),
    ]


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


def test_a_row_printed_again_overleaf_names_columns_also_of_two_texts(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        for rows in ([("Palkat", "Tunneittain"), ("Matkat", "Halvimman mukaan")], [("Vuokrat", "Sopimuksen mukaan")]):
            pdf.add_page()
            grid(pdf, 100, (60, 60), [("Kululaji", "Säännöt"), *rows])

    assert blocks(read_pdf(written(tmp_path / "again.pdf", draw))) == [
        ("row", "Kululaji: Palkat | Säännöt: Tunneittain"),
        ("row", "Kululaji: Matkat | Säännöt: Halvimman mukaan"),
        ("row", "Kululaji: Vuokrat | Säännöt: Sopimuksen mukaan"),
    ]


def test_a_short_form_in_a_header_is_no_sentence(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 40, (50, 50, 50), [("Hanke nro.", "Saaja", "Tuki"), ("A12", "Osuuskunta Silta", "900")])

    assert blocks(read_pdf(written(tmp_path / "no.pdf", draw))) == [
        ("row", "Hanke nro.: A12 | Saaja: Osuuskunta Silta | Tuki: 900")
    ]


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


def test_a_table_of_fewer_columns_right_below_has_names_of_its_own(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 20, (40, 40, 40), [("Saaja", "Paikka", "Tuki"), ("Silta", "Oulu", "900")], bold_head=True)
        grid(pdf, 40, (80, 40), [("Toimenpide", "Osuus"), ("Koulutus", "40 %"), ("Matkat", "7 %")], bold_head=True)

    assert blocks(read_pdf(written(tmp_path / "fewer.pdf", draw))) == [
        ("row", "Saaja: Silta | Paikka: Oulu | Tuki: 900"),
        ("row", "Toimenpide: Koulutus | Osuus: 40 %"),
        ("row", "Toimenpide: Matkat | Osuus: 7 %"),
    ]
