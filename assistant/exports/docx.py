"""A brief as a Word document, with its language, title and headings for those who listen to it."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from assistant.exports.brief import Brief, Grid
from assistant.exports.clean import Runs
from corpus.web_address import web_address

_LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_FAINT = RGBColor(0x55, 0x63, 0x68)


def write(brief: Brief) -> bytes:
    """The document's bytes."""
    say, document = brief.labels, Document()
    _describe(document, brief)
    document.add_heading(say.title, 0)
    if brief.question:
        asked = document.add_paragraph()
        asked.add_run(f"{say.question}: ").bold = True
        asked.add_run(brief.question)
    document.add_paragraph(brief.date(brief.made))
    for note in brief.notes:
        document.add_paragraph(note)
    document.add_heading(say.quotes, 1)
    for quote in brief.quotes:
        before: Runs | Grid = ()
        for part in quote.parts:
            if isinstance(part, Grid):
                if isinstance(before, Grid):  # Word makes one of two tables that touch
                    document.add_paragraph()
                _table(document, part, quote.language)
            else:
                _words(document.add_paragraph(style="Quote"), part, quote.language)
            before = part
        cited = document.add_paragraph().add_run(brief.cited(quote))
        cited.font.color.rgb, cited.font.size = _FAINT, Pt(9.5)
    document.add_heading(say.references, 1)
    for reference in brief.references:
        paragraph = document.add_paragraph(f"[{reference.number}] {brief.listed(reference)} ")
        if address := web_address(reference.source):
            _link(paragraph, address)
        elif reference.source:
            paragraph.add_run(reference.source)
    last = document.add_paragraph().add_run(say.what)
    last.font.color.rgb = _FAINT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _words(paragraph: Any, runs: Runs, language: str) -> None:
    """Fills ``paragraph``, which stays on one page with what follows it."""
    paragraph.paragraph_format.keep_with_next = True
    for text, bold in runs:
        run = paragraph.add_run(text)
        run.bold = bold or None
        run.italic = False
        _speaks(run, language)


def _table(document: Any, grid: Grid, language: str) -> None:
    """A table whose first row is marked as its heading, and told again on the next page."""
    table = document.add_table(rows=0, cols=len(grid.columns), style="Table Grid")
    heads = tuple(((name, True),) for name in grid.columns)
    for row in (heads, *grid.rows):
        for cell, runs in zip(table.add_row().cells, row, strict=True):
            _words(cell.paragraphs[0], runs, language)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _describe(document: Any, brief: Brief) -> None:
    locale = _LOCALES.get(brief.labels.language, brief.labels.language)
    about, made = document.core_properties, datetime.combine(brief.made, time())
    about.title, about.subject, about.author = brief.labels.title, brief.question[:255], "Tietosilta"
    about.language, about.created, about.modified, about.comments = locale, made, made, brief.labels.what[:255]
    _speaks(document.styles["Normal"], locale)
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), locale)


def _speaks(run: Any, language: str) -> None:
    """Says in which language ``run`` is, for the voice that reads it and for spelling."""
    properties = run.element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), _LOCALES.get(language, language))
    properties.append(mark)


def _link(paragraph: Any, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(address)
    run.font.underline, run.font.color.rgb = True, RGBColor(0x1F, 0x4E, 0x8F)
    link.append(run._r)
    paragraph._p.append(link)
