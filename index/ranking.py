"""From what was found to an order: pure arithmetic over the candidates of one question.

Plain rank fusion buries other languages, because only the question's language has lexical matches.
Here every language is ordered by meaning, and what the question's language gains by words, the best
passages of every other language gain as well, place by place. Cosines without language compare passages
of several languages, those with it are the better ones within the question's own: it keeps the places
that the former give it, and fills them in the order of mostly the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
T = TypeVar("T", bound=Hashable)

SENTENCE_SHARE = 0.7  # of the meaning: the best sentence; the rest is the whole passage
WORDS = 0.04  # what the best lexical match adds to a cosine
OWN_NEUTRAL = 0.15  # of what orders the question's own language: the cosine without it, the rest the plain one
OWN_WORDS = 0.066  # what the best lexical match adds to these, which differ less than those without language
ORIGINALS = 6  # best passages of which language versions are looked for
ALIKE = 0.5  # cosine without language from which two passages may say the same
UNLIKE = 0.1  # what a passage that says the same falls behind, by its distance
RESERVED = 5  # places among the first ten kept for the question's language, at most
MARGIN = 0.055  # cosine below the best in that language within which a place is kept


@dataclass(frozen=True, slots=True)
class Candidates:
    """Arrays over the candidates of one question, all of length n.

    ``own`` marks those in the question's language. ``plain`` is the cosine with language left in,
    best for comparing passages of one language; ``neutral`` without it. ``words`` is BM25, 0 where
    no word matched; ``covered`` is the share of the question's words, by idf, that the index knows.
    """

    languages: NDArray[np.str_]
    own: NDArray[np.bool_]
    plain: Scores
    neutral: Scores
    words: Scores
    covered: float = 1.0


def own_order(candidates: Candidates) -> NDArray[np.int64]:
    """Candidates in the question's language, best first."""
    own = np.flatnonzero(candidates.own)
    return own[np.argsort(-_own_scores(candidates)[own], kind="stable")]


def reserved(candidates: Candidates) -> NDArray[np.int64]:
    """Those in the question's language that may keep a place: the best, and others nearly as good.

    More than there are places, as several may be passages of one document.
    """
    best = own_order(candidates)[: 3 * RESERVED]
    scores = _own_scores(candidates)[best]
    return best[scores >= scores[:1] - MARGIN]


def _own_scores(candidates: Candidates) -> Scores:
    meaning = (1 - OWN_NEUTRAL) * candidates.plain + OWN_NEUTRAL * candidates.neutral
    scores: Scores = meaning + OWN_WORDS * _share(candidates)
    return scores


def scores(candidates: Candidates, neutral: Scores) -> Scores:
    """Meaning plus words; ``neutral`` may have been raised for what says the same as one of the best."""
    share = _share(candidates)
    gains = np.sort(WORDS * share[candidates.own])[::-1]
    gains = gains[gains > 0]
    result = neutral.copy()
    result[candidates.own] += WORDS * share[candidates.own]
    for language in np.unique(candidates.languages[~candidates.own]):
        members = np.flatnonzero((candidates.languages == language) & ~candidates.own)
        order = members[np.argsort(-(neutral + 0.5 * WORDS * share)[members], kind="stable")]
        best = order[: len(gains)]
        result[best] += gains[: len(best)] if gains.size else 0
    if not candidates.own.any():  # names and numbers are all that words can find then
        result += WORDS * share
    return result


def filled(candidates: Candidates, scores: Scores) -> Scores:
    """``scores`` with those of the question's language handed out anew, the highest to the first of ``own_order``."""
    own = own_order(candidates)
    result = scores.copy()
    result[own] = np.sort(scores[own])[::-1]
    return result


def _share(candidates: Candidates) -> Scores:
    """BM25 as a share of the best in the question's language, or of all where it has none.

    Less where the index knows few of the question's words: a match of "project" alone says little.
    """
    words = candidates.words
    best = words[candidates.own].max(initial=0.0) or words.max(initial=0.0)
    if best <= 0:
        return np.zeros_like(words)
    share: Scores = (np.minimum(words / best, 1.0) * candidates.covered).astype(np.float32)
    return share


def reserve(order: Sequence[T], wanted: Sequence[T], *, is_own: Callable[[T], bool], places: int = 10) -> list[T]:
    """``order`` with the best of ``wanted`` among the first ``places``, at their end where they came later.

    As many as RESERVED lacks in the question's language there; they take the places of the last of the others.
    """
    head = list(order[:places])
    lacking = max(RESERVED - sum(map(is_own, head)), 0)
    wanted = [item for item in wanted[:RESERVED] if item not in set(head)][:lacking]
    foreign = [item for item in head if not is_own(item)]
    moved = set(foreign[max(0, len(foreign) - len(wanted)) :] if wanted else [])
    wanted = wanted[: len(moved)]
    head = [item for item in head if item not in moved] + wanted
    taken = set(head)
    return head + [item for item in order if item not in taken]
