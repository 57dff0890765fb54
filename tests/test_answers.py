"""Answers: verbatim, cited, the valid one first, declined when nothing answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import DOCUMENTS, index_folder, indexed, write_documents

from assistant.answering.candidates import Candidate
from assistant.answering.choosing import choose
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
    assert 0 < quote.pop("score") < 3
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


@pytest.mark.parametrize(
    ("title", "source", "differing"),
    [
        ("De minimis ceiling", "http://data.europa.eu/eli/reg/2023/2831/oj", True),
        ("De minimis ceiling", "http://data.europa.eu/eli/reg/2023/2832/oj", False),
        ("De minimis ceiling for services of general interest", "", False),
        ("Ceiling of aid", "", True),
    ],
)
def test_two_rules_that_hold_beside_each_other_do_not_differ(
    tmp_path: Path, encoder: Encoder, title: str, source: str, *, differing: bool
) -> None:
    guide = "---\ntitle: {} – {:,} euros\nlanguage: en\nsource: {}\nfund: other\n---\n# Aid\n\n{}\n"
    sentence = "The de minimis ceiling is {:,} euros over three years for one undertaking."
    act = "http://data.europa.eu/eli/reg/2023/2831/oj"
    documents = {
        "general.md": guide.format("De minimis ceiling", 300_000, act, sentence.format(300_000)),
        "other.md": guide.format(title, 750_000, source, sentence.format(750_000)),
    }
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    assert ask(library, "What is the de minimis ceiling?", today=date(2026, 1, 1)).differing is differing


@pytest.mark.parametrize(("day", "first"), [("2025-01-20", "80"), ("2025-06-20", "70")])
def test_days_between_two_publications_do_not_decide(guides: Library, day: str, first: str) -> None:
    _, candidates = best_candidates(guides, "Mikä on kehittämishankkeen tukitaso?")
    eighty, seventy = (next(one for one in candidates if f"{rate} prosenttia" in one.text) for rate in (80, 70))

    def published(one: Candidate, day: str) -> Candidate:
        card = one.hit.document
        card = replace(card, metadata=replace(card.metadata, published=date.fromisoformat(day)))
        return replace(one, hit=replace(one.hit, document=card, status="valid"), outdated=False, score=1.0)

    chosen, _ = choose([published(eighty, "2024-12-28"), published(seventy, day)], "amount", "fi", most=4)
    assert f"{first} prosenttia" in chosen[0].text


def test_what_holds_for_all_comes_before_what_holds_for_a_part(tmp_path: Path, encoder: Encoder) -> None:
    guide = "---\ntitle: {}\nlanguage: en\nfund: other\n---\n# Aid\n\nThe ceiling is {:,} euros over three years.\n"
    documents = {
        "all.md": guide.format("De minimis aid – what it is for", 300_000),
        "part.md": guide.format("De minimis aid for services – a short guide", 750_000),
    }
    _, found = best_candidates(Library(Store(indexed(tmp_path, documents, encoder)), encoder), "What is the ceiling?")
    part, whole = (next(one for one in found if words in one.text) for words in ("750,000", "300,000"))
    nearly = [replace(part, score=1.0, unasked=0.6), replace(whole, score=0.95, unasked=0.4)]
    assert choose(nearly, "amount", "en", most=4) == (nearly[::-1], False)
    asked = [replace(nearly[0], unasked=0.2), nearly[1]]
    assert choose(asked, "amount", "en", most=4) == (asked, False)


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


def test_a_quote_stands_under_the_last_heading_before_it(tmp_path: Path, encoder: Encoder) -> None:
    guide = "# Kauppa\n\n## Kuka\n\nKauppaa hoitaa kyläyhdistys.\n\n## Milloin\n\nKauppa avattiin toukokuussa 2019.\n"
    path = indexed(tmp_path, {"practices/kauppa.md": guide}, encoder)
    said = ask(Library.open(path), "Milloin kyläkauppa avattiin?").sentences[0]
    assert (said.text, said.section) == ("Kauppa avattiin toukokuussa 2019.", "Milloin")
    assert said.hit.passage.section is None  # both sections are one passage
