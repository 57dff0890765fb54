"""The lists of allowed values: complete in three languages, and each name leads to one value."""

from __future__ import annotations

from typing import get_args

import pytest

from corpus.vocabulary import Vocabulary, find, find_region, label, terms


@pytest.mark.parametrize("vocabulary", get_args(Vocabulary))
def test_every_term_has_names_in_three_languages_and_is_found_by_each(vocabulary: Vocabulary) -> None:
    one_name = {"FI1B", "FI2", "FI20"}  # regions that NUTS lists at several levels; the lowest counts
    for term in terms(vocabulary).values():
        assert term.fi and term.sv and term.en, term.id
        names = (term.id,) if term.id in one_name else (term.id, term.fi, term.sv, term.en, *term.also)
        assert {find(vocabulary, name) for name in names} == {term.id}


def test_sizes_and_labels() -> None:
    assert (len(terms("themes")), len(terms("funds"))) == (25, 13)
    finnish = [code for code in terms("regions") if code.startswith("FI")]
    assert [sum(len(code) == length for code in finnish) for length in (3, 4, 5)] == [2, 5, 19]  # NUTS 1, 2, 3
    assert [label("themes", "youth", language) for language in ("fi", "sv", "en")] == ["nuoret", "unga", "young people"]
    assert label("regions", "FI1DC", "sv") == "Norra Karelen"
    assert label("regions", "ES61", "fi") == "ES61"


def test_case_and_spaces_do_not_matter() -> None:
    assert find("themes", "  Julkiset   HANKINNAT ") == "public-procurement"
    assert find("themes", "") is None


def test_a_code_of_a_country_without_nuts_is_no_region() -> None:
    assert [find_region(code) for code in ("ES21", "EL3", "UKM", "TR10")] == ["ES21", "EL3", "UKM", "TR10"]
    assert [find_region(code) for code in ("US1", "GR3", "GB1", "EU1", "FI1DX")] == [None] * 5
