"""A brief in every format: no letter is lost or forbidden, and the command line writes it."""

from __future__ import annotations

import io
import json
import unicodedata
from pathlib import Path

import pytest
from briefs import GUIDE, LETTERS, made, pdf_text, quoted
from docx import Document

from assistant.answers import Answer
from interface.cli import main
from interface.take_along import FORMATS
from interface.texts import LANGUAGES


def test_letters_in_parts_are_written_whole() -> None:
    parted = unicodedata.normalize("NFD", f"Määräys {LETTERS}")
    found = Answer("Mikä?", "fi", "other", False, (quoted(GUIDE, parted, 0, 1),), ())
    assert f"Määräys {LETTERS}" in pdf_text(made(".pdf", found=found))
    for ending in (".csv", ".ris", ".md"):
        assert f"Määräys {LETTERS}" in made(ending, found=found).decode("utf-8-sig")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_in_every_language_holds_no_forbidden_letter(ending: str, language: str) -> None:
    content = made(ending, language)
    if ending == ".docx":
        content = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs).encode()
    elif ending == ".pdf":
        content = pdf_text(content).encode()
    assert not {"\x00", "\x0b", "\ufffe", "\u202e"} & set(content.decode("utf-8-sig"))


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_command_line_writes_a_file(
    command: str, small_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ending in (".docx", ".csv"):
        path = tmp_path / f"vastaus{ending}"
        assert main([command, "Milloin hakuaika päättyy?", "--index", str(small_index), "--output", str(path)]) == 0
        assert capsys.readouterr().out == ""
        assert path.stat().st_size > 100
    assert main([command, "Hakuaika", "--index", str(small_index), "--json", "--output", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["hits"]
    assert [item.name for item in sorted(tmp_path.iterdir())] == ["vastaus.csv", "vastaus.docx"]


@pytest.mark.parametrize(
    ("question", "name", "words", "code"),
    [("x", "a.odt", ".docx, .pdf", 2), ("-", "a.md", "one question", 2), ("x", "none/a.md", "cannot be written", 1)],
)
def test_a_file_that_cannot_be_is_told_before_anything_is_opened(
    question: str, name: str, words: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    told = main(["ask", question, "--output", str(tmp_path / name), "--index", str(tmp_path / "none.sqlite")])
    assert told == code
    assert words in capsys.readouterr().err
