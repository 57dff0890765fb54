"""Train the adapter and the cross-encoder from a pack, on a graphics processor where there is one.

Usage: python training/train.py PACK OUT [--vectors 3] [--marks 2] [--shares 1,0.75,0.5] [--share 0.75]

Goes on from ``index/adapter.npz`` and ``index/cross_encoder.npz`` (or ``--adapter`` and ``--cross-encoder``), trains
vectors for ``--vectors`` minutes (vectors.py) and then marks for ``--marks`` minutes (marks.py). OUT gets an adapter
for each of ``--shares`` of the way, and the cross-encoder and the vectors of the index's passages with ``--share``.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import marks
import numpy as np
import torch
import vectors
from lora import load, save
from torch import Tensor

INDEX = Path(__file__).parents[1] / "index"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vectors", type=float, default=3, help="minutes")
    parser.add_argument("--marks", type=float, default=2, help="minutes")
    parser.add_argument("--shares", default="1,0.75,0.5")
    parser.add_argument("--share", type=float, default=0.75)
    parser.add_argument("--adapter", type=Path, default=INDEX / "adapter.npz")
    parser.add_argument("--cross-encoder", type=Path, default=INDEX / "cross_encoder.npz")
    parser.add_argument("--steps", type=int, help="at most, of either; for a trial")
    options = parser.parse_args()
    began = time.monotonic()

    def said(text: str) -> None:
        print(f"{time.monotonic() - began:.0f} s  {text}", flush=True)

    torch.manual_seed(7)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_float32_matmul_precision("high")
    with np.load(options.pack) as archive:
        pack = {name: archive[name] for name in archive.files}
    options.out.mkdir(parents=True, exist_ok=True)
    run = vectors.Vectors(pack, device)
    if options.adapter.is_file():
        load(options.adapter, run.added())
    before = {name: (low.up @ low.down).detach().clone() for name, low in run.added().items()}
    said(f"{len(run.texts)} passages, {len(run.asked)} questions, {device}")
    vectors.train(run, options.vectors, said, options.steps)
    every = sorted({float(one) for one in options.shares.split(",")} - {options.share}, reverse=True)
    found = vectors.shares(run, before, (*every, options.share), said)
    for share, parts in found.items():
        with torch.no_grad():
            for name, low in run.added().items():
                low.up.copy_(parts[name][0])
                low.down.copy_(parts[name][1])
        save(options.out / f"adapter-{share:g}.npz", run.added())
    bank = run.bank()
    write_vectors(run, bank, options.out)
    reading = marks.Marks(run, bank)
    if options.cross_encoder.is_file():
        load(options.cross_encoder, reading.added, reading.together.own_parts())
    marks.train(reading, options.marks, said, options.steps)
    save(options.out / "cross_encoder.npz", reading.added, reading.together.own_parts())
    said("done")


@torch.no_grad()
def write_vectors(run: vectors.Vectors, bank: vectors.Bank, out: Path) -> None:
    """The vectors of the index's passages and their sentences, and the means of the languages' lines."""
    of_index = run.of_index
    sentences: Tensor = bank.sentences[: int(run.texts.counts[:of_index].sum())]
    scaled = (sentences / sentences.abs().amax(1, keepdim=True) * 127).round().to(torch.int8).cpu().numpy()
    half = len(scaled) // 2
    np.save(out / "sentences-1.npy", scaled[:half])
    np.save(out / "sentences-2.npy", scaled[half:])
    lines = {
        name: run._means(run._encoded(reader, texts), texts.languages).half().cpu().numpy()
        for name, reader, texts in zip(("passages", "queries"), (run.passages, run.questions), run.lines, strict=True)
    }
    whole = bank.whole[:of_index].half().cpu().numpy()
    arrays: dict[str, Any] = lines | {"whole": whole, "counts": run.texts.counts[:of_index].cpu().numpy()}
    np.savez(out / "vectors.npz", **arrays)


if __name__ == "__main__":
    main()
