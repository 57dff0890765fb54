"""A worker process that reads files, which no file can hurt for long."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from drafts import make
from processes import alive, children

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.file_reading import Reading, read, read_all
from corpus.folder import SourceFile
from corpus.guarded import GuardedProcess, Limits
from corpus.readers import READERS

# Readers that behave as the worst files make a parser behave; the worker imports them by name.
HOSTILE = dict(READERS) | {
    ".sleep": "test_file_reading:read_forever",
    ".exit": "test_file_reading:read_and_die",
    ".greedy": "test_file_reading:read_greedily",
    ".loud": "test_file_reading:read_loudly",
    ".modules": "test_file_reading:read_modules",
    ".slow": "test_file_reading:read_slowly",
}


def read_forever(path: Path) -> Draft:
    time.sleep(600)
    return Draft()


def read_and_die(path: Path) -> Draft:
    os._exit(7)


def read_greedily(path: Path) -> Draft:
    return draft_of(str(len(bytearray(8_000_000_000))))


def read_loudly(path: Path) -> Draft:
    import logging
    import warnings

    print("stdout")
    os.write(2, b"stderr")
    logging.getLogger("pypdf").error("log")
    warnings.warn("warning", stacklevel=1)
    return draft_of("quiet")


def read_modules(path: Path) -> Draft:
    main = getattr(sys.modules.get("__mp_main__"), "__file__", None)
    return draft_of(f"torch={'torch' in sys.modules} streamlit={'streamlit' in sys.modules} main={main}")


def read_slowly(path: Path) -> Draft:
    time.sleep(0.2)
    path.with_suffix(".done").touch()
    return draft_of(path.stem)


def draft_of(text: str) -> Draft:
    draft = Draft()
    draft.paragraph(text)
    return draft


def outcome(result: Reading | UnreadableFile) -> str:
    return str(result) if isinstance(result, UnreadableFile) else result.drafts[0].text.strip()


def test_results_in_order_whatever_happens(tmp_path: Path) -> None:
    files = make(
        tmp_path, "1.txt", "2.exit", "3.txt", "4.sleep", "5.doc", "6.txt", "7.exit", "8.exit", "9.txt"
    )
    found = [
        (file.path, outcome(result))
        for file, result in read_all(files, limits=Limits(seconds=1.5), readers=HOSTILE)
    ]
    assert found == [
        ("1.txt", "Teksti 1.txt."),
        ("2.exit", "crashed: exit 7"),
        ("3.txt", "Teksti 3.txt."),
        ("4.sleep", "too_slow: > 1.5 s"),
        ("5.doc", "old_office: .doc"),
        ("6.txt", "Teksti 6.txt."),
        ("7.exit", "crashed: exit 7"),
        ("8.exit", "crashed: exit 7"),
        ("9.txt", "Teksti 9.txt."),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_memory_is_limited(tmp_path: Path) -> None:
    files = make(tmp_path, "a.greedy", "b.txt")
    limits = Limits(memory=1_000_000_000)
    found = [outcome(result) for _, result in read_all(files, limits=limits, readers=HOSTILE)]
    assert found == ["too_large: memory", "Teksti b.txt."]


def test_hash_of_the_bytes_comes_with_the_text(tmp_path: Path) -> None:
    [file] = make(tmp_path, "a.txt")
    with GuardedProcess() as process:
        reading = process.run(read, file.absolute)
    assert reading.sha256 == hashlib.sha256(b"Teksti a.txt.").hexdigest()
    assert reading.drafts[0].text.strip() == "Teksti a.txt."


def test_a_file_that_cannot_be_opened_is_not_called_broken(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for name, why in (("folder.txt", "{a_folder}"), ("gone.txt", "{no_such_file}")):
        with pytest.raises(UnreadableFile) as caught:
            read(tmp_path / name)
        assert (caught.value.reason, caught.value.detail) == ("no_access", why)


def test_worker_is_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = make(tmp_path, "a.loud")
    assert [outcome(result) for _, result in read_all(files, readers=HOSTILE)] == ["quiet"]
    assert capfd.readouterr() == ("", "")


def test_next_files_are_read_ahead(tmp_path: Path) -> None:
    files = make(tmp_path, "1.slow", "2.slow", "3.slow", "4.slow", "5.slow")
    results = read_all(files, readers=HOSTILE)
    next(results)
    time.sleep(1.5)  # the caller encodes
    assert sorted(path.name for path in tmp_path.glob("*.done")) == ["1.done", "2.done", "3.done"]
    results.close()


def test_closing_ends_the_worker(tmp_path: Path) -> None:
    files = make(tmp_path, "1.txt", "2.sleep", "3.txt")
    others = children(os.getpid())  # the one that makes pictures, if there were any
    results = read_all(files, readers=HOSTILE)
    next(results)
    workers = set(children(os.getpid())) - set(others)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 5
    assert workers and not [worker for worker in workers if alive(worker)]


def test_no_files_start_no_process() -> None:
    assert list(read_all([])) == []


PROGRAM = """
import sys
from pathlib import Path
sys.path[:0] = {paths!r}
print("main runs", flush=True)
from corpus.folder import SourceFile
from corpus.file_reading import read_all
from test_file_reading import HOSTILE, outcome
paths = [Path(name) for name in sys.argv[1:]]
for file, result in read_all([SourceFile(path.name, path, 1, 1) for path in paths], readers=HOSTILE):
    print(outcome(result), flush=True)
"""


def start(tmp_path: Path, files: list[SourceFile]) -> subprocess.Popen[str]:
    """A program without an ``if __name__`` guard, as an app's page is."""
    tests = Path(__file__).parent
    (tmp_path / "program.py").write_text(PROGRAM.format(paths=[str(tests.parent), str(tests)]))
    command = [sys.executable, str(tmp_path / "program.py"), *(str(file.absolute) for file in files)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_worker_does_not_run_the_program_again(tmp_path: Path) -> None:
    program = start(tmp_path, make(tmp_path, "a.modules"))
    written, _ = program.communicate(timeout=60)
    assert written == "main runs\ntorch=False streamlit=False main=None\n"


@pytest.mark.skipif(sys.platform == "win32", reason="looks for processes in /proc")
def test_worker_ends_when_the_program_is_killed(tmp_path: Path) -> None:
    with start(tmp_path, make(tmp_path, "1.txt", "2.sleep", "3.txt", "4.txt")) as program:
        assert program.stdout is not None
        assert [program.stdout.readline() for _ in range(2)] == ["main runs\n", "Teksti 1.txt.\n"]
        workers = children(program.pid)
        program.send_signal(signal.SIGKILL)
    assert workers
    until = time.monotonic() + 5
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [worker for worker in workers if alive(worker)]
