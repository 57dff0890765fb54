"""Lines become headings, paragraphs, list items and rows, across columns and pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from corpus.models import BlockKind
from corpus.readers.pdf_layout import Line

_BULLET = re.compile(r"^[•●○◦▪■□►➢✓→⁃‣·*\-–—o]\s+(?=\S)")
_NUMBER = re.compile(
    r"^(?:\(?\d{1,3}[.)°º]|\(\d{1,3}\)|\d{1,2}°|\d{1,3}°\)|\(?[a-zåäö]{1,2}\)|[a-z]\.|\(?[ivxIVX]{1,5}\)|\d{1,2}(?:\.\d{1,2}){1,4}\.?)\s+(?=\S)"
)
_NOTE = re.compile(r"^\(?[¹²³⁰⁴-⁹*]+\)?\s*\S")
_DECIMAL = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]")
_ENDS = (".", "!", "?", ":", ";", "…", ".)", ".”", ".»")
_LEGAL = re.compile(
    r"^(?:(?:article|artikla|artikel|art\.|artículo|artikkeli)\s+(?:premier|\d+)\s*[a-z]?(?:\s*[–:-].{1,100})?"
    r"|\d+\s*[a-z]?\s*§(?:\s+\S.{0,90})?"
    r"|(?:chapitre|chapter|luku|titre|title|section|annexe|annex|liite|bilaga|kapitel|osa|avdelning|partie)\s+"
    r"(?:[ivxl]+|\d+|[a-z])\b.{0,110}|\d+\s+luku\b.{0,80}|\d+\s+kap\.?\b.{0,80})$",
    re.IGNORECASE,
)
_BARE_LEGAL = re.compile(r"^(?:article|artikla|artikel|artikkeli|chapitre|chapter|titre|title|section|annexe|luku|kapitel)\s+(?:[ivxl]+|\d+|premier)\s*[a-z]?$", re.IGNORECASE)


@dataclass(slots=True)
class TextBlock:
    kind: BlockKind
    lines: list[Line]
    level: int = 0
    title: str = ""  # the name of an article printed under its number

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Shape:
    """What is usual in a document: letter size, distance of lines, titles known from its contents."""

    bodies: dict[int, float]  # by page: annexes are often set in another size
    bold_body: bool
    leading: dict[int, float]
    titles: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, lines: Sequence[Line], titles: Iterable[str]) -> Shape:
        plain = [line for line in lines if line.cells is None] or list(lines)
        bold = Counter[bool]()
        gaps: dict[int, Counter[int]] = defaultdict(Counter)
        for line in plain:
            bold[line.bold] += len(line.text)
        for one, two in pairwise(plain):
            gap = (one.y - two.y) / two.size
            if _same_column(one, two) and 0.9 < gap < 2.4 and abs(one.size - two.size) < 0.5:
                gaps[round(two.size)][round(gap * 20)] += 1
        leading = {size: found.most_common(1)[0][0] / 20 for size, found in gaps.items()}
        return cls(_bodies(plain), bold[True] > bold[False], leading, frozenset(map(plain_title, titles)))

    def body(self, line: Line) -> float:
        return self.bodies.get(line.page, line.size)

    def lead(self, line: Line) -> float:
        usual = self.leading.get(round(line.size), 1.25)
        return line.size * min(max(usual, 1.0), 1.9)


def _bodies(lines: Sequence[Line], around: int = 8) -> dict[int, float]:
    """The commonest letter size on each page and those around it."""
    by_page: dict[int, Counter[float]] = defaultdict(Counter)
    for line in lines:
        by_page[line.page][round(line.size * 2) / 2] += len(line.text)
    window, bodies = Counter[float](), {}
    pages = sorted(by_page)
    for page in pages[:around]:
        window += by_page[page]
    for at, page in enumerate(pages):
        if at + around < len(pages):
            window += by_page[pages[at + around]]
        if at - around > 0:
            window -= by_page[pages[at - around - 1]]
        bodies[page] = window.most_common(1)[0][0]
    return bodies


def plain_title(text: str) -> str:
    """A title without numbering and signs, for comparing the contents with the text."""
    return re.sub(r"[\W\d_]+", "", text).casefold()


def blocks_of(lines: Sequence[Line], shape: Shape) -> list[TextBlock]:
    """The blocks of a document, footnotes after the text of their page."""
    main, notes = _footnotes(lines, shape)
    _measure(main, shape)
    _measure(notes, shape)
    blocks = _classified(_grouped(main, shape), shape)
    return _with_notes(_headings(blocks, shape), _grouped(notes, shape))


def _same_column(one: Line, two: Line) -> bool:
    return one.page == two.page and one.region == two.region


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
    return note is not None and page[i].x0 > note.x0 + 4 and _same_column(note, page[i])


def _measure(lines: Sequence[Line], shape: Shape) -> None:
    """Give each line the right edge up to which its paragraph is set."""
    stack: list[Line] = []
    for before, line in [*pairwise(lines), *([(lines[-1], None)] if lines else [])]:
        stack.append(before)
        if line is None or not _same_column(before, line) or line.cells is not None or not (
            0 < before.y - line.y < 1.35 * shape.lead(line)
        ):
            edges = sorted((one.x1 for one in stack), reverse=True)
            if len(edges) >= 3 and edges[0] - edges[1] < 0.03 * (edges[0] - stack[0].left + 1):
                for one in stack:
                    one.right = edges[0]
            stack = []


def _grouped(lines: Sequence[Line], shape: Shape) -> list[TextBlock]:
    blocks: list[TextBlock] = []
    for line in lines:
        if line.cells is not None:
            blocks.append(TextBlock("row", [line]))
            continue
        last = blocks[-1] if blocks and blocks[-1].kind != "row" else None
        item = _starts_item(line, last, shape)
        if last is not None and not item and not _breaks(last, line, shape):
            last.lines.append(line)
        else:
            blocks.append(TextBlock("item" if item else "paragraph", [line]))
    return blocks


def _starts_item(line: Line, block: TextBlock | None, shape: Shape) -> bool:
    match = _BULLET.match(line.text) or _NUMBER.match(line.text)
    if match is None:
        return False
    gap = line.mark_gap
    if line.text[0] == "o" and gap < 0.6 * line.size:
        return False
    if block is None or not _same_column(block.last, line):
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
    if not _same_column(last, line) or line.y > last.y + 1:
        return not _goes_on(block, line, shape)
    gap, lead = last.y - line.y, shape.lead(line)
    if _display(last, shape) and _display(line, shape) and last.bold == line.bold:
        apart = _LEGAL.match(line.text) or _BARE_LEGAL.match(last.text)
        return bool(apart) or gap > 2.1 * line.size or (_room(last, line) and not _centred(last, line))
    if gap > 1.28 * lead or _LEGAL.match(last.text) or _LEGAL.match(line.text):
        loose = line.text[0].islower() and not last.text.endswith(_ENDS) and not _room(last, line)
        return not (gap < 2.1 * line.size and (loose or _broken(last)))
    return not _broken(last) and _breaks_by_place(block, line)


def _broken(line: Line) -> bool:
    """True when the line ends within a word."""
    return line.text[-1] in "-‐" and line.text[-2:-1].isalnum()


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


def _display(line: Line, shape: Shape) -> bool:
    return line.size > 1.12 * shape.body(line) or (line.bold and not shape.bold_body)


def _centred(one: Line, two: Line) -> bool:
    return abs((one.x0 + one.x1) - (two.x0 + two.x1)) < 12 and abs(one.x0 - two.x0) > 1


def _goes_on(block: TextBlock, line: Line, shape: Shape) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last = block.last
    if line.page - last.page > 1 or last.bold != line.bold or _LEGAL.match(last.text):
        return False
    if _broken(last):
        return True
    if last.text.endswith(_ENDS) and not line.text[:1].islower():
        return False
    first = line.text.lstrip("«“\"(")[:1]
    return first.islower() or (not _room(last, line) and not _display(last, shape))


def _classified(blocks: list[TextBlock], shape: Shape) -> list[TextBlock]:
    """Headings recognised; a numbered heading is no list item."""
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        before = blocks[at - 1] if at else None
        if block.kind != "row" and _is_heading(block, before, following, shape):
            block.kind = "heading"
    return blocks


def _is_heading(
    block: TextBlock, before: TextBlock | None, following: TextBlock | None, shape: Shape
) -> bool:
    text, line = block.text, block.first
    if len(text) > 220 or len(block.lines) > 5 or _BULLET.match(text) or line.size < 0.85 * shape.body(line):
        return False
    if sum(c.isalpha() for c in text) < 0.55 * len(text):
        return False
    if _LEGAL.match(text) and len(block.lines) <= 3 and not text.endswith((",", ";")):
        return True
    if len(text) > 3 and plain_title(text) in shape.titles and len(plain_title(text)) > 2:
        return not line.text[0].islower()
    if line.size > 1.14 * shape.body(line):
        return len(text) > 2
    if text.endswith((".", ",", ";")) or text[0].islower() or len(text) < 3:
        return False
    if all(one.bold for one in block.lines) and not shape.bold_body:
        return not text.endswith(":") or len(text) < 60
    alone = len(block.lines) == 1 and len(text) < 90 and not text.endswith(":") and block.kind != "item"
    if _DECIMAL.match(text) and len(block.lines) <= 2 and (before is None or not _close(before.last, line, shape)):
        return True
    alone = alone and (before is None or not _close(before.last, line, shape))
    return alone and _leads(block, following) and (line.italic or text.isupper()) and len(text) > 4


def _close(before: Line, line: Line, shape: Shape) -> bool:
    return _same_column(before, line) and 0 < before.y - line.y < 1.3 * shape.lead(line)


def _leads(block: TextBlock, following: TextBlock | None) -> bool:
    """True when plain text follows."""
    return following is not None and following.kind != "row" and following.first.italic != block.first.italic or (
        following is not None and block.text.isupper() and not following.text.isupper()
    )


def _headings(blocks: list[TextBlock], shape: Shape) -> list[TextBlock]:
    """Give headings their levels and an article's number its name."""
    out: list[TextBlock] = []
    for block in blocks:
        before = out[-1] if out else None
        if (
            before is not None and block.kind == "heading" and before.kind == "heading" and not before.title
            and _BARE_LEGAL.match(before.text) and not _LEGAL.match(block.text)
            and before.last.page == block.first.page
        ):
            before.title = block.text
            before.lines += block.lines
            continue
        out.append(block)
    headings = [block for block in out if block.kind == "heading"]
    styles = sorted({_style(block, shape) for block in headings}, reverse=True)
    numbered = {_style(b, shape): 1 + _depth(b) for b in reversed(headings) if _depth(b)}
    for block in headings:
        level = 1 + _depth(block) if _depth(block) else _style_level(_style(block, shape), styles, numbered)
        block.level = min(max(level, 1), 6)
    return out


def _style(block: TextBlock, shape: Shape) -> tuple[float, bool, bool, bool]:
    line = block.last if block.title else block.first
    return (round(line.size * 2) / 2, line.bold, block.text.isupper(), not line.italic)


def _style_level(
    style: tuple[float, bool, bool, bool],
    styles: list[tuple[float, bool, bool, bool]],
    numbered: dict[tuple[float, bool, bool, bool], int],
) -> int:
    if style in numbered:
        return numbered[style]
    higher = [numbered[s] for s in styles if s > style and s in numbered]
    return max(higher) + 1 if higher else 1 + styles.index(style)


_DEPTHS = (
    (re.compile(r"^(?:title|titre|osa|avdelning|partie|annexe?|liite|bilaga)\s+(?:[ivxl]+|\d+)\b", re.IGNORECASE), 1),
    (re.compile(r"^(?:(?:chapter|chapitre|luku|kapitel)\s+(?:[ivxl]+|\d+)\b|\d+\s+(?:luku|kap)\b)", re.IGNORECASE), 2),
    (re.compile(r"^section\s+(?:[ivxl]+|\d+)\b", re.IGNORECASE), 3),
    (re.compile(r"^(?:article|artikla|artikel|artikkeli)\s+(?:\d+|premier)\b|^\d+\s*[a-z]?\s*§", re.IGNORECASE), 4),
)


def _depth(block: TextBlock) -> int:
    """Depth told by the numbering: 1.2.3 is three deep; 0 without a number."""
    text = block.text
    for pattern, depth in _DEPTHS:
        if pattern.match(text):
            return depth
    match = re.match(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+[^\W\d]", text)
    return match.group(1).count(".") + 1 if match else 0


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
