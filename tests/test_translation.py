"""Questions and passages translated on this machine: in the search, in the terminal and on the pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import indexed
from pages import articles, asked, bodies
from streamlit.testing.v1 import AppTest
from translating import Dictionary, install_by_hand

from assistant.search import Library
from assistant.translating.translator import Translator, route
from corpus.errors import TranslationProblem
from index.encoder import Encoder
from index.store import Store
from interface.cli import main
from interface.doctor import examine
from interface.opening import opening
from interface.settings import read_settings

pytest.importorskip("fxtranslate", reason="the optional fxtranslate is not installed")
PLAIN = "Nobody has checked it. The original text is what counts."


@pytest.fixture
def home(tmp_path: Path, staff_index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the small index and translation models, settings pointing there."""
    monkeypatch.setattr("fxtranslate.Translator", Dictionary)
    monkeypatch.setenv("TIETOSILTA_INDEX", str(staff_index))
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    install_by_hand(tmp_path, "fi-en", "en-fi", "en-sv", "sv-en")
    yield tmp_path
    opening.clear()


def test_routes() -> None:
    pairs = {("fi", "en"), ("en", "sv"), ("nb", "sv")}
    assert route("fi", "sv", pairs) == [("fi", "en"), ("en", "sv")]
    assert route("nb", "sv", pairs) == [("nb", "sv")]
    assert route("sv", "fi", pairs) == route("fi", "et", pairs) == route("en", "fi", pairs) == []


def test_lines_stay_lines_and_marks_stay_marks(home: Path) -> None:
    translator = Translator(home / "translation")
    text = "Pesula\n\n• koneet\n2) omarahoitus"
    assert translator.translate(text, "fi", "en") == "laundry\n\n• machines\n2) own contribution"
    assert translator.translate("omarahoitus", "fi", "sv") == "egen insats"
    assert translator.can("fi", "sv") and not translator.can("fi", "fi") and not translator.can("fi", "de")
    with pytest.raises(TranslationProblem, match="not_installed: fi de"):
        translator.translate("pesula", "fi", "de")


def test_threads_share_a_translator(home: Path) -> None:
    translator = Translator(home / "translation")
    with ThreadPoolExecutor(4) as pool:
        words = list(pool.map(lambda n: translator.translate(f"pesula {n}", "fi", "en"), range(20)))
    assert words == [f"laundry {n}" for n in range(20)]


def test_the_real_engine_refuses_what_is_no_model(tmp_path: Path) -> None:
    install_by_hand(tmp_path, "fi-en")
    with pytest.raises(TranslationProblem, match="broken: fi-en"):
        Translator(tmp_path / "translation").translate("pesula", "fi", "en")
    (tmp_path / "translation/fi-en/vocab.fien.spm").unlink()
    with pytest.raises(TranslationProblem, match="broken: fi-en"):
        Translator(tmp_path / "translation").translate("pesula", "fi", "en")


def test_a_panic_of_the_real_engine_is_a_broken_model(
    tmp_path: Path, staff_index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_by_hand(tmp_path, "fi-en")
    model = tmp_path / "translation/fi-en/model.fien.intgemm.alphas.bin"
    model.write_bytes((1).to_bytes(8, "little") + b"\xff" * 5000)
    translator = Translator(tmp_path / "translation")
    with pytest.raises(TranslationProblem, match="broken: fi-en") as told:
        translator.translate("pesula", "fi", "en")
    assert not isinstance(told.value.__cause__, Exception)
    found = Library(Store(staff_index), encoder, translator=translator).search("pesula")
    assert found.hits == Library(Store(staff_index), encoder).search("pesula").hits
    monkeypatch.setenv("TIETOSILTA_INDEX", str(staff_index))
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    sentences = [sentence for fine, sentence in examine(read_settings()) if not fine]
    assert sentences == [
        "The translation model cannot be read: fi-en. Install it again with tietosilta translate install."
    ]


def test_a_question_is_also_looked_for_by_its_translations(home: Path, staff_index: Path, encoder: Encoder) -> None:
    translator = Translator(home / "translation")
    plain, translated = (
        {hit.document.id: hit for hit in Library(Store(staff_index), encoder, translator=one).search("pesula").hits}
        for one in (None, translator)
    )
    laundry = "practices/cooperative-laundry.md"
    hit, before = translated[laundry], plain[laundry]
    assert hit.translated == ("laundry",) and before.translated == ()
    assert hit.shares and before.shares and before.shares.translation == 0
    assert hit.shares.translation == pytest.approx(0.06, abs=1e-4)
    assert hit.score - before.score == pytest.approx(0.06, abs=1e-4)
    parts = (hit.shares.meaning, hit.shares.language, hit.shares.likeness, hit.shares.words, hit.shares.terms)
    assert sum(parts) + hit.shares.translation == pytest.approx(hit.score, abs=1e-5)
    # What has no word of the translation gains nothing.
    assert translated["funding/hakuaika.md"].shares.translation == 0  # type: ignore[union-attr]


def test_a_broken_model_leaves_the_search_as_it_was(home: Path, staff_index: Path, encoder: Encoder) -> None:
    (home / "translation/fi-en/model.fien.intgemm.alphas.bin").write_bytes(b"half")
    translator = Translator(home / "translation")
    with_broken = Library(Store(staff_index), encoder, translator=translator).search("pesula")
    assert with_broken.hits == Library(Store(staff_index), encoder).search("pesula").hits


def test_the_terminal_shows_passages_in_the_language_of_the_question(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "pesula", "--translate", "--json", "--k", "5", "--explain"]) == 0
    hits = {hit["document"]: hit for hit in json.loads(capsys.readouterr().out)["hits"]}
    laundry = hits["practices/cooperative-laundry.md"]
    assert laundry["translation"]["language"] == "fi" and laundry["translation"]["machine"] is True
    assert laundry["translation"]["text"].startswith(" pesula employs thirty people")
    assert laundry["text"].startswith("The laundry employs thirty people")
    assert laundry["explain"]["translation"] == pytest.approx(0.06, abs=1e-4)
    assert "translation" not in hits["funding/hakuaika.md"]
    assert main(["search", "pesula", "--translate", "--k", "5"]) == 0
    said = capsys.readouterr().out
    assert "Machine translation, not checked:  pesula employs" in said
    assert "Same words in machine translation: laundry" in said


def test_items_of_a_translated_passage_keep_their_lines(
    home: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    document = "---\nlanguage: en\ntitle: Laundry\n---\n# Laundry\n\nOur laundry has:\n\n- machines\n- used machines\n"
    path = indexed(home, {"projects/laundry.md": document}, encoder)
    assert main(["search", "Mitä koneita pesulassa on?", "--translate", "--index", str(path)]) == 0
    assert "not checked: Our pesula has:\n   • koneet\n   • used koneet\n" in capsys.readouterr().out


def test_what_is_not_installed_is_said_once(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(home / "translation")
    assert main(["search", "pesula", "--translate", "--k", "5"]) == 0
    said = capsys.readouterr()
    sentence = "No translation model is installed for these languages: en fi. Run tietosilta translate install en fi."
    assert said.err.count(sentence) == 1 and "laundry" in said.out
    assert main(["search", "pesula", "--k", "5"]) == 0
    assert "ranslation" not in capsys.readouterr().err
    sentences = [sentence for fine, sentence in examine(read_settings()) if fine and "ranslation" in sentence]
    assert len(sentences) == 1 and "No translation models are installed yet" in sentences[0]
    monkeypatch.setattr("interface.commands.translate.engine_installed", lambda: False)
    sentences = [sentence for fine, sentence in examine(read_settings()) if fine and "ranslation" in sentence]
    assert len(sentences) == 1 and "everything else works without it" in sentences[0]


def test_the_doctor_tries_the_models(home: Path) -> None:
    told = [(fine, sentence) for fine, sentence in examine(read_settings()) if "ranslation" in sentence]
    assert told == [(True, "Translation models: en→fi, en→sv, fi→en, sv→en.")]
    (home / "translation/sv-en/vocab.sven.spm").unlink()
    told = [(fine, sentence) for fine, sentence in examine(read_settings()) if "ranslation" in sentence]
    assert told[1:] == [
        (False, "The translation model cannot be read: sv-en. Install it again with tietosilta translate install.")
    ]


def translations(app: AppTest) -> list[str]:
    return [body for body in bodies(app) if "ts-translation" in body]


def test_a_hit_in_the_language_of_the_page(home: Path, staff_app: AppTest) -> None:
    opening(read_settings()).result()
    asked(staff_app, "q=used+machines&lang=en")
    (control,) = [one for one in staff_app.toggle if "funding/reko.md" in str(one.key)]
    assert control.label == "Show in English (machine translation)"
    # Nothing to translate where the passage is in the asker's language.
    assert not [one for one in staff_app.toggle if "translate practices/cooperative-laundry" in str(one.key)]
    assert translations(staff_app) == []
    control.set_value(True).run()
    (shown,) = translations(staff_app)
    assert 'lang="en" aria-label="Machine translation"' in shown
    assert f"Machine translation, original language: Swedish. {PLAIN}" in shown
    assert "<p>Inköp av used machines kan godkännas" in shown
    original = next(one for one in articles(staff_app) if "Begagnade maskiner" in one)
    assert 'class="ts-passage" lang="sv"' in original and "Inköp av begagnade maskiner" in original


def test_a_quote_in_the_language_of_the_page(home: Path, staff_app: AppTest) -> None:
    opening(read_settings()).result()
    asked(staff_app, "q=Can+used+machines+be+bought%3F&lang=en")
    quote = next(one for one in bodies(staff_app) if "ts-quote" in one)
    assert 'lang="sv"' in quote and "Inköp av begagnade maskiner" in quote
    control = next(one for one in staff_app.toggle if str(one.key).startswith("translate quote funding/reko.md"))
    control.set_value(True).run()
    assert "<p>Inköp av used machines kan godkännas" in translations(staff_app)[0]


def test_a_document_beside_its_translation(home: Path, staff_app: AppTest) -> None:
    opening(read_settings()).result()
    asked(staff_app, "doc=funding/reko.md&lang=fi", place="document")
    (control,) = [one for one in staff_app.toggle if str(one.key).startswith("translate ")]
    assert control.label == "Näytä suomeksi (konekäännös)"
    control.set_value(True).run()
    (shown,) = translations(staff_app)
    assert 'lang="fi"' in shown and "used koneet kan godkännas" in shown
    assert any('lang="sv"' in body and "Inköp av begagnade maskiner" in body for body in bodies(staff_app))


def test_the_setting_switches_it_off(home: Path, staff_app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIETOSILTA_TRANSLATION", "false")
    opening(read_settings()).result()
    asked(staff_app, "q=used+machines&lang=en")
    assert not [one for one in staff_app.toggle if str(one.key).startswith("translate ")]
