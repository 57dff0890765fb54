"""The network: one organisation under all its names, whom it shares themes with, and the page of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import indexed
from pages import APP, asked, bodies, links
from streamlit.testing.v1 import AppTest

from assistant.listing.network import organisations, sharing
from assistant.listing.records import read_records
from index.encoder import Encoder
from index.store import Store


def _document(title: str, language: str, organisation: str, themes: str, more: str = "") -> str:
    about = f"title: {title}\nlanguage: {language}\norganisation: {organisation}\nthemes: {themes}\n{more}"
    return f"---\n{about}---\n# {title}\n\nWhat was done, by whom, and what is known of how it went in the end.\n"


DOCUMENTS = {
    "practices/boats-fi.md": _document(
        "Veneveistämö", "fi", "Hangon veistämö", "work-integration, circular-economy",
        "country: FI\nregions: Uusimaa\npublished: 2023-01-01\nsource: https://old.example.org\n",
    ),
    "practices/boats-en.md": _document(
        "Boatyard", "en", "The boatyard of Hanko", "work-integration, circular-economy",
        "country: FI\nregions: Uusimaa\ntranslates: boats-fi.md\npublished: 2024-01-01\nsource: https://boats.example.org\n",
    ),
    "projects/more.md": _document(
        "More boats", "en", "THE BOATYARD OF HANKO.", "scaling",
        "country: FI\nprogramme: ESR+ 2021–2027\nstart: 2024-01-01\n",
    ),
    "projects/journey.md": _document(
        "A journey to Scottish boatyards", "en", "The boatyard of Hanko", "work-integration", "country: GB\n",
    ),
    "practices/bikes.md": _document(
        "Bicycles", "en", "Cycle <b>Works</b>", "circular-economy, scaling",
        "country: SE\nsource: javascript:alert(1)\n",
    ),
    "practices/laundry.md": _document("Laundry", "en", "Lavanderia", "public-procurement", "country: IT\n"),
    "practices/nobody.md": "# Nobody\n\nA document that names nobody at all, and says so at some length here.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def network_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    return indexed(tmp_path_factory.mktemp("network"), DOCUMENTS, encoder)


@pytest.fixture
def network(network_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("TIETOSILTA_INDEX", str(network_index))
    monkeypatch.chdir(network_index.parent)
    return AppTest.from_file(str(APP), default_timeout=60)


def test_one_organisation_under_all_its_names(network_index: Path) -> None:
    found = organisations(read_records(Store(network_index), today=date(2026, 5, 5)))
    assert [one.name("en") for one in found] == ["The boatyard of Hanko", "Cycle <b>Works</b>", "Lavanderia"]
    boats = found[0]
    assert (boats.name("fi"), boats.named_in("sv")) == ("Hangon veistämö", "en")
    assert (boats.countries, boats.regions) == (("FI",), ("FI1B1",))
    assert boats.themes == ("work-integration", "circular-economy", "scaling")
    titles = [record.card.title for record in boats.documents("fi")]
    assert titles == ["A journey to Scottish boatyards", "More boats", "Veneveistämö"]
    assert boats.source == "https://boats.example.org"
    assert sharing(boats, found) == [(found[1], ("circular-economy", "scaling"))]
    assert sharing(found[2], found) == []


def test_the_page_names_organisations_and_leads_on(network: AppTest) -> None:
    app = asked(network, "lang=fi", place="network")
    page = "".join(bodies(app))
    assert "3 organisaatiota</h2>" in page and '<h3 lang="fi">Hangon veistämö</h3>' in page
    assert "<span>Suomi</span><span>Uusimaa</span>" in page
    assert "Cycle &lt;b&gt;Works&lt;/b&gt;" in page and "javascript:" not in page
    assert links(app, "Veneveistämö") == ["document?doc=practices%2Fboats-fi.md&lang=fi"]
    app.selectbox[0].select("Hangon veistämö").run()
    table = bodies(app)[-4:]
    cells = '<td data-of="Yhteiset teemat">kiertotalous, levittäminen ja kasvu</td><td data-of="Maa">Ruotsi</td>'
    assert any(cells in body and 'lang="en">Cycle &lt;b&gt;Works' in body for body in table)


def test_filters_stand_in_the_address(network: AppTest) -> None:
    app = asked(network, "lang=en&theme=scaling&country=SE", place="network")
    assert "1 organisation</h2>" in "".join(bodies(app))
    assert app.button_group(key="themes").value == ["scaling"]
    app.button(key="clear").click().run()
    assert "3 organisations</h2>" in "".join(bodies(app))


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("themes", '<h2>Cirkulär ekonomi</h2><details open><summary>2 organisationer</summary>'),
        ("regions", '<h2>Nyland</h2><details open><summary>1 organisation</summary>'),
        ("projects", "<span>THE BOATYARD OF HANKO.</span><span>ESR+ 2021–2027</span><span>2024</span>"),
    ],
)
def test_other_ways_to_look(network: AppTest, view: str, shown: str) -> None:
    app = asked(network, "lang=sv", place="network")
    app.button_group(key="network view").set_value(view).run()
    assert not app.exception and shown in "".join(bodies(app))


def test_a_name_that_begins_with_a_common_word_has_a_capital(tmp_path: Path, encoder: Encoder) -> None:
    stated = {"fi": "työ- ja elinkeinoministeriö", "sv": "gdw süd, Genossenschaft"}
    documents = {
        f"practices/{language}.md": _document(language, language, name, "skills") for language, name in stated.items()
    }
    found = organisations(read_records(Store(indexed(tmp_path, documents, encoder)), today=date(2026, 11, 25)))
    assert sorted(one.name("en") for one in found) == ["Työ- ja elinkeinoministeriö", "gdw süd, Genossenschaft"]
