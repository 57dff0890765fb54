"""Another model for an index: from the stored text, beside the old vectors, at once in the end."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import DOCUMENTS, index_folder, write_documents
from indexing_worker import WORKER, run, start
from looking import vectors
from tiny_models import write_sentence_transformer

from assistant.search import Library
from corpus.errors import IndexProblem
from index.changing import change_encoder
from index.encoder import BUNDLED, Encoder, load_encoder
from index.rows import Change
from index.store import Store
from index.sync import sync


def meta(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        values = dict(connection.execute("SELECT key, value FROM meta"))
    del values["generation"], values["losses"]
    return values


def test_a_changed_index_is_one_made_with_the_model(
    lone_index: Path, tmp_path: Path, other: Encoder, other_model: Path
) -> None:
    folder = write_documents(tmp_path / "again")
    sync(tmp_path / "new.sqlite", [folder], encoder=other.name, open_encoder=lambda: other, watch=lambda _: None)
    heard: list[Change] = []
    assert change_encoder(lone_index, other, watch=lambda change, _: heard.append(change))
    assert heard == [Change(other.name, 5, 5)]
    assert vectors(lone_index) == vectors(tmp_path / "new.sqlite")
    assert meta(lone_index) == meta(tmp_path / "new.sqlite")
    assert (meta(lone_index)["encoder"], meta(lone_index)["dimension"]) == (str(other_model), "32")
    assert Store(lone_index).change() is None


def test_the_search_goes_on_and_then_uses_the_new_model(lone_index: Path, encoder: Encoder, other: Encoder) -> None:
    library = Library(Store(lone_index), encoder)
    question = "The city buys the service"
    before = library.search(question)
    seen = []

    def look() -> bool:
        seen.append((library.search(question) == before, library.searcher.encoder.name))
        return True

    assert change_encoder(lone_index, other, watch=lambda *_: None, accept=look)
    assert seen == [(True, encoder.name)]
    after = library.search(question)
    assert library.searcher.encoder.name == other.name
    assert after.hits[0].passage.document == "practices/cooperative-laundry.md"
    assert after.hits[0].meaning != before.hits[0].meaning


def test_a_library_with_a_model_of_its_settings_says_so(lone_index: Path, encoder: Encoder, other: Encoder) -> None:
    library = Library(Store(lone_index), encoder, model=BUNDLED)
    change_encoder(lone_index, other, watch=lambda *_: None)
    with pytest.raises(IndexProblem) as caught:
        library.search("laundry")
    assert (caught.value.reason, caught.value.detail) == ("encoder", other.name)


def test_documents_that_come_and_go_meanwhile(
    lone_index: Path, tmp_path: Path, encoder: Encoder, other: Encoder
) -> None:
    folder = write_documents(tmp_path / "more", {"new.md": "# New\n\nForty recycling workshops came to Kuopio.\n"})

    def change_documents() -> bool:
        index_folder(lone_index, folder, encoder)
        return Store(lone_index).remove_document("projects/note.txt")

    assert change_encoder(lone_index, other, watch=lambda *_: None, accept=change_documents)
    names = {card.id for card in Store(lone_index).cards().values()}
    assert names == DOCUMENTS.keys() - {"projects/note.txt"} | {"new.md"}
    assert {row[0] for row in vectors(lone_index)} == names
    assert {len(row[2]) for row in vectors(lone_index)} == {32 * 2}


def test_nobody_writes_with_the_old_model_any_more(
    lone_index: Path, tmp_path: Path, encoder: Encoder, other: Encoder
) -> None:
    """A program that had begun before the change."""
    folder = write_documents(tmp_path / "more", {"new.md": "# New\n\nForty workshops.\n"})

    def open_late() -> Encoder:
        change_encoder(lone_index, other, watch=lambda *_: None)
        return encoder

    with pytest.raises(IndexProblem) as caught:
        sync(lone_index, [folder], encoder=encoder.name, open_encoder=open_late, watch=lambda _: None)
    assert (caught.value.reason, caught.value.detail) == ("encoder", other.name)
    assert "new.md" not in {row[0] for row in vectors(lone_index)}


def test_what_was_not_accepted_waits_and_can_be_dropped(lone_index: Path, other: Encoder) -> None:
    before = vectors(lone_index)
    assert not change_encoder(lone_index, other, watch=lambda *_: None, accept=lambda: False)
    assert Store(lone_index).change() == Change(other.name, 5, 5)
    assert vectors(lone_index) == before
    heard: list[Change] = []
    assert change_encoder(lone_index, other, watch=lambda change, _: heard.append(change))
    assert heard == []  # all was there
    assert {len(row[2]) for row in vectors(lone_index)} == {32 * 2}


def test_another_model_under_the_same_name_begins_anew(lone_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    first = load_encoder(str(write_sentence_transformer(folder, DOCUMENTS.values(), seed=1)))
    change_encoder(lone_index, first, watch=lambda *_: None, accept=lambda: False)
    shutil.rmtree(folder)
    second = load_encoder(str(write_sentence_transformer(folder, DOCUMENTS.values(), seed=2)))
    heard: list[Change] = []
    assert change_encoder(lone_index, second, watch=lambda change, _: heard.append(change))
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
    assert run(worker, whole, folder) == 0
    shutil.copy(whole, killed)
    old = vectors(whole)
    assert run(changer, whole, folder) == 0
    moments, done = random.Random(7), [0]
    while meta(killed)["encoder"] == "hashed":
        with start(changer, killed, folder) as process:
            assert process.stdout is not None
            for _ in range(moments.randrange(1, 4)):  # by what is done: how fast it goes depends on the machine
                process.stdout.readline()
            time.sleep(moments.uniform(0, 0.02))
            process.kill()
        if change := Store(killed).change():
            assert vectors(killed) == old
            done.append(change.done)
    assert done == sorted(done)  # what was done stays
    assert len(done) > 2
    assert vectors(killed) == vectors(whole) != old
    assert meta(killed) == meta(whole)
