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
# What questions ask for, one for each cue at least, and others that look like it.
ROWS = Path(__file__).with_name("question_kinds.tsv").read_text("utf-8").splitlines()[1:]
LABELLED = [row.split("\t") for row in ROWS]
LANGUAGES = ["fi", "sv", "en", "de", "fr", "et", "es", "nl", "ro", "el", "pl", "it", "pt"]


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


@pytest.mark.parametrize(("kind", "question"), LABELLED)
def test_what_a_question_asks_for(kind: str, question: str) -> None:
    assert kind_of(question) == kind


def test_every_cue_has_a_labelled_question() -> None:
    for entry in CUES["kinds"]:
        asked = [question for kind, question in LABELLED if kind == entry["kind"]]
        for cue in (cue for language in languages(entry) for cue in entry[language]):
            pattern = re.compile(rf"\b(?:{cue})\b".replace(" ", r"\s+"), re.IGNORECASE)
            assert any(map(pattern.search, asked)), cue


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how\n many\u00a0 people", "amount"),
        (" May I apply", "yes_no"),
        ("", "other"),
    ],
)
def test_spaces_change_nothing(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("kuinka paljon", True),
        ("kuinka", False),
        ("missä haetaan", True),
        ("milloista tukea", True),
        ("kenelle tuki maksetaan", True),
        ("onko tuki verotonta", True),
        ("riittääkö yhdistys", True),
        ("saisikohan yhdistys", False),
        ("varför nekades stödet", True),
        ("får man söka", True),
        ("where to apply", True),
        ("should we apply", True),
        ("howitzer sales", False),
        ("warum wird abgelehnt", True),
        ("darf man bauen", True),
        ("où trouver le formulaire", True),
        ("peut-on cumuler", True),
        ("kuidas taotleda", True),
        ("cómo solicitar", True),
        ("waar aanvragen", True),
        ("mag een vereniging", True),
        ("saaks ennakkoa", True),
        ("books for children", False),
        ("kto może wnioskować", True),
        ("chi può chiedere", True),
        ("quem pode pedir", True),
        ("tukitaso?", True),
        ("tukitaso\uff1f", True),
        ("ما هو الدعم\u061f", True),
        ("?", False),
        ("", False),
    ],
)
def test_what_is_a_question(text: str, asks: bool) -> None:
    assert is_question(text) is asks
