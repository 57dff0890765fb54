"""How figures are written in the languages of the documents: every month of the year, as CLDR names it."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import get_month_names

from assistant.answering.evidence import values
from assistant.answering.upcoming import can_come

LANGUAGES = ("fi", "sv", "en", "de", "fr", "et", "es", "ro", "it", "nb", "da", "pl", "pt", "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_is_known_by_its_name_and_has_its_place_in_the_year(language: str) -> None:
    for number, month in get_month_names(locale=language).items():
        sentence = f"Haku päättyy 3 {month} 2026."
        assert [sentence[start:end] for start, end in values(sentence, "date")] == [f"3 {month} 2026"]
        assert can_come(sentence, date(2026, number, 3)) and not can_come(sentence, date(2026, number, 4)), month
