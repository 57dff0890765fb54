"""The PDF documents of the shipped library: headings, tables, running title and page numbers.

Helvetica is one of the fonts that every PDF reader brings along. With the Windows-1252 encoding it
writes Finnish, Swedish and English together with €, – and •, so that no font has to be shipped.
"""

from __future__ import annotations

from datetime import UTC, datetime

from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout, XPos, YPos
from library_blocks import Part, Source

_INK, _ACCENT, _FAINT = (27, 42, 48), (31, 78, 95), (95, 110, 115)
_RULE, _FILL = (175, 190, 195), (230, 238, 240)
_SIZES = {1: 21, 2: 14, 3: 11.5}
_PAGE_WORD = {"fi": "Sivu", "sv": "Sida", "en": "Page"}


class _Pages(FPDF):
    def __init__(self, source: Source) -> None:
        super().__init__(format="A4")
        self._source = source
        self.core_fonts_encoding = "windows-1252"
        self.set_compression(False)
        self.set_margins(24, 24, 24)
        self.set_auto_page_break(True, margin=26)
        self.alias_nb_pages()
        self._describe()

    def _describe(self) -> None:
        day = self._source.fields["published"]
        self.set_title(self._source.title)
        self.set_author("Tietosilta")
        self.set_subject("CC BY 4.0")
        self.set_lang(self._source.language)
        self.set_producer("Tietosilta, tools/make_library.py")
        self.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))

    def header(self) -> None:
        if self.page_no() > 1:
            self._small(12, self._source.title)

    def footer(self) -> None:
        word = _PAGE_WORD[self._source.language]
        self._small(-16, f"Tietosilta · CC BY 4.0 · {word} {self.page_no()} / {{nb}}")

    def _small(self, y: float, text: str) -> None:
        self.set_y(y)
        self.set_font("Helvetica", size=8.5)
        self.set_text_color(*_FAINT)
        self.cell(0, 5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(max(self.get_y(), self.t_margin))


def pdf_bytes(source: Source) -> bytes:
    pdf = _Pages(source)
    pdf.add_page()
    before = None
    for part in source.parts:
        if before == "item" and part.kind != "item":
            pdf.ln(1.5)
        _WRITERS[part.kind](pdf, part)
        before = part.kind
    return bytes(pdf.output())


def _heading(pdf: FPDF, part: Part) -> None:
    size = _SIZES[part.level]
    if part.level > 1:
        pdf.ln(3.5)
        if pdf.will_page_break(32):  # a heading never stands alone at the foot of a page
            pdf.add_page()
    pdf.start_section(part.text, level=part.level - 1)
    pdf.set_font("Helvetica", "B", size)
    pdf.set_text_color(*_ACCENT)
    _write(pdf, part.text, height=size * 0.45)
    pdf.ln(3 if part.level == 1 else 1.2)


def _paragraph(pdf: FPDF, part: Part) -> None:
    _body(pdf)
    _write(pdf, part.text, height=5.4)
    pdf.ln(2)


def _item(pdf: FPDF, part: Part) -> None:
    _body(pdf)
    if pdf.will_page_break(6):
        pdf.add_page()
        _body(pdf)
    pdf.cell(8, 5.4, part.mark)
    _write(pdf, part.text, height=5.4)
    pdf.ln(0.8)


def _table(pdf: FPDF, part: Part) -> None:
    _body(pdf)
    pdf.set_font_size(9.5)
    pdf.set_draw_color(*_RULE)
    pdf.ln(1)
    columns = range(len(part.rows[0]))
    longest = [max(len(row[at]) for row in part.rows) for at in columns]
    with pdf.table(
        col_widths=[min(max(length, 15), 36) for length in longest],
        headings_style=FontFace(emphasis="BOLD", color=_ACCENT, fill_color=_FILL),
        borders_layout=TableBordersLayout.ALL,
        line_height=5,
        padding=1.2,
        text_align="LEFT",
    ) as table:
        for row in part.rows:
            table.row(row)
    pdf.ln(3)


def _body(pdf: FPDF) -> None:
    pdf.set_font("Helvetica", size=10.5)
    pdf.set_text_color(*_INK)


def _write(pdf: FPDF, text: str, *, height: float) -> None:
    pdf.multi_cell(0, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


_WRITERS = {"heading": _heading, "paragraph": _paragraph, "item": _item, "table": _table}
