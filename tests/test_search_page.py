"""The search page over a real index with the bundled model."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from conftest import indexed
from pages import APP, HOSTILE, HOSTILE_TITLE, address, articles, asked, bodies, links
from streamlit.testing.v1 import AppTest

from index.encoder import Encoder
from interface.escaping import prose
from interface.opening import opening
from interface.settings import read_settings

DOWNLOADS = "download_button"


def test_first_screen(app: AppTest) -> None:
    asked(app, "lang=fi")
    assert app.text_input(key="question").label == "Kysy tai hae"
    assert [button.label for button in app.button if str(button.key).startswith("example")] == [
        "Kuinka suuri osa tuesta voidaan maksaa ennakkona?",
        "Voiko talkootyön laskea omarahoitukseksi ESR+-hankkeessa?",
        "Kuinka kauan hankkeen asiakirjat on säilytettävä?",
        "Kuinka moni sai työtä Ranskan nollatyöttömyysalueilla?",
        "Kuka myöntää Yhteiskunnallinen yritys -merkin?",
        "Kuka koordinoi yhteiskunnallisten yritysten hanketta?",
    ]
    library = next(body for body in bodies(app) if "Kirjastossa nyt" in body)
    assert "13 asiakirjaa 3 kielellä" in library
    assert "Rahoitus (6), Hyvät käytännöt (6), Hankkeet (1)" in library
    assert "englanti (6), suomi (5), ruotsi (2)" in library


def test_an_example_is_asked_and_stands_in_the_address(app: AppTest) -> None:
    asked(app, "lang=sv")
    app.button(key="example_applicant_1").click().run()
    assert app.text_input(key="question").value == "Hur stor del av stödet kan betalas i förskott?"
    assert address(app) == {"q": ["Hur stor del av stödet kan betalas i förskott?"], "lang": ["sv"]}
    assert "Sökresultat</h2>" in "".join(bodies(app))


def test_an_address_opens_its_results(app: AppTest) -> None:
    asked(app, "q=Paljonko+omarahoitusta+tarvitaan%3F&lang=fi&collection=funding&in=fi")
    first = articles(app)[0]
    assert '<h3 class="ts-h3" lang="fi">Omarahoitus ESR+-hankkeessa 2024</h3>' in first
    assert "<mark>Hankkeen omarahoitusosuus on vähintään 20 prosenttia kokonaiskustannuksista.</mark>" in first
    assert "Suomi" in first and "Julkaistu 1. helmikuuta 2024" in first
    assert app.button_group(key="collections").value == ["funding"]
    assert app.button_group(key="languages").value == ["fi"]


@pytest.mark.parametrize(("language", "told"), [("fi", "Kysymyksen kieli: suomi"), ("sv", "Frågans språk: svenska")])
def test_a_name_that_is_in_no_language_is_looked_for_in_that_of_the_page(
    app: AppTest, language: str, told: str
) -> None:
    asked(app, f"q=ESR%2B&lang={language}")
    assert told in "".join(bodies(app))
    assert f'class="ts-h3" lang="{language}"' in articles(app)[0]


def test_a_question_is_answered_above_the_hits(app: AppTest) -> None:
    asked(app, "q=Paljonko+omarahoitusta+tarvitaan%3F&lang=fi")
    shown = bodies(app)
    answer = next(at for at, body in enumerate(shown) if "Vastaus asiakirjoista</h1>" in body)
    quote = next(at for at, body in enumerate(shown) if "ts-passage ts-quote" in body)
    hits = next(at for at, body in enumerate(shown) if "Hakutulokset</h2>" in body)
    assert answer < quote < hits
    assert "Hankkeen omarahoitusosuus on vähintään <strong>20 prosenttia</strong>" in shown[quote]
    (cited,) = links(app, "Omarahoitus ESR\\+\\-hankkeessa 2024, Omarahoituksen määrä, 1\\. helmikuuta 2024")
    assert cited.startswith("document?doc=funding%2Fomarahoitus.md&at=56-132~Hankkeen+omarahoitusosuus")


def test_a_question_longer_than_the_field_of_a_phone_stands_whole_above_what_was_found(app: AppTest) -> None:
    whole = '<p class="ts-quiet ts-asked">Kuinka suuri omarahoitus on?</p>'
    asked(app, "q=Kuinka+suuri+omarahoitus+on%3F&lang=fi")
    assert [body.count(whole) for body in bodies(app) if whole in body] == [1]
    asked(app, "q=pitkäaikaistyöttömien työllistäminen&lang=fi")
    assert '<p class="ts-quiet ts-asked">pitkäaikaistyöttömien työllistäminen</p>' in "".join(bodies(app))
    asked(app, "q=omarahoitus&lang=fi")
    assert '<p class="ts-quiet ts-asked">' not in "".join(bodies(app))


def test_key_words_get_hits_only(app: AppTest) -> None:
    asked(app, "q=omarahoitus+hanke&lang=fi")
    assert not any("Vastaus asiakirjoista" in body for body in bodies(app))
    assert any("Hakutulokset</h1>" in body for body in bodies(app))
    assert "Omarahoitus ESR+-hankkeessa 2024</h2>" in articles(app)[0]


def test_a_question_that_the_documents_do_not_answer_is_declined(app: AppTest) -> None:
    asked(app, "q=Who+won+the+football+world+cup+in+1986%3F&lang=en")
    declined = next(body for body in bodies(app) if "No definite answer was found</h1>" in body)
    assert "Below are the passages that come nearest to it.</p>" in declined
    assert not any("ts-passage ts-quote" in body for body in bodies(app))


@pytest.mark.parametrize(
    ("words", "kept_whole"),
    [
        ("Katto on 300 000 euroa", ["300 000"]), ("Enintään 80 % (8 § 2 mom.)", ["80 %", "8 §"]),
        ("enligt § 13", ["§ 13"]), ("laki 1301/2014 100 henkilöä", []), ("vuonna 2021 1 000 000 €", ["1 000 000 €"]),
        ("it's 5 <b>", []),
    ],
)  # fmt: skip
def test_figures_stay_on_one_line_and_every_letter_as_it_was(words: str, kept_whole: list[str]) -> None:
    shown = prose(words)
    assert re.findall(r'<span class="ts-whole">(.*?)</span>', shown) == kept_whole
    assert unescape(re.sub(r"</?span.*?>", "", shown)) == words


def test_a_new_question_changes_the_address_and_keeps_the_filters(app: AppTest) -> None:
    asked(app, "q=hakuaika&lang=fi&in=fi")
    app.text_input(key="question").set_value("  Kuka maksaa\u200b osuuden? ")
    app.button[0].click().run()
    assert address(app) == {"q": ["Kuka maksaa osuuden?"], "lang": ["fi"], "in": ["fi"]}


def test_the_question_stays_when_the_language_changes(app: AppTest) -> None:
    asked(app, "q=omarahoitus&lang=fi&in=fi")
    app.button_group(key="language").set_value("sv").run()
    assert app.text_input(key="question").label == "Fråga eller sök"
    assert address(app) == {"q": ["omarahoitus"], "lang": ["sv"], "in": ["fi"]}
    assert "Avgränsat till: finska" in "".join(bodies(app))


def test_garbage_in_the_address_is_ignored(app: AppTest) -> None:
    asked(app, "q=hakuaika&lang=klingon&collection=..%2F..&in=%3Cb%3E&at=x&more=1")
    assert app.text_input(key="question").label == "Ask or search"
    assert address(app) == {"q": ["hakuaika"], "lang": ["en"]}
    assert len(articles(app)) >= 1


def test_a_question_of_5000_words_is_cut_and_it_is_said(app: AppTest) -> None:
    asked(app, "lang=en&q=" + "+".join(["grant"] * 5000))
    # 166 words of 5 letters and the spaces between them are 995 characters
    assert [note.value for note in app.info] == [
        "The question was too long, so we searched with its beginning only (166 words). "
        "A shorter question gives better results."
    ]


def test_a_filter_that_leaves_nothing_says_so_and_can_be_cleared(app: AppTest) -> None:
    asked(app, "q=laundry&lang=en&in=de")
    assert articles(app) == []
    assert "Nothing was found with these filters</h1>" in "".join(bodies(app))
    app.button(key="clear").click().run()
    assert address(app) == {"q": ["laundry"], "lang": ["en"]}
    assert "A cooperative laundry in Turin" in articles(app)[0]


def test_filters_show_counts_and_narrow(app: AppTest) -> None:
    asked(app, "q=laundry&lang=en")
    assert app.button_group(key="collections").options == ["Projects (1)", "Good practices (6)", "Funding (6)"]
    assert app.button_group(key="languages").options == ["English (6)", "Finnish (5)", "Swedish (2)"]
    app.selectbox(key="document").select("funding/reko.md").run()
    assert [unescape(body).count("Begagnade maskiner</h2>") for body in articles(app)] == [1]
    assert address(app)["doc"] == ["funding/reko.md"]


def test_no_collections_are_offered_where_none_is_known(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = indexed(tmp_path, {"a.md": "# Omarahoitus\n\nHankkeen omarahoitus on 20 prosenttia.\n"}, encoder)
    monkeypatch.setenv("TIETOSILTA_INDEX", str(path))
    monkeypatch.chdir(tmp_path)
    opening(read_settings()).result()
    app = asked(AppTest.from_file(str(APP), default_timeout=60), "q=omarahoitus&lang=en")
    assert len(articles(app)) == 1
    assert "collections" not in [group.key for group in app.button_group]
    assert app.button_group(key="languages").options == ["Finnish (1)"]


def test_a_full_brief_takes_no_more_and_says_so(app: AppTest) -> None:
    kept = [f"funding/omarahoitus.md@{at}-{at + 9}" for at in range(50)]
    asked(app, "q=laundry&lang=en&" + "&".join(f"keep={one}" for one in kept))
    button = next(button for button in app.button if button.label == "Add to the brief")
    button.click().run()
    assert address(app)["keep"] == kept
    full = "The brief has 50 passages and holds no more. Remove one first."
    assert [body for body in bodies(app) if full in body] == [f'<p class="ts-note" role="alert">{full}</p>']


def test_a_document_that_is_not_there_finds_nothing(app: AppTest) -> None:
    asked(app, "q=laundry&lang=en&doc=../../etc/passwd")
    assert articles(app) == []
    assert app.get(DOWNLOADS) == []


def test_hostile_text_stays_text(app: AppTest) -> None:
    asked(app, "q=bicycle+workshop&lang=en&doc=practices/hostile.txt")
    (article,) = articles(app)
    assert "<script" not in article and "<img" not in article and 'href="javascript' not in article
    assert HOSTILE in unescape(article.replace("<mark>", "").replace("</mark>", ""))
    assert HOSTILE_TITLE in unescape(article)


def test_a_mistyped_word_is_said(app: AppTest) -> None:
    asked(app, "q=omarahotusosuus&lang=fi")
    assert any("Haettiin myös: omarahoitusosuus (omarahotusosuus)" in block.body for block in app.html)


def test_why_a_passage_was_found_is_said_in_words(app: AppTest) -> None:
    asked(app, "q=cooperative+laundry&lang=en&in=en&doc=practices/cooperative-laundry.md")
    article = articles(app)[0]
    assert 'Same words: <b class="ts-word">laundry</b> Its meaning is near the question, too.' in article
    asked(app, "q=osuuskunnan+pesula+Torinossa&lang=fi&doc=practices/cooperative-laundry.md")
    assert (
        'Sama käsite: <b class="ts-word">osuuskunnan → cooperative</b> Myös merkitys on lähellä kysymystä.'
        in articles(app)[0]
    )
    asked(app, "q=pesula+Torinossa&lang=fi&doc=practices/cooperative-laundry.md")
    assert "Merkitys on lähellä kysymystä, vaikka kieli on toinen: englanti." in articles(app)[0]
    (shares,) = [block.body for block in app.html if "ts-shares" in block.body][:1]
    assert '<th scope="row">Korjaus, jotta kieli ei ratkaise</th><td>−' in shares


def test_words_that_only_ask_are_no_reason_for_a_hit(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = indexed(tmp_path, {"a.md": "# Tuki\n\nVoit saada avustusta, jos teet hankkeen.\n"}, encoder)
    monkeypatch.setenv("TIETOSILTA_INDEX", str(path))
    monkeypatch.chdir(tmp_path)
    opening(read_settings()).result()
    app = asked(AppTest.from_file(str(APP), default_timeout=60), "q=Voinko+saada+avustusta%3F&lang=fi")
    assert [re.findall('ts-word">(.*?)</b>', article) for article in articles(app)] == [["avustusta"]]


def test_the_page_of_a_pdf_as_a_picture(app: AppTest) -> None:
    asked(app, "q=How+long+does+a+study+visit+last&lang=en&doc=practices/visits.pdf")
    assert "<strong>p. 2</strong>" in articles(app)[0]
    assert app.get("image") == []
    toggle = next(toggle for toggle in app.toggle if toggle.label == "Show page 2 as a picture")
    toggle.set_value(True).run()
    (picture,) = app.get("image")
    assert picture.proto.imgs[0].alt.startswith("Page 2 of Guide to study visits with the found passage")


def test_the_original_can_be_had(app: AppTest) -> None:
    asked(app, "q=laundry&lang=en&doc=practices/cooperative-laundry.md")
    assert [button.proto.label for button in app.get(DOWNLOADS)] == ["Download original"]
    assert [button.proto.help for button in app.get(DOWNLOADS)] == ["Download the file cooperative\\-laundry\\.md"]


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
    app = asked(AppTest.from_file(str(APP), default_timeout=60), f"q=avustus&lang={language}")
    (error,) = app.error
    assert error.value.startswith(sentence)
    assert "tietosilta index" in error.value
    assert app.text_input(key="question").value == "avustus"


def test_a_quote_that_is_a_whole_passage_can_be_kept_from_answer_and_hit(app: AppTest) -> None:
    asked(app, "q=Kuka voi hakea kehittämisrahaa?&lang=fi")
    assert [error.value for error in app.error] == []
    assert "Osuuskunta, yhdistys tai kunta" in articles(app)[0]
    kept = [button.key for button in app.button if "kehittamisraha.md@" in str(button.key)]
    assert [str(key).partition("funding/")[0] for key in kept] == ["keep answer ", "keep "]


def test_what_has_no_word_is_told(app: AppTest) -> None:
    asked(app, "lang=fi")
    for typed, told in (("😀🎉", ["Kirjoita kysymys tai hakusana kirjaimin tai numeroin."]), ("   ", [])):
        app.text_input(key="question").set_value(typed)
        app.button(key="FormSubmitter:ask-Hae").click().run()
        assert [info.value for info in app.info] == told
        assert address(app) == {"lang": ["fi"]}
