"""Several processes at once, and ``kill -9`` at any moment: the index opens, goes on, ends as if undisturbed."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from conftest import write_documents
from indexing_worker import WORKER, start
from looking import contents

from index.store import Store

ROUNDS = 12


def test_killed_at_random_moments(tmp_path: Path) -> None:
    folder = write_documents(
        tmp_path / "documents",
        {
            f"{n}.md": f"# Document {n}\n\n" + f"The project number {n} ran for a year.\n\n" * (n % 7 + 1)
            for n in range(30)
        },
    )
    script = tmp_path / "worker.py"
    script.write_text(WORKER, "utf-8")
    began = time.monotonic()
    assert start(script, tmp_path / "whole.sqlite", folder).wait(60) == 0
    whole_time = time.monotonic() - began
    moments = random.Random(7)
    path = tmp_path / "killed.sqlite"
    kills = 0
    for _ in range(ROUNDS):
        process = start(script, path, folder)
        time.sleep(moments.uniform(0, whole_time))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
            process.wait(30)
        else:  # done before the kill: from the beginning again
            for file in tmp_path.glob("killed.sqlite*"):
                file.unlink()
        if path.exists():
            Store(path).close()  # opens after every kill, and holds whole documents only
            assert contents(path)["orphans"] == [(0,)]
    assert kills >= 3
    assert start(script, path, folder).wait(60) == 0
    assert contents(path) == contents(tmp_path / "whole.sqlite")


def test_several_at_once(tmp_path: Path) -> None:
    """They make the index at the same time and write the same documents into it."""
    folder = write_documents(
        tmp_path / "documents",
        {f"{n}.md": f"# Document {n}\n\nThe project number {n} ran for a year.\n" for n in range(12)},
    )
    script = tmp_path / "worker.py"
    script.write_text(WORKER, "utf-8")
    assert start(script, tmp_path / "alone.sqlite", folder).wait(60) == 0
    path = tmp_path / "shared.sqlite"
    processes = [start(script, path, folder) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert contents(path) == contents(tmp_path / "alone.sqlite")
    assert sorted(file.name for file in tmp_path.glob("shared.sqlite*.new")) == []


def test_killed_within_a_file_that_is_then_deleted(tmp_path: Path) -> None:
    """Of a file with many records some are stored, and nothing says yet that it was read."""
    folder, path, script = tmp_path / "documents", tmp_path / "i.sqlite", tmp_path / "worker.py"
    records = "".join(f'{{"id": "r{n}", "text": "The project number {n} ran for a year."}}\n' for n in range(300))
    write_documents(folder, {"a.md": "# A\n\nForty workshops.\n", "p.jsonl": records})
    script.write_text(WORKER, "utf-8")
    process = start(script, path, folder)
    while not path.exists() or len(Store(path).cards()) < 2:
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(30)
    held = {card.id for card in Store(path).cards().values()}
    assert "a.md" in held and 1 < len(held) < 301
    assert "p.jsonl" not in Store(path).files(str(folder))
    (folder / "p.jsonl").unlink()
    assert start(script, path, folder).wait(60) == 0
    assert [card.id for card in Store(path).cards().values()] == ["a.md"]
