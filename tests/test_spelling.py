"""Mistyped words find the word that was meant; names, numbers and correct words stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers import best_candidates
from assistant.search import Library
from index.search import spelled
from index.spelling import Mistyped, Spelling
from index.store import Store


@pytest.fixture(scope="module")
def spelling(small_index: Path) -> Spelling:
    return Spelling(Store(small_index))


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("Paljonko on omarahotusosuus?", "fi", [("omarahotusosuus", "omarahoitusosuus")]),
        ("omarahotuksen määrä", "fi", [("omarahotuksen", "omarahoitus")]),
        ("begagnda maskiner", "sv", [("begagnda", "begagnad")]),
        ("coperative laundry", "en", [("coperative", "cooperative")]),
        ("hakuaika", "fi", []),
        ("hakiaka", "fi", []),  # nothing is near enough
        ("EURA 2021, 757/2021, 40 %, CCI", "fi", []),
        ("reimbursement", "en", []),  # a correct word that no passage has
        ("", "fi", []),
    ],
)
def test_nearest(spelling: Spelling, question: str, language: str, found: list[tuple[str, str]]) -> None:
    assert spelling.mistyped(question, language) == [Mistyped(*pair) for pair in found]


def test_a_mistyped_question_says_what_was_looked_for(library: Library) -> None:
    results = library.search("omarahotusosuus")
    assert results.also == (("omarahotusosuus", "omarahoitusosuus"),)
    assert results.hits[0].passage.document == "funding/omarahoitus.md"
    assert results.hits[0].words == ("omarahoitusosuus",)
    assert library.search("omarahoitusosuus").also == ()


def test_only_whole_words_are_mended() -> None:
    mended = spelled("rahoitu ja rahoitusmuoto", [Mistyped("rahoitu", "rahoitus")])
    assert mended == "rahoitus ja rahoitusmuoto"


def test_a_sentence_with_the_word_that_was_meant_covers_the_mistyped_one(library: Library) -> None:
    covered = [
        best_candidates(library, question)[1][0].covered
        for question in ("Paljonko on omarahotusosuus?", "Paljonko on omarahoitusosuus?", "Paljonko on xyzzyqwerty?")
    ]
    assert covered[0] == pytest.approx(covered[1])
    assert covered[2] < 0.5 < covered[0]
