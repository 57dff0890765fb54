"""From the passages found to the order in which people read them: whose they are, what they repeat, how many of a work.

Index and model stay out of it: it is given hits and gives them back, in order, marked and grouped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.finding.versions import group, year_of, years_in
from assistant.finding.works import Works
from corpus.web_address import IN_TEXT
from index.records import Hit
from index.search import Found, Searcher

_AGAIN = 0.01  # taken off for each better passage of the same work: three places, three answers
UP_FOR_COUNTRY = 0.12  # where the document is about a country that the question names, or in its language
DOWN_FOR_RULES_ABROAD = -0.04  # for the rules of other countries than the asker's
DOWN_FOR_OTHER_YEAR = -0.06  # for a version of another year than the one to follow
_LINKS = 0.1  # taken off a list of links, which answers nothing


def moved(
    found: Sequence[Found], documents: NDArray[np.int64], those: Collection[int], share: str, by: float
) -> list[Found]:
    """``found`` in order again, the passages of documents ``those`` moved ``by`` so much, told as ``share``.

    ``documents`` holds the key of each row's document.
    """
    if not those:
        return list(found)
    keys = documents[[item.row for item in found]].tolist()
    again = [
        item._replace(score=item.score + by, shares=item.shares._replace(**{share: by})) if key in those else item
        for item, key in zip(found, keys, strict=True)
    ]
    return sorted(again, key=lambda item: -item.score)


def links_last(hits: Sequence[Hit]) -> list[Hit]:
    """``hits`` with lists of links held back; the best other passage of the document takes the place of each.

    Such a list is found for its title and headings, so it is the document that was meant.
    """
    listing = [_is_links(hit.passage.text) for hit in hits]
    scores = [hit.score for hit in hits]
    best: dict[str, int] = {}
    for at, hit in enumerate(hits):
        if not listing[at]:
            best.setdefault(hit.document.id, at)
    for at, hit in enumerate(hits):
        if listing[at]:
            if (other := best.get(hit.document.id)) is not None:
                scores[other] = max(scores[other], scores[at])
            scores[at] -= _LINKS
    return [_scored(hit, score) for hit, score in zip(hits, scores, strict=True)]


def _scored(hit: Hit, score: float) -> Hit:
    """``hit`` with another score, the difference told as a share of its own."""
    if score == hit.score:
        return hit
    return replace(hit, score=score, shares=hit.shares and hit.shares._replace(links=score - hit.score))


def _is_links(text: str) -> bool:
    """Whether ``text`` is mostly addresses of the web."""
    return sum(map(len, IN_TEXT.findall(text))) > 0.4 * len(text)


def spread(hits: list[Hit], works: Works) -> list[Hit]:
    """``hits``, best first, with the further passages of a work behind others nearly as good."""
    seen: Counter[str] = Counter()
    keys: list[float] = []
    for hit in hits:
        work = works.work(hit.document.id)
        keys.append(_AGAIN * seen[work] - hit.score)
        seen[work] += 1
    return [hits[at] for at in sorted(range(len(hits)), key=keys.__getitem__)]


def grouped(
    hits: Sequence[Hit],
    searcher: Searcher,
    found: Sequence[Found],
    anchors: Sequence[int | None],
    question: str,
    language: str,
) -> list[Hit]:
    """One hit for each group of near-equal passages.

    It is the one of a year that the question names, then one that still holds, then in the asker's
    language, then the newest.
    """

    asked = years_in(question)

    def standing(at: int) -> tuple[bool, bool, bool, bool, int]:
        hit, year = hits[at], year_of(hits[at].document)
        shown = anchors[at] == found[at].row
        return year in asked, hit.status == "valid", hit.passage.language == language, shown, year

    groups = group(
        [hit.passage for hit in hits],
        searcher.similarity([item.row for item in found]),
        newer=lambda a, b: standing(a) > standing(b),
        anchors=anchors,
    )
    return [_stand_for([hits[at] for at in members]) for members in groups]


def _stand_for(members: Sequence[Hit]) -> Hit:
    first, *versions = members
    best = max(members, key=lambda member: member.score)
    return replace(first, score=best.score, shares=best.shares, versions=tuple(versions))
