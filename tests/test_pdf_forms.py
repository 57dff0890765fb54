"""Forms of PDFs: what was filled in is read."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from pdfs import blocks, lines, written
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from corpus.readers.pdf.reader import read_pdf


def test_what_was_filled_into_a_form_is_read(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.add_page()
        lines(pdf, 20, 30, ["Hakijan nimi:", "Haettava summa:", "Lomake palautetaan maaliskuussa."], step=10)

    path = written(tmp_path / "lomake.pdf", draw)
    assert "Siltayhdistys" not in read_pdf(path).text
    fill(path, {"Siltayhdistys ry": 752.0, "25 000 euroa": 724.0})
    assert [text for _, text in blocks(read_pdf(path))] == [
        "Hakijan nimi: Siltayhdistys ry", "Haettava summa: 25 000 euroa", "Lomake palautetaan maaliskuussa.",
    ]  # fmt: skip


def fill(path: Path, values: dict[str, float]) -> None:
    """Give a PDF text fields with these values, each at so many points from the lower edge."""
    writer = PdfWriter(clone_from=path)
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/Helv"): writer._add_object(font)})})
    fields = ArrayObject()
    for value, y in values.items():
        seen = StreamObject()
        seen.set_data(f"/Tx BMC BT /Helv 11 Tf 0 3 Td ({value}) Tj ET EMC".encode("latin-1"))
        box = ArrayObject(map(FloatObject, (0, 0, 200, 16)))
        seen.update({
            NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): box, NameObject("/Resources"): fonts,
        })  # fmt: skip
        field = DictionaryObject({
            NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject(value),
            NameObject("/V"): TextStringObject(value), NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (150, y, 350, y + 16))),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(seen)}),
        })  # fmt: skip
        fields.append(writer._add_object(field))
    writer.pages[0][NameObject("/Annots")] = fields
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    writer.write(path)
