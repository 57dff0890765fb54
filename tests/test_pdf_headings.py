"""Headings of PDFs: told by their letters and place, and by the contents."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from fpdf import FPDF
from pdfs import FULL, blocks, boxed, grid, lines, written

from corpus.catalogue import describe
from corpus.readers.pdf.reader import read_pdf


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


def test_the_heading_of_the_first_of_many_tables_is_no_title(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        for part in ("Vähähiilinen liikenne", "Osaava työvoima", "Älykäs kaupunki"):
            pdf.add_page()
            pdf.set_font("helvetica", style="B", size=11)
            pdf.text(20, 30, part)
            grid(pdf, 40, (60, 60), [("Saaja", "Myönnetty"), (f"Osuuskunta {part[:3]}", "900")])

    draft = read_pdf(written(tmp_path / "Hankkeet_2021.pdf", draw))
    assert draft.title == ""
    assert describe(draft, PurePosixPath("Hankkeet_2021.pdf"), tmp_path).title == "Hankkeet 2021"


def test_the_words_of_a_table_are_no_title(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.set_font("helvetica", size=14)
        boxed(pdf, 20, 30, 50, 10, [])
        boxed(pdf, 70, 30, 70, 10, ["Avain tulevaisuuteen"])
        grid(pdf, 40, (50, 70), [("Osuuskunta", "Valmennus työhön"), ("Yhdistys", "Kahvila")])

    draft = read_pdf(written(tmp_path / "a.pdf", draw))
    assert blocks(draft)[0] == ("row", "Avain tulevaisuuteen")
    assert draft.title == ""


def test_large_words_of_a_form_are_its_title(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        boxed(pdf, 20, 30, 50, 10, ["Virasto"])
        pdf.set_font("helvetica", size=18)
        boxed(pdf, 70, 30, 70, 10, ["Avustushakemus"])
        grid(pdf, 40, (50, 70), [("Hakija", "Osuuskunta Silta"), ("Osoite", "Kauppakatu 12, Joensuu")])

    assert read_pdf(written(tmp_path / "a.pdf", draw)).title == "Virasto Avustushakemus"


def test_the_number_before_the_first_words_of_an_article_is_its_heading(tmp_path: Path) -> None:
    said = ["Le présent décret fixe les règles d'éligibilité des dépenses aux programmes", "soutenus par les fonds."]

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        y = 30.0
        for number in ("Art. 1er. - ", "Art. 2. - ", "Art. 3. - "):
            y = lines(pdf, 20, y, [number + said[0], said[1]]) + 5
        y = lines(pdf, 20, y, ["Art. 9. - " + said[0], said[1]]) + 5  # as an act that it quotes counts
        pdf.text(95, y, "ANNEXE")
        lines(pdf, 20, y + 10, said)

    paragraph = ("paragraph", " ".join(said))
    draft = read_pdf(written(tmp_path / "decret.pdf", draw))
    assert blocks(draft) == [
        ("heading", "Art. 1er."), paragraph, ("heading", "Art. 2."), paragraph, ("heading", "Art. 3."), paragraph,
        ("paragraph", f"Art. 9. - {paragraph[1]}"), ("heading", "ANNEXE"), paragraph,
    ]  # fmt: skip
    levels = [block.level for block in draft.blocks if block.kind == "heading"]
    assert levels == [5, 5, 5, 2]


def test_articles_that_a_guide_explains_are_no_headings(tmp_path: Path) -> None:
    said = ["Art. 65. - Stödet ska betalas tillbaka om verksamheten upphör inom fem år efter", "den sista betalningen."]

    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        for y in (30, 50, 70):
            lines(pdf, 20, y, said)

    draft = read_pdf(written(tmp_path / "guide.pdf", draw))
    assert blocks(draft) == [("paragraph", " ".join(said))] * 3


def test_the_first_of_many_sentences_is_no_title(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        lines(pdf, 20, 40, [f"{FULL} ja", "hakemus toimitetaan viikossa."])

    draft = read_pdf(written(tmp_path / "saate.pdf", draw))
    assert draft.title == ""  # the file's name will do
