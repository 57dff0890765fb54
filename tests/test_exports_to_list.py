"""A brief for reference managers and spreadsheets: RIS, BibTeX, CSV."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import bibtexparser
import pytest
import rispy
from briefs import ANSWER, DAY, GUIDE, LETTERS, RATE, card, made, quoted

from index.records import Results
from interface.take_along import exported


def test_ris() -> None:
    first, second = rispy.loads(made(".ris").decode())
    assert first == {
        "type_of_reference": "RPRT", "title": "Hakijan opas 2024", "authors": ["Etelä-Savon ELY-keskus"],
        "year": "2024", "date": "2024/03/01/", "language": "fi", "label": "funding/opas.pdf",
        "urls": ["https://www.example.org/opas?a=1%3Bb=2"], "access_date": "2026/03/05/",
        "notes": [
            "s. 12, Tukitaso: ”Tukitaso on enintään 80 prosenttia kustannuksista.”",
            f"s. 14, Tukitaso: ”Kirjaimia: {LETTERS}.”",
        ],
    }  # fmt: skip
    assert len(second["title"]) <= 300
    assert "urls" not in second


def test_bibtex() -> None:
    library = bibtexparser.parse_string(made(".bib").decode())
    assert library.failed_blocks == []
    first, second = ({field.key: field.value for field in entry.fields} for entry in library.entries)
    assert first == {
        "title": "{Hakijan opas 2024}", "author": "{Etelä-Savon ELY-keskus}", "year": "2024", "date": "2024-03-01",
        "language": "fi", "url": "https://www.example.org/opas?a=1;b=2", "urldate": "2026-03-05",
        "note": "s. 12, s. 14",
    }  # fmt: skip
    assert second["title"].startswith(
        r'{=HYPERLINK("http://x") \textbraceleft{}\textbackslash{}\textbraceright{} \% \_ \# \$ <b>'
    )


def test_a_summary_has_neither_the_author_nor_the_address_of_its_source() -> None:
    source = "https://www.example.org/nula"
    summary = card("practices/nula.md", "NULA", organisation="KÜSK", source=source, summary=True)
    found = Results("", "fi", (quoted(summary, RATE, 100, None).hit,))
    (record,) = rispy.loads(made(".ris", found=found).decode())
    assert "authors" not in record
    assert [url.partition("~")[0] for url in record["urls"]] == [
        "http://localhost:8501/document?doc=practices%2Fnula.md&at=100-150"
    ]
    assert record["notes"][-1] == f"Tiivistelmä lähteestä: {source}"
    (entry,) = bibtexparser.parse_string(made(".bib", found=found).decode()).entries
    assert "author" not in entry.fields_dict
    assert entry["note"] == f"Tiivistelmä lähteestä: {source}"
    assert f"1. NULA. Tiivistelmä lähteestä: <{source}>" in made(".md", found=found).decode()
    unknown = card("practices/nula.md", "NULA", summary=True)
    (record,) = rispy.loads(made(".ris", found=Results("", "fi", (quoted(unknown, RATE, 100, None).hit,))).decode())
    assert not any("Tiivistelmä" in note for note in record["notes"])


def test_bibtex_keys_are_those_of_documents() -> None:
    documents = [card("a b.pdf", "Yksi"), card("a-b.pdf", "Kaksi"), card("äö.pdf", "Kolme")]
    kept = [quoted(document, RATE, 100, 12).hit for document in documents]
    briefs = [made(".bib", found=Results("", "fi", tuple(hits))).decode() for hits in (kept, kept[::-1])]
    keys = [bibtexparser.parse_string(brief).entries_dict.keys() for brief in briefs]
    assert list(keys[0]) == list(keys[1])[::-1] == ["a-b-pdf-e97efce4", "a-b-pdf-71e7dc46", "pdf-c9a29e59"]


@pytest.mark.parametrize(("language", "delimiter"), [("fi", ";"), ("sv", ";"), ("en", ",")])
def test_csv_opens_in_a_spreadsheet_without_formulas(language: str, delimiter: str) -> None:
    content = made(".csv", language)
    assert content.startswith(b"\xef\xbb\xbf")
    heads, first, _, last = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter)
    assert len(heads) == len(first) == len(last) == 13
    assert first[:5] == ["1", "Tukitaso on enintään 80 prosenttia kustannuksista.", "Hakijan opas 2024", GUIDE.id, "12"]
    assert last[1].startswith("'=HYPERLINK") and last[2].startswith("'=HYPERLINK")
    assert last[7] == "'@SUM(A1)"


def test_a_row_of_the_table_leads_to_the_page_where_the_quote_is_marked() -> None:
    _, first, *_ = csv.reader(io.StringIO(made(".csv").decode("utf-8-sig")), delimiter=";")
    link = urlsplit(first[-1])
    assert (link.scheme, link.netloc, link.path) == ("http", "localhost:8501", "/document")
    assert parse_qs(link.query) == {
        "doc": [GUIDE.id], "at": ["100-150~Tukitaso on enintään 80 prosenttia kustannuksista."], "lang": ["fi"]
    }  # fmt: skip
    elsewhere = exported(ANSWER, ".csv", "fi", made=DAY, pages="https://silta.example.org/haku/")
    assert f"https://silta.example.org/haku/document?{link.query}" in elsewhere.decode("utf-8-sig")
