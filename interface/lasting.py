"""Python's looking for objects that nobody uses any more, put off where nearly all last."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_lasting() -> Iterator[None]:
    """Python does not look for unused objects meanwhile, nor at once afterwards.

    A model's libraries bring a million that last; looking through them while they come takes a second.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # with the next line it makes all of them old: only young ones are looked through at once
        gc.unfreeze()
        if was_enabled:
            gc.enable()
