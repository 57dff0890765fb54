"""The command line's contract: shapes, exit codes, what goes to which stream."""

from __future__ import annotations

import gc
import importlib.metadata
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from interface.cli import main


def run(*arguments: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own, as people run it."""
    command = [sys.executable, "-m", "interface.cli", *map(str, arguments)]
    surroundings = os.environ | {"TIETOSILTA_LANGUAGE": "en"} | environment
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=surroundings, timeout=300)


def test_a_terminal_is_told_that_the_model_is_being_opened(
    small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    command = ["search", "own contribution", "--index", str(small_index), "--json"]
    assert main(command) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(command) == 0
    assert capsys.readouterr().err == "Opening the search model…\r                         \r"
    assert gc.isenabled() and gc.get_freeze_count() == 0  # what a command held back is as it was


def test_search_prints_one_json_document(small_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = "How much of the total costs is the own contribution at least?"
    assert main(["search", question, "--index", str(small_index), "--k", "1", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["query"] == "How much of the total costs is the own contribution at least?"
    assert answer["language"] == "en"
    (hit,) = answer["hits"]
    start, end = hit.pop("highlight")
    assert hit["text"][start:end].strip() == (
        "Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista."
    )
    assert 0 < hit.pop("score") < 2
    assert hit.pop("end") - hit.pop("start") == len(hit["text"])
    assert hit == {
        "rank": 1,
        "document": "funding/omarahoitus.md",
        "title": "Omarahoitus ESR+-hankkeessa 2024",
        "language": "fi",
        "collection": "funding",
        "page": None,
        "section": "Omarahoituksen määrä",
        "text": "Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista. "
        "Osuuden voi maksaa hakija itse tai kunta.",
        "status": "valid",
        "versions": [],
        "words": [],
        "terms": [
            {"question": "total costs", "passage": "kokonaiskustannus"},
            {"question": "own contribution", "passage": "omarahoitusosuus"},
        ],
    }


def test_questions_from_standard_input_give_a_line_each(
    small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Hakuaika?\n\nlaundry in Turin\n"))
    assert main(["search", "-", "--index", str(small_index)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["query"] for line in lines] == ["Hakuaika?", "laundry in Turin"]
    assert lines[1]["hits"][0]["document"] == "practices/cooperative-laundry.md"


def test_closed_input_holds_no_questions(
    small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    for command in ("search", "ask"):
        assert main([command, "-", "--index", str(small_index)]) == 0
        assert capsys.readouterr() == ("", "")


def test_a_terminal_that_lacks_letters_gets_question_marks(small_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    assert main(["search", "How large is the own contribution?", "--k", "1", "--index", str(small_index)]) == 0
    terminal.seek(0)
    told = terminal.read()
    assert "Hankkeen omarahoitusosuus on vähintään 20 prosenttia" in told
    assert "own contribution ? omarahoitusosuus" in told  # an arrow


def test_filters(small_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("sv", "SV", "ruotsi"):
        main(["search", "stöd", "--index", str(small_index), "--lang", language, "--collection", "funding", "--json"])
        hits = json.loads(capsys.readouterr().out)["hits"]
        assert [hit["document"] for hit in hits] == ["funding/reko.md"]


def test_filters_that_name_nothing_are_told(
    small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    with pytest.raises(SystemExit) as caught:
        main(["search", "stöd", "--index", str(small_index), "--lang", "xx"])
    assert caught.value.code == 2
    assert "--lang: xx: not known as a language; give a code such as fi, or a name" in capsys.readouterr().err
    named = ["--document", "nope.md", "--document", "funding/reko.md"]
    assert main(["search", "stöd", "--index", str(small_index), *named]) == 1
    assert "There is no such document in the library: nope.md." in capsys.readouterr().err


def test_without_a_command_the_commands_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    with pytest.raises(SystemExit, match="2"):
        main([])
    said = capsys.readouterr()
    assert said.out == "" and "\n    doctor " in said.err and "check that everything is in place" in said.err


def test_a_language_that_is_none_is_told_before_models_are_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    monkeypatch.setattr("assistant.translating.translation_models.Makers", _never)
    with pytest.raises(SystemExit, match="2"):
        main(["translate", "install", "xx", "--index", str(tmp_path / "i.sqlite")])
    assert "xx: " in capsys.readouterr().err


def test_a_missing_index_is_a_sentence_in_the_readers_language(tmp_path: Path) -> None:
    for language, words in (("fi", "tietosilta index"), ("sv", "tietosilta index"), ("en", "tietosilta index")):
        result = run("search", "x", "--index", tmp_path / "none.sqlite", TIETOSILTA_LANGUAGE=language)
        assert result.returncode == 1
        assert words in result.stderr
        assert "Traceback" not in result.stderr
        assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments", [[], ["search"], ["search", "x", "--k", "0"], ["search", "x", "--collection", "recipes"], ["fly"]]
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("language", "arguments", "usage", "told"),
    [
        ("fi", ["remove"], "käyttö: tietosilta remove ", "Virhe: Komennosta puuttuu: DOCUMENT.\n"),
        ("sv", ["ask", "x", "--k", "2"], "användning: tietosilta ",
         "Fel: Det finns inget sådant argument: --k 2. Kontrollera hur det är skrivet.\n"),
        ("fi", ["export", "--format", "pdf"], "käyttö: tietosilta export ",
         "Virhe: --format: pdf ei ole mikään vaihtoehdoista. "
         "Valitse jokin näistä: csv, json, interreg, innokyla, kohesio, dcat.\n"),
        ("sv", ["search", "x", "--k"], "användning: tietosilta search ", "Fel: --k: värdet efter det saknas.\n"),
        ("fi", ["ask", "x", "--json=1"], "käyttö: tietosilta ask ", "Virhe: --json ei ota arvoa: 1.\n"),
        ("sv", ["search", "x", "--collection", "x"], "användning: tietosilta search ",
         "Fel: --collection: x finns inte bland alternativen. Välj något av dessa: projects, practices, funding.\n"),
        ("fi", ["fetch", "--m", "1"], "käyttö: tietosilta fetch ",
         "Virhe: --m voi tarkoittaa mitä tahansa näistä: --manifest, --max-mb. Kirjoita se kokonaan.\n"),
        ("fi", ["translate"], "käyttö: tietosilta translate ", "Virhe: Komennosta puuttuu: ACTION.\n"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_told_in_the_readers_language(
    language: str, arguments: list[str], usage: str, told: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", language)
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    said = capsys.readouterr().err
    assert said.startswith(usage) and said.endswith("\n" + told)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search", "x", "--k", "0"], "--k: 0: give a whole number, 1–10000"),
        (["search", "x", "--k", "abc"], "--k: abc: give a whole number, 1–10000"),
        (["app", "--port", "99999"], "--port: 99999: give a whole number, 1–65535"),
        (["fetch", "--max-mb", "-1"], "--max-mb: -1: give a whole number, 1–10000"),
    ],
)
def test_wrong_numbers_are_told(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert told in capsys.readouterr().err


def test_what_cannot_be_written_is_a_sentence(
    small_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    target = tmp_path / "none" / "records.csv"
    assert main(["export", "--index", str(small_index), "--output", str(target)]) == 1
    assert capsys.readouterr().err == (
        f"Error: The file cannot be written to: {target}: there is no such file or folder."
        " Check the folder and your permissions.\n"
    )
    (tmp_path / "file").write_text("")
    assert main(["password", "--index", str(tmp_path / "file" / "i.sqlite")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_bytes_that_are_no_text_are_no_words(small_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "laundry in Turin \udcff", "--index", str(small_index), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["query"] == "laundry in Turin ?"
    assert answer["hits"][0]["document"] == "practices/cooperative-laundry.md"


def test_a_long_question_is_cut_after_a_word_and_that_is_said(
    small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    for command, asked in (("search", "query"), ("ask", "question")):
        assert main([command, "kustannus " * 5000, "--index", str(small_index), "--json"]) == 0
        said = capsys.readouterr()
        assert json.loads(said.out)[asked] == " ".join(["kustannus"] * 200)  # 200 words, 199 spaces: 1999
        assert said.err == (
            "The question was too long, so we searched with its beginning only (200 words)."
            " A shorter question gives better results.\n"
        )


def _never(*_: object, **__: object) -> None:
    raise AssertionError("the model was opened")


@pytest.mark.parametrize("command", [["card", "nope.md"], ["search", "kuka", "--document", "nope.md"]])
def test_a_document_that_is_not_there_is_told_before_the_model_is_opened(
    command: list[str], small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    monkeypatch.setattr("interface.settings.Settings.open_library", _never)
    assert main([*command, "--index", str(small_index)]) == 1
    assert capsys.readouterr().err.startswith("Error: There is no such document in the library: nope.md. ")


@pytest.mark.parametrize("question", ["", "???"])
def test_a_question_without_words_is_told(
    question: str, small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    monkeypatch.setattr("interface.settings.Settings.open_library", _never)
    sentence = "There is no word in the question. Write what you want to know.\n"
    assert main(["search", question, "--index", str(small_index)]) == 0
    assert capsys.readouterr() == ("", sentence)
    assert main(["ask", question, "--index", str(small_index)]) == 0
    assert capsys.readouterr() == (sentence, "")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_that_there_is_no_library_is_told_before_that_there_is_no_word(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    assert main([command, "", "--index", str(tmp_path / "none.sqlite")]) == 1
    assert capsys.readouterr().err.startswith("Error: The library has not been made yet: ")
    (tmp_path / "damaged.sqlite").write_bytes(b"no index " * 900)
    assert main([command, "", "--index", str(tmp_path / "damaged.sqlite")]) == 1
    assert capsys.readouterr().err.startswith("Error: The library file is damaged: ")


def test_the_app_says_that_there_is_no_library_and_that_its_port_is_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    with socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["app", "--index", str(tmp_path / "none.sqlite"), "--port", str(port)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"The library has not been made yet: {tmp_path}/none.sqlite. Run make app")
    assert f"cannot be served here: {port}, another program uses it" in told
    assert main(["app", "--index", str(tmp_path / "none.sqlite"), "--address", "192.0.2.1"]) == 1
    assert "cannot be served here: 192.0.2.1:8501, this machine has no such address" in capsys.readouterr().err


def test_a_set_with_a_missing_file_is_told(tmp_path: Path) -> None:
    result = run("evaluate", tmp_path)
    assert result.returncode == 1
    assert "corpus.jsonl" in result.stderr and "Traceback" not in result.stderr


def test_the_version_is_that_of_the_installed_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"tietosilta {importlib.metadata.version('tietosilta')}\n"
