"""A process kept for one function after another: it ends well, and what hurts it hurts nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pages import write_guide
from processes import alive, children

from corpus.errors import UnreadableFile
from corpus.guarded import GuardedProcess, Limits
from corpus.page_picture import page_picture

# Functions as bad as a parser on the worst files; the worker imports them.


def hang() -> bytes:
    time.sleep(600)
    return b""


def crash() -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def leave() -> bytes:
    os._exit(7)


def be_greedy() -> bytes:
    return bytes(2_000_000_000)


def refuse() -> bytes:
    raise UnreadableFile("encrypted", "a.pdf")


def fail() -> bytes:
    raise ZeroDivisionError("a mistake of ours")


def refused(process: GuardedProcess, function: Callable[[], bytes]) -> str:
    with pytest.raises(UnreadableFile) as caught:
        process.run(function)
    return str(caught.value)


def test_whatever_a_function_does_the_next_one_runs() -> None:
    with GuardedProcess(Limits(seconds=1.5, memory=1_000_000_000)) as process:
        first = process.run(os.getpid)
        assert first != os.getpid() and process.run(os.getpid) == first  # kept, so that it starts once
        assert refused(process, refuse) == "encrypted: a.pdf"
        with pytest.raises(ZeroDivisionError, match="a mistake of ours"):
            process.run(fail)
        if sys.platform == "linux":
            assert refused(process, be_greedy) == "too_large: memory"
        assert process.run(os.getpid) == first
        assert refused(process, leave) == "crashed: exit 7"
        assert refused(process, crash) == f"crashed: exit {-signal.SIGSEGV}"
        assert refused(process, hang) == "too_slow: > 1.5 s"
        assert process.run(os.getpid) not in (first, os.getpid())


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Linux does where memory runs out")
def test_a_process_killed_while_it_waits_is_replaced() -> None:
    with GuardedProcess() as process:
        for _ in range(3):
            worker = process.run(os.getpid)
            os.kill(worker, signal.SIGKILL)
            until = time.monotonic() + 60
            while alive(worker) and time.monotonic() < until:
                time.sleep(0.05)
            time.sleep(0.5)  # pebble looks every 0.1 s
            assert process.run(os.getpid) != worker


def test_several_threads_get_each_its_own() -> None:
    with GuardedProcess() as process, ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda n: process.run(pow, n, 2), range(40)))
    assert results == [n * n for n in range(40)]


def test_the_program_is_itself_again_when_processes_have_started() -> None:
    program = sys.modules["__main__"]
    processes = [GuardedProcess() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        workers = set(threads.map(lambda process: process.run(os.getpid), processes))
    for process in processes:
        process.close()
    assert len(workers) == 4 and sys.modules["__main__"] is program


def test_a_closed_process_starts_anew() -> None:
    process = GuardedProcess()
    process.close()
    first = process.run(os.getpid)
    process.close()
    assert process.run(os.getpid) != first
    process.close()


def test_closing_lets_those_go_who_wait() -> None:
    process = GuardedProcess()
    process.run(os.getpid)
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(refused, process, hang) for _ in range(2)]
        time.sleep(0.5)
        process.close()
        assert [future.result() for future in waiting] == ["crashed", "crashed"]


def test_pictures_are_the_same_to_the_byte(tmp_path: Path) -> None:
    write_guide(tmp_path / "guide.pdf")
    marks = {"passage": "A study visit lasts three days.", "sentence": "three days"}
    with GuardedProcess() as process:
        for page in (1, 2):
            here = page_picture(tmp_path / "guide.pdf", page, **marks)
            assert here.startswith(b"\x89PNG")
            assert process.run(page_picture, tmp_path / "guide.pdf", page, **marks) == here
        with pytest.raises(UnreadableFile, match=r"broken: guide.pdf, 3/2"):
            process.run(page_picture, tmp_path / "guide.pdf", 3)


PROGRAM = """
import os, signal, sys, time
sys.path[:0] = {paths!r}
from corpus.guarded import GuardedProcess
import test_guarded
signal.signal(signal.SIGINT, signal.default_int_handler)
process = GuardedProcess()
print(process.run(os.getpid), flush=True)
if sys.argv[1:] == ["hang"]:
    process.submit(test_guarded.hang)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="looks for processes in /proc")
@pytest.mark.parametrize("busy", [[], ["hang"]], ids=["waiting", "busy"])
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_it_ends_with_the_program(tmp_path: Path, sent: str, busy: list[str]) -> None:
    tests = Path(__file__).parent
    (tmp_path / "program.py").write_text(PROGRAM.format(paths=[str(tests.parent), str(tests)]))
    command = [sys.executable, str(tmp_path / "program.py"), *busy]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        worker = int(program.stdout.readline())
        assert children(program.pid) == [worker]
        program.send_signal(signal.Signals[sent])
        program.wait(60)
    until = time.monotonic() + 10
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(worker)
