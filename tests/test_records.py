"""Records of the index and their exports: sections, tables for other lists, a catalogue for portals."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import index_folder, indexed, write_documents
from rdflib import FOAF, RDF, Graph, Literal, Namespace, URIRef

from assistant.listing.dcat import catalogue
from assistant.listing.records import Record, read_records, sections_of
from assistant.listing.tables import as_csv, innokyla_rows, interreg_rows, kohesio_rows, own_rows
from corpus.models import Block, Document
from corpus.vocabulary import terms
from index.encoder import Encoder
from index.store import Store
from interface.cli import main

TODAY = date(2026, 11, 25)
DCAT, DCTERMS = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
EU = "http://publications.europa.eu/resource/authority/"
PRACTICE = {
    "fi": (
        "Tämä on tiivistelmä. Virallinen teksti: laki.",
        "Pesula työllistää kolmekymmentä vammaista ihmistä ja pesee kahden sairaalan pyykin.",
    ),
    "en": (
        "This is a summary. Official text: the law.",
        "The laundry employs thirty people with disabilities and washes the linen of two hospitals.",
    ),
}


def practice(language: str, head: str) -> str:
    notice, what = PRACTICE[language]
    sections = [(getattr(term, language), f"{term.id} {language}.") for term in terms("practice_sections").values()]
    body = "".join(f"\n## {heading}\n\n{what if at == 0 else text}\n" for at, (heading, text) in enumerate(sections))
    return f"---\nlanguage: {language}\n{head}\n---\n# {language}\n\n{notice}\n{body}"


DOCUMENTS = {
    "practices/pesula-fi.md": practice(
        "fi",
        "title: Osuuskuntapesula\norganisation: Lavanderia\ncountry: IT\nregion: ITC1\nthemes: [osuuskunnat, nuoret]\n"
        "published: 2026-11-24\nsource: https://example.org/lavanderia\nlicence: CC BY 4.0",
    ),
    "practices/laundry-en.md": practice(
        "en",
        "title: =A cooperative laundry\ncountry: IT\nthemes: [cooperatives]\ntranslates: pesula-fi.md\n"
        "licence: CC BY 4.0",
    ),
    "funding/opas-2.md": "---\nlanguage: fi\nthemes: [valtiontuki]\nsupersedes: opas-1.md\ntitle: Opas 2\n---\n"
    "# Opas\n\n## Kuka voi hakea\n\nHakijana voi olla yhdistys, säätiö tai kunta, jolla on edellytykset hankkeelle.\n",
    "funding/opas-1.md": "---\nlanguage: fi\ntitle: Opas 1\n---\n# Opas\n\nHakijana voi olla yhdistys tai säätiö.\n",
    "projects/silta.md": "---\nlanguage: fi\ntitle: Silta\ncountry: FI\nregion: Pohjois-Karjala\nfund: ESR+\n"
    "organisation: Setlementti\nstart: 2024-01-01\nend: 2026-12-31\nbudget: 250000\nrate: 80\n---\n# Silta\n\n"
    "Hanke kokoaa yhteiskunnalliset yritykset ja niiden ostajat saman pöydän ääreen maakunnassa.\n",
    "projects/muistio.md": "---\nlanguage: fi\n---\n# Muistio\n\nSeminaari pidettiin Joensuussa.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    home = tmp_path_factory.mktemp("records")
    report = index_folder(home / "i.sqlite", write_documents(home / "documents", DOCUMENTS), encoder)
    assert report.failures == []
    return home / "i.sqlite"


@pytest.fixture(scope="module")
def records(index: Path) -> dict[str, Record]:
    return {record.card.id: record for record in read_records(Store(index), today=TODAY)}


def _sections(text: str, collection: str = "practices", *, blocks: Sequence[Block] = ()) -> dict[str, str]:
    return sections_of(Document("a", "", "fi", collection, text, tuple(blocks)), collection)


def test_sections_of_a_practice_in_either_language(records: dict[str, Record]) -> None:
    names = ["what", "who", "for_whom", "resources", "evidence", "difficulties", "transfer", "sources"]
    for document, language in (("practices/pesula-fi.md", "fi"), ("practices/laundry-en.md", "en")):
        sections = records[document].sections
        assert list(sections) == names
        assert sections["what"] == PRACTICE[language][1]
        assert sections["transfer"] == f"transfer {language}."


def test_sections_by_another_name_of_their_heading() -> None:
    assert _sections("Belägg\n\nTre av fem.") == {"evidence": "Tre av fem."}
    assert _sections("Bevis\n\nTre av fem.") == {"evidence": "Tre av fem."}


def test_sections_are_found_by_whole_lines_and_empty_ones_left_out() -> None:
    text = "Otsikko\n\nMitä\n\nMitä jos?\n\nKenelle\n\nNäyttö\n\n12 paikkaa"
    assert _sections(text) == {"what": "Mitä jos?", "evidence": "12 paikkaa"}
    assert _sections(text, "projects") == {}


def test_a_section_ends_at_an_unknown_heading_of_its_level() -> None:
    text = "Näyttö\n\n12 paikkaa\n\nVuosittain\n\n4 vuodessa\n\nTuen siirto\n\nEi kuulu tähän.\n\nMitä\n\nPesula."
    heads = [("Näyttö", 2), ("Vuosittain", 3), ("Tuen siirto", 2), ("Mitä", 2)]
    blocks = [Block(text.index(words), text.index(words) + len(words), "heading", level) for words, level in heads]
    assert _sections(text, blocks=blocks) == {
        "what": "Pesula.",
        "evidence": "12 paikkaa\n\nVuosittain\n\n4 vuodessa",
    }


def test_a_record_knows_its_work_its_standing_and_a_summary(records: dict[str, Record]) -> None:
    laundry, old = records["practices/laundry-en.md"], records["funding/opas-1.md"]
    assert (laundry.work, laundry.status, laundry.summary) == ("practices/pesula-fi.md", "valid", PRACTICE["en"][1])
    assert (old.status, old.successor) == ("superseded", "funding/opas-2.md")
    assert records["funding/opas-2.md"].sections["applicants"].startswith("Hakijana voi olla yhdistys, säätiö")


@pytest.mark.parametrize(
    ("what", "summary"),
    [
        (
            "Lagen ger företag med ett socialt ändamål ensamrätt till ett namn. Det är frivilligt. Fem villkor "
            "gäller:\n\n- ändamålet är socialt: sysselsättning, hälsa, miljö eller kultur räknas dit\n- företaget är "
            "oberoende av det offentliga.",
            "Lagen ger företag med ett socialt ändamål ensamrätt till ett namn. Det är frivilligt.",
        ),
        (
            "Så här:\n\n- den som söker fyller först i en ansökan och skickar den till kommunen.\n\n"
            "Kommunen svarar inom tre veckor och betalar ut stödet månaden efter beslutet.",
            "Kommunen svarar inom tre veckor och betalar ut stödet månaden efter beslutet.",
        ),
    ],
)
def test_a_summary_does_not_begin_within_a_list(tmp_path: Path, encoder: Encoder, what: str, summary: str) -> None:
    document = f"---\nlanguage: sv\ntitle: Register\n---\n# Register\n\n## Vad\n\n{what}\n"
    index = indexed(tmp_path, {"practices/register.md": document}, encoder)
    (record,) = read_records(Store(index), today=date(2026, 5, 5))
    assert record.summary == summary


def test_our_own_table(records: dict[str, Record]) -> None:
    rows = {row["id"]: row for row in own_rows(records.values())}
    row = rows["practices/pesula-fi.md"]
    assert (row["themes"], row["regions"]) == (("cooperatives", "youth"), ("ITC1",))
    assert row["published"] == date(2026, 11, 24)
    assert row["sections"]["who"] == "who fi."
    assert rows["funding/opas-1.md"]["superseded_by"] == "funding/opas-2.md"


def test_interreg_lists_each_practice_once_in_english(records: dict[str, Record]) -> None:
    (row,) = interreg_rows(records.values())
    assert row["Title of the practice"] == "=A cooperative laundry"
    assert (row["Country"], row["Theme"], row["Language"]) == ("Italy", ["cooperatives"], "en")
    assert row["Evidence of success"] == "evidence en."
    assert row["Potential for learning or transfer"] == "transfer en."


def test_innokyla_lists_it_in_finnish(records: dict[str, Record]) -> None:
    (row,) = innokyla_rows(records.values())
    assert row["Toimintamallin nimi"] == "Osuuskuntapesula"
    assert row["Ratkaisun perusidea"] == PRACTICE["fi"][1]
    assert (row["Toteutuspaikka"], row["Aiheet"]) == ("Italia", ["osuuskunnat", "nuoret"])


def test_kohesio_lists_projects_with_their_money_and_place(records: dict[str, Record]) -> None:
    (row,) = kohesio_rows(records.values())
    assert (row["Operation_Name_Programme_Language"], row["Operation_Name_English"]) == ("Silta", None)
    assert (row["Operation_Start_Date"], row["Operation_End_Date"]) == ("01/01/2024", "31/12/2026")
    assert (row["Total_Eligible_Expenditure_amount"], row["Cofinancing_Rate"], row["Project_EU_Budget"]) == (
        250_000, 80, 200_000,
    )  # fmt: skip
    assert (row["NUTS3_Code"], row["NUTS3_Label"], row["NUTS2_Code"]) == (["FI1DC"], ["North Karelia"], [])
    assert (row["Fund_Code"], row["Country"], row["Beneficiary_Name"]) == ("ESF+", "Finland", "Setlementti")


def test_cells_that_look_like_formulas_are_made_harmless() -> None:
    row = {"a": "=1+1", "b": ["+x", "y"], "c": -5, "d": "@x", "e": None, "f": {"g": "tav;u"}}
    assert as_csv([row], delimiter=";") == "a;b;c;d;e;g\r\n'=1+1;\"'+x; y\";-5;'@x;;\"tav;u\"\r\n"


def test_decimals_have_the_mark_of_the_spreadsheet() -> None:
    row = {"rate": 12.5, "budget": 1_234_567.0, "parts": 3}
    assert as_csv([row], delimiter=";") == "rate;budget;parts\r\n12,5;1234567;3\r\n"
    assert as_csv([row]) == "rate,budget,parts\r\n12.5,1234567,3\r\n"


def test_export_writes_a_table_that_excel_opens(index: Path, tmp_path: Path) -> None:
    target = tmp_path / "records.csv"
    assert main(["export", "--index", str(index), "--collection", "practices", "--output", str(target)]) == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == ["practices/laundry-en.md", "practices/pesula-fi.md"]
    assert rows[0]["title"] == "'=A cooperative laundry"
    assert (rows[1]["what"], rows[1]["themes"]) == (PRACTICE["fi"][1], "cooperatives; youth")


def test_export_prints_json(index: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "--index", str(index), "--format", "json"]) == 0
    assert [row["id"] for row in json.loads(capfdbinary.readouterr().out)] == sorted(DOCUMENTS)
    assert main(["export", "--index", str(index), "--format", "kohesio"]) == 0
    assert capfdbinary.readouterr().out.decode("utf-8-sig").startswith("Operation_Unique_Identifier,")


@pytest.mark.parametrize(
    "address",
    ["my site", "library.example", "http://a b/", "https://x/<a>", "https://…", "http://a..b", "https://x:y", ""],
)
def test_an_address_that_is_none_is_told(
    index: Path, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    assert main(["export", "--index", str(index), "--format", "dcat", "--address", address]) == 2
    out, err = capsys.readouterr()
    shown = f": {address}" if address else ""
    advice = "Give one that begins with http:// or https:// and has no spaces."
    assert (out, err) == ("", f"Error: This is no web address{shown}. {advice}\n")


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld"])
def test_the_catalogue_has_what_dcat_ap_demands(index: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"catalogue{suffix}"
    address = "https://library.example/documents"
    where = ["--output", str(target), "--address", address]
    assert main(["export", "--index", str(index), "--format", "dcat", *where]) == 0
    graph = Graph().parse(target, format="turtle" if suffix == ".ttl" else "json-ld")
    (whole,) = graph.subjects(RDF.type, DCAT.Catalog)
    (publisher,) = graph.objects(whole, DCTERMS.publisher)
    assert graph.value(publisher, FOAF.name) == Literal("Tietosilta")
    assert {title.language for title in graph.objects(whole, DCTERMS.title)} == {"fi", "sv", "en"}
    assert {text.language for text in graph.objects(whole, DCTERMS.description)} == {"fi", "sv", "en"}
    datasets = set(graph.objects(whole, DCAT.dataset))
    assert len(datasets) == len(DOCUMENTS) - 1  # two language versions are one
    for dataset in datasets:
        assert (dataset, RDF.type, DCAT.Dataset) in graph
        for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.language, DCAT.distribution):
            assert graph.value(dataset, needed, any=True), (dataset, needed)
        for distribution in graph.objects(dataset, DCAT.distribution):
            assert graph.value(distribution, DCAT.accessURL)
    laundry = URIRef(f"{address}/practices/pesula-fi.md")
    assert set(graph.objects(laundry, DCTERMS.title)) == {
        Literal("Osuuskuntapesula", lang="fi"), Literal("=A cooperative laundry", lang="en"),
    }  # fmt: skip
    assert set(graph.objects(laundry, DCTERMS.language)) == {URIRef(f"{EU}language/{code}") for code in ("FIN", "ENG")}
    assert URIRef(f"{EU}data-theme/ECON") in set(graph.objects(laundry, DCAT.theme))
    assert URIRef("http://eurovoc.europa.eu/227") in set(graph.objects(laundry, DCAT.theme))
    assert graph.value(laundry, DCTERMS.spatial) == URIRef("http://data.europa.eu/nuts/code/ITC1")
    licences = {graph.value(one, DCTERMS.license) for one in graph.objects(laundry, DCAT.distribution)}
    assert licences == {URIRef(f"{EU}licence/CC_BY_4_0")}
    old = URIRef(f"{address}/funding/opas-1.md")
    assert graph.value(old, DCTERMS.isReplacedBy) == URIRef(f"{address}/funding/opas-2.md")


@pytest.mark.parametrize(
    ("country", "region", "place"), [("GR", "GR3", "EL"), ("GR", "EL3", "EL3"), ("US", "US1", None)]
)
def test_where_a_region_is_no_nuts_region_the_country_is_told(
    records: dict[str, Record], country: str, region: str, place: str | None
) -> None:
    record = records["practices/pesula-fi.md"]
    about = replace(record.card.metadata, country=country, regions=(region,))
    there = replace(record, card=replace(record.card, metadata=about))
    graph = catalogue([there], titles={}, descriptions={}, publisher="Tietosilta")
    expected = {URIRef(f"http://data.europa.eu/nuts/code/{place}")} if place else set()
    assert set(graph.objects(None, DCTERMS.spatial)) == expected
