"""Dates as they stand in texts, in figures or with the name of a month: found with their place, and read.

2026-03-15, 15.3.2026, 15/3/2026, 15. maaliskuuta 2026, March 15, 2026      a day
15.3., 15.9 klo 16.15, den 15 mars                                          a day of a year that is not told
March 2026, maaliskuussa                                                    a month
2026, 2021–2027                                                             a year, the years from one to another
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from corpus.language import SUPPORTED

_DAY, _MONTH = r"(?P<day>3[01]|[12]\d|0?[1-9])", r"(?P<month>1[0-2]|0?[1-9])"
_IN_FIGURES = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d)(?P<year>\d{{4}})-(?=\d\d-\d\d(?!\d)){_MONTH}-{_DAY}",
        # Not klo 12.10., and without its last point only before the time of day.
        rf"(?<!klo\s)(?<!kello\s)(?<!kl\.\s)(?<![\w.,/]){_DAY}\.\s?{_MONTH}"
        r"(?:\.(?:\s?(?P<year>\d{4}))?(?!\.?\d)|(?=\s(?:klo|kello|kl\.?)\s))",
        rf"(?<![\d/]){_DAY}/{_MONTH}/(?P<year>\d{{4}})(?![\d/])",
        r"(?<![\w./])(?P<year>(?:19|20)\d\d)(?P<until>\s?[-–/]\s?(?:19|20)?\d\d)?(?![\w/]|\.\d)",
    )
]
_WORD = re.compile(r"[^\W\d_]{3,}")
_PÄIVÄNÄ = r"\.?\s+päivä(?:nä|än|stä)"  # as statutes write: 1 päivänä tammikuuta, tammikuun 1 päivästä
_YEAR = r"(?:,?\s+(?:de\s+)?(?P<year>(?:1\d|20)\d\d)\b)?"
_DAY_BEFORE = re.compile(rf"(?<![\w.,/]){_DAY}(?:st|nd|rd|th|er|[.º]|{_PÄIVÄNÄ})?\s+(?:(?:of|de)\s+)?$", re.IGNORECASE)
_FARTHEST = 20  # characters from there to the name of the month
_YEAR_AFTER = re.compile(_YEAR)
_DAY_AND_YEAR_AFTER = re.compile(
    rf"(?:\s+{_DAY}(?:st|nd|rd|th|{_PÄIVÄNÄ})?\b(?!\s?[%€]|[:.,]\d))?{_YEAR}", re.IGNORECASE
)

# Cases of which the names of months are not known, January to December. Finnish ones begin with the name.
_ESTONIAN = "jaanuari veebruari märtsi aprilli mai juuni juuli augusti septembri oktoobri novembri detsembri"
_ESTONIAN_ENDINGS = ("s", "st", "ni", "ks", "l", "lt", "le")
_POLISH = "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu"
# Months only beside a day or a year: elsewhere they are a name, a hut, a brand.
_OTHER_WORDS = frozenset(("augusta", "kovas", "kovo", "maja", "marca", "rujan"))
_MORE_OF_THE_SENTENCE = re.compile(r"\s+[a-z]")  # "May an association apply?" asks, "it opens in May" tells


@dataclass(frozen=True, slots=True)
class Written:
    """A date at ``start`` to ``end`` of a text, with what it tells: a year has no month, March 2026 no day.

    ``period`` says that ``year`` is the first of several.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    period: bool = False

    @property
    def is_precise(self) -> bool:
        """Whether it is a day, be it of any year, or the month of one year."""
        return self.month is not None and (self.day or self.year) is not None


def dates_in(text: str, language: str | None = None) -> list[Written]:
    """The dates of ``text`` in order; they do not overlap.

    Months are known in every language of the program, their abbreviations in ``language`` only.
    """
    found = sorted((*_in_figures(text), *_in_words(text, language)), key=lambda one: (one.start, -one.end))
    kept: list[Written] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def day(stated: str) -> date | None:
    """The day that ``stated`` is as a whole, as in a cell of a table; None where it says less, more or no day."""
    stated = stated.strip()
    found = next(iter(dates_in(stated)), None)
    if not found or found.end - found.start < len(stated) or not (found.year and found.month and found.day):
        return None
    try:
        return date(found.year, found.month, found.day)
    except ValueError:  # the 31st of a month that has 30 days
        return None


def _in_figures(text: str) -> Iterator[Written]:
    for form in _IN_FIGURES:
        for match in form.finditer(text):
            parts = match.groupdict()
            year, month, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "month", "day"))
            yield Written(*match.span(), year, month, day, bool(parts.get("until")))


def _in_words(text: str, language: str | None) -> Iterator[Written]:
    months, beside = _months(language)
    for word in _WORD.finditer(text):
        name = word.group() if word.group() in months else word.group().casefold()
        month = months.get(name) or months.get("".join(name.partition("kuu")[:2]))
        if month is None:
            continue
        start, end = word.span()
        before = _DAY_BEFORE.search(text, max(start - _FARTHEST, 0), start)
        abbreviated = name in beside and text.startswith(".", end)
        after = (_YEAR_AFTER if before else _DAY_AND_YEAR_AFTER).match(text, end + abbreviated)
        assert after  # it may be empty
        day, year = (before or after)["day"], after["year"]
        if day or year or not (name in beside or (name == "May" and _MORE_OF_THE_SENTENCE.match(text, end))):
            start, end = (before or word).start(), after.end() if after.group() else end
            yield Written(start, end, int(year) if year else None, month, int(day) if day else None)


@cache
def _months(language: str | None) -> tuple[dict[str, int], frozenset[str]]:
    """The months by name, in small letters but for May, and those names that need a day or a year beside them."""
    months: dict[str, int] = {}
    for spoken in (*SUPPORTED, language):  # its own last: listopad is October in Croatian, November in Polish
        months |= _names(spoken, "wide")
    del months["leden"]  # Czech; Dutch members, a Swedish trail
    for number, (estonian, polish) in enumerate(zip(_ESTONIAN.split(), _POLISH.split(), strict=True), 1):
        endings = _ESTONIAN_ENDINGS if estonian != "mai" else ()  # mail, mais
        months |= dict.fromkeys((polish, estonian, *(estonian + ending for ending in endings)), number)
    short = _names(language, "abbreviated")
    return short | months, _OTHER_WORDS | (short.keys() - months.keys())


def _names(language: str | None, width: str) -> dict[str, int]:
    """The names of months in ``language`` as the Unicode CLDR has them, in small letters but for the English May."""
    if language not in SUPPORTED:
        return {}
    forms = Locale(language).months
    return {
        name if name == "May" else name.casefold().removesuffix("."): number
        for form in ("format", "stand-alone")
        for number, name in forms[form][width].items()
    }
