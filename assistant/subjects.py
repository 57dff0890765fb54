"""Questions that ask for the same, put together whatever their languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.asked import Asked
from index.search import Searcher

# Neutral cosine from which two questions in different languages are one subject. Within a language they
# share turns of phrase, so more is asked. Over 16 questions in three languages each, 92 % of the pairs put
# together belong together, and 69 % of those that belong together are put so.
LIKE, MORE_WITHIN = 0.5, 0.1
MOST = 400  # questions that are encoded, the most asked ones


@dataclass(frozen=True, slots=True)
class Subject:
    """Questions with one meaning, the most asked first."""

    questions: tuple[Asked, ...]

    @property
    def times(self) -> int:
        return sum(one.times for one in self.questions)

    @property
    def unanswered(self) -> int:
        return sum(one.unanswered for one in self.questions)


def subjects(asked: Sequence[Asked], searcher: Searcher) -> list[Subject]:
    """``asked`` (the most asked first) by meaning, the most asked subject first.

    Each question joins the subject whose first question is nearest, if that is near enough, and
    begins one of its own otherwise.
    """
    asked = asked[:MOST]
    if not asked:
        return []
    return _gathered(asked, _vectors(asked, searcher))


def _vectors(asked: Sequence[Asked], searcher: Searcher) -> NDArray[np.float32]:
    """Neutral unit vectors [n, d] of questions."""
    plain = searcher.encoder.queries([one.question for one in asked])
    return np.stack([searcher.neutral.query(vector, one.language) for vector, one in zip(plain, asked, strict=True)])


def _gathered(asked: Sequence[Asked], vectors: NDArray[np.float32]) -> list[Subject]:
    firsts: list[int] = []
    members: list[list[Asked]] = []
    for at, one in enumerate(asked):
        if firsts:
            alike = np.array([asked[first].language == one.language for first in firsts])
            near = vectors[firsts] @ vectors[at] - MORE_WITHIN * alike
            best = int(near.argmax())
            if near[best] >= LIKE:
                members[best].append(one)
                continue
        firsts.append(at)
        members.append([one])
    found = [Subject(tuple(group)) for group in members]
    return sorted(found, key=lambda subject: -subject.times)
