"""Sums of money and shares as people write them in tables and forms, in numbers."""

from __future__ import annotations

import re

_UNIT = re.compile(r"^(?:€|EUR)|(?:€|EUR|euro(?:a|s|t)?|%|prosenttia|procent|per ?cent)$", re.IGNORECASE)
# 250,000 and 1.250.000,50: one mark between the thousands, another before the cents.
_THOUSANDS = re.compile(r"([1-9]\d{0,2}([ .,'’])\d{3}(?:\2\d{3})*)((?!\2)[.,]\d{1,2})?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


def amount(stated: str) -> float | None:
    """Euros: 250.000 and 250,000 are a quarter of a million, 250.50 and 250,50 a little over 250.

    None for what may be another sum: 1,25 M€, 250 000 SEK, 10 000–20 000, about a million.
    """
    number = _bare(stated)
    if grouped := _THOUSANDS.fullmatch(number):
        number = re.sub(r"\D", "", grouped[1]) + (grouped[3] or "")
    return share(number)


def share(stated: str) -> float | None:
    """Per cent, which has no thousands: 12.500 and 12,500 are twelve and a half. None for what is no number."""
    number = _bare(stated)
    return float(number.replace(",", ".")) if _PLAIN.fullmatch(number) else None


def _bare(stated: str) -> str:
    """Without its unit; spaces that do not break are plain ones."""
    return _UNIT.sub("", re.sub(r"\s", " ", stated).strip()).strip()
