"""Rows of a table of projects are projects, but for those with a document of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import indexed

from assistant.listing.project_rows import read_project_rows, rows_of
from assistant.listing.records import read_records
from assistant.listing.tables import kohesio_rows
from index.encoder import Encoder
from index.store import Store

TODAY = date(2026, 11, 25)


def test_rows_of_a_table_of_projects_are_projects(tmp_path: Path, encoder: Encoder) -> None:
    table = (
        "Koodi: S21469 | Hanke: Ilona | Hakija: Silta | Alue: Kanta-Häme ja Uusimaa | Alkaa: 1.11.2018"
        " | Päättyy: 31.10.2021 | Rahasto: ESR (REACT-EU) | Budjetti: 1 234,50 €\n"
        "Koodi: S1 | Hanke: Vailla päiviä | Alkaa: pian\nTyyppi: yhdistys | Rooli: kumppani\nHankkeita on 22."
    )
    index = indexed(tmp_path, {"projects/muistio.md": "# Muistio\n\nSeminaari pidettiin Joensuussa.\n"}, encoder)
    (memo,) = read_records(Store(index), today=TODAY)
    (row,) = kohesio_rows(found.record for found in rows_of(memo, table))
    assert (row["Operation_Local_Identifier"], row["Operation_Name_Programme_Language"]) == ("S21469", "Ilona")
    assert (row["Operation_Start_Date"], row["Operation_End_Date"]) == ("01/11/2018", "31/10/2021")
    assert (row["NUTS3_Code"], row["Fund_Code"]) == (["FI1C2", "FI1B1"], "ESF")
    assert row["Total_Eligible_Expenditure_amount"] == 1234.5


THREE_PROJECTS = """---
language: fi
---
# Hankkeita

| Koodi | Hanke | Hakija | Alkaa | Päättyy | Budjetti | Tukiprosentti |
|---|---|---|---|---|---|---|
| S1 | Ilona – reittejä töihin | Silta ry | 1.11.2018 | 31.10.2021 | 1.250.000 € | 80 % |
| S2 | Verso | Silta ry | 1.11.2018 | 31.10.2021 | 250,000 | 79,5 |
|  | Kolmas | Silta ry | 1.11.2018 | 31.10.2021 | 1,25 M€ | 80 |
"""
OWN = "---\nlanguage: {}\ntitle: {}\norganisation: Silta ry\nstart: 2018-11-01\nend: 2021-10-31\n---\n{}\n"


@pytest.mark.parametrize(
    ("own", "left"),
    [
        ({}, ["S1", "S2", "Kolmas"]),
        ({"a.md": OWN.format("fi", "Ilona 2018", "Koodi on S1. Rinnalla kulki Verso (S2).")}, ["S2", "Kolmas"]),
        ({"a.md": OWN.format("fi", "Ilona 'reittejä TÖIHIN'", "Rinnalla kulki S2.")}, ["S2", "Kolmas"]),
        ({"a.md": OWN.format("fi", "Kolmas", "Oma hanke.")}, ["S1", "S2"]),
        (
            {"a.md": OWN.format("en", "The first", "Code S1."), "b.md": OWN.format("fi", "Verson opit", "Koodi S2.")},
            ["Kolmas"],
        ),
        ({"a.md": OWN.format("fi", "Muu hanke", "Versoja ja S11.")}, ["S1", "S2", "Kolmas"]),
    ],
)
def test_a_project_with_a_document_of_its_own_hides_no_other_of_its_applicant(
    tmp_path: Path, encoder: Encoder, own: dict[str, str], left: list[str]
) -> None:
    documents = {"taulukko.md": THREE_PROJECTS} | own
    index = indexed(tmp_path, {f"projects/{name}": text for name, text in documents.items()}, encoder)
    found = read_project_rows(Store(index), read_records(Store(index), today=TODAY))
    titles = {"S1": "Ilona – reittejä töihin", "S2": "Verso", "Kolmas": "Kolmas"}
    assert [record.card.title for record in found] == [titles[name] for name in left]


def test_budgets_of_a_table_of_projects(tmp_path: Path, encoder: Encoder) -> None:
    index = indexed(tmp_path, {"projects/taulukko.md": THREE_PROJECTS}, encoder)
    found = read_project_rows(Store(index), read_records(Store(index), today=TODAY))
    stated = [(record.card.metadata.budget, record.card.metadata.rate) for record in found]
    assert stated == [(1_250_000, 80), (250_000, 79.5), (None, 80)]
