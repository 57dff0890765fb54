"""The heading above a sentence counts: the section that is asked for, and what is not so or goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import library_of

from assistant.answering import declining, weighing
from assistant.answers import ask, best_candidates
from index.encoder import Encoder


@pytest.mark.parametrize(
    ("question", "moved"),
    [
        ("Mitkä kulut hyväksytään?", {"Mitä ei hyväksytä": -0.2, "Yleisimmät virheet": -0.2}),
        ("Mitkä kulut eivät ole tukikelpoisia?", {"Mitä ei hyväksytä": 0.2, "Yleisimmät virheet": -0.2}),
        ("Mitä virheitä kuluissa tehdään?", {"Mitä ei hyväksytä": -0.2, "Yleisimmät virheet": 0.2}),
        ("Hyväksytäänkö sakot kuluiksi?", {"Mitä ei hyväksytä": 0.0, "Yleisimmät virheet": -0.2}),
    ],
)
def test_what_stands_under_a_heading_over_the_contrary(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, question: str, moved: dict[str, float]
) -> None:
    sections = {
        "Mitä hyväksytään": "Hankkeen palkat hyväksytään kuluiksi.",
        "Mitä ei hyväksytä": "Sakot ja korot ovat hankkeen kuluja.",
        "Yleisimmät virheet": "Kulujen tositteet heitetään pois.",
    }
    document = "---\ntitle: Kulut\n---\n# {}\n\n{}\n"
    documents = {f"{n}.md": document.format(*section) for n, section in enumerate(sections.items())}
    books = library_of(tmp_path, documents, encoder)

    def scores() -> dict[str, float]:
        return {one.hit.passage.headings[-1]: one.score for one in best_candidates(books, question)[1]}

    weighed = scores()
    monkeypatch.setattr(weighing, "UNDER_NO", 0.0)
    gained = {heading: weighed[heading] - score for heading, score in scores().items()}
    assert gained == pytest.approx({"Mitä hyväksytään": 0.0} | moved)


def test_what_stands_in_the_section_that_is_asked_for_comes_first(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = "---\ntitle: Maayhtymä\n---\n# {}\n\nMaayhtymän asunnot ovat halpoja.\n"
    documents = {f"{n}.md": document.format(heading) for n, heading in enumerate(("Mitä", "Vaikeudet"))}
    books = library_of(tmp_path, documents, encoder)

    def scores() -> dict[str, float]:
        found = best_candidates(books, "Mitä ongelmia maayhtymän asunnoissa on?")[1]
        return {one.hit.passage.headings[-1]: one.score for one in found}

    weighed = scores()
    monkeypatch.setattr(weighing, "SECTION", 0.0)
    gained = {heading: weighed[heading] - score for heading, score in scores().items()}
    assert gained == pytest.approx({"Mitä": 0.0, "Vaikeudet": 0.3})


def test_short_sections_of_one_passage_are_told_apart(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "---\ntitle: Maayhtymä\n---\n# Maayhtymä\n\n## Mitä\n\nMaayhtymä omistaa tontit ja rakentaa asuntoja.\n\n"
        "## Kenelle\n\nPienituloisille perheille. Päätöksen tekee hallitus.\n\n"
        "## Vaikeudet\n\nJono on vuosien mittainen.\n"
    )
    books = library_of(tmp_path, {"practices/a.md": text}, encoder)
    found = best_candidates(books, "Kenelle maayhtymä on tarkoitettu?")[1]
    assert len({one.hit.passage for one in found}) == 1
    assert {one.text: (one.heading, one.sought, one.later) for one in found if one.finished} == {
        "Maayhtymä omistaa tontit ja rakentaa asuntoja.": ("Mitä", False, 0),
        "Pienituloisille perheille.": ("Kenelle", True, 0),
        "Päätöksen tekee hallitus.": ("Kenelle", True, 1),
        "Jono on vuosien mittainen.": ("Vaikeudet", False, 0),
    }


def test_the_section_that_is_asked_for_makes_an_answer_surer(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "---\ntitle: Helsingin verstaat\n---\n# Helsingin verstaat\n\n## Mitä\n\nTuotteet myydään kaupassa.\n\n"
        "## Resurssit\n\nKahdeksantoista huonetta ja seitsemänkymmentä ohjaajaa.\n"
    )
    books = library_of(tmp_path, {"practices/a.md": text}, encoder)
    question = "What resources do the Helsinki workshops need?"
    assert [one.text for one in ask(books, question).sentences] == [
        "Kahdeksantoista huonetta ja seitsemänkymmentä ohjaajaa."
    ]
    monkeypatch.setattr(declining, "SECTION", 0.0)
    assert ask(books, question).declined
