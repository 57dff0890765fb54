"""Questions of one's own with the documents that answer them: what a file of them may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.labelled import answered, read_questions
from assistant.search import Library
from corpus.errors import TietosiltaError


def write_questions(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


QUESTIONS = (
    {"id": "a", "question": "käytetyt koneet", "documents": ["funding/reko.md"]},
    {"question": "who washes for hospitals?", "documents": ["practices/cooperative-laundry.md"]},
    {"question": "own contribution", "documents": ["funding/omarahoitus.md"]},
)


def test_labelled_questions(library: Library, tmp_path: Path) -> None:
    questions = read_questions(write_questions(tmp_path / "q.jsonl", *QUESTIONS), library)
    assert answered(library, questions) == 3
    wrong = [
        {"question": "x"}, {"question": "x", "documents": ["no.md"]}, {"question": "x", "documents": []},
        {"question": "x", "documents": [1, "no.md"]}, {"question": "x", "documents": "funding/reko.md"},
        {"question": 5, "documents": ["funding/reko.md"]}, {"question": "x", "documents": ["no\ud800.md"]},
    ]  # fmt: skip
    for row in wrong:
        with pytest.raises(TietosiltaError) as caught:
            read_questions(write_questions(tmp_path / "q.jsonl", QUESTIONS[0], row), library)
        assert caught.value.reason == "questions" and "q.jsonl, {line 2}" in caught.value.detail
    for path in (tmp_path / "none.jsonl", write_questions(tmp_path / "empty.jsonl")):
        with pytest.raises(TietosiltaError) as caught:
            read_questions(path, library)
        assert str(path) in caught.value.detail


def test_labelled_questions_as_other_programs_write_them(library: Library, tmp_path: Path) -> None:
    line = '\ufeff{"question": "Who can\u2028apply \\ud83d?", "documents": ["funding/reko.md"]}\r\n'
    (tmp_path / "q.jsonl").write_text(line, "utf-8")
    (labelled,) = read_questions(tmp_path / "q.jsonl", library)
    assert (labelled.question, labelled.documents) == ("Who can\u2028apply ??", {"funding/reko.md"})
