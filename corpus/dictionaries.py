"""simplemma's dictionaries, opened in little memory and, the second time, in little time.

simplemma reads through all words of a language to know where each letter begins: two seconds for
the 3.5 million forms of Finnish. Those places are kept in a file, for the same simplemma version.
They are private parts of it: a version that has others opens every dictionary in its own way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import simplemma
from simplemma.strategies.dictionaries import StreamDictionaryFactory

from corpus.whole_file import write_whole

_UNFIT = (ImportError, AttributeError, KeyError, TypeError, ValueError)


def open_dictionary(code: str, *, folder: Path | None) -> Mapping[str, str]:
    """The dictionary of a simplemma language; ``folder`` is where its places are kept, if anywhere."""
    file = folder / f"{code}-{simplemma.__version__}.json" if folder else None
    kept = _from_places(code, file) if file else None
    if kept is not None:
        return kept
    dictionary: Mapping[str, str] = StreamDictionaryFactory(cache_max_size=1).get_dictionary(code)
    if file:
        with suppress(OSError, *_UNFIT):  # a full or read-only disk only costs the time again
            _write_places(dictionary, file)
    return dictionary


def _write_places(dictionary: Any, file: Path) -> None:
    blocks = dictionary._blocks
    places = {
        "size": len(dictionary._data),
        "pos": dictionary._pos,
        "rev": dictionary._rev,
        "count": dictionary._count,
        "firsts": [first.decode("latin-1") for first in dictionary._firsts],
        "offsets": [offset for offset, _, _ in blocks],
        "keys": [key.decode("latin-1") for _, key, _ in blocks],
        "values": [value.decode("latin-1") for _, _, value in blocks],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, json.dumps(places).encode())


def _from_places(code: str, file: Path) -> Mapping[str, str] | None:
    """The dictionary by the kept places; None where there are none or they do not fit."""
    try:
        places = json.loads(file.read_text("utf-8"))
        from simplemma.strategies.dictionaries.dictionary_factory import _read_decompressed
        from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

        data = _read_decompressed(code)
        if places["size"] != len(data):
            return None
        dictionary = StreamMap.__new__(StreamMap)
        dictionary._data = data
        dictionary._pos, dictionary._rev, dictionary._count = places["pos"], places["rev"], places["count"]
        dictionary._firsts = [first.encode("latin-1") for first in places["firsts"]]
        keys = (key.encode("latin-1") for key in places["keys"])
        values = (value.encode("latin-1") for value in places["values"])
        dictionary._blocks = list(zip(places["offsets"], keys, values, strict=True))
        found: Mapping[str, str] = dictionary
        found[next(iter(found))]  # fails where there are more parts than these
    except (OSError, *_UNFIT):
        return None
    return found
