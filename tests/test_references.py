"""References to passages: written down, read again, and found in a text that has changed."""

from __future__ import annotations

import pytest

from assistant.references import Reference

PASSAGE = "The host pays for local transport and one dinner."
TEXT = f"A study visit lasts three days.\n\n{PASSAGE} Nobody else pays."
REFERENCE = Reference.to("practices/visits.pdf", TEXT.index(PASSAGE), PASSAGE)


def test_as_it_is_written() -> None:
    assert str(REFERENCE) == "practices/visits.pdf@33-82~The host pays for local transport"
    assert Reference.parse(str(REFERENCE)) == REFERENCE
    assert Reference.at("practices/visits.pdf", REFERENCE.place) == REFERENCE


@pytest.mark.parametrize("garbage", ["", "a.md", "a.md@", "@1-2", "a.md@2-1", "a.md@x-y~z", "a.md@-1-5"])
def test_garbage_is_no_reference(garbage: str) -> None:
    assert Reference.parse(garbage) is None


@pytest.mark.parametrize(
    "changed",
    [
        TEXT,
        "A new first paragraph. " * 40 + TEXT,
        TEXT.replace("lasts three", "lasts\u00a03"),
        TEXT.replace("The host pays", "The host  \n pays"),
        TEXT.replace("local transport", "buses"),  # the first half of the words is left
        TEXT.replace("The host pays", "The hosts pay"),  # and the last half
    ],
)
def test_a_passage_is_found_again(changed: str) -> None:
    found = REFERENCE.find(changed)
    assert found is not None
    start = changed.index("The host")
    assert abs(found[0] - start) <= 3
    assert "one din" in changed[slice(*found)]


def test_of_equal_places_the_nearest() -> None:
    twice = TEXT + " Filler." * 100 + PASSAGE
    assert REFERENCE.find(twice) == (33, 82)
    later = "Filler. " * 3 + twice
    assert REFERENCE.find(later) == (57, 106)


@pytest.mark.parametrize("text", ["sana " * 10, "x" * 119 + " loppu sanoja", "a@1-2~b c", "\u00a0 väli\n rivi "])
def test_what_is_written_reads_as_itself(text: str) -> None:
    written = str(Reference.to("opas@1.md", 7, text))
    assert str(Reference.parse(written)) == written


def test_a_passage_that_is_gone_is_not_found() -> None:
    assert REFERENCE.find("Nothing of the kind.") is None
    assert Reference("a.md", 50, 60).find("short") is None
