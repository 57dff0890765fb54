"""Words side by side on one line of a page, parted where the gap is wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.draft import raised
from corpus.readers.pdf.words import Word

_GUTTER = 1.5  # gap, in sizes of the letters, that parts two fragments of one line


@dataclass(slots=True)
class Fragment:
    """Words side by side on one line, without a wide gap between them."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def y(self) -> float:
        return self.words[0].y

    @property
    def size(self) -> float:
        return self.words[0].size


def fragments_of(words: Sequence[Word]) -> list[Fragment]:
    """Join neighbours on one line; a raised figure or ending (8th) stays with its line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -w.y):
        for row in rows[-3:]:
            seed = row[0]
            if abs(seed.y - word.y) < _reach(seed, word) * max(seed.size, word.size) and (
                abs(seed.y - word.y) < 0.2 * seed.size or _beside(row, word)
            ):
                row.append(word)
                if word.size > seed.size:
                    row[0], row[-1] = word, seed
                break
        else:
            rows.append([word])
    return [fragment for row in rows for fragment in _split(row)]


def _reach(one: Word, other: Word) -> float:
    """How far apart two words of one line may stand in height, in sizes of the larger."""
    small, large = sorted((one, other), key=lambda word: word.size)
    return 0.55 if small.glued and small.size < 0.8 * large.size else 0.42


def _beside(row: list[Word], word: Word) -> bool:
    """True when ``word`` lies over none of the row's words."""
    return not any(min(w.x1, word.x1) - max(w.x0, word.x0) > 0.3 * word.size for w in row)


def _split(row: list[Word]) -> list[Fragment]:
    row.sort(key=lambda w: w.x0)
    level = max(row, key=lambda w: w.size)
    parts = [[row[0]]]
    for word, following in pairwise(row):
        gap = following.x0 - word.x1
        if gap > _GUTTER * max(word.size, following.size, 4.0):
            parts.append([following])
        else:
            parts[-1].append(following)
    for word in row:
        if word.size < 0.8 * level.size and word.y > level.y + 0.15 * level.size:
            word.text = "°" if word.text == "o" else raised(word.text)
        if abs(word.y - level.y) > 0.2 * level.size:
            word.y, word.size = level.y, word.size
    return [Fragment(part) for part in parts]


def join_words(words: Sequence[Word]) -> str:
    """Words of one line with spaces where the page shows them."""
    parts = [words[0].text]
    for word, following in pairwise(words):
        gap = following.x0 - word.x1
        touching = gap < 0.12 * min(word.size, following.size)
        apart = following.glued and word.last + 1 == following.first
        split = word.last + 1 < following.first and following.first - word.last > 1
        raised = word.size != following.size
        if not ((touching and raised) or (apart and gap < 0.15 * following.size)
                or (touching and not split) or (touching and gap < 0.02 * word.size and raised)):
            parts.append(" ")
        parts.append(following.text)
    return "".join(parts)
