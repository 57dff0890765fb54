"""Bring an index into step with folders: read what is new, skip what is not, drop what is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.draft import Draft
from corpus.errors import IndexProblem, UnreadableFile
from corpus.file_reading import read_all
from corpus.folder import SourceFile, seen_again
from corpus.models import Document, Passage
from corpus.passages import cut
from corpus.sentences import sentences
from index.context import context_of
from index.documents import digest_of, documents_of
from index.encoder import EncodedPassage, Encoder, EncoderText, another_model
from index.plan import Plan, look_into, outermost
from index.rows import FileRecord, IndexedPassage, Words
from index.schema import check_writable
from index.store import Store
from index.words import terms

_BATCH = 128  # passages encoded together; the fewer, the more of the model's work is padding


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: ``share`` of the bytes to read, 0 to 1, and the seconds left."""

    file: str
    files_done: int
    files: int
    passages: int
    share: float
    seconds_left: float | None


@dataclass(slots=True)
class Report:
    """What a sync did. ``failures`` are the files that could not be read this time, or not all that is said of them;
    ``failed_before`` those of an earlier one that have not changed since, and what cannot be looked at, folders with
    "/". ``empty`` are the folders in which nothing is that can be read."""

    unchanged: int = 0  # files that were read
    removed: int = 0  # documents
    passages: int = 0
    taken_in: list[str] = field(default_factory=list)  # names of the documents new or changed
    gone: list[str] = field(default_factory=list)  # and of the files that are no more
    failures: list[FileRecord] = field(default_factory=list)
    failed_before: list[FileRecord] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    @property
    def indexed(self) -> int:
        """How many documents are new or changed."""
        return len(self.taken_in)


OpenEncoder = Callable[[], Encoder]
Watch = Callable[[Progress], None]


def sync(
    store: Path,
    folders: list[Path],
    *,
    encoder: str,
    open_encoder: OpenEncoder,
    watch: Watch,
    ready: Callable[[SourceFile], bool] | None = None,
    apart: bool = False,
    report: Report | None = None,
) -> Report:
    """Make the index at ``store`` hold what ``folders`` hold, and report.

    ``open_encoder`` is called only when there is something to encode; ``encoder`` is its name, to
    compare with the index's. Documents of other folders stay. New and changed files of which ``ready``
    says False are left for a later time. With ``apart`` the files are those of ``folders`` also where a folder around
    one was indexed. A ``report`` that is given is filled while the work goes on: it tells what was kept where that is
    stopped. Raises IndexProblem, TietosiltaError("system") for a folder that cannot be listed.
    """
    report = report or Report()
    plans: list[Plan] = []
    for folder in outermost(folders):
        of_folder = look_into(store, folder, ready, apart=apart)
        if not any(plan.files or plan.gone or plan.failed_before for plan in of_folder):
            report.empty.append(str(folder))
        plans += of_folder
    for one in plans:
        report.failed_before += one.failed_before
        report.unchanged += one.unchanged
    work = [file for plan in plans for file in plan.changed]
    if not work and not any(plan.gone for plan in plans):
        if store.exists():
            _check_encoder(Store(store), encoder)
            return report
        if not any(plan.files for plan in plans):
            raise IndexProblem("empty_folder", ", ".join(str(folder) for folder in folders))
    check_writable(store)
    opened: Store | None = None
    if store.exists():
        opened = Store(store)
        _check_encoder(opened, encoder)
        for plan in plans:
            for path in plan.gone:
                report.removed += opened.remove_file(str(plan.root), path)
                report.gone.append(path)
    if work:
        model = open_encoder()
        opened = opened or Store.create(store, encoder=model.name, dimension=model.dimension)
        _check_encoder(opened, model.name)
        writer = _Writer(opened, model, report, _Clock(watch, work))
        for plan in plans:
            writer.take_in(plan)
    if opened:
        opened.clean()
    return report


def _check_encoder(store: Store, encoder: str) -> None:
    if store.encoder != encoder:
        raise another_model(store.encoder)


class _Clock:
    """Tells the watcher how far the work is and how long it will take at the pace so far."""

    def __init__(self, watch: Watch, files: list[SourceFile]) -> None:
        self._watch = watch
        self._files = len(files)
        self._total = sum(file.size for file in files) or 1
        self._done_bytes = 0
        self._done_files = 0
        self._started = time.monotonic()

    def tell(self, file: SourceFile, *, part: float, passages: int) -> None:
        """``part`` of ``file`` is done, 0 to 1."""
        share = min((self._done_bytes + part * file.size) / self._total, 1.0)
        elapsed = time.monotonic() - self._started
        known = passages and share > 0.005 and elapsed > 2  # reading alone is ahead of what takes the time
        left = elapsed * (1 - share) / share if known else None
        self._watch(Progress(file.path, self._done_files, self._files, passages, share, left))

    def finish(self, file: SourceFile, *, passages: int) -> None:
        self._done_bytes += file.size
        self._done_files += 1
        self.tell(file, part=0.0, passages=passages)


@dataclass(slots=True)
class _Pending:
    """A document whose passages wait to be encoded."""

    document: Document
    digest: str
    file: FileRecord
    passages: list[Passage]
    texts: list[EncoderText]


class _Writer:
    """Reads the changed files of a folder, encodes their passages in batches and stores them."""

    def __init__(self, store: Store, encoder: Encoder, report: Report, clock: _Clock) -> None:
        self._store, self._encoder, self._report, self._clock = store, encoder, report, clock
        self._files: dict[str, SourceFile] = {}
        self._known: dict[str, FileRecord] = {}
        # The documents of a file to be stored, then the file with the ids of those that are stored already.
        self._pending: list[_Pending | tuple[FileRecord, list[str]]] = []

    def take_in(self, plan: Plan) -> None:
        self._files, self._known = {file.path: file for file in plan.changed}, plan.known
        for file, result in read_all(plan.changed):
            if isinstance(result, UnreadableFile):
                self._fail(plan.root, file, result)
            else:
                try:
                    self._queue(plan.root, file, result.drafts, result.sha256)
                except UnreadableFile as error:  # its metadata, told apart only here
                    self._fail(plan.root, file, error)
            if self._waiting() >= _BATCH:
                self._flush(file)
            self._clock.finish(file, passages=self._report.passages)
        if self._pending:
            self._flush(plan.changed[-1])

    def _fail(self, root: Path, file: SourceFile, error: UnreadableFile) -> None:
        """Record why ``file`` cannot be read; what was read from it earlier stays findable."""
        record = FileRecord(str(root), file.path, file.size, file.state, "", error.reason, error.detail)
        known = self._store.digests(str(root), file.path)
        if self._store.record_file(record, documents=known, current=self._is_current):
            self._report.failures.append(record)

    def _queue(self, root: Path, file: SourceFile, drafts: list[Draft], sha256: str) -> None:
        known = self._store.digests(str(root), file.path)
        documents, problem = documents_of(file, drafts, root)
        told = (problem.reason, problem.detail) if problem else (None, None)
        record = FileRecord(str(root), file.path, file.size, file.state, sha256, *told)
        unchanged = []
        for document in documents:
            digest, name = digest_of(document), self._store.free_id(document.id, str(root), file.path)
            if known.get(name) == digest:
                unchanged.append(name)
            else:
                self._pending.append(_prepare(document, digest, record))
        self._pending.append((record, unchanged))

    def _waiting(self) -> int:
        return sum(len(entry.texts) for entry in self._pending if isinstance(entry, _Pending))

    def _flush(self, file: SourceFile) -> None:
        """Encode all that waits, then store it: each document in a transaction, its file after it."""
        texts = [text for entry in self._pending if isinstance(entry, _Pending) for text in entry.texts]
        encoded: list[EncodedPassage] = []
        for at in range(0, len(texts), _BATCH):
            encoded += self._encoder.passages(texts[at : at + _BATCH])
            self._report.passages += len(texts[at : at + _BATCH])
            self._clock.tell(file, part=len(encoded) / len(texts), passages=self._report.passages)
        vectors = iter(encoded)
        stored: list[str] = []
        for entry in self._pending:
            if isinstance(entry, _Pending):
                indexed = [
                    _indexed(passage, text, next(vectors))
                    for passage, text in zip(entry.passages, entry.texts, strict=True)
                ]
                name = self._store.put(
                    entry.document, indexed, file=entry.file, digest=entry.digest, current=self._is_current
                )
                if name is not None:
                    stored.append(name)
                    self._report.taken_in.append(name)
            else:
                record, unchanged = entry
                kept = self._store.record_file(record, documents=unchanged + stored, current=self._is_current)
                if kept and record.reason:
                    self._report.failures.append(record)
                stored = []
        self._pending.clear()

    def _is_current(self, record: FileRecord) -> bool:
        """Whether what was read from a file may be stored: nobody has removed it since, or stored a later state.

        Reading and encoding take long, and nobody who removes a document waits for them. Who removes one for good
        deletes its file before the rows; who removes it from the index alone takes the record of its file along.
        """
        file = self._files[record.path]
        now = seen_again(Path(record.root), file)
        if now is None:
            return False
        stored = self._store.file(record.root, record.path)
        # Where another program has read the file in the meantime, what is on the disk tells whose state is the later.
        return stored == self._known.get(record.path) or (stored is not None and now == file)


def _prepare(document: Document, digest: str, file: FileRecord) -> _Pending:
    passages = cut(document)
    return _Pending(document, digest, file, passages, [to_encode(document, passage) for passage in passages])


def to_encode(document: Document, passage: Passage) -> EncoderText:
    """What is encoded of a passage. It has a sentence at least: the whole of it where none can be told apart."""
    spans = tuple(sentences(passage.text, passage.language)) or ((0, len(passage.text)),)
    return EncoderText(context_of(document, passage), passage.text, spans)


def encode_documents(
    documents: Iterable[Document], encoder: Encoder
) -> Iterator[tuple[Document, list[IndexedPassage]]]:
    """Each document with its passages as they are indexed, in the order given."""
    batch: list[_Pending] = []
    for document in documents:
        batch.append(_prepare(document, "", FileRecord("", "", 0, 0, "")))
        if sum(len(pending.texts) for pending in batch) >= _BATCH:
            yield from _encoded(batch, encoder)
            batch = []
    yield from _encoded(batch, encoder)


def _encoded(batch: list[_Pending], encoder: Encoder) -> Iterator[tuple[Document, list[IndexedPassage]]]:
    vectors = iter(encoder.passages([text for pending in batch for text in pending.texts]))
    for pending in batch:
        yield (
            pending.document,
            [_indexed(p, text, next(vectors)) for p, text in zip(pending.passages, pending.texts, strict=True)],
        )


def _indexed(passage: Passage, text: EncoderText, encoded: EncodedPassage) -> IndexedPassage:
    return IndexedPassage(passage, encoded, text.sentences, words_of(text.text, text.context, passage.language))


def words_of(text: str, context: str, language: str) -> Words:
    """What a passage in ``language`` is found by."""
    return Words(terms(text, language), terms(context, language))
