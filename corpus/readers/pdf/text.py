"""Line ends: which hyphens belong to a word and which only broke it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import pairwise

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*", re.UNICODE)
_HYPHENS = "-\u2010\u2011"
_MID_LINE = re.compile(r"(?<![\w/.-])[^\W\d_]{3,}-[^\W\d_]{2,}(?![\w/-])")
_SPACED = re.compile(r"(?<![\w-])([^\W\d_]{2,}) (?=([^\W\d_]{2,})(?![\w-]))")
_HANGING = re.compile(r"(\S+)[-\u2010\u2011]$")
_CUT_AMOUNT = re.compile(r"(?<!\d)\d{1,3}(?:[.,' ]\d{3})+[.,]\d$")
_CUT_TOKEN = re.compile(r"\d{1,2}([./])\d{1,2}\1\d{0,3}|[A-Z]{1,4}\d{2,}")  # a date or a code
_WHOLE_TOKEN = re.compile(r"\d{1,2}([./])\d{1,2}\1(?:19|20)\d\d|[A-Z]{1,4}\d{3,8}")
_REST_OF_TOKEN = re.compile(r"(\d{1,4})(?:[.,;–-]*|\s?[–-].*)")
_ENDING = re.compile(r"\w -(?=[^\W\d_]{3})")  # Finnish: Kyllä -kohta
_DASH = re.compile(r"\w - (?=\w)")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CONJUNCTIONS = frozenset(
    ["ja", "tai", "sekä", "eli", "taikka", "och", "eller", "samt", "und", "oder", "bzw", "et", "ou", "and", "or"]
    + ["of", "en", "i", "oraz", "y", "e", "o"]
)
_KEEP_BEFORE = frozenset(  # first parts that keep their hyphen
    ["co", "non", "self", "ex", "vice", "sous", "celui", "celle", "ceux", "celles", "peut", "quasi", "mi", "demi"]
    + ["au", "avant", "après", "contre", "rendez", "grand", "mini", "icke", "ei", "all", "well", "long", "short"]
    + ["high", "low", "cross", "multi"]
)
_KEEP_AFTER = frozenset(
    ["ci", "là", "même", "mêmes", "il", "elle", "ils", "elles", "on", "dire", "delà", "dessus", "dessous", "uns"]
    + ["être", "vous", "nous"]
)
_VOWELS = "aeiouyäö"
_FINNISH = ("ja", "on", "tai", "sekä", "ei")
_OTHERS = ("the", "and", "och", "att", "et", "les", "und", "der", "de", "of")


def tokens(text: str) -> list[str]:
    """Words of ``text`` in small letters, hyphened ones as one word."""
    return [token.lower().replace("‐", "-").replace("‑", "-") for token in _TOKEN.findall(text)]


def cut_token(line: str, after: str) -> bool:
    """Whether a date or a code, all that stands on ``line``, goes on ``after`` it; the line is to be full."""
    rest = _REST_OF_TOKEN.fullmatch(after)
    return bool(rest and _CUT_TOKEN.fullmatch(line) and _WHOLE_TOKEN.fullmatch(line + rest[1]))


def _inner_words(cell: str) -> Iterator[str]:
    """Words of a cell that touch no line end, so that none is half a word."""
    lines = cell.split("\n")
    for at, line in enumerate(lines):
        yield from tokens(line)[at > 0 : None if at == len(lines) - 1 else -1]


class LineJoiner:
    """Joins lines by what the rest of the document shows of their words."""

    def __init__(self, lines: Iterable[str]) -> None:
        """``lines`` are printed lines, or the text of table cells with their line ends."""
        self._seen: Counter[str] = Counter()
        breaks: list[tuple[str, str]] = []
        count = 0
        last = ""
        endings = 0  # how many more words begin with a hyphen than dashes are written so
        for line in lines:
            count += 1
            endings += len(_ENDING.findall(line)) - len(_DASH.findall(line))
            if "\n" in line:
                self._seen.update(_inner_words(line))
                continue
            found = tokens(line)
            if last and found:
                breaks.append((last, found.pop(0)))
            last = found.pop() if found and _HANGING.search(line) else ""
            self._seen.update(found)
        self._prefixes = {word[:size] for word in self._seen for size in range(4, len(word) + 1)}
        common = sum(self._seen[word] for word in _OTHERS)
        self._finnish = sum(self._seen[word] for word in _FINNISH) > common
        self._keeps = self._never_breaks(breaks, count)
        self._endings = self._finnish and endings > 0

    def _never_breaks(self, breaks: list[tuple[str, str]], lines: int) -> bool:
        """True for a document whose few hyphens at line ends are all real ones."""
        if len(breaks) > 0.012 * lines or lines < 80:
            return False
        return not any(self._evidence(left, right) < 0 for left, right in breaks)

    def join(self, left: str, right: str) -> str:
        """``left`` and ``right``, the end of one line and the beginning of the next, as one text."""
        if not left or not right:
            return left + right
        if left.endswith(("ja -", "tai -", "och -", "sekä -", "eller -", "und -", "oder -")):
            return left + right
        if self._endings and left.endswith(" -") and right[0].islower():
            return left + right
        hanging = _HANGING.search(left)
        if hanging is None:
            return left + self._gap(left, right) + right
        last, first = hanging.group(1), right.split(maxsplit=1)[0]
        if not last[-1].isalnum() and last[-1] not in "+)":
            return f"{left} {right}"
        word = first.strip(".,;:()!?»”\"'").lower()
        if word in _CONJUNCTIONS:
            return f"{left} {right}"
        return left + right if self._real(last, first) else left[:-1] + right

    def join_all(self, lines: Iterable[str]) -> str:
        return reduce(self.join, lines, "")

    def cell(self, text: str) -> str:
        """A table cell: narrow columns also cut words without any hyphen."""
        lines = text.split("\n")
        joined = lines[0]
        for before, line in pairwise(lines):
            cut = self._cut(joined, line) if " " not in before.strip() else self._cut_name(joined, line)
            joined = joined + line if cut else self.join(joined, line)
        return joined

    def mend(self, text: str) -> str:
        """Take out what broke words mid-line: hyphens of an earlier line break, spaces (Instr uments)."""
        text = _SPACED.sub(self._closed, text)
        return _MID_LINE.sub(self._mended, text) if "-" in text else text

    def _closed(self, match: re.Match[str]) -> str:
        """Without its space where the document has the whole word, and hardly either half."""
        left, right = match.group(1), match.group(2)
        if len(left) + len(right) < 6 or not right.islower():
            return match.group()
        left, right = left.lower(), right.lower()
        return match.group(1) if self._seen[left + right] >= 5 * max(
            self._seen[left], self._seen[right], 1
        ) else match.group()

    def _mended(self, match: re.Match[str]) -> str:
        word = match.group()
        left, right = word.split("-")
        doubled = left[-1] == right[0] and left[-1] in _VOWELS
        if not word.islower() or doubled or self._seen[word] > 1 or self._seen[left] or self._seen[right]:
            return word
        known = self._seen[left + right] or (len(right) > 2 and left + right[:2] in self._prefixes)
        return left + right if known else word

    def _cut(self, left: str, right: str) -> bool:
        """Whether one word or amount goes on in the next line of a cell, which its first part filled."""
        if _CUT_AMOUNT.search(left) and re.fullmatch(r"\d", right):
            return True
        if not (left[-1:].isalpha() and right[:1].isalpha()):
            return False
        last, first = (tokens(left) or [""])[-1], (tokens(right) or [""])[0].rstrip(_RAISED)
        whole, head, tail = self._seen[last + first], self._seen[last], self._seen[first]
        if whole:
            return not (head and tail) or len(first) <= 2 or whole > 2 * min(head, tail)
        if not right[0].islower() or len(last) < 3:
            return False
        known = len(first) > 4 and first[:5] in self._prefixes  # a word of its own, if not in this form
        return (not head and not tail and not known) or (not head and last + first[:3] in self._prefixes)

    def _cut_name(self, left: str, right: str) -> bool:
        """The same where the line held more words: only what is certain."""
        return left.endswith("Gm") and right.startswith("bH")

    def _gap(self, left: str, right: str) -> str:
        if left.endswith(("–", "/")) and len(left) > 1 and left[-2].isalnum():
            return "" if right[0].isdigit() or left[-1] == "/" else " "
        address = left.rsplit(maxsplit=1)[-1]
        return "" if "://" in address and address[-1] in "/=_?&" else " "

    def _real(self, last: str, first: str) -> bool:
        """Whether the hyphen between ``last`` and ``first`` would also be written mid-line."""
        part = re.split(rf"[{_HYPHENS}/(«“\"]", last)[-1] or last
        if first[0].isdigit() or not first[0].isalpha():
            return True
        if first[0].isupper() and not (part.isupper() and len(part) > 4 and first[:2].isupper()):
            return True
        if len(part) == 1 or any(c.isdigit() or c in "+)" for c in part):
            return True
        if part.isupper() and first[0].islower():
            return True
        evidence = self._evidence(last, first)
        if evidence:
            return evidence > 0
        return self._by_form(part.lower(), (tokens(first) or [first.lower()])[0], inner=part != last)

    def _by_form(self, part: str, first: str, *, inner: bool) -> bool:
        if inner and len(part) <= 2:
            return True
        if part in _KEEP_BEFORE or first in _KEEP_AFTER:
            return True
        if self._finnish and part[-1] == first[0] and part[-1] in _VOWELS:
            return True
        return self._keeps

    def _evidence(self, last: str, first: str) -> int:
        """Above 0 where the document has the word with its hyphen, below 0 without, 0 for neither."""
        left, right = (tokens(last) or [""])[-1], (tokens(first) or [""])[0]
        if not left or not right:
            return 0
        whole = self._seen[f"{left}-{right}"] - self._seen[left + right]
        if whole:
            return whole
        if len(right) < 3 or len(left) + len(right) < 6:
            return 0
        return (f"{left}-{right[:4]}" in self._prefixes) - (left + right[:4] in self._prefixes)
