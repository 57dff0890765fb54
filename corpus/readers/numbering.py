"""The numbers and bullets that Word shows before paragraphs but does not write into their text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    format: str  # decimal, lowerLetter, bullet, none, ...
    text: str  # "%1.%2" with the counters of this and the levels above
    start: int


class Numbering:
    """Counts paragraphs as Word does; ask in the order of the document."""

    def __init__(self, root: Element | None) -> None:  # of numbering.xml
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._shared: dict[str, str] = {}  # list -> the definition whose counters it goes on with
        if root is not None:
            self._load(root)

    def marker(self, number_id: str, level: int) -> str:
        """The marker of the next paragraph of this list at ``level`` (from 0); ``""`` for none."""
        levels = self._levels.get(number_id, {})
        if level not in levels:
            return ""
        counters = self._counters[self._shared[number_id]]
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counters if at > level]:
            del counters[deeper]
        if levels[level].format == "bullet":
            return "•"
        if levels[level].format == "none":
            return ""
        text = levels[level].text
        return re.sub(r"%(\d)", lambda found: _part(levels, counters, int(found[1]) - 1), text)

    def _load(self, root: Element) -> None:
        abstract = {
            item.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): _level(level) for level in item.findall(qn("w:lvl"))
            }
            for item in root.findall(qn("w:abstractNum"))
        }
        styles = {value_of(item, "w:styleLink"): item.get(qn("w:abstractNumId")) for item in root}
        for item in root.findall(qn("w:abstractNum")):  # one that only names a list style looks as that one says
            if (style := value_of(item, "w:numStyleLink")) in styles and style:
                abstract[item.get(qn("w:abstractNumId"))] = abstract.get(styles[style], {})
        for item in root.findall(qn("w:num")):
            number_id = item.get(qn("w:numId"))
            base = value_of(item, "w:abstractNumId") or ""
            levels = dict(abstract.get(base, {}))
            restarted = False
            for override in item.findall(qn("w:lvlOverride")):
                at = int(override.get(qn("w:ilvl")))
                own = override.find(qn("w:lvl"))
                start = value_of(override, "w:startOverride")
                if own is not None:
                    levels[at] = _level(own)
                if start is not None and at in levels:
                    levels[at] = _Level(levels[at].format, levels[at].text, int(start))
                    restarted = True
            self._levels[number_id] = levels
            self._shared[number_id] = f"num {number_id}" if restarted else base


def _part(levels: dict[int, _Level], counters: dict[int, int], at: int) -> str:
    level = levels.get(at)
    return written(counters.get(at, level.start), level.format) if level else ""


def value_of(parent: Element | None, name: str) -> str | None:
    """The ``w:val`` of the child ``name``, None where there is no such child."""
    child = parent.find(qn(name)) if parent is not None else None
    return None if child is None else child.get(qn("w:val"))


def _level(item: Element) -> _Level:
    start = value_of(item, "w:start") or "1"
    return _Level(value_of(item, "w:numFmt") or "decimal", value_of(item, "w:lvlText") or "", int(start))


def written(number: int, style: str) -> str:
    """``number`` in one of Word's number formats; those unknown here come out as digits."""
    if style in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
        return text if style == "lowerRoman" else text.upper()
    return str(number)
