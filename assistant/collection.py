"""Looking after the collection: documents that are added, described, replaced and removed on the pages.

Each change is done in the folder of added documents first and brought into the index by the same
``sync`` that reads every folder: whatever happens between the two, the next one puts in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from corpus.added import Added
from corpus.errors import IndexProblem, MetadataProblem, Mistake, TietosiltaError, UnreadableFile
from corpus.fields import check_fields
from corpus.models import Metadata
from index.records import DocumentCard
from index.store import Store
from index.sync import OpenEncoder, Watch, sync

FOLDER = "added"  # beside the index
# What a reader needs to judge and find a document, by collection; ids of fields.
NEEDED = {
    "practices": ("organisation", "country", "themes", "published", "source"),
    "funding": ("country", "fund", "published", "source"),
    "projects": ("organisation", "themes", "published"),
}
_NEEDED_ANYWAY = ("collection", "organisation", "themes", "published", "source")

Deed = Literal["added", "described", "replaced"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``name`` is what it is called now, ``problem`` why nothing did.

    ``kept`` is the file that stays where another did not take its place.
    """

    given: str
    name: str | None = None
    problem: TietosiltaError | None = None
    deed: Deed = "added"
    kept: str | None = None

    @property
    def done(self) -> bool:
        """Whether it was, be it without a source that is no web address."""
        return self.name is not None and (self.problem is None or self.problem.reason == "source")


class Collection:
    """The documents that staff may change, and the index they are in.

    One change at a time, but what is to be removed does not wait: a change at work then leaves that document alone.
    """

    def __init__(self, index: Path, *, encoder: str, open_encoder: OpenEncoder) -> None:
        self.index, self.added = index, Added(index.parent / FOLDER)
        self._encoder, self._open_encoder = encoder, open_encoder

    def add(self, files: Iterable[tuple[str, bytes]], fields: Mapping[str, Any], *, watch: Watch) -> list[Outcome]:
        """Take files in by name and content, all described by ``fields``. Raises IndexProblem."""
        outcomes = [self._add(name, data, fields) for name, data in files]
        if any(outcome.name for outcome in outcomes):
            outcomes = self._indexed(outcomes, watch)
        return outcomes

    def replace(self, name: str, data: bytes, *, watch: Watch, given: str = "") -> list[Outcome]:
        """Put ``data`` of a file called ``given`` in the place of a document; its description stays.

        Raises IndexProblem.
        """
        try:
            self.added.replace(name, data, given=given)
        except UnreadableFile as error:
            kept = None if error.reason == "gone" else name
            return [Outcome(given or name, problem=error, deed="replaced", kept=kept)]
        return self._indexed([Outcome(name, name, deed="replaced")], watch)

    def describe(self, name: str, fields: Mapping[str, Any], *, watch: Watch) -> list[Outcome]:
        """Describe a document anew. Raises IndexProblem."""
        try:
            self.added.describe(name, fields)
        except UnreadableFile as error:
            return [Outcome(name, problem=error, deed="described")]
        return self._indexed([Outcome(name, name, deed="described")], watch)

    def remove(self, name: str) -> bool:
        """Remove a document: file, description, and all that the index has of it. Raises IndexProblem.

        False when another program still reads the old state of the index, see ``Store.remove_document``.
        """
        self.added.remove(name)  # before the rows: who has read it by now finds it gone, and stores nothing
        store = Store(self.index)
        store.remove_file(str(self.added.path), name)
        return store.clean()

    def _add(self, given: str, data: bytes, fields: Mapping[str, Any]) -> Outcome:
        try:
            name = self.added.put(given, data)
            if fields:
                self.added.describe(name, fields)
        except UnreadableFile as error:
            return Outcome(given, problem=error)
        return Outcome(given, name)

    def _indexed(self, outcomes: list[Outcome], watch: Watch) -> list[Outcome]:
        report = sync(
            self.index, [self.added.path], encoder=self._encoder, open_encoder=self._open_encoder, watch=watch,
            apart=True,
        )  # fmt: skip
        problems = {
            record.path: UnreadableFile(record.reason, record.detail or record.path)  # type: ignore[arg-type]
            for record in report.failures
        }
        for one in outcomes:
            if one.name and not (self.added.path / one.name).exists():
                problems[one.name] = UnreadableFile("gone", one.name)
        return [
            replace(one, problem=problems.get(one.name)) if one.name and not one.problem else one
            for one in outcomes
        ]


def missing(card: DocumentCard) -> list[str]:
    """The fields that the document's collection needs and its metadata lack."""
    values = {"collection": card.collection}
    return [
        field
        for field in NEEDED.get(card.collection or "", _NEEDED_ANYWAY)
        if not (values[field] if field in values else getattr(card.metadata, field))
    ]


def mistakes(fields: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """What of a description nobody can understand, field by field."""
    try:
        check_fields(fields, "")
    except MetadataProblem as problem:
        return problem.mistakes
    return ()


def told_otherwise(card: DocumentCard, fields: Mapping[str, Any]) -> list[str]:
    """The fields in which the document itself overrules its description, which has been checked before."""
    fields = {**fields, **check_fields(fields, card.id)}  # in the types that the document's have
    values: dict[str, Any] = {"title": card.title, "language": card.language, "collection": card.collection}
    values |= {name: getattr(card.metadata, name) for name in Metadata.__dataclass_fields__}
    derived = ("title", "language", "collection")  # without a word about them they are found out
    return [
        name
        for name, value in fields.items()
        if (value or name not in derived) and (values.get(name) or None) != (value or None)
    ]


def failed(index: Path, added: Added) -> list[UnreadableFile]:
    """Why files of the folder of added documents could not be read at the last look."""
    try:
        records = Store(index).failures()
    except IndexProblem:
        return []
    return [
        UnreadableFile(record.reason, record.path)  # type: ignore[arg-type]  # as it was stored
        for record in records
        if record.root == str(added.path) and not record.is_read
    ]
