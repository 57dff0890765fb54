"""Make index/priors.npz: where each language lies in the bundled model's space.

Usage: python tools/make_language_priors.py FOLDER, a folder of line-parallel sentences, one file a
language (fi.txt, sv.txt …). Made from the first 200 lines of NTREX-128 (Federmann, Kocmi and Xin
2022; CC BY-SA 4.0) in 27 languages. The table holds means of vectors only, no text.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from index.encoder import EncoderText, load_encoder

TARGET = Path(__file__).parents[1] / "index" / "priors.npz"
LINES = 200


def main(folder: Path) -> None:
    encoder = load_encoder()
    languages, queries, passages = [], [], []
    for path in sorted(folder.glob("[a-z][a-z].txt")):
        lines = path.read_text("utf-8").splitlines()[:LINES]
        languages.append(path.stem)
        queries.append(encoder.queries(lines).mean(axis=0))
        texts = [EncoderText("", line, ()) for line in lines]
        passages.append(np.mean([encoded.vector for encoded in encoder.passages(texts)], axis=0))
    np.savez_compressed(
        TARGET,
        languages=np.array(languages),
        queries=np.array(queries, np.float16),
        passages=np.array(passages, np.float16),
        encoder=np.array(encoder.name),
    )
    print(f"{len(languages)} languages, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
