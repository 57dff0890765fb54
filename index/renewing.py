"""The words of an index anew, from its own text, where an earlier version of the program read them otherwise.

Nothing is encoded: it takes seconds for a few thousand passages. The search goes on with what is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from index.context import context_of
from index.store import Store
from index.sync import words_of

Watch = Callable[[int, int, float], None]


def renew_words(path: Path, *, watch: Watch) -> None:
    """Have all passages of the index at ``path`` found by the words that this version of the program finds in them.

    ``watch`` is told how many are done, of how many, and the seconds left. Raises IndexProblem.
    """
    store = Store(path)
    cards = store.cards().values()
    began, done, total = time.monotonic(), 0, sum(card.passages for card in cards)
    for card in cards:
        if passages := store.passages_of(card.id):
            document = store.document(card.id)
            store.put_words(
                {
                    key: (passage.text, words_of(passage.text, context_of(document, passage), passage.language))
                    for key, passage in passages.items()
                }
            )
            done += card.passages
            watch(done, total, (total - done) * (time.monotonic() - began) / done)
    store.end_words()
    store.clean()
