"""Articles whose number stands before their first words ("Art. 5. – Les dépenses ..."): it becomes their heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.readers.pdf.shape import Shape, TextBlock, display

_RUN_IN = re.compile(
    r"^(?P<number>(?:article|artikel|artikla|art\.)\s*(?P<count>1\s?er|premier|\d{1,3})\.?)\s*"
    r"(?:(?<=\.)\s|[–—-]\s)\s*(?=\S)",
    re.IGNORECASE,
)
_FEWEST = 3  # articles that make an act


def with_run_in_articles(blocks: Sequence[TextBlock], shape: Shape) -> list[TextBlock]:
    """``blocks`` with the number of each article as a heading of its own, where they count up from 1 as in an act."""
    found = {at: number for at, block in enumerate(blocks) if (number := _run_in(block, shape))}
    articles = _counted(found)
    if len(articles) < _FEWEST:
        return list(blocks)
    return [part for at, block in enumerate(blocks)
            for part in (_parted(block, found[at]) if at in articles else [block])]


def _run_in(block: TextBlock, shape: Shape) -> re.Match[str] | None:
    """The number before a sentence; before a name it is part of a heading already."""
    sentence = len(block.text) > 120 or block.text.endswith((".", ":", ";"))
    if block.kind != "paragraph" or display(block.first, shape) or not sentence:
        return None
    return _RUN_IN.match(block.first.text)


def _counted(found: Mapping[int, re.Match[str]]) -> set[int]:
    """The places of the numbers that each count on from the one before, from 1."""
    counted: set[int] = set()
    last = 0
    for at, match in found.items():
        number = int(match["count"]) if match["count"].isdigit() else 1
        if number in (1, last + 1):
            counted.add(at)
            last = number
    return counted


def _parted(block: TextBlock, number: re.Match[str]) -> list[TextBlock]:
    """The number, and the block without it and the dash that parts them."""
    line = block.first
    block.lines[0] = replace(line, text=line.text[number.end() :])
    return [TextBlock("heading", [replace(line, text=number["number"], fragments=[])]), block]
