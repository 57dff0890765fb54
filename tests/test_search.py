"""Questions in one language find passages in another, in a real index with the real model."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DOCUMENTS, index_folder, indexed, write_documents

from assistant.finding.versions import years_in
from assistant.search import Library
from corpus.errors import IndexProblem
from index.encoder import Encoder
from index.records import Filters
from index.store import Store


@pytest.mark.parametrize(
    ("question", "document", "quote"),
    [
        (
            "How much of the total costs is the own contribution at least?",
            "funding/omarahoitus.md",
            "vähintään 20 prosenttia",
        ),
        ("När går ansökningstiden ut?", "funding/hakuaika.md", "Hakuaika päättyy 15.3.2024"),
        ("Voiko käytettyjen koneiden ostoon saada tukea?", "funding/reko.md", "begagnade maskiner"),
        ("vammaisia työllistävä pesula Italiassa", "practices/cooperative-laundry.md", "laundry employs thirty"),
        ("kierrätystyöpajojen seminaari", "projects/note.txt", "seminar in Kuopio"),
    ],
)
def test_finds_across_languages(library: Library, question: str, document: str, quote: str) -> None:
    hit = library.search(question).hits[0]
    assert hit.passage.document == document
    start, end = hit.highlight
    assert quote in hit.passage.text[start:end]


def test_a_passage_is_a_slice_of_its_document(library: Library) -> None:
    for hit in library.search("rahoitus").hits:
        text = library.document(hit.passage.document).text
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_matched_words_are_those_of_the_question(library: Library) -> None:
    hit = library.search("Mikä on omarahoitusosuus?").hits[0]
    assert hit.words == ("omarahoitusosuus",)


def test_filters(library: Library) -> None:
    def found(**filters: tuple[str, ...]) -> set[str]:
        return {hit.passage.document for hit in library.search("tuki", filters=Filters(**filters)).hits}

    assert found(collections=("practices",)) == {"practices/cooperative-laundry.md"}
    assert found(languages=("sv",)) == {"funding/reko.md"}
    assert found(documents=("projects/note.txt",)) == {"projects/note.txt"}
    assert found(collections=("practices",), languages=("sv",)) == set()
    assert found(collections=()) == set()
    assert found(documents=("no/such.md",)) == set()


@pytest.mark.parametrize("question", ["", "   ", "\n", "?", "\x00", "'\"*()- OR NOT NEAR"])
def test_odd_questions_break_nothing(library: Library, question: str) -> None:
    assert isinstance(library.search(question).hits, tuple)


def test_an_empty_question_finds_nothing(library: Library) -> None:
    assert library.search("  ").hits == ()


def test_a_question_of_5000_words_is_answered(library: Library) -> None:
    assert library.search("omarahoitus " * 5000).hits[0].passage.document == "funding/omarahoitus.md"


def test_k_is_the_most_there_can_be(library: Library) -> None:
    assert len(library.search("tuki", k=2).hits) == 2


def test_yearly_versions_stand_together_and_the_newest_for_them(tmp_path: Path, encoder: Encoder) -> None:
    rule = (
        "Valtionavustus on käytettävä päätöksessä mainittuun tarkoitukseen, ja käyttämättä jäänyt osa on "
        "palautettava viipymättä, jos sen määrä on yli {} euroa. Palautus maksetaan avustuksen maksaneelle "
        "viranomaiselle sen antamien ohjeiden mukaan."
    )
    folder = write_documents(
        tmp_path / "guides",
        {
            f"ohje_{year}.md": f"# Yleisohje {year}\n\n{rule.format(euros)}\n"
            for year, euros in ((2018, 20), (2023, 100))
        },
    )
    index_folder(tmp_path / "i.sqlite", folder, encoder)
    library = Library(Store(tmp_path / "i.sqlite"), encoder)
    hits = library.search("Pitääkö käyttämättä jäänyt avustus palauttaa?").hits
    assert [hit.passage.document for hit in hits] == ["ohje_2023.md"]
    assert [version.passage.document for version in hits[0].versions] == ["ohje_2018.md"]
    asked = library.search("Pitikö käyttämättä jäänyt avustus palauttaa vuonna 2018?").hits
    assert asked[0].passage.document == "ohje_2018.md"


def test_years() -> None:
    assert years_in("Yleisohje 2023, korvaa 2018; 20231 ja 756/2021") == {2023, 2018, 2021}


def test_a_change_of_the_index_is_seen_by_the_next_search(tmp_path: Path, encoder: Encoder) -> None:
    folder = write_documents(tmp_path / "documents", {"a.md": "# Koirat\n\nKoira haukkuu pihalla.\n"})
    index_folder(tmp_path / "i.sqlite", folder, encoder)
    library = Library(Store(tmp_path / "i.sqlite"), encoder)
    assert [hit.passage.document for hit in library.search("koira").hits] == ["a.md"]
    write_documents(folder, {"b.md": "# Kissat\n\nKissa nukkuu sohvalla.\n"})
    index_folder(tmp_path / "i.sqlite", folder, encoder)
    assert library.search("Missä kissa nukkuu?").hits[0].passage.document == "b.md"


def test_another_model_than_the_index_has_is_refused(small_index: Path, encoder: Encoder) -> None:
    class Renamed:
        name, dimension = "another", encoder.dimension
        queries, passages = encoder.queries, encoder.passages

    with pytest.raises(IndexProblem) as caught:
        Library(Store(small_index), Renamed())
    assert caught.value.reason == "encoder"
    assert len(DOCUMENTS) == len(Store(small_index).cards())


def test_a_list_of_links_gives_its_place_to_the_text_of_its_document(tmp_path: Path, encoder: Encoder) -> None:
    links = "\n".join(f"- https://www.kierratyskeskus.example/opas/{number}" for number in range(6))
    documents = {
        "keskus.md": "# Kierrätyskeskuksen korjauspaja\n\n## Mitä\n\nPaja työllistää pitkään työttömänä olleita ja "
        f"myy korjatut polkupyörät.\n\n## Lähteet\n\n{links}\n",
        "muu.md": "# Kaupungin talousarvio\n\nValtuusto päätti talousarviosta. Veroprosentti pysyi samana.\n",
    }
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    hits = library.search("kierrätyskeskuksen korjauspaja").hits
    assert "polkupyörät" in hits[0].passage.text
    listing = next(hit for hit in hits if "https://" in hit.passage.text)
    assert listing.shares and listing.shares.links == pytest.approx(-0.1)
    for hit in hits:
        assert hit.shares and sum(hit.shares) == pytest.approx(hit.score, abs=1e-4)


def test_a_counterpart_is_looked_for_in_its_document_alone(tmp_path: Path, encoder: Encoder) -> None:
    def guide(*lines: str) -> str:
        """Each line often enough to be a passage by itself."""
        return "# Opas\n\n" + "\n\n".join(f"## {number}\n\n{20 * line}" for number, line in enumerate(lines)) + "\n"

    finnish = ("Hakija voi olla järjestö. ", "Tuki on enintään 80 prosenttia. ", "Haku päättyy maaliskuussa. ")
    swedish = ("Sökanden kan vara en förening. ", "Stödet är högst 80 procent. ", "Ansökningstiden går ut i mars. ")
    documents = {"a.md": guide(*finnish), "b.md": guide(*swedish), "c.md": guide(*swedish[1:], *swedish)}
    searcher = Library(Store(indexed(tmp_path, documents, encoder)), encoder).searcher
    owners = searcher.table.documents.tolist()
    first, second, third = dict.fromkeys(owners)
    rows = {key: [row for row, owner in enumerate(owners) if owner == key] for key in (first, second, third)}
    assert [len(rows[key]) for key in (first, second, third)] == [3, 3, 5]
    assert [searcher.counterpart(row, second) for row in rows[first]] == rows[second]
    assert [searcher.counterpart(row, first) for row in rows[second]] == rows[first]
    assert [searcher.counterpart(row, third) for row in rows[third]] == rows[third]
