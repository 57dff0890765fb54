"""Answers of a few documents: what the tests of weighing and choosing share."""

from __future__ import annotations

from pathlib import Path

from conftest import indexed

from assistant.answers import best_candidates
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store
from index.term_base import TermBase


def library_of(tmp_path: Path, documents: dict[str, str], encoder: Encoder) -> Library:
    return Library(Store(indexed(tmp_path, documents, encoder)), encoder, terms=TermBase.open())


def first(tmp_path: Path, documents: dict[str, str], question: str, encoder: Encoder) -> tuple[str, str]:
    """Document and text of the best sentence."""
    _, candidates = best_candidates(library_of(tmp_path, documents, encoder), question)
    return candidates[0].hit.document.id, candidates[0].text
