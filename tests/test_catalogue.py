"""Where metadata comes from, which source wins, and what is said of metadata nobody can understand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from corpus.catalogue import Described, describe
from corpus.codes import COUNTRIES, LANGUAGES
from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.folder import source_files
from corpus.models import Metadata
from corpus.readers import read_file


def draft_of(text: str = "Teksti.", *, heading: str = "", **particulars: Any) -> Draft:
    draft = Draft(**particulars)
    draft.heading(heading)
    draft.paragraph(text)
    return draft


def described(root: Path, path: str = "opas.pdf", **particulars: Any) -> Described:
    return describe(draft_of(**particulars), PurePosixPath(path), root)


def problem(root: Path, path: str = "opas.pdf", **particulars: Any) -> str:
    with pytest.raises(UnreadableFile) as caught:
        described(root, path, **particulars)
    assert caught.value.reason == "metadata"
    return caught.value.detail


def save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_nothing_is_known(tmp_path: Path) -> None:
    assert described(tmp_path, "a/vuosi-2024_hankeopas.pdf") == Described(
        "vuosi-2024 hankeopas", None, None, Metadata()
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


def test_the_nearest_source_wins(tmp_path: Path) -> None:
    save(
        tmp_path / "_defaults.yaml",
        "country: FI\nregion: juuri\nprogramme: juuri\nlicence: juuri\nsource: https://juuri.fi",
    )
    save(tmp_path / "a" / "_defaults.yaml", "region: kansio\nprogramme: kansio\nlicence: kansio")
    save(tmp_path / "a" / "opas.yaml", "programme: lyhyt\nlicence: lyhyt")
    save(tmp_path / "a" / "opas.md.yaml", "licence: koko")
    own = described(tmp_path, "a/opas.md", fields={"country": "SE"})
    assert own.metadata == Metadata(
        country="SE", regions=("kansio",), programme="lyhyt", licence="koko", source="https://juuri.fi"
    )


def test_defaults_above_the_root_do_not_count(tmp_path: Path) -> None:
    save(tmp_path / "_defaults.yaml", "region: yllä")
    (tmp_path / "root").mkdir()
    assert described(tmp_path / "root").metadata.regions == ()


def test_root_that_is_one_file(tmp_path: Path) -> None:
    save(tmp_path / "opas.txt", "Teksti")
    save(tmp_path / "opas.txt.yaml", "country: SE")
    assert described(tmp_path / "opas.txt", "opas.txt").metadata.country == "SE"


def test_norway_needs_no_quotation_marks(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "country: NO\nlanguage: no")
    known = described(tmp_path)
    assert (known.metadata.country, known.language) == ("NO", "no")


def test_edited_sidecar_is_read_anew(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "region: Lappi")
    assert described(tmp_path).metadata.regions == ("FI1D7",)
    save(tmp_path / "opas.pdf.yaml", "region: Kainuu")
    assert described(tmp_path).metadata.regions == ("FI1D8",)


@pytest.mark.parametrize(
    ("path", "collection"),
    [
        ("funding/esr/opas.pdf", "funding"),
        ("Rahoitus/opas.pdf", "funding"),
        ("finansiering/opas.pdf", "funding"),
        ("hankkeet/opas.pdf", "projects"),
        ("projekt/opas.pdf", "projects"),
        ("käytänteet/opas.pdf", "practices"),
        ("praxis/opas.pdf", "practices"),
        ("hankkeet/rahoitus/opas.pdf", "funding"),
        ("muut/funding.pdf", None),
    ],
)
def test_collection_by_folder(tmp_path: Path, path: str, collection: str | None) -> None:
    assert described(tmp_path, path).collection == collection


def test_stated_collection_beats_the_folder(tmp_path: Path) -> None:
    save(tmp_path / "funding" / "opas.pdf.yaml", "collection: hankkeet")
    assert described(tmp_path, "funding/opas.pdf").collection == "projects"


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Valtionavustuslaki (688/2001)", "Muu", "Valtionavustuslaki (688/2001)"),
        ("Microsoft Word - Hankeopas.docx", "Muu", "Hankeopas"),
        ("PowerPoint Presentation", "Hankehaku", "Hankehaku"),
        ("PowerPoint-esitys", "", "opas"),
        (None, "Hankehaku", "Hankehaku"),
        ("untitled", "", "opas"),
    ],
)
def test_title(tmp_path: Path, title: str | None, heading: str, expected: str) -> None:
    assert described(tmp_path, title=title, heading=heading).title == expected


def test_title_of_a_record_without_one(tmp_path: Path) -> None:
    assert described(tmp_path, "corpus.jsonl", key="fi-7", heading="1 §").title == "corpus fi-7"


def test_a_sidecar_corrects_what_a_program_wrote(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "title: Oikea\nlanguage: sv\npublished: 2020-01-01")
    own = described(tmp_path, title="Väärä", language="en-US", fields={"created": "2013-01-27"})
    assert (own.title, own.language, own.metadata.published) == ("Oikea", "sv", date(2020, 1, 1))


def test_what_a_file_says_itself_counts_where_nothing_else_does(tmp_path: Path) -> None:
    own = described(tmp_path, language="sv-FI", fields={"issued": "2023-05-06", "author": "Maija"})
    assert (own.language, own.metadata.published) == ("sv", date(2023, 5, 6))
    assert described(tmp_path, language="template").language is None


def test_a_date_of_creation_is_no_publication(tmp_path: Path) -> None:
    """Templates of Word say 2013; what is saved as PDF again says the day of that."""
    own = described(tmp_path, "opas.docx", fields={"created": "2013-12-23"})
    assert own.metadata.published is None


def test_a_source_that_is_no_web_address_is_told_and_the_rest_kept(tmp_path: Path) -> None:
    save(tmp_path / "a" / "opas.pdf.yaml", "source: not a web address\ncountry: FI")
    own = described(tmp_path, "a/opas.pdf")
    assert own.metadata == Metadata(country="FI")
    assert own.problem and (own.problem.reason, own.problem.detail) == ("source", "a/opas.pdf: not a web address")
    for source in ("www.stea.fi", "javascript:alert(1)", "https://", "ftp://a.fi/x"):
        assert described(tmp_path, fields={"source": source}).metadata.source is None
    own = described(tmp_path, "a/opas.pdf", fields={"source": "https://stea.fi/haku?a=1"})  # the nearer one holds
    assert (own.metadata.source, own.problem) == ("https://stea.fi/haku?a=1", None)


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
            "opas.pdf.yaml: kieli (title, language, collection, organisation, country, regions, themes, "
            "target_group, programme, programme_period, fund, start, end, budget, rate, deadline, published, "
            "valid_until, source, licence, translates, supersedes); "
            "country: Soumi (ISO 3166-1: FI, SE, EE, …, EU); rate: 120 (0–100)",
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
    assert problem(tmp_path, "a/opas.pdf") == (
        "a/_defaults.yaml: layout (title, language, collection, organisation, country, regions, themes, "
        "target_group, programme, programme_period, fund, start, end, budget, rate, deadline, published, "
        "valid_until, source, licence, translates, supersedes)"
    )


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


def test_misspelt_field_in_the_document(tmp_path: Path) -> None:
    assert problem(tmp_path, "a/opas.md", fields={"organisaton": "x"}).startswith(
        "a/opas.md: organisaton (title,"
    )


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


def test_empty_sidecar_and_empty_values(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "")
    assert described(tmp_path).metadata == Metadata()
    save(tmp_path / "opas.pdf.yaml", "country:\nregion: ''\npublished: ''")
    assert described(tmp_path).metadata == Metadata()


def test_codes() -> None:
    assert len(COUNTRIES) == 250  # 249 of ISO 3166-1 and EU
    assert len(LANGUAGES) == 184
    assert {"FI", "SE", "EU", "XK"} & COUNTRIES == {"FI", "SE", "EU"}


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


def test_a_sidecar_describes_the_document_that_it_is_named_after(tmp_path: Path) -> None:
    save(tmp_path / "opas.pdf.yaml", "title: Veneopas\n")
    assert described(tmp_path, "opas.pdf.md").title == "Veneopas"  # no other document has it
    save(tmp_path / "opas.pdf", "")
    save(tmp_path / "opas.pdf.md", "")
    assert described(tmp_path, "opas.pdf").title == "Veneopas"
    assert described(tmp_path, "opas.pdf.md").title == "opas.pdf"
    pdf, markdown = source_files(tmp_path)
    sidecar = (tmp_path / "opas.pdf.yaml").stat().st_size
    assert [(file.path, file.size) for file in (pdf, markdown)] == [("opas.pdf", sidecar), ("opas.pdf.md", 0)]
