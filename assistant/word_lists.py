"""Words by which questions and sentences are understood: lists by language in YAML files, each read as one pattern.

Each word is a regular expression for whole words in any case; a space in it is any white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

_BEGINNING = r"\b(?=\w)"  # of a word: half of all borders are ends, where no word needs to be tried
_END = r"\b"


def read(path: Path) -> dict[str, Any]:
    """What stands in a file, by name."""
    lists: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return lists


def patterns(path: Path) -> dict[str, re.Pattern[str]]:
    """The lists of a file by name, each as one pattern."""
    return {name: any_of([entry]) for name, entry in read(path).items()}


def any_of(entries: Iterable[dict[str, Any]]) -> re.Pattern[str]:
    """The words of ``entries``: in each, those of a language are a list.

    ``before`` and ``after`` are what stands around the words of an entry where these are not the borders of words.
    """
    parts = []
    for entry in entries:
        words = "|".join(word for its_words in entry.values() if isinstance(its_words, list) for word in its_words)
        parts.append(f"{entry.get('before', _BEGINNING)}(?:{words}){entry.get('after', _END)}")
    return re.compile("|".join(parts).replace(" ", r"\s+"), re.IGNORECASE)
