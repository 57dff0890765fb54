"""Text of documents on its way into a file of another format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

Span = tuple[int, int]
Runs = tuple[tuple[str, bool], ...]  # pieces of a text, each with whether it stands out

LONGEST_TITLE = 300  # characters; a title that is longer is a text that was taken for one
# Control characters, halves of surrogate pairs and what XML 1.0 does not allow; then the signs that
# turn the direction of writing, with which a name can be made to look like another one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")

_LINE_END = re.compile(r"[^\S\n]*\n\s*\n\s*|[^\S\n]*\n\s*(?=[•▪●–*-]\s|\d{1,2}[.)]\s)")


def clean(text: str) -> str:
    """``text`` without what no format can hold, its letters whole (NFC); its length may change."""
    return unicodedata.normalize("NFC", _TURNING.sub("", _UNWRITABLE.sub("", text)))


def line(text: str) -> str:
    """``text`` in one line, with single spaces."""
    return " ".join(clean(text).split())


def title(text: str) -> str:
    """``text`` in one line of at most LONGEST_TITLE characters, cut at a word."""
    whole = line(text)
    if len(whole) <= LONGEST_TITLE:
        return whole
    return whole[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"


def runs(text: str, emphasis: Sequence[Span], span: Span) -> Runs:
    """``text`` within ``span`` in pieces; lines end where paragraphs and list items do."""
    pieces: list[tuple[str, bool]] = []
    at, last = span
    for start, end in sorted(emphasis):
        start, end = max(start, at), min(end, last)
        if start < end:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    pieces.append((text[at:last], False))
    spaced = [(_spaced(piece), bold) for piece, bold in pieces]
    spaced = [(piece, bold) for piece, bold in spaced if piece]
    if spaced:
        spaced[0] = (spaced[0][0].lstrip(), spaced[0][1])
        spaced[-1] = (spaced[-1][0].rstrip(), spaced[-1][1])
    return tuple((piece, bold) for piece, bold in spaced if piece)


def _spaced(text: str) -> str:
    lines = _LINE_END.split(clean(text))
    return "\n".join(re.sub(r"\s+", " ", line) for line in lines)
