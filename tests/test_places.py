"""Which documents are about a country that a question names, and that they are found for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import indexed

from assistant.answers import ask
from assistant.finding.places import countries_in, documents_about, documents_abroad, most_named
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


@pytest.mark.parametrize(
    ("question", "countries"),
    [
        ("¿Qué dificultades hay en Francia y Alemania?", {"FR", "DE"}),
        ("Kto płaci w Polsce, Szwecji i we Włoszech?", {"PL", "SE", "IT"}),
        ("Chi paga in Inghilterra e nei Paesi Bassi?", {"GB", "NL"}),
        ("Are people hungry in winter?", set()),
        ("Miten Irlannin ohjelman voi siirtää Suomeen?", {"IE"}),
        ("How could Ireland's programme be transferred to Finland?", {"IE"}),
        ("Kann man das irische Programm nach Finnland übertragen?", {"IE"}),
        ("Kas Saksa kogemuse saab Soomesse üle tuua?", {"DE"}),
        ("Mitä lakia sovelletaan Ruotsissa?", {"SE"}),
        ("Vilken lag tillämpas i Tyskland?", {"DE"}),
        ("When was the strategy adopted in Scotland?", {"GB"}),
        ("Who pays for wages in Finland?", {"FI"}),
        ("Paljonko omarahoitusta Ahvenanmaalla tarvitaan?", {"AX"}),
        ("Hur är det på Åland, och i Finland?", {"AX", "FI"}),
        ("Who can apply in the Åland Islands?", {"AX"}),  # not Iceland
    ],
)
def test_countries_that_a_question_names(question: str, countries: set[str]) -> None:
    assert countries_in(question) == countries


RULES = {
    1: card("guide_regional.pdf", "Guide régional FSE+", "fr"),
    2: card("reglement_ue_2021_1060.pdf", "Règlement (UE) 2021/1060", "fr"),  # it holds in Finland as well
    3: card("uppdrag.md", "Uppdrag till regionerna i Sverige", "sv"),
    4: card("lag.txt", "Lag om statsunderstöd", "sv"),
    5: card("guide.pdf", "A guide to simplified costs", "en"),
    6: card("ehdot.pdf", "Avustuksen ehdot", "fi", "FI"),
    7: card("voorwaarden.md", "Voorwaarden", "nl", "EU"),
    8: card("ESIF_Scotland.pdf", "Calls", "en"),
    9: replace(card("coop.md", "Coopératives", "fr", "FR"), collection="practices"),  # they are there to learn from
}


@pytest.mark.parametrize(("language", "abroad"), [("fi", {1, 3, 8}), ("sv", {1, 8}), ("en", set()), ("de", set())])
def test_rules_of_other_countries_than_the_askers(language: str, abroad: set[int]) -> None:
    assert documents_abroad(RULES, language) == abroad


def test_who_asks_in_finnish_is_told_the_rules_of_finland(tmp_path: Path, encoder: Encoder) -> None:
    here = "# Yleisohje\n\n## Säilyttäminen\n\nHankkeen asiakirjat säilytetään kuusi vuotta.\n"
    there = "# Ohje\n\n## Säilyttäminen\n\nHankkeen asiakirjat säilytetään kymmenen vuotta.\n"
    documents = {"viro.md": f"---\ncountry: EE\n---\n{there}", "yleisohje.md": f"---\ncountry: FI\n---\n{here}"}
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    question = "Kuinka kauan hankkeen asiakirjat säilytetään"
    assert [hit.document.id for hit in library.search(f"{question}?").hits] == ["yleisohje.md", "viro.md"]
    assert "kuusi" in ask(library, f"{question}?").sentences[0].text
    assert "kymmenen" in ask(library, f"{question} Virossa?").sentences[0].text


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


def test_who_asks_of_aland_is_not_told_the_rules_of_the_mainland(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "fi.md": "---\ncountry: FI\n---\n# Omarahoitus\n\n"
        "Omarahoitusta tarvitaan hankkeessa vähintään 20 prosenttia.\n\n"
        "## Ahvenanmaa\n\nAhvenanmaalla on oma ohjelmansa, ja siitä kertoo maakunnan hallitus.\n",
        "sv.md": "---\nlanguage: sv\n---\n# Egenfinansiering\n\nDet behövs minst 25 procent egenfinansiering.\n",
    }
    index = indexed(tmp_path, documents, encoder)
    library = Library(Store(index), encoder)
    assert ask(library, "Paljonko omarahoitusta hankkeessa tarvitaan?").sentences[0].text.endswith("20 prosenttia.")
    assert ask(library, "Paljonko omarahoitusta Ahvenanmaalla tarvitaan?").declined
    own = ask(library, "Onko Ahvenanmaalla oma ohjelma?")
    assert own.sentences[0].text == "Ahvenanmaalla on oma ohjelmansa, ja siitä kertoo maakunnan hallitus."
    assert most_named("Tätä lakia ei sovelleta Ahvenanmaalla.") is None
