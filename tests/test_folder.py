"""Walking a folder, and a worker process that no file can hurt for long."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.file_reading import Reading, read, read_all
from corpus.folder import SourceFile, source_files
from corpus.guarded import GuardedProcess, Limits
from corpus.readers import READERS

# Readers that behave as the worst files make a parser behave; the worker imports them by name.
HOSTILE = dict(READERS) | {
    ".sleep": "tests.test_folder:read_forever",
    ".exit": "tests.test_folder:read_and_die",
    ".greedy": "tests.test_folder:read_greedily",
    ".loud": "tests.test_folder:read_loudly",
    ".modules": "tests.test_folder:read_modules",
    ".slow": "tests.test_folder:read_slowly",
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


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The worker finds this module where the tests are run from."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    yield


def make(folder: Path, *names: str) -> list[SourceFile]:
    files = []
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Teksti {name}.")
        files.append(SourceFile(name, path, path.stat().st_size, path.stat().st_mtime_ns))
    return files


def outcome(result: Reading | UnreadableFile) -> str:
    return str(result) if isinstance(result, UnreadableFile) else result.drafts[0].text.strip()


def test_which_files_and_in_which_order(tmp_path: Path) -> None:
    make(tmp_path, "b/z.txt", "b/a.MD", "a.pdf", "c.doc", "_defaults.yaml", "a.pdf.yaml", "picture.png")
    make(tmp_path, ".hidden.txt", ".git/config.txt", "~$a.docx", "a.txt.tmp", "a.pdf.part")
    found = source_files(tmp_path)
    assert [file.path for file in found] == ["a.pdf", "b/a.MD", "b/z.txt", "c.doc"]
    assert found[2].absolute == tmp_path / "b" / "z.txt"


def test_size_and_change_include_what_describes_the_file(tmp_path: Path) -> None:
    make(tmp_path, "a/x.txt", "y.txt")
    before = {file.path: file for file in source_files(tmp_path)}
    assert before["y.txt"].size == len("Teksti y.txt.")
    (tmp_path / "a" / "_defaults.yaml").write_text("country: FI")
    os.utime(tmp_path / "a" / "_defaults.yaml", ns=(1, 4_000_000_000_000_000_000))
    after = {file.path: file for file in source_files(tmp_path)}
    assert after["a/x.txt"].size == before["a/x.txt"].size + len("country: FI")
    assert after["a/x.txt"].mtime_ns == 4_000_000_000_000_000_000
    assert after["y.txt"] == before["y.txt"]


def test_another_sidecar_of_the_same_length_and_an_older_date_is_another_state(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    sidecar = tmp_path / "a.txt.yaml"
    sidecar.write_text("country: FI")
    before = {file.path: file for file in source_files(tmp_path)}
    assert before["b.txt"].state == (tmp_path / "b.txt").stat().st_mtime_ns
    sidecar.write_text("country: SE")
    os.utime(sidecar, ns=(1, 1_000_000_000_000_000_000))
    after = {file.path: file for file in source_files(tmp_path)}
    assert after["a.txt"].size == before["a.txt"].size and after["a.txt"].state != before["a.txt"].state
    assert after["b.txt"] == before["b.txt"]
    sidecar.rename(tmp_path / "a.yaml")
    [renamed, _] = source_files(tmp_path)
    assert renamed.state != after["a.txt"].state


def test_folders_in_folders_deeper_than_calls_may_go(tmp_path: Path) -> None:
    folders = [tmp_path / ("a/" * depth) for depth in range(1, 1201)]
    for folder in folders:
        folder.mkdir()
    (file,) = make(folders[-1], "a.txt")
    assert [found.path for found in source_files(tmp_path)] == ["a/" * 1200 + "a.txt"]
    file.absolute.unlink()
    for folder in reversed(folders):  # what clears up after tests goes one call within the other
        folder.rmdir()


def test_what_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "listed/b.txt", "listed/picture.png", "listed/sub/c.txt", "shut/d.txt")
    (tmp_path / "listed").chmod(0o444)
    (tmp_path / "shut").chmod(0)
    closed: dict[str, str] = {}
    try:
        if os.access(tmp_path / "shut", os.R_OK):
            pytest.skip("nothing is closed to root")
        assert [file.path for file in source_files(tmp_path, closed=closed)] == ["a.txt"]
    finally:
        (tmp_path / "listed").chmod(0o755)
        (tmp_path / "shut").chmod(0o755)
    assert closed == dict.fromkeys(["listed/b.txt", "listed/sub/", "shut/"], "{not_allowed}")


def test_single_file(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    (tmp_path / "a.yaml").write_text("x")
    [file] = source_files(tmp_path / "a.txt")
    assert (file.path, file.absolute, file.size) == ("a.txt", tmp_path / "a.txt", len("Teksti a.txt.") + 1)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    make(tmp_path, "outside.txt", "other/file.txt", "root/a.txt", "root/sub/b.txt")
    (root / "out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "out").symlink_to(tmp_path / "other")
    (root / "in.txt").symlink_to(root / "a.txt")
    (root / "sub" / "loop").symlink_to(root)
    (root / "dead.txt").symlink_to(root / "gone.txt")
    assert [file.path for file in source_files(root)] == ["a.txt", "in.txt", "sub/b.txt"]


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
sys.path.insert(0, {tests!r})
print("main runs", flush=True)
from corpus.folder import SourceFile
from corpus.file_reading import read_all
from tests.test_folder import HOSTILE, outcome
paths = [Path(name) for name in sys.argv[1:]]
for file, result in read_all([SourceFile(path.name, path, 1, 1) for path in paths], readers=HOSTILE):
    print(outcome(result), flush=True)
"""


def start(tmp_path: Path, files: list[SourceFile]) -> subprocess.Popen[str]:
    """A program without an ``if __name__`` guard, as an app's page is."""
    root = str(Path(__file__).parents[1])
    (tmp_path / "program.py").write_text(PROGRAM.format(tests=root))
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


def children(parent: int) -> list[int]:
    """The worker processes of ``parent``."""
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc")
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    # Python's own helper process beside the workers lives as long as the program.
    return [pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
