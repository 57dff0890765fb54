"""Fact cards: each field a quote from the document, or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import indexed

from assistant.cards import FactCard, card, compare
from assistant.search import Library
from corpus.errors import IndexProblem
from index.encoder import Encoder
from index.store import Store
from interface.cli import main

DOCUMENTS = {
    "funding/haku-fi.md": (
        "---\ntitle: Kehittämistuki\nlanguage: fi\n---\n# Kehittämistuki\n\n"
        "## Kuka voi hakea\n\nHakijana voi olla yhdistys, kunta tai osuuskunta. Yksityishenkilö ei voi hakea.\n\n"
        "## Tukitaso ja omarahoitus\n\nOmarahoitusta tarvitaan vähintään 25 prosenttia kustannuksista. "
        "Tuki on enintään 75 prosenttia hyväksyttävistä kustannuksista.\n\n"
        "## Määräajat\n\nHaku on auki keväällä. Hakuaika päättyy 30.4.2027 klo 16.15.\n"
    ),
    "funding/call-en.txt": (
        "Small grants for neighbourhoods\n\nThe grant covers at most 60 per cent of the costs of the project.\n\n"
        "Applications are submitted in the online service of the city. The deadline for applications is 15 May 2027.\n"
    ),
    "practices/pesula-fi.md": (
        "---\ntitle: Osuuskuntapesula\nlanguage: fi\n---\n# Osuuskuntapesula\n\n"
        "## Mitä\n\nPesula työllistää pitkään työttömänä olleita ja pesee sairaaloiden pyykin.\n\n"
        "## Kuka ja missä\n\nSen omistaa osuuskunta. Pesula toimii Torinossa Italiassa.\n\n"
        "## Näyttö\n\nVuonna 2024 pesulassa oli 30 työntekijää, joista 12 siirtyi muualle töihin.\n\n"
        "## Näin sen voi siirtää\n\nAloita yhdestä sairaalasta ja pienestä sopimuksesta.\n"
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    return indexed(tmp_path_factory.mktemp("cards"), DOCUMENTS, encoder)


@pytest.fixture(scope="module")
def cards(index: Path, encoder: Encoder) -> Library:
    return Library(Store(index), encoder)


def stated(fact_card: FactCard) -> dict[str, str]:
    return {name: quote.text for name, quote in fact_card.fields.items() if quote}


def test_who_can_apply_is_not_told_by_who_cannot(tmp_path: Path, encoder: Encoder) -> None:
    guide = "# Tuki\n\n## Kuka voi hakea\n\nYksityishenkilö ei voi hakea. Hakija voi olla yhdistys tai säätiö.\n"
    library = Library(Store(indexed(tmp_path, {"funding/tuki-fi.md": guide}, encoder)), encoder)
    assert stated(card(library, "funding/tuki-fi.md"))["applicants"] == "Hakija voi olla yhdistys tai säätiö."


@pytest.mark.parametrize(
    ("language", "heading", "sentence", "deadline"),
    [
        ("fi", "Määräajat", "Koko ohjelmassa kustannukset voivat olla tukikelpoisia 31.12.2029 asti.", False),
        ("sv", "Tidsfrister", "I hela programmet kan kostnader vara stödberättigande till 31.12.2029.", False),
        ("en", "Deadlines", "Across the whole programme costs can be eligible until 31 December 2029.", False),
        ("en", "Deadlines", "The Regulation first applied until the end of 2020.", False),
        ("fi", "Määräajat", "Maksatushakemus jätetään viimeistään 31.8.2028.", False),
        ("fi", "Määräajat", "Uusien hankkeiden haku oli 5.5.–2.6.2025 kello 16.15.", True),
        ("fi", "Määräajat", "Hakemukset toimitetaan 30.4.2027 mennessä.", True),
        ("sv", "Tidsfrister", "Ansökningstiden går ut den 30 april 2027.", True),
        ("en", "Deadlines", "Applications must be submitted by 15 May 2027.", True),
        ("en", "Deadlines", "The call closes on 15 May 2027.", True),
    ],
)
def test_a_deadline_is_about_applying(
    tmp_path: Path, encoder: Encoder, language: str, heading: str, sentence: str, deadline: bool
) -> None:
    guide = f"---\nlanguage: {language}\n---\n# X\n\n## {heading}\n\n{sentence}\n"
    library = Library(Store(indexed(tmp_path, {"funding/x.md": guide}, encoder)), encoder)
    assert stated(card(library, "funding/x.md")).get("deadline") == (sentence if deadline else None)


SHIPPED = Path(__file__).parents[1] / "corpus" / "library" / "funding"
IN_LANGUAGES = [
    ("esr-suomessa-fi.md", "esf-i-finland-sv.md", "esf-in-finland-en.md"),
    ("nordplus-vuxen-sv.md", "nordplus-adult-en.md"),
    ("interreg-vastinrahoitus-fi.md", "interreg-medfinansiering-sv.md"),
    ("erasmus-small-scale-partnerships-en.md", "erasmus-pienet-kumppanuushankkeet-fi.md"),
    ("easi-en.md", "easi-fi.md"),
    ("viestinta-ja-nakyvyys-fi.md", "synlighet-sv.md", "visibility-en.md"),
]


def test_language_versions_of_shipped_guides_state_the_same_fields(tmp_path: Path, encoder: Encoder) -> None:
    guides = {f"funding/{name}": (SHIPPED / name).read_text("utf-8") for names in IN_LANGUAGES for name in names}
    library = Library(Store(indexed(tmp_path, guides, encoder)), encoder)
    for names in IN_LANGUAGES:
        found = [stated(card(library, f"funding/{name}")) for name in names]
        assert [list(fields) for fields in found] == [list(found[0])] * len(names), names
    assert "deadline" not in stated(card(library, "funding/esr-suomessa-fi.md"))
    assert stated(card(library, "funding/nordplus-vuxen-sv.md"))["deadline"] == "Utlysningen öppnas varje år."


def test_a_guide_with_fixed_headings_fills_its_card(cards: Library) -> None:
    assert stated(card(cards, "funding/haku-fi.md")) == {
        "applicants": "Hakijana voi olla yhdistys, kunta tai osuuskunta.",
        "support_rate": "Tuki on enintään 75 prosenttia hyväksyttävistä kustannuksista.",
        "own_contribution": "Omarahoitusta tarvitaan vähintään 25 prosenttia kustannuksista.",
        "deadline": "Hakuaika päättyy 30.4.2027 klo 16.15.",
    }


def test_other_documents_are_asked(cards: Library) -> None:
    found = stated(card(cards, "funding/call-en.txt"))
    assert found["support_rate"] == "The grant covers at most 60 per cent of the costs of the project."
    assert found["deadline"] == "The deadline for applications is 15 May 2027."
    assert "cost_models" not in found


def test_a_practice_has_fields_of_its_own(cards: Library) -> None:
    assert stated(card(cards, "practices/pesula-fi.md")) == {
        "what": "Pesula työllistää pitkään työttömänä olleita ja pesee sairaaloiden pyykin.",
        "who": "Sen omistaa osuuskunta.",
        "where": "Pesula toimii Torinossa Italiassa.",
        "evidence": "Vuonna 2024 pesulassa oli 30 työntekijää, joista 12 siirtyi muualle töihin.",
        "transfer": "Aloita yhdestä sairaalasta ja pienestä sopimuksesta.",
    }


def test_quotes_are_verbatim_and_cards_have_the_same_fields(cards: Library) -> None:
    compared = compare(cards, ["funding/haku-fi.md", "funding/call-en.txt", "practices/pesula-fi.md"])
    assert [list(fact_card.fields) for fact_card in compared] == [list(compared[0].fields)] * 3
    for fact_card in compared:
        text = cards.document(fact_card.document.id).text
        for quote in filter(None, fact_card.fields.values()):
            assert text[quote.start : quote.end] == quote.text


def test_a_question_is_encoded_once_for_all_documents(
    index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    queries = encoder.queries
    monkeypatch.setattr(encoder, "queries", lambda texts: asked.extend(texts) or queries(texts))
    library = Library(Store(index), encoder)
    first, again = (compare(library, ["funding/haku-fi.md", "funding/call-en.txt"]) for _ in range(2))
    assert len(asked) == len(set(asked)) == 14  # seven fields in two languages
    assert [stated(one) for one in first] == [stated(one) for one in again]


def test_an_unknown_document_is_said_to_be_unknown(cards: Library) -> None:
    with pytest.raises(IndexProblem, match="no_document"):
        card(cards, "funding/none.md")


def test_card_prints_a_table_as_json(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["funding/haku-fi.md", "funding/call-en.txt"]
    assert main(["card", *names, "--index", str(index), "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["kind"] == "funding"
    assert [document["document"] for document in table["documents"]] == names
    first, second = table["fields"]["support_rate"]
    assert first["quote"] == "Tuki on enintään 75 prosenttia hyväksyttävistä kustannuksista."
    assert second["quote"].startswith("The grant covers at most 60 per cent")
    assert table["fields"]["cost_models"] == [None, None]
