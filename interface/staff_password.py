"""The password of the staff: kept as a salted scrypt hash, asked slowly, never a default one.

Wrong guesses make two things slow. The visitor who makes them has to wait, longer each time; others
need not. And every guess, whoever makes it, is answered after a pause that grows with the wrong ones
of all visitors, one guess after another: opening the page anew gives new tries, but no quick ones,
and staff with the right password get in after seconds.

Until one is set, a one-time code printed in the terminal where the app runs lets the person who
started it set one. Whoever can read that terminal can also write the index.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sys
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import TietosiltaError
from corpus.whole_file import write_whole
from interface.texts import text

FILE = "staff.json"  # beside the index
SHORTEST = 12  # characters; NIST SP 800-63B asks for 8 at least
LONGEST = 200
_COST = {"n": 2**15, "r": 8, "p": 3}  # OWASP's password storage cheat sheet; about 100 MB·s a guess
_MEMORY = 64_000_000  # bytes; one guess takes 34
_FREE = 5  # wrong guesses before waiting begins, of a visitor as of all
_FIRST_WAIT, _LONGEST_WAIT = 30.0, 900.0  # seconds of a visitor; doubled with each guess more
_PAUSE, _LONGEST_PAUSE = 0.5, 5.0  # seconds before any answer, for each wrong guess more: 17,280 guesses a day
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is mistaken for another


@dataclass(slots=True)
class Guesses:
    """The wrong guesses of one visitor, and until when the next has to wait."""

    wrong: int = 0
    closed_until: float = 0.0


class Password:
    """The password file at ``path``."""

    def __init__(
        self, path: Path, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._path, self._clock, self._sleep = path, clock, sleep
        self._lock = threading.Lock()  # one guess at a time, counted before the next
        self._wrong = 0  # guesses of all visitors since the last right one
        self._code: str | None = None

    @property
    def stamp(self) -> str | None:
        """Changes with the password; None while none is set."""
        kept = self._kept()
        return str(kept["salt"]) if kept else None

    def setup_code(self, language: str) -> None:
        """Print the one-time code, unless a password is set or it was printed already."""
        with self._lock:
            if self._code is None and self._kept() is None:
                code = "".join(secrets.choice(_ALPHABET) for _ in range(10))
                self._code = f"{code[:5]}-{code[5:]}"
                print(text(language, "cli.setup_code", code=self._code), file=sys.stderr, flush=True)

    def set_with(self, code: str, password: str, guesses: Guesses) -> bool:
        """Set the first password; False for a wrong code. Raises TietosiltaError for a bad password."""
        checked = _checked(password)
        self._wait(guesses)
        with self._lock:
            self._pause()
            right = self._kept() is None and self._code is not None
            right = hmac.compare_digest(_plain(code), _plain(self._code or "")) and right
            self._count(right, guesses)
            if right:
                self._write(checked)
                self._code = None
            return right

    def set(self, password: str) -> None:
        """Set a new password. Raises TietosiltaError for one that is too short or too long."""
        checked = _checked(password)
        with self._lock:
            self._write(checked)

    def fits(self, password: str, guesses: Guesses) -> bool:
        """Whether this is the password. Raises TietosiltaError("password_wait") after many wrong ``guesses``."""
        self._wait(guesses)
        with self._lock:
            self._pause()
            kept, given = self._kept(), _normal(password)
            right = False
            if kept and len(given) <= LONGEST:
                cost = {name: int(kept[name]) for name in _COST}
                guess = _hash(given, bytes.fromhex(str(kept["salt"])), cost)
                right = hmac.compare_digest(guess, bytes.fromhex(str(kept["hash"])))
            self._count(right, guesses)
            return right

    def _wait(self, guesses: Guesses) -> None:
        left = guesses.closed_until - self._clock()
        if left > 0:
            raise TietosiltaError("password_wait", str(int(left) + 1))

    def _pause(self) -> None:
        self._sleep(min(_PAUSE * max(self._wrong - _FREE, 0), _LONGEST_PAUSE))

    def _count(self, right: bool, guesses: Guesses) -> None:
        self._wrong = 0 if right else self._wrong + 1
        guesses.wrong = 0 if right else guesses.wrong + 1
        if guesses.wrong >= _FREE:
            wait = min(_FIRST_WAIT * 2 ** (guesses.wrong - _FREE), _LONGEST_WAIT)
            guesses.closed_until = self._clock() + wait

    def _kept(self) -> dict[str, str | int] | None:
        try:
            kept: dict[str, str | int] = json.loads(self._path.read_text("ascii"))
            return kept if {"salt", "hash", *_COST} <= kept.keys() else {}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, AttributeError):
            return {}  # nobody gets in, and nobody sets another one from the page

    def _write(self, password: str) -> None:
        salt = secrets.token_bytes(16)
        kept = _COST | {"salt": salt.hex(), "hash": _hash(password, salt, _COST).hex()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps(kept).encode(), private=True)


@cache
def password_beside(index: Path) -> Password:
    """The password for the library at ``index``, one object in the whole process."""
    return Password(index.parent / FILE)


def _checked(password: str) -> str:
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise TietosiltaError("password_length", f"{SHORTEST}–{LONGEST}")
    return password


def _normal(password: str) -> str:
    """Keyboards and systems write the same letter in different ways."""
    return unicodedata.normalize("NFKC", password)


def _plain(code: str) -> bytes:
    return "".join(filter(str.isalnum, code)).upper().encode()


def _hash(password: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, maxmem=_MEMORY, dklen=32, **cost)
