"""Tables of contents: recognised, left out of the text, and kept as a list of titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from corpus.readers.pdf_layout import Line

_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|_{6,})[\s.…]*\(?\d{0,4}\)?$|(?:\.{5,}|…{3,})")
_HEADING = re.compile(
    r"^(?:sisällys(?:luettelo)?|innehåll(?:sförteckning)?|(?:table of )?contents|sommaire|table des matières|"
    r"inhalt(?:sverzeichnis)?|inhoud(?:sopgave)?|índice|indice|sisukord|spis treści)\s*:?$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[•●○◦▪■➢✓*\-–o]\s")
_PAGE_AT_END = re.compile(r"\D\s+\d{1,4}$")


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines outside tables of contents, and the titles that those name."""
    kept: list[Line] = []
    titles: list[str] = []
    opened = False
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        entries = _entries(page, opened)
        opened = bool(entries) and max(entries) >= len(page) - 2
        titles += [_title(page[i].text) for i in sorted(entries)]
        kept += [line for i, line in enumerate(page) if i not in entries]
    return kept, [title for title in titles if title]


def _entries(page: list[Line], opened: bool) -> set[int]:
    """Indexes of the lines that belong to a table of contents."""
    strong = [i for i, line in enumerate(page) if _LEADERS.search(line.text)]
    heading = next((i for i, line in enumerate(page) if _HEADING.match(line.text.strip())), None)
    if heading is None and not opened and len(strong) < 3:
        return set()
    begin = heading + 1 if heading is not None else 0
    weak = [i for i, line in enumerate(page) if i >= begin and _PAGE_AT_END.search(line.text)]
    marks = sorted({*strong, *_run(weak, begin)} if heading is not None or opened else set(strong))
    if len(marks) < (1 if opened else 2):
        return set()
    entries = set(marks)
    for one, two in zip(marks, marks[1:], strict=False):
        between = page[one + 1 : two]
        listed = len(between) < 16 and all(_BULLET.match(line.text) for line in between)
        if two - one <= 3 or listed:  # a title on two lines, a page number by itself, what a part holds
            entries.update(range(one, two))
    after = marks[-1] + 1
    while len(marks) > 2 and after < len(page) and _BULLET.match(page[after].text):
        entries.add(after)
        after += 1
    entries |= {marks[-1] + 1} if page[marks[-1] + 1 :] and page[marks[-1] + 1].text.isdigit() else set()
    if heading is not None and min(marks) - heading <= 3:
        entries.update(range(heading, min(marks)))
    return entries


def _run(weak: list[int], begin: int) -> list[int]:
    """Lines ending in a number, as long as they follow closely on one another."""
    run: list[int] = []
    for i in weak:
        if i - (run[-1] if run else begin) > 3:
            break
        run.append(i)
    return run


def _title(text: str) -> str:
    return re.sub(r"(?:[.…_]\s?){2,}.*$|\s+\d{1,4}$", "", text).strip()
