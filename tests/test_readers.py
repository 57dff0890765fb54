"""Each reader on a small real file: exactly these blocks, in this order."""


from __future__ import annotations

import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from drafts import outline, read_one, reason_of, save
from hypothesis import given
from hypothesis import strategies as st

from corpus.draft import Draft
from corpus.readers import READERS, read_file
from corpus.readers.lines import add_lines, unwrapped
from corpus.readers.text import decode

DATA = Path(__file__).parents[2] / "shared" / "data"
STATUTE = """Laki kokeilusta (756/2021)

1 luku Yleistä

1 § Lain tarkoitus
Tässä laissa säädetään kokeilusta. Tuen saamisesta säädetään 12 §:ssä.

2 a § Edellytykset
Tukea voidaan myöntää:
1) kunnalle;
2) yhdistykselle, jos:
a) se on rekisteröity; ja
b) sillä on säännöt;
3) säätiölle.
Edellä 1 momentissa säädetty ei koske:
12 §:n 2 momentissa tarkoitettua tukea.

3 § Tätä pykälää sovelletaan kaikkiin hakijoihin.
"""


def test_statute(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "laki.txt", STATUTE))
    assert draft.title == "Laki kokeilusta (756/2021)"
    assert outline(draft) == [
        ("h", 1, "Laki kokeilusta (756/2021)"),
        ("h", 3, "1 luku Yleistä"),
        ("h", 4, "1 § Lain tarkoitus"),
        ("p", 0, "Tässä laissa säädetään kokeilusta. Tuen saamisesta säädetään 12 §:ssä."),
        ("h", 4, "2 a § Edellytykset"),
        ("p", 0, "Tukea voidaan myöntää:"),
        ("i", 1, "1) kunnalle;"),
        ("i", 1, "2) yhdistykselle, jos:"),
        ("i", 2, "a) se on rekisteröity; ja"),
        ("i", 2, "b) sillä on säännöt;"),
        ("i", 1, "3) säätiölle."),
        ("p", 0, "Edellä 1 momentissa säädetty ei koske:"),
        ("p", 0, "12 §:n 2 momentissa tarkoitettua tukea."),
        ("h", 4, "3 §"),
        ("p", 0, "Tätä pykälää sovelletaan kaikkiin hakijoihin."),
    ]


AKOMA_NTOSO = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="statute">
<meta><identification source="#x"><FRBRWork><FRBRname value="757"/></FRBRWork></identification></meta>
<preface><p><docNumber>757/2021</docNumber> <docTitle>Laki hankkeiden rahoittamisesta</docTitle></p></preface>
<preamble><formula name="f"><p>Eduskunnan päätöksen mukaisesti säädetään:</p></formula></preamble>
<body><hcontainer name="statuteBody"><chapter eId="chp_1"><num>1 luku</num><heading>Yleistä</heading>
<section eId="sec_1"><num>1 §</num><heading>Lain <i>tarkoitus</i></heading>
<subsection><content><p>Tässä laissa säädetään <ref href="x">tuesta</ref>.</p></content></subsection>
<subsection><intro><p>Tukea saa:</p></intro>
<paragraph><num>1)</num><content><p>kunta;</p></content></paragraph>
<paragraph><num>2)</num><intro><p>yhteisö, joka:</p></intro>
<subparagraph><num>a)</num><content><p>toimii alueella.</p></content></subparagraph></paragraph>
</subsection></section></chapter>
<hcontainer><content><table><tr><th><p>Tuki</p></th><th><p>Osuus</p></th></tr>
<tr><td><p>ESR+</p></td><td><p>75 %</p></td></tr></table></content></hcontainer>
</hcontainer></body></act></akomaNtoso>
"""


def test_akoma_ntoso(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "757-2021-fi.akn", AKOMA_NTOSO))
    assert draft.title == "Laki hankkeiden rahoittamisesta (757/2021)"
    assert outline(draft) == [
        ("h", 1, "Laki hankkeiden rahoittamisesta (757/2021)"),
        ("p", 0, "Eduskunnan päätöksen mukaisesti säädetään:"),
        ("h", 3, "1 luku Yleistä"),
        ("h", 4, "1 § Lain tarkoitus"),
        ("p", 0, "Tässä laissa säädetään tuesta."),
        ("p", 0, "Tukea saa:"),
        ("i", 1, "1) kunta;"),
        ("i", 1, "2) yhteisö, joka:"),
        ("i", 2, "a) toimii alueella."),
        ("r", 0, "Tuki: ESR+ | Osuus: 75 %"),
    ]


def test_other_xml_and_broken_xml(tmp_path: Path) -> None:
    assert reason_of(save(tmp_path, "a.akn", "<html/>")) == ("unsupported", "html")
    assert reason_of(save(tmp_path, "b.akn", AKOMA_NTOSO[:400]))[0] == "broken"
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + AKOMA_NTOSO.split("?>")[1].replace(
        "kunta", "&e;"
    )
    assert "root:" not in read_one(save(tmp_path, "c.akn", entity)).text


def test_section_number_above_its_title() -> None:
    draft = Draft()
    add_lines(draft, "12 §\nMaksatus\nMaksatusta haetaan erikseen.\n13 §\nHakija ilmoittaa\n1) nimen;")
    assert outline(draft) == [
        ("h", 4, "12 § Maksatus"),
        ("p", 0, "Maksatusta haetaan erikseen."),
        ("h", 4, "13 §"),
        ("p", 0, "Hakija ilmoittaa"),
        ("i", 1, "1) nimen;"),
    ]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Article 5 Partnership", 4),
        ("Artikel 3", 4),
        ("5 artikla Kumppanuus", 4),
        ("1 kap. Inledande bestämmelser", 3),
        ("Chapter II", 3),
        ("Liite 1 Tukikelpoiset kustannukset", 2),
        ("YLEISET EHDOT", 2),
        ("## Hakuaika", 2),
        ("14 § Återkrav", 4),
    ],
)
def test_heading_lines(line: str, level: int) -> None:
    draft = Draft()
    add_lines(draft, f"Alku on tässä.\n{line}\nJatko on tässä.")
    assert outline(draft)[1] == ("h", level, line.lstrip("# "))


@pytest.mark.parametrize(
    "line",
    [
        "Artikel 3 i lagen gäller inte dem som avses i 2 mom.",
        "12 §:ssä säädetään tuesta.",
        "5 § 2 mom. tillämpas.",
        "Part of the support is paid later.",
        "31. joulukuuta 2024 mennessä haetaan maksatusta.",
        "EU",
    ],
)
def test_lines_that_only_look_like_headings_or_items(line: str) -> None:
    draft = Draft()
    add_lines(draft, f"Alku on tässä.\n{line}\nJatko on tässä.")
    assert outline(draft)[1] == ("p", 0, line)


def test_wrapped_text_is_joined_and_hyphenation_undone(tmp_path: Path) -> None:
    text = """Hankeopas

Tämä opas kertoo miten rahoitusta haetaan ja mitä hakijan on hyvä tie-
tää ennen kuin hakemus lähetetään. Opas on tarkoitettu kaikille EU-
rahoituksesta kiinnostuneille.

Liitteet:
– budjetti, josta selviävät kaikki hankkeen kustannukset ja se kuka ne
maksaa
– aiesopimus
"""
    assert outline(read_one(save(tmp_path, "opas.txt", text))) == [
        ("h", 1, "Hankeopas"),
        (
            "p",
            0,
            "Tämä opas kertoo miten rahoitusta haetaan ja mitä hakijan on hyvä tietää ennen kuin hakemus "
            "lähetetään. Opas on tarkoitettu kaikille EU-rahoituksesta kiinnostuneille.",
        ),
        ("p", 0, "Liitteet:"),
        ("i", 1, "– budjetti, josta selviävät kaikki hankkeen kustannukset ja se kuka ne maksaa"),
        ("i", 1, "– aiesopimus"),
    ]


def test_dash_of_a_reply_is_no_list() -> None:
    draft = Draft()
    add_lines(draft, "Hon förklarade läget.\n– Det här är viktigt, säger hon.")
    assert outline(draft)[1] == ("p", 0, "– Det här är viktigt, säger hon.")


def test_outline_numbers_are_headings_and_numbered_lists_are_not() -> None:
    draft = Draft()
    add_lines(draft, "2.3 Hakuaika\n\nHaku on auki.\n\n1. Täytä lomake\n\n2. Lähetä lomake\n")
    assert [kind + str(level) for kind, level, _ in outline(draft)] == ["h3", "p0", "i1", "i1"]


def test_encodings() -> None:
    assert decode("Käytäntö – 5 €".encode("cp1252")) == "Käytäntö – 5 €"
    assert decode("Hyvä".encode("latin-1")) == "Hyvä"
    assert decode("\ufeffHyvä".encode()) == "Hyvä"
    assert decode("Hyvä".encode("utf-16")) == "Hyvä"
    polish = "Zażółć gęślą jaźń, a następnie złóż wniosek o dofinansowanie projektu społecznego. " * 20
    assert decode(polish.encode("cp1250")) == polish


def test_markdown(tmp_path: Path) -> None:
    source = """---
title: Opas
country: FI
published: 2024-03-01
---
##Tiukka otsikko

Lead with *emphasis*, a [link](http://example.org) and `code`
on two lines:

3. kolmas
4. neljäs
   - sisempi

a.  *Minister:* de minister;

| Hanke | Rahoittaja |
|---|---|
| Silta | ESR+ |

<div>Huom. <b>html</b></div>

```
koodi
```
"""
    draft = read_one(save(tmp_path, "a.md", source))
    assert draft.fields == {"title": "Opas", "country": "FI", "published": date(2024, 3, 1)}
    assert draft.title == "Tiukka otsikko"
    assert outline(draft) == [
        ("h", 1, "Tiukka otsikko"),
        ("p", 0, "Lead with emphasis, a link and code on two lines:"),
        ("i", 1, "3. kolmas"),
        ("i", 1, "4. neljäs"),
        ("i", 2, "• sisempi"),
        ("i", 2, "a. Minister: de minister;"),
        ("r", 0, "Hanke: Silta | Rahoittaja: ESR+"),
        ("p", 0, "Huom. html"),
        ("p", 0, "koodi"),
    ]


def test_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    draft = read_one(save(tmp_path, "a.md", "---\nVain tekstiä\n---\n\nLisää."))
    assert draft.fields == {}
    assert "Vain tekstiä" in draft.text


def test_bad_front_matter_names_the_line(tmp_path: Path) -> None:
    path = save(tmp_path, "a.md", "---\ncountry: FI\ntitle: Opas: osa 2\n---\nTeksti")
    assert reason_of(path) == ("metadata", "{line 3}")


def test_html(tmp_path: Path) -> None:
    source = """<!doctype html><html lang="fi-FI"><head><title>Avustukset - Virasto</title>
<meta property="article:published_time" content="2025-02-03T10:00:00+02:00"><style>p{}</style></head><body>
<nav>Etusivu</nav><header>Virasto</header><div class="cookie-banner">Hyväksy evästeet</div>
<main><h1>Avustukset</h1><p>Haku on <b>auki</b>.<script>alert(1)</script><br>Hae heti.</p><!-- piilo -->
<p hidden>Ei näy</p><p style="display: none">Ei tämäkään</p>
<ol start="3"><li>kolmas<ul><li>sisempi</li></ul></li><li><p>neljäs</p></li></ol>
<ol type="a"><li>aakkonen</li></ol>
<table><thead><tr><th>Hanke</th><th>Summa</th></tr></thead><tr><td>Silta</td><td>10 €</td></tr></table>
<dl><dt>Hakuaika</dt><dd>1.2.–1.3.</dd></dl>
<aside>Mainos</aside></main><footer>Alatunniste</footer></body></html>"""
    draft = read_one(save(tmp_path, "a.html", source))
    assert (draft.title, draft.language, draft.fields) == ("Avustukset", "fi-FI", {"issued": "2025-02-03"})
    assert outline(draft) == [
        ("h", 1, "Avustukset"),
        ("p", 0, "Haku on auki. Hae heti."),
        ("i", 1, "3. kolmas"),
        ("i", 2, "• sisempi"),
        ("i", 1, "4. neljäs"),
        ("i", 1, "a. aakkonen"),
        ("r", 0, "Hanke: Silta | Summa: 10 €"),
        ("i", 1, "Hakuaika: 1.2.–1.3."),
    ]


def test_html_in_latin_1(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Käytäntö</p></body></html>'
    assert outline(read_one(save(tmp_path, "a.html", page.encode("latin-1")))) == [("p", 0, "Käytäntö")]


def test_html_does_not_read_other_files(tmp_path: Path) -> None:
    save(tmp_path, "secret.txt", "salaisuus")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><p>Alku &x; loppu</p>'
    assert "salaisuus" not in read_one(save(tmp_path, "a.html", page)).text


def test_records(tmp_path: Path) -> None:
    rows = (
        '{"id": "a-1", "lang": "fi", "title": "Laki", "section": "1 §", "text": "Tukea saa.", '
        '"region": "Lappi"}\n'
        '\n{"id": 7, "text": "Två"}\n'
    )
    first, second = read_file(save(tmp_path, "c.jsonl", rows))
    assert (first.key, first.language, first.title, first.fields) == (
        "a-1",
        "fi",
        "Laki",
        {"region": "Lappi"},
    )
    assert outline(first) == [("h", 2, "1 §"), ("p", 0, "Tukea saa.")]
    assert (second.key, second.language, second.title, second.text.strip()) == ("7", None, None, "Två")


@pytest.mark.parametrize(
    ("rows", "detail"),
    [
        ('{"id": "a", "text": "x"}\n{"id"', "{line 2}: {not_json}"),
        ('{"id": "a"}', "{line 1}: {no_text_field}"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "{line 2}: {id_twice} a"),
    ],
)
def test_bad_records_name_the_line(tmp_path: Path, rows: str, detail: str) -> None:
    assert reason_of(save(tmp_path, "c.jsonl", rows)) == ("broken", detail)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_empty_files(tmp_path: Path, suffix: str) -> None:
    assert reason_of(save(tmp_path, f"a{suffix}", "")) == ("empty", "")


@pytest.mark.parametrize(("name", "content"), [("a.txt", " \n\n "), ("a.html", "<p> </p>"), ("a.jsonl", "\n")])
def test_files_without_text(tmp_path: Path, name: str, content: str) -> None:
    assert reason_of(save(tmp_path, name, content)) == ("no_text", "")


def test_unsupported_missing_and_binary(tmp_path: Path) -> None:
    assert reason_of(save(tmp_path, "a.doc", "x")) == ("old_office", ".doc")
    assert reason_of(tmp_path / "gone.txt") == ("broken", "{no_such_file}")
    assert reason_of(save(tmp_path, "a.txt", bytes(range(256)))) == ("broken", "{not_utf8}")


def test_reading_markdown_imports_no_other_library(tmp_path: Path) -> None:
    path = save(tmp_path, "a.md", "# Otsikko\n\nTeksti.")
    code = (
        "import sys; from pathlib import Path; from corpus.readers import read_file;"
        f"read_file(Path({str(path)!r}));"
        "print(sorted({'docx', 'pptx', 'openpyxl', 'bs4', 'pypdf', 'torch', 'numpy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@given(st.text(max_size=400))
def test_any_text_can_be_read_and_keeps_its_words(text: str) -> None:
    draft = Draft()
    add_lines(draft, text)
    assert all(draft.text[block.start : block.end].strip() for block in draft.blocks)
    parted = [unicodedata.normalize("NFD", one) for one in (text, draft.text)]
    before, after = ([char for char in one if char.isalpha()] for one in parted)
    assert after == before


@pytest.mark.parametrize(
    ("end", "beginning", "joined"),
    [("rahoi-", "tus", "rahoitus"), ("EU-", "rahoitus", "EU-rahoitus"), ("haku", "on", "haku on")],
)
def test_broken_lines_are_joined(end: str, beginning: str, joined: str) -> None:
    lines = ["Tämä rivi täyttää palstan koko leveydeltä, jotta se katkeaa näin"] * 4
    lines = [*lines, f"{'Tämän rivin lopussa on sana, joka jatkuu seuraavalla: ':<58}{end}", beginning]
    assert unwrapped(lines)[-1].endswith(f"seuraavalla:     {joined}")


@pytest.mark.parametrize("name", ["2021-0756_fi", "2021-0756_sv"])
def test_every_section_of_a_real_statute_is_a_heading(name: str) -> None:
    path = DATA / "documents" / "finlex_statutes_fi_sv" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the shared statutes are not on this machine")
    headings = [text for kind, _, text in outline(read_one(path)) if kind == "h"]
    assert [int(text.split()[0]) for text in headings[1:]] == list(range(1, 47))


def test_missing_library_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    path = save(tmp_path, "a.odd", "x")
    with pytest.raises(ModuleNotFoundError):
        read_file(path, readers={".odd": "corpus.readers.odd:read_odd"})


def test_page_about_cookies_is_read(tmp_path: Path) -> None:
    page = '<div class="gdpr-page"><h1>Evästeet</h1><p>Näin käytämme niitä.</p></div>'
    assert outline(read_one(save(tmp_path, "a.html", page))) == [
        ("h", 1, "Evästeet"),
        ("p", 0, "Näin käytämme niitä."),
    ]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "<tr><th>Tuki</th><th>Hakija</th><th>Tukitaso</th></tr>"
            '<tr><td rowspan="2">ESR+</td><td>Yhdistys</td><td>80 %</td></tr><tr><td>Yritys</td><td>50 %</td></tr>',
            ["Tuki: ESR+ | Hakija: Yhdistys | Tukitaso: 80 %", "Tuki: ESR+ | Hakija: Yritys | Tukitaso: 50 %"],
        ),
        (
            '<tr><th colspan="2">Tuki</th><th>Hakuaika</th></tr><tr><td>ESR+</td><td>80 %</td><td>syksy</td></tr>',
            ["Tuki: ESR+ | 80 % | Hakuaika: syksy"],
        ),
        (
            "<tr><th>Vuosi</th><th>Tuki</th><th>Tulot</th></tr><tr><td>2024</td><td>100 €</td><td>100 €</td></tr>",
            ["Vuosi: 2024 | Tuki: 100 € | Tulot: 100 €"],
        ),
        ("<tr><td>Tulot</td><td>100</td><td>100</td><td>150</td></tr>", ["Tulot | 100 | 100 | 150"]),
        ('<tr><td colspan="0" rowspan="x">Tulot</td><td>100</td></tr>', ["Tulot | 100"]),
    ],
)
def test_every_value_of_a_table_stands_under_its_own_column(tmp_path: Path, table: str, rows: list[str]) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><table>{table}</table></body></html>", "utf-8")
    assert [text for kind, _, text in outline(read_one(tmp_path / "a.html")) if kind == "r"] == rows
