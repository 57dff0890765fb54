"""Statutes in Akoma Ntoso, the XML of parliaments (OASIS LegalDocML 1.0), as Finlex gives them out.

Parts, chapters and sections become headings, "1 § Lain tarkoitus"; points become list items.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from corpus.draft import Draft, tidy
from corpus.errors import UnreadableFile
from corpus.readers.tables import SpanningCell, add_table, spread_out

_LEVELS = {"part": 2, "title": 2, "chapter": 3, "section": 4, "article": 4}
_POINTS = ("paragraph", "subparagraph", "point", "item", "indent")
_LEFT_OUT = ("meta", "num", "heading", "subheading", "authorialNote", "componentRef", "img")
_TEXT = ("p", "block", "listIntroduction", "listWrapUp")


def read_akoma_ntoso(path: Path) -> Draft:
    # No entities, no other files, no network: the file is read by itself.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.parse(path, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("broken", f"XML, {error.lineno}") from error
    if _name(root) != "akomaNtoso":
        raise UnreadableFile("unsupported", _name(root))
    draft = Draft()
    number, title = (_words(_first(root, name)) for name in ("docNumber", "docTitle"))
    if title:
        draft.title = f"{title} ({number})" if number and number not in title else title
        draft.heading(draft.title, 1)
    for part in root.iter(etree.Element):
        if _name(part) in ("preamble", "body", "mainBody"):
            _walk(draft, part, depth=0)
    return draft


def _walk(draft: Draft, element: Any, *, depth: int) -> None:
    """``depth`` is that of the points around ``element``; 0 outside any."""
    for child in element.iterchildren(etree.Element):
        name = _name(child)
        if name in _LEFT_OUT:
            continue
        if name in _POINTS:
            _point(draft, child, depth + 1)
        elif name == "table":
            rows = [[_cell(cell) for cell in row.iterchildren(etree.Element)] for row in child.iter("{*}tr")]
            add_table(draft, spread_out(rows))
        elif name in _TEXT:
            if depth:
                draft.item(_words(child), depth)
            else:
                draft.paragraph(_words(child))
        else:
            if heading := _label(child):
                draft.heading(heading, _LEVELS.get(name, 5))
            _walk(draft, child, depth=depth)


def _point(draft: Draft, element: Any, depth: int) -> None:
    """One point of a list with its number; what hangs below it is a list of its own."""
    number = _words(_child(element, "num"))
    before = len(draft.blocks)
    texts = [child for child in element.iter(etree.Element) if _name(child) in _TEXT]
    if texts and number:
        draft.item(f"{number} {_words(texts[0])}", depth)
        texts[0].tag = "componentRef"  # said already
    _walk(draft, element, depth=depth)
    if len(draft.blocks) == before and number:
        draft.item(number, depth)


def _label(element: Any) -> str:
    return " ".join(filter(None, (_words(_child(element, "num")), _words(_child(element, "heading")))))


def _child(element: Any, name: str) -> Any:
    return element.find(f"{{*}}{name}")


def _first(root: Any, name: str) -> Any:
    return root.find(f".//{{*}}{name}")


def _words(element: Any) -> str:
    return tidy("".join(element.itertext(etree.Element))) if element is not None else ""


def _cell(cell: Any) -> SpanningCell:
    spans = [cell.get(name, "") for name in ("colspan", "rowspan")]
    columns, deep = (max(int(span), 1) if span.isdecimal() else 1 for span in spans)
    return " ".join(map(_words, cell.iter("{*}p"))) or _words(cell), columns, deep


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
