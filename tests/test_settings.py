"""Settings from the file and the environment, and what is told of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import TietosiltaError
from interface.cli import main
from interface.settings import read_settings


def test_settings_come_from_file_then_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tietosilta.toml").write_text('index = "a.sqlite"\nlanguage = "sv"\n', "utf-8")
    monkeypatch.setenv("TIETOSILTA_INDEX", "b.sqlite")
    monkeypatch.delenv("TIETOSILTA_LANGUAGE", raising=False)
    settings = read_settings(tmp_path)
    assert (str(settings.index), settings.language, settings.model, settings.network) == ("b.sqlite", "sv", "", False)
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "Suomi")
    assert read_settings(tmp_path).language == "fi"


def test_settings_of_another_type_are_told_and_empty_ones_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tietosilta.toml"
    for name in ("INDEX", "MODEL", "RERANK"):
        monkeypatch.setenv(f"TIETOSILTA_{name}", "")
    file.write_text('index = "~/a.sqlite"\nmodel = "own"\nrerank = false\nstaff = ["a@b.fi", "@c.fi"]\n', "utf-8")
    monkeypatch.setenv("HOME", "/home/maija")
    settings = read_settings(tmp_path)
    assert (str(settings.index), settings.model, settings.rerank) == ("/home/maija/a.sqlite", "own", "")
    assert settings.staff == ("@c.fi", "a@b.fi")
    file.write_text('model = "~/models/e5"\nrerank = "~/models/bge"\n', "utf-8")
    settings = read_settings(tmp_path)
    assert (settings.model, settings.rerank) == ("/home/maija/models/e5", "/home/maija/models/bge")
    file.write_text('rerank = "bundled"', "utf-8")
    monkeypatch.setenv("TIETOSILTA_RERANK", "off")
    assert read_settings(tmp_path).rerank == ""
    monkeypatch.delenv("TIETOSILTA_RERANK")
    for wrong, told in (
        ("index = 5", "index = 5"), ("model = true", "model = True"), ("rerank = true", "rerank = True"),
        ("contact = 1.5", "contact = 1.5"), ("staff = 7", "staff = 7"), ("language = [1]", "language = [1]"),
    ):  # fmt: skip
        file.write_text(wrong, "utf-8")
        with pytest.raises(TietosiltaError) as caught:
            read_settings(tmp_path)
        assert (caught.value.reason, caught.value.detail) == ("settings", told)


def test_a_switch_that_is_neither_on_nor_off_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for stated, meant in (("on", True), ("No", False), ("", True)):
        monkeypatch.setenv("TIETOSILTA_INSIGHTS", stated)
        assert read_settings(tmp_path).insights is meant
    monkeypatch.setenv("TIETOSILTA_INSIGHTS", "ei")
    with pytest.raises(TietosiltaError, match="insights = ei"):
        read_settings(tmp_path)


def test_a_language_that_the_program_does_not_speak_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for stated in ("xx", "de"):
        monkeypatch.setenv("TIETOSILTA_LANGUAGE", stated)
        assert main(["search", "x", "--index", str(tmp_path / "i.sqlite")]) == 1
        assert capsys.readouterr().err == (
            "Error: The settings ask for a language that the program does not speak: "
            f"language = {stated}. Choose fi, sv or en.\n"
        )


@pytest.mark.parametrize(
    ("written", "language", "told"),
    [
        (
            'languag = "fi"\n', "fi",
            "Virhe: Tällaista asetusta ei ole: tietosilta.toml: languag (ehkä language). "
            "Korjaa nimi tai poista asetus.\n",
        ),
        (
            "\nindex = data\n", "sv",
            "Fel: Inställningsfilen kan inte läsas: tietosilta.toml, rad 2. "
            "Rätta filen; text ska stå inom citattecken.\n",
        ),
        (
            'language = "fi"\nlanguage = "sv"', "en",
            "Error: The file of settings cannot be read: tietosilta.toml, line 2. "
            "Correct it; text stands in quotation marks.\n",
        ),
        (
            "staff = [", "en",
            "Error: The file of settings cannot be read: tietosilta.toml, the end is missing. "
            "Correct it; text stands in quotation marks.\n",
        ),
        (
            'llm_key = "geheim"', "en",
            "Error: The key of the language model must not stand in the file of settings: tietosilta.toml. "
            "Remove it there and give it in the environment as TIETOSILTA_LLM_KEY.\n",
        ),
        (
            "network = \"maybe\"", "en",
            "Error: A setting has the wrong value: network = maybe. Write true or false.\n",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_settings_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    written: str, language: str, told: str,
) -> None:  # fmt: skip
    (tmp_path / "tietosilta.toml").write_text(written, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TIETOSILTA_LANGUAGE", raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (f"{language}_FI", "UTF-8"))
    assert main(["doctor"]) == 1
    assert capsys.readouterr().err == told


def test_a_mark_of_the_encoding_and_ends_of_lines_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tietosilta.toml").write_text('\ufeffllm_base_url = " http://localhost:1/v1"\n', "utf-8")
    monkeypatch.setenv("TIETOSILTA_LLM_KEY", "secret\n")
    settings = read_settings(tmp_path)
    assert (settings.llm_base_url, settings.llm_key) == ("http://localhost:1/v1", "secret")
