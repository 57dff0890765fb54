"""A document in parts for reading: its pages, or its sections where the format has no pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.models import Document, Passage

_LONGEST = 9_000  # characters that are read in one go


@dataclass(frozen=True, slots=True)
class Part:
    """``document.text[start:end]``; ``page`` from 1 where there are pages, else ``heading`` may tell."""

    start: int
    end: int
    page: int | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a part: text of a passage, or what stands between passages, headings mostly."""

    start: int
    end: int
    passage: bool


def parts(document: Document, passages: Sequence[Passage]) -> list[Part]:
    """What is read in one go: a page, or sections that together are not too long; the whole text in order."""
    if document.pages:
        starts = [page.start for page in document.pages[1:]] + [len(document.text)]
        pages = zip(document.pages, [0, *starts], starts, strict=False)
        return [Part(start, end, page=page.number) for page, start, end in pages]
    found: list[Part] = []
    for section in sections(document, passages):
        if found and section.end - found[-1].start <= _LONGEST:
            found[-1] = replace(found[-1], end=section.end)
        else:
            found.append(section)
    return found


def sections(document: Document, passages: Sequence[Passage]) -> list[Part]:
    """The sections of ``document`` in order, one at least; together they are its whole text."""
    starts, headings = [0], [_section(passages[0]) if passages else ""]
    for before, passage in zip(passages, passages[1:], strict=False):
        section = _section(passage)
        if section != headings[-1] or passage.end - starts[-1] > _LONGEST:
            starts.append(before.end)  # the heading stands between the two
            headings.append(section)
    ends = [*starts[1:], len(document.text)]
    return [Part(start, end, heading=heading) for start, end, heading in zip(starts, ends, headings, strict=True)]


def section_at(document: Document, passage: Passage, at: int) -> str | None:
    """The headings above ``text[at]`` in one line: those of its ``passage``, and the last in it before that place."""
    within = [document.text[one.start : one.end] for one in document.headings(passage.start, at)]
    return " › ".join([*passage.headings, *within[-1:]]) or None


def part_at(found: Sequence[Part], offset: int) -> int:
    """The index of the part in which ``text[offset]`` stands."""
    return max(bisect_right(found, offset, key=lambda part: part.start) - 1, 0)


def pieces(part: Part, passages: Sequence[Passage]) -> list[Piece]:
    """``part`` cut where passages begin and end."""
    found, at = [], part.start
    for passage in passages:
        start, end = max(passage.start, at), min(passage.end, part.end)
        if start >= end:
            continue
        if start > at:
            found.append(Piece(at, start, passage=False))
        found.append(Piece(start, end, passage=True))
        at = end
    if at < part.end:
        found.append(Piece(at, part.end, passage=False))
    return found


def matching(index: int, count: int, other: int) -> int:
    """The part of a language version with ``other`` parts that goes with part ``index`` of ``count``.

    Versions mostly have the same sections in the same order; where their numbers differ, it is the
    part as far along.
    """
    if count == other or count < 2:
        return min(index, other - 1)
    return round(index * (other - 1) / (count - 1))


def _section(passage: Passage) -> str:
    """The heading under the document's title, or the title where there is no other."""
    return passage.headings[min(1, len(passage.headings) - 1)] if passage.headings else ""
