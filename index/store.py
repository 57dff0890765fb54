"""The index file: one SQLite database that holds everything and is the only truth.

    meta       format, encoder, dimension, generation (grows with every change)
    files      what was read from each file of each folder, or why it could not be
    documents  text, pages, metadata as JSON
    passages   slices of documents
    vectors    per passage: its vector as fp16, its sentences' vectors as int8 with their offsets
    words      FTS5 over lemmas and compound parts; rowid = passage

A document comes and goes in one transaction (WAL), so that a reader never sees half of one and a
killed process loses at most the document in hand.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexProblem
from corpus.models import DATES, Document, Metadata, Page, Passage
from index.encoder import EncodedPassage
from index.records import DocumentCard

FORMAT = "2"
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    root TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL, reason TEXT, detail TEXT, PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE TABLE documents (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, root TEXT NOT NULL, path TEXT NOT NULL,
    digest TEXT NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL, collection TEXT,
    metadata TEXT NOT NULL, text TEXT NOT NULL, pages TEXT NOT NULL
);
CREATE INDEX documents_of_file ON documents (root, path);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, page INTEGER, language TEXT NOT NULL,
    headings TEXT NOT NULL, lead TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX passages_of_document ON passages (document, start);
CREATE TABLE vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
    vector BLOB NOT NULL, sentences BLOB NOT NULL, spans BLOB NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
    body, context,
    tokenize="unicode61 remove_diacritics 0 tokenchars '-/.%+§&_'"
);
"""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when last read; ``reason`` is set where it could not be."""

    root: str
    path: str
    size: int
    mtime_ns: int
    sha256: str
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with everything that finds it."""

    passage: Passage
    encoded: EncodedPassage
    spans: tuple[tuple[int, int], ...]
    body_terms: Sequence[str]
    context_terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class PassageTable:
    """All passages as arrays, row by row: what ranking and filters need in memory."""

    keys: NDArray[np.int64]
    documents: NDArray[np.int64]
    languages: NDArray[np.str_]
    collections: NDArray[np.str_]  # "" where a document has none
    vectors: NDArray[np.float16]  # unit vectors [n, d] as the encoder gave them


class Store:
    """The open index file. Reading is possible from any thread; writing from one process at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._check()

    # -- opening ---------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, *, encoder: str, dimension: int) -> Store:
        """The store at ``path``, made when there is none. Raises IndexProblem."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path, encoder=encoder, dimension=dimension)
        store = cls(path)
        if store.encoder != encoder:
            raise IndexProblem("encoder", store.encoder)
        return store

    def _check(self) -> None:
        if not self.path.is_file():
            raise IndexProblem("missing", str(self.path))
        try:
            meta = dict(self._connection.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise IndexProblem("damaged", f"{self.path}: {error}") from error
        if meta.get("format") != FORMAT:
            raise IndexProblem("format", f"{meta.get('format')} ≠ {FORMAT}")
        self.encoder = meta["encoder"]
        self.dimension = int(meta["dimension"])

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = _connect(self.path)
        return connection

    def close(self) -> None:
        """Close this thread's connection; those of other threads close with their threads."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise IndexProblem("busy", str(error)) from error
        try:
            yield connection
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    # -- writing ---------------------------------------------------------------------------------

    def put(
        self, document: Document, passages: Iterable[IndexedPassage], *, file: FileRecord, digest: str
    ) -> None:
        """Store ``document`` with its passages, in place of an older state of it; one transaction."""
        with self._transaction() as connection:
            _delete(connection, [document.id])
            key = connection.execute(
                "INSERT INTO documents (id, root, path, digest, title, language, collection, metadata, text, pages)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    document.id, file.root, file.path, digest, document.title, document.language,
                    document.collection, _metadata_to_json(document.metadata), document.text,
                    json.dumps([(page.start, page.number, page.label) for page in document.pages]),
                ),
            ).lastrowid  # fmt: skip
            assert key is not None
            for indexed in passages:
                _insert_passage(connection, key, indexed)

    def record_file(self, record: FileRecord, *, documents: Iterable[str] = ()) -> None:
        """Note that ``record`` was read in full: of its documents only ``documents`` stay."""
        with self._transaction() as connection:
            gone = set(_documents_of(connection, record.root, record.path)) - set(documents)
            _delete(connection, sorted(gone))
            connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
                (record.root, record.path, record.size, record.mtime_ns, record.sha256, record.reason, record.detail),
            )  # fmt: skip

    def remove_file(self, root: str, path: str) -> int:
        """Remove all that came from a file that is no more; gives the number of documents."""
        with self._transaction() as connection:
            gone = _documents_of(connection, root, path)
            _delete(connection, gone)
            connection.execute("DELETE FROM files WHERE root = ? AND path = ?", (root, path))
            return len(gone)

    def remove_document(self, document: str) -> bool:
        """Remove a document and what is left of it; False when another reader still holds the old log.

        Its text then stays in the write-ahead log until that reader is done and the log starts anew.
        Raises IndexProblem("no_document").
        """
        with self._transaction() as connection:
            row = connection.execute("SELECT root, path FROM documents WHERE id = ?", (document,)).fetchone()
            if row is None:
                raise IndexProblem("no_document", document)
            _delete(connection, [document])
            # Forget the file too, so that nothing of the document stays and a later sync sees it as new.
            connection.execute("DELETE FROM files WHERE root = ? AND path = ?", row)
        return self._scrub()

    def _scrub(self) -> bool:
        """Deleted rows are overwritten at once (secure_delete); words and the log keep them till rewritten."""
        self._connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    # -- reading ---------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """Grows with every change: what was derived from an older generation is to be made anew."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return int(row[0])

    def files(self, root: str) -> dict[str, FileRecord]:
        """What was read from the folder ``root``, by path."""
        rows = self._connection.execute("SELECT * FROM files WHERE root = ?", (root,))
        return {record.path: record for record in (FileRecord(*row) for row in rows)}

    def failures(self) -> list[FileRecord]:
        """The files that could not be read, by folder and path."""
        rows = self._connection.execute("SELECT * FROM files WHERE reason IS NOT NULL ORDER BY root, path")
        return [FileRecord(*row) for row in rows]

    def digests(self, root: str, path: str) -> dict[str, str]:
        """Digest of each document read from a file, by document id."""
        rows = self._connection.execute(
            "SELECT id, digest FROM documents WHERE root = ? AND path = ?", (root, path)
        )
        return dict(rows.fetchall())

    def root_of(self, document: str) -> str | None:
        """The folder from which a document was read."""
        row = self._connection.execute("SELECT root FROM documents WHERE id = ?", (document,)).fetchone()
        return str(row[0]) if row else None

    def cards(self, documents: Iterable[int] | None = None) -> dict[int, DocumentCard]:
        """Documents without their text, by key; all of them when ``documents`` is None."""
        where, keys = "", []
        if documents is not None:
            keys = sorted(set(documents))
            where = f" WHERE d.key IN ({_marks(keys)})"
        rows = self._connection.execute(
            "SELECT d.key, d.id, d.title, d.language, d.collection, d.metadata, d.root, d.path,"
            " json_array_length(d.pages), (SELECT count(*) FROM passages WHERE document = d.key)"
            f" FROM documents d{where} ORDER BY d.title, d.id",
            keys,
        )
        return {row[0]: _card(row) for row in rows}

    def document(self, document: str) -> Document:
        """The whole document, without its blocks. Raises IndexProblem("no_document")."""
        row = self._connection.execute(
            "SELECT id, title, language, collection, text, pages, metadata FROM documents WHERE id = ?",
            (document,),
        ).fetchone()
        if row is None:
            raise IndexProblem("no_document", document)
        pages = tuple(Page(*page) for page in json.loads(row[5]))
        name, title, language, collection, text = row[:5]
        return Document(name, title, language, collection, text, (), pages, _metadata_from_json(row[6]))

    def document_keys(self, documents: Sequence[str]) -> list[int]:
        """Keys of the documents with these ids; unknown ids are left out."""
        rows = self._connection.execute(
            f"SELECT key FROM documents WHERE id IN ({_marks(documents)})", list(documents)
        )
        return [row[0] for row in rows]

    def passages(self, keys: Sequence[int]) -> dict[int, tuple[Passage, int]]:
        """Passages and the keys of their documents, by passage key."""
        rows = self._connection.execute(
            "SELECT p.key, p.document, d.id, p.start, p.end, p.text, p.language, p.page, p.headings, p.lead"
            f" FROM passages p JOIN documents d ON d.key = p.document WHERE p.key IN ({_marks(keys)})",
            list(keys),
        )
        found = {}
        for key, document_key, document, start, end, text, language, page, headings, lead in rows:
            trail = tuple(json.loads(headings))
            found[key] = Passage(document, start, end, text, language, page, trail, lead), document_key
        return found

    def passages_of(self, document: str) -> dict[int, Passage]:
        """The passages of the document with this id, by key, in reading order."""
        rows = self._connection.execute(
            "SELECT p.key FROM passages p JOIN documents d ON d.key = p.document WHERE d.id = ? ORDER BY p.start",
            (document,),
        )
        keys = [row[0] for row in rows]
        found = self.passages(keys)
        return {key: found[key][0] for key in keys}

    def sentences(self, keys: Sequence[int]) -> dict[int, tuple[NDArray[np.int32], NDArray[np.int8]]]:
        """Sentence spans [n, 2] within the passage's text and int8 vectors [n, d], by passage key."""
        rows = self._connection.execute(
            f"SELECT passage, spans, sentences FROM vectors WHERE passage IN ({_marks(keys)})", list(keys)
        )
        return {
            key: (
                np.frombuffer(spans, np.int32).reshape(-1, 2),
                np.frombuffer(vectors, np.int8).reshape(-1, self.dimension),
            )
            for key, spans, vectors in rows
        }

    def table(self) -> PassageTable:
        """All passages as arrays, by key."""
        rows = self._connection.execute(
            "SELECT p.key, p.document, p.language, coalesce(d.collection, ''), v.vector FROM passages p"
            " JOIN documents d ON d.key = p.document JOIN vectors v ON v.passage = p.key ORDER BY p.key"
        ).fetchall()
        keys, documents, languages, collections, vectors = zip(*rows, strict=True) if rows else ((),) * 5
        return PassageTable(
            np.array(keys, np.int64), np.array(documents, np.int64),
            np.array(languages, np.str_), np.array(collections, np.str_),
            np.frombuffer(b"".join(vectors), np.float16).reshape(-1, self.dimension),
        )  # fmt: skip

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term occurs; terms that occur nowhere are left out."""
        rows = self._connection.execute(
            f"SELECT term, doc FROM vocabulary WHERE term IN ({_marks(terms)})", terms
        )
        return dict(rows.fetchall())

    def vocabulary(self) -> list[tuple[str, int]]:
        """All terms, each with the number of passages that have it."""
        return self._connection.execute("SELECT term, doc FROM vocabulary").fetchall()

    def languages_of(self, term: str) -> set[str]:
        """The languages of some passages that have ``term``."""
        rows = self._connection.execute(
            "SELECT language FROM passages WHERE key IN (SELECT rowid FROM words WHERE words MATCH ? LIMIT 50)",
            (_near(term),),
        )
        return {row[0] for row in rows}

    def bm25(self, terms: Sequence[str], *, limit: int, context_weight: float) -> list[tuple[int, float]]:
        """Passage keys with BM25 over ``terms`` (any of them; higher is better), best first.

        The words of a term that has several stand near each other, in any order.
        """
        match = " OR ".join(map(_near, terms))
        rows = self._connection.execute(
            "SELECT rowid, -bm25(words, 1.0, ?) FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (context_weight, match, limit),
        )
        return rows.fetchall()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA mmap_size = 268435456")
    try:
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS ready (x)")
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)")
    except sqlite3.DatabaseError:  # not a database, or not ours: _check says so
        pass
    return connection


def _make(path: Path, *, encoder: str, dimension: int) -> None:
    """A whole new file or none: made beside its place, then moved into it."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")  # of this process alone
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished, isolation_level=None)
    connection.executescript(_SCHEMA)
    values = {"format": FORMAT, "encoder": encoder, "dimension": str(dimension), "generation": "0"}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    try:
        os.link(unfinished, path)
    except FileExistsError:  # another process was quicker: its file may hold documents by now
        pass
    except OSError:  # a file system without links
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)


def _near(term: str) -> str:
    """An FTS5 expression: parts of compounds stand between the words of a text, hence the distance."""
    words = ['"' + word.replace('"', '""') + '"' for word in term.split()]
    return words[0] if len(words) == 1 else f"NEAR({' '.join(words)}, {3 * len(words)})"


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _documents_of(connection: sqlite3.Connection, root: str, path: str) -> list[str]:
    rows = connection.execute("SELECT id FROM documents WHERE root = ? AND path = ?", (root, path))
    return [row[0] for row in rows]


def _delete(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    for document in documents:
        connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT p.key FROM passages p"
            " JOIN documents d ON d.key = p.document WHERE d.id = ?)",
            (document,),
        )
        connection.execute("DELETE FROM documents WHERE id = ?", (document,))  # cascades


def _insert_passage(connection: sqlite3.Connection, document: int, indexed: IndexedPassage) -> None:
    passage = indexed.passage
    key = connection.execute(
        "INSERT INTO passages (document, start, end, page, language, headings, lead, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document, passage.start, passage.end, passage.page, passage.language,
            json.dumps(passage.headings, ensure_ascii=False), passage.lead, passage.text,
        ),
    ).lastrowid  # fmt: skip
    connection.execute(
        "INSERT INTO vectors VALUES (?, ?, ?, ?)",
        (
            key,
            indexed.encoded.vector.astype(np.float16).tobytes(),
            quantise(indexed.encoded.sentences).tobytes(),
            np.array(indexed.spans, np.int32).tobytes(),
        ),
    )
    connection.execute(
        "INSERT INTO words (rowid, body, context) VALUES (?, ?, ?)",
        (key, " ".join(indexed.body_terms), " ".join(indexed.context_terms)),
    )


def quantise(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Each row scaled so that its largest component is ±127: the direction stays, the length does not."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True, initial=1e-12)
    whole: NDArray[np.int8] = np.rint(vectors / largest * 127).astype(np.int8)
    return whole


def _card(row: Sequence[Any]) -> DocumentCard:
    key, name, title, language, collection, metadata, root, path, pages, passages = row
    del key
    return DocumentCard(
        id=name, title=title, language=language, collection=collection,
        metadata=_metadata_from_json(metadata), file=str(_file(Path(root), path)), pages=pages, passages=passages,
    )  # fmt: skip


def _file(root: Path, path: str) -> Path:
    """Where ``path`` of the folder ``root`` lies; ``root`` may be that one file itself."""
    return root if root.name == path and root.is_file() else root / path


def _metadata_to_json(metadata: Metadata) -> str:
    values = {key: value for key, value in asdict(metadata).items() if value not in (None, ())}
    return json.dumps(values, ensure_ascii=False, default=date.isoformat)


def _metadata_from_json(text: str) -> Metadata:
    values = json.loads(text)
    for name, value in values.items():
        if name in DATES:
            values[name] = date.fromisoformat(value)
        elif isinstance(value, list):
            values[name] = tuple(value)
    return Metadata(**values)
