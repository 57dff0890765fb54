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
    assert Reference.parse("practices/visits.pdf@33-82~The  host\npays for local transport ") == REFERENCE
    assert str(Reference("a.md", 1, 5)) == "a.md@1-5" and Reference.parse("a.md@1-5") == Reference("a.md", 1, 5)


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
        TEXT.replace(" for local transport", "\nfor local\ntransport").replace("host pays", "host\u00a0pays"),
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


def test_capitals_and_signs_of_patterns_are_letters_like_others() -> None:
    for words in (PASSAGE.upper(), "(a+b)* costs [1] $5? .x", PASSAGE.upper()[:20]):
        reference = Reference.to("a.md", 3, words)
        assert reference.find(f"0. {words.swapcase()}") == (3, 3 + len(words))


def test_of_equal_places_the_nearest() -> None:
    assert Reference.to("a.md", 98, PASSAGE).find(f"{PASSAGE}\n{PASSAGE}\n{PASSAGE}") == (100, 149)
    twice = TEXT + " Filler." * 100 + PASSAGE
    assert REFERENCE.find(twice) == (33, 82)
    later = "Filler. " * 3 + twice
    assert REFERENCE.find(later) == (57, 106)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sana " * 10, "sana sana sana sana sana sana"),
        ("x" * 119 + " loppu sanoja", "x" * 119),
        ("x" * 200, "x" * 120),
        ("a@1-2~b c", "a@1-2~b c"),
        ("Kysy: tuki@esimerkki.fi.", "Kysy: tuki@esimerkki.fi."),
        ("\u00a0 väli\n rivi ", "väli rivi"),
    ],
)
def test_what_is_written_reads_as_itself(text: str, words: str) -> None:
    written = str(Reference.to("opas@1.md", 7, text))
    assert written == f"opas@1.md@7-{7 + len(text)}~{words}"
    assert str(Reference.parse(written)) == written


def test_what_looks_like_a_place_among_the_words_is_none() -> None:
    for words in ("Katso a@1-2~ ja b", "a@1-2~", "nro a@1-2"):
        reference = Reference.to("opas.md", 7, words)
        assert Reference.parse(str(reference)) == reference


def test_a_passage_that_is_gone_is_not_found() -> None:
    assert REFERENCE.find("Nothing of the kind.") is None
    assert Reference("a.md", 50, 60).find("short") is None


def test_what_is_found_ends_with_the_text_and_begins_within_it() -> None:
    assert REFERENCE.find(TEXT[:70]) == (33, 70)
    assert REFERENCE.find("for local transport and one dinner.") == (0, 35)
    assert Reference("a.md", 2, 60).find("short") == (2, 5)
