"""Lists of words in YAML files, read as patterns."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.word_lists import any_of, patterns

ASSISTANT = Path(__file__).parents[1] / "assistant"


def test_words_of_all_languages_are_found_whole_and_in_any_case() -> None:
    pattern = any_of([{"note": "no words", "fi": ["haku|haut", r"haet\w+"], "en": ["call for tenders"]}])
    found = [match.group() for match in pattern.finditer("HAKU, esihaku, hakuja, haetaan; Call  for\ntenders")]
    assert found == ["HAKU", "haetaan", "Call  for\ntenders"]


def test_what_stands_around_words_can_be_told() -> None:
    first = any_of([{"before": r"^\W*", "after": ",", "sv": ["dess|deras"]}])
    assert [bool(first.search(text)) for text in ("– Dess, ja", "Dess ja", "Och deras, ja")] == [True, False, False]


def test_several_entries_are_one_pattern() -> None:
    either = any_of([{"fi": ["kyllä"]}, {"before": "^", "sv": ["ja"]}])
    assert [bool(either.search(text)) for text in ("no kyllä", "ja visst", "no ja")] == [True, True, False]


@pytest.mark.parametrize("path", sorted(ASSISTANT.rglob("*_words.yaml")), ids=lambda path: path.stem)
def test_no_list_is_empty_or_finds_nothing_everywhere(path: Path) -> None:
    for name, pattern in patterns(path).items():
        assert pattern.search("") is None, name
