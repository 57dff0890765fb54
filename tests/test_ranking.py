"""The order of candidates, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.finding.places import countries_in
from index.neutral import Neutral
from index.ranking import MARGIN, RESERVED, WORDS, Candidates, filled, own_order, reserve, reserved, scores


def candidates(languages: str, neutral: list[float], words: list[float]) -> Candidates:
    names = np.array(languages.split())
    values = np.array(neutral, np.float32)
    return Candidates(names, names == "fi", values, values, np.array(words, np.float32))


def test_words_raise_the_best_of_every_other_language_as_much() -> None:
    found = candidates("fi fi sv sv en", [0.5, 0.4, 0.45, 0.30, 0.48], [0.0, 8.0, 0, 0, 0])
    result = scores(found, found.neutral)
    # The match is full in Finnish; the best Swedish and the best English passage gain the same.
    assert np.allclose(result, [0.5, 0.4 + WORDS, 0.45 + WORDS, 0.30, 0.48 + WORDS])


def test_half_a_match_gives_half() -> None:
    found = candidates("fi fi", [0.5, 0.5], [10.0, 5.0])
    assert np.allclose(scores(found, found.neutral), [0.5 + WORDS, 0.5 + WORDS / 2])


def test_without_own_language_names_and_numbers_count() -> None:
    found = candidates("sv en", [0.5, 0.5], [0.0, 3.0])
    assert np.allclose(scores(found, found.neutral), [0.5, 0.5 + WORDS])


def test_without_any_word_meaning_decides_alone() -> None:
    found = candidates("fi sv", [0.2, 0.3], [0.0, 0.0])
    assert np.allclose(scores(found, found.neutral), [0.2, 0.3])


def test_own_language_in_its_own_order() -> None:
    found = candidates("sv fi fi", [0.9, 0.5, 0.6], [0.0, 0.0, 0.0])
    assert own_order(found).tolist() == [2, 1]


def test_own_language_fills_its_places_in_its_own_order() -> None:
    found = replace(candidates("sv fi fi fi", [0.9, 0.5, 0.6, 0.7], [0.0] * 4), plain=np.array([0.9, 0.8, 0.6, 0.7]))
    assert np.allclose(filled(found, scores(found, found.neutral)), [0.9, 0.7, 0.5, 0.6])


def test_a_place_is_kept_for_the_best_in_the_own_language_and_those_near_it() -> None:
    found = candidates("fi fi sv fi", [0.5, 0.6, 0.9, 0.6 - MARGIN / 2], [0.0] * 4)
    assert reserved(found).tolist() == [1, 3]
    assert reserved(candidates("sv", [0.5], [0.0])).tolist() == []


def test_reserve_moves_own_language_to_the_end_of_the_first_ten() -> None:
    order = ["s1", "s2", "s3", "s4", "s5", "f1", "f2", "f3"]
    result = reserve(order, ["f1", "f2", "f3"], is_own=lambda name: name[0] == "f", places=5)
    assert result == ["s1", "s2", "f1", "f2", "f3", "s3", "s4", "s5"]


def test_reserve_takes_no_place_where_enough_are_in_the_own_language() -> None:
    order = ["s1", "s2", "f1", "f2", "f3", "f4", "f5", "s3", "f6"]
    assert reserve(order, ["f6", "f1"], is_own=lambda name: name[0] == "f", places=8) == order
    # Of the two that are wanted one is lacking.
    shorter = [name for name in order if name != "f5"]
    result = reserve(shorter, ["f6", "f7"], is_own=lambda name: name[0] == "f", places=7)
    assert result == ["s1", "s2", "f1", "f2", "f3", "f4", "f6", "s3"]


@given(st.lists(st.integers(0, 40), unique=True), st.integers(1, 12))
def test_reserve_loses_and_invents_nothing(order: list[int], places: int) -> None:
    def is_own(number: int) -> bool:
        return number % 3 == 0

    own = [number for number in order if is_own(number)]
    result = reserve(order, own, is_own=is_own, places=places)
    assert sorted(result) == sorted(order)
    kept = sum(is_own(number) for number in result[:places])
    assert kept >= min(RESERVED, len(own), places)


def test_means_are_drawn_towards_the_prior_where_a_language_is_rare() -> None:
    vectors = np.array([[1.0, 0.0]] * 50 + [[0.0, 1.0]], np.float16)
    languages = np.array(["xx"] * 50 + ["yy"])
    neutral = Neutral.of(vectors, languages, np.arange(51), encoder="another model")
    overall = np.array([50 / 51, 1 / 51])
    # 50 documents count as much as the prior, one counts a fiftieth; without priors that is the mean of all.
    assert np.allclose(neutral.passages["xx"], (np.array([50, 0]) + 50 * overall) / 100, atol=1e-3)
    assert np.allclose(neutral.passages["yy"], (np.array([0, 1]) + 50 * overall) / 51, atol=1e-3)


def test_a_long_document_counts_as_much_for_its_language_as_a_short_one() -> None:
    vectors = np.array([[1.0, 0.0]] * 90 + [[0.0, 1.0]] * 2, np.float16)
    neutral = Neutral.of(vectors, np.array(["xx"] * 92), np.array([1] * 90 + [2, 3]), encoder="another model")
    overall = np.array([90 / 92, 2 / 92])
    assert np.allclose(neutral.passages["xx"], (np.array([1, 2]) + 50 * overall) / 53, atol=1e-3)


@pytest.mark.parametrize(
    ("question", "countries"),
    [
        ("espanjalainen sokeiden järjestön yrityskonserni", {"ES"}),
        ("Combien touchent les gagnants de l'incubateur estonien ?", {"EE"}),
        ("Wie viel Starthilfe gibt es in Finnland?", {"FI"}),
        ("Why did Lithuania give up its law?", {"LT"}),
        ("community energy on an island", set()),
        ("Hur många sociala företag finns det i Serbien?", {"RS"}),
        ("Miten Turussa ja Turun seudulla?", set()),
        ("Turkin laki", {"TR"}),
        ("social enterprises in the United States", {"US"}),
        ("föreningar i Norra Karelen", set()),
        ("Wie controleert een kleine Finse coöperatie?", {"FI"}),
        ("Krijgen Zweedse gemeenten geld uit Duitsland?", {"SE", "DE"}),
        ("Vad gör Island för social ekonomi?", {"IS"}),
        ("Can I apply in English or in German?", set()),
        ("Voiko hakemuksen tehdä englanniksi tai viron kielellä?", set()),
        ("Kann ich den Antrag auf Deutsch stellen?", set()),
        ("Får man ansöka på danska?", set()),
        ("Kas saab eesti keeles taotleda?", set()),
        ("What works in Danish cooperatives?", {"DK"}),
        ("tukea maltaan viljelyyn", set()),
    ],
)
def test_countries_that_a_question_names(question: str, countries: set[str]) -> None:
    assert countries_in(question) == countries
