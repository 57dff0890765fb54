"""Dates in texts: where they stand and what they tell, in figures and in words."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import get_month_names

from corpus.dates import dates_in, day


@pytest.mark.parametrize(
    ("text", "written", "year", "month", "day"),
    [
        ("Deadline 2026-03-15.", "2026-03-15", 2026, 3, 15),
        ("Haku päättyy 15.3.2026.", "15.3.2026", 2026, 3, 15),
        ("Haku päättyy 15. 3. 2026.", "15. 3. 2026", 2026, 3, 15),
        ("Apply by 15/03/2026!", "15/03/2026", 2026, 3, 15),
        ("15. maaliskuuta 2026 asti", "15. maaliskuuta 2026", 2026, 3, 15),
        ("voimaan 1 päivänä tammikuuta 2027.", "1 päivänä tammikuuta 2027", 2027, 1, 1),
        ("Helmikuun 1. päivänä 2008", "Helmikuun 1. päivänä 2008", 2008, 2, 1),
        ("It closed on September 30th, 2026.", "September 30th, 2026", 2026, 9, 30),
        ("the 31st of May 2026", "31st of May 2026", 2026, 5, 31),
        ("Candidaturas até 3 de março de 2026", "3 de março de 2026", 2026, 3, 3),
        ("le 1er août 2026", "1er août 2026", 2026, 8, 1),
        ("Termin: 12 maja 2026 r.", "12 maja 2026", 2026, 5, 12),
        ("Μέχρι 5 Μαΐου 2026", "5 Μαΐου 2026", 2026, 5, 5),
        ("30.9. mennessä", "30.9.", None, 9, 30),
        ("15.9 klo 16.15", "15.9", None, 9, 15),
        ("den 15 mars", "15 mars", None, 3, 15),
        ("after May 1st, what", "May 1st", None, 5, 1),
        ("16 May to June", "16 May", None, 5, 16),
        ("Haku avautuu tammikuussa 2027.", "tammikuussa 2027", 2027, 1, None),
        ("w styczniu 2027 r.", "styczniu 2027", 2027, 1, None),
        ("Utlysningen öppnar i mars.", "mars", None, 3, None),
        ("It opens in May.", "May", None, 5, None),
        ("septembris ja hiljem", "septembris", None, 9, None),
        ("Vuoden 2027 haku", "2027", 2027, None, None),
    ],
)
def test_a_date_is_found_and_read(
    text: str, written: str, year: int | None, month: int | None, day: int | None
) -> None:
    found = dates_in(text)[0]
    assert (text[found.start : found.end], found.year, found.month, found.day) == (written, year, month, day)
    assert not found.period


@pytest.mark.parametrize(
    "text",
    [
        "klo 12.10. ja kello 9.5. alkaen", "momentti 33.90.50", "2.2.2 Henkilöstökustannukset", "versio 1.2.2024.5",
        "757/2021 ja 2021/1060", "May an association apply?", "Article 5 may apply.", "Maja on pieni mökki.",
        "La marca social", "2. De leden van het comité", "Juliste seinällä", "Mais il faut un mail.", "31/12/26", "",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text) == []


@pytest.mark.parametrize(
    "language",
    ["fi", "sv", "en", "de", "fr", "et", "es", "ro", "it", "nb", "da", "pl", "pt", "nl", "el", "hr", "cs", "hu"],
)
def test_every_month_is_known_by_the_name_that_cldr_has_for_it(language: str) -> None:
    for number, month in get_month_names(locale=language).items():
        (found,) = dates_in(f"— 3 {month} 2026.", language)
        assert (found.year, found.month, found.day) == (2026, number, 3), month


def test_dates_stand_side_by_side() -> None:
    text = "1.11.–15.1.2026 ja 2021–2027, March 2025 and 2024"
    assert [(text[one.start : one.end], one.year, one.period) for one in dates_in(text)] == [
        ("1.11.", None, False), ("15.1.2026", 2026, False), ("2021–2027", 2021, True), ("March 2025", 2025, False),
        ("2024", 2024, False),
    ]  # fmt: skip


def test_a_language_brings_its_abbreviations_and_its_own_meaning() -> None:
    text = "Stand: 6. Nov. 2026, 7 listopada"
    assert [(one.month, one.day) for one in dates_in(text)] == [(None, None), (11, 7)]
    assert [(one.month, one.day) for one in dates_in(text, "de")] == [(11, 6), (11, 7)]
    assert [(one.month, one.day) for one in dates_in("7 listopada", "hr")] == [(10, 7)]
    assert dates_in("tammi kaatui", "fi") == []


@pytest.mark.parametrize("text", ["15.3.", "March 15", "March 2026"])
def test_a_day_or_the_month_of_a_year_is_precise(text: str) -> None:
    assert dates_in(text)[0].is_precise


@pytest.mark.parametrize("text", ["2026", "2021–2027", "maaliskuussa"])
def test_a_year_or_a_month_alone_is_not(text: str) -> None:
    assert not dates_in(text)[0].is_precise


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        (" 1.11.2018 ", date(2018, 11, 1)), ("2018-11-01", date(2018, 11, 1)), ("1/11/2018", date(2018, 11, 1)),
        ("31.2.2018", None), ("1.11.", None), ("2018", None), ("alkaa 1.11.2018", None), ("1.11.2018–", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_day_by_itself(stated: str, read: date | None) -> None:
    assert day(stated) == read
