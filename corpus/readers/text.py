"""Plain text, in whatever encoding it was saved."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.readers.lines import add_lines

# What Nordic and western European text has beyond ASCII; anything else speaks against cp1252.
_WESTERN = frozenset("äöåÄÖÅéÉèêëàáâãæøÆØüÜßçñíìîïóòôõúùûýœÇÑÀÈÓ’‘“”„–—…•€§°²½´«»©®·\u00a0šžŠŽ")
_MAX_BYTES = 200_000_000


def read_text(path: Path) -> Draft:
    draft = Draft()
    add_lines(draft, decode(path.read_bytes()), titled=True)
    return draft


def decode(data: bytes) -> str:
    """``data`` as text: by its mark, else UTF-8, else the single-byte encoding it most looks like."""
    if len(data) > _MAX_BYTES:
        raise UnreadableFile("too_large", f"{len(data) // 1_000_000} MB")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if data[:4096].count(0) > 0:
        raise UnreadableFile("broken", "{not_utf8}")
    text = data.decode("utf-8-sig", errors="replace")
    letters = sum(char > "\x7f" for char in text)
    # A file cut within a letter, or put together of several, has a few bytes that are none; another encoding has many.
    return text if 4 * text.count("\N{REPLACEMENT CHARACTER}") <= letters else _decode_single_byte(data)


def _decode_single_byte(data: bytes) -> str:
    western = data.decode("cp1252", errors="replace")
    special = [char for char in western if char > "\x7f"]
    if sum(char in _WESTERN for char in special) >= 0.95 * len(special):
        return western
    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding, errors="replace") if best else western
