"""The one door to all readers: files of records, files without anything to read, libraries opened when needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from drafts import outline, reason_of, save

from corpus.readers import READERS, read_file


def test_records(tmp_path: Path) -> None:
    rows = (
        '{"id": "a-1", "lang": "fi", "title": "Laki", "section": "1 §", "text": "Tukea saa.", '
        '"region": "Lappi"}\n'
        '\n{"id": 7, "text": "Två"}\n'
    )
    first, second = read_file(save(tmp_path, "c.jsonl", rows))
    assert (first.key, first.language, first.title, first.fields) == (
        "a-1",
        "fi",
        "Laki",
        {"region": "Lappi"},
    )
    assert outline(first) == [("h", 2, "1 §"), ("p", 0, "Tukea saa.")]
    assert (second.key, second.language, second.title, second.text.strip()) == ("7", None, None, "Två")


@pytest.mark.parametrize(
    ("rows", "detail"),
    [
        ('{"id": "a", "text": "x"}\n{"id"', "{line 2}: {not_json}"),
        ('{"id": "a"}', "{line 1}: {no_text_field}"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "{line 2}: {id_twice} a"),
    ],
)
def test_bad_records_name_the_line(tmp_path: Path, rows: str, detail: str) -> None:
    assert reason_of(save(tmp_path, "c.jsonl", rows)) == ("broken", detail)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_empty_files(tmp_path: Path, suffix: str) -> None:
    assert reason_of(save(tmp_path, f"a{suffix}", "")) == ("empty", "")


@pytest.mark.parametrize(("name", "content"), [("a.txt", " \n\n "), ("a.html", "<p> </p>"), ("a.jsonl", "\n")])
def test_files_without_text(tmp_path: Path, name: str, content: str) -> None:
    assert reason_of(save(tmp_path, name, content)) == ("no_text", "")


def test_unsupported_missing_and_binary(tmp_path: Path) -> None:
    assert reason_of(save(tmp_path, "a.doc", "x")) == ("old_office", ".doc")
    assert reason_of(tmp_path / "gone.txt") == ("broken", "{no_such_file}")
    assert reason_of(save(tmp_path, "a.txt", bytes(range(256)))) == ("broken", "{not_utf8}")


def test_reading_markdown_imports_no_other_library(tmp_path: Path) -> None:
    path = save(tmp_path, "a.md", "# Otsikko\n\nTeksti.")
    code = (
        "import sys; from pathlib import Path; from corpus.readers import read_file;"
        f"read_file(Path({str(path)!r}));"
        "print(sorted({'docx', 'pptx', 'openpyxl', 'bs4', 'pypdf', 'torch', 'numpy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_missing_library_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    path = save(tmp_path, "a.odd", "x")
    with pytest.raises(ModuleNotFoundError):
        read_file(path, readers={".odd": "corpus.readers.odd:read_odd"})
