"""What was asked, kept without anything that tells who asked.

A question is kept with the day, its language and what came of it, and how many times that was so: no
address, no session, no time of day, and no order, since rows lie in the order of their content.
Addresses, numbers and codes of persons are masked before anything is written. It is a file of its own
beside the index, which any copy of the index leaves behind.

    asked      day, language, question, outcome, times
    settings   whether questions are kept
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

FILE = "asked.sqlite"  # beside the index
MASK = "[…]"
Outcome = Literal["answered", "found", "declined", "nothing"]
_LONGEST = 300  # characters of a question that are kept
_SCHEMA = """
CREATE TABLE IF NOT EXISTS asked (
    day TEXT NOT NULL, language TEXT NOT NULL, question TEXT NOT NULL, outcome TEXT NOT NULL,
    times INTEGER NOT NULL, PRIMARY KEY (day, language, question, outcome)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# What begins like a phone number and is none: a later group of 1 050 000, a day, a month, a time before a day.
_THOUSANDS = r"(?:(?<=\b\d\s)|(?<=\b\d\d\s)|(?<=\b\d\d\d\s))\d{3}(?:\s\d{3})*(?!\s?\d)"
_DAY = (
    r"0[1-9](?:(?P<mark>[./-])(?:0?[1-9]|1[0-2])(?:(?P=mark)(?:19|20)\d\d\b|\.(?=[\s-]))"
    r"|[./](?:19|20)\d\d\b|[.:][0-5]\d(?=\s\d{1,2}\.))"
)
_PRIVATE = re.compile(
    rf"""
      [\w.+-]+\s?(?:@|[(\[](?:at|ät)[)\]])\s?[\w-]+(?:\.[\w-]+)+  # e-mail address
    | \b\d{{6}}[-+A-FU-Y]\d{{3}}[0-9A-Y]\b                          # Finnish personal identity code
    | \b(?:19|20)?\d{{6}}[-+]?\d{{4}}\b                             # Swedish and Danish ones
    | \b[A-Z]{{2}}\d{{2}}                                          # IBAN: groups that have figures or lead to one
      (?:[ ]?(?:(?=[A-Z]{{0,3}}\d)[A-Z0-9]{{4}}|[A-Z]{{4}}(?=[ ]?[A-Z]{{0,3}}\d))){{2,8}}(?:[ ]?[A-Z0-9]{{1,3}})?\b
    | (?:(?<![\w/])\+|(?<![\w/.,:-])(?!{_THOUSANDS})00)           # phone number with its country
      [1-9](?:[\s()./-]{{0,3}}\d){{6,14}}\b
    | (?<![\w/.,-])\(?(?!{_DAY}|{_THOUSANDS})                     # phone number without
      0[1-9]\d{{0,2}}(?:[\s)./-]{{0,3}}\d){{6,10}}\b
    | \b\d{{7}}-\d\b                                              # business id: a sole trader's is a person's
    | \b\d{{9,}}\b                                                # any long number
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the number of times that it was asked, by outcome, and the last day."""

    question: str
    language: str
    outcomes: dict[str, int]
    last: date

    @property
    def times(self) -> int:
        return sum(self.outcomes.values())

    @property
    def unanswered(self) -> int:
        """How many times nothing was found, or an answer was declined."""
        return self.outcomes.get("nothing", 0) + self.outcomes.get("declined", 0)


class AskedQuestions:
    """The file at ``path``, made with the first question. Safe to use from any thread and process.

    While somebody else writes, it waits for ``patience`` seconds.
    """

    def __init__(self, path: Path, *, patience: float = 10) -> None:
        self._path, self._patience = path, patience

    @property
    def kept(self) -> bool:
        """Whether questions are kept; they are until staff says otherwise."""
        if not self._path.exists():
            return True
        with self._open() as file:
            row = file.execute("SELECT value FROM settings WHERE name = 'keep'").fetchone()
        return row is None or row[0] == "yes"

    def keep(self, yes: bool) -> None:
        """Keep questions from now on, or keep none."""
        with self._open() as file:
            file.execute("INSERT OR REPLACE INTO settings VALUES ('keep', ?)", ("yes" if yes else "no",))

    def add(self, question: str, language: str, outcome: Outcome, *, day: date) -> None:
        """Keep that ``question`` was asked, if questions are kept."""
        masked = masked_question(question)
        if not masked or not self.kept:
            return
        with self._open() as file:
            file.execute(
                "INSERT INTO asked VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
                (day.isoformat(), language, masked, outcome),
            )

    def since(self, day: date) -> list[Asked]:
        """The questions of ``day`` and later, the most asked first."""
        if not self._path.exists():
            return []
        found: dict[tuple[str, str], tuple[Counter[str], date]] = {}
        with self._open() as file:
            rows = file.execute(
                "SELECT question, language, outcome, sum(times), max(day) FROM asked WHERE day >= ?"
                " GROUP BY question, language, outcome",
                (day.isoformat(),),
            ).fetchall()
        for question, language, outcome, times, last in rows:
            counts, latest = found.setdefault((question, language), (Counter(), date.min))
            counts[outcome] += times
            found[question, language] = counts, max(latest, date.fromisoformat(last))
        asked = [Asked(*key, dict(counts), latest) for key, (counts, latest) in found.items()]
        return sorted(asked, key=lambda one: (-one.times, one.language, one.question))

    def rows(self) -> list[dict[str, object]]:
        """All that is kept, for a table."""
        if not self._path.exists():
            return []
        with self._open() as file:
            rows = file.execute("SELECT day, language, question, outcome, times FROM asked ORDER BY 1, 2, 3, 4")
            columns = ("day", "language", "question", "outcome", "times")
            return [dict(zip(columns, row, strict=True)) for row in rows]

    def delete_older(self, days: int, *, today: date) -> int:
        """Delete what was asked ``days`` days ago or earlier, all of it for 0; gives how many rows went."""
        if not self._path.exists():
            return 0
        with self._open() as file:
            limit = (today - timedelta(days=days)).isoformat()
            gone = file.execute("DELETE FROM asked WHERE day <= ?", (limit,)).rowcount
        with self._open() as file:
            file.execute("VACUUM")
        return gone

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None)
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.executescript(_SCHEMA)
            yield connection
        finally:
            connection.close()


def masked_question(question: str) -> str:
    """``question`` on one line without what could tell of a person: see the patterns above."""
    line, pieces, at = " ".join(question.split()), [], 0
    for found in _PRIVATE.finditer(line.translate(_HYPHENS)):
        pieces += [line[at : found.start()], MASK]
        at = found.end()
    return "".join([*pieces, line[at:]])[:_LONGEST].strip()
