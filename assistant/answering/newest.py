"""Figures of several years side by side: who asks how many there are is told of the newest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.candidates import Candidate
from assistant.answering.wording import asks_of_before
from assistant.finding.versions import years_in
from corpus.sentences import is_item

_ALIKE = 0.6  # neutral cosine of rows or items that tell the same of different years
_LESS = 0.1  # of meaning that the newest may be behind
_ROW = re.compile(r"\W*[^\W\d_][\w ]{0,20}:\s*(?:[^\W\d_]+\s)?((?:19|20)\d\d)\s*\|")  # "Year: 2024 | Members: 70,000"
_PAST = re.compile(
    r"\b(?:oli(?:vat|d)?|ollut|kertyi|sai(?:vat)?|was|were|did|had|var|hade|fanns|fick|war(?:en)?|hatten?|avai(?:t|ent)|étai(?:t|ent))\b",
    re.IGNORECASE,
)


def newest_first(candidates: Sequence[Candidate], question: str, today: date) -> list[Candidate]:
    """``candidates`` with the newest of the rows or items like the first one in its place.

    They stand under the same heading and have figures of the kind asked for; those of years to come are plans. A
    question about a year or about the past leaves them as they are.
    """
    if not candidates or years_in(question) or asks_of_before(question) or _PAST.search(question):
        return list(candidates)
    first = candidates[0]
    now = _year(first.text)
    years = [(_year(one.text) or 0, one) for one in candidates if _alike(one, first)]
    later = [(year, one) for year, one in years if now and now < year <= today.year]
    if not later:
        return list(candidates)
    newest = max(later, key=lambda found: found[0])[1]
    return [replace(newest, score=first.score), *(one for one in candidates if one is not newest)]


def _year(text: str) -> int | None:
    """The year that a row begins with, or the last one in an item of a list."""
    if row := _ROW.match(text):
        return int(row[1])
    return max(years_in(text), default=None) if is_item(text) else None


def _alike(one: Candidate, first: Candidate) -> bool:
    return (
        (one.hit.document.id, one.hit.passage.section) == (first.hit.document.id, first.hit.passage.section)
        and is_item(one.text) == is_item(first.text)
        and one.form >= first.form
        and one.meaning >= first.meaning - _LESS
        and float(one.vector @ first.vector) >= _ALIKE
    )
