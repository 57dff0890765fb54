"""Markdown with front matter, as people write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drafts import outline, read_one, reason_of, save


def test_markdown(tmp_path: Path) -> None:
    source = """---
title: Opas
country: FI
published: 2024-03-01
---
##Tiukka otsikko

Lead with *emphasis*, a [link](http://example.org) and `code`
on two lines:

3. kolmas
4. neljäs
   - sisempi

a.  *Minister:* de minister;

| Hanke | Rahoittaja |
|---|---|
| Silta | ESR+ |

<div>Huom. <b>html</b></div>

```
koodi
```
"""
    draft = read_one(save(tmp_path, "a.md", source))
    assert draft.fields == {"title": "Opas", "country": "FI", "published": date(2024, 3, 1)}
    assert draft.title == "Tiukka otsikko"
    assert outline(draft) == [
        ("h", 1, "Tiukka otsikko"),
        ("p", 0, "Lead with emphasis, a link and code on two lines:"),
        ("i", 1, "3. kolmas"),
        ("i", 1, "4. neljäs"),
        ("i", 2, "• sisempi"),
        ("i", 2, "a. Minister: de minister;"),
        ("r", 0, "Hanke: Silta | Rahoittaja: ESR+"),
        ("p", 0, "Huom. html"),
        ("p", 0, "koodi"),
    ]


def test_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "a.md", "---\nVain tekstiä\n---\n\nLisää."))
    assert draft.fields == {}
    assert "Vain tekstiä" in draft.text


def test_bad_front_matter_names_the_line(tmp_path: Path) -> None:
    path = save(tmp_path, "a.md", "---\ncountry: FI\ntitle: Opas: osa 2\n---\nTeksti")
    assert reason_of(path) == ("metadata", "{line 3}")


def test_a_note_of_one_word_is_no_address_of_a_link(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "a.md", "Luku on arvio.[^1]\n\n[^1]: https://stat.fi/arvio\n"))
    assert outline(draft) == [("p", 0, "Luku on arvio.[^1]"), ("p", 0, "[^1]: https://stat.fi/arvio")]
