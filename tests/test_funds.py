"""The figures of one fund are no answer about another."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import indexed

from assistant.answering.funds import funds_in, funds_of
from assistant.answers import ask, best_candidates
from assistant.search import Library
from corpus.models import Metadata
from corpus.vocabulary import terms
from index.encoder import Encoder
from index.records import DocumentCard
from index.store import Store


@pytest.mark.parametrize(
    ("text", "funds"),
    [
        ("Mikä on ESR+-hankkeen tukitaso?", {"ESF"}),
        ("Euroopan sosiaalirahaston ja EAKR:n hankkeet", {"ESF", "ERDF"}),
        ("medel ur Europeiska regionala utvecklingsfonden", {"ERDF"}),
        ("Just Transition Fund, JTF", {"JTF"}),
        ("oikeudenmukaisen siirtymän rahastosta", {"JTF"}),
        ("support from the European Regional\nDevelopment Fund", {"ERDF"}),
        ("LEADER-toimintaryhmä, Nordplus-projekt, EaSI", {"Leader", "Nordplus", "EaSI"}),
        ("Kuka voi hakea Leader-tukea Erasmus-koulutuksen jälkeen?", {"Leader", "Erasmus"}),
        ("The project leader writes an easier report", set()),
        ("esriippu, stealth, to steal, easily, federal", set()),
        ("STEAlta, AMIFista ja Leaderissa", {"STEA", "AMIF", "Leader"}),
    ],
)
def test_funds_in_a_text(text: str, funds: set[str]) -> None:
    assert funds_in(text) == funds


def test_every_fund_is_found_by_the_names_that_it_has() -> None:
    for term in terms("funds").values():
        for whose, names in [(term.id.removesuffix("+"), term.names), *term.programmes.items()]:
            for name in names:
                assert funds_in(f"({name.removesuffix('*')})") == {whose}
                assert funds_in(f"{name.removesuffix('*')}n") == {whose}
                assert funds_in(f"{name.removesuffix('*')}x") == ({whose} if name.endswith("*") else set())


def test_funds_of_a_document() -> None:
    card = DocumentCard("a", "Nordplus Vuxen", "sv", "funding", Metadata(fund="ESF+"), "", 0, 1)
    assert funds_of(card) == {"Nordplus", "ESF"}


def test_another_funds_figure_is_not_the_first_answer(tmp_path: Path, encoder: Encoder) -> None:
    guide = (
        "# Erasmus+: pienet kumppanuushankkeet\n\n## Kertasumma\n\nSuomen ESR+-hankkeessa esiselvityksen vakioitu "
        "kertasumma on 50 000 euroa. Pienessä kumppanuushankkeessa summia on kaksi, 30 000 ja 60 000 euroa.\n"
    )
    library = Library(Store(indexed(tmp_path, {"erasmus.md": guide}, encoder)), encoder)
    for question in ("Mikä on Erasmus+ pienen kumppanuushankkeen kertasumma?", "Mikä on pienen hankkeen kertasumma?"):
        assert "30 000" in ask(library, question).sentences[0].text
    assert "50 000" in ask(library, "Mikä on ESR+-hankkeen kertasumma?").sentences[0].text


def test_a_guide_of_another_fund_does_not_answer_for_the_one_that_is_named(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "esf.md": "---\nfund: ESF+\nlanguage: en\n---\n# Own contribution\n\n"
        "Volunteer work does not count as own contribution in a project.\n",
        "leader.md": "---\nfund: EAFRD\nlanguage: en\n---\n# Own contribution\n\n"
        "Volunteer work may count as own contribution in projects of a village.\n",
    }
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    question = "Does volunteer work count as own contribution in {} project?"
    for fund, first in (("a Leader", "leader.md"), ("an ESF", "esf.md"), ("a JTF", "esf.md"), ("a", "esf.md")):
        assert best_candidates(library, question.format(fund))[1][0].hit.document.id == first
