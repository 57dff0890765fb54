"""Several processes at once, and ``kill -9`` at any moment: the index opens, goes on, ends as if undisturbed."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conftest import write_documents
from indexing_worker import WORKER, run, start
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
    assert run(script, tmp_path / "whole.sqlite", folder) == 0
    whole_time = time.monotonic() - began
    moments = random.Random(7)
    path = tmp_path / "killed.sqlite"
    kills = 0
    for _ in range(ROUNDS):
        with start(script, path, folder) as process:
            time.sleep(moments.uniform(0, whole_time))
            done = process.poll() is not None
            process.kill()
        if done:  # from the beginning again
            for file in tmp_path.glob("killed.sqlite*"):
                file.unlink()
        else:
            kills += 1
        if path.exists():
            Store(path).close()  # opens after every kill, and holds whole documents only
            assert contents(path)["orphans"] == [(0,)]
    assert kills >= 3
    assert run(script, path, folder) == 0
    assert contents(path) == contents(tmp_path / "whole.sqlite")


def test_several_at_once(tmp_path: Path) -> None:
    """They make the index at the same time and write the same documents into it."""
    folder = write_documents(
        tmp_path / "documents",
        {f"{n}.md": f"# Document {n}\n\nThe project number {n} ran for a year.\n" for n in range(12)},
    )
    script = tmp_path / "worker.py"
    script.write_text(WORKER, "utf-8")
    assert run(script, tmp_path / "alone.sqlite", folder) == 0
    path = tmp_path / "shared.sqlite"
    with ThreadPoolExecutor(3) as threads:
        assert [*threads.map(lambda _: run(script, path, folder), range(3))] == [0, 0, 0]
    assert contents(path) == contents(tmp_path / "alone.sqlite")
    assert sorted(file.name for file in tmp_path.glob("shared.sqlite*.new")) == []


def test_killed_within_a_file_that_is_then_deleted(tmp_path: Path) -> None:
    """Of a file with many records some are stored, and nothing says yet that it was read."""
    folder, path, script = tmp_path / "documents", tmp_path / "i.sqlite", tmp_path / "worker.py"
    records = "".join(f'{{"id": "r{n}", "text": "The project number {n} ran for a year."}}\n' for n in range(300))
    write_documents(folder, {"a.md": "# A\n\nForty workshops.\n", "p.jsonl": records})
    script.write_text(WORKER, "utf-8")
    with start(script, path, folder) as process:
        while not path.exists() or len(Store(path).cards()) < 2:
            time.sleep(0.001)
        process.kill()
    held = {card.id for card in Store(path).cards().values()}
    assert "a.md" in held and 1 < len(held) < 301
    assert "p.jsonl" not in Store(path).files(str(folder))
    (folder / "p.jsonl").unlink()
    assert run(script, path, folder) == 0
    assert [card.id for card in Store(path).cards().values()] == ["a.md"]
