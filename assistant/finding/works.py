"""Which documents are versions of each other, as their metadata or names say, and which of them still hold.

``translates`` makes documents language versions of one work; ``supersedes`` puts a newer document in
the place of an older one. Both name a document by its id, or by its path from the folder in which
the naming document lies. What they name counts only while it is in the index. Where nothing is declared, names
tell that differ in nothing but the code of each document's own language: opas_fi.pdf and opas_sv.pdf.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

from corpus.codes import THREE_LETTERS
from index.records import DocumentCard, Status

_CODE = re.compile(r"(?<![^\W_])[a-z]{2,3}(?![^\W_])", re.IGNORECASE)
_LONG_CODES = {long: code for code, long in THREE_LETTERS.items()} | {"sve": "sv", "ger": "de", "fre": "fr"}


class Works:
    """The works that a set of documents forms."""

    def __init__(self, cards: Iterable[DocumentCard]) -> None:
        self._cards = {card.id: card for card in cards}
        self._work = {name: self._original(name) for name in self._cards}
        self._members: dict[str, list[DocumentCard]] = {}
        for name, work in self._work.items():
            self._members.setdefault(work, []).append(self._cards[name])
        self._named_alike = _named_alike(self._cards.values())
        self._newer: dict[str, DocumentCard] = {}
        for card in self._cards.values():
            if older := self._named(card.metadata.supersedes, card):
                self._newer[older] = card
        self._outdated: dict[tuple[str, date], frozenset[str]] = {}

    def work(self, document: str) -> str:
        """The id of the original of which ``document`` is a language version; its own for an original."""
        return self._work.get(document, document)

    def language_versions(self, document: str, *, declared: bool = False) -> tuple[DocumentCard, ...]:
        """The same work in other languages, by language; ``declared`` ones alone, or as names tell, too."""
        members = self._members.get(self.work(document), [])
        if len(members) < 2 and not declared:
            members = self._named_alike.get(document, [])
        return tuple(sorted((card for card in members if card.id != document), key=lambda card: card.language))

    def successor(self, document: str) -> DocumentCard | None:
        """The document to read instead: the newest that replaces it, in its language where there is one.

        A language version is replaced with its original.
        """
        seen, at = {document}, document
        while newer := self._newer.get(at) or self._newer.get(self.work(at)):
            if newer.id in seen or self.work(newer.id) == self.work(at):
                return None  # documents that replace each other in a ring: none of them is newer
            seen.add(newer.id)
            at = newer.id
        if at == document:
            return None
        language = self._cards[document].language
        versions = (self._cards[at], *self.language_versions(at))
        return next((card for card in versions if card.language == language), versions[0])

    def status(self, card: DocumentCard, *, today: date) -> Status:
        """Whether ``card`` can be relied on ``today``; one that was replaced is not said to have expired."""
        if self.successor(card.id):
            return "superseded"
        until = card.metadata.valid_until
        return "expired" if until and until < today else "valid"

    def outdated(self, collection: str, *, today: date) -> frozenset[str]:
        """The ids of a collection's documents that were replaced or have expired; remembered, as each search asks."""
        if (found := self._outdated.get((collection, today))) is None:
            cards = (card for card in self._cards.values() if card.collection == collection)
            found = frozenset(card.id for card in cards if self.status(card, today=today) != "valid")
            self._outdated = {(collection, today): found}
        return found

    def _original(self, document: str) -> str:
        seen = {document}
        while (above := self._named(self._cards[document].metadata.translates, self._cards[document])) not in seen:
            if above is None:
                return document
            seen.add(above)
            document = above
        return min(seen)  # documents that translate each other in a ring

    def _named(self, reference: str | None, card: DocumentCard) -> str | None:
        """The id that ``reference`` means in ``card``; None for what is not in the index."""
        if not reference:
            return None
        beside = str(PurePosixPath(card.id).parent / reference)
        return next((name for name in (reference, beside) if name in self._cards and name != card.id), None)


def _named_alike(cards: Iterable[DocumentCard]) -> dict[str, list[DocumentCard]]:
    """For each document that its name shows to be a language version, all of its family.

    A code of another language than the document's tells nothing, and of each language there is one.
    """
    families: dict[str, dict[str, DocumentCard]] = defaultdict(dict)
    for card in cards:
        family = _without_code(card)
        if "*" in family and not card.metadata.translates and "#" not in card.id:  # records have keys of their own
            families[family].setdefault(card.language, card)
    return {
        card.id: list(family.values()) for family in families.values() if len(family) > 1 for card in family.values()
    }


def _without_code(card: DocumentCard) -> str:
    """The document's name with a star for a folder called as its language, and for the last code of it in the file's.

    A folder of both (laws_fi_sv) keeps its name.
    """
    path = PurePosixPath(card.id)
    folders = ["*" if _language(folder) == card.language else folder for folder in path.parent.parts]
    codes = [code for code in _CODE.finditer(path.stem) if _language(code[0]) == card.language]
    start, end = codes[-1].span() if codes else (0, 0)
    return "/".join([*folders, f"{path.stem[:start]}*{path.stem[end:]}" if codes else path.stem])


def _language(code: str) -> str:
    return _LONG_CODES.get(code.lower(), code.lower())
