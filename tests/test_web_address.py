"""What may become a link, on a page, in a file and in a catalogue."""

from __future__ import annotations

import pytest

from corpus.web_address import IN_TEXT, web_address


@pytest.mark.parametrize(
    ("stated", "link"),
    [
        ("https://example.org/opas?a=1&b=2#kohta", "https://example.org/opas?a=1&b=2#kohta"),
        ("HTTP://EXAMPLE.org", "HTTP://EXAMPLE.org"),
        ("https://example.org/työ", "https://example.org/ty%C3%B6"),
        ("https://example.org/ty%C3%B6", "https://example.org/ty%C3%B6"),
        ('https://example.org/"><b>', "https://example.org/%22%3E%3Cb%3E"),
        ("https://example.org/a b", None),
        ("https://example.org/a\n", None),
        ("https:///opas", None),
        ("http://[", None),
        ("https://example.org/l'opas", "https://example.org/l'opas"),
        ("javascript:alert(1)", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("ftp://example.org/opas", None),
        ("www.example.org", None),
        ("ESF+ 2021", None),
        ("", None),
        (None, None),
    ],
)
def test_an_ordinary_web_address(stated: str | None, link: str | None) -> None:
    assert web_address(stated) == link


def test_addresses_in_running_text() -> None:
    text = "Lue https://example.org/a ja http://b.fi tai www.c.fi/d, ei ftp://e.fi eikä f.fi."
    assert IN_TEXT.findall(text) == ["https://example.org/a", "http://b.fi", "www.c.fi/d,"]
