"""Where a passage stands, in a form that survives re-indexing: for links and for what people keep.

A reference holds offsets and the first words. A document that was edited above the passage moves the
offsets; the words then find it again, the nearest place first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = 6  # that tell a passage from its neighbours
_LONGEST = 120  # characters of these words
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})(?:~(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """``document.text[start:end]``, which begins with ``words``."""

    document: str
    start: int
    end: int
    words: str = ""

    @classmethod
    def to(cls, document: str, start: int, text: str) -> Reference:
        """The reference to ``text`` at ``start`` of ``document``."""
        words = " ".join(text.split()[:_WORDS])[:_LONGEST].rstrip()
        return cls(document, start, start + len(text), words)

    @classmethod
    def at(cls, document: str, place: str) -> Reference | None:
        """The reference whose ``place`` was written down; None where it is garbage."""
        found = _PLACE.fullmatch(place)
        if not document or not found or int(found[1]) >= int(found[2]):
            return None
        words = " ".join((found[3] or "").split())[:_LONGEST].rstrip()
        return cls(document, int(found[1]), int(found[2]), words)

    @classmethod
    def parse(cls, written: str) -> Reference | None:
        """What ``str`` of a reference gives; None for anything else."""
        found = re.search(r"@(?=\d+-\d+(?:~|$))", written)  # the first: what looks like one may follow in the words
        return cls.at(written[: found.start()], written[found.end() :]) if found else None

    @property
    def place(self) -> str:
        """Offsets and words without the document."""
        return f"{self.start}-{self.end}~{self.words}" if self.words else f"{self.start}-{self.end}"

    def __str__(self) -> str:
        return f"{self.document}@{self.place}"

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the passage stands in ``text`` of the document now; None where it is gone."""
        length = self.end - self.start
        if not self.words:
            return (self.start, min(self.end, len(text))) if self.start < len(text) else None
        words = self.words.split()
        # All words, else the first or the last half of them: a word or two may have been mended.
        half = max(len(words) // 2, 1)
        for part, skipped in ((words, 0), (words[:half], 0), (words[half:], half)):
            if part and (at := _nearest(part, text, self.start)) is not None:
                begin = max(at - len(" ".join(words[:skipped])) - 1, 0) if skipped else at
                return begin, min(begin + length, len(text))
        return None


def _nearest(words: list[str], text: str, start: int) -> int | None:
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    places = [found.start() for found in pattern.finditer(text)]
    return min(places, key=lambda place: abs(place - start), default=None)
