"""What is removed stays removed, whatever is being read and encoded at that moment, here or in another process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from collecting import done, pdf, quiet
from conftest import index_folder, write_documents
from pages import asked, bodies
from streamlit.testing.v1 import AppTest

from assistant.collection import Collection, Outcome, failed
from corpus.folder import seen_again, source_files
from index.encoder import EncodedPassage, Encoder, EncoderText
from index.store import Store
from index.sync import Report, sync
from interface import collection_job
from interface.cli import main
from interface.errors import in_words


class Interrupted:
    """The encoder, which has ``meanwhile`` done once in the midst of its work."""

    def __init__(self, encoder: Encoder, meanwhile: Callable[[], object]) -> None:
        self.name, self.dimension, self.queries = encoder.name, encoder.dimension, encoder.queries
        self._encoder, self._meanwhile = encoder, iter([meanwhile])

    def passages(self, texts: Sequence[EncoderText]) -> list[EncodedPassage]:
        for meanwhile in self._meanwhile:
            meanwhile()
        return self._encoder.passages(texts)


def ids(path: Path) -> set[str]:
    return {card.id for card in Store(path).cards().values()}


def sync_with(encoder: Encoder, path: Path, folder: Path) -> Report:
    return sync(path, [folder], encoder=encoder.name, open_encoder=lambda: encoder, watch=quiet)


CHANGES: dict[str, Callable[[Collection], list[Outcome]]] = {
    "add": lambda one: one.add([("boats.pdf", pdf())], {"title": "Boats"}, watch=quiet),
    "replace": lambda one: one.replace("boats.pdf", pdf("Now the boatyard mends bicycles."), watch=quiet),
    "describe": lambda one: one.describe("boats.pdf", {"title": "The boatyard in Hanko"}, watch=quiet),
}


@pytest.mark.parametrize("change", CHANGES)
def test_staff_remove_what_others_are_changing(
    change: str, collection: Collection, staff_index: Path, encoder: Encoder
) -> None:
    if change != "add":
        collection.add([("boats.pdf", pdf())], {}, watch=quiet)
    at_work = Interrupted(encoder, lambda: collection.remove("boats.pdf"))
    (outcome,) = CHANGES[change](Collection(staff_index, encoder=encoder.name, open_encoder=lambda: at_work))
    assert "boats.pdf" not in ids(staff_index)
    assert Store(staff_index).files(str(collection.added.path)) == {}
    assert list(collection.added.path.iterdir()) == []
    assert outcome.problem is not None
    assert in_words(outcome.problem, "en") == (
        "The document was removed in the meantime: boats.pdf. Add it again if it is still needed."
    )
    for file in staff_index.parent.glob("library.sqlite*"):
        raw = file.read_bytes()
        assert b"boats.pdf" not in raw and b"bicycles" not in raw and b"boatyard" not in raw, file


def test_the_files_that_were_added_with_it_come_in(
    collection: Collection, staff_index: Path, encoder: Encoder
) -> None:
    at_work = Interrupted(encoder, lambda: collection.remove("boats.pdf"))
    one, other = Collection(staff_index, encoder=encoder.name, open_encoder=lambda: at_work).add(
        [("boats.pdf", pdf()), ("bikes.pdf", pdf("Bicycles are mended in Kuopio."))], {}, watch=quiet
    )
    assert one.problem is not None and one.problem.reason == "gone"
    assert (other.name, other.problem) == ("bikes.pdf", None)
    assert {"boats.pdf", "bikes.pdf"} & ids(staff_index) == {"bikes.pdf"}


@pytest.mark.parametrize("change", ["replace", "describe"])
def test_a_change_that_comes_after_the_removal_brings_nothing_back(change: str, collection: Collection) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=quiet)
    collection.remove("boats.pdf")
    (outcome,) = CHANGES[change](collection)
    assert outcome.problem is not None and outcome.problem.reason == "gone"
    assert list(collection.added.path.iterdir()) == []


def test_a_file_that_is_removed_while_it_is_read_is_no_failure(
    collection: Collection, staff_index: Path, encoder: Encoder
) -> None:
    folder = write_documents(collection.added.path, {"a.md": "# A\n\nForty workshops.\n"})

    def open_encoder() -> Encoder:
        """After the folder was looked at, before a file is read."""
        collection.remove("a.md")
        return encoder

    report = sync(staff_index, [folder], encoder=encoder.name, open_encoder=open_encoder, watch=quiet)
    assert report.failures == [] and failed(staff_index, collection.added) == []


def test_the_command_removes_what_is_being_indexed(staff_index: Path, encoder: Encoder) -> None:
    """The next indexing brings it back where its file is still there, as the command says; not this one."""
    folder = write_documents(staff_index.parent / "more", {"a.md": "# A\n\nForty workshops.\n"})
    index_folder(staff_index, folder, encoder)
    write_documents(folder, {"a.md": "# A\n\nFifty workshops.\n", "b.md": "# B\n\nSixty workshops.\n"})
    at_work = Interrupted(encoder, lambda: main(["remove", "a.md", "--index", str(staff_index)]))
    assert sync_with(at_work, staff_index, folder).indexed == 1
    assert {"a.md", "b.md"} & ids(staff_index) == {"b.md"}
    assert index_folder(staff_index, folder, encoder).indexed == 1
    assert {"a.md", "b.md"} <= ids(staff_index)


def test_one_of_many_documents_of_a_file_that_is_removed_while_the_file_is_stored(
    staff_index: Path, encoder: Encoder
) -> None:
    rows = "".join(f'{{"id": "r{n}", "text": "Project {n} employs people."}}\n' for n in range(3))
    folder = write_documents(staff_index.parent / "more", {"p.jsonl": rows})
    store = Store(staff_index)
    put, again = Store.put, iter(["p.jsonl#r0"])

    def slowly(self: Store, *arguments: object, **named: object) -> str | None:
        name = put(self, *arguments, **named)  # type: ignore[arg-type]
        if name == "p.jsonl#r1":
            for document in again:
                store.remove_document(document)
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "put", slowly)
        index_folder(staff_index, folder, encoder)
    assert {name for name in ids(staff_index) if name.startswith("p.jsonl")} == {"p.jsonl#r1", "p.jsonl#r2"}
    assert index_folder(staff_index, folder, encoder).indexed == 1


def test_an_earlier_state_does_not_come_into_the_place_of_a_later_one(
    collection: Collection, staff_index: Path, encoder: Encoder
) -> None:
    """Whoever stored it first: a program that read the file before it was replaced, or staff."""
    (outcome,) = collection.add([("boats.pdf", pdf())], {}, watch=quiet)
    collection.describe("boats.pdf", {"title": "Boats"}, watch=quiet)
    folder = collection.added.path
    later = pdf("Now the boatyard mends bicycles.")

    def text() -> str:
        return Store(staff_index).document("boats.pdf").text

    (folder / "boats.pdf").write_bytes(pdf("The boatyard is closed."))
    at_work = Interrupted(encoder, lambda: collection.replace("boats.pdf", later, watch=quiet))
    sync_with(at_work, staff_index, folder)
    assert "bicycles" in text()

    closed = pdf("The boatyard is closed for good.")
    other = Interrupted(encoder, lambda: sync_with(encoder, staff_index, folder))
    staff = Collection(staff_index, encoder=encoder.name, open_encoder=lambda: other)
    (outcome,) = staff.replace("boats.pdf", closed, watch=quiet)
    assert outcome.problem is None and "closed for good" in text()


def test_files_are_seen_again_as_they_were_seen(tmp_path: Path) -> None:
    folder = write_documents(
        tmp_path, {"_defaults.yaml": "language: fi\n", "x/a.md": "# A\n", "x/a.md.yaml": "title: A\n", "b.md": "# B\n"}
    )
    files = source_files(folder)
    assert [seen_again(folder, file) for file in files] == files
    [alone] = source_files(folder / "x/a.md")
    assert seen_again(folder / "x/a.md", alone) == alone
    (folder / "x/a.md.yaml").write_text("title: Another\n")
    (folder / "b.md").unlink()
    assert [again == file for file, again in zip(files, [seen_again(folder, f) for f in files], strict=True)] == [
        False, False,
    ]  # fmt: skip
    assert seen_again(folder, files[0]) is None


# Two processes: the encoder says when it has begun and goes on when it is told to.
WORKER = """
import sys
from pathlib import Path
from index.encoder import load_encoder
from index.sync import sync
class Waiting:
    def __init__(self):
        self._encoder = load_encoder()
        self.name, self.dimension = self._encoder.name, self._encoder.dimension
    def passages(self, texts):
        print("encoding", flush=True)
        sys.stdin.readline()
        return self._encoder.passages(texts)
if __name__ == "__main__":
    index, folder, name = sys.argv[1:]
    sync(Path(index), [Path(folder)], encoder=name, open_encoder=Waiting, watch=lambda _: None)
"""


@pytest.fixture
def indexing(tmp_path: Path, staff_index: Path, encoder: Encoder) -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Begin to index a folder in another process; given when its files have been read and are being encoded."""
    script = tmp_path / "worker.py"
    script.write_text(WORKER, "utf-8")
    begun: list[subprocess.Popen[str]] = []

    def begin(folder: Path) -> subprocess.Popen[str]:
        command = [sys.executable, str(script), str(staff_index), str(folder), encoder.name]
        begun.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        assert begun[-1].stdout is not None and begun[-1].stdout.readline() == "encoding\n"
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def test_removed_by_the_command_while_another_process_indexes(
    staff_index: Path, encoder: Encoder, indexing: Callable[[Path], subprocess.Popen[str]]
) -> None:
    folder = write_documents(staff_index.parent / "more", {"a.md": "# A\n\nForty workshops.\n"})
    index_folder(staff_index, folder, encoder)
    write_documents(folder, {"a.md": "# A\n\nFifty workshops.\n"})
    process = indexing(folder)
    assert main(["remove", "a.md", "--index", str(staff_index)]) == 0
    process.communicate("go on\n", timeout=120)
    assert process.returncode == 0
    assert "a.md" not in ids(staff_index)
    assert b"workshops" not in b"".join(
        file.read_bytes() for file in staff_index.parent.glob("library.sqlite*")
    ).replace(b"forty recycling workshops", b"")


def test_added_and_removed_on_the_page_while_another_process_indexes(
    staff_index: Path, collection: Collection, indexing: Callable[[Path], subprocess.Popen[str]]
) -> None:
    collection.added.put("boats.pdf", pdf())
    process = indexing(collection.added.path)
    (outcome,) = collection.describe("boats.pdf", {"title": "Boats"}, watch=quiet)
    assert outcome.problem is None and "boats.pdf" in ids(staff_index)
    collection.remove("boats.pdf")
    process.communicate("go on\n", timeout=120)
    assert process.returncode == 0
    assert "boats.pdf" not in ids(staff_index)


def test_the_page_removes_while_others_work(
    signed_in: AppTest, staff_index: Path, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection.add([("boats.pdf", pdf())], {}, watch=quiet)
    goes_on = threading.Event()
    job = collection_job._one_after_another().submit(goes_on.wait, 60)
    app = asked(signed_in, "lang=en", place="collection")
    app.selectbox(key="staff document").select("boats.pdf").run()
    app.checkbox(key="staff sure boats.pdf").check().run()
    app.button(key="staff remove").click().run()
    assert not job.done()
    assert app.success[0].value.endswith("Nothing of it is left in the library\\.")
    goes_on.set()
    done(app)
    assert "5 documents</caption>" in "".join(bodies(app)) and "boats.pdf" not in ids(staff_index)
