"""Searches while documents come in: none waits for another's, and what is removed is gone at once for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import DOCUMENTS, index_folder, indexed, write_documents

from assistant.finding.opened import Opened
from assistant.search import Library
from index.encoder import Encoder
from index.records import DocumentCard
from index.rows import FileRecord
from index.store import Store

PATIENCE = 60  # seconds; how long things take is not what is tested
CATS = {"cats.md": "# Kissat\n\nKissa nukkuu sohvalla.\n"}
DOGS = {"dogs.md": "# Koirat\n\nKoira haukkuu pihalla.\n"}
LINEN = "linen of two hospitals"


@pytest.fixture
def path(tmp_path: Path, encoder: Encoder) -> Path:
    return indexed(tmp_path, DOCUMENTS, encoder)


@pytest.fixture
def library(path: Path, encoder: Encoder) -> Library:
    return Library(Store(path), encoder)


def add(path: Path, documents: dict[str, str], encoder: Encoder) -> None:
    index_folder(path, write_documents(path.parent / "documents", documents), encoder)


def found(library: Library, question: str) -> set[str]:
    return {hit.passage.document for hit in library.search(question).hits}


class SlowOpening:
    """What a search holds in memory is made, and in use only when the test lets go of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.goes_on, self.times = threading.Event(), threading.Event(), 0
        make = Opened.of

        def slowly(*arguments: object) -> object:
            made = make(*arguments)  # type: ignore[arg-type]
            self.times += 1
            self.begun.set()
            assert self.goes_on.wait(PATIENCE)
            return made

        monkeypatch.setattr(Opened, "of", slowly)


def test_what_is_added_between_its_passages_and_its_documents_is_left_for_the_next_search(
    path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = {f"avustusopas-{year}.md": f"# Avustusopas {year}\n\nPesula pesee.\n" for year in (2024, 2025)}
    read = Store.cards

    def late(store: Store, documents: Iterable[int] | None = None) -> dict[int, DocumentCard]:
        monkeypatch.setattr(Store, "cards", read)
        add(path, DOCUMENTS | added, encoder)
        return read(store, documents)

    monkeypatch.setattr(Store, "cards", late)
    library = Library(Store(path), encoder)
    with monkeypatch.context() as adding:  # the search has begun with what there was
        adding.setattr(Library, "_current", lambda self: self._opened)
        assert found(library, "pesula").isdisjoint(added)
    assert set(added) & found(library, "pesula")


@pytest.fixture
def opening(library: Library, monkeypatch: pytest.MonkeyPatch) -> SlowOpening:
    """Asked for after ``library``, which is open by then."""
    return SlowOpening(monkeypatch)


def in_background(work: Callable[[], set[str]]) -> Future[set[str]]:
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future


def test_others_do_not_wait_for_the_one_that_makes_ready_what_was_added(
    path: Path, library: Library, opening: SlowOpening, encoder: Encoder
) -> None:
    add(path, CATS, encoder)
    first = in_background(lambda: found(library, "Missä kissa nukkuu?"))
    assert opening.begun.wait(PATIENCE)
    assert "cats.md" not in found(library, "Missä kissa nukkuu?")
    opening.goes_on.set()
    assert "cats.md" in first.result(PATIENCE)
    assert "cats.md" in found(library, "Missä kissa nukkuu?")
    assert opening.times == 1


def test_what_was_removed_is_gone_at_once_for_all(
    path: Path, library: Library, opening: SlowOpening, encoder: Encoder
) -> None:
    add(path, CATS, encoder)
    first = in_background(lambda: found(library, LINEN))
    assert opening.begun.wait(PATIENCE)
    Store(path).remove_document("practices/cooperative-laundry.md")
    second = in_background(lambda: found(library, LINEN))
    with pytest.raises(TimeoutError):
        second.result(0.3)
    opening.goes_on.set()
    for search in (first, second):
        assert "practices/cooperative-laundry.md" not in search.result(PATIENCE)


def test_one_question_makes_ready_once_what_is_added_all_the_time(
    path: Path, library: Library, opening: SlowOpening, encoder: Encoder
) -> None:
    opening.goes_on.set()

    def work() -> set[str]:
        begun_with = found(library, "Missä koira haukkuu?")
        add(path, DOGS, encoder)
        assert found(library, "Missä koira haukkuu?") == begun_with
        return begun_with

    add(path, CATS, encoder)
    assert "dogs.md" not in library.steadily(work)
    assert opening.times == 1
    assert "dogs.md" in found(library, "Missä koira haukkuu?")


def test_a_question_takes_note_of_a_removal_in_its_midst(path: Path, library: Library) -> None:
    def work() -> tuple[set[str], set[str]]:
        before = found(library, LINEN)
        Store(path).remove_document("practices/cooperative-laundry.md")
        return before, found(library, LINEN)

    before, after = library.steadily(work)
    assert before - after == {"practices/cooperative-laundry.md"}


def test_only_what_readers_hold_in_memory_counts_as_a_change(path: Path, encoder: Encoder) -> None:
    store = Store(path)
    folder = str(path.parent / "documents")

    def counted(change: Callable[[], object]) -> tuple[int, int]:
        generation, losses = store.generation, store.losses
        change()
        return store.generation - generation, store.losses - losses

    record = store.files(folder)["projects/note.txt"]
    assert counted(lambda: store.record_file(record, documents=["projects/note.txt"])) == (0, 0)
    assert counted(lambda: store.remove_file(folder, "never.md")) == (0, 0)
    assert counted(lambda: add(path, CATS, encoder)) == (1, 0)
    assert counted(lambda: add(path, {"cats.md": "# Kissat\n\nKissa juoksee.\n"}, encoder)) == (2, 1)
    assert counted(lambda: store.remove_file(folder, "cats.md")) == (1, 1)
    assert counted(lambda: store.record_file(record)) == (1, 1)
    assert counted(lambda: store.remove_document("funding/reko.md")) == (1, 1)
    assert counted(lambda: store.record_file(FileRecord(folder, "x.md", 1, 1, "", "broken"))) == (0, 0)


def test_an_index_that_never_counted_losses_counts_them_from_now_on(path: Path) -> None:
    store = Store(path)
    store._connection.execute("DELETE FROM meta WHERE key = 'losses'")
    assert store.losses == 0
    store.remove_document("funding/reko.md")
    assert store.losses == 1
