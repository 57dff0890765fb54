"""Dictionaries open by their kept places and say the same; damaged places are made anew."""

from __future__ import annotations

from pathlib import Path

from corpus.dictionaries import open_dictionary


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
