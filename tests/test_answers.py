"""Answers: verbatim, cited, the valid one first, declined when nothing answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import DOCUMENTS, index_folder, indexed, write_documents

from assistant.answering.choosing import choose
from assistant.answering.questions import kind_of
from assistant.answers import Answer, ask, best_candidates
from assistant.finding.closely import Closely
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store
from interface.cli import main

MORE = DOCUMENTS | {
    "funding/opas-2021.md": (
        "---\ntitle: Hakijan opas 2021\npublished: 2021-03-01\n---\n# Hakijan opas 2021\n\n## Tukitaso\n\n"
        "Kehittämishankkeen tukitaso on enintään 70 prosenttia tukikelpoisista kustannuksista.\n"
    ),
    "funding/opas-2024.md": (
        "---\ntitle: Hakijan opas 2024\npublished: 2024-03-01\nsupersedes: funding/opas-2021.md\n---\n"
        "# Hakijan opas 2024\n\n## Tukitaso\n\n"
        "Kehittämishankkeen tukitaso on enintään 80 prosenttia tukikelpoisista kustannuksista.\n"
    ),
    "funding/guide-2024-en.md": (
        "---\ntitle: Applicant's guide 2024\npublished: 2024-03-01\ntranslates: funding/opas-2024.md\n"
        "language: en\n---\n"
        "# Applicant's guide 2024\n\n## Support rate\n\n"
        "The support rate of a development project is at most 80 per cent of the eligible costs.\n"
    ),
}


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Library:
    return Library(Store(indexed(tmp_path_factory.mktemp("guides"), MORE, encoder)), encoder)


def said(answer: Answer) -> list[str]:
    return [quote.text for quote in answer.sentences]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Kuinka suuri omarahoituksen on oltava?", "amount"),
        ("Hur stor är egenfinansieringen?", "amount"),
        ("What percentage must we pay ourselves?", "amount"),
        ("What is the de minimis ceiling?", "amount"),
        ("Mikä on de minimis -katto?", "amount"),
        ("Quel est le plafond des aides de minimis ?", "amount"),
        ("Milloin hakuaika päättyy?", "date"),
        ("När går ansökningstiden ut?", "date"),
        ("How long must receipts be kept?", "date"),
        ("Kuka voi hakea tukea?", "who"),
        ("Vem kan söka stöd?", "who"),
        ("Who can apply?", "who"),
        ("Miten haen maksatusta?", "how"),
        ("How do I apply?", "how"),
        ("Mitä tarkoitetaan vähämerkityksisellä tuella?", "definition"),
        ("Vad är ett socialt företag?", "definition"),
        ("Mikä laki koskee takaisinperintää?", "source"),
        ("Vilka paragrafer handlar om återkrav?", "source"),
        ("Where can I read the official text?", "source"),
        ("Mitkä kulut hyväksytään?", "list"),
        ("Vilka kostnader är stödberättigande?", "list"),
        ("Voiko palkkakuluihin saada tukea?", "yes_no"),
        ("Får vi köpa en bil?", "yes_no"),
        ("Can we buy a car?", "yes_no"),
        ("työpaja Kuopio", "other"),
        ("Wie kann man Förderung beantragen?", "how"),
        ("Vilka fristående aktörer kan söka stöd?", "list"),
        ("Vilket andelslag fick stöd?", "other"),
        ("Mistä tällaista tukea saa?", "other"),
        ("Mikä yksikkö päättää tuesta?", "other"),
        ("Koska haku päättyy?", "date"),
        ("Mitä de minimis -tuki tarkoittaa?", "definition"),
        ("What does a lump sum mean?", "definition"),
        ("Vad menas med schablonsats?", "definition"),
        ("Mikä on kertakorvaus?", "definition"),
        ("Mikä on korvaus matkasta?", "amount"),
        ("Kuinka pian rahat tulevat?", "date"),
        ("Hur snart betalas stödet ut?", "date"),
        ("How quickly is the money paid?", "date"),
        ("Kuinka vähän saa hakea?", "amount"),
        ("Hur lite får man söka?", "amount"),
        ("Was bedeutet De-minimis-Beihilfe?", "definition"),
        ("Was ist ein Inklusionsbetrieb?", "definition"),
        ("Was the project funded?", "yes_no"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: str) -> None:
    assert kind_of(question) == kind


def test_a_quote_stands_in_its_document_where_it_says(guides: Library) -> None:
    answer = ask(guides, "Kuinka suuri hankkeen omarahoitusosuuden on oltava?")
    assert not answer.declined
    first = answer.sentences[0]
    assert first.text == "Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista."
    assert [first.text[start:end] for start, end in first.emphasis] == ["20 prosenttia"]
    assert (first.document.id, first.page, first.section) == ("funding/omarahoitus.md", None, "Omarahoituksen määrä")
    for quote in answer.sentences:
        assert guides.document(quote.document.id).text[quote.start : quote.end] == quote.text


def test_where_sources_differ_the_valid_one_stands_first(guides: Library) -> None:
    answer = ask(guides, "Mikä on kehittämishankkeen tukitaso?")
    assert answer.differing
    assert [(quote.document.id, quote.hit.status) for quote in answer.sentences[:2]] == [
        ("funding/opas-2024.md", "valid"),
        ("funding/opas-2021.md", "superseded"),
    ]
    assert "80 prosenttia" in answer.sentences[0].text
    assert "70 prosenttia" in answer.sentences[1].text


def test_a_guide_that_holds_no_more_is_a_hit_only_when_asked_for(guides: Library) -> None:
    def hits(*, all_versions: bool) -> set[str]:
        answer = ask(guides, "Mikä on kehittämishankkeen tukitaso?", all_versions=all_versions)
        return {one.passage.document for hit in answer.hits for one in (hit, *hit.versions)}

    assert hits(all_versions=True) - hits(all_versions=False) == {"funding/opas-2021.md"}


def test_such_a_guide_is_not_folded_under_a_hit_either(tmp_path: Path, encoder: Encoder) -> None:
    text = "# Hakijan opas\n\n## Tukitaso\n\nKehittämishankkeen tukitaso on enintään 80 prosenttia kustannuksista.\n"
    documents = {
        "funding/opas.md": text,
        "funding/vanha.md": "---\nvalid_until: 2022-12-31\n---\n" + text,
    }
    books = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    for all_versions, folded in ((True, ["funding/vanha.md"]), (False, [])):
        (hit,) = ask(books, "Mikä on kehittämishankkeen tukitaso?", all_versions=all_versions).hits
        assert [version.passage.document for version in hit.versions] == folded


def test_one_language_version_is_enough_the_askers_first(guides: Library) -> None:
    finnish = ask(guides, "Mikä on kehittämishankkeen tukitaso?")
    english = ask(guides, "What is the support rate of a development project?")
    assert "funding/guide-2024-en.md" not in {quote.document.id for quote in finnish.sentences}
    assert english.sentences[0].document.id == "funding/guide-2024-en.md"
    assert "funding/opas-2024.md" not in {quote.document.id for quote in english.sentences}


def test_a_document_past_its_time_is_said_to_be(tmp_path: Path, encoder: Encoder) -> None:
    text = "---\ntitle: Haku\nvalid_until: 2024-03-15\n---\n# Haku\n\nHakuaika päättyy 15.3.2024 klo 16.15.\n"
    index_folder(tmp_path / "i.sqlite", write_documents(tmp_path / "d", {"funding/haku.md": text}), encoder)
    library = Library(Store(tmp_path / "i.sqlite"), encoder)
    for today, status in ((date(2024, 3, 15), "valid"), (date(2024, 3, 16), "expired")):
        (quote,) = ask(library, "Milloin hakuaika päättyy?", today=today).sentences
        assert quote.hit.status == status
        assert [quote.text[start:end] for start, end in quote.emphasis] == ["15.3.2024 klo 16.15"]


@pytest.mark.parametrize("question", ["Mikä on Marsin kaasukehän paine?", "Vem vann Melodifestivalen 1999?", ""])
def test_what_the_library_does_not_know_is_declined(guides: Library, question: str) -> None:
    answer = ask(guides, question)
    assert answer.declined
    assert answer.sentences == ()
    assert bool(answer.hits) is bool(question)


def test_ask_prints_one_json_document(small_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Milloin hakuaika päättyy?", "--index", str(small_index), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["question"], answer["language"], answer["declined"]) == ("Milloin hakuaika päättyy?", "fi", False)
    quote = answer["sentences"][0]
    assert 0 < quote.pop("score") < 2
    assert quote == {
        "quote": "Hakuaika päättyy 15.3.2024 klo 16.15.",
        "document": "funding/hakuaika.md",
        "title": "Hakuaika",
        "language": "fi",
        "page": None,
        "section": None,
        "start": 10,
        "end": 47,
        "emphasis": [[17, 36]],
        "status": "valid",
    }
    assert answer["hits"][0]["document"] == "funding/hakuaika.md"


def test_a_declined_answer_says_so_in_the_askers_language(
    small_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "Mikä on Marsin kaasukehän paine?", "--index", str(small_index)]) == 0
    assert capsys.readouterr().out.startswith(
        "Emme löytäneet kohtaa, joka varmasti vastaisi kysymykseen. Nämä katkelmat ovat lähimpänä sitä:\n"
    )


def test_the_rule_is_said_before_its_worked_example(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "---\ntitle: Omarahoitus\nlanguage: fi\n---\n# Omarahoitus\n\n## Tukitaso ja omarahoitus\n\n"
        "Tuki on enintään 80 prosenttia, joten vähintään 20 prosenttia tulee muualta.\n\n"
        "Laskuesimerkki: kustannukset ovat 250 000 euroa ja tuki 75 prosenttia. "
        "Omarahoitusta tarvitaan 62 500 euroa.\n"
    )
    library = Library(Store(indexed(tmp_path, {"funding/omarahoitus.md": text}, encoder)), encoder)
    _, candidates = best_candidates(library, "Paljonko omarahoitusta hankkeessa pitää olla?")
    assert candidates[0].text.startswith("Tuki on enintään 80 prosenttia")


@pytest.mark.parametrize(("fund", "differing"), [("JTF", True), ("EAFRD", False)])
def test_only_guides_of_the_same_fund_differ(tmp_path: Path, encoder: Encoder, fund: str, differing: bool) -> None:
    guide = "---\ntitle: Opas {}\npublished: {}-01-01\nfund: {}\n---\n# Opas\n\n## Omarahoitus\n\n{}\n"
    sentence = "JTF-hankkeen omarahoitusosuus on vähintään {} prosenttia kustannuksista."
    documents = {
        "vanha.md": guide.format("JTF 2023", 2023, "JTF", sentence.format(25)),
        "uusi.md": guide.format("uusi 2025", 2025, fund, sentence.format(50)),
    }
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    assert ask(library, "Kuinka suuri JTF-hankkeen omarahoitusosuus on?", today=date(2026, 1, 1)).differing is differing


def test_a_sentence_far_behind_the_first_differs_from_nothing(guides: Library) -> None:
    _, candidates = best_candidates(guides, "Mikä on kehittämishankkeen tukitaso?")
    first, *others = candidates
    behind = [replace(one, score=first.score - 1) for one in others]
    chosen, differing = choose(candidates, "amount", "fi", most=4)
    assert (differing, "70 prosenttia" in chosen[1].text) == (True, True)
    assert choose([first, *behind], "amount", "fi", most=4) == ([first], False)


@pytest.mark.parametrize("late", ["# Tuki\n\nTukitaso on tästä lähtien enintään 70 prosenttia.\n", None])
def test_an_index_that_changes_during_a_question_is_asked_again(
    tmp_path: Path, encoder: Encoder, late: str | None
) -> None:
    """The document that answers is changed, or goes, once it has been found."""
    early = "# Tuki\n\nTukitaso on enintään 80 prosenttia.\n"
    others = {"toinen.md": "# Aika\n\nHanke kestää kolme vuotta.\n"}
    path = indexed(tmp_path, others | {"tuki.md": early}, encoder)

    class Changing(Library):
        searches = 0

        def search_closely(self, *arguments: Any, **named: Any) -> Closely:
            found = super().search_closely(*arguments, **named)
            self.searches += 1
            if self.searches == 1:
                changed = Store(path)
                changed.remove_document("tuki.md")
                changed.close()
                if late:
                    index_folder(path, write_documents(tmp_path / "late", {"tuki.md": late}), encoder)
            return found

    library = Changing(Store(path), encoder)
    answer = ask(library, "Mikä on tukitaso?")
    assert library.searches == 2
    assert [quote.text for quote in answer.sentences if quote.document.id == "tuki.md"] == (
        ["Tukitaso on tästä lähtien enintään 70 prosenttia."] if late else []
    )
