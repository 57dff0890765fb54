"""Train the adapter and the cross-encoder from a pack (pack.py), on a graphics processor where there is one.

Usage: python training/train.py PACK OUT [--vectors 2.5] [--marks 1.5] [--shares 1,0.5,0.75] [--steps N]

Goes on from ``index/adapter.npz`` and ``index/cross_encoder.npz`` (or ``--adapter`` and ``--cross-encoder``), trains
vectors for ``--vectors`` minutes (vectors.py) and then marks for ``--marks`` minutes (marks.py). OUT gets an adapter
for each of ``--shares`` of the way; the cross-encoder reads with the last of them. Figures of held-out questions are
printed as it goes. With ``--steps`` neither takes more than so many, for a trial.
"""

from __future__ import annotations

import argparse
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from lora import factors, load, save
from marks import Marks
from marks import train as train_marks
from pool import Pool
from vectors import shares
from vectors import train as train_vectors

INDEX = Path(__file__).parents[1] / "index"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vectors", type=float, default=2.5)
    parser.add_argument("--marks", type=float, default=1.5)
    parser.add_argument("--shares", default="1,0.5,0.75")
    parser.add_argument("--adapter", type=Path, default=INDEX / "adapter.npz")
    parser.add_argument("--cross-encoder", type=Path, default=INDEX / "cross_encoder.npz")
    parser.add_argument("--steps", type=int)
    options = parser.parse_args(arguments)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:.0f} s  {text}", flush=True)

    torch.manual_seed(7)
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        with np.load(options.pack) as archive:
            pack = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        sys.exit(f"{options.pack} is no pack that can be read ({error}). Make one with training/pack.py.")
    options.out.mkdir(parents=True, exist_ok=True)
    pool = Pool(pack, device, options.adapter)
    before = factors(pool.added)
    say(f"{len(pool.texts)} passages, {len(pool.asked)} questions, {device}")
    train_vectors(pool, pack, options.vectors, say, options.steps)
    for share in shares(pool, before, [float(share) for share in options.shares.split(",")], say):
        save(options.out / f"adapter-{share:g}.npz", pool.added)
    reading = Marks(pool)
    if options.cross_encoder.is_file():
        load(options.cross_encoder, reading.added, reading.together.own_parts())
    train_marks(reading, options.marks, say, options.steps)
    save(options.out / "cross_encoder.npz", reading.added, reading.together.own_parts())


if __name__ == "__main__":
    main()
