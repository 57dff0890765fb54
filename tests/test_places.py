"""Which documents are about a country that a question names, and that they are found for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import indexed

from assistant.answers import ask
from assistant.places import documents_about, most_named
from assistant.search import Library
from corpus.models import Metadata
from index.encoder import Encoder
from index.records import DocumentCard
from index.store import Store


def card(name: str, title: str, language: str, country: str | None = None) -> DocumentCard:
    return DocumentCard(name, title, language, None, Metadata(country=country), "", 0, 1)


CARDS = {
    1: card("list_2016.pdf", "MALTA – list of beneficiaries", "en"),
    2: card("ESIF_Scotland_2014-2020.pdf", "Strategic intervention", "en"),
    3: card("laundry.md", "A laundry in Malta's neighbour", "en", "IT"),  # what is stated comes first
    4: card("methodology.pdf", "Methodology and variables", "en"),
    5: card("liste.pdf", "Liste der Begünstigten", "de"),
}


@pytest.mark.parametrize(
    ("countries", "about"),
    [("MT", {1, 4}), ("GB", {2, 4}), ("IT", {3}), ("AT", {5}), ("FI", set())],
)
def test_documents_about_a_country(countries: str, about: set[int]) -> None:
    assert documents_about(CARDS, frozenset({countries})) == about


def test_no_country_no_documents() -> None:
    assert documents_about(CARDS, frozenset()) == frozenset()


def test_a_document_about_the_country_is_found_among_many_nearer_ones(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search._NEAREST", 3)  # as if there were hundreds of each
    courses = {
        f"{name}.md": f"# Kurs i {name}\n\nEn kurs i att sälja {name} på nätet, för företag.\n"
        for name in ("blommor", "möbler", "kläder", "mat", "böcker")
    }
    documents = courses | {"beneficiaries.md": "# MALTA – list\n\nMCA: eCommerce programme, 254,169 euros.\n"}
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    found = [hit.document.id for hit in library.search("Malta: kurs i att sälja på nätet").hits]
    assert "beneficiaries.md" in found
    assert "beneficiaries.md" not in [hit.document.id for hit in library.search("kurs i att sälja på nätet").hits]


def test_the_country_that_a_text_names_most() -> None:
    assert most_named("Suomen laki koskee Suomessa toimivia, myös ruotsalaisia.") == "FI"
    assert most_named("Suomessa ja Ruotsissa") is None
    assert most_named("En förening skall ha en styrelse.") is None


def test_a_country_that_no_document_states_is_told_by_language_and_text(tmp_path: Path, encoder: Encoder) -> None:
    act = (
        "# Föreningslag\n\n## 35 §\n\nStyrelsen skall ha minst tre medlemmar.\n\n## 36 §\n\nFöreningen skall ha sin "
        "hemort i Finland. Lagen gäller i hela Finland.\n"
    )
    library = Library(Store(indexed(tmp_path, {"lag.md": act}, encoder)), encoder)
    assert "tre medlemmar" in ask(library, "Hur många medlemmar skall styrelsen ha i Finland?").sentences[0].text
    assert ask(library, "Hur många medlemmar skall styrelsen ha i Sverige?").declined
