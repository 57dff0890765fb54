"""Processes that this one has started, found in /proc."""

from __future__ import annotations

from pathlib import Path

import pytest


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
