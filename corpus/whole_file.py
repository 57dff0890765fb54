"""Files that are there whole or not at all, whatever stops the program."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data`` to ``path``; until it is on the disk, a file that was there stays as it was.

    ``private``: nobody but its owner may read it. Raises OSError, which leaves nothing behind.
    """
    mode = 0o600 if private else 0o666  # less what the user's mask takes away
    unfinished = path.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        with open(unfinished, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
