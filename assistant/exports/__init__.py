"""An answer, hits or a basket of passages to take along: one module a format.

``brief`` gathers what is written, with every text from documents made harmless; the formats set it.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.exports import bibtex, csv, docx, markdown, pdf, ris
from assistant.exports.brief import Brief, Labels, of_answer, of_hits

WRITERS: dict[str, Callable[[Brief], bytes]] = {
    ".docx": docx.write, ".pdf": pdf.write, ".md": markdown.write,
    ".ris": ris.write, ".bib": bibtex.write, ".csv": csv.write,
}  # fmt: skip

__all__ = ["WRITERS", "Brief", "Labels", "of_answer", "of_hits"]
