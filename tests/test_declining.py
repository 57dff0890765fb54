"""When an answer is declined, and which of nearly equal sentences begins it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from asking import library_of

from assistant.answering.candidates import Candidate
from assistant.answering.declining import NEARLY, SECTION, confidence, declines, surest_first
from assistant.answering.evidence import OTHER_UNIT
from assistant.answers import best_candidates
from assistant.search import Library
from index.encoder import Encoder


@pytest.fixture
def two(library: Library) -> list[Candidate]:
    """The sentences of one passage, as good as each other; neither is sure."""
    _, candidates = best_candidates(library, "Paljonko on omarahoitusosuus?")
    own = [one for one in candidates if one.hit.passage.document == "funding/omarahoitus.md"][:2]
    assert len(own) == 2
    return [replace(one, score=1.0, meaning=0.3, covered=0.2, sought=False) for one in own]


def sure(candidate: Candidate, *, behind: float) -> Candidate:
    return replace(candidate, score=candidate.score - behind, meaning=0.6, covered=1.0)


def test_a_sure_sentence_nearly_as_good_begins(two: list[Candidate]) -> None:
    first, second = two[0], sure(two[1], behind=NEARLY / 2)
    assert surest_first([first, second], "fi", "other") == [second, first]
    assert not declines([second, first], "fi", "other")


def test_a_sure_sentence_far_behind_changes_nothing(two: list[Candidate]) -> None:
    candidates = [two[0], sure(two[1], behind=2 * NEARLY)]
    assert surest_first(candidates, "fi", "other") == candidates
    assert declines(candidates, "fi", "other")
    assert surest_first([], "fi", "other") == []


def test_a_list_is_as_sure_as_the_surest_of_its_items(two: list[Candidate]) -> None:
    whole = replace(two[0], end=two[1].end)
    item = sure(two[1], behind=1.0)
    assert confidence(whole) == pytest.approx(0.38)
    assert declines([whole, two[1]], "fi", "other")
    assert not declines([whole, item], "fi", "other")


def test_standing_in_the_section_that_is_asked_for_makes_surer(two: list[Candidate]) -> None:
    in_section = replace(two[0], sought=True)
    assert confidence(in_section) - confidence(two[0]) == pytest.approx(SECTION)


def test_a_figure_in_another_unit_is_none(two: list[Candidate]) -> None:
    first = replace(sure(two[0], behind=0.0), said=0.5)
    for form, declined in ((0.0, True), (OTHER_UNIT, True), (0.6, False), (1.0, False)):
        assert declines([replace(first, form=form)], "fi", "amount") is declined
        assert not declines([replace(first, form=form)], "fi", "other")


@pytest.mark.parametrize(
    ("question", "declined"),
    [
        ("Montako koiraa pajalla on?", True),
        ("Montako ohjaajaa pajalla on?", False),
        ("Montako ihmistä pajalla on?", False),  # ohjaajat are some
    ],
)
def test_what_is_counted_is_named_where_it_is_told(
    tmp_path: Path, encoder: Encoder, question: str, declined: bool
) -> None:
    text = "# Pajan luvut\n\nPajalla on 16 ohjaajaa ja 70 osallistujaa.\n"
    _, candidates = best_candidates(library_of(tmp_path, {"a.md": text}, encoder), question)
    surest = [replace(one, meaning=1.0, said=1.0) for one in candidates]
    assert declines(surest, "fi", "amount") is declined
