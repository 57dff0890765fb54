"""A question as it is searched with."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000  # characters of a question that are read; the model takes 512 tokens
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def searchable(question: str, longest: int = LONGEST) -> str:
    """``question``, or its first whole words where it has over ``longest`` characters; "" where it has no word."""
    question = unicodedata.normalize("NFC", question.strip())
    if not _LETTER_OR_DIGIT.search(question):
        return ""
    if len(question) <= longest:
        return question
    whole, *rest = question[: longest + 1].rsplit(maxsplit=1)
    return whole if rest else question[:longest]
