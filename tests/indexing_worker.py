"""A program that indexes a folder, to be killed at any moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# A real process and a real store; the vectors come from the text's hash, as the model would take
# most of each run to load and the moments of interest lie in reading and storing.
WORKER = """
import hashlib, sys, time
from pathlib import Path
import numpy as np
from index import sync as syncing
from index.encoder import EncodedPassage
class Hashed:
    name, dimension = "hashed", 8
    def queries(self, texts): raise NotImplementedError
    def passages(self, texts):
        time.sleep(0.01 * len(texts))
        rows = [np.frombuffer(hashlib.sha256(t.text.encode()).digest()[:8], np.uint8) + 1.0 for t in texts]
        return [EncodedPassage(row.astype(np.float32), row.astype(np.float32)[None].repeat(len(t.sentences), 0))
                for row, t in zip(rows, texts)]
if __name__ == "__main__":
    syncing._BATCH = 2
    print("started", flush=True)
    syncing.sync(Path(sys.argv[1]), [Path(sys.argv[2])], encoder="hashed", open_encoder=Hashed, watch=lambda _: None)
"""


def run(script: Path, index: Path, folder: Path) -> int:
    """Run the program to its end; gives its exit code."""
    with start(script, index, folder) as process:
        return process.wait(60)


def start(script: Path, index: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(script), str(index), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process
