"""Structure of text that has only lines: headings, list items, paragraphs wrapped or not."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.draft import Draft, tidy

_MONTH = r"(?:\w+kuu(?:ta|n|ssa)?|jan|feb|mar|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*"
_ITEM = re.compile(
    rf"(?P<number>\(?\d{{1,3}}[.)](?!\s+{_MONTH}\b)|\d{{1,2}}°)\s+\S"
    r"|(?P<roman>\(?[ivx]{2,5}[.)])\s+\S"
    r"|(?P<letter>\(?[a-zåäö]\)|\(?aa\)|[a-zåäö]\.)\s+\S"
    r"|(?P<dash>[-–—*])\s+\S"
    r"|(?P<bullet>[•▪●◦‣·■□➢✓])\s*\S",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?P<number>\d+\s?[a-z]?\s?§|§\s?\d+\s?[a-z]?)\.?(?:\s+(?P<rest>\S.*))?$")
_ARTICLE = re.compile(
    r"(?:(?:article|artikel|artikla|artikkel|articolo|artículo|artigo)\s+\d+\s?[a-z]?\b|\d+\s?[a-z]? artikla)"
    r"[.:]?(?:\s+(?P<rest>\S.*))?$",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"(?:\d+\s?[a-z]? (?:luku|kap\.|kapitlet|kapitel)"
    r"|(?:luku|kapitel|kapittel|chapter|chapitre|hoofdstuk|capítulo|capitolo)\s+(?:\d+|[ivxl]+)\b)"
    r"[.:]?(?:\s+(?P<rest>\S.*))?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:(?:\d+|[IVX]+)\.? (?i:osa|osasto|avd\.|avdelningen)"
    r"|(?i:osa|osasto|part|title|titre|teil|deel|avdelning|annex|annexe|liite|bilaga|bijlage|anhang)"
    r"\s+(?:\d+|[IVXL]+|[A-Z])\b)[.:]?(?:\s+(?P<rest>\S.*))?$"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[^\W\d_]")
_HASHES = re.compile(r"(#{1,6})\s*([^\s#].*?)\s*#*$")
_RULE = re.compile(r"([=\-~_*])\1{2,}\s*$")
_SENTENCE_END = (".", "!", "?", ".”", '."', ".»", "…")
_HYPHENATED = re.compile(r"[a-zåäöéü][-\u00ad]$")


class Heading(NamedTuple):
    text: str
    level: int
    lines: int = 1  # how many lines it takes
    rest: str = ""  # text on the same line that belongs to the body


def is_title(text: str, *, longest: int = 150) -> bool:
    """Whether ``text`` can be a heading's words: short, begun with a capital, no sentence."""
    return (
        len(text) <= longest
        and not text.endswith((".", ";", ":", ",", "!"))
        and (text[:1].isupper() or text[:1].isdigit() or text[:1] in "\"”“'«(")
    )


def marker_kind(text: str) -> str | None:
    """The kind of list marker ``text`` begins with: number, letter, roman, dash, bullet or None."""
    found = _ITEM.match(text)
    return found.lastgroup if found else None


class LineWriter:
    """Appends lines to a draft as headings, items and paragraphs, and knows how deep a list is."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._kinds: list[str] = []  # of the markers around the current item, outermost first
        self._before = ":"  # the text before, to tell a list's dash from that of a reply

    def heading(self, text: str, level: int) -> None:
        self._draft.heading(text, min(level, 6))
        self._kinds, self._before = [], ":"

    def line(self, text: str) -> None:
        """A paragraph, or an item where it begins with a list marker."""
        text = tidy(text)
        kind = self._item_kind(text)
        if kind:
            self._draft.item(text, self._depth(kind))
        else:
            self._kinds = []
            self._draft.paragraph(text)
        self._before = text or self._before

    def _item_kind(self, text: str) -> str | None:
        found = _ITEM.match(text)
        kind = found.lastgroup if found else None
        if kind == "dash" and not self._kinds and self._before.endswith(_SENTENCE_END):
            return None  # a reply in an interview
        if kind == "letter" and text.strip("(")[:1] in "ivx" and self._kinds and not self._follows(text):
            return "roman"
        return kind

    def _follows(self, text: str) -> bool:
        """Whether ``text`` carries on the alphabet of the item before it: i) after h)."""
        return self._before.strip("(")[:1] == chr(ord(text.strip("(")[0]) - 1)

    def _depth(self, kind: str) -> int:
        if kind in self._kinds:
            del self._kinds[self._kinds.index(kind) + 1 :]
        else:
            self._kinds.append(kind)
        return len(self._kinds)


def add_lines(draft: Draft, text: str, *, titled: bool = False) -> None:
    """Append ``text`` to the draft. ``titled``: the first line may be the title; if so it is set."""
    lines = unwrapped([tidy(line) for line in text.splitlines()])
    writer = LineWriter(draft)
    at = next((n for n, line in enumerate(lines) if line), len(lines))
    if titled and (title := _title(lines, at)):
        draft.title = title.text
        writer.heading(title.text, 1)
        at += title.lines
    while at < len(lines):
        found = _heading(lines, at)
        if found:
            writer.heading(found.text, found.level)
            writer.line(found.rest)
        elif not _RULE.match(lines[at]):
            writer.line(lines[at])
        at += found.lines if found else 1


def _title(lines: list[str], at: int) -> Heading | None:
    """The first line where it stands apart from what follows, or is underlined or hashed."""
    if at >= len(lines):
        return None
    line, after = lines[at], _line(lines, at + 1)
    if (found := _HASHES.match(line)) and len(found[1]) <= 2:
        return Heading(found[2], 1)
    if marker_kind(line) or _SECTION.match(line) or not is_title(line, longest=250):
        return None
    if after and _RULE.match(after):
        return Heading(line, 1, 2)
    return Heading(line, 1) if not after and at + 1 < len(lines) or _heading(lines, at + 1) else None


def _heading(lines: list[str], at: int) -> Heading | None:
    line = _line(lines, at)
    if not line:
        return None
    if found := _HASHES.match(line):
        return Heading(found[2], len(found[1]))
    after = _line(lines, at + 1)
    if after and after[0] in "=-~" and _RULE.match(after) and is_title(line):
        return Heading(line, 2, 2)
    return _statute_heading(lines, at) or _outline_heading(lines, at)


def _statute_heading(lines: list[str], at: int) -> Heading | None:
    """A part, chapter, article or § of a statute, with the title that may stand on the next line."""
    line = lines[at]
    for pattern, level in ((_PART, 2), (_CHAPTER, 3), (_ARTICLE, 4), (_SECTION, 4)):
        found = pattern.match(line)
        if not found:
            continue
        rest = found["rest"]
        if not rest:
            return _with_next_line(lines, at, level)
        if is_title(rest):
            return Heading(line, level)
        if pattern is _SECTION and rest[0].isupper():  # "1 §   Denna lag gäller ..."
            return Heading(found["number"], level, rest=rest)
    return None


def _with_next_line(lines: list[str], at: int, level: int) -> Heading:
    title, body = _line(lines, at + 1), _line(lines, at + 2)
    taken = title and is_title(title, longest=120) and not marker_kind(title) and not marker_kind(body)
    if taken and not _statute_heading(lines, at + 1):
        return Heading(f"{lines[at]} {title}", level, 2)
    return Heading(lines[at], level)


def _outline_heading(lines: list[str], at: int) -> Heading | None:
    """A heading told by its look only: capitals, a number like 2.3, or a short line by itself."""
    line = lines[at]
    if not is_title(line, longest=100) or line[0] in "(\"”“'«":
        return None
    if line.isupper() and sum(map(str.isalpha, line)) >= 4 and not marker_kind(line):
        return Heading(line, 2)
    if _line(lines, at - 1) or _line(lines, at + 1):
        return None
    following = _line(lines, at + 2)
    if found := _NUMBERED.match(line):
        beside = _NUMBERED.match(following)
        alike = beside and beside["number"].count(".") == found["number"].count(".")
        return None if alike or not following else Heading(line, 2 + found["number"].count("."))
    before = _line(lines, at - 2)
    alone = (
        len(line) <= 70 and line[0].isupper() and not marker_kind(line) and not before.endswith((":", ","))
    )
    return Heading(line, 3) if alone and len(following) > 100 else None


def _line(lines: list[str], at: int) -> str:
    return lines[at] if 0 <= at < len(lines) else ""


def unwrapped(lines: list[str]) -> list[str]:
    """``lines`` with those joined that were only broken to fit a width."""
    lengths = sorted(map(len, filter(None, lines)))
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    full = sum(length > width * 0.8 for length in lengths)
    if not 40 <= width <= 110 or full < max(3, len(lengths) * 0.3):
        return lines  # long lines, or short ones of all lengths: each stands for itself
    joined: list[list[str]] = []  # each paragraph in parts, as adding line to line takes ever longer
    last = ""  # the last line as it stood
    for line in lines:
        if joined and last and line and _runs_on(last, line, width):
            joined[-1][-1:] = _parts(joined[-1][-1], line)
        else:
            joined.append([line])
        last = line
    return ["".join(parts) for parts in joined]


def _runs_on(line: str, after: str, width: int) -> bool:
    """Whether ``after`` carries on ``line``: its first word would not have fitted there."""
    if marker_kind(after) or _HASHES.match(after) or _RULE.match(after) or _RULE.match(line):
        return False
    if _SECTION.match(line) or _SECTION.match(after):
        return False
    fitted = len(line) + 1 + len(after.split(" ", 1)[0]) <= width * 0.95
    return not fitted or (
        after[0].islower() and not line.endswith((".", ":", ";")) and len(line) > width * 0.5
    )


def _parts(line: str, after: str) -> tuple[str, str]:
    """Two lines as they are joined: a hyphen that only broke a word goes."""
    if _HYPHENATED.search(line) and after[:1].islower():
        return line[:-1], after
    return (line if line.endswith("-") and not line.endswith(" -") else f"{line} "), after
