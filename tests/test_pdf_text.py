"""Lines of a PDF become text: hyphens, cells and spaces within words."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from pdfs import FULL, blocks, boxed, lines, written

from corpus.readers.pdf.reader import read_pdf
from corpus.readers.pdf.text import LineJoiner, cut_token


def test_hyphens_at_line_ends(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        lines(pdf, 20, 40, [FULL + " rahoi-", "tuskohteella, ja EU-", "rahoitus kirjataan sosiaali-"])
        lines(
            pdf,
            20,
            80,
            [
                FULL + " Lappeenrannan-",
                "Lahden kampus, kausi 2021-",
                "2027, ESR+-",
                "tuki ja linja-",
                "auto sekä sosiaali- ja terveysala.",
            ],
        )

    draft = read_pdf(written(tmp_path / "a.pdf", draw))
    assert [text for _, text in blocks(draft)] == [
        f"{FULL} rahoituskohteella, ja EU-rahoitus kirjataan sosiaali-",
        f"{FULL} Lappeenrannan-Lahden kampus, kausi 2021-2027, ESR+-tuki ja linja-auto sekä sosiaali- ja terveysala.",
    ]


def test_the_rest_of_the_document_decides_about_a_hyphen() -> None:
    seen = ["Perintä- ja jakokirja", "yhteistyö alkaa", "kampus-alue on suuri"]
    joiner = LineJoiner(seen)
    assert joiner.join("hyvä yhteis-", "työ jatkuu") == "hyvä yhteistyö jatkuu"
    assert joiner.join("uusi kampus-", "alue avataan") == "uusi kampus-alue avataan"
    assert joiner.join("(1336/1997) ja -", "asetuksen") == "(1336/1997) ja -asetuksen"
    assert joiner.join("haku 2021–", "2027") == "haku 2021–2027"
    assert joiner.join("tulot -", "menot") == "tulot - menot"


def test_cells_cut_within_words() -> None:
    joiner = LineJoiner(["assistance technique", "contribution de la région"])
    assert joiner.cell("assistan\nce techni\nque") == "assistance techni que"
    assert joiner.cell("contribu\ntion de\nla région") == "contribution de la région"
    assert joiner.cell("Firma Gm\nbH") == "Firma GmbH"
    assert LineJoiner(["les régions de la région"]).cell("Catégorie de\nrégion\ns¹") == "Catégorie de régions¹"


def test_an_amount_cut_within_its_cell_is_whole_and_known_words_stay_apart() -> None:
    joiner = LineJoiner(["the organisations of Scotland"])
    assert joiner.cell("£10,732,199.6\n3") == "£10,732,199.63"
    assert joiner.cell("1.2\n3") == "1.2 3"
    assert joiner.cell("Recipient\norganisation") == "Recipient organisation"
    assert LineJoiner([]).cell("Competitivene\nss") == "Competitiveness"


def test_a_finnish_ending_behind_a_name_keeps_its_hyphen_at_the_line_end() -> None:
    lines = ["Valitse ja täytä Kyllä -kohta tai Ei -kohta, kun hanke on", "valmis."]
    joiner = LineJoiner(lines)
    assert joiner.join("tallennettava Lähetä -", "painikkeella") == "tallennettava Lähetä -painikkeella"
    dashes = LineJoiner([*lines, "Tuki - ja laina - on maksettu, kun hanke - myös iso - on valmis"])
    assert dashes.join("maksettu tuki -", "lainakin") == "maksettu tuki - lainakin"


def test_a_space_within_a_word_leaves_where_the_document_knows_the_word() -> None:
    joiner = LineJoiner(["les instruments financiers", "cette mise en œuvre"] * 5 + ["web site", "website"])
    assert joiner.mend("Section II – Instr uments financiers") == "Section II – Instruments financiers"
    assert joiner.mend("une mise en œuvre, web site") == "une mise en œuvre, web site"


@given(st.lists(st.text(alphabet="abcäö,.;", min_size=1, max_size=12), min_size=1, max_size=8))
def test_joining_lines_without_hyphens_only_puts_spaces(texts: list[str]) -> None:
    assert LineJoiner([]).join_all(texts) == " ".join(texts)


def test_a_code_or_date_that_its_column_cut_is_whole(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for x, wide, texts in (
            (20, 17, ["S2239", "2"]), (37, 14, ["1.4.2", "021 -", "30.6.2", "024"]), (51, 42, ["S2239", "2"]),
            (93, 18, ["EH12", "5HD"]), (111, 15, ["2021", "7"]),
        ):  # fmt: skip
            boxed(pdf, x, 40, wide, 25, texts)

    assert blocks(read_pdf(written(tmp_path / "narrow.pdf", draw))) == [
        ("row", "S22392 | 1.4.2021 - 30.6.2024 | S2239 2 | EH12 5HD | 2021 7")
    ]


def test_only_what_is_one_date_or_code_as_a_whole_goes_on() -> None:
    assert cut_token("31.12.20", "24")
    assert cut_token("1.4.", "2021")
    assert cut_token("01/04/2", "016 – 31/03/2019")
    assert not cut_token("31.12.20", "24 hanketta")
    assert not cut_token("31.12.2024", "5")
    assert not cut_token("1.4.2", "921")
    assert not cut_token("Hanke S2239", "2")
