"""The index file as SQLite sees it: its tables, a new one, and a connection to it.

meta       format, words, encoder, dimension, generation (grows with every change), losses (not with additions)
files      what was read from each file of each folder, or why it could not be; mtime_ns is SourceFile.state
documents  text, pages, metadata as JSON
headings   where the headings of a document stand in its text; made when it is first written to
passages   slices of documents
vectors    per passage: its vector as fp16, its sentences' vectors as int8 with their offsets
upcoming   only while the model is being changed: the vectors of the next one; meta has its name, too
words      FTS5 over lemmas and compound parts; rowid = passage
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.errors import IndexProblem

FORMAT = "2"
WORDS = "4"  # grows when texts become other words than before: index/words.py, index/renewing.py
VECTORS = """(
    passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
    vector BLOB NOT NULL, sentences BLOB NOT NULL, spans BLOB NOT NULL
)"""
HEADINGS = """(
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, level INTEGER NOT NULL, PRIMARY KEY (document, start)
) WITHOUT ROWID"""
SCHEMA = f"""
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
CREATE TABLE vectors {VECTORS};
CREATE VIRTUAL TABLE words USING fts5 (
    body, context,
    tokenize="unicode61 remove_diacritics 0 tokenchars '-/.%+§&_'"
);
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection for reading and writing; for reading alone where the folder cannot be written."""
    name = str(path)
    log = path.with_name(f"{path.name}-wal")
    if locked := not os.access(path.parent, os.W_OK) and not log.exists():
        # SQLite would make its log beside the file even for reading. Without one the file itself is all there is.
        name = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(name, timeout=10, isolation_level=None, check_same_thread=False, uri=locked)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA mmap_size = 268435456")
    try:
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS ready (x)")
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, row)")
    except sqlite3.DatabaseError:  # not a database, or not ours: reading says so
        pass
    return connection


def problem(error: sqlite3.Error, path: Path) -> IndexProblem:
    """What ``error`` says about the index at ``path``."""
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the kind of error, without its finer shades
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return IndexProblem("busy", str(path))
    if kind in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):  # the last: not our tables
        return IndexProblem("damaged", str(path))
    return IndexProblem("no_access", f"{path}: {_CAUSES.get(kind, error)}")


def check_writable(path: Path) -> None:
    """Raise IndexProblem where nothing can be written into the index at ``path``: before long work, not after it."""
    folder = path.absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    for place in (path, folder):
        if place.exists() and not os.access(place, os.W_OK):
            raise IndexProblem("no_access", f"{place}: {{not_allowed}}")


_CAUSES = {
    sqlite3.SQLITE_READONLY: "{not_allowed}", sqlite3.SQLITE_PERM: "{not_allowed}", sqlite3.SQLITE_FULL: "{disk_full}",
}  # fmt: skip


def make(path: Path, *, encoder: str, dimension: int) -> None:
    """A whole new file or none: made beside its place, then moved into it."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")  # of this process alone
    unfinished.unlink(missing_ok=True)
    try:
        _fill(unfinished, encoder=encoder, dimension=dimension)
        _put_in_place(unfinished, path)
    finally:  # also where the disk is full
        for end in ("", "-journal"):
            unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)


def _fill(path: Path, *, encoder: str, dimension: int) -> None:
    values = {"format": FORMAT, "words": WORDS, "encoder": encoder, "dimension": str(dimension)}
    values |= {"generation": "0", "losses": "0"}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
        connection.execute("PRAGMA journal_mode = WAL")


def _put_in_place(unfinished: Path, path: Path) -> None:
    if not path.exists():
        for log in ("-wal", "-shm"):  # left by an index that was removed: SQLite would write its pages into this one
            path.with_name(path.name + log).unlink(missing_ok=True)
    try:
        os.link(unfinished, path)
    except FileExistsError:  # another process was quicker: its file may hold documents by now
        pass
    except OSError:  # a file system without links
        unfinished.replace(path)
