"""Straight lines and boxes drawn on a PDF page, of which tables are made."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_MAX_OBJECTS = 20_000
_MAX_DEPTH = 3  # of forms within forms


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; ``along`` runs from ``start`` to ``end`` at the height or place ``at``."""

    at: float
    start: float
    end: float
    side: bool = False  # of a box, which may be no more than the ground behind a line of text


def page_rules(page: Any) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical lines of an open page, the sides of boxes among them."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for left, bottom, right, top in _boxes(page):
        wide, high = right - left, top - bottom
        if high <= 3 < wide:
            horizontal.append(Rule((bottom + top) / 2, left, right))
        elif wide <= 3 < high:
            vertical.append(Rule((left + right) / 2, bottom, top))
        elif wide > 6 and high > 6:
            horizontal += (Rule(bottom, left, right, True), Rule(top, left, right, True))
            vertical += (Rule(left, bottom, top, True), Rule(right, bottom, top, True))
    return horizontal, vertical


def painted_over(page: Any) -> set[int]:
    """Addresses of the text objects of an open page that a box drawn after them hides."""
    objects = [pdfium.FPDFPage_GetObject(page, i) for i in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS))]
    kinds = [pdfium.FPDFPageObj_GetType(handle) for handle in objects]
    least = 0.5 * pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    hidden: set[int] = set()
    texts: list[Any] = []
    for handle, kind in zip(objects, kinds, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(handle)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and texts and _hides(handle, least):
            left, bottom, right, top = _bounds(handle)
            for text in texts:
                x0, y0, x1, y1 = _bounds(text)
                if left <= x0 and x1 <= right and bottom <= y0 and y1 <= top:
                    hidden.add(ctypes.addressof(text.contents))
    return hidden


def _hides(path: Any, least: float) -> bool:
    """True for a filled box of at least ``least`` square points that nothing shines through."""
    if pdfium.FPDFPath_CountSegments(path) > 6 or pdfium.FPDFPageObj_HasTransparency(path):
        return False
    left, bottom, right, top = _bounds(path)
    if (right - left) * (top - bottom) < least:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, fill, stroke) and fill.value)


def _bounds(handle: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of an object, in points."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
        return (0.0, 0.0, 0.0, 0.0)
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _boxes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """Bounds of straight strokes and plain rectangles on the page, those within forms included."""
    seen = 0
    stack: list[tuple[Any, int, tuple[float, ...]]] = [(page, 0, (1, 0, 0, 1, 0, 0))]
    while stack:
        holder, depth, matrix = stack.pop()
        count = pdfium.FPDFFormObj_CountObjects(holder) if depth else pdfium.FPDFPage_CountObjects(holder)
        get = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
        for i in range(min(max(count, 0), _MAX_OBJECTS - seen)):
            seen += 1
            handle = get(holder, i)
            kind = pdfium.FPDFPageObj_GetType(handle)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield from _path_boxes(handle, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                stack.append((handle, depth + 1, _times(_matrix(handle), matrix)))


def _path_boxes(handle: Any, matrix: tuple[float, ...]) -> Iterator[tuple[float, float, float, float]]:
    count = pdfium.FPDFPath_CountSegments(handle)
    if count <= 6:
        left, bottom, right, top = _bounds(handle)
        yield _box(_apply((left, bottom), matrix), _apply((right, top), matrix))
    elif count <= 800:
        yield from _stroke_boxes(handle, count, _times(_matrix(handle), matrix))


def _stroke_boxes(
    handle: Any, count: int, matrix: tuple[float, ...]
) -> Iterator[tuple[float, float, float, float]]:
    """A whole grid drawn as one path: each of its strokes by itself."""
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(handle, i)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = _apply((x.value, y.value), matrix)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if last is not None and kind == pdfium.FPDF_SEGMENT_LINETO:
            box = _box(last, point)
            if box[2] - box[0] < 0.5 or box[3] - box[1] < 0.5:
                yield box
        last = point


def _box(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _matrix(handle: Any) -> tuple[float, ...]:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, m):
        return (1, 0, 0, 1, 0, 0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(point: tuple[float, float], m: tuple[float, ...]) -> tuple[float, float]:
    x, y = point
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def turned_rules(
    across: list[Rule], upright: list[Rule], turn: int, box: tuple[float, float, float, float]
) -> tuple[list[Rule], list[Rule]]:
    """The lines after ``turn`` quarter turns of the page, the corner of ``box`` at 0, 0."""
    left, bottom, right, top = box
    if turn == 0:
        return (
            [Rule(r.at - bottom, r.start - left, r.end - left, r.side) for r in across],
            [Rule(r.at - left, r.start - bottom, r.end - bottom, r.side) for r in upright],
        )
    if turn == 1:
        return (
            [Rule(right - r.at, r.start - bottom, r.end - bottom, r.side) for r in upright],
            [Rule(r.at - bottom, right - r.end, right - r.start, r.side) for r in across],
        )
    if turn == 2:
        return (
            [Rule(top - r.at, right - r.end, right - r.start, r.side) for r in across],
            [Rule(right - r.at, top - r.end, top - r.start, r.side) for r in upright],
        )
    return (
        [Rule(r.at - left, top - r.end, top - r.start, r.side) for r in upright],
        [Rule(top - r.at, r.start - left, r.end - left, r.side) for r in across],
    )
