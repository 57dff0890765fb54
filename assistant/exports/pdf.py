"""A brief as PDF: its language and title are stated and its headings are in the outline."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace
from fpdf.prefs import ViewerPreferences

from assistant.exports.brief import Brief, Grid
from assistant.exports.fonts import letters, write_fonts
from corpus.web_address import web_address

_INK, _ACCENT, _FAINT, _LINK = (27, 42, 48), (31, 78, 95), (85, 99, 104), (31, 78, 143)
_SIZES = {0: 19, 1: 13.5}
_INDENT = 6  # mm by which quotes stand in


def write(brief: Brief) -> bytes:
    """The document's bytes. Raises TietosiltaError("export_font") where the font is missing."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = _Pages(brief, Path(folder))
        _set(pdf, brief)
        return bytes(pdf.output())


class _Pages(FPDF):
    def __init__(self, brief: Brief, folder: Path) -> None:
        super().__init__(format="A4")
        say = brief.labels
        self._letters = letters()
        for style, path in write_fonts(_everything(brief), folder).items():
            self.add_font("Sans", style, path)
        self.set_margins(24, 22, 24)
        self.set_auto_page_break(True, margin=24)
        self.set_lang(say.language)
        self.set_title(say.title)
        self.set_subject(brief.question[:500])
        self.set_author("Tietosilta")
        self.set_creation_date(datetime.combine(brief.made, time(), UTC))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-15)
        self.text_in(str(self.page_no()), size=8.5, colour=_FAINT)

    def text_in(self, text: str, *, size: float = 10.5, style: str = "", colour: tuple[int, int, int] = _INK) -> None:
        """A paragraph in the width that is left."""
        self._ink(style, size, colour)
        self.multi_cell(0, size * 0.5, self._known(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def heading(self, text: str, level: int) -> None:
        """A heading on the page and in the outline; it never stands alone at the foot of a page."""
        if self.will_page_break(30):
            self.add_page()
        self.start_section(self._known(text), level=level)
        self.text_in(text, size=_SIZES[level], style="B", colour=_ACCENT)
        self.ln(2)

    def runs(self, pieces: Iterable[tuple[str, bool]], *, link: str = "") -> None:
        """One paragraph of pieces, some of them bold."""
        for text, bold in pieces:
            self._ink("B" if bold else "", 10.5, _LINK if link else _INK)
            self.write(5.4, self._known(text), link)
        self.ln(5.4)

    def grid(self, grid: Grid) -> None:
        """A table whose headings come again on the next page; a cell in which something stands out is bold."""
        self._ink("", 9.5, _INK)
        bold = FontFace(emphasis="BOLD")
        self.set_draw_color(*_FAINT)
        with self.table(
            align="LEFT", width=int(self.epw), text_align="LEFT", v_align="TOP", line_height=4.8, padding=1,
            borders_layout="HORIZONTAL_LINES", headings_style=bold,
        ) as table:  # fmt: skip
            table.row([self._known(name) for name in grid.columns])
            for cells in grid.rows:
                row = table.row()
                for runs in cells:
                    words = self._known(" ".join("".join(text for text, _ in runs).split()))
                    row.cell(words, style=bold if any(stands for _, stands in runs) else None)
        self.ln(2)

    def _ink(self, style: str, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font("Sans", style, size)
        self.set_text_color(*colour)

    def _known(self, text: str) -> str:
        return "".join(map(self._letter, text))

    def _letter(self, letter: str) -> str:
        """``letter`` as it can be written: line ends stay, any space is one, what the font lacks is "?"."""
        if letter == "\n" or ord(letter) in self._letters:
            return letter
        return " " if letter.isspace() else "?"


def _set(pdf: _Pages, brief: Brief) -> None:
    say = brief.labels
    pdf.heading(say.title, 0)
    if brief.question:
        pdf.runs([(f"{say.question}: ", True), (brief.question, False)])
    pdf.text_in(brief.date(brief.made), colour=_FAINT)
    for note in brief.notes:
        pdf.ln(2)
        pdf.text_in(note)
    pdf.ln(5)
    pdf.heading(say.quotes, 1)
    before, _, after = say.quoted.partition("{words}")
    for quote in brief.quotes:
        pdf.set_left_margin(24 + _INDENT)
        pdf.set_x(24 + _INDENT)
        for part in quote.parts:
            if isinstance(part, Grid):
                pdf.grid(part)
            else:
                pdf.runs([(before, False), *part, (after, False)])
        pdf.text_in(brief.cited(quote), size=9.5, colour=_FAINT)
        pdf.set_left_margin(24)
        pdf.ln(4)
    pdf.heading(say.references, 1)
    for reference in brief.references:
        pdf.text_in(f"[{reference.number}] {brief.listed(reference)}")
        if address := web_address(reference.source):
            pdf.runs([(address, False)], link=address)
        elif reference.source:
            pdf.text_in(reference.source)
        pdf.ln(2)
    pdf.ln(3)
    pdf.text_in(say.what, size=9.5, colour=_FAINT)


def _everything(brief: Brief) -> str:
    """All letters that are written."""
    say = brief.labels
    parts = [say.title, say.question, say.quotes, say.references, say.what, brief.question, brief.date(brief.made)]
    parts += [*brief.notes, *(quote.text + brief.cited(quote) for quote in brief.quotes)]
    parts += [
        brief.listed(reference) + (web_address(reference.source) or reference.source or "")
        for reference in brief.references
    ]
    return "".join(parts) + say.quoted + "0123456789[]:? "
