"""Reading the index file: documents, passages, vectors and words as they stand at the moment."""

from __future__ import annotations

import json
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexProblem
from corpus.models import Block, Document, Page, Passage
from index.hub import full_name
from index.records import DocumentCard
from index.rows import Change, FileRecord, PassageTable, Words, card_from_row, metadata_from_json
from index.schema import FORMAT, WORDS, connect, problem


class StoreReader:
    """The index file, open for reading from any thread. Raises IndexProblem where it cannot be opened."""

    def __init__(self, path: Path, *, upcoming: bool = False) -> None:
        """With ``upcoming`` as it will be when the change of the model that is under way is done."""
        self.path = path
        self._upcoming, self._vectors = upcoming, "upcoming" if upcoming else "vectors"
        self._local = threading.local()
        self._check()

    def _check(self) -> None:
        if self.path.is_dir():
            raise IndexProblem("no_access", f"{self.path}: {{a_folder}}")
        if not self.path.is_file():
            raise IndexProblem("missing", str(self.path))
        try:
            meta = dict(self._connection.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise problem(error, self.path) from error
        if meta.get("format") != FORMAT:
            raise IndexProblem("format", str(self.path))
        self.encoder = full_name(meta["upcoming_encoder" if self._upcoming else "encoder"])
        self.dimension = int(meta["upcoming_dimension" if self._upcoming else "dimension"])

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = connect(self.path)
        return connection

    def close(self) -> None:
        """Close this thread's connection; those of other threads close with their threads."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @property
    def generation(self) -> int:
        """Grows with every change: what was derived from an older generation is to be made anew."""
        return int(self._meta("generation") or 0)

    @property
    def losses(self) -> int:
        """Grows with every change but additions: what was derived before such a one must not be shown any more."""
        return int(self._meta("losses") or 0)

    def _meta(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
        value: str | None = row[0] if row else None
        return value

    @property
    def encoder_now(self) -> str:
        """The encoder of the index as it is now; ``encoder`` is what it was when this was opened."""
        return full_name(self._meta("upcoming_encoder" if self._upcoming else "encoder") or "")

    @property
    def words_are_old(self) -> bool:
        """Whether some words of the index are as an earlier version of the program had them."""
        return self._meta("words") != WORDS

    def change(self) -> Change | None:
        """The change of the model that is under way, if any."""
        encoder = self._meta("upcoming_encoder")
        if encoder is None:
            return None
        counts = self._connection.execute("SELECT (SELECT count(*) FROM upcoming), (SELECT count(*) FROM passages)")
        return Change(full_name(encoder), *counts.fetchone())

    def not_yet_changed(self, limit: int) -> list[int]:
        """Keys of passages that have no vector of the next model yet, the first ``limit`` of them."""
        rows = self._connection.execute(
            "SELECT key FROM passages WHERE key NOT IN (SELECT passage FROM upcoming) ORDER BY key LIMIT ?", (limit,)
        )
        return [row[0] for row in rows]

    def any_vector(self) -> tuple[int, NDArray[np.float32]] | None:
        """The vector of some passage, after its key; None where there is none."""
        row = self._connection.execute(f"SELECT passage, vector FROM {self._vectors} LIMIT 1").fetchone()
        return (row[0], np.frombuffer(row[1], np.float16).astype(np.float32)) if row else None

    def roots(self) -> list[str]:
        """The folders, and files by themselves, from which the index has something."""
        rows = self._connection.execute("SELECT root FROM files UNION SELECT root FROM documents ORDER BY root")
        return [row[0] for row in rows]

    def files(self, root: str) -> dict[str, FileRecord]:
        """What was read from the folder ``root``, by path."""
        rows = self._connection.execute("SELECT * FROM files WHERE root = ?", (root,))
        return {record.path: record for record in (FileRecord(*row) for row in rows)}

    def file(self, root: str, path: str) -> FileRecord | None:
        """What was read from one file of the folder ``root``; None where nothing was, or all of it was removed."""
        row = self._connection.execute("SELECT * FROM files WHERE root = ? AND path = ?", (root, path)).fetchone()
        return FileRecord(*row) if row else None

    def failures(self) -> list[FileRecord]:
        """The files that could not be read, by folder and path."""
        rows = self._connection.execute("SELECT * FROM files WHERE reason IS NOT NULL ORDER BY root, path")
        return [FileRecord(*row) for row in rows]

    def digests(self, root: str, path: str) -> dict[str, str]:
        """Digest of each document read from a file, by document id."""
        rows = self._connection.execute("SELECT id, digest FROM documents WHERE root = ? AND path = ?", (root, path))
        return dict(rows.fetchall())

    def paths(self, root: str) -> set[str]:
        """The files of the folder ``root`` from which there are documents."""
        rows = self._connection.execute("SELECT DISTINCT path FROM documents WHERE root = ?", (root,))
        return {row[0] for row in rows}

    def named(self, document: str) -> str:
        """The id that is meant: the letters of a file's name may be whole or in parts (ä). Else ``document`` itself."""
        document = document.encode("utf-8", "replace").decode()  # SQLite takes no halves of letters
        for name in (document, *(unicodedata.normalize(form, document) for form in ("NFC", "NFD"))):
            if self._connection.execute("SELECT 1 FROM documents WHERE id = ?", (name,)).fetchone():
                return name
        return document

    def cards(self, documents: Iterable[int] | None = None) -> dict[int, DocumentCard]:
        """Documents without their text, by key, in the order of their titles.

        ``documents`` are the keys that are wanted: None means every document, no keys give no documents, and a key
        that the index does not have is left out.
        """
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
        return {row[0]: card_from_row(row) for row in rows}

    def document(self, document: str) -> Document:
        """The whole document; of its blocks the headings only. Raises IndexProblem("no_document")."""
        row = self._connection.execute(
            "SELECT id, title, language, collection, text, pages, metadata, key FROM documents WHERE id = ?",
            (document,),
        ).fetchone()
        if row is None:
            raise IndexProblem("no_document", document)
        blocks = tuple(Block(start, end, "heading", level) for start, end, level in self._headings(row[7]))
        pages = tuple(Page(*page) for page in json.loads(row[5]))
        name, title, language, collection, text = row[:5]
        return Document(name, title, language, collection, text, blocks, pages, metadata_from_json(row[6]))

    def _headings(self, key: int) -> list[tuple[int, int, int]]:
        """Start, end and level of each heading of a document; none where an older program wrote the index."""
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'headings'").fetchone():
            return []
        return self._connection.execute(
            "SELECT start, end, level FROM headings WHERE document = ? ORDER BY start", (key,)
        ).fetchall()

    def document_keys(self) -> dict[str, int]:
        """The key of each document by its id."""
        return dict(self._connection.execute("SELECT id, key FROM documents").fetchall())

    def passages(self, keys: Sequence[int]) -> dict[int, tuple[Passage, int]]:
        """Passages and the keys of their documents, by passage key."""
        found = self._passages(f"p.key IN ({_marks(keys)})", list(keys))
        return {key: (passage, document) for key, passage, document in found}

    def passages_of(self, document: str) -> dict[int, Passage]:
        """The passages of the document with this id, by key, in reading order."""
        return {key: passage for key, passage, _ in self._passages("d.id = ? ORDER BY p.start", (document,))}

    def _passages(self, chosen: str, values: Sequence[object]) -> Iterator[tuple[int, Passage, int]]:
        """Key, passage and the key of its document, where the condition ``chosen``, with ``values``, holds."""
        rows = self._connection.execute(
            "SELECT p.key, p.document, d.id, p.start, p.end, p.text, p.language, p.page, p.headings, p.lead"
            f" FROM passages p JOIN documents d ON d.key = p.document WHERE {chosen}",
            values,
        )
        for key, document_key, document, start, end, text, language, page, headings, lead in rows:
            trail = tuple(json.loads(headings))
            yield key, Passage(document, start, end, text, language, page, trail, lead), document_key

    def sentences(self, keys: Sequence[int]) -> tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int64]]:
        """The sentences of these passages in one run: spans [n, 2] within a passage's text, int8 vectors [n, d],
        and where those of each passage begin [number of keys]."""
        rows = self._connection.execute(
            f"SELECT passage, spans, sentences FROM {self._vectors} WHERE passage IN ({_marks(keys)})", list(keys)
        )
        found = {key: (spans, vectors) for key, spans, vectors in rows}
        spans = np.frombuffer(b"".join([found[key][0] for key in keys]), np.int32).reshape(-1, 2)
        vectors = np.frombuffer(b"".join([found[key][1] for key in keys]), np.int8).reshape(-1, self.dimension)
        ends = np.cumsum([len(found[key][1]) // self.dimension for key in keys])
        return spans, vectors, np.concatenate([[0], ends[:-1]])

    def table(self) -> PassageTable:
        """All passages as arrays, by key."""
        rows = self._connection.execute(
            "SELECT p.key, p.document, p.language, coalesce(d.collection, ''), v.vector FROM passages p"
            f" JOIN documents d ON d.key = p.document JOIN {self._vectors} v ON v.passage = p.key ORDER BY p.key"
        ).fetchall()
        keys, documents, languages, collections, vectors = zip(*rows, strict=True) if rows else ((),) * 5
        return PassageTable(
            np.array(keys, np.int64), np.array(documents, np.int64),
            np.array(languages, np.str_), np.array(collections, np.str_),
            np.frombuffer(b"".join(vectors), np.float16).reshape(-1, self.dimension),
        )  # fmt: skip

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term occurs; terms that occur nowhere are left out."""
        rows = self._connection.execute(f"SELECT term, doc FROM vocabulary WHERE term IN ({_marks(terms)})", terms)
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

        The words of a term that has several stand near each other, in any order. ``context_weight`` is what a
        word in title and headings counts beside one in the passage.
        """
        # Ordered by the function, not by FTS5's column "rank", for which all would be worked out twice.
        rows = self._connection.execute(
            "SELECT rowid, -bm25(words, 1.0, ?) AS score FROM words WHERE words MATCH ?"
            " ORDER BY score DESC, rowid LIMIT ?",
            (context_weight, " OR ".join(map(_near, terms)), limit),
        )
        return rows.fetchall()

    def words(self, keys: Sequence[int]) -> dict[int, Words]:
        """What the passages with these keys are found by, as it was when they were indexed."""
        rows = self._connection.execute(
            f"SELECT rowid, body, context FROM words WHERE rowid IN ({_marks(keys)})", list(keys)
        )
        return {key: Words(body.split(), context.split()) for key, body, context in rows}

    def having(self, terms: Sequence[str]) -> list[int]:
        """Keys of the passages that have any of ``terms``, or stand under a heading or title that has."""
        any_of_them = " OR ".join(map(_near, terms))
        rows = self._connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (any_of_them,))
        return [row[0] for row in rows]


def _near(term: str) -> str:
    """An FTS5 expression: parts of compounds stand between the words of a text, hence the distance."""
    words = ['"' + word.replace('"', '""') + '"' for word in term.split()]
    return words[0] if len(words) == 1 else f"NEAR({' '.join(words)}, {3 * len(words)})"


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))
