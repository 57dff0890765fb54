"""Filters of the pages that list records or organisations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.listing.network import Organisation
from assistant.listing.records import Record
from corpus.models import Metadata
from index.records import DocumentCard
from interface.address import Request
from interface.facets import FACETS, counts, fits, narrowed, says, works
from interface.navigation import PLACES


def _record(name: str, language: str, themes: tuple[str, ...], *, work: str = "", whom: str = "") -> Record:
    metadata = Metadata(country="FI", themes=themes, target_group=whom or None)
    card = DocumentCard(name, name, language, "practices", metadata, f"/x/{name}", 1, 1)
    return Record(card, work or name, "valid", None, "", {"for_whom": "Nuoret"})


BOATS = _record("boats", "fi", ("skills", "inclusion"))
BOATS_EN = _record("boats-en", "en", ("skills", "inclusion"), work="boats")
BIKES = _record("bikes", "fi", ("inclusion",), whom="Pakolaiset")


@pytest.mark.parametrize("place", ["practices", "funding", "network"])
def test_every_field_of_a_page_filters_by_something(place: str) -> None:
    """A field that ``fits`` did not know would let everything pass, in silence."""
    assert set(PLACES[place].fields) - FACETS.keys() <= {"question", "versions", "compared"}


def test_what_is_compared_narrows_nothing() -> None:
    request = Request("fi", compared=("boats",))
    assert not narrowed(request, "practices") and narrowed(replace(request, question="nuoret"), "practices")
    assert not narrowed(Request("fi", funds=("ESF+",)), "practices")  # a filter of another page


def test_every_filter_must_fit_but_the_one_left_out() -> None:
    asked = Request("fi", themes=("skills",), countries=("FI", "SE"), question="NUORET")
    assert [fits(one, asked, "practices") for one in (BOATS, BIKES)] == [True, False]
    assert fits(BIKES, asked, "practices", but="themes")
    assert [fits(one, Request("fi", question="pakolais"), "practices") for one in (BOATS, BIKES)] == [False, True]
    boatyard = Organisation({"fi": "Veistämö"}, ("FI",), (), ("skills",), (BOATS,))
    assert fits(boatyard, asked, "network") and not fits(boatyard, Request("fi", regions=("FI1DB",)), "network")


def test_works_are_counted_and_of_languages_versions() -> None:
    records, asked = [BOATS, BOATS_EN, BIKES], Request("en", themes=("skills",))
    assert works(records, asked, "practices") == [BOATS_EN]
    assert counts("themes", records, asked, "practices") == {"skills": 1, "inclusion": 2}
    assert counts("languages", records, asked, "practices") == {"fi": 1, "en": 1}


@pytest.mark.parametrize(
    ("wanted", "words", "language", "found"),
    [
        ("association", "Hakijana voi olla rekisteröity yhdistys.", "fi", True),
        ("förening", "An association may apply.", "en", True),
        ("yhdistys", "Tukea voidaan myöntää yhdistyksille.", "fi", True),
        ("youth", "nuoret, joilla ei ole työtä", "fi", True),
        ("youth", "young people", "en", True),
        ("nuoret", "Unga med autism", "sv", True),
        ("youth", "older people", "en", False),
        ("kyläyhd", "kyläyhdistykset", "fi", True),
        ("association", "Kunta", "fi", False),
        ("xyz", "Kunta", "fi", False),
        ("an association or a municipality", "Kunta", "fi", True),
        ("shop in a village", "kylät", "fi", False),
        ("shop in a village", "kylät, joissa on kauppa", "fi", True),
    ],
)
def test_who_is_meant_is_found_in_every_language(wanted: str, words: str, language: str, found: bool) -> None:
    assert says(words, language, wanted) is found
