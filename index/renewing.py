"""The words of an index anew, from its own text, where an earlier version of the program read them otherwise.

Nothing is encoded: it takes seconds for a few thousand passages. The search goes on with what is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from index.changing import texts_of
from index.store import Store
from index.sync import words_of

_BATCH = 256  # passages stored together

Watch = Callable[[int, int, float], None]


def renew_words(path: Path, *, watch: Watch) -> None:
    """Have all passages of the index at ``path`` found by the words that this version of the program finds in them.

    ``watch`` is told how many are done, of how many, and the seconds left. Raises IndexProblem.
    """
    store = Store(path)
    began, keys = time.monotonic(), store.passage_keys()
    for at in range(0, len(keys), _BATCH):
        batch = keys[at : at + _BATCH]
        texts, found = texts_of(store, batch), store.passages(batch)
        words = {key: words_of(text, found[key][0].language) for key, text in texts.items() if key in found}
        store.put_words({key: (texts[key], of_it) for key, of_it in words.items()})
        done = at + len(batch)
        watch(done, len(keys), (len(keys) - done) * (time.monotonic() - began) / done)
    store.end_words()
    store.clean()
