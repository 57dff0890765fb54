"""A document while it is being read: readers append blocks and pages, the text grows with them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.models import Block, BlockKind, Page

_SPACES = re.compile(r"\s+")
# C0/C1 controls, soft hyphens, zero-width and direction marks say nothing to a reader of the text. Those among
# them that part lines and pages are spaces.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """``text`` with its digits raised: the mark of a note must not become part of the number before it."""
    return text.translate(_RAISED)


def tidy(text: str) -> str:
    """``text`` on one line, its letters whole (NFC), without invisible characters and doubled spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", text))).strip()


@dataclass(slots=True)
class Draft:
    """What a reader makes of one document, before language, collection and id are known.

    ``title`` is None where the format gives none, "" where its first heading is none, either. ``language`` is stated,
    ``likely`` what the file's properties say, which may be those of a template. ``fields`` holds raw
    metadata as found in the file (front matter, document properties); the catalogue turns them into ``Metadata``.
    """

    title: str | None = None
    language: str | None = None
    likely: str | None = None
    key: str | None = None  # id of the record within its file, where a file holds many
    fields: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def page(self, number: int, label: str | None = None) -> None:
        """Everything appended from here on stands on page ``number`` (counted from 1).

        A paragraph that runs over the border goes on with ``extend_last``.
        """
        self.pages.append(Page(self._length, number, label or str(number)))

    def heading(self, text: str, level: int = 1) -> None:
        self._append(text, "heading", level)

    def paragraph(self, text: str) -> None:
        self._append(text, "paragraph")

    def item(self, text: str, depth: int = 1) -> None:
        """One list item, with its number or bullet in ``text``."""
        self._append(text, "item", depth)

    def row(self, cells: list[str]) -> None:
        """One table row; cells are joined so that it reads on one line, empty cells left out."""
        self._append(" | ".join(cell for cell in map(tidy, cells) if cell), "row")

    def extend_last(self, text: str) -> None:
        """Continue the last block, across a page border for instance, after one space."""
        text = tidy(text)
        if not text:
            return
        last = self.blocks.pop()
        # The separator after the last block becomes the space inside it.
        while self._parts and not self._parts[-1].strip():
            self._length -= len(self._parts.pop())
        for at in range(len(self.pages) - 1, -1, -1):  # pages begun since then begin with this text
            if self.pages[at].start <= self._length:
                break
            self.pages[at] = replace(self.pages[at], start=self._length + 1)
        self._parts.append(" " + text)
        self._length += 1 + len(text)
        self.blocks.append(Block(last.start, self._length, last.kind, last.level))
        self._separate(last.kind)

    def _append(self, text: str, kind: BlockKind, level: int = 0) -> None:
        text = tidy(text)
        if not text:
            return
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self.blocks.append(Block(start, self._length, kind, level))
        self._separate(kind)

    def _separate(self, kind: BlockKind) -> None:
        separator = "\n" if kind in ("item", "row") else "\n\n"
        self._parts.append(separator)
        self._length += len(separator)
