"""From the passages found to the order in which people read them: whose they are, what they repeat, how many of a work.

Index and model stay out of it: it is given hits and gives them back, in order, marked and grouped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from babel.languages import get_official_languages
from numpy.typing import NDArray

from assistant.versions import group, year_of, years_in
from assistant.works import Works
from index.records import DocumentCard, Hit
from index.search import Found, Searcher

_AGAIN = 0.01  # taken off for each better passage of the same work: three places, three answers
_COUNTRY = 0.12  # added where the document is about a country that the question names, or in its language
_LINKS = 0.1  # taken off a list of links, which answers nothing
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def about_countries(
    found: Sequence[Found], cards: Mapping[int, DocumentCard], documents: NDArray[np.int64], countries: frozenset[str]
) -> list[Found]:
    """``found`` in order again, documents about one of ``countries`` raised: passages seldom name their own.

    ``documents`` holds the key of each row's document.
    """
    if not countries:
        return list(found)
    languages = frozenset(name for country in countries for name in get_official_languages(country, de_facto=True))
    keys = documents[[item.row for item in found]].tolist()
    gains = {key: _COUNTRY * _is_about(cards[key], countries, languages) for key in set(keys)}
    raised = [_raised(item, gains[key]) for item, key in zip(found, keys, strict=True)]
    return sorted(raised, key=lambda item: -item.score)


def _raised(item: Found, gain: float) -> Found:
    return item._replace(score=item.score + gain, shares=item.shares._replace(place=gain)) if gain else item


def _is_about(card: DocumentCard, countries: frozenset[str], languages: frozenset[str]) -> bool:
    """Whether a document is about one of ``countries`` or, where nothing is stated, in one of their ``languages``."""
    country = card.metadata.country
    return country in countries if country else card.language in languages


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
    return sum(map(len, _ADDRESS.findall(text))) > 0.4 * len(text)


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
