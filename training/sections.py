"""Further pairs, of statutes: the legislator's heading asks, the section answers, in Finnish and Swedish.

Usage: python training/sections.py FILE FOLDER [--most 1600]

FILE is a gzipped file of JSON lines {id, head: {fi, sv}, fi, sv}, one section of a statute each (made
from Finlex, CC BY 4.0; without the statutes of the evaluation set). FOLDER gets ``corpus.jsonl`` to
index and ``pairs.jsonl`` for ``questions.py --pairs``.
Each heading is paired with the section in its own language and with the one in the other.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LANGUAGES = ("fi", "sv")
SHORTEST, LONGEST = 120, 900  # characters of a section
LEAST, OFTEN = 12, 2  # characters of a heading; how many sections may have the same


def sections(file: Path) -> list[dict[str, Any]]:
    """Sections with a heading that tells what they are about, neither scraps nor longer than a passage."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["head"] and all(len(row["head"].get(name) or "") >= LEAST for name in LANGUAGES)]
    rows = [row for row in rows if all(SHORTEST < len(row[name]) < LONGEST for name in LANGUAGES)]
    times = Counter(row["head"]["fi"] for row in rows)
    named = Counter(row["id"] for row in rows)  # chapters number their sections anew
    return [row for row in rows if times[row["head"]["fi"]] <= OFTEN and named[row["id"]] == 1]


def held(row: dict[str, Any]) -> bool:
    """Whether a section is of the one statute in seven that is only measured with."""
    statute = re.split(r"-:|\.xml", row["id"])[0]
    return zlib.crc32(statute.encode()) % 7 == 0


def pairs(row: dict[str, Any], file: str) -> Iterator[dict[str, Any]]:
    for asked in LANGUAGES:
        for answered in LANGUAGES:
            yield {
                "question": row["head"][asked], "lang": asked, "set": "sections",
                "document": f"{file}#{row['id']}-{answered}", "start": 0, "passage_lang": answered,
                "sentence": -1, "split": "held" if held(row) else "train",
            }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=1600)
    options = parser.parse_args()
    rows = sections(options.file)
    rows = random.Random(5).sample(rows, min(options.most, len(rows)))
    options.folder.mkdir(parents=True, exist_ok=True)
    corpus, asking = options.folder / "corpus.jsonl", options.folder / "pairs.jsonl"
    with corpus.open("w", encoding="utf-8") as texts, asking.open("w", encoding="utf-8") as questions:
        for row in rows:
            for name in LANGUAGES:
                text = {"id": f"{row['id']}-{name}", "lang": name, "text": row[name]}
                texts.write(json.dumps(text, ensure_ascii=False) + "\n")
            for pair in pairs(row, corpus.name):
                questions.write(json.dumps(pair, ensure_ascii=False) + "\n")
    print(f"{len(rows)} sections in {', '.join(LANGUAGES)}")


if __name__ == "__main__":
    main()
