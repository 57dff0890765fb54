"""What blocks are made of and what is usual in a document: sizes, distances, forms of headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.models import BlockKind
from corpus.readers.pdf.layout import Line

_AROUND = 8  # pages before and after one that tell its usual letter size
BULLET = re.compile(r"^[•●○◦▪■□►➢✓→⁃‣·*\-–—o]\s+(?=\S)")
LEGAL = re.compile(
    r"^(?:(?:article|artikla|artikel|art\.|artículo|artikkeli)\s+(?:premier|\d+)\s*[a-z]?(?:\s*[–:-].{1,100})?"
    r"|\d+\s*[a-z]?\s*§(?:\s+\S.{0,90})?"
    r"|(?:chapitre|chapter|luku|titre|title|section|annexe|annex|liite|bilaga|kapitel|osa|avdelning|partie)\s+"
    r"(?:[ivxl]+|\d+|[a-z])\b.{0,110}|\d+\s+luku\b.{0,80}|\d+\s+kap\.?\b.{0,80}"
    r"|(?-i:ANNEXES?|ANNEX|LIITE|LIITTEET|BILAGA|BILAGOR))$",
    re.IGNORECASE,
)
BARE_LEGAL = re.compile(
    r"^(?:article|artikla|artikel|artikkeli|chapitre|chapter|titre|title|section|annexe|luku|kapitel)\s+"
    r"(?:[ivxl]+|\d+|premier)\s*[a-z]?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class TextBlock:
    """What becomes one block of the document: its lines from the top down, at least one.

    ``level`` is a ``Block``'s, 0 for a heading that is not yet weighed against the others.
    """

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
        for line in lines:
            bold[line.bold] += len(line.text)
        for one, two in pairwise(plain):
            gap = (one.y - two.y) / two.size
            if same_column(one, two) and 0.9 < gap < 2.4 and abs(one.size - two.size) < 0.5:
                gaps[round(two.size)][round(gap * 20)] += 1
        leading = {size: found.most_common(1)[0][0] / 20 for size, found in gaps.items()}
        return cls(_bodies(plain), bold[True] > bold[False], leading, frozenset(map(plain_title, titles)))

    def body(self, line: Line) -> float:
        return self.bodies.get(line.page, line.size)

    def lead(self, line: Line) -> float:
        usual = self.leading.get(round(line.size), 1.25)
        return line.size * min(max(usual, 1.0), 1.9)


def _bodies(lines: Sequence[Line]) -> dict[int, float]:
    """The commonest letter size on each page and those around it."""
    by_page: dict[int, Counter[float]] = defaultdict(Counter)
    for line in lines:
        by_page[line.page][round(line.size * 2) / 2] += len(line.text)
    window, bodies = Counter[float](), {}
    pages = sorted(by_page)
    for page in pages[:_AROUND]:
        window += by_page[page]
    for at, page in enumerate(pages):
        if at + _AROUND < len(pages):
            window += by_page[pages[at + _AROUND]]
        if at - _AROUND > 0:
            window -= by_page[pages[at - _AROUND - 1]]
        bodies[page] = window.most_common(1)[0][0]
    return bodies


def plain_title(text: str) -> str:
    """A title without numbering and signs, for comparing the contents with the text."""
    return re.sub(r"[\W\d_]+", "", text).casefold()


def same_column(one: Line, two: Line) -> bool:
    """True on the same page and in the same column."""
    return one.page == two.page and one.region == two.region


def close(before: Line, line: Line, shape: Shape) -> bool:
    """True when ``line`` follows at the usual distance."""
    return same_column(before, line) and 0 < before.y - line.y < 1.3 * shape.lead(line)


def display(line: Line, shape: Shape) -> bool:
    """True for large or bold letters, as headings have them."""
    return line.size > 1.12 * shape.body(line) or (line.bold and not shape.bold_body)
