"""Words of a PDF page with their place and style, the page turned so that they read across.

PDFium is asked for each character's code once and for places only at the ends of words, which
keeps a dense page within a few milliseconds.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from corpus.readers.pdf.rules import Rule, page_rules, painted_over, turned_rules

_BREAK_HYPHENS = (0xFFFE, 0x02)  # how PDFium writes the hyphen at the end of a line
_SPACES = frozenset((0, 9, 10, 11, 12, 13, 32, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_BOLD = re.compile(r"bold|black|heavy|demi|semibd|[-,]b\b", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obliq|kursiv", re.IGNORECASE)
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6
_LIGATURES = str.maketrans(
    {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
     0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF06F: "o", 0xF02D: "-", 0xF0B0: "°", 0xAD: "-"}
)
_UNMAPPED = 0.2  # share of control characters from which on a font's text is none
_MAX_CHARS = 400_000  # of one page; beneficiary lists on one endless page stay well below


@dataclass(slots=True)
class Word:
    """Text between two spaces. ``y`` is the baseline, counted upwards; ``glued``: no space before."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    glued: bool = False
    first: int = 0  # index of the first character in PDFium's own order
    last: int = 0


@dataclass(slots=True)
class PageWords:
    """A page turned so that its text runs from left to right; lengths are in points."""

    words: list[Word]
    width: float
    height: float
    horizontal: list[Rule]
    vertical: list[Rule]
    aside: list[Word]  # words running in another direction than most of the page


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    italic: bool
    turn: int  # quarter turns against the clock
    font: int = 0


class _Styles:
    """Style of text objects; fonts and objects are asked once a page."""

    def __init__(self, text_page: Any) -> None:
        self._text_page = text_page
        self._objects: dict[int, _Style] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._matrix = pdfium.FS_MATRIX()

    def at(self, char: int) -> tuple[int, _Style]:
        """The text object of a character (0: none) and its style."""
        handle = pdfium.FPDFText_GetTextObject(self._text_page, char)
        key = ctypes.addressof(handle.contents) if handle else 0
        style = self._objects.get(key)
        if style is None:
            style = self._read(char, handle if key else None)
            self._objects[key] = style
        return key, style

    def _read(self, char: int, handle: Any) -> _Style:
        size = abs(pdfium.FPDFText_GetFontSize(self._text_page, char))
        turn = 0
        if pdfium.FPDFText_GetMatrix(self._text_page, char, self._matrix):
            m = self._matrix
            size *= math.hypot(m.c, m.d) or 1.0
            turn = round(math.atan2(m.b, m.a) / (math.pi / 2)) % 4
        font = pdfium.FPDFTextObj_GetFont(handle) if handle else None
        key = ctypes.addressof(font.contents) if font else 0
        return _Style(size or 1.0, *self._font(font, key), turn, key)

    def _font(self, font: Any, key: int) -> tuple[bool, bool]:
        if key and key not in self._fonts:
            buffer = ctypes.create_string_buffer(160)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 160)
            name = buffer.value.decode("latin-1")
            flags = max(pdfium.FPDFFont_GetFlags(font), 0)
            self._fonts[key] = (
                bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD),
                bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG),
            )
        return self._fonts.get(key, (False, False))


def page_words(page: Any) -> PageWords:
    """Read the words and ruled lines of an open pypdfium2 page."""
    left, bottom, right, top = page.get_bbox()
    text_page = page.get_textpage()
    try:
        found = list(_words(text_page.raw, painted_over(page.raw)))
    finally:
        text_page.close()
    turns = Counter[int]()
    for word, turn in found:
        turns[turn] += len(word.text)
    main = turns.most_common(1)[0][0] if turns else 0
    horizontal, vertical = page_rules(page.raw)
    box = (left, bottom, right, top)
    words = [word for word, turn in found if turn == main and _inside(word, box)]
    aside = [word for word, turn in found if turn != main and _inside(word, box)]
    return _turned(PageWords(words, right - left, top - bottom, horizontal, vertical, aside), main, box)


def word_boxes(page: Any) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Words with left, bottom, right, top in the page's own coordinates, in PDFium's order."""
    text_page = page.get_textpage()
    try:
        return [(word.text, _word_box(word, turn)) for word, turn in _words(text_page.raw)]
    finally:
        text_page.close()


def _word_box(word: Word, turn: int) -> tuple[float, float, float, float]:
    below, above = 0.25 * word.size, 0.8 * word.size
    if turn % 2:  # x1 is a height here, as _placed leaves it
        low, high = sorted((word.y, word.x1))
        left, right = (above, below) if turn == 1 else (below, above)
        return word.x0 - left, low, word.x0 + right, high
    low, high = (word.y - below, word.y + above) if turn == 0 else (word.y - above, word.y + below)
    return min(word.x0, word.x1), low, max(word.x0, word.x1), high


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    return left - 1 <= word.x0 <= right + 1 and bottom - word.size <= word.y <= top + 1


def _words(text_page: Any, hidden: Set[int] = frozenset()) -> Iterator[tuple[Word, int]]:
    """Words in PDFium's order, each with its direction; coordinates still those of the page.

    ``hidden`` are addresses of text objects to leave out.
    """
    count = min(pdfium.FPDFText_CountChars(text_page), _MAX_CHARS)
    codes = [pdfium.FPDFText_GetUnicode(text_page, i) for i in range(max(count, 0))]
    styles = _Styles(text_page)
    spans = list(_spans(codes))
    unmapped = _unmapped(styles, codes, spans)
    for start, end, hyphen in spans:
        for first, last in _same_style(styles, codes, start, end):
            text_object, style = styles.at(first)
            if text_object in hidden or style.font in unmapped:
                continue
            text = _decode(codes[first : last + 1]) + ("-" if hyphen and last == end else "")
            word = _placed(text_page, styles, text, first, last)
            if word is not None:
                word[0].glued = first > start or (first > 0 and 0x300 <= codes[first - 1] < 0x370)
                yield word


def _unmapped(styles: _Styles, codes: list[int], spans: list[tuple[int, int, bool]]) -> set[int]:
    """Fonts that do not say which letters they draw: PDFium gives numbers of glyphs, many below 32."""
    bare, whole = Counter[int](), Counter[int]()
    if not any(code < 32 for start, end, _ in spans for code in codes[start : end + 1]):
        return set()
    for start, end, _ in spans:
        font = styles.at(start)[1].font
        bare[font] += sum(code < 32 for code in codes[start : end + 1])
        whole[font] += end + 1 - start
    return {font for font, count in bare.items() if count > _UNMAPPED * whole[font]}


def _spans(codes: list[int]) -> Iterator[tuple[int, int, bool]]:
    """First and last index of each run without spaces, and whether a line-end hyphen follows it."""
    start = -1
    for i, code in enumerate(codes):
        if code in _BREAK_HYPHENS:
            if start >= 0:
                yield start, i - 1, True
            start = -1
        elif code in _SPACES:
            if start >= 0:
                yield start, i - 1, False
            start = -1
        elif start < 0:
            start = i
        elif 0x300 <= code < 0x370 and i + 1 < len(codes) and codes[i + 1] not in _SPACES:
            # The space after an accent set by itself gets lost in PDFium: places will tell.
            yield start, i, False
            start = i + 1
    if start >= 0:
        yield start, len(codes) - 1, False


def _same_style(styles: _Styles, codes: list[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a word where the size changes: raised figures of footnotes stick to their word."""
    first_object, style = styles.at(start)
    last_object, last_style = styles.at(end)
    plain = start == end or first_object == last_object
    if plain or (_alike(style, last_style) and not any(48 <= code < 58 for code in codes[start + 1 : end])):
        yield start, end
        return
    begin = start
    for i in range(start + 1, end + 1):
        here = styles.at(i)[1]
        if not _alike(here, style):
            yield begin, i - 1
            begin, style = i, here
    yield begin, end


def _alike(one: _Style, other: _Style) -> bool:
    return one is other or (abs(one.size - other.size) < 0.12 * one.size and one.turn == other.turn)


def _decode(codes: list[int]) -> str:
    text = "".join(map(chr, codes))
    if text.isascii():
        return text
    if any(0xD800 <= code < 0xE000 for code in codes):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    text = text.translate(_LIGATURES)
    if any(0x300 <= code < 0x370 for code in codes):
        # å with a second ring over it, as some converters write it
        text = unicodedata.normalize("NFC", text)
        text = "".join(c for i, c in enumerate(text) if i == 0 or not _doubled(text[i - 1], c))
    return text


def _doubled(letter: str, accent: str) -> bool:
    return 0x300 <= ord(accent) < 0x370 and accent in unicodedata.normalize("NFD", letter)[1:]


def _placed(text_page: Any, styles: _Styles, text: str, first: int, last: int) -> tuple[Word, int] | None:
    style = styles.at(first)[1]
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetCharOrigin(text_page, first, x, y):
        return None
    pdfium.FPDFText_GetLooseCharBox(text_page, last, box)
    x0, y0 = x.value, y.value
    if not all(map(math.isfinite, (x0, y0, box.left, box.right, box.top, box.bottom, style.size))):
        return None
    end = (box.right, box.top, box.left, box.bottom)[style.turn]
    word = Word(text, x0, end, y0, style.size, style.bold, style.italic, first=first, last=last)
    return word, style.turn  # of a word running up or down, x1 is a height until the page is turned


def _turned(page: PageWords, turn: int, box: tuple[float, float, float, float]) -> PageWords:
    """Turn everything so that the main direction reads from left to right, the corner at 0, 0."""
    left, bottom, right, top = box
    for word in page.words:
        if turn == 0:
            word.x0, word.x1, word.y = word.x0 - left, word.x1 - left, word.y - bottom
        elif turn == 1:
            word.x0, word.x1, word.y = word.y - bottom, word.x1 - bottom, right - word.x0
        elif turn == 2:
            word.x0, word.x1, word.y = right - word.x0, right - word.x1, top - word.y
        else:
            word.x0, word.x1, word.y = top - word.y, top - word.x1, word.x0 - left
        word.x1 = max(word.x1, word.x0 + 0.1)
    page.horizontal, page.vertical = turned_rules(page.horizontal, page.vertical, turn, box)
    if turn % 2:
        page.width, page.height = page.height, page.width
    return page
