"""Slides: each is a page with its title, its bullets, its tables and the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame

from corpus.draft import Draft, tidy
from corpus.readers.archive import check_archive
from corpus.readers.lines import marker_kind
from corpus.readers.tables import add_table, spread_out
from corpus.readers.xlsx import written

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_REPEATED = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER)
_LISTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PARAGRAPH = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"


def read_pptx(path: Path) -> Draft:
    """Dates, footers and slide numbers, the same on every slide, are left out."""
    check_archive(path)
    presentation = Presentation(str(path))
    properties = presentation.core_properties
    draft = Draft(title=properties.title.strip() or None, likely=properties.language or None)
    if properties.author:
        draft.fields["author"] = properties.author
    for number, slide in enumerate(presentation.slides, start=1):
        draft.page(number)
        _add_slide(draft, slide, first=number == 1)
    return draft


def _add_slide(draft: Draft, slide: Slide, *, first: bool) -> None:
    shapes = [shape for shape in _flat(slide.shapes) if _placeholder(shape) not in _REPEATED]
    titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
    for shape in titles:
        draft.heading(shape.text_frame.text, 1 if first else 2)
    for shape in shapes:
        if shape not in titles:
            _add_shape(draft, shape)
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in notes.paragraphs:
            draft.paragraph(paragraph.text)


def _flat(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    """All shapes, those of groups in their place."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _placeholder(shape: BaseShape) -> PP_PLACEHOLDER | None:
    """The type of placeholder a shape is; None for an ordinary shape."""
    return shape.placeholder_format.type if shape.is_placeholder else None


def _add_shape(draft: Draft, shape: BaseShape) -> None:
    if shape.has_text_frame:
        _add_text(draft, shape.text_frame, is_list=_placeholder(shape) in _LISTS)
    elif getattr(shape, "has_table", False) and shape.has_table:
        # Those spanned are told by the cell that spans them.
        cells = [[cell for cell in row.cells if not cell.is_spanned] for row in shape.table.rows]
        rows = spread_out([[(cell.text, cell.span_width, cell.span_height) for cell in row] for row in cells])
        add_table(draft, rows, header=True if shape.table.first_row and len(rows[0]) > 2 else None)
    elif getattr(shape, "has_chart", False) and shape.has_chart:
        _add_chart(draft, shape.chart)
    elif shape.element.tag.endswith("graphicFrame"):
        _add_diagram(draft, shape)


def _add_text(draft: Draft, frame: TextFrame, *, is_list: bool) -> None:
    """Paragraphs; in a list's placeholder items with a bullet, unless there is only one."""
    paragraphs = [paragraph for paragraph in frame.paragraphs if tidy(paragraph.text)]
    for paragraph in paragraphs:
        if paragraph.level or (is_list and len(paragraphs) > 1):
            marked = marker_kind(tidy(paragraph.text)) is not None
            draft.item(paragraph.text if marked else f"• {paragraph.text}", paragraph.level + 1)
        else:
            draft.paragraph(paragraph.text)


def _add_chart(draft: Draft, chart: Chart) -> None:
    if chart.has_title and chart.chart_title.has_text_frame:
        draft.paragraph(chart.chart_title.text_frame.text)
    plot = next(iter(chart.plots), None)
    if plot is None:
        return
    for at, category in enumerate(plot.categories):
        values = [(series.name, series.values[at]) for series in plot.series if at < len(series.values)]
        draft.row([str(category), *(f"{name}: {written(float(value))}" for name, value in values if value is not None)])


def _add_diagram(draft: Draft, shape: BaseShape) -> None:
    """The texts of a SmartArt drawing, which stand in a part of their own."""
    for relation in shape.part.rels.values():
        own = not relation.is_external and relation.rId in etree.tostring(shape.element, encoding="unicode")
        if own and relation.reltype.endswith("/diagramData"):
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            for paragraph in root.iter(_PARAGRAPH):
                text = tidy("".join(part.text or "" for part in paragraph.iter(_TEXT)))
                if text:
                    draft.item(f"• {text}")
