"""The labelled questions over the shipped library: what they point at exists, and they are spread as promised."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from corpus.catalogue import Described, describe
from corpus.draft import Draft
from corpus.folder import source_files
from corpus.language import detect
from corpus.readers import read_file

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "corpus" / "library"
KEYS = {"id", "question", "language", "who", "documents", "note"}


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    file = ROOT / "benchmarks" / "library" / "questions.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def library() -> dict[str, tuple[Draft, Described]]:
    return {
        file.path: (draft, describe(draft, PurePosixPath(file.path), LIBRARY))
        for file in source_files(LIBRARY)
        for draft in read_file(file.absolute)
    }


def test_every_question_has_its_fields(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        funding = any(name.startswith("funding/") for name in question["documents"])
        assert set(question) - {"pages"} == KEYS | ({"sections"} if funding else set()), question["id"]
        assert question["who"] in ("staff", "applicant", "partner") and question["documents"], question["id"]
    assert max(Counter(question["id"] for question in questions).values()) == 1


def test_every_label_exists(questions: list[dict[str, Any]], library: dict[str, tuple[Draft, Described]]) -> None:
    for question in questions:
        assert set(question["documents"]) <= set(library), question["id"]
        if "sections" not in question:
            continue
        stated: set[str] = set()
        for name in question["documents"]:
            draft = library[name][0]
            headings = {draft.text[b.start : b.end] for b in draft.blocks if b.kind == "heading"}
            headings &= set(question["sections"])
            pages = question.get("pages", {}).get(name, [])
            assert pages if name.endswith(".pdf") else headings, (question["id"], name)
            assert all(1 <= page <= len(draft.pages) for page in pages), (question["id"], name)
            stated |= headings
        assert stated == set(question["sections"]), question["id"]


def test_half_of_the_questions_go_across_languages(
    questions: list[dict[str, Any]], library: dict[str, tuple[Draft, Described]]
) -> None:
    across = [q for q in questions if q["language"] not in {library[name][1].language for name in q["documents"]}]
    assert len(questions) >= 40 and len(across) >= len(questions) / 2
    languages = Counter(question["language"] for question in questions)
    assert min(languages[language] for language in ("fi", "sv", "en")) >= 9
    assert min(languages[language] for language in ("de", "fr", "et")) >= 1
    assert min(Counter(question["who"] for question in questions).values()) >= 10
    collections = Counter(question["documents"][0].split("/")[0] for question in questions)
    assert min(collections[name] for name in ("practices", "projects", "funding")) >= 9


def test_the_questions_are_in_the_language_they_say(questions: list[dict[str, Any]]) -> None:
    assert {q["id"]: detect(q["question"]) for q in questions if detect(q["question"]) != q["language"]} == {}
