"""What the fields of metadata may hold, as people write it, and what is said of what nobody can understand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from describing import described, problem, save

from corpus.catalogue import Described, describe
from corpus.codes import COUNTRIES, LANGUAGES
from corpus.models import Metadata
from corpus.readers import read_file

KNOWN = (
    "title, language, collection, organisation, country, regions, themes, target_group, programme, programme_period, "
    "fund, start, end, budget, rate, deadline, published, valid_until, source, summary, licence, translates, supersedes"
)


def test_all_fields_of_a_sidecar(tmp_path: Path) -> None:
    save(
        tmp_path / "opas.pdf.yaml",
        """
title: Valtionavustusopas
language: fi
collection: funding
organisation: Opetushallitus
country: fi
region: Lappi
themes: [osallisuus, Work integration, esf-plus]
target_group: järjestöt
programme: ESR+
programme_period: 2021-2027
fund: ESR+
start: 2023-01-01
end: 2025-12-31
budget: 250 000,50 €
rate: 80
deadline: 2024-06-28
published: 2024-03-01
valid_until: "2025-12-31"
source: https://example.org/opas
licence: CC BY 4.0
translates: guide.pdf
supersedes: opas-2023.pdf
""",
    )
    assert described(tmp_path) == Described(
        "Valtionavustusopas",
        "fi",
        "funding",
        Metadata(
            organisation="Opetushallitus",
            country="FI",
            regions=("FI1D7",),
            themes=("inclusion", "work-integration", "esf-plus"),
            target_group="järjestöt",
            programme="ESR+",
            programme_period="2021-2027",
            fund="ESF+",
            start=date(2023, 1, 1),
            end=date(2025, 12, 31),
            budget=250_000.5,
            rate=80,
            deadline=date(2024, 6, 28),
            published=date(2024, 3, 1),
            valid_until=date(2025, 12, 31),
            source="https://example.org/opas",
            licence="CC BY 4.0",
            translates="guide.pdf",
            supersedes="opas-2023.pdf",
        ),
    )


def test_empty_sidecar_and_empty_values(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "")
    assert described(tmp_path).metadata == Metadata()
    save(tmp_path / "opas.pdf.yaml", "country:\nregion: ''\npublished: ''")
    assert described(tmp_path).metadata == Metadata()


def test_norway_needs_no_quotation_marks(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "country: NO\nlanguage: no")
    known = described(tmp_path)
    assert (known.metadata.country, known.language) == ("NO", "no")


def test_names_and_forms_of_other_programs(tmp_path: Path) -> None:
    fields = {
        "lang": "FI",
        "date": datetime(2024, 1, 2, 3, 4),
        "tags": "nuoret, osallisuus, luonnos, nuoret",
        "organization": "EK",
        "layout": "post",
        "country": "EL",
        "programme_period": 2021,
    }
    own = described(tmp_path, fields=fields)
    assert own.language == "fi"
    assert own.metadata == Metadata(
        organisation="EK",
        country="GR",
        themes=("youth", "inclusion"),
        programme_period="2021",
        published=date(2024, 1, 2),
    )


@pytest.mark.parametrize(
    ("country", "language", "codes"),
    [
        ("Suomi", "suomi", ("FI", "fi")),
        ("sverige", "Svenska", ("SE", "sv")),
        ("United Kingdom", "English", ("GB", "en")),
        ("UK", "en_GB", ("GB", "en")),
        ("Euroopan unioni", "ranska", ("EU", "fr")),
    ],
)
def test_countries_and_languages_by_name(
    tmp_path: Path, country: str, language: str, codes: tuple[str, str]
) -> None:
    save(tmp_path / "opas.pdf.yaml", f"country: {country}\nlanguage: {language}")
    found = described(tmp_path)
    assert (found.metadata.country, found.language) == codes


def test_codes() -> None:
    assert len(COUNTRIES) == 250  # 249 of ISO 3166-1 and EU
    assert len(LANGUAGES) == 184
    assert {"FI", "SE", "EU", "XK"} & COUNTRIES == {"FI", "SE", "EU"}


@pytest.mark.parametrize(
    ("stated", "regions"),
    [
        ("Pohjois-Karjala", ("FI1DC",)),
        ("norra karelen, Södra Savolax", ("FI1DC", "FI1DA")),
        ("[North Karelia, Pohjois-Karjala]", ("FI1DC",)),
        ("FI1D3", ("FI1DC",)),  # its code before 2024
        ("Åland", ("FI200",)),
        ("Helsinki-Uusimaa", ("FI1B1",)),
        ("Flandern", ("BE2",)),
        ("ES21", ("ES21",)),
        ("EL3", ("EL3",)),
        ("Savoie", ("Savoie",)),
    ],
)
def test_regions_become_codes_of_nuts(tmp_path: Path, stated: str, regions: tuple[str, ...]) -> None:
    save(tmp_path / "opas.pdf.yaml", f"region: {stated}")
    assert described(tmp_path).metadata.regions == regions


@pytest.mark.parametrize("stated", ["Pohjois-Karjla", "FI1DX"])
def test_a_slip_in_a_finnish_region_is_told(tmp_path: Path, stated: str) -> None:
    save(tmp_path / "opas.pdf.yaml", f"region: {stated}")
    assert problem(tmp_path).startswith(f"opas.pdf.yaml: regions: {stated} (Manner-Suomi FI1, Länsi-Suomi FI19, ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("250.000", 250_000), ("1.250.000", 1_250_000), ("250000.50", 250_000.5), ("0.125", 0.125), ("12.5", 12.5)],
)
def test_budgets_without_quotation_marks(tmp_path: Path, written: str, meant: float) -> None:
    save(tmp_path / "opas.pdf.yaml", f"budget: {written}\nrate: 12.500\n")
    save(tmp_path / "opas.pdf", "")
    about = described(tmp_path, "opas.pdf").metadata
    assert (about.budget, about.rate) == (meant, 12.5)
    save(tmp_path / "a.md", f"---\nbudget: {written}\n---\n# A\n\nText.\n")
    (draft,) = read_file(tmp_path / "a.md")
    assert describe(draft, PurePosixPath("a.md"), tmp_path).metadata.budget == meant


@pytest.mark.parametrize(
    ("yaml", "detail"),
    [
        ("country: Soumi", "opas.pdf.yaml: country: Soumi (ISO 3166-1: FI, SE, EE, …, EU)"),
        ("published: 1.3.2024", "opas.pdf.yaml: published: 1.3.2024 (YYYY-MM-DD)"),
        ("language: soumi", "opas.pdf.yaml: language: soumi (ISO 639-1: fi, sv, en, …)"),
        ("collection: grants", "opas.pdf.yaml: collection: grants (projects, practices, funding)"),
        ("themes: {a: b}", "opas.pdf.yaml: themes ({list})"),
        ("region: {a: b}", "opas.pdf.yaml: regions ({list})"),
        ("source: [a]", "opas.pdf.yaml: source ({words})"),
        ("budget: '1.250,000'", "opas.pdf.yaml: budget: 1.250,000 (250000)"),
        ("budget: paljon", "opas.pdf.yaml: budget: paljon (250000)"),
        ("rate: 120", "opas.pdf.yaml: rate: 120 (0–100)"),
        (
            "country: Soumi\ntitle: Opas\nrate: 120\nkieli: fi",
            f"opas.pdf.yaml: kieli ({KNOWN}); country: Soumi (ISO 3166-1: FI, SE, EE, …, EU); rate: 120 (0–100)",
        ),
        ("- a", "opas.pdf.yaml: {fields}"),
        ("a: b\nc: [", "opas.pdf.yaml: {line 2}"),
    ],
)
def test_what_cannot_be_understood(tmp_path: Path, yaml: str, detail: str) -> None:
    save(tmp_path / "opas.pdf.yaml", yaml)
    assert problem(tmp_path) == detail


def test_unknown_field_lists_the_known_ones(tmp_path: Path) -> None:
    save(tmp_path / "a" / "_defaults.yaml", "layout: post")
    assert problem(tmp_path, "a/opas.pdf") == f"a/_defaults.yaml: layout ({KNOWN})"


def test_unknown_theme_and_fund_list_the_known_ones(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "themes: [osallisuus, hyvinvointi]")
    assert problem(tmp_path).startswith(
        "opas.pdf.yaml: themes: hyvinvointi (work-integration, support-ecosystems, legal-frameworks, "
    )
    save(tmp_path / "opas.pdf.yaml", "fund: valtio")
    assert problem(tmp_path) == (
        "opas.pdf.yaml: fund: valtio (ESF+, ESF, ERDF, JTF, AMIF, Interreg, EaSI, Erasmus+, EAFRD, STEA, "
        "national, Nordic, other)"
    )


def test_misspelt_field_in_the_document(tmp_path: Path) -> None:
    assert problem(tmp_path, "a/opas.md", fields={"organisaton": "x"}) == f"a/opas.md: organisaton ({KNOWN})"


def test_expanding_aliases_do_no_harm(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    save(tmp_path / "opas.pdf.yaml", "\n".join(lines))
    assert problem(tmp_path).startswith("opas.pdf.yaml: a0, a1, a2,")


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("published", "published (YYYY-MM-DD)"),
        ("budget", "budget (250000)"),
        ("rate", "rate (0–100)"),
        ("title", "title ({words})"),
        ("themes", "themes ({list})"),
        ("region", "regions ({list})"),
    ],
)
def test_lists_of_lists_are_not_written_out(tmp_path: Path, field: str, told: str) -> None:
    """Ten to the power of 30 words."""
    bomb: list[Any] = ["x"]
    for _ in range(30):
        bomb = [bomb] * 10
    assert problem(tmp_path, fields={field: bomb}) == f"opas.pdf: {told}"
    assert problem(tmp_path, fields={field: {"a": bomb}}) == f"opas.pdf: {told}"
    assert described(tmp_path, fields={"tags": ["nuoret", bomb]}).metadata.themes == ("youth",)


def test_a_number_of_too_many_digits_is_told(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", f"budget: 0x{'f' * 6000}\nprogramme: 0x{'f' * 6000}")
    assert problem(tmp_path) == "opas.pdf.yaml: budget; programme"


def test_halves_of_letters_in_what_is_told_are_no_letters(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", 'country: "S\\ud800oumi"\n"ki\\udfffeli": fi\n"rate": "\\ud83d"')
    told = problem(tmp_path)
    assert told.startswith("opas.pdf.yaml: ki?eli (title, ") and told.endswith("; rate: ? (0–100)")
    assert "; country: Soumi (ISO 3166-1: " in told
