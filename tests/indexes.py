"""Indexes out of others, without encoding: copies, and large ones that hold a small one again and again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

_COPIED = (
    "INSERT INTO documents SELECT key + :documents, :copy || id, root, :copy || path, digest, title, language,"
    ' collection, replace(replace(metadata, \'"translates": "\', \'"translates": "\' || :copy),'
    ' \'"supersedes": "\', \'"supersedes": "\' || :copy), text, pages FROM documents WHERE key <= :last_document',
    "INSERT INTO passages SELECT key + :passages, document + :documents, start, end, page, language, headings, lead,"
    " text FROM passages WHERE key <= :last_passage",
    "INSERT INTO words (rowid, body, context) SELECT rowid + :passages, body, context FROM words"
    " WHERE rowid <= :last_passage",
)


def copy_index(index: Path, target: Path) -> None:
    """Copy an index, also what another program has written but not yet put in its place."""
    with closing(sqlite3.connect(index)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def grow(source: Path, target: Path, *, passages: int) -> int:
    """Write the index at ``source`` to ``target``, copied till it has ``passages`` or more; gives how many it has.

    Copies translate and supersede each other as the documents do. A copy's vector has a cosine of about 0.93 to
    that of its original.
    """
    with closing(sqlite3.connect(source)) as small, closing(sqlite3.connect(target)) as large:
        small.backup(large)
        large.execute("PRAGMA synchronous = OFF")
        (last_document,) = large.execute("SELECT max(key) FROM documents").fetchone()
        (last_passage,) = large.execute("SELECT max(key) FROM passages").fetchone()
        vectors = large.execute("SELECT * FROM vectors").fetchall()
        made, copies, noise = len(vectors), 0, np.random.default_rng(0)
        while made < passages:
            copies += 1
            values = {
                "copy": f"copy{copies}/", "documents": copies * last_document, "passages": copies * last_passage,
                "last_document": last_document, "last_passage": last_passage,
            }  # fmt: skip
            for statement in _COPIED:
                large.execute(statement, values)
            rows = []
            for key, vector, sentences, spans in vectors:
                moved = np.frombuffer(vector, np.float16).astype(np.float32)
                moved += noise.normal(0, 0.02, moved.shape).astype(np.float32)
                moved /= np.linalg.norm(moved)
                rows.append((key + values["passages"], moved.astype(np.float16).tobytes(), sentences, spans))
            large.executemany("INSERT INTO vectors VALUES (?, ?, ?, ?)", rows)
            made += len(vectors)
        large.commit()
    return made
