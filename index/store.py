"""The index file: one SQLite database that holds everything and is the only truth.

A document comes and goes in one transaction (WAL), so that a reader never sees half of one and a
killed process loses at most the document in hand.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from corpus.errors import IndexProblem, system_cause
from corpus.models import Document
from index.encoder import BUNDLED, EncodedPassage, EncoderText, another_model, model_of
from index.reading import StoreReader
from index.rows import FileRecord, IndexedPassage, Words, metadata_to_json, vectors_row
from index.schema import HEADINGS, VECTORS, WORDS, make, problem


class Store(StoreReader):
    """The open index file. Reading is possible from any thread; writing from one process at a time."""

    @classmethod
    def create(cls, path: Path, *, encoder: str, dimension: int) -> Store:
        """The store at ``path``, made when there is none. Raises IndexProblem."""
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                make(path, encoder=encoder, dimension=dimension)
            except OSError as error:
                raise IndexProblem("no_access", f"{path}: {system_cause(error)}") from error
            except sqlite3.OperationalError as error:
                raise problem(error, path) from error
        store = cls(path)
        if store.encoder != encoder:
            raise another_model(store.encoder)
        return store

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction. Raises IndexProblem."""
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.commit()
        except BaseException as error:
            connection.rollback()
            if isinstance(error, sqlite3.OperationalError):
                raise problem(error, self.path) from error
            raise

    def free_id(self, name: str, root: str, path: str) -> str:
        """The id under which the document ``name`` of a file is or can be stored: no other file's document has it."""

        def is_free(one: str) -> bool:
            row = self._connection.execute("SELECT root, path FROM documents WHERE id = ?", (one,)).fetchone()
            return row in (None, (root, path))

        return next(filter(is_free, _ids(name, Path(root))))

    def put(
        self, document: Document, passages: Iterable[IndexedPassage], *, file: FileRecord, digest: str,
        current: Callable[[FileRecord], bool] | None = None,
    ) -> str | None:  # fmt: skip
        """Store ``document`` with its passages, in place of an older state of it; one transaction. Gives its id there.

        Nothing is stored, and None given, where ``current``, asked within the transaction, says no of ``file``.
        Raises IndexProblem("encoder") where the model was changed since this was opened.
        """
        with self._transaction() as connection:
            if self.encoder_now != self.encoder:
                raise another_model(self.encoder_now)
            if current and not current(file):
                return None
            name = self.free_id(document.id, file.root, file.path)  # in here, as others may be writing, too
            _delete(connection, [name])
            key = connection.execute(
                "INSERT INTO documents (id, root, path, digest, title, language, collection, metadata, text, pages)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name, file.root, file.path, digest, document.title, document.language,
                    document.collection, metadata_to_json(document.metadata), document.text,
                    json.dumps([(page.start, page.number, page.label) for page in document.pages]),
                ),
            ).lastrowid  # fmt: skip
            assert key is not None
            _insert_headings(connection, key, document)
            for indexed in passages:
                _insert_passage(connection, key, indexed)
            _count(connection, "generation")
            return name

    def record_file(
        self, record: FileRecord, *, documents: Iterable[str] = (), current: Callable[[FileRecord], bool] | None = None
    ) -> bool:
        """Note that ``record`` was read in full: of its documents only ``documents`` stay.

        Nothing is noted, and False given, where ``current`` says no, as in ``put``, or one of ``documents`` has been
        removed: the file is then read again.
        """
        with self._transaction() as connection:
            there, stay = set(_documents_of(connection, record.root, record.path)), set(documents)
            if (current and not current(record)) or not stay <= there:
                return False
            _delete(connection, sorted(there - stay))
            connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
                (record.root, record.path, record.size, record.state, record.sha256, record.reason, record.detail),
            )  # fmt: skip
            return True

    def remove_file(self, root: str, path: str) -> int:
        """Remove all that came from a file that is no more; gives the number of documents."""
        with self._transaction() as connection:
            gone = _documents_of(connection, root, path)
            _delete(connection, gone)
            connection.execute("DELETE FROM files WHERE root = ? AND path = ?", (root, path))
            return len(gone)

    def remove_folder(self, root: str) -> int:
        """Remove all that came from a folder, or from a file by itself; gives the number of documents."""
        with self._transaction() as connection:
            rows = connection.execute("SELECT id FROM documents WHERE root = ?", (root,)).fetchall()
            _delete(connection, [row[0] for row in rows])
            connection.execute("DELETE FROM files WHERE root = ?", (root,))
            return len(rows)

    def remove_document(self, document: str) -> bool:
        """Remove a document and what is left of it; False when another reader still holds the old log.

        Its text then stays in the write-ahead log until that reader is done and the log starts anew.
        Raises IndexProblem("no_document").
        """
        with self._transaction() as connection:
            document = self.named(document)
            row = connection.execute("SELECT root, path FROM documents WHERE id = ?", (document,)).fetchone()
            if row is None:
                raise IndexProblem("no_document", document)
            _delete(connection, [document])
            _forget_words(connection)  # here, as another writer may come after the commit
            # Forget the file too: nothing of the document stays, a sync at work that has read it stores nothing, and
            # a later one sees it as new.
            connection.execute("DELETE FROM files WHERE root = ? AND path = ?", row)
        return self._scrub()

    def clean(self) -> bool:
        """Leave nothing in the file of what was removed or replaced; False as for ``remove_document``."""
        with self._transaction() as connection:
            _forget_words(connection)
        return self._scrub()

    def begin_change(self, encoder: str, dimension: int, *, anew: bool = False) -> None:
        """Make room for the vectors of another model; those that are there of this one stay unless ``anew``."""
        with self._transaction() as connection:
            under_way = self.change()
            if under_way is None or under_way.encoder != encoder or anew:
                _end_change(connection)
                connection.execute(f"CREATE TABLE upcoming {VECTORS}")
                values = {"upcoming_encoder": encoder, "upcoming_dimension": str(dimension)}
                connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())

    def give_up_change(self) -> None:
        """Forget the vectors of a change of the model that is under way."""
        with self._transaction() as connection:
            _end_change(connection)

    def put_upcoming(self, encoder: str, passages: Mapping[int, tuple[EncoderText, EncodedPassage]]) -> None:
        """Store vectors of the next model by passage key. Raises IndexProblem("busy") where another is the next."""
        with self._transaction() as connection:
            self._check_change(encoder)
            for key, (text, encoded) in passages.items():
                # Meanwhile the passage may have gone, and its key may even be another's.
                connection.execute(
                    "INSERT OR REPLACE INTO upcoming SELECT ?, ?, ?, ?"
                    " WHERE EXISTS (SELECT 1 FROM passages WHERE key = ? AND text = ?)",
                    (*vectors_row(key, encoded, text.sentences), key, text.text),
                )

    def end_change(self, encoder: str) -> bool:
        """Put the vectors of the next model in the place of the old ones; False while a passage has none yet."""
        with self._transaction() as connection:
            self._check_change(encoder)
            if self.not_yet_changed(1):
                return False
            _count(connection, "generation", "losses")
            connection.execute("DROP TABLE vectors")
            connection.execute("ALTER TABLE upcoming RENAME TO vectors")
            for name in ("encoder", "dimension"):
                connection.execute("DELETE FROM meta WHERE key = ?", (name,))
                connection.execute("UPDATE meta SET key = ? WHERE key = ?", (name, f"upcoming_{name}"))
        return True

    def put_words(self, passages: Mapping[int, tuple[str, Words]]) -> None:
        """Store the words of passages anew, by key, each after the passage's text."""
        with self._transaction() as connection:
            for key, (text, words) in passages.items():
                # Meanwhile the passage may have gone, and its key may even be another's.
                same = connection.execute("SELECT 1 FROM passages WHERE key = ? AND text = ?", (key, text))
                if same.fetchone():
                    connection.execute("DELETE FROM words WHERE rowid = ?", (key,))
                    _insert_words(connection, key, words)

    def end_words(self) -> None:
        """Note that all words are as this version of the program has them."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('words', ?)", (WORDS,))
            _count(connection, "generation", "losses")

    def _check_change(self, encoder: str) -> None:
        under_way = self.change()
        if under_way is None or under_way.encoder != encoder:
            raise IndexProblem("busy", str(self.path))

    def _scrub(self) -> bool:
        """Deleted rows are overwritten at once (secure_delete); the log keeps them till it starts anew."""
        busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def _count(connection: sqlite3.Connection, *counters: str) -> None:
    """Have readers know of a change: see ``StoreReader.generation`` and ``losses``."""
    for name in counters:
        connection.execute(
            "INSERT INTO meta VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = value + 1", (name,)
        )


def _end_change(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE IF EXISTS upcoming")
    connection.execute("DELETE FROM meta WHERE key LIKE 'upcoming%'")


def _ids(name: str, folder: Path) -> Iterator[str]:
    """``name``, with more and more of its ``folder`` before it, and with a number in the end."""
    yield name
    while folder.name:
        name, folder = f"{folder.name}/{name}", folder.parent
        yield name
    for number in count(2):
        yield f"{name} ({number})"


def _insert_headings(connection: sqlite3.Connection, key: int, document: Document) -> None:
    connection.execute(f"CREATE TABLE IF NOT EXISTS headings {HEADINGS}")  # an older program made none
    connection.executemany(
        "INSERT INTO headings VALUES (?, ?, ?, ?)",
        [(key, one.start, one.end, one.level) for one in document.headings(0, len(document.text))],
    )


def _documents_of(connection: sqlite3.Connection, root: str, path: str) -> list[str]:
    rows = connection.execute("SELECT id FROM documents WHERE root = ? AND path = ?", (root, path))
    return [row[0] for row in rows]


def _delete(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    """Remove those of ``documents`` that are there."""
    for document in documents:
        connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT p.key FROM passages p"
            " JOIN documents d ON d.key = p.document WHERE d.id = ?)",
            (document,),
        )
        if connection.execute("DELETE FROM documents WHERE id = ?", (document,)).rowcount:  # cascades
            _count(connection, "generation", "losses")


def _forget_words(connection: sqlite3.Connection) -> None:
    """FTS5 keeps deleted words till it writes anew."""
    connection.execute("INSERT INTO words(words) VALUES ('optimize')")


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
    assert key is not None
    connection.execute("INSERT INTO vectors VALUES (?, ?, ?, ?)", vectors_row(key, indexed.encoded, indexed.spans))
    _insert_words(connection, key, indexed.words)


def _insert_words(connection: sqlite3.Connection, passage: int, words: Words) -> None:
    connection.execute(
        "INSERT INTO words (rowid, body, context) VALUES (?, ?, ?)",
        (passage, " ".join(words.body), " ".join(words.context)),
    )


def model_for(path: Path, wanted: str = "") -> str:
    """The model to open for the index at ``path``: the one ``wanted``, else its own, else the bundled one."""
    if wanted or not path.exists():
        return wanted or BUNDLED
    return model_of(StoreReader(path).encoder)
