"""When no sentence carries an answer: thresholds by pair of languages, calibrated on labelled data.

``declining.json`` is written by ``benchmarks/calibrate_declining.py``; docs/answers.md has its curve.
A pair of languages without enough labelled questions has the threshold of all pairs of its sort:
within a language, where the question's words are found again, or across, where meaning is alone.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from assistant.candidates import Candidate

WORDS = 0.4  # what all of the question's words add to a cosine


def confidence(candidate: Candidate) -> float:
    """How likely the best sentence carries an answer; higher is better."""
    return candidate.meaning + WORDS * candidate.covered


def declines(candidate: Candidate, language: str) -> bool:
    """Whether ``candidate``, the best there is, is too weak for a question in ``language``."""
    return confidence(candidate) < threshold(language, candidate.hit.passage.language)


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
