"""Another model for an index: its passages are encoded anew from the text that is stored.

The new vectors lie beside the old ones, with which the search goes on. What is done stays when the
work is interrupted, and in the end one transaction puts all of them in the place of the old.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from index.encoder import Encoder, EncoderText
from index.rows import Change
from index.store import Store
from index.sync import to_encode

_BATCH = 128  # passages stored together, as in index/sync
_SAME = 0.99  # cosine above which a vector is the same but for the arithmetic of another processor

Watch = Callable[[Change, float], None]


def change_encoder(path: Path, encoder: Encoder, *, watch: Watch, accept: Callable[[], bool] = lambda: True) -> bool:
    """Have the index at ``path`` use ``encoder``; False where ``accept``, asked when all is encoded, says no.

    ``watch`` is told how far it is and the seconds left. Vectors that were not accepted stay: the next
    call needs no encoding. Raises IndexProblem.
    """
    store = Store(path)
    store.begin_change(encoder.name, encoder.dimension)
    if not _goes_on(store, encoder):  # the folder holds another model by now
        store.begin_change(encoder.name, encoder.dimension, anew=True)
    _encode(store, encoder, watch)
    if not accept():
        return False
    while not store.end_change(encoder.name):  # documents came in the meantime
        _encode(store, encoder, watch)
    return True


def _goes_on(store: Store, encoder: Encoder) -> bool:
    """Whether the vectors that are there already, if any, are those of ``encoder`` as it is now."""
    known = Store(store.path, upcoming=True).any_vector()
    if known is None:
        return True
    key, vector = known
    anew = encoder.passages(list(texts_of(store, [key]).values()))[0].vector
    return len(vector) == len(anew) and float(vector @ anew) > _SAME


def _encode(store: Store, encoder: Encoder, watch: Watch) -> None:
    """Encode every passage that has no vector of ``encoder``."""
    began, encoded = time.monotonic(), 0
    while keys := store.not_yet_changed(_BATCH):
        texts = texts_of(store, keys)
        vectors = encoder.passages(list(texts.values()))
        store.put_upcoming(encoder.name, dict(zip(texts, zip(texts.values(), vectors, strict=True), strict=True)))
        encoded += len(texts)
        if change := store.change():
            watch(change, (change.passages - change.done) * (time.monotonic() - began) / max(encoded, 1))


def texts_of(store: Store, keys: list[int]) -> dict[int, EncoderText]:
    """What is to be encoded of the passages with these keys; those that are gone are left out."""
    passages = {key: passage for key, (passage, _) in store.passages(keys).items()}
    documents = {name: store.document(name) for name in {passage.document for passage in passages.values()}}
    return {key: to_encode(documents[passage.document], passage) for key, passage in passages.items()}
