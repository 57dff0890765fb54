"""The questions that the first screen suggests are answered in every language, with what they ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import index_folder

from assistant.answers import ask
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store
from index.term_base import TermBase
from interface.texts import LANGUAGES, text

SHIPPED = Path(__file__).parents[1] / "corpus" / "library"
# Of the library, what answers the questions and what is near to it.
DOCUMENTS = (
    "funding/maksatus-ja-ennakko-fi.docx", "funding/utbetalning-och-forskott-sv.html", "funding/esr-suomessa-fi.md",
    "funding/esf-i-finland-sv.md", "funding/esf-in-finland-en.md", "funding/own-contribution-en.md",
    "funding/egenfinansiering-sv.md", "funding/rahoituslahteet-rinnakkain-fi.pdf",
    "funding/omarahoitus-ja-tukitaso-fi.md", "funding/asiakirjojen-sailyttaminen-fi.md",
    "funding/bevarande-av-handlingar-sv.docx", "funding/simplified-cost-options-en.pdf",
    "practices/ranska-nollatyottomyysalueet-fi.md", "practices/france-zero-long-term-unemployment-en.md",
    "practices/yhteiskunnallinen-yritys-merkki-fi.md", "projects/arvo-en.md", "projects/koordinaatiohanke-fi.md",
    "projects/koordinaatiohanke-sv.md", "projects/koordinaatiohanke-en.md", "projects/kumppanit-fi.md",
    "projects/partners-en.md",
)  # fmt: skip
# What the first quote says, in one of the languages in which it may be.
SAID = {
    "search.placeholder": ("oppilaitos, järjestö", "läroanstalt, en organisation", "schools and universities"),
    "first.applicant_1": ("30 prosenttia", "30 procent", "30 per cent"),
    "first.applicant_2": ("Talkootyö ei kelpaa", "Talko godtas inte", "Voluntary work does not count"),
    "first.staff_1": ("viisi vuotta", "fem år", "five years"),
    "first.staff_2": ("1 062", "3,900"),
    "first.partner_1": ("Suomalaisen Työn Liitto", "Association for Finnish Work"),
    "first.partner_2": ("Silta-Valmennusyhdistys",),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Library:
    folder = tmp_path_factory.mktemp("shipped")
    for name in DOCUMENTS:
        for path in SHIPPED.glob(f"{name}*"):
            (folder / "library" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / "library" / path.relative_to(SHIPPED))
    index_folder(folder / "library.sqlite", folder / "library", encoder)
    return Library(Store(folder / "library.sqlite"), encoder, terms=TermBase.open())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SAID)
def test_an_example_is_answered(key: str, language: str, library: Library) -> None:
    answer = ask(library, text(language, key))
    assert not answer.declined
    assert any(words in answer.sentences[0].text for words in SAID[key]), answer.sentences[0].text
