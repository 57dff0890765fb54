"""Web pages: what the page is about, without what stands around it, and tables with cells over several."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import outline, read_one, save

from corpus.folder import source_files
from index.documents import documents_of


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
    assert (draft.title, draft.likely, draft.fields) == ("Avustukset", "fi-FI", {"issued": "2025-02-03"})
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


def test_headings_that_fold_their_text_away_are_read_with_it(tmp_path: Path) -> None:
    page = (
        '<h2><button aria-expanded="false" aria-controls="kuka">Kuka voi hakea?</button></h2>'
        '<div id="kuka" hidden style="display: none"><p>Yhdistykset.</p></div>'
        '<h2>Miten haetaan? <button aria-controls="muu">Kopioi linkki</button></h2><p>Sähköisesti.</p>'
        '<div role="tabpanel" aria-hidden="true"><p>Toinen välilehti.</p></div>'
        "<button>Lähetä</button><div hidden>Piilossa</div>"
        "<blockquote>Tuki auttoi meitä.<footer>Maija, Oulu</footer></blockquote><footer>Sivukartta</footer>"
    )
    assert outline(read_one(save(tmp_path, "a.html", f"<html><body>{page}</body></html>"))) == [
        ("h", 2, "Kuka voi hakea?"), ("p", 0, "Yhdistykset."), ("h", 2, "Miten haetaan?"), ("p", 0, "Sähköisesti."),
        ("p", 0, "Toinen välilehti."), ("p", 0, "Tuki auttoi meitä."), ("p", 0, "Maija, Oulu"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "beside", "language"),
    [
        ("Yhdistykset voivat hakea tukea työllistämiseen maaliskuun loppuun asti.", "", "fi"),  # a template's "en"
        ("ESR+ 2024", "", "en"),
        ("Yhdistykset voivat hakea tukea työllistämiseen maaliskuun loppuun asti.", "language: en\n", "en"),
    ],
)
def test_the_language_of_a_template_is_not_that_of_the_text(
    tmp_path: Path, text: str, beside: str, language: str
) -> None:
    path = save(tmp_path, "a.html", f'<html lang="en"><body><p>{text}</p></body></html>')
    save(tmp_path, "a.html.yaml", beside)
    [file] = source_files(tmp_path)
    [document], problem = documents_of(file, [read_one(path)], tmp_path)
    assert (document.language, problem) == (language, None)
