"""What stands on every page and belongs to none: headers, footers, letterheads, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.readers.pdf.tables import ruled_tables
from corpus.readers.pdf.words import PageWords, Word

_ZONE = 0.15  # share of the page's height at its top and bottom
_STEP = 3.0  # points by which the same line may stand higher or lower on another page
_DIGITS = re.compile(r"\d+")
_NUMBER_ONLY = re.compile(
    r"^\W*(?:(?:page|sida|sivu|seite|s\.|p\.)\s*)?(\d{1,4})\W*(?:(?:/|av|of|von|sur|\()\s*\d{1,4}\W*)?$", re.IGNORECASE
)
_RECORD_NUMBER = re.compile(
    r"^(?:\w+[.:]?\s)?(?:\d+/\d+/(?:19|20)\d\d/[A-ZÅÄÖ]{2,}|[A-ZÅÄÖ]{2,}[-/]\d+[-/](?:19|20)\d\d)$"
)
_ADDRESS = re.compile(
    r"\b(?:puh(?:elin)?|tel(?:efon)?|phone|tél|fax|faksi|PL \d|PB \d|\d{5} [A-ZÅÄÖ])|@|www\.", re.IGNORECASE
)


@dataclass(slots=True)
class _Run:
    """Words that follow one another on one line."""

    page: int
    words: list[Word]
    top: float  # distance from the upper edge
    height: float
    text: str = ""

    @property
    def in_zone(self) -> bool:
        return self.top < _ZONE * self.height or self.top > (1 - _ZONE) * self.height

    @property
    def place(self) -> int:
        """Distance from the nearer edge, above 0 from the top, below 0 from the bottom."""
        return round((self.top if self.top < self.height / 2 else self.top - self.height) / _STEP)


def without_furniture(pages: Sequence[PageWords]) -> None:
    """Take the repeated lines out of ``pages``; a large title that is repeated stays once."""
    runs = [list(_page_runs(page, number)) for number, page in enumerate(pages)]
    body = median([w.size for page in pages[:40] for w in page.words] or [10.0])
    drop = _repeated(runs, len(pages), body) | _numbers(runs) | _letterhead(runs, body)
    if 2 * len(drop) > sum(len(page.words) for page in pages):
        drop = set()  # pages that repeat one another whole are no furniture
    for page in pages:
        drop -= _torn_rows(page, drop)
        page.words = [word for word in page.words if id(word) not in drop]
        page.aside = page.aside if sum(len(w.text) for w in page.aside) > 80 else []


def _page_runs(page: PageWords, number: int) -> Iterator[_Run]:
    run: list[Word] = []
    for word in page.words:
        if run and (
            abs(word.y - run[-1].y) > 1.0 or not -1 < word.x0 - run[-1].x1 < 1.5 * max(word.size, 4.0)
        ):
            yield _run(run, page, number)
            run = []
        run.append(word)
    if run:
        yield _run(run, page, number)


def _run(words: list[Word], page: PageWords, number: int) -> _Run:
    text = " ".join(w.text for w in words)
    return _Run(number, words, page.height - words[0].y, page.height, text)


def _repeated(runs: list[list[_Run]], pages: int, body: float) -> set[int]:
    """Words of lines that stand at the same place with the same text, whatever their figures."""
    groups: dict[tuple[str, int], list[_Run]] = defaultdict(list)
    for page in runs:
        for run in page:
            groups[_DIGITS.sub("#", run.text.casefold()), round(run.words[0].size)].append(run)
    drop: set[int] = set()
    for group in groups.values():
        if len(group) >= 2:
            drop.update(_repeated_in(group, pages, body))
    return drop


def _repeated_in(group: list[_Run], pages: int, body: float) -> Iterator[int]:
    at: dict[int, set[int]] = defaultdict(set)
    there = Counter(run.place for run in group)
    for run in group:
        at[run.place].add(run.page)
    lettered = any(c.isalpha() for c in group[0].text)
    if not lettered and len({run.text for run in group}) > 1:
        return  # bare figures: page numbers are found by their counting
    kept = False
    for run in group:
        count = len(at[run.place - 1] | at[run.place] | at[run.place + 1])
        same = sum(there[run.place + step] for step in (-1, 0, 1))
        if same < 0.5 * len(group) or not _often(run, count, pages):  # cells recur all over the page
            continue
        large = run.words[0].size > 1.15 * body and lettered and run.top < run.height / 2
        if not kept and (large or not run.in_zone):
            kept = True  # the first of its kind: a real title, or the head of a table
            continue
        yield from map(id, run.words)


def _often(run: _Run, count: int, pages: int) -> bool:
    if run.in_zone:
        return count >= (2 if pages <= 3 else max(3, min(0.15 * pages, 12)))
    return count >= max(4, 0.5 * pages) and any(c.isalpha() for c in run.text)


def _numbers(runs: list[list[_Run]]) -> set[int]:
    """Page numbers by themselves near the edge, where they count along with the pages."""
    found: dict[int, list[_Run]] = defaultdict(list)
    for number, page in enumerate(runs):
        for run in page:
            match = _NUMBER_ONLY.match(run.text) if run.in_zone else None
            if match and not any(_touch(run, other) for other in page):
                found[int(match.group(1)) - number].append(run)
    return {
        id(word)
        for offset, group in found.items()
        if len({run.page for run in group}) >= max(2 if offset in (0, 1) else 3, 0.3 * len(runs))
        for run in group
        for word in run.words
    }


def _touch(run: _Run, other: _Run) -> bool:
    """True when both stand on one line with little between them, as the number of a footnote does."""
    if run is other or abs(run.top - other.top) > 0.6 * other.words[0].size:
        return False
    gap = max(run.words[0].x0 - other.words[-1].x1, other.words[0].x0 - run.words[-1].x1)
    return gap < 2 * other.words[0].size


def _torn_rows(page: PageWords, drop: set[int]) -> set[int]:
    """Words of table rows of which only a part is to be dropped: a header stays whole or leaves whole."""
    torn: set[int] = set()
    if page.vertical and any(id(word) in drop for word in page.words):
        for row in (row for table in ruled_tables(page)[0] for row in table.rows):
            words = {id(word) for cell in row.cells for word in cell}
            torn |= words if words & drop and words - drop else set()
    return torn


def _letterhead(runs: list[list[_Run]], body: float) -> set[int]:
    """The record number at the head of the first page, and small print with an address at its foot."""
    numbers = [run for page in runs[:1] for run in page if run.in_zone and _RECORD_NUMBER.match(run.text)]
    return _address(runs, body) | {id(word) for run in numbers for word in run.words}


def _address(runs: list[list[_Run]], body: float) -> set[int]:
    foot = [
        run
        for page in runs[:1]
        for run in page
        if run.top > 0.88 * run.height and run.words[0].size < 0.8 * body
    ]
    if len(foot) < 3 or not _ADDRESS.search(" ".join(run.text for run in foot)):
        return set()
    return {id(word) for run in foot for word in run.words}
