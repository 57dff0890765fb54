"""Page pictures: size, and where the marks fall."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fpdf import FPDF
from pdfs import grid, written
from PIL import Image, ImageChops

from corpus.errors import UnreadableFile
from corpus.page_picture import page_picture
from corpus.readers.pdf.reader import read_pdf

FIRST = ["Avustusta voivat hakea yhdistykset, kunnat ja niiden omis-", "tamat yhtiöt. Hakemus jätetään sähköisesti."]
SECOND = ["Maksatusta haetaan erikseen jälkikäteen, kun hanke on", "päättynyt ja loppuraportti hyväksytty."]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    pdf = FPDF(unit="pt", format=(600, 800))
    pdf.set_font("helvetica", size=14)
    for texts in (FIRST, SECOND):
        pdf.add_page()
        for at, text in enumerate(texts):
            pdf.text(100, 200 + 20 * at, text)
    pdf.output(str(tmp_path / "a.pdf"))
    return tmp_path / "a.pdf"


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def changed(document: Path, page: int, **marks: str) -> tuple[int, int, int, int] | None:
    """The box in which marks make a difference, in points of the page."""
    plain = opened(page_picture(document, page, width=600))
    return ImageChops.difference(plain, opened(page_picture(document, page, width=600, **marks))).getbbox()


def test_size(document: Path) -> None:
    assert opened(page_picture(document, 1, width=450)).size == (450, 600)


def test_the_passage_is_marked_where_it_stands(document: Path) -> None:
    box = changed(document, 1, passage="kunnat ja niiden omistamat yhtiöt. Hakemus jätetään sähköisesti.")
    assert box is not None
    left, top, right, bottom = box
    assert 84 <= left <= 92  # the bar beside the second line
    assert 184 <= top <= 192 and 220 <= bottom <= 226
    assert 440 <= right <= 500


def test_a_passage_over_two_pages_is_marked_on_both(document: Path) -> None:
    passage = " ".join(FIRST).replace("omis- ", "omis") + " " + " ".join(SECOND)
    boxes = [changed(document, page, passage=passage) for page in (1, 2)]
    assert all(box is not None and box[1] <= 192 and box[3] >= 220 for box in boxes)


def test_the_best_sentence_is_marked_more_strongly(document: Path) -> None:
    passage = " ".join(FIRST).replace("omis- ", "omis")
    picture = opened(page_picture(document, 1, width=600, passage=passage, sentence="Hakemus jätetään sähköisesti."))
    soft, strong = picture.getpixel((455, 201)), picture.getpixel((300, 224))
    assert isinstance(soft, tuple) and isinstance(strong, tuple)
    assert 150 < soft[2] < 255  # blue is what a yellow mark takes away
    assert strong[2] < soft[2] - 20


def test_rows_are_marked_though_the_page_does_not_repeat_the_names_of_columns(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        grid(pdf, 60, (50, 50), [("Lähde", "Talkootyö"), ("ESR+", "ei kelpaa"), ("Leader", "kelpaa")], bold_head=True)

    file = written(tmp_path / "table.pdf", draw)
    text = read_pdf(file).text.strip()
    assert text.splitlines()[0] == "Lähde: ESR+ | Talkootyö: ei kelpaa"
    box = changed(file, 1, passage=text, sentence=text.splitlines()[0])
    assert box is not None
    point = 72 / 25.4 * 600 / 595.3  # of the picture in a millimetre
    assert 70 <= box[1] / point <= 73 and 84 <= box[3] / point <= 88  # both rows under the header
    strong = opened(page_picture(file, 1, width=600, passage=text, sentence=text.splitlines()[0]))
    soft = opened(page_picture(file, 1, width=600, passage=text))
    row = ImageChops.difference(strong, soft).getbbox()
    assert row is not None and 70 <= row[1] / point <= 73 and 74 <= row[3] / point <= 78


def test_text_of_another_page_leaves_no_mark(document: Path) -> None:
    assert changed(document, 1, passage=" ".join(SECOND)) is None
    assert changed(document, 1, passage="", sentence="") is None


def test_faults(document: Path, tmp_path: Path) -> None:
    (tmp_path / "none.pdf").touch()
    with pytest.raises(UnreadableFile):
        page_picture(document, 3)
    with pytest.raises(UnreadableFile):
        page_picture(tmp_path / "none.pdf", 1)
