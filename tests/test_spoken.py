"""Spoken words of a question are looked for as they are written."""

from __future__ import annotations

import pytest

from assistant.answers import ask
from assistant.search import Library
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
