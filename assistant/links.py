"""A permanent link to a passage: a short token that finds its words again after re-indexing.

A token holds hashes of the document's id and of the quote's words, how many words there are, and the
offset at which they stood. Only words count: where passages are cut otherwise, lines break otherwise
or text is put in before them, they are still found. The offset tells which is meant where the same
words stand in several places.

    document 4 bytes · words 5 · count 2 · offset 3 · check 1  =  24 letters and digits (base32)

The words' hash is that of Karp and Rabin (1987), so that one pass over a document finds them.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from assistant.search import Library
from corpus.models import Document

_WORD = re.compile(r"[^\W_]+")
_PRIME, _BASE = 2**40 - 87, 1_000_003
_MOST_WORDS, _FARTHEST = 2**16 - 1, 2**24 - 1
Outcome = Literal["found", "changed", "gone", "unreadable"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads.

    ``found``: the words stand at ``start:end`` of ``document``, on ``page``. ``changed``: the document
    is there without these words; ``start`` is about where they stood and equals ``end``. ``gone``: no
    such document. ``unreadable``: this is no token. ``document`` is an id, empty for the last two.
    """

    outcome: Outcome
    document: str = ""
    start: int = 0
    end: int = 0
    page: int | None = None


def make(document: str, quote: str, start: int) -> str:
    """The token of ``quote``, whole words of the document with this id from its offset ``start`` on."""
    values = [_value(word) for word in _WORD.findall(quote)[:_MOST_WORDS]]
    words = 0
    for value in values:
        words = (words * _BASE + value) % _PRIME
    body = _hash(document, 4) + words.to_bytes(5, "big") + len(values).to_bytes(2, "big")
    body += min(start, _FARTHEST).to_bytes(3, "big")
    return base64.b32encode(body + _hash(body.hex(), 1)).decode().lower()


def resolve(library: Library, token: str) -> Place:
    """Where ``token`` leads in the library as it is now."""
    try:
        body = base64.b32decode(token.strip().upper())
    except (binascii.Error, ValueError):
        return Place("unreadable")
    if len(body) != 15 or _hash(body[:14].hex(), 1) != body[14:]:
        return Place("unreadable")
    words, count, near = (int.from_bytes(part, "big") for part in (body[4:9], body[9:11], body[11:14]))
    named = [card.id for card in library.documents() if _hash(card.id, 4) == body[:4]]
    places = [_place(library.document(document), words, count, near) for document in named]
    return min(places, key=lambda place: place.outcome != "found", default=Place("gone"))


def _place(document: Document, words: int, count: int, near: int) -> Place:
    found = list(_WORD.finditer(document.text))
    at = [
        (found[first].start(), found[first + count - 1].end())
        for first in _windows([_value(match.group()) for match in found], words, count)
    ]
    if at:
        start, end = min(at, key=lambda span: abs(span[0] - near))
        return Place("found", document.id, start, end, document.page_at(start))
    start = min(near, len(document.text))
    return Place("changed", document.id, start, start, document.page_at(start))


def _windows(values: Sequence[int], wanted: int, count: int) -> list[int]:
    """Where ``count`` of ``values`` in a row have the hash ``wanted``."""
    if not count:
        return []
    leaving, now, found = pow(_BASE, count, _PRIME), 0, []
    for at, value in enumerate(values):
        now = (now * _BASE + value) % _PRIME
        if at >= count:
            now = (now - values[at - count] * leaving) % _PRIME
        if at >= count - 1 and now == wanted:
            found.append(at - count + 1)
    return found


def _value(word: str) -> int:
    return int.from_bytes(_hash(word.casefold(), 5), "big")


def _hash(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
