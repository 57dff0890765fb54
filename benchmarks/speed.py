"""Speed as ratios within one run: what the product adds to what its model takes.

Usage: OMP_NUM_THREADS=1 python benchmarks/speed.py

1. indexing the shipped library beside SentenceTransformer.encode alone, with its own settings, for the same texts;
2. a search and an answer over 100,000 passages beside encoding their question, each question asked once;
3. a second ``tietosilta index`` over 1,000 unchanged files, in seconds, start included;
4. one ``tietosilta search`` and one ``tietosilta ask`` over the shipped library, start included.

1, 2 and 4 are processor time on one thread: other programs then do not count, nor do threads of PyTorch that
wait for each other, which on a busy machine make encoding look several times as slow as it is.
The 100,000 passages are those of the library's documents again and again, their vectors moved a little.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import faiss
import torch

from assistant.answers import ask
from assistant.search import Library
from index.encoder import EncodedPassage, EncoderText, load_encoder, name_of
from index.sync import sync

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))
from indexes import grow  # noqa: E402  (a helper of the tests)

LIBRARY = ROOT / "corpus" / "library"
QUESTIONS = Path(__file__).with_name("library") / "questions.jsonl"
FIRST = [  # the first calls of a process are slow everywhere, and are not timed
    "Kuinka suuri omarahoitusosuus vaaditaan?",
    "Vilka kostnader är stödberättigande i ett ESF+-projekt?",
    "How do Italian social cooperatives employ disadvantaged people?",
    "Miten vaikuttavuutta arvioidaan?",
    "de minimis 300 000 euroa",
]
PASSAGES = 100_000


class Recorder:
    """An encoder that keeps the texts it was given the last time."""

    def __init__(self) -> None:
        self.inner = load_encoder()
        self.name, self.dimension = self.inner.name, self.inner.dimension
        self.texts: list[EncoderText] = []
        self.queries = self.inner.queries

    def passages(self, texts: list[EncoderText]) -> list[EncodedPassage]:
        self.texts += texts
        return self.inner.passages(texts)


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    began = clock()
    work()
    return clock() - began


def indexing(folder: Path, recorder: Recorder) -> None:
    def index() -> object:
        recorder.texts = []
        for ending in ("", "-wal", "-shm"):  # the one before may still be open
            (folder / f"library.sqlite{ending}").unlink(missing_ok=True)
        return sync(folder / "library.sqlite", [LIBRARY], encoder=name_of("bundled"),
                    open_encoder=lambda: recorder, watch=lambda _: None)  # fmt: skip

    model = recorder.inner.model  # type: ignore[attr-defined]
    whole, alone = [], []
    for _ in range(2):  # in turns, the quicker of each
        whole.append(seconds(index))
        full = [f"{text.context}\n{text.text}" for text in recorder.texts]
        alone.append(seconds(lambda: model.encode(full, prompt_name="passage", show_progress_bar=False)))  # noqa: B023
    ratio = min(whole) / min(alone)
    print(f"indexing {len(full)} passages: {min(whole):.1f} s, encode alone {min(alone):.1f} s, ratio {ratio:.2f}")


def searching(folder: Path, recorder: Recorder) -> None:
    made = grow(folder / "library.sqlite", folder / "large.sqlite", passages=PASSAGES)
    searched, asked = (Library.open(folder / "large.sqlite") for _ in range(2))  # each keeps what it has encoded
    opening = seconds(lambda: Library.open(folder / "large.sqlite"), time.perf_counter)
    for question in FIRST:
        searched.search(question)
        ask(asked, question)
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    encode, search, answer = [], [], []
    for number, question in enumerate(questions):
        encode.append(seconds(lambda q=question: recorder.queries([q])))
        both = [(search, searched.search), (answer, partial(ask, asked))]
        for times, work in both if number % 2 else reversed(both):  # the first finds the question's words unread
            times.append(seconds(partial(work, question)))
    print(
        f"{len(questions)} questions to {made} passages: encoding {1000 * median(encode):.0f} ms, "
        f"search {1000 * median(search):.0f} ms, ratio {median(search) / median(encode):.2f}, "
        f"answer {1000 * median(answer):.0f} ms, ratio {median(answer) / median(encode):.2f}; "
        f"opening with the model {opening:.1f} s"
    )


def second_run(folder: Path) -> None:
    files = folder / "files"
    files.mkdir()
    for number in range(1000):
        (files / f"{number}.md").write_text(f"# Note {number}\n\nThe project number {number}.\n", "utf-8")
    command = [sys.executable, "-m", "interface.cli", "index", str(files), "--index", str(folder / "k.sqlite")]
    subprocess.run(command, check=True, capture_output=True)
    again = seconds(lambda: subprocess.run(command, check=True, capture_output=True), time.perf_counter)
    print(f"a second index over 1,000 unchanged files: {again:.2f} s, start included")


def one_question(folder: Path) -> None:
    for name in ("search", "ask"):
        command = [sys.executable, "-m", "interface.cli", name, FIRST[0], "--index", str(folder / "library.sqlite")]
        run = partial(subprocess.run, command, check=True, capture_output=True)
        run()  # keeps what opens the dictionaries faster
        print(f"one {name} in a terminal: {median(seconds(run, of_children) for _ in range(5)):.1f} s, start included")


def of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recorder = Recorder()
        recorder.queries(FIRST)
        indexing(folder, recorder)
        searching(folder, recorder)
        second_run(folder)
        one_question(folder)


if __name__ == "__main__":
    main()
