"""Tables of contents: recognised, left out of the text, and kept as a list of titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from corpus.readers.pdf.layout import Line

_LEADERS = re.compile(
    r"(?:\.{4,}|…{2,}|(?:\. ){4,}|_{6,})[\s.…]*\(?\d{0,4}\)?$|(?:\.{5,}|…{3,})"
    r"|[.…]{2,}\s?(?:page|sivu|sida|seite|s\.|p\.)\s?\d{1,4}$",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^(?:sisällys(?:luettelo)?|innehåll(?:sförteckning)?|(?:table of )?contents|sommaire|table des matières|"
    r"inhalt(?:sverzeichnis)?|inhoud(?:sopgave)?|índice|indice|sisukord|spis treści)\s*:?$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[•●○◦▪■➢✓*\-–o]\s")
_PART = re.compile(
    r"^(?:article|artikla|artikel|title|titre|osa|avdelning|chapter|chapitre|kapitel|luku|section|annexe?|liite|bilaga)"
    r"\s+(?:[ivxl]+|\d+)\b|^\d+\s*§",
    re.IGNORECASE,
)
_PAGE_AT_END = re.compile(r"\D\s+\d{1,4}$")


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines outside tables of contents, and the titles that those name."""
    kept: list[Line] = []
    titles: list[str] = []
    opened = False
    acts: set[str] | None = None  # parts named so far by a list without page numbers
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        entries: set[int] = set()
        if acts is None:
            entries = _entries(page, opened)
        if not entries:
            entries, acts = _act_entries(page, acts)
        opened = bool(entries) and acts is None and max(entries) >= len(page) - 2
        titles += [_title(page[i].text) for i in sorted(entries)]
        kept += [line for i, line in enumerate(page) if i not in entries]
    return kept, [title for title in titles if title]


def _act_entries(page: list[Line], seen: set[str] | None) -> tuple[set[int], set[str] | None]:
    """Entries of the list of articles in an act, which has no page numbers.

    ``seen`` holds the articles named so far, None outside such a list. It ends where an article or
    title is named again: there the act itself begins.
    """
    begin = 0
    if seen is None:
        heading = next((i for i, line in enumerate(page) if _HEADING.match(line.text.strip())), None)
        if heading is None:
            return set(), None
        begin, seen = heading + 1, set()
    entries: set[int] = set()
    last, ended = begin - 1, False
    for i in range(begin, len(page)):
        match = _PART.match(page[i].text)
        key = match.group().casefold() if match else ""
        begins = key in seen and (key.endswith(" 1") or key.startswith(("tit", "osa", "avd")))
        if begins or i - last > 6:
            ended = True
            break
        if key and key not in seen:
            entries.update(range(last + 1, i + 1))
            last = i
            if not key.startswith(("chap", "sect", "kap", "luku")):  # these count anew in each part
                seen.add(key)
    if len(entries) < 3:
        return set(), None
    entries |= {begin - 1} if begin else set()
    entries |= set() if ended else set(range(last + 1, len(page)))
    return entries, None if ended else seen


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
