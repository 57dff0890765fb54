"""PDF files: clean text in reading order with pages, from PDFium; properties from pypdf."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdf
import pypdf.errors
import pypdfium2
import pypdfium2.raw as pdfium

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.readers.pdf.blocks import blocks_of
from corpus.readers.pdf.columns import named_rows
from corpus.readers.pdf.contents import without_contents
from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.layout import page_lines
from corpus.readers.pdf.overleaf import with_whole_rows
from corpus.readers.pdf.properties import Properties, real_title
from corpus.readers.pdf.shape import Shape, TextBlock
from corpus.readers.pdf.text import LineJoiner
from corpus.readers.pdf.words import PageWords, page_words

PDFIUM_LOCK = threading.RLock()  # PDFium may be used by one thread at a time
logging.getLogger("pypdf").setLevel(logging.ERROR)  # it reports every small fault of a file


@contextmanager
def open_pdf(path: Path) -> Iterator[Any]:
    """The file as a pypdfium2 document, under the lock; faults as ``UnreadableFile``."""
    with PDFIUM_LOCK:
        document = _opened(path)
        try:
            yield document
        finally:
            document.close()


def _opened(path: Path) -> Any:
    try:
        if path.stat().st_size == 0:
            raise UnreadableFile("empty")
        document = pypdfium2.PdfDocument(path)
    except OSError as error:
        raise UnreadableFile("broken") from error
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        # PDFium may give the code of an earlier file, so that the file itself has to say it, too.
        locked = locked and b"/Encrypt" in path.read_bytes()
        raise UnreadableFile("encrypted" if locked or _asks_password(path) else "broken") from error
    if len(document) == 0:
        document.close()
        raise UnreadableFile("empty")
    with suppress(pypdfium2.PdfiumError):  # a damaged form: the pages can be read all the same
        document.init_forms()
    return document


def load_page(document: Any, index: int) -> Any:
    """A page, what was filled into its form made part of it. Raises PdfiumError."""
    page = document[index]
    if not page.formenv:  # the document has no form
        return page
    page.flatten()
    page.close()
    return document[index]


def _asks_password(path: Path) -> bool:
    """True when pypdf finds the file encrypted and the empty password does not open it."""
    try:
        reader = pypdf.PdfReader(path)
        return reader.is_encrypted and not reader.decrypt("")
    except Exception:  # pypdf meets broken files with errors of every kind
        return False


def _intact(path: Path) -> bool:
    """False where pypdf finds no way in: PDFium makes an empty page of what it cannot read."""
    try:
        pypdf.PdfReader(path)
    except pypdf.errors.DependencyError:  # a cipher that only PDFium knows
        return True
    except Exception:  # as above
        return False
    return True


def read_pdf(path: Path) -> Draft:
    """Read a PDF; raises ``UnreadableFile`` (encrypted, broken, empty, no_text)."""
    with open_pdf(path) as document:
        pages = [_page(document, i) for i in range(len(document))]
    if not any(page.words for page in pages):
        raise UnreadableFile("no_text" if _intact(path) else "broken")
    properties = Properties.of(path)
    before = _biggest(pages[0])
    without_furniture(pages)
    lines = [line for number, page in enumerate(pages, 1) for line in page_lines(page, number)]
    lines, titles = without_contents(with_whole_rows(lines))
    joiner = LineJoiner(text for line in lines for text in (line.cells or [line.text]))
    blocks = blocks_of(lines, Shape.of(lines, [*titles, *properties.outline]))
    draft = Draft(fields=properties.fields)
    _write(draft, blocks, joiner, properties, len(pages))
    title = real_title(properties, path, blocks, joiner)
    draft.title = before if title is None else title
    return draft


def _page(document: Any, index: int) -> PageWords:
    """The words of a page; a page that cannot be loaded counts as empty."""
    try:
        page = load_page(document, index)
    except pypdfium2.PdfiumError:
        return PageWords([], 1.0, 1.0, [], [], [])
    try:
        return page_words(page)
    except pypdfium2.PdfiumError:
        return PageWords([], 1.0, 1.0, [], [], [])
    finally:
        page.close()


def _biggest(page: PageWords) -> str | None:
    """The largest words of a page, as a last resort for a title."""
    if not page.words:
        return None
    size = max(w.size for w in page.words)
    return " ".join(w.text for w in page.words if w.size > 0.95 * size)[:200] or None


def _write(
    draft: Draft, blocks: Sequence[TextBlock], joiner: LineJoiner, properties: Properties, pages: int
) -> None:
    reached = 0

    def turn_to(page: int) -> None:
        nonlocal reached
        for number in range(reached + 1, page + 1):
            draft.page(number, properties.label(number))
        reached = max(reached, page)

    rows = named_rows(blocks, joiner)
    for number, block in enumerate(blocks):
        parts = _parts(block, joiner)
        for at, (page, text) in enumerate(parts):
            turn_to(page)
            if at:
                draft.extend_last(text)
            else:
                _append(draft, block, text, rows.get(number, [text]))
    turn_to(pages)


def _parts(block: TextBlock, joiner: LineJoiner) -> list[tuple[int, str]]:
    """The block's text by page; a word broken at the border stays whole on the earlier page."""
    if block.title:
        return [(block.first.page, joiner.mend(_titled(block, joiner)))]
    parts: list[tuple[int, str]] = []
    for page, group in groupby(block.lines, key=lambda line: line.page):
        text = joiner.join_all(line.text for line in group)
        if parts and parts[-1][1].endswith(("-", "‐")):
            head, _, rest = text.partition(" ")
            parts[-1] = (parts[-1][0], joiner.join(parts[-1][1], head))
            text = rest
        if text:
            parts.append((page, text))
    return [(page, joiner.mend(text)) for page, text in parts]


def _titled(block: TextBlock, joiner: LineJoiner) -> str:
    """An article's number and its name in one heading."""
    return f"{block.first.text} – {joiner.join_all(line.text for line in block.lines[1:])}"


def _append(draft: Draft, block: TextBlock, text: str, cells: list[str]) -> None:
    if block.kind == "row":
        draft.row(cells)
    elif block.kind == "heading":
        draft.heading(text, block.level or 2)
    elif block.kind == "item":
        draft.item(text, max(block.level, 1))
    else:
        draft.paragraph(text)
