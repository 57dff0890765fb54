"""Lines become headings, paragraphs, list items and rows, across columns and pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise

from corpus.readers.pdf.articles import with_run_in_articles
from corpus.readers.pdf.headings import classified, levelled
from corpus.readers.pdf.layout import Line
from corpus.readers.pdf.shape import BARE_LEGAL, BULLET, LEGAL, Shape, TextBlock, display, same_column

_NUMBER = re.compile(
    r"^(?:\(?\d{1,3}[.)°º]|\(\d{1,3}\)|\d{1,2}°|\d{1,3}°\)|\(?[a-zåäö]{1,2}\)"
    r"|[a-z]\.|\(?[ivxIVX]{1,5}\)|\d{1,2}(?:\.\d{1,2}){1,4}\.?)\s+(?=\S)"
)
_NOTE = re.compile(r"^\(?[¹²³⁰⁴-⁹*]+\)?\s*\S")
_ENDS = (".", "!", "?", ":", ";", "…", ".)", ".”", ".»")


def blocks_of(lines: Sequence[Line], shape: Shape) -> list[TextBlock]:
    """The blocks of a document, footnotes after the text of their page."""
    main, notes = _footnotes(lines, shape)
    _measure(main, shape)
    _measure(notes, shape)
    blocks = classified(with_run_in_articles(_grouped(main, shape), shape), shape)
    _nest(blocks)
    return _with_notes(levelled(blocks), _grouped(notes, shape))


def _footnotes(lines: Sequence[Line], shape: Shape) -> tuple[list[Line], list[Line]]:
    main: list[Line] = []
    notes: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        start = len(page)
        for i in range(len(page) - 1, 0, -1):
            line = page[i]
            if line.cells is not None or (line.size > 0.93 * shape.body(line) and not _NOTE.match(line.text)
                                          and not _after_note(page, i)):
                break
            if _NOTE.match(line.text):
                start = i
        main += page[:start]
        notes += page[start:]
    return main, notes


def _after_note(page: list[Line], i: int) -> bool:
    """True for a later line of a note set in the size of the text."""
    note = next((line for line in reversed(page[max(0, i - 8) : i]) if _NOTE.match(line.text)), None)
    return note is not None and page[i].x0 > note.x0 + 4 and same_column(note, page[i])


def _measure(lines: Sequence[Line], shape: Shape) -> None:
    """Give each line the right edge up to which its paragraph is set."""
    stack: list[Line] = []
    for before, line in [*pairwise(lines), *([(lines[-1], None)] if lines else [])]:
        stack.append(before)
        if line is None or not same_column(before, line) or line.cells is not None or not (
            0 < before.y - line.y < 1.35 * shape.lead(line)
        ):
            edges = sorted((one.x1 for one in stack), reverse=True)
            if len(edges) >= 3 and edges[0] - edges[1] < 0.03 * (edges[0] - stack[0].left + 1):
                for one in stack:
                    one.right = edges[0]
            stack = []


def _grouped(lines: Sequence[Line], shape: Shape) -> list[TextBlock]:
    blocks: list[TextBlock] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if line.cells is not None or (blocks and _rest_of_cell(blocks[-1], line, following)) or (
            _lines_of_cell(lines, at)
        ):
            blocks.append(TextBlock("row", [line]))
            continue
        last = blocks[-1] if blocks and blocks[-1].kind != "row" else None
        item = _starts_item(line, last, shape)
        if last is not None and not item and not _breaks(last, line, shape):
            last.lines.append(line)
        else:
            blocks.append(TextBlock("item" if item else "paragraph", [line]))
    return blocks


def _rest_of_cell(before: TextBlock, line: Line, following: Line | None) -> bool:
    """True for the end of a cell that stands alone at the top of a page, amid the rows of its table."""
    row = before.last
    return (
        before.kind == "row" and following is not None and following.cells is not None
        and row.page < line.page == following.page and abs(row.size - line.size) < 0.08 * row.size
        and row.bold == line.bold and row.x0 + line.size < line.x0 and line.x1 < row.x1
    )


def _lines_of_cell(lines: Sequence[Line], at: int) -> bool:
    """True for lines that stand amid the rows of an unruled table, in one of its later columns."""
    line = lines[at]
    around = [
        other for other in [*lines[max(at - 3, 0) : at], *lines[at + 1 : at + 4]]
        if other.cells is not None and len(other.fragments) > 2 and same_column(other, line)
        and abs(other.y - line.y) < 4 * line.size and other.bold == line.bold and abs(other.size - line.size) < 0.5
    ]
    return len(line.fragments) == 1 and any(
        abs(cell.x0 - line.x0) < 3 and line.x1 < after.x0
        for row in around
        for cell, after in pairwise(row.fragments[1:])
    )


def _starts_item(line: Line, block: TextBlock | None, shape: Shape) -> bool:
    match = BULLET.match(line.text) or _NUMBER.match(line.text)
    if match is None:
        return False
    gap = line.mark_gap
    if line.text[0] == "o" and gap < 0.6 * line.size:
        return False
    if block is None or not same_column(block.last, line):
        return True
    last = block.last
    if gap > 0.55 * line.size or abs(line.x0 - last.x0) > 3 or _room(last, line):
        return True
    if last.y - line.y > 1.3 * shape.lead(line) or last.text.endswith((".", ":", ";", ",")):
        return True
    return block.kind == "item" and abs(block.first.x0 - line.x0) < 3 and match.group()[0] not in "-–—"


def _room(before: Line, line: Line) -> bool:
    """True when the first word of ``line`` would have had room at the end of the line before."""
    word = line.fragments[0].words[0] if line.fragments else None
    width = word.x1 - word.x0 if word else 0.0
    return before.x1 + width + 0.45 * line.size < before.right


def _breaks(block: TextBlock, line: Line, shape: Shape) -> bool:
    last = block.last
    if abs(last.size - line.size) > 0.08 * last.size or _NOTE.match(line.text):
        return True
    if not same_column(last, line) or line.y > last.y + 1:
        return not _goes_on(block, line, shape)
    gap, lead = last.y - line.y, shape.lead(line)
    if display(last, shape) and display(line, shape) and last.bold == line.bold:
        apart = LEGAL.match(line.text) or BARE_LEGAL.match(last.text)
        return bool(apart) or gap > 2.1 * line.size or (_room(last, line) and not _centred(last, line))
    if gap > 1.28 * lead or LEGAL.match(last.text) or LEGAL.match(line.text):
        loose = line.text[0].islower() and not last.text.endswith(_ENDS) and not _room(last, line)
        return not (gap < 2.1 * line.size and (loose or _broken(last)))
    return not _broken(last) and _breaks_by_place(block, line)


def _broken(line: Line) -> bool:
    """True when the line ends within a word."""
    return line.text[-1] in "-‐" and (line.text[-2:-1].isalnum() or line.text[-2:-1] in ("+", ")"))


def _breaks_by_place(block: TextBlock, line: Line) -> bool:
    last, first = block.last, block.first
    room = _room(last, line)
    if line.text[0].islower() and last.text[-1].isalnum() and not _centred(last, line):
        room = room and line.x0 != last.x0 and last.x1 - last.x0 < 0.5 * (last.right - last.left)
    if (last.bold != line.bold or (last.italic != line.italic and last is first)) and room:
        return True
    hanging = block.kind == "item" or _NOTE.match(first.text)
    if hanging and line.x0 > first.x0 + 2 and abs(line.x0 - first.text_x) < 6:
        return room and last.text.endswith(_ENDS) and line.text[:1].isupper()
    if line.x0 > last.x0 + 0.8 * line.size and not (last is first and block.kind == "item"):
        return not _centred(last, line) or room
    if line.x0 < last.x0 - 0.8 * line.size and last is not first:
        return not (_centred(last, line) and not room)
    return room


def _centred(one: Line, two: Line) -> bool:
    return abs((one.x0 + one.x1) - (two.x0 + two.x1)) < 12 and abs(one.x0 - two.x0) > 1


def _goes_on(block: TextBlock, line: Line, shape: Shape) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last = block.last
    if line.page - last.page > 1 or last.bold != line.bold or LEGAL.match(last.text):
        return False
    if _broken(last):
        return True
    if last.text.endswith(_ENDS) and not line.text[:1].islower():
        return False
    first = line.text.lstrip("«“\"(")[:1]
    return first.islower() or (not _room(last, line) and not display(last, shape))


def _nest(blocks: Sequence[TextBlock]) -> None:
    """Give items their depth by how far they are set in, within one list on one page."""
    stack: list[float] = []
    before: TextBlock | None = None
    for block in blocks:
        if block.kind != "item":
            stack = stack if block.kind == "paragraph" else []
            continue
        if before is None or not same_column(before.first, block.first):
            stack = []
        while stack and stack[-1] > block.first.x0 - 4:
            stack.pop()
        stack.append(block.first.x0)
        block.level = len(stack)
        before = block


def _with_notes(blocks: list[TextBlock], notes: list[TextBlock]) -> list[TextBlock]:
    """Footnotes stand before a paragraph that goes on overleaf, so that nothing comes between."""
    by_page: dict[int, list[TextBlock]] = defaultdict(list)
    for note in notes:
        by_page[note.first.page].append(note)
    out: list[TextBlock] = []
    waiting = sorted(by_page, reverse=True)  # pages whose notes are still to be placed
    for block in blocks:
        while waiting and waiting[-1] < block.first.page:
            out += by_page[waiting.pop()]
        if block.last.page > block.first.page:
            while waiting and waiting[-1] < block.last.page:
                out += by_page[waiting.pop()]
        out.append(block)
    return out + [note for page in reversed(waiting) for note in by_page[page]]
