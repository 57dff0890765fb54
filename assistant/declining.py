"""When no sentence carries an answer: thresholds by pair of languages, calibrated on labelled data."""

from __future__ import annotations

from assistant.choosing import Candidate

_WITHIN, _ACROSS = 0.7, 0.45


def confidence(candidate: Candidate) -> float:
    """How likely the best sentence carries an answer; higher is better."""
    return candidate.meaning + 0.6 * candidate.covered


def declines(candidate: Candidate, language: str) -> bool:
    """Whether ``candidate``, the best there is, is too weak for a question in ``language``."""
    same = candidate.hit.passage.language == language
    return confidence(candidate) < (_WITHIN if same else _ACROSS)
