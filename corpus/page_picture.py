"""A page of a PDF as a picture, with the words of a passage marked on it."""

from __future__ import annotations

import ctypes
import io
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from corpus.errors import UnreadableFile
from corpus.readers.pdf.reader import load_page, open_pdf
from corpus.readers.pdf.words import word_boxes
from corpus.readers.tables import as_printed

_SEED = 12  # letters that must agree before a stretch of the page counts as found
_SURE = 24  # letters that hardly agree by chance
_BESIDE = 40  # letters between agreements that belong together
_MAX_PIXELS = 16_000_000
_MAX_PASSAGE = 6_000  # letters looked for; passages are far shorter
_PASSAGE_FILL = (255, 213, 79, 70)
_SENTENCE_FILL = (255, 179, 0, 120)
_BAR = (230, 145, 0, 255)

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


def page_picture(
    path: Path, page: int, *, passage: str = "", sentence: str = "", width: int = 900
) -> bytes:
    """PNG of page ``page`` (from 1), ``width`` pixels wide, less on pages of extreme height.

    Lines of ``passage`` that stand on this page are filled softly and have a bar beside them; those
    of ``sentence`` are filled more strongly. Text found nowhere on the page leaves no mark. Raises
    UnreadableFile. Files of others should be rendered in a ``GuardedProcess``.
    """
    with open_pdf(path) as document:
        if not 1 <= page <= len(document):
            raise UnreadableFile("broken", f"{path.name}, {page}/{len(document)}")
        try:
            with closing(load_page(document, page - 1)) as opened:
                picture, boxes = _rendered(opened, width)
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile("broken", f"{path.name}, {page}") from error
    marks = _found(boxes, passage, sentence)
    return _png(_marked(picture, marks))


@dataclass(frozen=True, slots=True)
class _Marks:
    passage: list[Box]
    sentence: list[Box]


def _rendered(page: Any, width: int) -> tuple[Image.Image, list[tuple[str, Box]]]:
    """The page's picture and its words with their places on it."""
    wide, high = max(page.get_width(), 1.0), max(page.get_height(), 1.0)
    scale = min(width / wide, (_MAX_PIXELS / (wide * high)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    words = [
        (text, _on_picture(page, picture.size, box)) for text, box in word_boxes(page)
    ]
    return picture, words


def _on_picture(page: Any, size: tuple[int, int], box: Box) -> Box:
    """From page coordinates to pixels, the page's own rotation and crop taken into account."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for corner in ((box[0], box[1]), (box[2], box[3])):
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, *corner, x, y)
        corners.append((x.value, y.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _found(words: Sequence[tuple[str, Box]], passage: str, sentence: str) -> _Marks:
    spelled = [_letters(text) for text, _ in words]
    ends = list(accumulate(map(len, spelled)))
    page = "".join(spelled)

    def wanted(text: str) -> str:
        return _letters(as_printed(text[: 2 * _MAX_PASSAGE], lambda cell: _letters(cell) in page))[:_MAX_PASSAGE]

    whole = _aligned(page, wanted(passage))
    best = _aligned(page, wanted(sentence), near=whole)
    if not whole:
        whole = best
    return _Marks(_lines(words, _word_indexes(whole, ends)), _lines(words, _word_indexes(best, ends)))


def _aligned(page: str, wanted: str, near: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Stretches of ``page`` that spell parts of ``wanted``, in the order of ``wanted``.

    With ``near``, stretches within those come first. Letters only: hyphens, line ends and spacing
    make no difference.
    """
    seed = min(_SEED, len(wanted))
    if seed < 3:
        return []
    stretches: list[tuple[int, int]] = []
    at = 0
    while at + seed <= len(wanted):
        expected = stretches[-1][1] if stretches else (near[0][0] if near else 0)
        start, length = _longest(page, wanted, at, seed, expected)
        if length:
            stretches.append((start, start + length))
            at += length
        else:
            at += 1
    return _together(stretches, len(wanted))


def _longest(page: str, wanted: str, at: int, seed: int, expected: int) -> tuple[int, int]:
    """The longest agreement that begins with ``wanted[at]``; of equals the nearest to ``expected``."""
    piece = wanted[at : at + seed]
    best, start, tries = (0, 0), page.find(piece), 0
    chosen = -1
    while start >= 0 and tries < 50:
        length = seed
        while (
            start + length < len(page)
            and at + length < len(wanted)
            and page[start + length] == wanted[at + length]
        ):
            length += 1
        rank = (length, -abs(start - expected))
        if chosen < 0 or rank > best:
            best, chosen = rank, start
        start = page.find(piece, start + 1)
        tries += 1
    return (chosen, best[0]) if chosen >= 0 else (0, 0)


def _together(stretches: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """What belongs to the longest agreement: long ones near it, short ones beside those, in order."""
    core = max(stretches, key=lambda s: s[1] - s[0], default=(0, 0))
    enough = min(_SURE, length)
    if core[1] - core[0] < enough:
        return []
    reach = length + 200
    sure = {s for s in stretches if s[1] - s[0] >= enough and abs(s[0] - core[0]) <= reach}
    near = [
        short
        for at, short in enumerate(stretches)
        for other, sure_one in enumerate(stretches)
        if sure_one in sure and (at > other) == (short > sure_one) and _apart(short, sure_one) < _BESIDE
    ]
    joined: list[tuple[int, int]] = []
    for start, end in sorted({*sure, *near}):
        if joined and start - joined[-1][1] <= _SEED:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1])


def _word_indexes(stretches: Sequence[tuple[int, int]], ends: Sequence[int]) -> list[int]:
    """Indexes of the words of which at least half lies in the stretches."""
    indexes: dict[int, int] = {}
    for start, end in stretches:
        i = bisect_right(ends, start)
        while i < len(ends) and (ends[i - 1] if i else 0) < end:
            begin = ends[i - 1] if i else 0
            indexes[i] = indexes.get(i, 0) + min(end, ends[i]) - max(start, begin)
            i += 1
    return sorted(i for i, n in indexes.items() if 2 * n >= ends[i] - (ends[i - 1] if i else 0))


def _lines(words: Sequence[tuple[str, Box]], indexes: Sequence[int]) -> list[Box]:
    """Neighbouring words on a line become one box."""
    lines: list[Box] = []
    for i in indexes:
        left, top, right, bottom = words[i][1]
        if lines:
            x0, y0, x1, y1 = lines[-1]
            high = max(y1 - y0, bottom - top)
            if min(y1, bottom) - max(y0, top) > 0.5 * high and -high < left - x1 < 2 * high:
                lines[-1] = (min(x0, left), min(y0, top), max(x1, right), max(y1, bottom))
                continue
        lines.append((left, top, right, bottom))
    return lines


def _marked(picture: Image.Image, marks: _Marks) -> Image.Image:
    if not marks.passage and not marks.sentence:
        return picture
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for left, top, right, bottom in marks.passage:
        draw.rounded_rectangle((left - 2, top - 1, right + 2, bottom + 1), 3, fill=_PASSAGE_FILL)
    for left, top, right, bottom in marks.sentence:
        draw.rounded_rectangle((left - 2, top - 1, right + 2, bottom + 1), 3, fill=_SENTENCE_FILL)
    for bar in _bars(marks.passage):
        draw.rounded_rectangle(bar, 2, fill=_BAR)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _bars(lines: Sequence[Box]) -> list[Box]:
    """A bar left of each group of lines that stand close below one another."""
    groups: list[Box] = []
    for line in sorted(lines, key=lambda box: (box[1], box[0])):
        for at, (left, top, right, bottom) in enumerate(groups):
            beside = line[0] < right and line[2] > left
            if line[1] - bottom < 1.2 * (line[3] - line[1]) and (beside or line[1] < bottom):
                groups[at] = (min(left, line[0]), top, max(right, line[2]), max(bottom, line[3]))
                break
        else:
            groups.append(line)
    return [(max(left - 12, 0), top, max(left - 8, 4), bottom) for left, top, _, bottom in groups]


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
