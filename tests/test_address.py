"""The address: what was asked can be shared, and garbage in it is left out."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.references import Reference
from corpus.draft import tidy
from corpus.models import COLLECTIONS
from index.records import Filters
from interface.address import KEYS, Request, preferred_language, read, shortened


class Parameters(dict[str, list[str]]):
    """What ``st.query_params`` offers, over a parsed address."""

    def get_all(self, key: str) -> list[str]:
        return self.get(key, [])


def _read(address: str) -> Request:
    return read(Parameters(parse_qs(address.removeprefix("?"), keep_blank_values=True)), language="fi")


def test_a_whole_address() -> None:
    request = _read(
        "?q=Egenfinansiering%3F&lang=sv&collection=funding&in=sv&in=fi&doc=funding/a.pdf&country=IT&versions=x"
    )
    assert request == Request(
        "sv", "Egenfinansiering?", ("funding",), ("fi", "sv"), countries=("IT",), document="funding/a.pdf"
    )
    assert request.filters == Filters(("funding",), ("fi", "sv"), ("funding/a.pdf",))
    assert request.narrowed


def test_empty_filters_restrict_nothing() -> None:
    assert _read("?q=avustus").filters == Filters(None, None, None)


@pytest.mark.parametrize(
    "address",
    [
        "?lang=xx&collection=%3Cscript%3E&in=..%2F..&in=FI&part=-1&country=italia",
        "?lang=&part=1e9&in=%00&q=%20%E2%80%8B&keep=x",
        "?part=99999999999999&nonsense=1&doc=",
        "?part=%C2%B2&theme=%20",
        "?in=zz&in=fin",
    ],
)
def test_garbage_is_left_out(address: str) -> None:
    assert _read(address) == Request("fi")


def test_kept_passages_are_written_as_they_are_kept() -> None:
    assert _read("keep=opas.md@007-20~sana&keep=opas.md@7-20~%20sana%20").kept == ("opas.md@7-20~sana",)


def test_a_long_question_is_cut_after_a_whole_word() -> None:
    request = _read("?q=" + "+".join(["avustus"] * 5000))
    assert request.cut
    assert request.question == " ".join(["avustus"] * 125)  # 125 words of 7 letters and 124 spaces: 999


def test_a_question_without_spaces_is_cut_where_it_must() -> None:
    assert shortened("a" * 1001) == ("a" * 1000, True)
    assert shortened("a" * 1000) == ("a" * 1000, False)


@pytest.mark.parametrize(("typed", "asked"), [("???", ""), (" – …!", ""), ("_", ""), ("Ä?", "Ä?"), ("4", "4")])
def test_signs_alone_ask_nothing(typed: str, asked: str) -> None:
    assert shortened(typed) == (asked, False)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fi-FI,fi;q=0.9,en;q=0.8", "fi"),
        ("sv-FI", "sv"),
        ("de-DE,sv;q=0.5,en;q=0.4", "sv"),
        ("fr", "en"),
        ("", "en"),
        ("EN_us", "en"),
    ],
)
def test_the_first_language_is_the_browsers(accepted: str, language: str) -> None:
    assert preferred_language(accepted.split(",")) == language


_WORDS = st.text(max_size=30).map(tidy).filter(bool)


@given(
    st.text(max_size=60),
    st.sampled_from(["fi", "sv", "en"]),
    st.sets(st.sampled_from(COLLECTIONS)),
    st.sets(st.sampled_from(["de", "fi", "sv", "zu"]), max_size=3),
    st.sets(_WORDS, max_size=3),
    st.lists(st.builds(Reference.to, st.just("a@1-2 b#3.csv"), st.integers(0, 10**8), _WORDS), max_size=3, unique=True),
)
def test_what_is_shared_is_what_is_read(
    question: str, language: str, collections: set[str], languages: set[str], themes: set[str], kept: list[Reference]
) -> None:
    asked, _ = shortened(question)
    known = tuple(name for name in COLLECTIONS if name in collections)
    request = Request(
        language, asked, known, tuple(sorted(languages)), tuple(sorted(themes)),
        document="a #1&b=å.csv", at="12-40~Hakija voi", compared=("a.md", "b.md"), kept=tuple(map(str, kept)),
    )  # fmt: skip
    parameters = request.parameters(KEYS)
    assert read(Parameters(parameters), language="fi") == request
    assert _read(request.link("", KEYS)) == replace(request, kept=())
