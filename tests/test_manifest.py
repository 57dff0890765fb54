"""The list of official documents: how entries become addresses, and which mistakes are named."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
import yaml
from fetching import manifest

from corpus.catalogue import describe
from corpus.draft import Draft
from corpus.errors import FetchProblem
from corpus.fetch import read_manifest
from interface.commands.fetch import MANIFEST

STATUTES = Path(__file__).parents[2] / "shared/data/documents/finlex_statutes_fi_sv"


def test_addresses_of_eu_law_and_finnish_statutes(tmp_path: Path) -> None:
    path = manifest(
        tmp_path,
        {"celex": "32022H1215(01)", "languages": ["fi"]},
        {"finlex": "757/2021", "languages": ["sv"]},
        {"finlex": "688/2001", "languages": ["fi"], "version": 20240123},
    )
    eu, statute, amended = read_manifest(path)
    assert [(p.address, p.language) for p in eu.places] == [
        ("https://publications.europa.eu/resource/celex/32022H1215%2801%29", "fin")
    ]
    base = "https://opendata.finlex.fi/finlex/avoindata/v1/akn/fi/act"
    assert [(p.address, p.accept) for p in statute.places] == [
        (f"{base}/statute/2021/757/swe@/main.pdf", "application/pdf"),
        (f"{base}/statute/2021/757/swe@", "application/xml"),
    ]
    assert amended.places[1].address == f"{base}/statute-consolidated/2001/688/fin@20240123"
    assert [one.key for one in (eu, statute, amended)] == ["32022H1215(01)-fi", "757-2021-sv", "688-2001-fi"]
    assert [one.fields["source"] for one in (eu, statute, amended)] == [
        "https://eur-lex.europa.eu/legal-content/FI/TXT/?uri=CELEX:32022H1215(01)",
        "https://www.finlex.fi/sv/laki/ajantasa/2021/20210757",
        "https://www.finlex.fi/fi/laki/ajantasa/2001/20010688",
    ]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ("a: [", "manifest.yaml: {line 1}"),
        ("{}", "manifest.yaml (documents: "),
        ("[{celex: 2021/1060, languages: [fi]}]", "celex: 2021/1060 (32021R1060)"),
        ("[{finlex: 2021-757, languages: [fi]}]", "finlex: 2021-757 (757/2021)"),
        ("[{finlex: 757/2021, languages: [en]}]", "language: en (757/2021)"),
        ("[{celex: 32021R1060, languages: [xx]}]", "languages: xx"),
        ("[{celex: 32021R1060, languages: [[fi]]}]", "languages: ['fi'] (fi, sv, en"),
        ("[{celex: 32021R1060}]", "languages ([fi, sv, en])"),
        ("[{celex: 32021R1060, finlex: 1/2000, languages: [fi]}]", "celex + finlex (celex | finlex | url)"),
        ("[{url: 'file:///etc/passwd', id: a, languages: [fi]}]", "url: file:///etc/passwd (https://…)"),
        ("[{url: 'https://me:secret@example.org/', id: a, languages: [fi]}]", "(https://…)"),
        ("[{url: 'https://example.org/a', id: ../a, languages: [fi]}]", "id: ..-a"),
        ("[{url: 'https://example.org/a', languages: [fi]}]", "id: –"),
        ("[{celex: 32021R1060, languages: [fi], colour: red}]", "colour (id, languages"),
        (
            "[{celex: 32021R1060, languages: [fi]}, {celex: 32021R1060, languages: [sv]}]",
            "{entry 2}: {id_twice} 32021R1060",
        ),
        ("[{celex: 32021R1060, languages: [fi], supersedes: b}]", "supersedes: b (id)"),
    ],
)  # fmt: skip
def test_mistakes_in_a_manifest_are_named(tmp_path: Path, content: str, detail: str) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(FetchProblem) as caught:
        read_manifest(path)
    assert caught.value.reason == "manifest" and detail in caught.value.detail


def test_the_shipped_manifest() -> None:
    wanted = read_manifest(MANIFEST)
    languages: dict[str, list[str]] = {}
    for one_wanted in wanted:
        languages.setdefault(one_wanted.id, []).append(one_wanted.language)
        assert one_wanted.fields["title"] and one_wanted.fields["collection"] == "funding"
    eu = [name for name, found in languages.items() if found == ["fi", "sv", "en"]]
    finnish = [name for name, found in languages.items() if found == ["fi", "sv"]]
    assert (len(eu), len(finnish)) == (32, 22)
    assert len(languages) == 54
    assert {"32021R1057", "32021R1060", "32023R2831", "52021DC0778", "32023H01344"} <= set(eu)
    assert {"756-2021", "757-2021", "866-2021"} <= set(finnish)
    assert {host for one_wanted in wanted for host in one_wanted.hosts} == {
        "publications.europa.eu",
        "opendata.finlex.fi",
    }


def test_sidecars_of_the_shipped_manifest_are_what_the_catalogue_takes(tmp_path: Path) -> None:
    for one_wanted in read_manifest(MANIFEST):
        fields = {**one_wanted.fields, "language": one_wanted.language}
        (tmp_path / f"{one_wanted.key}.pdf.yaml").write_text(yaml.safe_dump(fields), "utf-8")
        about = describe(Draft(), PurePosixPath(f"{one_wanted.key}.pdf"), tmp_path)
        assert about.title == one_wanted.fields["title"] and about.language == one_wanted.language


@pytest.mark.skipif(not STATUTES.is_dir(), reason="needs ../shared/data/documents")
def test_statutes_are_called_what_finlex_calls_them() -> None:
    ours = {one_wanted.key: str(one_wanted.fields["title"]) for one_wanted in read_manifest(MANIFEST)}
    compared = 0
    for path in STATUTES.glob("*_??.txt"):
        year, number, language = path.stem.replace("_", "-").split("-")
        title = ours.get(f"{int(number)}-{year}-{language}")
        if title:
            compared += 1
            first = path.read_text("utf-8").splitlines()[0]
            assert title.split(", ")[0] == first.removesuffix(")")
    assert compared >= 30
