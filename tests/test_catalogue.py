"""Where metadata comes from, and which source wins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from describing import described, save

from corpus.catalogue import Described
from corpus.errors import UnreadableFile
from corpus.folder import source_files
from corpus.models import Metadata


def test_nothing_is_known(tmp_path: Path) -> None:
    assert described(tmp_path, "a/vuosi-2024_hankeopas.pdf") == Described(
        "vuosi-2024 hankeopas", None, None, Metadata()
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


def test_another_programs_words_on_what_a_page_says_are_no_mistake(tmp_path: Path) -> None:
    assert described(tmp_path, fields={"summary": "A short text about this."}).metadata.summary is False
    assert described(tmp_path, fields={"summary": True}).metadata.summary is True


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


def test_a_few_lines_that_make_millions_of_fields_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 {country: FI, region: Lappi}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    save(tmp_path / "opas.pdf.yaml", "\n".join(lines))
    with pytest.raises(UnreadableFile, match=r"opas.pdf.yaml: \{line 4\}"):
        described(tmp_path)
