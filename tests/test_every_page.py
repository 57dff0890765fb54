"""Every page opens without error or warning, with an empty index and with 20,000 passages."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from indexes import grow
from pages import APP, articles, asked, bodies
from streamlit.testing.v1 import AppTest

from index.encoder import Encoder
from index.store import Store
from interface.navigation import PLACES
from interface.opening import opening
from interface.settings import read_settings
from interface.staff_password import password_beside
from interface.staff_visits import VISITS
from interface.texts import LANGUAGES

QUESTION = "q=Paljonko omarahoitusta tarvitaan?"
# What is asked of each page, besides nothing.
ASKED = {
    "search": [QUESTION, "q=laundry&in=de"],
    "practices": ["with=practices/tyovalmennus.md&with=practices/laundry-school.md", "country=IT&region=FI1DB"],
    "funding": ["versions=all", "fund=ESF+"],
    "network": ["theme=skills"],
    "brief": ["keep=funding/omarahoitus.md@0-60~Hankkeen omarahoitusosuus on"],
    "document": [
        "doc=practices/visits.pdf&q=local transport&part=2",
        "doc=funding/omarahoitus.md&with=funding/egenfinansiering.md",
    ],
}
ADDRESSES = [(place, address) for place in PLACES for address in ("", *ASKED.get(place, []))]


def _staff(index: Path) -> AppTest:
    """A new session over ``index``, staff signed in."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.session_state["staff"] = VISITS.begin(password_beside(index).stamp or "")[0]
    return app


def _open(index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set a password, and open the model with ``index``."""
    password_beside(index).set("a password for tests")
    monkeypatch.setenv("TIETOSILTA_INDEX", str(index))
    monkeypatch.chdir(index.parent)
    opening(read_settings()).result()
    return index


def _assert_calm(app: AppTest, what: str) -> None:
    assert [one.value for one in (*app.exception, *app.error, *app.warning)] == [], what
    assert sum(body.count("<h1") for body in bodies(app)) == 1, what


def test_with_an_empty_index(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "library.sqlite"
    Store.create(index, encoder=encoder.name, dimension=encoder.dimension).close()
    _open(index, monkeypatch)
    for language, (place, address) in product(LANGUAGES, ADDRESSES):
        app = asked(_staff(index), f"{address}&lang={language}", place=place)
        _assert_calm(app, f"{place}?{address}&lang={language}")


def test_with_20_000_passages(page_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "library.sqlite"
    assert grow(page_index, index, passages=20_000) >= 20_000
    _open(index, monkeypatch)
    for place, address in ADDRESSES:
        app = asked(_staff(index), f"{address}&lang=fi", place=place)
        _assert_calm(app, f"{place}?{address}")
    assert "Omarahoitus ESR+-hankkeessa 2024</h3>" in articles(asked(_staff(index), f"{QUESTION}&lang=fi"))[0]


def test_the_open_page_is_named_in_menu_and_foot(app: AppTest) -> None:
    for place, name in (("funding", "Rahoitus"), ("accessibility", "Saavutettavuus")):
        asked(app, "lang=fi", place=place)
        here = f'<span class="ts-here" aria-current="page">{name}</span>'
        assert [body for body in bodies(app) if "aria-current" in body] == [here]
        assert name not in [link.proto.label for link in app.get("page_link")]


def test_the_accessibility_statement_says_when_it_was_made_and_who_supervises(app: AppTest) -> None:
    for language, address, called, made in (
        ("fi", "https://www.saavutettavuusvaatimukset.fi", "Vaihde", "Seloste on laadittu 1. joulukuuta 2026."),
        ("sv", "https://www.tillganglighetskrav.fi", "Växel", "Utlåtandet är gjort 1 december 2026."),
        ("en", "https://www.webaccessibility.fi", "Switchboard", "This statement was made on 1 December 2026."),
    ):
        said = "".join(bodies(asked(app, f"lang={language}", place="accessibility")))
        assert f'<a href="{address}" ' in said and made in said and "docs/accessibility.md" in said
        assert '<a href="mailto:saavutettavuus@traficom.fi">' in said and f"{called}: +358 29 534 5000</p>" in said


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("", "tell the administrator.</p>"),
        ("help@example.org", 'tell the administrator: <a href="mailto:help@example.org">help@example.org</a>.</p>'),
        ("https://example.org/a?b&c", 'administrator: <a href="https://example.org/a?b&amp;c">https://example.org/'),
        ("<b>", "tell the administrator: &lt;b&gt;.</p>"),
        ("tell", "tell the administrator: tell.</p>"),
        ("{0}", "tell the administrator: {0}.</p>"),
    ],
)
def test_the_accessibility_statement_says_whom_to_tell(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, contact: str, told: str
) -> None:
    monkeypatch.setenv("TIETOSILTA_CONTACT", contact)
    assert any(told in body for body in bodies(asked(app, "lang=en", place="accessibility")))
