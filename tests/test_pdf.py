"""The PDF reader: small files made here with known text, and real guides where they are at hand."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.readers.pdf import read_pdf
from corpus.readers.pdf_text import LineJoiner

DATA = Path(__file__).parents[2] / "shared" / "data" / "documents"
OPH = DATA / "oph_grant_guides_fi_sv"
LISTS = DATA / "esif_reports_and_beneficiary_lists"
HOSTILE = DATA / "hostile_pdfs"


def real(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"shared data without {path.name}")
    return path


def blocks(draft: Draft) -> list[tuple[str, str]]:
    return [(block.kind, draft.text[block.start : block.end]) for block in draft.blocks]


def page_of(draft: Draft, phrase: str) -> int:
    at = draft.text.index(phrase)
    return [page.number for page in draft.pages if page.start <= at][-1]


def written(path: Path, draw: Callable[[FPDF], None]) -> Path:
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_font("helvetica", size=11)
    draw(pdf)
    pdf.output(str(path))
    return path


def lines(pdf: FPDF, x: float, y: float, texts: list[str], *, step: float = 5.0) -> float:
    """Write each text on a line of its own; millimetres from the upper left corner."""
    for text in texts:
        pdf.text(x, y, text)
        y += step
    return y


FULL = "Avustuksen saajan on pidettävä kirjaa hankkeen menoista ja tuloista erillisellä"


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


def running(pdf: FPDF, page: int, pages: int) -> None:
    pdf.set_font("helvetica", size=8)
    pdf.text(20, 10, "OPETUSHALLITUS")
    pdf.text(80, 10, "UTBILDNINGSSTYRELSEN")
    pdf.text(180, 10, f"{page} ({pages})")
    pdf.text(20, 290, f"Ohje 12.5.202{page}")
    pdf.set_font("helvetica", size=11)


def three_pages(pdf: FPDF) -> None:
    for page in range(1, 4):
        pdf.add_page()
        running(pdf, page, 3)
        if page == 1:
            pdf.set_font("helvetica", "B", 20)
            pdf.text(20, 40, "Yleisohje hakijoille")
            pdf.set_font("helvetica", "B", 12)
            pdf.text(20, 60, "1. Hakeminen")
            pdf.set_font("helvetica", size=11)
            lines(
                pdf, 20, 70, [FULL + " ja", "hakemus jätetään määräaikaan mennessä, ja sen liitteet toimitetaan viras-"]
            )
        elif page == 2:
            lines(pdf, 20, 40, ["tolle viikossa. Myöhässä tullutta ei käsitellä."])
        else:
            lines(pdf, 20, 40, ["Ohje on voimassa toistaiseksi."])


def test_running_lines_leave_and_a_paragraph_goes_on_overleaf(tmp_path: Path) -> None:
    draft = read_pdf(written(tmp_path / "Ohje.pdf", three_pages))
    assert blocks(draft) == [
        ("heading", "Yleisohje hakijoille"),
        ("heading", "1. Hakeminen"),
        (
            "paragraph",
            f"{FULL} ja hakemus jätetään määräaikaan mennessä, ja sen liitteet toimitetaan virastolle"
            " viikossa. Myöhässä tullutta ei käsitellä.",
        ),
        ("paragraph", "Ohje on voimassa toistaiseksi."),
    ]
    assert draft.title == "Yleisohje hakijoille"
    assert [page_of(draft, words) for words in ("virastolle", "viikossa", "toistaiseksi")] == [1, 2, 3]
    assert [block.level for block in draft.blocks] == [1, 2, 0, 0]


LEFT = [
    "Vasen palsta kertoo ensin siitä, mitä",
    "hanke on tehnyt vuoden aikana, kuka",
    "siihen on osallistunut ja mistä saatu",
    "raha on tullut. Se jatkuu alas asti.",
]
RIGHT = [
    "Oikea palsta kertoo sitten tuloksista,",
    "joita hanke on saanut, ja siitä, mihin",
    "niitä voi käyttää. Myös luvut ja niiden",
    "selitykset ovat tällä puolella sivua.",
]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for left, right, y in zip(LEFT, RIGHT, range(60, 80, 5), strict=True):  # written line by line
            pdf.text(20, y, left)
            pdf.text(110, y, right)

    assert [text for _, text in blocks(read_pdf(written(tmp_path / "a.pdf", draw)))] == [
        " ".join(LEFT),
        " ".join(RIGHT),
    ]


def test_lists_keep_their_marks_and_join_their_lines(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        y = lines(pdf, 20, 40, ["Hakemukseen liitetään seuraavat asiakirjat:"])
        for mark, texts in (
            ("-", ["hankesuunnitelma, jossa kerrotaan hankkeen tavoitteet, kohderyhmä sekä", "arvioidut tulokset"]),
            ("-", ["talousarvio"]),
            ("1)", ["tilinpäätös"]),
            ("2)", ["säännöt"]),
        ):
            pdf.text(25, y, mark)
            y = lines(pdf, 33, y, texts)

    assert blocks(read_pdf(written(tmp_path / "a.pdf", draw))) == [
        ("paragraph", "Hakemukseen liitetään seuraavat asiakirjat:"),
        ("item", "- hankesuunnitelma, jossa kerrotaan hankkeen tavoitteet, kohderyhmä sekä arvioidut tulokset"),
        ("item", "- talousarvio"),
        ("item", "1) tilinpäätös"),
        ("item", "2) säännöt"),
    ]


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
        ("row", "Nimi | Vuosi | Kuvaus"),
        ("row", "Kyläyhdistys ry | 2024 | Työpaja nuorille, jotka etsivät ensimmäistä työpaikkaansa"),
        ("row", "Osuuskunta | Kahvila"),
    ]


def boxed(pdf: FPDF, x: float, y: float, wide: float, high: float, texts: list[str]) -> None:
    """A cell with lines on all sides; millimetres."""
    for x0, y0, x1, y1 in ((x, y, x + wide, y), (x, y + high, x + wide, y + high),
                           (x, y, x, y + high), (x + wide, y, x + wide, y + high)):  # fmt: skip
        pdf.line(x0, y0, x1, y1)
    lines(pdf, x + 2, y + 5, texts)


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
        ("row", "Silta | Osuuskunta | 900 | 800"),
    ]


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
            for x, text in ((20, "Hanke"), (70, "Toteuttaja"), (120, kind)):
                boxed(pdf, x, 20, 50, 10, [text])
            for x, text in ((20, f"{kind} yksi"), (70, f"Osuuskunta {kind}"), (120, f"{len(kind)}00")):
                boxed(pdf, x, 30, 50, 10, [text])

    found = blocks(read_pdf(written(tmp_path / "headers.pdf", draw)))
    assert found[:4] == [
        ("row", "Hanke | Toteuttaja | Tuki"),
        ("row", "Tuki yksi | Osuuskunta Tuki | 400"),
        ("row", "Hanke | Toteuttaja | Laina"),
        ("row", "Laina yksi | Osuuskunta Laina | 500"),
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


def test_a_raised_ending_stays_in_its_word(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.text(20, 60, "Management of the overall 8")
        x = 20 + pdf.get_string_width("Management of the overall 8")
        pdf.set_font("helvetica", size=7)
        pdf.text(x, 58.2, "th")
        x += pdf.get_string_width("th")
        pdf.set_font("helvetica", size=11)
        pdf.text(x + 1, 60, "City programme")

    draft = read_pdf(written(tmp_path / "raised.pdf", draw))
    assert blocks(draft) == [("paragraph", "Management of the overall 8th City programme")]


def test_an_italic_line_set_off_from_what_follows_is_a_heading(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        asked = ["Tositteet toimitetaan vain erikseen pyydettäessä, ja saajan tulee", "toimittaa myös selvityksiä."]
        y = lines(pdf, 20, 60, asked)
        pdf.set_font("helvetica", style="I", size=11)
        pdf.text(20, y, "Avustuksen palautus")
        pdf.set_font("helvetica", size=11)
        lines(pdf, 20, y + 11, ["Saajan tulee viipymättä palauttaa virheellisesti saamansa", "valtionavustus."])

    draft = read_pdf(written(tmp_path / "italic.pdf", draw))
    assert [kind for kind, _ in blocks(draft)] == ["paragraph", "heading", "paragraph"]
    assert blocks(draft)[1] == ("heading", "Avustuksen palautus")


def test_a_short_name_behind_a_long_number_is_a_heading_and_so_is_a_caption_in_capitals(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.set_font("helvetica", style="B", size=11)
        pdf.text(20, 60, "2.2.6. Hyror")
        pdf.set_font("helvetica", size=11)
        lines(pdf, 20, 72, ["Hyreskostnader för lokaler är godtagbara när de behövs för", "projektet."])
        pdf.text(20, 90, "TABELL 5: KODER")
        boxed(pdf, 20, 95, 50, 10, ["KOD"])
        boxed(pdf, 70, 95, 50, 10, ["PLATS"])

    found = blocks(read_pdf(written(tmp_path / "numbers.pdf", draw)))
    assert [text for kind, text in found if kind == "heading"] == ["2.2.6. Hyror", "TABELL 5: KODER"]


def test_what_a_later_box_hides_is_not_read(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.text(20, 60, "Vanhan dian teksti")
        pdf.set_fill_color(255, 255, 255)
        pdf.rect(0, 0, 210, 297, style="F")
        pdf.text(20, 60, "Uuden dian teksti")

    assert blocks(read_pdf(written(tmp_path / "hidden.pdf", draw))) == [("paragraph", "Uuden dian teksti")]


def test_a_record_number_and_an_address_are_no_headings(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.text(20, 20, "2/500/2016/OPH")
        pdf.set_font("helvetica", style="B", size=18)
        pdf.text(20, 60, "Yleisohje hakijoille")
        pdf.text(20, 75, "https://example.org/opas")
        pdf.set_font("helvetica", size=11)
        lines(pdf, 20, 90, ["Avustusta haetaan sähköisellä lomakkeella, joka on", "auki hakuajan loppuun asti."])

    draft = read_pdf(written(tmp_path / "letter.pdf", draw))
    assert "OPH" not in draft.text
    assert blocks(draft)[:2] == [("heading", "Yleisohje hakijoille"), ("paragraph", "https://example.org/opas")]


def test_bold_lines_above_tables_are_headings(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for y, title in ((60, "Vähähiilinen liikenne"), (100, "Työllistyminen")):
            pdf.set_font("helvetica", style="B", size=11)
            pdf.text(20, y, title)
            pdf.set_font("helvetica", size=11)
            boxed(pdf, 20, y + 5, 60, 15, ["Osuuskunta Tarmo", "Joensuusta"])
            boxed(pdf, 80, y + 5, 60, 15, ["Valmennus työhön", "ja yrittäjyyteen"])

    draft = read_pdf(written(tmp_path / "titles.pdf", draw))
    titles = [text for kind, text in blocks(draft) if kind == "heading"]
    assert titles == ["Vähähiilinen liikenne", "Työllistyminen"]


def test_below_numbered_headings_size_tells_the_depth(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        y = 30.0
        for size, title in ((16, "1. Tuki"), (14, "Kustannukset"), (12, "Palkat"), (14, "Maksaminen")):
            pdf.set_font("helvetica", style="B", size=size)
            pdf.text(20, y, title)
            pdf.set_font("helvetica", size=10)
            y = lines(pdf, 20, y + 10, ["Tämä luku kertoo asiasta sen, mitä hakijan on siitä", "tiedettävä."]) + 10

    draft = read_pdf(written(tmp_path / "depth.pdf", draw))
    levels = {draft.text[b.start : b.end]: b.level for b in draft.blocks if b.kind == "heading"}
    assert levels == {"1. Tuki": 2, "Kustannukset": 3, "Palkat": 4, "Maksaminen": 3}


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


def test_contents_leave_and_name_the_headings(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.text(20, 40, "Sisällys")
        lines(
            pdf,
            20,
            50,
            [f"{n}. {name} {'.' * 60} {n + 1}" for n, name in ((1, "Yleistä"), (2, "Maksu"), (3, "Valitus"))],
        )
        pdf.add_page()
        lines(pdf, 20, 40, ["1. Yleistä"])
        lines(pdf, 20, 50, ["Ohje koskee avustuksia."])

    draft = read_pdf(written(tmp_path / "a.pdf", draw))
    assert blocks(draft) == [("heading", "1. Yleistä"), ("paragraph", "Ohje koskee avustuksia.")]
    assert [page.number for page in draft.pages] == [1, 2]


def test_an_entry_of_the_contents_with_few_dots_and_a_named_page_leaves(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.text(20, 40, "SOMMAIRE")
        entries = [f"FICHE {n} - Les fonds {'.' * 60} Page {n}" for n in (1, 2)]
        entries.append("FICHE 3 - La demande d'aide et de paiement....Page 3")
        y = lines(pdf, 20, 50, entries)
        lines(pdf, 25, y, ["- Les pièces de la demande d'aide", "- Les pièces de la demande de paiement"])
        pdf.add_page()
        lines(pdf, 20, 40, ["Le présent guide concerne les aides."])

    draft = read_pdf(written(tmp_path / "sommaire.pdf", draw))
    assert blocks(draft) == [("paragraph", "Le présent guide concerne les aides.")]


def test_properties_labels_and_empty_pages(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_title("Microsoft Word - ohje_v3.docx")
        pdf.set_author("Virasto")
        pdf.add_page()
        pdf.text(20, 40, "Kansilehti tähän")
        pdf.add_page()
        pdf.add_page()
        pdf.text(20, 40, "Loppu.")

    plain = written(tmp_path / "plain.pdf", draw)
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, 2, style=PageLabelStyle.DECIMAL)
    writer.write(tmp_path / "labels.pdf")
    draft = read_pdf(tmp_path / "labels.pdf")
    assert [(page.number, page.label) for page in draft.pages] == [(1, "i"), (2, "ii"), (3, "1")]
    assert draft.title == "Kansilehti tähän"
    assert draft.fields["author"] == "Virasto"
    assert "published" not in draft.fields
    assert page_of(draft, "Loppu") == 3


def test_a_turned_page_reads_like_an_upright_one(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        lines(pdf, 20, 40, LEFT)

    upright = written(tmp_path / "a.pdf", draw)
    writer = PdfWriter(clone_from=PdfReader(upright))
    writer.pages[0].rotate(90).transfer_rotation_to_content()
    writer.write(tmp_path / "turned.pdf")
    assert read_pdf(tmp_path / "turned.pdf").text == read_pdf(upright).text == " ".join(LEFT) + "\n\n"


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


def reason(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(path)
    return caught.value.reason


def test_reasons_of_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is none")
    plain = written(tmp_path / "plain.pdf", three_pages)
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt("salasana", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    opened = PdfWriter(clone_from=PdfReader(plain))
    opened.encrypt("", "omistaja", algorithm="RC4-128")
    opened.write(tmp_path / "open.pdf")
    assert reason(tmp_path / "empty.pdf") == "empty"
    assert reason(tmp_path / "broken.pdf") == "broken"
    assert reason(tmp_path / "locked.pdf") == "encrypted"
    assert reason(tmp_path / "missing.pdf") == "broken"
    assert reason(written(tmp_path / "scan.pdf", lambda pdf: pdf.add_page())) == "no_text"
    assert read_pdf(tmp_path / "open.pdf").text == read_pdf(plain).text


def test_finnish_guide() -> None:
    draft = read_pdf(real(OPH / "va_yleisohje_2023-05_fi.pdf"))
    assert draft.title == "YLEISOHJE VALTIONAVUSTUKSEN HAKIJALLE JA KÄYTTÄJÄLLE"
    assert len(draft.pages) == 20
    assert ("heading", "2.2.2. Henkilöstökustannukset") in blocks(draft)
    assert (
        "item",
        "2) on käyttänyt valtionavustuksen olennaisesti muuhun tarkoitukseen kuin se on myönnetty",
    ) in blocks(draft)
    assert page_of(draft, "Jos palautettava määrä on enintään 100 euroa") == 17
    assert page_of(draft, "merkitään hakijan virallinen nimi, Y-tunnus") == 4
    assert page_of(draft, "liittämiseksi hakujärjestelmään.") == 5
    assert "erilaisiin kehittämis-, kokeilu- ja käynnistämishankkeisiin" in draft.text
    for furniture in ("OPH-2727-2023", "OHJE\n", "(20)", "Hakaniemenranta", ".....", "Sisällys"):
        assert furniture not in draft.text


def test_swedish_guide() -> None:
    draft = read_pdf(real(OPH / "va_yleisohje_2018-03_sv.pdf"))
    assert ("item", "- räntor på lån") in blocks(draft)
    assert ("heading", "5.2 Återkrav") in blocks(draft)
    assert page_of(draft, "Om det belopp som ska återbetalas är högst 10 euro") == 10


def test_french_regulation() -> None:
    draft = read_pdf(real(DATA / "cpr_2021_1060_and_fse_guides_fr" / "reglement_ue_2021_1060.pdf"))
    found = blocks(draft)
    assert len(draft.pages) == 548
    assert ("heading", "Article 25 – Soutien conjoint du FEDER, du FSE+, du Fonds de cohésion et du FTJ") in found
    assert ("row", "05 | Non-discrimination | 0 %") in found
    assert page_of(draft, "Article 25 – Soutien conjoint") == 42
    assert "considérant ce qui suit" in draft.text
    assert "Journal officiel de l’Union européenne L 231" not in draft.text
    assert ("heading", "Section II – Instruments financiers") in found
    assert "flexibilit é" not in draft.text and "Envelopp e" not in draft.text


def test_beneficiary_lists_are_rows() -> None:
    bremen = blocks(read_pdf(real(LISTS / "Bremen_ESF_2007_2013.pdf")))
    assert ("row", "Abakus-Naturkost | Ausbildungsverhältnis | 2013 | 2014 | 4.000,00") in bremen
    assert ("row", "Ahrens Hoch- und Tiefbau GmbH | Ausbildungsverhältnis | 2012 | 2013 | 5.000,00") in bremen
    hessen = read_pdf(real(LISTS / "Hessen_ESF_2007_2013.pdf"))
    assert hessen.text.count("Name des Begünstigten") == 1
    assert "Seite 1 /179" not in hessen.text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pdfminersix__aes-128.pdf", "encrypted"),
        ("sample-files__libreoffice-writer-password.pdf", "encrypted"),
        ("pdfjs__empty_protected.pdf", "no_text"),
        ("pdfjs__poppler-742-0-fuzzed.pdf", "broken"),
        ("sample-files__imagemagick-lzw.pdf", "no_text"),
        ("pdfjs__PDFBOX-3148-2-fuzzed.pdf", "broken"),
    ],
)
def test_reasons_of_hostile_files(name: str, expected: str) -> None:
    assert reason(real(HOSTILE / name)) == expected


def test_a_reason_does_not_depend_on_the_file_before() -> None:
    assert reason(real(HOSTILE / "pdfminersix__aes-128.pdf")) == "encrypted"
    assert reason(real(HOSTILE / "pdfjs__poppler-395-0-fuzzed.pdf")) == "broken"


def test_fonts_without_letters_are_left_out() -> None:
    text = read_pdf(real(HOSTILE / "pdfjs__TAMReview.pdf")).text
    assert "research in TAM lacks sufficient rigor" in text
    assert "System- Features-" in text
    assert "(-.45)" not in text and "% %" not in text


def test_no_hostile_file_crashes_or_hangs() -> None:
    """In a process of its own, which a fault in PDFium would end."""
    real(HOSTILE / "index.tsv")
    code = (
        "import sys; from pathlib import Path; from corpus.errors import UnreadableFile; "
        "from corpus.readers.pdf import read_pdf\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.pdf')):\n"
        "    try: read_pdf(path)\n"
        "    except UnreadableFile: pass\n"
        "print('done')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(HOSTILE)], capture_output=True, text=True, timeout=120)
    assert done.stdout == "done\n", done.stderr[-500:]
