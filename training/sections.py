"""Sections of statutes for further pairs, in Finnish and Swedish: the heading asks, the section answers."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import Counter
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
