"""Another model for an index: from the stored text, beside the old vectors, at once in the end."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import DOCUMENTS, index_folder, write_documents
from test_kill import WORKER, start
from tiny_models import write_sentence_transformer

from assistant.labelled import answered, read_questions
from assistant.search import Library
from corpus.errors import IndexProblem, TietosiltaError
from index.changing import change_encoder
from index.encoder import BUNDLED, Encoder, load_encoder
from index.rows import Change
from index.store import Store, model_for
from index.sync import sync
from interface.cli import main
from interface.doctor import examine
from interface.settings import Settings


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of 32 dimensions that knows the words of DOCUMENTS."""
    return write_sentence_transformer(tmp_path_factory.mktemp("other"), DOCUMENTS.values())


@pytest.fixture
def other(other_model: Path) -> Encoder:
    return load_encoder(str(other_model))


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Path:
    """An index of which the documents are no longer there."""
    index_folder(tmp_path / "i.sqlite", write_documents(tmp_path / "documents"), encoder)
    shutil.rmtree(tmp_path / "documents")
    return tmp_path / "i.sqlite"


def vectors(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT d.id, p.start, v.vector, v.sentences, v.spans FROM passages p JOIN documents d"
            " ON d.key = p.document JOIN vectors v ON v.passage = p.key ORDER BY d.id, p.start"
        ).fetchall()


def meta(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        values = dict(connection.execute("SELECT key, value FROM meta"))
    del values["generation"], values["losses"]
    return values


def hear_nothing(change: Change, seconds_left: float) -> None:
    pass


def test_a_changed_index_is_one_made_with_the_model(
    index: Path, tmp_path: Path, other: Encoder, other_model: Path
) -> None:
    folder = write_documents(tmp_path / "again")
    sync(tmp_path / "new.sqlite", [folder], encoder=other.name, open_encoder=lambda: other, watch=lambda _: None)
    heard: list[Change] = []
    assert change_encoder(index, other, watch=lambda change, _: heard.append(change))
    assert heard == [Change(other.name, 5, 5)]
    assert vectors(index) == vectors(tmp_path / "new.sqlite")
    assert meta(index) == meta(tmp_path / "new.sqlite")
    assert (meta(index)["encoder"], meta(index)["dimension"]) == (str(other_model), "32")
    assert Store(index).change() is None


def test_the_search_goes_on_and_then_uses_the_new_model(index: Path, encoder: Encoder, other: Encoder) -> None:
    library = Library(Store(index), encoder)
    question = "The city buys the service"
    before = library.search(question)
    seen = []

    def look() -> bool:
        seen.append((library.search(question) == before, library.searcher.encoder.name))
        return True

    assert change_encoder(index, other, watch=hear_nothing, accept=look)
    assert seen == [(True, encoder.name)]
    after = library.search(question)
    assert library.searcher.encoder.name == other.name
    assert after.hits[0].passage.document == "practices/cooperative-laundry.md"
    assert after.hits[0].meaning != before.hits[0].meaning


def test_a_library_with_a_model_of_its_settings_says_so(index: Path, encoder: Encoder, other: Encoder) -> None:
    library = Library(Store(index), encoder, model=BUNDLED)
    change_encoder(index, other, watch=hear_nothing)
    with pytest.raises(IndexProblem) as caught:
        library.search("laundry")
    assert (caught.value.reason, caught.value.detail) == ("encoder", other.name)


def test_documents_that_come_and_go_meanwhile(index: Path, tmp_path: Path, encoder: Encoder, other: Encoder) -> None:
    folder = write_documents(tmp_path / "more", {"new.md": "# New\n\nForty recycling workshops came to Kuopio.\n"})

    def change_documents() -> bool:
        index_folder(index, folder, encoder)
        return Store(index).remove_document("projects/note.txt")

    assert change_encoder(index, other, watch=hear_nothing, accept=change_documents)
    names = {card.id for card in Store(index).cards().values()}
    assert names == DOCUMENTS.keys() - {"projects/note.txt"} | {"new.md"}
    assert {row[0] for row in vectors(index)} == names
    assert {len(row[2]) for row in vectors(index)} == {32 * 2}


def test_nobody_writes_with_the_old_model_any_more(
    index: Path, tmp_path: Path, encoder: Encoder, other: Encoder
) -> None:
    """A program that had begun before the change."""
    folder = write_documents(tmp_path / "more", {"new.md": "# New\n\nForty workshops.\n"})

    def open_late() -> Encoder:
        change_encoder(index, other, watch=hear_nothing)
        return encoder

    with pytest.raises(IndexProblem) as caught:
        sync(index, [folder], encoder=encoder.name, open_encoder=open_late, watch=lambda _: None)
    assert (caught.value.reason, caught.value.detail) == ("encoder", other.name)
    assert "new.md" not in {row[0] for row in vectors(index)}


def test_what_was_not_accepted_waits_and_can_be_dropped(index: Path, other: Encoder) -> None:
    before = vectors(index)
    assert not change_encoder(index, other, watch=hear_nothing, accept=lambda: False)
    assert Store(index).change() == Change(other.name, 5, 5)
    assert vectors(index) == before
    heard: list[Change] = []
    assert change_encoder(index, other, watch=lambda change, _: heard.append(change))
    assert heard == []  # all was there
    assert {len(row[2]) for row in vectors(index)} == {32 * 2}


def test_another_model_under_the_same_name_begins_anew(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    first = load_encoder(str(write_sentence_transformer(folder, DOCUMENTS.values(), seed=1)))
    change_encoder(index, first, watch=hear_nothing, accept=lambda: False)
    shutil.rmtree(folder)
    second = load_encoder(str(write_sentence_transformer(folder, DOCUMENTS.values(), seed=2)))
    heard: list[Change] = []
    assert change_encoder(index, second, watch=lambda change, _: heard.append(change))
    assert heard == [Change(second.name, 5, 5)]


CHANGER = WORKER.partition("if __name__")[0] + """
class Other(Hashed):
    name, dimension = "other", 8
    def passages(self, texts):
        return [EncodedPassage(e.vector[::-1].copy(), e.sentences[:, ::-1].copy()) for e in super().passages(texts)]
if __name__ == "__main__":
    from index import changing
    changing._BATCH = 2
    print("started", flush=True)
    changing.change_encoder(Path(sys.argv[1]), Other(), watch=lambda *_: print("some done", flush=True))
"""


def test_killed_at_random_moments(tmp_path: Path) -> None:
    folder = write_documents(
        tmp_path / "documents",
        {f"{n}.md": f"# Document {n}\n\n" + f"The project number {n} ran for a year.\n\n" * 3 for n in range(30)},
    )
    worker, changer = tmp_path / "worker.py", tmp_path / "changer.py"
    worker.write_text(WORKER, "utf-8")
    changer.write_text(CHANGER, "utf-8")
    whole, killed = tmp_path / "whole.sqlite", tmp_path / "killed.sqlite"
    assert start(worker, whole, folder).wait(60) == 0
    shutil.copy(whole, killed)
    old = vectors(whole)
    assert start(changer, whole, folder).wait(60) == 0
    moments, done = random.Random(7), [0]
    while meta(killed)["encoder"] == "hashed":
        process = start(changer, killed, folder)
        assert process.stdout is not None
        for _ in range(moments.randrange(1, 4)):  # by what is done: how fast it goes depends on the machine
            process.stdout.readline()
        time.sleep(moments.uniform(0, 0.02))
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
        if change := Store(killed).change():
            assert vectors(killed) == old
            done.append(change.done)
    assert done == sorted(done)  # what was done stays
    assert len(done) > 2
    assert vectors(killed) == vectors(whole) != old
    assert meta(killed) == meta(whole)


def test_the_command(index: Path, other_model: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Changed without files, and every command then uses the index's own model."""
    at = ["--index", str(index)]
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
    assert {len(row[2]) for row in vectors(index)} == {32 * 2}
    assert main(["index", "--model", "bundled", *at]) == 0
    assert model_for(index) == "bundled"
    assert {len(row[2]) for row in vectors(index)} == {384 * 2}


def test_an_index_of_an_earlier_version_is_read_anew_by_itself(
    index: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    as_made = vectors(index)
    with closing(sqlite3.connect(index)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'multilingual-e5-small-q4' WHERE key = 'encoder'")
        connection.execute("UPDATE vectors SET vector = zeroblob(768)")
    assert main(["search", "linen", "--index", str(index)]) == 1  # old vectors are never searched with the new model
    assert "earlier version of the program (multilingual-e5-small-q4). Run tietosilta index:" in capsys.readouterr().err
    unfit = [sentence for fine, sentence in examine(Settings(index, "", "en", False)) if not fine]
    assert [sentence for sentence in unfit if "Run tietosilta index:" in sentence]
    folder = write_documents(index.parent / "more", {"new.md": "# New\n\nForty workshops.\n"})
    assert main(["index", str(folder), "--index", str(index)]) == 0
    said = capsys.readouterr().err
    assert "until that is done it cannot be searched" in said and "The library can be searched again." in said
    assert Store(index).encoder == encoder.name
    again = {row[:2]: np.frombuffer(row[2], np.float16) for row in vectors(index)}
    for row in as_made:
        vector = row[2]
        assert float(again[row[:2]] @ np.frombuffer(vector, np.float16)) == pytest.approx(1, abs=0.01)


def test_the_setting_that_is_needed_is_named(
    index: Path, other: Encoder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change_encoder(index, other, watch=hear_nothing)
    monkeypatch.setenv("TIETOSILTA_MODEL", "bundled")
    for command in (["search", "x"], ["ask", "x"], ["index", str(index.parent)]):
        assert main([*command, "--index", str(index)]) == 1
        said = capsys.readouterr().err
        assert str(other.name) in said and "TIETOSILTA_MODEL" in said
    sentences = dict(reversed(pair) for pair in examine(Settings(index, "bundled", "en", False)))
    assert [fine for sentence, fine in sentences.items() if "TIETOSILTA_MODEL" in sentence] == [False]


def test_the_doctor_uses_the_models_own_index_and_tells_of_a_change(index: Path, other: Encoder) -> None:
    change_encoder(index, other, watch=hear_nothing, accept=lambda: False)
    said = [sentence for _, sentence in examine(Settings(index, "", "en", False))]
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
    model: str, words: str, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_documents(tmp_path / "documents")
    name = model.format(documents=tmp_path / "documents")
    before = vectors(index)
    assert main(["index", "--model", name, "--index", str(index)]) == 1
    assert words in capsys.readouterr().err
    assert vectors(index) == before and Store(index).change() is None


def write_questions(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


QUESTIONS = (
    {"id": "a", "question": "käytetyt koneet", "documents": ["funding/reko.md"]},
    {"question": "who washes for hospitals?", "documents": ["practices/cooperative-laundry.md"]},
    {"question": "own contribution", "documents": ["funding/omarahoitus.md"]},
)


ACROSS = {
    "Kelpaako käytetty kone?": "funding/reko.md",
    "When do applications close?": "funding/hakuaika.md",
    "Vem tvättar åt sjukhusen?": "practices/cooperative-laundry.md",
    "kierrätyspajojen seminaari": "projects/note.txt",
    "Hur stor är egenfinansieringen?": "funding/omarahoitus.md",
}
UNRELATED = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def test_fewer_answers_keep_the_old_model(
    index: Path, other_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other model knows no word of questions in another language, and other documents are near to all."""
    rows = [{"question": question, "documents": [document]} for question, document in ACROSS.items()]
    file = write_questions(tmp_path / "questions.jsonl", *rows)
    write_documents(tmp_path / "more", {f"{word}.md": f"# {word}\n\nIn {word} it rained.\n" for word in UNRELATED})
    main(["index", str(tmp_path / "more"), "--index", str(index)])
    command = ["index", "--model", str(other_model), "--index", str(index)]
    capsys.readouterr()
    assert main([*command, "--questions", str(file)]) == 1
    said = capsys.readouterr().err
    assert "for 5 of 5 questions with the old model" in said
    assert model_for(index) == "bundled"
    assert main(command) == 0
    assert model_for(index) == str(other_model)
    assert main(["index", "--model", "bundled", "--index", str(index), "--questions", str(file)]) == 0
    assert model_for(index) == "bundled"


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


def test_questions_are_for_a_change_of_the_model(index: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["index", "--questions", "q.jsonl", "--index", str(index)])
    assert caught.value.code == 2
