"""Dictionaries open by their kept places and say the same; damaged places are made anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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


def test_threads_that_ask_at_once_get_the_same_dictionary() -> None:
    dictionaries = _Dictionaries()
    with ThreadPoolExecutor(max_workers=8) as pool:
        opened = list(pool.map(dictionaries.get_dictionary, ["en"] * 8))
    assert all(one is opened[0] for one in opened)
    assert opened[0].get("enterprises") == "enterprise"
