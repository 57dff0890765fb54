"""Near-equal passages: yearly versions, language versions, letterheads. One stands for the others.

Passages of documents that are declared to be versions of each other are told by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.models import Passage
from index.records import DocumentCard, Hit

_SAME_WORDS = 0.7  # Jaccard overlap of word pairs, within a language
_SAME_MEANING = 0.88  # neutral cosine, between languages
_UNLIKE = 0.6  # neutral cosine below which no two passages are of nearly the same words
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def group(
    passages: Sequence[Passage],
    similarity: NDArray[np.float32],
    *,
    newer: Callable[[int, int], bool],
    anchors: Sequence[int | None],
) -> list[list[int]]:
    """Groups of near-equal ``passages``, given best first, in the order of their best member.

    ``similarity`` [n, n] holds neutral cosines; ``newer(a, b)`` says whether a should stand for b;
    those with one anchor, which is not None, are versions of each other. The first of each group
    stands for it. Other passages of one document stay apart.
    """
    pairs = cache(_word_pairs)  # only of those that are compared
    languages = np.array([passage.language for passage in passages])
    foreign = languages[:, None] != languages
    close = similarity >= np.where(foreign, _SAME_MEANING, _UNLIKE)
    groups: list[list[int]] = []
    by_anchor: dict[int | None, list[int]] = {}
    for at, passage in enumerate(passages):
        alike = {
            other
            for other in np.flatnonzero(close[at, :at]).tolist()
            if foreign[at, other] or _overlap(pairs(passage.text), pairs(passages[other].text)) >= _SAME_WORDS
        }
        home = by_anchor.get(anchors[at]) or next(
            (
                members
                for members in groups
                if not alike.isdisjoint(members)
                and passage.document not in {passages[member].document for member in members}
            ),
            None,
        )
        if home is None:
            groups.append(home := [])
        home.append(at)
        if anchors[at] is not None:
            by_anchor.setdefault(anchors[at], home)
    for members in groups:
        first = members[0]
        for member in members[1:]:
            if newer(member, first):
                first = member
        members.remove(first)
        members.insert(0, first)
    return groups


def after_successors(hits: Sequence[Hit]) -> list[Hit]:
    """``hits`` with those of replaced documents moved behind the first hit of their successor."""
    ordered = list(hits)
    for hit in hits:
        if hit.successor is None:
            continue
        at = ordered.index(hit)
        later = (n for n, other in enumerate(ordered) if n > at and other.document.id == hit.successor.id)
        if (place := next(later, None)) is not None:
            ordered.insert(place, ordered.pop(at))
    return ordered


def year_of(card: DocumentCard) -> int:
    """The year a document is from: as published, else the latest in its title or name, else 0."""
    if card.metadata.published:
        return card.metadata.published.year
    return max(years_in(f"{card.title} {card.id.replace('_', ' ')}"), default=0)


def years_in(text: str) -> set[int]:
    """The years from 1900 to 2099 that ``text`` names."""
    return {int(year) for year in _YEAR.findall(text)}


def word_overlap(one: str, other: str) -> float:
    """The share of the words of either that both have (Jaccard 1901); figures are no words."""
    first, second = ({*_LETTERS.findall(text.casefold())} for text in (one, other))
    return _overlap(first, second)


def _overlap(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    common = len(one & other)
    return common / max(len(one) + len(other) - common, 1)


def _word_pairs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return set(zip(words, words[1:], strict=False)) or {(word,) for word in words}


def best_read(language: str, there: Iterable[str]) -> str | None:
    """Of the languages ``there``, the one that is shown to who asks in ``language``: their own, or else English.

    Who asks in Finnish or Swedish reads the other of these as well as English; then None, as where there is neither.
    """
    wanted = (language,) if language in ("fi", "sv") else (language, "en")
    return next((one for one in wanted if one in there), None)
