"""Spoken words of a question are looked for as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import library_of

from assistant.answers import ask
from assistant.search import Library
from index.encoder import Encoder
from index.spoken import as_written


@pytest.mark.parametrize(
    ("question", "language", "written"),
    [
        ("voinks mä hakea", "fi", "voinko minä hakea"),
        ("Saaks ennakkoa, pitääks se maksaa takas?", "fi", "Saako ennakkoa, pitääkö se maksaa takaisin?"),
        ("hyväksytäänks matkat", "fi", "hyväksytäänkö matkat"),
        ("tarviiks lomake allekirjoituksen", "fi", "tarvitseeko lomake allekirjoituksen"),
        ("jos ei oo rahaa", "fi", "jos ei ole rahaa"),
        ("hankkeen indeks", "fi", "hankkeen indeks"),
        ("kelpaako alvi", "fi", "kelpaako arvonlisävero"),
        ("hur mycke får nån", "sv", "hur mycket får någon"),
        ("the sun of dom, books and weeks", "en", "the sun of dom, books and weeks"),
        ("", "fi", ""),
    ],
)
def test_written_forms(question: str, language: str, written: str) -> None:
    assert as_written(question, language) == written


def test_a_spoken_question_is_answered_as_the_written_one(library: Library) -> None:
    spoken = ask(library, "voiks kunta maksaa omarahoitusosuuden")
    written = ask(library, "voiko kunta maksaa omarahoitusosuuden")
    assert [quote.text for quote in spoken.sentences] == [quote.text for quote in written.sentences]
    assert spoken.kind == written.kind == "yes_no"
    assert spoken.sentences[0].text == "Osuuden voi maksaa hakija itse tai kunta."
    assert spoken.question == "voiks kunta maksaa omarahoitusosuuden"


def test_a_name_with_its_ending_written_on_is_asked_as_the_name(tmp_path: Path, encoder: Encoder) -> None:
    guide = "# {0}-avustus\n\nAvustusta voivat hakea {1}.\n"
    documents = {
        "stea.md": guide.format("STEA", "yhdistykset ja säätiöt"),
        "leader.md": guide.format("Leader", "kylien yhteisöt ja kunnat"),
    }
    answer = ask(library_of(tmp_path, documents, encoder), "kuka voi hakea steasta")
    assert answer.sentences[0].text == "Avustusta voivat hakea yhdistykset ja säätiöt."
    assert answer.question == "kuka voi hakea steasta"
