"""When no sentence carries an answer: thresholds by pair of languages, calibrated on labelled data.

``declining.json`` is written by ``benchmarks/calibrate_declining.py``; docs/answers.md has its curve.
A pair of languages without enough labelled questions has the threshold of all pairs of its sort:
within a language, where the question's words are found again, or across, where meaning is alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answering.candidates import Candidate, shares_text
from assistant.answering.choosing import MARGIN
from assistant.answering.evidence import OTHER_UNIT
from assistant.answering.questions import Kind

WORDS = 0.4  # what all of the question's words add to a cosine
# Above the calibrated threshold, for questions in the languages in which those of the field are: what is declined is
# still shown, as nearest. Calibrated on a general text alone, other languages would lose more right answers by it.
CAUTION, CAUTIOUS = 0.05, frozenset({"fi", "sv", "en"})
SECTION = 0.15  # what standing in the section that is asked for adds
LEAST_SAID = 0.1  # of the question's words, by idf
NEARLY = 0.04  # behind the best: which of so near ones is said first hardly matters, but whether one is sure does


def confidence(candidate: Candidate) -> float:
    """How likely the best sentence carries an answer; higher is better.

    A sentence seldom says again of what its section tells: "18 workshops" are resources.
    """
    return candidate.meaning + WORDS * candidate.covered + SECTION * candidate.sought


def declines(candidates: Sequence[Candidate], language: str, kind: Kind) -> bool:
    """Whether the first of ``candidates``, the best there is, is too weak for a question of ``kind`` in ``language``.

    Where an amount was asked, one of the best must have a figure in its unit and be about what is counted, and the
    first have a word of the question itself, where both are in one language: with its title alone it may be about the
    right place and another thing. A list is as sure as the surest of its items.
    """
    first = candidates[0]
    if kind == "amount":
        within = first.hit.passage.language == language
        best = [one for one in candidates if one.score >= first.score - MARGIN]
        figures = any(one.form > OTHER_UNIT and not one.uncounted for one in best)
        if not figures or (within and first.said < LEAST_SAID):
            return True
    least = threshold(language, first.hit.passage.language) + CAUTION * (language in CAUTIOUS)
    return max(confidence(one) for one in candidates if one is first or shares_text(first, one)) < least


def surest_first(candidates: Sequence[Candidate], language: str, kind: Kind) -> list[Candidate]:
    """``candidates``, best first, but for one of the nearly best that is sure enough, where the best is not."""
    ordered = list(candidates)
    for at, one in enumerate(candidates):
        if one.score < candidates[0].score - NEARLY:
            break
        others = [*ordered[:at], *ordered[at + 1 :]]
        if not declines([one, *others], language, kind):
            return [one, *others]
    return ordered


def threshold(asked: str, answered: str) -> float:
    """The confidence that an answer in the language ``answered`` needs."""
    table = _table()
    sort = "within" if asked == answered else "across"
    value: float = table["pairs"].get(f"{asked}>{answered}", table[sort])
    return value


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("declining.json").read_text("utf-8"))
    return table
