"""Follow-ups: a labelled list of what is made whole and what is left, and what the search then finds."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from conftest import indexed

from assistant.conversation import FollowUp, make_whole
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store
from interface.cli import main

DOCUMENTS = {
    "fi/tukitaso.md": "# Tukitaso\n\nKehittämishankkeen tukitaso on enintään 80 prosenttia kustannuksista.\n",
    "fi/hakuaika.md": "# Hakuaika\n\nKehittämishankkeen hakuaika päättyy maaliskuun 15. päivänä.\n",
    "fi/esr.md": "# ESR+\n\nESR+-tukea voi hakea Manner-Suomessa yhdistys, yritys tai kunta.\n",
    "fi/ahvenanmaa.md": "# Ahvenanmaa\n\nAhvenanmaalla ESR+-tukea haetaan maakunnan hallitukselta.\n",
    "fi/palkkatuki-yhdistys.md": "# Yhdistykset\n\nYhdistyksille palkkatukea voidaan myöntää koko palkka.\n",
    "fi/palkkatuki-kunta.md": "# Kunnat\n\nKunnille palkkatukea voidaan myöntää puolet palkasta.\n",
    "fi/starttiraha.md": (
        "# Starttiraha\n\nStarttirahaa maksetaan enintään 12 kuukautta. Sitä voi saada aloittava yrittäjä, "
        "joka hakee ennen aloittamista. Starttiraha on noin 800 euroa kuukaudessa.\n"
    ),
    "sv/mikrostod.md": (
        "# Mikrostöd\n\nMikrostöd kan sökas av föreningar i Nyland. Mikrostödet är högst 5 000 euro och betalas "
        "tillbaka inom tre år.\n"
    ),
    "sv/mikrostod-foretag.md": "# Företag\n\nFöretag kan söka mikrostöd bara om de är sociala företag.\n",
    "sv/mikrostod-osterbotten.md": "# Österbotten\n\nI Österbotten söks mikrostöd hos Österbottens förbund.\n",
    "sv/stodniva.md": "# Stödnivå\n\nStödnivån för utvecklingsprojekt är 70 procent.\n",
    "sv/ansokningstid.md": "# Ansökan\n\nAnsökningstiden för utvecklingsprojekt går ut den 31 maj.\n",
    "en/grant.md": (
        "# Seed grant\n\nAssociations can apply for the seed grant. The seed grant is 3,000 euros. It is paid in "
        "advance and paid back if the business closes.\n"
    ),
    "en/grant-sweden.md": "# Sweden\n\nIn Sweden the seed grant is applied for from the county board.\n",
    "en/grant-companies.md": "# Companies\n\nCompanies can apply for the seed grant after two years in business.\n",
    "en/rate.md": "# Rate\n\nThe support rate for pilot projects is 60 per cent.\n",
    "en/deadline.md": "# Deadline\n\nThe deadline for pilot projects is 1 September.\n",
    "en/laundry.md": "# Laundry\n\nThe cooperative laundry in Turin employs thirty people with disabilities.\n",
}
# The question before, the follow-up, what is searched with (empty where it is left), the document to find.
_, *ROWS = csv.reader(
    (Path(__file__).parents[1] / "benchmarks" / "follow_ups.tsv").read_text("utf-8").splitlines(),
    delimiter="\t", quoting=csv.QUOTE_NONE,
)  # fmt: skip
RATE = "Mikä on kehittämishankkeen tukitaso?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    return indexed(tmp_path_factory.mktemp("talk"), DOCUMENTS, encoder)


@pytest.mark.parametrize(("previous", "question", "whole", "_"), ROWS)
def test_what_depends_on_the_question_before_is_made_whole_and_the_rest_is_left(
    previous: str, question: str, whole: str, _: str
) -> None:
    assert make_whole(previous, question) == FollowUp(whole or question, bool(whole))


@pytest.mark.parametrize("cue", ["Entä", "Entäs", "Entäpä", "Mites", "No mites", "Mites sitten", "Miten on"])
def test_every_cue_makes_what_follows_a_follow_up(cue: str) -> None:
    """Without its cue the same is no fragment and stays as it is."""
    asked = "lomakorvaus"
    assert make_whole(RATE, asked) == FollowUp(asked, False)
    assert make_whole(RATE, f"{cue} {asked}?") == FollowUp("Mikä on kehittämishankkeen tukitaso – lomakorvaus?", True)


def test_the_search_finds_what_is_meant(shelf: Path, encoder: Encoder) -> None:
    library = Library(Store(shelf), encoder)
    missed = [
        (whole, hits[0].document.id)
        for *_, whole, document in ROWS
        if document and (hits := library.search(whole, k=3).hits) and hits[0].document.id != document
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("previous", "question"), [("", "Entä Lapissa?"), (RATE, ""), (RATE, " ?! "), (RATE, "Entä?"), ("  ", "x")]
)
def test_with_nothing_to_go_by_it_stays_as_it_was(previous: str, question: str) -> None:
    assert make_whole(previous, question) == FollowUp(question.strip(), False)


def test_a_very_long_question_before_is_cut() -> None:
    made = make_whole("Kuka voi " + "hakea tukea " * 500 + "?", "Milloin?")
    assert made.rewritten and len(made.text) < 200


def test_the_command_line_says_what_it_searched_with(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["ask", "--after", RATE, "Entä hakuaika?", "--index", str(shelf), "--json"]
    assert main(asked) == 0
    out, err = capsys.readouterr()
    assert "Mikä on kehittämishankkeen hakuaika?" in err
    answer = json.loads(out)
    assert answer["question"] == "Mikä on kehittämishankkeen hakuaika?"
    assert answer["hits"][0]["document"] == "fi/hakuaika.md"


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        ("Can a school apply?", "And a company?", "Can a company apply?"),
        ("Can an association apply?", "What about the municipality?", "Can the municipality apply?"),
        ("Kan en förening söka stöd?", "Och ett företag?", "Kan ett företag söka stöd?"),
        ("Vem kan söka stöd i Finland?", "På Åland?", "Vem kan söka stöd på Åland?"),
        ("Who can apply?", "In Sweden?", "Who can apply in Sweden?"),
    ],
)
def test_articles_and_prepositions_fit_into_the_question(before: str, asked: str, whole: str) -> None:
    assert make_whole(before, asked).text == whole


@pytest.mark.parametrize(
    "asked", ["Mitkä ovat ne ehdot, joilla yhdistys saa tukea?", "Kuka on se viranomainen, joka päättää tuesta?"]
)
def test_a_pronoun_that_a_clause_explains_needs_no_question_before(asked: str) -> None:
    assert make_whole("Mikä on ESR+-tuen tukitaso?", asked).text == asked


def test_a_pronoun_is_one_of_the_language_that_is_asked_in() -> None:
    asked = "Kuka myöntää de minimis -tukea ja kuinka paljon sitä saa kolmen vuoden aikana?"
    assert make_whole("När stänger utlysningen?", asked) == FollowUp(asked, False)
