"""The search page over a real index with the bundled model."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from conftest import index_folder, write_documents
from fpdf import FPDF
from streamlit.testing.v1 import AppTest

from index.encoder import Encoder
from interface.opening import opening
from interface.settings import settings

APP = Path(__file__).parents[1] / "app.py"
HOSTILE = "The <script>alert(1)</script> workshop [repairs](javascript:alert(1)) bicycles for $5$ **every** :red[day]."
HOSTILE_TITLE = "Bicycle <img src=x onerror=alert(1)> [workshop](javascript:alert(1)) $x$ **b** :red[r]"
DOCUMENTS = {
    "funding/omarahoitus.md": (
        "---\ntitle: Omarahoitus ESR+-hankkeessa 2024\ncountry: FI\npublished: 2024-02-01\n---\n"
        "# Omarahoitus ESR+-hankkeessa 2024\n\n## Omarahoituksen määrä\n\n"
        "Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista. "
        "Osuuden voi maksaa hakija itse tai kunta.\n\n"
        "## Hakuaika\n\nHakuaika päättyy 15.3.2024 klo 16.15. Myöhässä tullutta hakemusta ei käsitellä.\n"
    ),
    "funding/reko.md": (
        "---\ntitle: Begagnade maskiner\nlanguage: sv\n---\n# Begagnade maskiner\n\n"
        "Inköp av begagnade maskiner kan godkännas om säljaren intygar att de inte har köpts med offentligt stöd.\n"
    ),
    "practices/cooperative-laundry.md": (
        "---\ntitle: A cooperative laundry in Turin\ncountry: IT\nlanguage: en\n---\n"
        "# A cooperative laundry in Turin\n\n"
        "The laundry employs thirty people with disabilities and washes the linen of two hospitals. "
        "The city buys the service with a social clause.\n"
    ),
    "practices/hostile.txt": f"{HOSTILE_TITLE}\n\n{HOSTILE}\n",
    "projects/note.txt": "Seminar on circular economy\n\nThe seminar in Kuopio gathered forty recycling workshops.\n",
}
DOWNLOADS = "download_button"


def _guide(path: Path) -> None:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    for page in (
        "Guide to study visits. This page is the cover.",
        "A study visit lasts three days. The host pays for local transport and one dinner.",
    ):
        pdf.add_page()
        pdf.multi_cell(0, 8, page)
    pdf.set_title("Guide to study visits")
    pdf.output(str(path))


@pytest.fixture(scope="session")
def page_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index with documents in three languages, a hostile one and a PDF; read only."""
    home = tmp_path_factory.mktemp("page")
    folder = write_documents(home / "documents", DOCUMENTS)
    _guide(folder / "practices/visits.pdf")
    index_folder(home / "index.sqlite", folder, encoder)
    return home / "index.sqlite"


@pytest.fixture
def app(page_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("TIETOSILTA_INDEX", str(page_index))
    monkeypatch.chdir(page_index.parent)
    opening(settings()).result()  # once for all tests: the index is theirs
    return AppTest.from_file(str(APP), default_timeout=60)


def _asked(app: AppTest, address: str) -> AppTest:
    for key, values in parse_qs(address).items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    return app


def _html(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def _articles(app: AppTest) -> list[str]:
    return [body for body in _html(app) if body.startswith("<article")]


def _address(app: AppTest) -> dict[str, list[str]]:
    return {key: values if isinstance(values, list) else [values] for key, values in app.query_params.items()}


def test_first_screen(app: AppTest) -> None:
    _asked(app, "lang=fi")
    assert app.text_input(key="question").label == "Kysy tai hae"
    assert [button.label for button in app.button if str(button.key).startswith("example")] == [
        "Paljonko omarahoitusta hankkeessa pitää olla?",
        "Mitkä hankkeen kustannukset hyväksytään?",
        "Kuinka kauan hankkeen asiakirjat on säilytettävä?",
        "Miten sosiaaliset osuuskunnat toimivat Italiassa?",
        "Mikä on sosiaalinen yritys Suomen lain mukaan?",
        "Mitä Suomen koordinaatiohanke tekee?",
    ]
    library = next(body for body in _html(app) if "Kirjastossa nyt" in body)
    assert "6 asiakirjaa 3 kielellä" in library
    assert "Hyvät käytännöt (3), Rahoitus (2), Hankkeet (1)" in library
    assert "englanti (4), suomi (1), ruotsi (1)" in library


def test_an_example_is_asked_and_stands_in_the_address(app: AppTest) -> None:
    _asked(app, "lang=sv")
    app.button(key="example_applicant_1").click().run()
    assert app.text_input(key="question").value == "Hur stor egenfinansiering krävs i ett projekt?"
    assert _address(app) == {"q": ["Hur stor egenfinansiering krävs i ett projekt?"], "lang": ["sv"]}
    assert "<h2>Sökresultat</h2>" in "".join(_html(app))


def test_an_address_opens_its_results(app: AppTest) -> None:
    _asked(app, "q=Paljonko+omarahoitusta+tarvitaan%3F&lang=fi&collection=funding&in=fi")
    first = _articles(app)[0]
    assert '<h3 lang="fi">Omarahoitus ESR+-hankkeessa 2024</h3>' in first
    assert "<mark>Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista.</mark>" in first
    assert "Suomi" in first and "Julkaistu 1. helmikuuta 2024" in first
    assert app.button_group(key="collections").value == ["funding"]
    assert app.button_group(key="languages").value == ["fi"]


def test_a_new_question_changes_the_address_and_keeps_the_filters(app: AppTest) -> None:
    _asked(app, "q=hakuaika&lang=fi&in=fi")
    app.text_input(key="question").set_value("  Kuka maksaa\u200b osuuden? ")
    app.button[0].click().run()
    assert _address(app) == {"q": ["Kuka maksaa osuuden?"], "lang": ["fi"], "in": ["fi"]}


def test_the_question_stays_when_the_language_changes(app: AppTest) -> None:
    _asked(app, "q=omarahoitus&lang=fi&in=fi")
    app.button_group(key="language").set_value("sv").run()
    assert app.text_input(key="question").label == "Fråga eller sök"
    assert _address(app) == {"q": ["omarahoitus"], "lang": ["sv"], "in": ["fi"]}
    assert "Avgränsat till: finska" in "".join(_html(app))


def test_garbage_in_the_address_is_ignored(app: AppTest) -> None:
    _asked(app, "q=hakuaika&lang=klingon&collection=..%2F..&in=%3Cb%3E&at=x&more=1")
    assert app.text_input(key="question").label == "Ask or search"
    assert _address(app) == {"q": ["hakuaika"], "lang": ["en"]}
    assert len(_articles(app)) >= 1


def test_a_question_of_5000_words_is_cut_and_it_is_said(app: AppTest) -> None:
    _asked(app, "lang=en&q=" + "+".join(["grant"] * 5000))
    # 166 words of 5 letters and the spaces between them are 995 characters
    assert [note.value for note in app.info] == [
        "The question was too long. We searched with its beginning (166 words). A shorter question finds more exactly."
    ]


def test_a_filter_that_leaves_nothing_says_so_and_can_be_cleared(app: AppTest) -> None:
    _asked(app, "q=laundry&lang=en&in=de")
    assert _articles(app) == []
    assert "<h2>Nothing was found with these filters</h2>" in "".join(_html(app))
    app.button(key="clear").click().run()
    assert _address(app) == {"q": ["laundry"], "lang": ["en"]}
    assert "A cooperative laundry in Turin" in _articles(app)[0]


def test_filters_show_counts_and_narrow(app: AppTest) -> None:
    _asked(app, "q=laundry&lang=en")
    assert app.button_group(key="collections").options == ["Projects (1)", "Good practices (3)", "Funding (2)"]
    assert app.button_group(key="languages").options == ["English (4)", "Finnish (1)", "Swedish (1)"]
    app.selectbox(key="document").select("funding/reko.md").run()
    assert [unescape(body).count("Begagnade maskiner</h3>") for body in _articles(app)] == [1]
    assert _address(app)["doc"] == ["funding/reko.md"]


def test_a_document_that_is_not_there_finds_nothing(app: AppTest) -> None:
    _asked(app, "q=laundry&lang=en&doc=../../etc/passwd")
    assert _articles(app) == []
    assert app.get(DOWNLOADS) == []


def test_hostile_text_stays_text(app: AppTest) -> None:
    _asked(app, "q=bicycle+workshop&lang=en&doc=practices/hostile.txt")
    (article,) = _articles(app)
    assert "<script" not in article and "<img" not in article and 'href="javascript' not in article
    assert HOSTILE in unescape(article.replace("<mark>", "").replace("</mark>", ""))
    assert HOSTILE_TITLE in unescape(article)


def test_why_a_passage_was_found_is_said_in_words(app: AppTest) -> None:
    _asked(app, "q=cooperative+laundry&lang=en&in=en&doc=practices/cooperative-laundry.md")
    article = _articles(app)[0]
    assert 'Same words: <b class="ts-word">laundry</b> The meaning fits the question too.' in article
    _asked(app, "q=osuuskunnan+pesula+Torinossa&lang=fi&doc=practices/cooperative-laundry.md")
    assert "Merkitys vastaa kysymystä, vaikka kieli on toinen: englanti." in _articles(app)[0]


def test_the_page_of_a_pdf_as_a_picture(app: AppTest) -> None:
    _asked(app, "q=How+long+does+a+study+visit+last&lang=en&doc=practices/visits.pdf")
    assert "<strong>p. 2</strong>" in _articles(app)[0]
    assert app.get("image") == []
    toggle = next(toggle for toggle in app.toggle if toggle.label == "Show page 2 as a picture")
    toggle.set_value(True).run()
    (picture,) = app.get("image")
    assert picture.proto.imgs[0].alt.startswith("Page 2 of Guide to study visits with the found passage")


def test_the_original_can_be_had(app: AppTest) -> None:
    _asked(app, "q=laundry&lang=en&doc=practices/cooperative-laundry.md")
    assert [button.proto.label for button in app.get(DOWNLOADS)] == ["Download original"]
    assert [button.proto.help for button in app.get(DOWNLOADS)] == ["Download the file cooperative\\-laundry\\.md"]


def test_a_shared_passage_comes_first(app: AppTest) -> None:
    _asked(app, "q=How+long+does+a+study+visit+last&lang=en&doc=practices/visits.pdf")
    cover = _articles(app)[1]
    assert "This page is the cover." in cover
    link = unescape(cover.split('<a href="')[1].split('"')[0])
    _asked(app, link.removeprefix("?"))
    first = _articles(app)[0]
    assert "This page is the cover." in first and "This passage was shared with you" in first


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Kirjastoa ei ole vielä tehty"),
        ("sv", "Biblioteket har inte skapats ännu"),
        ("en", "The library has not been made yet"),
    ],
)
def test_a_missing_index_says_what_to_run(
    language: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_INDEX", str(tmp_path / "none.sqlite"))
    monkeypatch.chdir(tmp_path)
    app = _asked(AppTest.from_file(str(APP), default_timeout=60), f"q=avustus&lang={language}")
    (error,) = app.error
    assert error.value.startswith(sentence)
    assert "tietosilta index" in error.value
    assert app.text_input(key="question").value == "avustus"
