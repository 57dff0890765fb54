"""The words by which a question's kind is told: a file that people edit, so each of its lines must be sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import assistant.answering.questions
from assistant.answering.questions import Kind, is_question, kind_of

FILE = Path(assistant.answering.questions.__file__).with_name("question_cues.yaml")
CUES: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
LANGUAGES = ["fi", "sv", "en", "de", "fr", "et", "es", "nl", "ro", "el"]


def languages(entry: dict[str, Any]) -> list[str]:
    return [name for name in entry if name not in ("kind", "before")]


def every_cue() -> Iterator[Any]:
    for entry in [*CUES["kinds"], CUES["first_words"]]:
        for language in languages(entry):
            yield from entry[language]


def test_every_kind_has_cues_and_yes_no_is_tried_last() -> None:
    kinds = [entry["kind"] for entry in CUES["kinds"]]
    assert set(kinds) == set(get_args(Kind))
    assert kinds[kinds.index("yes_no") :] == ["yes_no"] * 3


def test_languages_stand_in_one_order() -> None:
    for entry in [*CUES["kinds"], CUES["first_words"]]:
        assert languages(entry) == [language for language in LANGUAGES if language in entry]


def test_every_cue_is_a_short_pattern_by_itself() -> None:
    for cue in every_cue():
        assert isinstance(cue, str), cue  # YAML takes a bare on or no for true or false
        assert re.compile(cue) and len(cue) <= 110, cue
        assert "  " not in cue and r"\s+" not in cue, cue  # a space says it
        assert not re.search(r"\[[^\]]* |\(\?<[=!][^)]* ", cue), cue  # where a space cannot be several


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how\n many\u00a0 people", "amount"),
        ("Showhow manyfold", "other"),
        ("Får man stöd när man är ny?", "yes_no"),
        ("Stödet kommer när?", "other"),
        ("Till när gäller beslutet?", "date"),
        ("¿Puede participar un ayuntamiento?", "yes_no"),
        ("We are new, so can we apply", "yes_no"),
        (" May I apply", "yes_no"),
        ("“Can we apply”", "yes_no"),
        ("Vilket förslag vann?", "other"),
        ("Vilken lag gäller?", "source"),
        ("Mikä samanlaista on?", "other"),
        ("The can is full", "other"),
        ("Was kostet ein Platz?", "amount"),
        ("Was there a call?", "yes_no"),
        ("Mikä laista säätää?", "source"),
        ("Mikä tällaista auttaa?", "other"),
        ("Câți angajați are?", "amount"),
        ("Ποιος μπορεί;", "who"),
        ("Mitä jos hanke viivästyy?", "other"),
        ("Mitä tapahtuu, jos hanke viivästyy?", "other"),
        ("Vad händer om någon listar kostnader som inte får räknas?", "other"),
        ("What happens if the list of costs is late?", "other"),
        ("Mistä löydän kumppanin?", "other"),
        ("Mistä löydän hakulomakkeen?", "source"),
        ("Where can I find a partner?", "other"),
        ("Where can I find the application form?", "source"),
        ("What did the turnover amount to in 2023?", "amount"),
        ("What is the value of an hour of volunteer work?", "amount"),
        ("What is an hour of volunteer work worth?", "amount"),
        ("Mikä on talkootyötunnin arvo?", "amount"),
        ("Vad är en timme talko värd?", "amount"),
        ("", "other"),
    ],
)
def test_cues_are_whole_words_in_their_places(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("kuinka paljon", True),
        ("kuinka", False),
        ("peut-on cumuler", True),
        ("howitzer sales", False),
        ("saisikohan yhdistys", False),
        ("riittääkö yhdistys", True),
        ("tukitaso?", True),
        ("?", False),
        ("", False),
    ],
)
def test_what_is_a_question(text: str, asks: bool) -> None:
    assert is_question(text) is asks
