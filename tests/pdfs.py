"""PDFs made here with known text, the real ones where they are at hand, and what is read of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import pytest
from fpdf import FPDF

from corpus.draft import Draft

DATA = Path(__file__).parents[2] / "shared" / "data" / "documents"
OPH = DATA / "oph_grant_guides_fi_sv"
LISTS = DATA / "esif_reports_and_beneficiary_lists"
HOSTILE = DATA / "hostile_pdfs"

FULL = "Avustuksen saajan on pidettävä kirjaa hankkeen menoista ja tuloista erillisellä"  # a line that fills its column


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


def grid(
    pdf: FPDF, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], *, bold_head: bool = False
) -> None:  # fmt: skip
    """A table of cells with lines on all sides, 10 mm high, from 20 mm at the left; millimetres."""
    for number, row in enumerate(rows):
        pdf.set_font("helvetica", style="B" if bold_head and number == 0 else "", size=11)
        for x, wide, text in zip(accumulate(widths, initial=20.0), widths, row, strict=False):
            boxed(pdf, x, y + 10 * number, wide, 10, [text])


def boxed(pdf: FPDF, x: float, y: float, wide: float, high: float, texts: list[str]) -> None:
    """A cell with lines on all sides; millimetres."""
    for x0, y0, x1, y1 in ((x, y, x + wide, y), (x, y + high, x + wide, y + high),
                           (x, y, x, y + high), (x + wide, y, x + wide, y + high)):  # fmt: skip
        pdf.line(x0, y0, x1, y1)
    lines(pdf, x + 2, y + 5, texts)
