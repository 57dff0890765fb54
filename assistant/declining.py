"""When no sentence carries an answer: thresholds by pair of languages, calibrated on labelled data.

``declining.json`` is written by ``benchmarks/calibrate_declining.py``; docs/answers.md has its curve.
A pair of languages without enough labelled questions has the threshold of all pairs of its sort:
within a language, where the question's words are found again, or across, where meaning is alone. Sentences
that were read together with the question have thresholds of their own.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from assistant.choosing import Candidate

WORDS = 0.4  # what all of the question's words add to a cosine
MARK = 0.05  # what reading the sentence with the question adds, by its log-odds, where that is done


def confidence(candidate: Candidate) -> float:
    """How likely the best sentence carries an answer; higher is better."""
    return candidate.meaning + WORDS * candidate.covered + MARK * (candidate.mark or 0.0)


def declines(candidate: Candidate, language: str) -> bool:
    """Whether ``candidate``, the best there is, is too weak for a question in ``language``."""
    needed = threshold(language, candidate.hit.passage.language, marked=candidate.mark is not None)
    return confidence(candidate) < needed


def threshold(asked: str, answered: str, *, marked: bool = False) -> float:
    """The confidence that an answer in the language ``answered`` needs; ``marked`` if it was read with the question."""
    table = _table()["marked" if marked else "unmarked"]
    sort = "within" if asked == answered else "across"
    value: float = table["pairs"].get(f"{asked}>{answered}", table[sort])
    return value


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("declining.json").read_text("utf-8"))
    return table
