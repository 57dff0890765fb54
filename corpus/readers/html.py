"""Web pages: what the page is about, without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from bs4.element import CData, NavigableString, PreformattedString, Tag

from corpus.draft import Draft, raised, tidy
from corpus.readers.tables import SpanningCell, add_table, spread_out
from corpus.readers.text import decode

_DROPPED = frozenset(
    (
        "script", "style", "nav", "footer", "aside", "noscript", "template", "iframe", "svg", "button", "select",
        "input", "textarea", "object", "canvas", "audio", "video", "math", "dialog", "head",
    )
)  # fmt: skip
_AROUND = re.compile(
    r"cookie|consent|gdpr|breadcrumb|skip-?link|sr-only|visually-?hidden|(?<![\w-])share-|social-(media|links)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_NAMES = (
    "article:published_time", "dcterms.issued", "dcterms.date", "dc.date.issued", "dc.date", "date",
)  # fmt: skip
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def read_html(path: Path) -> Draft:
    soup = _soup(path.read_bytes())
    draft = Draft()
    _unfold(soup)
    _describe(draft, soup)
    _Walker(draft).add(_main(soup))
    return draft


def _soup(data: bytes) -> BeautifulSoup:
    """The page; one that states no encoding and is not UTF-8 as text files are read."""
    found = EncodingDetector.find_declared_encoding(data, is_html=True)
    stated = found or EncodingDetector.strip_byte_order_mark(data)[1]
    return BeautifulSoup(data if stated else decode(data), "lxml")


def _unfold(soup: BeautifulSoup) -> None:
    """Show what headings fold away, and tabs, until they are clicked."""
    buttons = soup.select(":is(h1, h2, h3, h4, h5, h6) button[aria-controls]")
    folded = [soup.find(id=str(button["aria-controls"])) for button in buttons]
    for panel in (*filter(None, folded), *soup.select("[role=tabpanel]")):
        for name in ("hidden", "aria-hidden", "style"):
            del panel[name]


def add_html(draft: Draft, source: str) -> None:
    """Append a piece of HTML to the draft."""
    soup = BeautifulSoup(source, "lxml")
    _Walker(draft).add(soup.body or soup)


def _describe(draft: Draft, soup: BeautifulSoup) -> None:
    headings = [tidy(found.get_text(" ")) for found in soup.find_all("h1")]
    named = tidy(soup.title.get_text()) if soup.title else ""
    draft.title = headings[0] if len(headings) == 1 and headings[0] else named or None
    root = soup.find("html")
    if isinstance(root, Tag):
        draft.likely = str(root.get("lang") or root.get("xml:lang") or "") or None
    found = {str(tag.get("name") or tag.get("property") or "").lower(): tag for tag in soup.find_all("meta")}
    for name in _DATE_NAMES:
        if name in found and (date := _ISO_DATE.match(str(found[name].get("content", "")))):
            draft.fields["issued"] = date[0]
            break


def _main(soup: BeautifulSoup) -> Tag:
    """The part of the page marked as its content, if it holds a fair share of the words."""
    body = soup.body or soup
    marked = soup.find("main") or soup.find(role="main")
    if marked is None and len(articles := soup.find_all("article")) == 1:
        marked = articles[0]
    if isinstance(marked, Tag) and len(marked.get_text()) > 0.2 * len(body.get_text()):
        return marked
    return body


def _left_out(tag: Tag) -> bool:
    if tag.name in _DROPPED and not _belongs(tag):
        return True
    if tag.name == "header":  # the site's, not an article's: that one holds the title
        return tag.find_parent(("article", "main", "section")) is None and tag.find("h1") is None
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return True
    if tag.get("role") in ("navigation", "banner", "contentinfo", "search", "dialog"):
        return True
    if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", str(tag.get("style", "")), re.I):
        return True
    classes = tag.get("class") or ""
    named = f"{classes if isinstance(classes, str) else ' '.join(classes)} {tag.get('id', '')}"
    around = _AROUND.search(named)
    # A page about cookies may be wrapped in an element of that name: its heading tells.
    wraps = tag.name in ("body", "main", "article") or tag.find(["main", "article", "h1"]) is not None
    return around is not None and not wraps


def _belongs(tag: Tag) -> bool:
    """Whether ``tag`` holds the words of a heading that folds away what is below it, or who is quoted."""
    if tag.name == "footer":
        return tag.find_parent("blockquote") is not None
    heading = tag.find_parent(_HEADINGS) if tag.name == "button" else None
    return heading is not None and not _words(heading, without=("button",))


class _Walker:
    """Goes through the elements in order; runs of inline text become one paragraph."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._inline: list[str] = []

    def add(self, tag: Tag) -> None:
        self._children(tag)
        self._flush()

    def _flush(self) -> None:
        for text in re.split(r"\n\s*\n", "".join(self._inline)):
            self._draft.paragraph(text)
        self._inline.clear()

    def _children(self, tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child)
            elif _is_text(child):
                self._inline.append(re.sub(r"\s+", " ", str(child)))

    def _element(self, tag: Tag) -> None:
        if _left_out(tag):
            return
        if tag.name == "br":
            self._inline.append("\n")
        elif tag.name == "sup":
            self._inline.append(raised(_words(tag)))
        elif tag.name not in _BLOCKS:
            self._children(tag)
        else:
            self._flush()
            self._block(tag)
            self._flush()

    def _block(self, tag: Tag) -> None:
        match tag.name:
            case name if name in _HEADINGS:
                self._draft.heading(_words(tag), int(tag.name[1]))
            case "ul" | "ol":
                self._list(tag, depth=1)
            case "dl":
                self._definitions(tag)
            case "table":
                self._table(tag)
            case "pre":
                for line in tag.get_text().splitlines():
                    self._draft.paragraph(line)
            case _:
                self._children(tag)

    def _list(self, tag: Tag, *, depth: int) -> None:
        """Its items, and what stands between them although only items may."""
        markers = {id(item): marker for marker, item in _marked(tag)}
        for child in tag.children:
            if id(child) in markers and isinstance(child, Tag):
                self._flush()
                self._item(f"{markers[id(child)]} ", child, tag, depth)
            elif isinstance(child, Tag) and child.name in ("ul", "ol") and not _left_out(child):
                self._flush()
                self._list(child, depth=depth + 1)
            elif isinstance(child, Tag) and child.name != "li":
                self._element(child)
            elif _is_text(child):
                self._inline.append(re.sub(r"\s+", " ", str(child)))
        self._flush()

    def _item(self, marker: str, item: Tag, around: Tag, depth: int) -> None:
        self._draft.item(marker + _words(item, without=("ul", "ol", "table")), depth)
        for inner in item.find_all(["ul", "ol", "table"]):
            if inner.find_parent(["ul", "ol", "table"]) is not around or _inside_left_out(inner, item):
                continue
            if inner.name == "table":
                self._table(inner)
            else:
                self._list(inner, depth=depth + 1)

    def _definitions(self, tag: Tag) -> None:
        terms: list[str] = []
        last = ""
        for part in tag.find_all(["dt", "dd"]):
            words = _words(part, without=("dt", "dd"))  # one that is not closed holds the next
            if part.name == "dt":
                terms = [*(terms if last == "dt" else []), words]
            else:
                before = ", ".join(filter(None, terms)).rstrip(":")
                self._draft.item(f"{before}: {words}" if before else words)
            last = part.name
        if last == "dt":
            self._draft.item(", ".join(terms))

    def _table(self, tag: Tag) -> None:
        if tag.get("role") == "presentation" or tag.find(["table", "h1", "h2", "h3", "ul", "ol"]):
            for cell in tag.find_all(["td", "th", "caption"]):
                if cell.find_parent("table") is tag:
                    self._flush()
                    self._children(cell)
            self._flush()
            return
        if caption := tag.find("caption"):
            self._draft.paragraph(_words(caption))
        rows = [row for row in tag.find_all("tr") if not _left_out(row)]
        cells = spread_out([[_cell(cell) for cell in row.find_all(["td", "th"])] for row in rows])
        header = bool(rows) and (rows[0].find_parent("thead") is not None or not rows[0].find("td"))
        add_table(self._draft, cells, header=header or None)


def _cell(cell: Tag) -> SpanningCell:
    return _words(cell), max(_integer(cell.get("colspan"), 1), 1), max(_integer(cell.get("rowspan"), 1), 1)


def _is_text(node: object) -> bool:
    return isinstance(node, NavigableString) and (
        not isinstance(node, PreformattedString) or isinstance(node, CData)
    )


def _inside_left_out(tag: Tag, outer: Tag) -> bool:
    """Whether ``tag`` or anything between it and ``outer`` is not shown."""
    for parent in (tag, *tag.parents):
        if parent is outer:
            return False
        if _left_out(parent):
            return True
    return False


def _words(tag: Tag, *, without: tuple[str, ...] = ()) -> str:
    """All text inside on one line, elements in ``without`` left out."""
    parts: list[str] = []

    def collect(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Tag):
                if child.name in without or _left_out(child):
                    continue
                apart = child.name in _BLOCKS or child.name == "br"
                if child.name == "sup":
                    parts.append(raised(_words(child)))
                    continue
                parts.append(" " if apart else "")
                collect(child)
                parts.append(" " if apart else "")
            elif _is_text(child):
                parts.append(str(child))

    collect(tag)
    return tidy("".join(parts))


def _marked(tag: Tag) -> Iterator[tuple[str, Tag]]:
    """The items of a list, each with the marker a browser would show."""
    items = [item for item in tag.find_all("li", recursive=False) if not _left_out(item)]
    step = -1 if tag.has_attr("reversed") else 1
    number = _integer(tag.get("start"), len(items) if step < 0 else 1)
    for item in items:
        number = _integer(item.get("value"), number)
        yield (_numeral(number, str(tag.get("type", "1"))) if tag.name == "ol" else "•"), item
        number += step


def _integer(value: object, otherwise: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise


def _numeral(number: int, style: str) -> str:
    if style in "aA" and 0 < number <= 26:
        return f"{chr(ord(style) + number - 1)}."
    if style in "iI" and 0 < number < 40:
        text, left = "", number
        for value, letters in _ROMAN:
            text += letters * (left // value)
            left %= value
        return f"{text if style == 'i' else text.upper()}."
    return f"{number}."
