"""The PDF reader: small files made here with known text, and real guides where they are at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fpdf import FPDF
from pdfs import DATA, FULL, HOSTILE, LISTS, OPH, blocks, lines, page_of, real, written
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle

from corpus.errors import UnreadableFile
from corpus.readers.pdf.reader import read_pdf


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


def test_what_a_later_box_hides_is_not_read(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        pdf.text(20, 60, "Vanhan dian teksti")
        pdf.set_fill_color(255, 255, 255)
        pdf.rect(0, 0, 210, 297, style="F")
        pdf.text(20, 60, "Uuden dian teksti")

    assert blocks(read_pdf(written(tmp_path / "hidden.pdf", draw))) == [("paragraph", "Uuden dian teksti")]


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
    training = "Name des Begünstigten: Abakus-Naturkost | Bezeichnung des Vorhabens: Ausbildungsverhältnis"
    granted = f"{training} | Jahr Bewilligung: 2013 | Jahr Projektende: 2014 | Gewährte Beträge *): 4.000,00"
    # Where the column of what was granted is empty, the sum is what was paid in the end.
    paid = (
        f"{training} | Jahr Bewilligung: 2012 | Jahr Projektende: 2013"
        " | bei Abschluss des Vorhabens gezahlte Gesamtbeträge *): 4.000,00"
    )
    assert ("row", granted) in bremen and ("row", paid) in bremen
    hessen = read_pdf(real(LISTS / "Hessen_ESF_2007_2013.pdf"))
    rows = [text for kind, text in blocks(hessen) if kind == "row"]
    assert len(rows) == 1782 and all(row.startswith("Name des Begünstigten: ") for row in rows)
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
        "from corpus.readers.pdf.reader import read_pdf\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.pdf')):\n"
        "    try: read_pdf(path)\n"
        "    except UnreadableFile: pass\n"
        "print('done')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(HOSTILE)], capture_output=True, text=True, timeout=120)
    assert done.stdout == "done\n", done.stderr[-500:]
