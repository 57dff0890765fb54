"""Make the PDF, Word, HTML and Excel documents of the shipped library from ``library_sources``.

    python tools/make_library.py [FOLDER]       (default: corpus/library)

The same sources give the same bytes: no time of the day, no random id and no compression that
differs between versions of zlib goes into the PDF; the parts of Word and Excel files get one date.
"""

from __future__ import annotations

import html
import io
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import openpyxl
import yaml
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from library_blocks import MARKDOWN, Source, read_source
from library_pdf import pdf_bytes
from openpyxl.styles import Alignment, Font, PatternFill

SOURCES = Path(__file__).parent / "library_sources"
LIBRARY = Path(__file__).parents[1] / "corpus" / "library"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")
_COLOUR = "1F4E5F"
_PAGE_STYLE = (
    "body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b2a30}"
    f"h1,h2{{color:#{_COLOUR};line-height:1.25}}table{{border-collapse:collapse}}"
    "td,th{border:1px solid #b8c7cc;padding:.4rem .7rem;text-align:left}th{background:#e6eef0}"
)


def make_library(folder: Path, sources: Path = SOURCES) -> list[Path]:
    """Write every document and its sidecar into ``folder``; returns the documents' paths."""
    made = []
    for path in sorted(sources.glob("*.md")):
        source = read_source(path)
        target = folder / source.output
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(WRITERS[target.suffix](source))
        sidecar = yaml.safe_dump(source.fields, allow_unicode=True, sort_keys=False, width=100)
        target.with_name(target.name + ".yaml").write_text(sidecar, encoding="utf-8")
        made.append(target)
    return made


def html_bytes(source: Source) -> bytes:
    body = MARKDOWN.render(source.body)
    page = (
        f'<!doctype html>\n<html lang="{source.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(source.title)}</title>\n<style>{_PAGE_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
    return page.encode()


def docx_bytes(source: Source) -> bytes:
    document = docx.Document()
    _prepare(document, source)
    for part in source.parts:
        if part.kind == "heading":
            document.add_heading(part.text, level=part.level - 1)  # 0 is the title
        elif part.kind == "paragraph":
            document.add_paragraph(part.text)
        elif part.kind == "item":
            # Numbers are written out: Word would go on counting from list to list.
            numbered = part.mark != "•"
            style = "List Paragraph" if numbered else "List Bullet"
            document.add_paragraph(f"{part.mark} {part.text}" if numbered else part.text, style=style)
        else:
            _add_word_table(document, part.rows)
    stream = io.BytesIO()
    document.save(stream)
    return _steady_zip(stream.getvalue())


def _prepare(document: WordDocument, source: Source) -> None:
    """Properties, language of the text, a calm look, page numbers."""
    properties = document.core_properties
    properties.title, properties.language = source.title, source.language
    properties.author, properties.comments, properties.last_modified_by = "Tietosilta", "", "Tietosilta"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}[source.language])
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1", "Heading 2"):
        document.styles[name].font.color.rgb = RGBColor.from_string(_COLOUR)
    document.sections[0].header.paragraphs[0].text = source.title
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("Tietosilta · CC BY 4.0 · ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)


def _add_word_table(document: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for at, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
            if at == 0:
                cell.paragraphs[0].runs[0].bold = True
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    document.add_paragraph()


def xlsx_bytes(source: Source) -> bytes:
    """Each heading of level 2 becomes a sheet, with the paragraphs above its table."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = source.title, "Tietosilta"
    book.properties.language = source.language
    book.properties.created = _day(source)
    for part in source.parts:
        if part.kind == "heading" and part.level == 2:
            book.create_sheet(part.text[:31])
        elif part.kind == "paragraph":
            book.worksheets[-1].append([part.text])
        elif part.kind == "table":
            _add_sheet_table(book.worksheets[-1], part.rows)
    stream = io.BytesIO()
    book.save(stream)
    return _steady_zip(stream.getvalue())


def _add_sheet_table(sheet: openpyxl.worksheet.worksheet.Worksheet, rows: tuple[tuple[str, ...], ...]) -> None:
    sheet.append([])
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    top = sheet.max_row - len(rows) + 1
    for at in range(len(rows[0])):
        head = sheet.cell(top, at + 1)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor=_COLOUR)
        width = max(len(row[at]) for row in rows)
        sheet.column_dimensions[head.column_letter].width = min(width + 2, 60)
    for cells in sheet.iter_rows(min_row=top):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = sheet.cell(top + 1, 1)


def _day(source: Source) -> datetime:
    published = source.fields["published"]
    assert isinstance(published, date)
    return datetime(published.year, published.month, published.day, tzinfo=UTC).replace(tzinfo=None)


def _steady_zip(data: bytes) -> bytes:
    """The same archive with one date on every part, and one in its properties."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2026-11-24T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


WRITERS: dict[str, Callable[[Source], bytes]] = {
    ".pdf": pdf_bytes,
    ".docx": docx_bytes,
    ".html": html_bytes,
    ".xlsx": xlsx_bytes,
}

if __name__ == "__main__":
    for document in make_library(Path(sys.argv[1]) if len(sys.argv) > 1 else LIBRARY):
        print(document)
