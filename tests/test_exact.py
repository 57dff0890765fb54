"""Names and numbers of a question find their passage in whichever language it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import indexed

from assistant.answering.candidates import IDENTIFIER
from assistant.search import Library
from corpus.models import Document, Metadata, Passage
from index.context import context_of
from index.encoder import Encoder
from index.exact import exact_terms
from index.store import Store


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("Mikä on lain 756/2021 19 §?", "fi", [("756/2021",), ("19§",)]),
        ("Vad ska analyseras om lagen 2003:1210?", "sv", [("2003-1210",)]),
        ("Welches Projekt erhielt 124.930,00 Euro?", "de", [("124930.00",)]),
        ("hanke S22392 EURA 2021", "fi", [("s22392",)]),
        ("Wie viel erhielt die Abtei Marienkron?", "de", [("marienkron",)]),
        ("Mitä hankkeita Hanaussa rahoitettiin?", "fi", [("hanaussa", "hanau")]),
        ("Bremenissä teatteri", "fi", [("bremenissä", "bremeni", "bremen")]),
        ("Olemme tilaamassa 25 000 euron verkkokurssin vuonna 2023", "fi", []),  # many people's amount, a year
        ("share of the costs in 2021-2027, 40 %", "en", []),
        ("Paljonko omarahoitusta tarvitaan?", "fi", []),
    ],
)
def test_what_is_the_same_in_every_language(question: str, language: str, found: list[tuple[str, ...]]) -> None:
    assert exact_terms(question, language) == found


@pytest.mark.parametrize(
    "question",
    [
        "Paljonko Marienkronin luostari sai?",
        "Mihin myönnettiin 18 312,50 euroa?",
        "Which project has the number S22392?",
    ],
)
def test_a_row_is_found_by_its_name_amount_or_number_from_another_language(
    tmp_path: Path, encoder: Encoder, question: str
) -> None:
    rows = "".join(
        f"{name}\n\nKurs in Tabellenkalkulation, Nummer {number}, Betrag {amount} Euro.\n\n"
        for name, number, amount in (
            ("## Haus Sonnental", "S22391", "9.870,20"), ("## Abtei Marienkron", "S22392", "18.312,50"),
            ("## Werkstatt Nord", "S22393", "4.455,00"),
        )
    )  # fmt: skip
    guide = "# Opas\n\nLuostari sai tukea hankkeeseen. Hankkeelle myönnettiin euroja. The project has a number.\n"
    documents = {"liste.md": f"# Liste der Vorhaben\n\n{rows}", "opas.md": guide}
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    hits = library.search(question).hits
    assert "S22392" in hits[0].passage.text
    assert hits[0].shares and hits[0].shares.exact > 0.04
    assert sum(hits[0].shares) == pytest.approx(hits[0].score, abs=1e-4)


def test_a_long_title_keeps_the_short_name_at_its_end() -> None:
    title = "Regeling van de Staatssecretaris van Infrastructuur en Milieu, " + "houdende regels voor projecten " * 5
    document = Document("r.md", title + "(Projectstimuleringsregeling Interreg V)", "nl", None, "", (), (), Metadata())
    context = context_of(document, Passage("r.md", 0, 1, "x", "nl"))
    assert context.startswith("Regeling van de Staatssecretaris van")
    assert context.endswith("(Projectstimuleringsregeling Interreg V)")
    assert len(context) <= 155


def test_numbers_of_acts_and_cases() -> None:
    written = "lagen 2003:1210, 757/2021, kl. 12:30, C-598/19, hanke S22392, perioden 2014/2020"
    assert IDENTIFIER.findall(written) == ["2003:1210", "757/2021", "C-598/19", "S22392"]


def test_the_row_that_has_the_number_is_highlighted(tmp_path: Path, encoder: Encoder) -> None:
    rows = "\n".join(f"| S2239{number} | Hanke {name} |" for number, name in enumerate(("Silta", "Polku", "Portti")))
    guide = f"# Hankkeet\n\n| Koodi | Nimi |\n|---|---|\n{rows}\n\n# Muuta\n\nMuita asioita.\n"
    library = Library(Store(indexed(tmp_path, {"hankkeet.md": guide}, encoder)), encoder)
    for number, name in enumerate(("Silta", "Polku", "Portti")):
        hit = library.search(f"Mikä hanke on S2239{number}?").hits[0]
        assert name in hit.passage.text[slice(*hit.highlight)]
