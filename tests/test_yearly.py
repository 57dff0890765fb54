"""Yearly guides without metadata: a question is answered from the guide of its year."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import indexed

from assistant.answers import ask
from assistant.finding.yearly import Yearly
from assistant.search import Library
from corpus.models import Metadata
from index.encoder import Encoder
from index.records import DocumentCard
from index.store import Store

TODAY = date(2026, 11, 30)


def card(name: str, title: str = "Yleisohje valtionavustuksen hakijalle", year: int | None = None) -> DocumentCard:
    published = date(year, 3, 1) if year else None
    return DocumentCard(name, title, "fi", "funding", Metadata(published=published), "", 0, 1)


GUIDES = [card("ohje_2018-03_fi.pdf"), card("ohje_2021-05_fi.pdf"), card("ohje_2023-05_fi.pdf"), card("opas.pdf")]


@pytest.mark.parametrize(
    ("years", "others"),
    [
        ({2026}, {"ohje_2018-03_fi.pdf", "ohje_2021-05_fi.pdf"}),
        ({2022}, {"ohje_2018-03_fi.pdf", "ohje_2023-05_fi.pdf"}),
        ({2018, 2023}, {"ohje_2021-05_fi.pdf"}),
        ({2015}, set()),  # none is so old
    ],
)
def test_other_versions_than_the_one_in_force_are_told(years: set[int], others: set[str]) -> None:
    assert Yearly(GUIDES).of_other_years(years) == others


def test_an_undated_name_is_of_the_year_in_which_it_was_published() -> None:
    assert Yearly([card("ohje.pdf", year=2016), card("ohje_2018.pdf")]).of_other_years({2026}) == {"ohje.pdf"}


@pytest.mark.parametrize(
    "cards",
    [
        [card("laki/2001-0688_fi.txt", "Valtionavustuslaki"), card("laki/2021-0757_fi.txt", "Valtionavustuslaki")],
        [card("prop-2016.md", "Upphandling på försvarsområdet"), card("prop-2024.md", "En ny socialtjänstlag")],
        [card("hankkeet.xlsx#2018"), card("hankkeet.xlsx#2023")],
        [card("a/ohje_2018.pdf"), card("b/ohje_2023.pdf")],
        [card("ohje_2018_fi.pdf"), card("ohje_2023_sv.pdf")],
    ],
    ids=["numbers of statutes", "a series of different papers", "rows of a table", "folders", "languages"],
)
def test_what_only_looks_alike_is_no_version(cards: list[DocumentCard]) -> None:
    assert Yearly(cards).of_other_years({2026}) == set()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Library:
    spent = "Käyttämättä jäänyt avustus palautetaan, jos sitä on jäljellä yli {} euroa."
    asked = "Hankinnasta pyydetään {} tarjousta, kun sen arvo on yli {} euroa."
    documents = {
        f"yleisohje_{year}.md": f"# Yleisohje {year} hakijalle\n\n## Palautus\n\n{spent.format(left)}\n\n"
        f"## Hankinnat\n\n{asked.format(offers, value)}\n"
        for year, left, offers, value in ((2018, 20, "kaksi", 500), (2021, 50, "viisi", 900), (2023, 99, "kolme", 990))
    }
    return Library(Store(indexed(tmp_path_factory.mktemp("yearly"), documents, encoder)), encoder)


@pytest.mark.parametrize(
    ("question", "year", "quoted"),
    [
        ("Montako tarjousta hankinnasta pyydetään?", 2023, "kolme tarjousta"),
        ("Saimme avustuksen 2019. Montako tarjousta hankinnasta pyydetään?", 2018, "kaksi tarjousta"),
        ("Montako tarjousta hankinnasta pyydettiin 2022?", 2021, "viisi tarjousta"),
    ],
)
def test_a_question_is_answered_from_the_guide_of_its_year(
    library: Library, question: str, year: int, quoted: str
) -> None:
    first = library.search(question, today=TODAY).hits[0]
    assert first.document.id == f"yleisohje_{year}.md"
    assert first.shares and first.shares.year == 0 and sum(first.shares) == pytest.approx(first.score, abs=1e-4)
    answer = ask(library, question, today=TODAY)
    assert quoted in answer.sentences[0].text
    assert answer.differing and answer.sentences[1].document.id != first.document.id  # the rule was another then


def test_what_a_version_of_another_year_loses_is_told(library: Library) -> None:
    hits = library.search("Paljonko avustusta saa jäädä käyttämättä?", today=TODAY).hits
    shares = {version.document.id: version.shares for hit in hits for version in (hit, *hit.versions)}
    loss = {name: share.year for name, share in shares.items() if share}
    assert loss["yleisohje_2023.md"] == 0
    assert loss["yleisohje_2018.md"] == loss["yleisohje_2021.md"] == pytest.approx(-0.06)
