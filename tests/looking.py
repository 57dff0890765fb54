"""What is in an index file, as tests look at it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from index.store import Store


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that matters in an index, without the keys, which depend on the order of work."""
    connection = sqlite3.connect(path)
    rows = {
        "documents": connection.execute("SELECT id, digest, title, language, text FROM documents ORDER BY id"),
        "passages": connection.execute(
            "SELECT d.id, p.start, p.end, p.text, w.body, w.context, length(v.vector), v.spans FROM passages p"
            " JOIN documents d ON d.key = p.document JOIN vectors v ON v.passage = p.key"
            " JOIN words w ON w.rowid = p.key ORDER BY d.id, p.start"
        ),
        "files": connection.execute("SELECT path, size, sha256, reason FROM files ORDER BY path"),
    }
    result = {name: cursor.fetchall() for name, cursor in rows.items()}
    result["orphans"] = connection.execute(
        "SELECT count(*) FROM words WHERE rowid NOT IN (SELECT key FROM passages)"
    ).fetchall()
    connection.close()
    return result


def ids(path: Path) -> list[str]:
    return sorted(card.id for card in Store(path).cards().values())


def vectors(path: Path) -> list[tuple[Any, ...]]:
    """Document, place, vector, and the vectors and spans of the sentences of each passage."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT d.id, p.start, v.vector, v.sentences, v.spans FROM passages p JOIN documents d"
            " ON d.key = p.document JOIN vectors v ON v.passage = p.key ORDER BY d.id, p.start"
        ).fetchall()
