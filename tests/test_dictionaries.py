"""Dictionaries open by their kept places and say the same; damaged places are made anew."""

from __future__ import annotations

import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import simplemma.strategies.dictionaries
from simplemma.strategies.dictionaries import dictionary_factory, stream_dictionary_factory

from corpus.dictionaries import open_dictionary
from corpus.lemmas import _Dictionaries


def test_kept_places_say_the_same(tmp_path: Path) -> None:
    fresh = open_dictionary("en", folder=None)
    open_dictionary("en", folder=tmp_path / "kept")
    (file,) = (tmp_path / "kept").iterdir()
    kept = open_dictionary("en", folder=tmp_path / "kept")
    words = ["costs", "went", "better", "enterprises", "xyzzy", ""]
    assert [kept.get(word) for word in words] == [fresh.get(word) for word in words]
    assert kept.get("enterprises") == "enterprise"
    assert list(kept)[::5000] == list(fresh)[::5000]
    for damage in ("", "{}", '{"size": 1}', "[]"):
        file.write_text(damage, "utf-8")
        assert open_dictionary("en", folder=tmp_path / "kept").get("enterprises") == "enterprise"
        assert len(file.read_text("utf-8")) > 1000


@pytest.mark.parametrize("gone", ["_read_decompressed", "StreamMap"])
def test_a_simplemma_without_a_private_part_opens_in_its_own_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    open_dictionary("en", folder=tmp_path)
    modules = {"_read_decompressed": dictionary_factory, "StreamMap": stream_dictionary_factory}
    if gone == "StreamMap":  # its factory stays
        factory = dictionary_factory.DefaultDictionaryFactory
        monkeypatch.setattr(simplemma.strategies.dictionaries, "StreamDictionaryFactory", factory)
    monkeypatch.delattr(modules[gone], gone)
    monkeypatch.delitem(sys.modules, "corpus.dictionaries")
    anew = importlib.import_module("corpus.dictionaries")
    for folder in (tmp_path, tmp_path / "empty"):
        assert anew.open_dictionary("en", folder=folder).get("enterprises") == "enterprise"


def test_kept_places_are_left_where_a_dictionary_has_more_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class More(stream_dictionary_factory.StreamMap):  # type: ignore[misc]  # untyped here
        def __init__(self, lang: str) -> None:
            super().__init__(lang)
            self.more = {"enterprises": "enterprise"}

        def _lookup(self, key: str) -> str | None:
            return self.more.get(key) or super()._lookup(key)

    open_dictionary("en", folder=tmp_path)
    monkeypatch.setattr(stream_dictionary_factory, "StreamMap", More)
    assert open_dictionary("en", folder=tmp_path).get("enterprises") == "enterprise"


def test_threads_that_ask_at_once_get_the_same_dictionary() -> None:
    dictionaries = _Dictionaries()
    with ThreadPoolExecutor(max_workers=8) as pool:
        opened = list(pool.map(dictionaries.get_dictionary, ["en"] * 8))
    assert all(one is opened[0] for one in opened)
    assert opened[0].get("enterprises") == "enterprise"
