"""Sums of money as people write them: the same number wherever they stand."""

from __future__ import annotations

import pytest

from corpus.amounts import amount, share
from corpus.fields import check_fields


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1250000", 1_250_000), ("1 250 000,50 €", 1_250_000.5), ("1.250.000 €", 1_250_000), ("250.000", 250_000),
        ("1.250.000,00", 1_250_000), ("1,250,000", 1_250_000), ("1,250,000.00", 1_250_000), ("250,000", 250_000),
        ("1\u00a0250\u00a0000\u00a0€", 1_250_000), ("1\u202f250\u202f000,5", 1_250_000.5), ("€250,000", 250_000),
        ("EUR 250 000", 250_000), ("250 000 euroa", 250_000), ("1'250'000", 1_250_000), ("1250000,50", 1_250_000.5),
        ("250,50", 250.5), ("250.50", 250.5), ("0.125", 0.125), ("2500,5", 2500.5), ("0", 0),
    ],
)  # fmt: skip
def test_a_sum_as_people_write_it(written: str, meant: float) -> None:
    assert amount(written) == meant
    assert check_fields({"budget": written}, "opas.pdf") == {"budget": meant}


@pytest.mark.parametrize(
    "written",
    [
        "1,25 M€", "1,25 milj. €", "250 000 SEK", "10 000–20 000", "noin 10 000", "10 000 + alv", "2018 2021",
        "1.250,000", "1,250.000,50", "12 34", "-5", "nan", "",
    ],
)  # fmt: skip
def test_what_may_be_another_sum_is_none(written: str) -> None:
    assert amount(written) is None


def test_a_share_has_no_thousands() -> None:
    assert [share(written) for written in ("80", "79,5 %", "12.500", "80 prosenttia")] == [80, 79.5, 12.5, 80]
    assert [share(written) for written in ("enintään 80 %", "60–80 %", "")] == [None] * 3
