"""The names of columns before the values of ruled tables of PDFs: which row names them, and how far they hold."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from pdfs import blocks, boxed, grid, lines, written

from corpus.readers.pdf.reader import read_pdf
from corpus.readers.tables import as_printed


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


def test_a_short_form_in_a_header_is_no_sentence(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 40, (50, 50, 50), [("Hanke nro.", "Saaja", "Tuki"), ("A12", "Osuuskunta Silta", "900")])

    assert blocks(read_pdf(written(tmp_path / "no.pdf", draw))) == [
        ("row", "Hanke nro.: A12 | Saaja: Osuuskunta Silta | Tuki: 900")
    ]


def test_only_names_that_the_page_does_not_print_are_taken_off() -> None:
    page = "Lappi 85 % Huom: vain 2024"
    row = "Alue: Lappi | Tuki: 85 % | Huom: vain 2024"
    assert as_printed(row, page.__contains__) == "Lappi | 85 % | Huom: vain 2024"
    assert as_printed("Alue: Lappi", page.__contains__) == "Alue: Lappi"  # no row of a table
