"""A language model's answer in the terminal: nothing is sent before a yes, and the verbatim answer stands first."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from chat import PATH, QUESTION, says
from indexes import copy_index
from web_server import Site

from interface.cli import main


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(index: Path, *more: str) -> int:
    return main(["ask", QUESTION, "--index", str(index), "--model", *more])


def test_nothing_is_sent_before_a_person_agrees(
    chat_index: Path, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    monkeypatch.setenv("TIETOSILTA_LLM_MODEL", "m")
    assert run(chat_index) == 1
    assert "No server for a language model is set." in capsys.readouterr().err
    monkeypatch.setenv("TIETOSILTA_LLM_BASE_URL", f"{site.address}/v1")
    site.pages[PATH] = says("Tukitaso on enintään 80 prosenttia [1]. Banaani on hedelmä [1]. Tuki on 100 % [1].")
    host = site.address.removeprefix("http://")

    assert run(chat_index, "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["generated"] is None
    assert f"sent to the server {host}. There the language model m" in err and "Nothing was sent" in err
    assert site.asked == []

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert run(chat_index) == 0
    assert site.asked == []
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert run(chat_index) == 0
    assert site.paths() == [PATH]
    out = capsys.readouterr().out
    assert out.index("Kehittämishankkeen tukitaso on enintään 80") < out.index("The language model's answer")
    assert "Tukitaso on enintään 80 prosenttia. [1]" in out
    assert "2 sentences were removed because the passages do not support them." in out

    monkeypatch.setattr("sys.stdin", io.StringIO(""))  # the yes is remembered
    assert run(chat_index, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert "enintään 80 prosenttia" in made["sentences"][0]["quote"]
    generated = made["generated"]
    assert (generated["host"], generated["removed"], generated["failure"]) == (host, 2, None)
    assert generated["sentences"] == [{"text": "Tukitaso on enintään 80 prosenttia.", "citations": [1]}]
    assert generated["passages"][0]["document"] == "funding/opas.md"


def test_an_address_that_is_none_is_told(
    chat_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    monkeypatch.setenv("TIETOSILTA_LLM_MODEL", "m")
    for wrong in ("http://[", "http://", "localhost:11434/v1", "http://localhost:port/v1"):
        monkeypatch.setenv("TIETOSILTA_LLM_BASE_URL", wrong)
        assert run(chat_index) == 1
        assert "No server for a language model is set." in capsys.readouterr().err


def test_beside_a_file_the_models_words_are_printed_and_of_a_declined_answer_nothing_is_sent(
    chat_index: Path, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    for name, value in (("MODEL", "m"), ("BASE_URL", f"{site.address}/v1"), ("KEY", "secret\n")):
        monkeypatch.setenv(f"TIETOSILTA_LLM_{name}", value)
    monkeypatch.setenv("TIETOSILTA_LLM_CONSENT", site.address.removeprefix("http://"))
    site.pages[PATH] = says("Kehittämishankkeen tukitaso on enintään 80 %. [1] Se on 90 %. [1]")
    brief = tmp_path / "brief.md"
    assert run(chat_index, "--output", str(brief)) == 0
    out = capsys.readouterr().out
    assert "tukitaso on enintään 80 %. [1]" in out and "1 sentence was removed" in out
    assert "80 prosenttia" in brief.read_text("utf-8") and "80 %." not in brief.read_text("utf-8")
    assert site.asked[0][1]["authorization"] == "Bearer secret"

    site.asked.clear()
    assert main(["ask", "How is a diesel engine repaired?", "--index", str(chat_index), "--model"]) == 0
    assert "so nothing was sent to the language model." in capsys.readouterr().err
    assert site.asked == []


def test_a_yes_that_cannot_be_kept_holds_once(
    chat_index: Path, tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_index(chat_index, tmp_path / "index.sqlite")
    (tmp_path / "language-model-hosts.txt").mkdir()  # as in a folder that cannot be written
    for name, value in (("LANGUAGE", "en"), ("LLM_MODEL", "m"), ("LLM_BASE_URL", f"{site.address}/v1")):
        monkeypatch.setenv(f"TIETOSILTA_{name}", value)
    site.pages[PATH] = says("Tukitaso on enintään 80 prosenttia [1].")
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert run(tmp_path / "index.sqlite") == 0
    assert "Tukitaso on enintään 80 prosenttia. [1]" in capsys.readouterr().out
