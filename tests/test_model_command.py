"""`tietosilta index --model`: another model without files, and what is said of it by all commands."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import write_documents
from looking import vectors

from index.changing import change_encoder
from index.encoder import Encoder
from index.store import Store, model_for
from interface.cli import main
from interface.doctor import examine
from interface.settings import Settings


def test_the_command(lone_index: Path, other_model: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Changed without files, and every command then uses the index's own model."""
    at = ["--index", str(lone_index)]
    assert main(["index", "--model", str(other_model), *at]) == 0
    assert f"The library now uses {other_model}." in capsys.readouterr().err
    assert main(["index", "--model", str(other_model), *at]) == 0
    assert f"The library uses {other_model} already." in capsys.readouterr().err
    assert main(["search", "hospitals linen", "--json", "--k", "1", *at]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    assert hit["document"] == "practices/cooperative-laundry.md"
    assert main(["ask", "Who washes the linen of two hospitals?", "--json", *at]) == 0
    capsys.readouterr()
    folder = write_documents(tmp_path / "more", {"new.md": "# New\n\nForty workshops.\n"})
    assert main(["index", str(folder), *at]) == 0
    assert {len(row[2]) for row in vectors(lone_index)} == {32 * 2}
    assert main(["index", "--model", "bundled", *at]) == 0
    assert model_for(lone_index) == "bundled"
    assert {len(row[2]) for row in vectors(lone_index)} == {384 * 2}


def test_an_index_of_an_earlier_version_is_read_anew_by_itself(
    lone_index: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    as_made = vectors(lone_index)
    with closing(sqlite3.connect(lone_index)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'multilingual-e5-small-q4' WHERE key = 'encoder'")
        connection.execute("UPDATE vectors SET vector = zeroblob(768)")
    # Old vectors are never searched with the new model.
    assert main(["search", "linen", "--index", str(lone_index)]) == 1
    assert "earlier version of the program (multilingual-e5-small-q4). Run tietosilta index:" in capsys.readouterr().err
    unfit = [sentence for fine, sentence in examine(Settings(lone_index, "", "en", False)) if not fine]
    assert [sentence for sentence in unfit if "Run tietosilta index:" in sentence]
    folder = write_documents(lone_index.parent / "more", {"new.md": "# New\n\nForty workshops.\n"})
    assert main(["index", str(folder), "--index", str(lone_index)]) == 0
    said = capsys.readouterr().err
    assert "until that is done it cannot be searched" in said and "The library can be searched again." in said
    assert Store(lone_index).encoder == encoder.name
    again = {row[:2]: np.frombuffer(row[2], np.float16) for row in vectors(lone_index)}
    for row in as_made:
        vector = row[2]
        assert float(again[row[:2]] @ np.frombuffer(vector, np.float16)) == pytest.approx(1, abs=0.01)


def test_the_setting_that_is_needed_is_named(
    lone_index: Path, other: Encoder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change_encoder(lone_index, other, watch=lambda *_: None)
    monkeypatch.setenv("TIETOSILTA_MODEL", "bundled")
    for command in (["search", "x"], ["ask", "x"], ["index", str(lone_index.parent)]):
        assert main([*command, "--index", str(lone_index)]) == 1
        said = capsys.readouterr().err
        assert str(other.name) in said and "TIETOSILTA_MODEL" in said
    sentences = dict(reversed(pair) for pair in examine(Settings(lone_index, "bundled", "en", False)))
    assert [fine for sentence, fine in sentences.items() if "TIETOSILTA_MODEL" in sentence] == [False]


def test_the_doctor_uses_the_models_own_index_and_tells_of_a_change(lone_index: Path, other: Encoder) -> None:
    change_encoder(lone_index, other, watch=lambda *_: None, accept=lambda: False)
    said = [sentence for _, sentence in examine(Settings(lone_index, "", "en", False))]
    assert "The search model multilingual-e5-small-q4+adapter-4 works (384 dimensions)." in said
    assert any(f"{other.name} is unfinished: 5 of 5 passages" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("nobody/no-such-model", "not on this machine: nobody/no-such-model"),
        ("/no/such/folder", "not found: /no/such/folder"),
        ("{documents}", "cannot be read"),
    ],
)
def test_a_model_that_cannot_be_had_is_a_sentence(
    model: str, words: str, lone_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_documents(tmp_path / "documents")
    name = model.format(documents=tmp_path / "documents")
    before = vectors(lone_index)
    assert main(["index", "--model", name, "--index", str(lone_index)]) == 1
    assert words in capsys.readouterr().err
    assert vectors(lone_index) == before and Store(lone_index).change() is None


ACROSS = {
    "Kelpaako käytetty kone?": "funding/reko.md",
    "When do applications close?": "funding/hakuaika.md",
    "Vem tvättar åt sjukhusen?": "practices/cooperative-laundry.md",
    "kierrätyspajojen seminaari": "projects/note.txt",
    "Hur stor är egenfinansieringen?": "funding/omarahoitus.md",
}
UNRELATED = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def test_fewer_answers_keep_the_old_model(
    lone_index: Path, other_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other model knows no word of questions in another language, and other documents are near to all."""
    rows = [{"question": question, "documents": [document]} for question, document in ACROSS.items()]
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    write_documents(tmp_path / "more", {f"{word}.md": f"# {word}\n\nIn {word} it rained.\n" for word in UNRELATED})
    main(["index", str(tmp_path / "more"), "--index", str(lone_index)])
    command = ["index", "--model", str(other_model), "--index", str(lone_index)]
    capsys.readouterr()
    assert main([*command, "--questions", str(file)]) == 1
    said = capsys.readouterr().err
    assert "for 5 of 5 questions with the old model" in said
    assert model_for(lone_index) == "bundled"
    assert main(command) == 0
    assert model_for(lone_index) == str(other_model)
    assert main(["index", "--model", "bundled", "--index", str(lone_index), "--questions", str(file)]) == 0
    assert model_for(lone_index) == "bundled"


def test_questions_are_for_a_change_of_the_model(lone_index: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["index", "--questions", "q.jsonl", "--index", str(lone_index)])
    assert caught.value.code == 2
