"""Word documents: headings, lists with the numbers Word shows, tables, in the order of the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from corpus.draft import Draft, raised, tidy
from corpus.readers.archive import check_archive
from corpus.readers.lines import LineWriter
from corpus.readers.numbering import Numbering, value_of
from corpus.readers.tables import add_table

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_WORDS = {qn("w:t"), _FORMULA, qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")}
_TELLING = ("heading ", "title", "subtitle", "toc ", "table of", "list ")  # what style names say something
_TEXT_BOX = qn("w:txbxContent")
_NOTES = (qn("w:footnoteReference"), qn("w:endnoteReference"))


def read_docx(path: Path) -> Draft:
    """Contents, headers and footers are left out; inserted text is in, deleted text is not."""
    check_archive(path)
    document = docx.Document(str(path))
    properties = document.core_properties
    draft = Draft(title=properties.title.strip() or None, likely=properties.language or None)
    if properties.author:
        draft.fields["author"] = properties.author
    _Walker(draft, document).blocks(document.element.body)
    return draft


class _Walker:
    def __init__(self, draft: Draft, document: WordDocument) -> None:
        self._draft = draft
        self._writer = LineWriter(draft)
        self._styles = _Styles(document)
        self._numbering = Numbering(_part_root(document, RELATIONSHIP_TYPE.NUMBERING))
        self._notes = _notes(_part_root(document, RELATIONSHIP_TYPE.FOOTNOTES), "w:footnote")
        self._notes |= _notes(_part_root(document, RELATIONSHIP_TYPE.ENDNOTES), "w:endnote")

    def blocks(self, parent: Element) -> None:
        """The paragraphs and tables below ``parent``, through content controls and tracked moves."""
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:sdt"):
                if not _is_contents(child):
                    self.blocks(child.find(qn("w:sdtContent")) if len(child) else ())
            elif child.tag in (qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
                self.blocks(child)

    def _table(self, table: Element) -> None:
        cells = [cell for cell in table.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tbl"))) is table]
        if len(cells) == 1:  # a frame around text
            self.blocks(cells[0])
            return
        rows, header = _rows(table, self._in_cell)
        add_table(self._draft, rows, header=header)
        self._noted(table)

    def _in_cell(self, paragraph: Element) -> str:
        """The words of a paragraph, after the number or bullet that Word shows; a number also before none."""
        text = _text(paragraph)
        number_id, level = self._styles.numbering(paragraph)
        marker = self._numbering.marker(number_id, level) if number_id and (text or _stays(paragraph)) else ""
        return f"{marker} {text}" if text or any(map(str.isalnum, marker)) else ""

    def _paragraph(self, paragraph: Element) -> None:
        text = _text(paragraph)
        style = self._styles.of(paragraph)
        if tidy(text) and not style.contents:
            number_id, level = self._styles.numbering(paragraph)
            marker = self._numbering.marker(number_id, level) if number_id else ""
            marked = f"{marker} {text}"
            if style.is_title and self._draft.title is None:
                self._draft.title = tidy(text)
            if style.heading:
                self._writer.heading(marked, style.heading)
            elif marker:
                self._draft.item(marked, max(level + 1, style.depth))
            else:
                for line in text.split("\n"):
                    self._writer.line(line)
        for box in paragraph.iter(_TEXT_BOX):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                self.blocks(box)
        self._noted(paragraph)

    def _noted(self, element: Element) -> None:
        """The notes that ``element`` refers to, each once: a paragraph's text box has been read before."""
        for reference in element.iter(*_NOTES):
            if not any(parent.tag in (_FALLBACK, qn("w:moveFrom")) for parent in reference.iterancestors()):
                self._draft.paragraph(self._notes.pop((reference.tag, reference.get(qn("w:id"))), ""))


class _Style:
    """What a paragraph's style chain says of it."""

    def __init__(self, name: str, outline: str | None) -> None:
        lowered = name.lower()
        self.is_title = lowered == "title"
        self.contents = lowered.startswith(("toc ", "table of"))
        self.depth = int(name[-1]) if lowered.startswith("list ") and name[-1].isdigit() else 1
        level = int(lowered[8:9]) if lowered.startswith("heading ") and lowered[8:9].isdigit() else 0
        if not level and outline is not None and int(outline) < 9:
            level = int(outline) + 1
        # Below the title, so that "Heading 1" is a chapter and not another title.
        self.heading = (
            1 if self.is_title else min(level + 1, 6) if level else 2 if lowered == "subtitle" else 0
        )


class _Styles:
    def __init__(self, document: WordDocument) -> None:
        self._elements = {style.style_id: style.element for style in document.styles}
        default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        self._default = default.style_id if default is not None else None
        self._found = cache(self._style)

    def of(self, paragraph: Element) -> _Style:
        return self._found(_style_id(paragraph), _property(paragraph, "w:outlineLvl"))

    def numbering(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and the level (from 0) of a paragraph, by itself or by its style."""
        for element in (paragraph, *self._chain(_style_id(paragraph))):
            properties = element.find(qn("w:pPr"))
            numbered = properties.find(qn("w:numPr")) if properties is not None else None
            if numbered is not None:
                number_id = value_of(numbered, "w:numId")
                level = value_of(numbered, "w:ilvl") or value_of(paragraph.find(qn("w:pPr")), "w:outlineLvl")
                return (None if number_id == "0" else number_id), int(level or _style_level(element))
        return None, 0

    def _style(self, style_id: str | None, outline: str | None) -> _Style:
        chain = list(self._chain(style_id))
        for element in chain:
            outline = outline or _property(element, "w:outlineLvl")
        names = [value_of(element, "w:name") or "" for element in chain]
        return _Style(next((name for name in names if name.lower().startswith(_TELLING)), ""), outline)

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """The style and those it is based on, the nearest first."""
        seen = set()
        style_id = style_id or self._default
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            yield self._elements[style_id]
            style_id = value_of(self._elements[style_id], "w:basedOn")


def _style_level(element: Element) -> int:
    outline = _property(element, "w:outlineLvl")
    return int(outline) if outline and outline.isdigit() and int(outline) < 9 else 0


def _style_id(paragraph: Element) -> str | None:
    return _property(paragraph, "w:pStyle")


def _property(element: Element, name: str) -> str | None:
    return value_of(element.find(qn("w:pPr")), name)


def _part_root(document: WordDocument, kind: str) -> Element | None:
    """The XML of a part beside the document, None where there is none."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
    return None


def _notes(root: Element | None, kind: str) -> dict[tuple[str, str], str]:
    """The notes of one kind, each by the tag of what refers to it and its number."""
    notes = root.findall(qn(kind)) if root is not None else []
    return {
        (qn(f"{kind}Reference"), note.get(qn("w:id"))): " ".join(_text(p) for p in note.iter(qn("w:p")))
        for note in notes
    }


def _text(paragraph: Element) -> str:
    """The words of a paragraph as they are seen; line breaks as ``\\n``.

    Left out are text boxes inside it, what was moved away, and hidden text, such as hints in a template.
    """
    parts = []
    for element in paragraph.iter(*_WORDS):
        if _in_box(element, paragraph):
            continue
        run = element.getparent().find(qn("w:rPr"))
        if run is not None and _is_on(run.find(qn("w:vanish"))):
            continue
        if element.tag in (qn("w:t"), _FORMULA):
            align = value_of(run, "w:vertAlign")
            parts.append(raised(element.text or "") if align == "superscript" else element.text or "")
        elif element.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            parts.append("\t" if element.tag == qn("w:tab") else "\n")
    return "".join(parts)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(qn("w:val")) not in ("0", "false", "off")


def _in_box(element: Element, paragraph: Element) -> bool:
    for parent in element.iterancestors():
        if parent is paragraph:
            return False
        if parent.tag in (_TEXT_BOX, _FALLBACK, qn("w:pPr"), qn("w:moveFrom")):
            return True
    return False


def _is_contents(control: Element) -> bool:
    return any(item.get(qn("w:val")) == "Table of Contents" for item in control.iter(qn("w:docPartGallery")))


def _stays(paragraph: Element) -> bool:
    """Whether the end of a paragraph is not marked as deleted, and is none of the lower part of a cell."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return (mark is None or mark.find(qn("w:del")) is None) and not _goes_on(next(paragraph.iterancestors(qn("w:tc"))))


def _rows(table: Element, text: Callable[[Element], str]) -> tuple[list[list[str]], bool | None]:
    """The cells' words in the columns of the table, and whether the first row is marked as a header.

    ``text`` gives those of a paragraph.
    What spans rows stands in each of them, what spans columns in the first.
    """
    rows: list[list[str]] = []
    marked = None
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not table:
            continue  # of a table inside a cell: its words are in that cell
        properties = row.find(qn("w:trPr"))
        if not rows and properties is not None and properties.find(qn("w:tblHeader")) is not None:
            marked = True
        words = [""] * min(int(value_of(properties, "w:gridBefore") or 0), 60)
        for cell in row.iter(qn("w:tc")):
            if _own(cell, row):
                above = rows[-1][len(words)] if rows and _goes_on(cell) and len(words) < len(rows[-1]) else ""
                words += _cell(cell, above, text)
        rows.append(words)
    return rows, marked


def _goes_on(cell: Element) -> bool:
    """Whether a cell is the lower part of the one above."""
    properties = cell.find(qn("w:tcPr"))
    merged = properties.find(qn("w:vMerge")) if properties is not None else None
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _own(cell: Element, row: Element) -> bool:
    return next(cell.iterancestors(qn("w:tr"))) is row


def _cell(cell: Element, above: str, text: Callable[[Element], str]) -> list[str]:
    """The words of a cell, else ``above``, followed by as many empty ones as it spans columns more than one."""
    properties = cell.find(qn("w:tcPr"))
    span = int(value_of(properties, "w:gridSpan") or 1)
    shown = (p for p in cell.iter(qn("w:p")) if not any(parent.tag == _FALLBACK for parent in p.iterancestors()))
    words = tidy(" ".join(map(text, shown)))
    return [words or above, *[""] * min(span - 1, 60)]
