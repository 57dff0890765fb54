"""Line ends: which hyphens belong to a word and which only broke it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import reduce

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*", re.UNICODE)
_HYPHENS = "-\u2010\u2011"
_HANGING = re.compile(r"(\S+)[-\u2010\u2011]$")
_CONJUNCTIONS = frozenset("ja tai sekä eli että taikka och eller samt und oder bzw et ou and or of en i oraz y e o".split())
_KEEP_BEFORE = frozenset(  # first parts that keep their hyphen
    "co non self ex vice sous celui celle ceux celles peut quasi mi demi au avant après contre "
    "rendez grand mini e-mail icke ei all well long short high low cross multi-".split()
)
_KEEP_AFTER = frozenset("ci là même mêmes il elle ils elles on dire delà dessus dessous uns être vous nous".split())
_VOWELS = "aeiouyäö"
_FINNISH = ("ja", "on", "tai", "sekä", "ei")
_OTHERS = ("the", "and", "och", "att", "et", "les", "und", "der", "de", "of")


def tokens(text: str) -> list[str]:
    """Words of ``text`` in small letters, hyphened ones as one word."""
    return [token.lower().replace("‐", "-").replace("‑", "-") for token in _TOKEN.findall(text)]


class LineJoiner:
    """Joins lines by what the rest of the document shows of their words."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._seen: Counter[str] = Counter()
        self._prefixes: set[str] = set()
        breaks: list[tuple[str, str]] = []
        count = 0
        last = ""
        for line in lines:
            count += 1
            found = tokens(line)
            hanging = _HANGING.search(line)
            if last and found:
                breaks.append((last, found[0]))
                found = found[1:]
            last = ""
            if hanging and found:
                last = found.pop()
            self._seen.update(found)
        for word in self._seen:
            for size in range(4, len(word) + 1):
                self._prefixes.add(word[:size])
        common = sum(self._seen[word] for word in _OTHERS)
        self._finnish = sum(self._seen[word] for word in _FINNISH) > common
        self._keeps = self._never_breaks(breaks, count)

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
        return reduce(self._join_narrow, text.split("\n"), "")

    def mend(self, text: str) -> str:
        """Take out hyphens left in the middle of a line by an earlier line break (palaut-taa)."""
        return re.sub(r"(?<![\w-])[a-zåäö]{3,}-[a-zåäö]{2,}(?![\w-])", self._mended, text) if "-" in text else text

    def _mended(self, match: re.Match[str]) -> str:
        word = match.group()
        left, right = word.split("-")
        stray = self._seen[left + right] and not self._seen[left] and not self._seen[right]
        return left + right if stray and self._seen[word] < 2 and left[-1] != right[0] else word

    def _join_narrow(self, left: str, right: str) -> str:
        if left[-1:].isalpha() and right[:1].isalpha():
            last, first = left.split()[-1].lower(), right.split()[0].lower()
            joined = (tokens(last + first) or [""])[0]
            if self._seen[joined] > 1 and not (self._seen[last] > 1 and self._seen[first] > 1):
                return left + right
            if (len(first) == 1 and first not in "aiouyåöàée") or (last + first).endswith(("gmbh", "gmbh.")):
                return left + right if last[-1:] == "m" or len(first) == 1 else self.join(left, right)
        return self.join(left, right)

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
