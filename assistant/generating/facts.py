"""The facts in a text that can be compared across notations and languages: numbers, dates, addresses.

"80 %", "80%", "80 prosenttia", "80 per cent"       80%
"1 000 €", "1.000 euroa", "EUR 1,000"               1000€
"1,5 miljoonaa euroa"                               1500000€
"15.3.2024", "15 March 2024", "2024-03-15"          2024-03-15
"757/2021"                                          757/2021
"kaksikymmentä prosenttia", "twenty per cent"       20%
"5 000 kronor"                                      5000SEK
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.answering.figures import CURRENCIES, EURO, MANY, NUMBER, PERCENT
from assistant.generating.number_words import with_figures
from corpus.dates import dates_in

_SCALES = {
    "miljard": 10**9, "mrd": 10**9, "bil": 10**9, "bn": 10**9, "mil": 10**6, "mn": 10**6,
    "tuhat": 10**3, "tuhan": 10**3, "tusen": 10**3, "thousand": 10**3,
}  # the first that fits  # fmt: skip
_CODES = "|".join(CURRENCIES)
_FIGURE = re.compile(
    rf"(?P<before>€|EUR\s|£|\$|¥|\b(?:{_CODES})\s)?\s?(?P<number>{NUMBER})(?:\s?[-–]\s?(?P<upper>{NUMBER}))?"
    rf"\s?(?P<scale>{MANY})?\s?-?(?P<unit>{PERCENT}|{EURO}|{'|'.join(CURRENCIES.values())})?",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"(?<![\w/])\d+(?:/\d+)+(?![\w/])")
_ADDRESS = re.compile(
    r"https?://[^\s<>\"')\]]+|www\.[^\s<>\"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:fi|eu|com|org|net|example|ax|se)\b"
)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])")
# A cell of a table row whose column says the unit: "Euroa: 2 500".
_COLUMN = re.compile(rf"(?:^|\|)\s*({PERCENT}|{EURO})\s*:\s*([^|\n]+)", re.IGNORECASE | re.MULTILINE)
_UNIT = re.compile(r"(?<=\d)(?:[%€]|[A-Z]{3})$")
_SPACES = re.compile("[\u00a0\u202f\u2009]")


@dataclass(frozen=True, slots=True)
class Facts:
    """``figures`` carry their unit, % or a currency, where they have one.

    A number in words that cannot be read is a figure as it stands. ``dates`` are ISO, ``--03-15`` without a year.
    """

    figures: frozenset[str]
    dates: frozenset[str]
    addresses: frozenset[str]

    def hold(self, other: Facts) -> bool:
        """Whether every fact of ``other`` is here; a figure without a unit may have any here."""
        bare = self.figures | {_UNIT.sub("", figure) for figure in self.figures}
        return (
            all(figure in (bare if figure[-1].isdigit() else self.figures) for figure in other.figures)
            and other.dates <= self.dates
            and other.addresses <= self.addresses
        )


def facts_of(text: str, language: str, *, source: bool) -> Facts:
    """The facts of ``text``; of a ``source`` also what they imply: a date's month and year."""
    text = _SPACES.sub(" ", text)
    addresses, text = _taken(_ADDRESS, text)
    dates, text = _dates(text, language)
    identifiers, text = _taken(_IDENTIFIER, text)
    figures = set(identifiers) | _figures(_CLOCK.sub(r"\1.\2", text), language)
    if source:
        for unit, cell in _COLUMN.findall(text):
            figures |= {f"{figure}{_sign(unit)}" for figure in _figures(cell, language) if figure[-1].isdigit()}
        for day in tuple(dates):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                dates |= {day[:7], f"--{day[5:]}"}
            figures |= {day[:4]} if day[0] != "-" else set()
        figures |= {part for identifier in identifiers for part in identifier.split("/")}
    return Facts(frozenset(figures), frozenset(dates), frozenset(a.rstrip(".,;").casefold() for a in addresses))


def joined(several: Iterable[Facts]) -> Facts:
    """All facts of ``several`` texts together."""
    facts = list(several)
    return Facts(
        frozenset().union(*(one.figures for one in facts)),
        frozenset().union(*(one.dates for one in facts)),
        frozenset().union(*(one.addresses for one in facts)),
    )


def _taken(pattern: re.Pattern[str], text: str) -> tuple[list[str], str]:
    """What ``pattern`` finds, and the text without it."""
    return pattern.findall(text), pattern.sub(" ; ", text)


def _dates(text: str, language: str) -> tuple[set[str], str]:
    """The dates of ``text``, and the text without them."""
    dates = [date for date in dates_in(text, language) if date.is_precise]
    for date in reversed(dates):
        text = f"{text[: date.start]} ; {text[date.end :]}"
    return {f"{date.year or '-'}-{date.month:02}{f'-{date.day:02}' if date.day else ''}" for date in dates}, text


def _figures(text: str, language: str) -> set[str]:
    text, found = with_figures(text, language)
    for match in _FIGURE.finditer(text):
        sign = _sign((match["before"] or "").strip() or match["unit"] or "")
        scale = next((by for word, by in _SCALES.items() if (match["scale"] or "").lower().startswith(word)), 1)
        found |= {f"{_plain(number, scale)}{sign}" for number in (match["number"], match["upper"]) if number}
    return found


def _sign(unit: str) -> str:
    """The unit as figures carry it."""
    if not unit or unit.lower().startswith(("€", "eur")):
        return unit and "€"
    codes = (code for code, pattern in CURRENCIES.items() if re.fullmatch(pattern, unit, re.IGNORECASE))
    return next(codes, "%")


def _plain(number: str, scale: int) -> str:
    """1 000, 1.000 and 1,000 as 1000; 2,50 as 2.5."""
    if grouped := re.fullmatch(r"([1-9]\d{0,2}(?:[ .,]\d{3})+|\d{1,3}(?:[ .,]\d{3}){2,})(?:[.,](\d{1,2}))?", number):
        number = re.sub("[ .,]", "", grouped[1]) + (f".{grouped[2]}" if grouped[2] else "")
    try:
        value = (Decimal(number.replace(" ", "").replace(",", ".")) * scale).normalize()
    except InvalidOperation:  # a version, such as 1.2.3
        return number
    return f"{value:f}"
