"""The shipped library: described, in the language it says, and made again from its sources."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from pypdf import PdfReader

from corpus.catalogue import Described, describe
from corpus.folder import source_files
from corpus.language import detect
from corpus.readers import read_file
from corpus.vocabulary import terms
from interface.texts import name

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "corpus" / "library"
SUMMARY = {"fi": "Tämä on tiivistelmä", "sv": "Detta är en sammanfattning", "en": "This is a summary"}
# The fields of a good practice, the same in every language, so that two practices can be compared.
PRACTICE_HEADINGS = {
    "fi": "Mitä · Kuka ja missä · Kenelle · Resurssit · Näyttö · Vaikeudet · Näin sen voi siirtää · Lähteet",
    "sv": "Vad · Vem och var · För vem · Resurser · Belägg · Svårigheter · Så kan det överföras · Källor",
    "en": "What · Who and where · For whom · Resources · Evidence · Difficulties · How to transfer · Sources",
}


@dataclass(frozen=True, slots=True)
class Shipped:
    path: str
    text: str
    described: Described


def _read() -> Iterator[Shipped]:
    for file in source_files(LIBRARY):
        for draft in read_file(file.absolute):
            yield Shipped(file.path, draft.text, describe(draft, PurePosixPath(file.path), LIBRARY))


@pytest.fixture(scope="module")
def shipped() -> dict[str, Shipped]:
    documents = list(_read())
    by_path = {document.path: document for document in documents}
    assert len(by_path) == len(documents)
    return by_path


def test_every_document_says_what_it_is_and_where_it_comes_from(shipped: dict[str, Shipped]) -> None:
    for path, document in shipped.items():
        known = document.described
        assert known.language in SUMMARY, path
        assert known.collection == path.split("/")[0], path
        assert known.metadata.source and known.metadata.source.startswith("http"), path
        assert known.metadata.licence == "CC BY 4.0", path
        assert known.metadata.published and known.metadata.country and known.metadata.themes, path
        assert known.metadata.target_group, path


def test_every_document_says_that_it_is_a_summary_in_its_own_language(shipped: dict[str, Shipped]) -> None:
    for path, document in shipped.items():
        assert SUMMARY[document.described.language or ""] in document.text, path


def test_every_practice_is_a_full_record(shipped: dict[str, Shipped]) -> None:
    practices = {path: document for path, document in shipped.items() if path.startswith("practices/")}
    for path, document in practices.items():
        parts = (LIBRARY / path).read_text("utf-8").split("\n## ")[1:]
        headings, sections = zip(*(part.split("\n", 1) for part in parts), strict=True)
        assert " · ".join(headings) == PRACTICE_HEADINGS[document.described.language or ""], path
        assert all(len(section.split()) >= 5 for section in sections[:-1]), path
        assert re.search(r"\d", sections[4]), f"{path}: evidence without a figure"
        assert len(set(re.findall(r"https?://\S+", sections[7]))) >= 2, path
        assert document.described.metadata.organisation, path


def test_practices_come_from_all_over_europe_and_many_in_more_than_one_language(shipped: dict[str, Shipped]) -> None:
    known = [document.described.metadata for path, document in shipped.items() if path.startswith("practices/")]
    originals = [metadata for metadata in known if metadata.translates is None]
    assert len(originals) >= 44
    countries = {metadata.country for metadata in originals} - {"EU"}
    assert len(countries) >= 26
    assert {"FI", "SE", "NO", "DK", "IS", "EE", "LV", "LT", "PL", "DE", "AT"} <= countries
    assert len({metadata.translates for metadata in known if metadata.translates}) >= 20


def test_regions_are_in_the_list_and_countries_have_names(shipped: dict[str, Shipped]) -> None:
    about = {path: document.described.metadata for path, document in shipped.items()}
    # Add a region to corpus/regions.yaml by its NUTS code.
    assert {path: one.regions for path, one in about.items() if set(one.regions) - terms("regions").keys()} == {}
    countries = {one.country for one in about.values()}
    nameless = {code for code in countries for language in SUMMARY if name(language, "countries", code) == code}
    assert nameless == set() and None not in countries


def test_no_two_documents_have_the_same_title(shipped: dict[str, Shipped]) -> None:
    titles = Counter(document.described.title for document in shipped.values())
    assert [title for title, times in titles.items() if times > 1] == []


def test_the_library_is_as_broad_as_promised(shipped: dict[str, Shipped]) -> None:
    languages = Counter(document.described.language for document in shipped.values())
    assert min(languages[language] for language in SUMMARY) >= 30
    collections = Counter(document.described.collection for document in shipped.values())
    assert min(collections[name] for name in ("projects", "practices", "funding")) >= 5
    suffixes = Counter(PurePosixPath(path).suffix for path in shipped)
    assert set(suffixes) == {".md", ".pdf", ".docx", ".html", ".xlsx"}
    assert suffixes[".pdf"] >= 2 and suffixes[".docx"] >= 2


def test_translations_are_of_documents_that_exist_in_another_language(shipped: dict[str, Shipped]) -> None:
    works = set()
    for path, document in shipped.items():
        original = document.described.metadata.translates
        if original is None:
            continue
        assert original in shipped, path
        assert shipped[original].described.language != document.described.language, path
        assert shipped[original].described.metadata.translates is None, path
        assert shipped[original].described.collection == document.described.collection, path
        works.add(original)
    assert len(works) >= 25


def test_the_stated_language_is_that_of_the_text(shipped: dict[str, Shipped]) -> None:
    wrong = {
        path: detect(document.text)
        for path, document in shipped.items()
        if detect(document.text) != document.described.language
    }
    assert wrong == {}


def test_documents_are_neither_stubs_nor_books(shipped: dict[str, Shipped]) -> None:
    words = {path: len(document.text.split()) for path, document in shipped.items()}
    assert {path: count for path, count in words.items() if not 200 <= count <= 1500} == {}


def test_pdfs_have_several_pages_with_numbers_headings_and_letters_of_our_languages() -> None:
    guide = PdfReader(LIBRARY / "funding" / "esr-hakijan-opas-fi.pdf")
    options = PdfReader(LIBRARY / "funding" / "simplified-cost-options-en.pdf")
    assert (len(guide.pages), len(options.pages)) == (4, 4)
    second = guide.pages[1].extract_text()
    assert second.startswith("ESR+-hakijan opas – ideasta loppuraporttiin")  # the running title
    assert "Tietosilta · CC BY 4.0 · Sivu 2 / 4" in second
    assert "Asetuksen 867/2021 9 § luettelee hakemuksen vähimmäissisällön." in second
    assert "up to 15 % indirect costs eligible direct staff costs no 54(b)" in options.pages[1].extract_text()
    chapter = guide.outline[0]
    assert not isinstance(chapter, list) and chapter.title == "ESR+-hakijan opas – ideasta loppuraporttiin"


def test_projects_are_of_many_kinds_and_languages(shipped: dict[str, Shipped]) -> None:
    projects = {path: document for path, document in shipped.items() if path.startswith("projects/")}
    translated = [document.described.metadata.translates for document in projects.values()]
    works = [path for path, original in zip(projects, translated, strict=True) if original is None]
    assert len(works) >= 25
    assert len({original for original in translated if original}) >= 8
    suffixes = Counter(PurePosixPath(path).suffix for path in projects)
    assert min(suffixes[suffix] for suffix in (".pdf", ".docx", ".html", ".xlsx")) >= 2
    languages = Counter(document.described.language for document in projects.values())
    assert min(languages[language] for language in SUMMARY) >= 7


def test_every_project_document_lists_its_sources(shipped: dict[str, Shipped]) -> None:
    listed = re.compile(r"\n(?:Lähteet|Källor|Sources|Lähde: )[\s\S]*https?://")
    newsletter_and_tables = {
        "projects/uutiskirje-fi.html",
        "projects/toimijat-fi.xlsx",
        "projects/esr-hankkeet-fi.xlsx",
    }
    unlisted = {
        path for path, document in shipped.items() if path.startswith("projects/") and not listed.search(document.text)
    }
    assert unlisted == newsletter_and_tables  # these name a source beside each item or code


def test_calls_that_have_closed_say_until_when_they_were_open(shipped: dict[str, Shipped]) -> None:
    closed = {
        path: str(until)
        for path, document in shipped.items()
        if path.startswith("projects/") and (until := document.described.metadata.valid_until)
    }
    assert closed == {
        "projects/haku-pohjois-suomi-2026-fi.md": "2026-03-26",
        "projects/call-northern-finland-2026-en.md": "2026-03-26",
        "projects/utlysning-kompetenscenter-2021-sv.md": "2021-08-31",
        "projects/haku-ita-suomi-2020-fi.md": "2020-04-14",
    }


def test_the_regional_work_names_every_region_of_mainland_finland(shipped: dict[str, Shipped]) -> None:
    names = [region for code, region in terms("regions").items() if code.startswith("FI1") and len(code) == 5]
    assert len(names) == 18
    versions = {
        "fi": "projects/aluetyo-fi.pdf",
        "sv": "projects/regionalt-arbete-sv.md",
        "en": "projects/regional-work-en.md",
    }
    for language, path in versions.items():
        assert [n for n in names if getattr(n, language) not in shipped[path].text] == [], path


def test_a_table_of_a_spreadsheet_reads_row_by_row(shipped: dict[str, Shipped]) -> None:
    text = shipped["projects/toimijat-fi.xlsx"].text
    assert "Organisaatio: Vates-säätiö sr | Tyyppi: säätiö | Rooli hankkeessa: kumppani | Maa: Suomi" in text
    assert "Maa: Viro | Rakenne: yhteiskunnallisten yritysten verkosto" in text
    projects = shipped["projects/esr-hankkeet-fi.xlsx"].text
    assert "Koodi: S21469 | Hanke: Ilona – Sosiaalinen yrittäjyys väylänä mielekkääseen työhön" in projects
    codes = re.findall(r"Koodi: ([SA]\d{5}) ", projects)
    assert len(codes) == len(set(codes)) == 24


def test_made_documents_come_out_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: dict[str, Shipped]
) -> None:
    pytest.importorskip("fpdf", reason="fpdf2 makes the PDF documents; it comes with the development tools")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    for module in ("make_library", "library_blocks", "library_pdf"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    from make_library import make_library

    first, second = make_library(tmp_path / "a"), make_library(tmp_path / "b")
    made = {path.relative_to(tmp_path / "a").as_posix() for path in first}
    assert made == {path for path in shipped if not path.endswith(".md")}
    for one, two in zip(first, second, strict=True):
        path = one.relative_to(tmp_path / "a").as_posix()
        assert one.read_bytes() == two.read_bytes(), path
        # Other versions of the libraries write other bytes; the text is the same.
        assert "\n".join(draft.text for draft in read_file(one)) == shipped[path].text, path
        sidecar = f"{path}.yaml"
        assert (tmp_path / "a" / sidecar).read_text("utf-8") == (LIBRARY / sidecar).read_text("utf-8"), path
