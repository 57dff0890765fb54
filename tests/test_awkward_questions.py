"""Questions as people type them, and sentences as documents have them: what must not be taken for something else."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from conftest import indexed

from assistant.answering.evidence import strength, unit_asked, values
from assistant.answering.upcoming import asks_of_next, can_come
from assistant.answering.wording import denies
from assistant.answers import ask
from assistant.conversation import make_whole
from assistant.finding.places import countries_in
from assistant.generating.checking import Source, check
from assistant.search import Library
from corpus.language import question_language
from index.encoder import Encoder
from index.question import searchable
from index.spelling import Spelling
from index.store import Store
from index.term_base import TermBase


@pytest.mark.parametrize(
    "question",
    [
        "Can Swedish-speaking associations apply?", "Is there a Swedish version of the guide?",
        "Is an English translation required?", "French-language guide",
        "Voiko Puolangan kunta hakea tukea?", "Virolahden kunta", "Virojoki, virologia", "Saako turkistarhaaja tukea?",
        "romaniasiain neuvottelukunta", "maltan odottaa", "iirisklinikka", "Should I polish my plan?", "Valko-Venäjä",
    ],
)  # fmt: skip
def test_no_country_is_named(question: str) -> None:
    assert countries_in(question) == frozenset()


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("Paljonko tuki on Itävallassa?", "AT"), ("Puolan osuuskunnat", "PL"), ("Viron laki", "EE"),
        ("Turkissa", "TR"), ("Romaniassa", "RO"), ("Maltan mallit", "MT"), ("Iirimaa", "IE"), ("Irlannissa", "IE"),
        ("Northern Ireland", "GB"), ("Pohjois-Irlannissa", "GB"), ("in the UK", "GB"), ("United Kingdom", "GB"),
        ("Polish cooperatives", "PL"), ("Onko Suomi mukana?", "FI"), ("Alankomaat", "NL"), ("venäläinen", "RU"),
        ("Ryssland", "RU"), ("Tsekki", "CZ"), ("Ungarn", "HU"), ("Suisse", "CH"), ("Island", "IS"),
    ],
)  # fmt: skip
def test_a_country_is_named(question: str, country: str) -> None:
    assert countries_in(question) == {country}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Deadline 2026-03-31.", "2026-03-31"), ("Apply by 31/03/2026.", "31/03/2026"),
        ("30.9. mennessä hakemus on jätettävä.", "30.9."), ("31. maaliskuuta 2026 asti", "31. maaliskuuta 2026"),
    ],
)  # fmt: skip
def test_dates(sentence: str, found: str) -> None:
    assert [sentence[start:end] for start, end in values(sentence, "date")] == [found]
    assert strength(sentence, "date") == 1.0


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The grant is EUR 20 000.", "EUR 20 000"), ("Yhteensä 0,5 M€", "0,5 M€"), ("Enintään 300 t€", "300 t€"),
        ("200 000:n euron tuki", "200 000:n euron"), ("Laki 757/2021 on voimassa", ""), ("1. Hae ajoissa", ""),
    ],
)  # fmt: skip
def test_amounts(sentence: str, found: str) -> None:
    assert "".join(sentence[start:end] for start, end in values(sentence, "amount")).strip() == found


def test_units_of_days() -> None:
    assert unit_asked("Kuinka monta työpäivää se kestää?") == "days"
    assert unit_asked("How many working days?") == "days"


def test_limits_are_no_denials() -> None:
    limits = ("No later than 31.3.", "No more than 50 % is paid.", "Inte högre än 50 %", "Ei yli 5 000 euroa", "No. 5")
    assert [denies(text) for text in limits] == [False] * 5
    assert all(map(denies, ("Ei voi hakea", "It is not paid", "Stöd betalas inte", "No aid is paid")))


def test_the_next_payment_is_no_call() -> None:
    assert not asks_of_next("Milloin voin hakea seuraavaa maksatusta?")
    assert not asks_of_next("När ska nästa ansökan om utbetalning lämnas in?")
    assert asks_of_next("Milloin on seuraava haku?")
    assert can_come("The next call closes on 30/09/2026.", date(2026, 5, 1))
    assert not can_come("The next call closed on 30/09/2025.", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        ("Vad är stödnivån för ESF+?", "Och för ERUF?", "Vad är stödnivån för ERUF?"),
        ("What was the rate in 2021?", "And in 2025?", "What was the rate in 2025?"),
        ("Vem kan söka i Lappland?", "Till vem betalas stödet?", "Till vem betalas stödet?"),
        ("Kuka voi hakea?", "Jos hanke päättyy kesken, mitä tapahtuu?", "Jos hanke päättyy kesken, mitä tapahtuu?"),
        ("Kuka voi hakea?", "Jos on yhdistys?", "Kuka voi hakea, jos on yhdistys?"),
        ("Who can apply?", "For whom?", "Who can apply for whom?"),
    ],
)
def test_follow_ups(before: str, asked: str, whole: str) -> None:
    assert make_whole(before, asked).text == whole


def test_a_model_writes_dates_and_amounts_its_own_way() -> None:
    sources = [Source("Opas", "Haku päättyy 31.3.2026. Avustus on 500 euroa.", "fi")]
    for sentence in ("The deadline is 31 March 2026 [1].", "The grant is EUR 500 [1]."):
        kept, removed = check(sentence, "en", sources)
        assert (len(kept), removed) == (1, 0)
    for sentence in ("Apply on Friday", "The Bundestag pays 500 euros", "It ends in March", "It is in EUR"):
        assert check(f"{sentence} [1].", "en", sources) == ((), 1)
    for odd in ("Avustus on 0.123.456 euroa [1].", "Versio 1.2.3 [1].", "15 Aprıl 2024 [1].", f"Tuki [{'9' * 5000}]."):
        check(odd, "fi", sources)  # raises nothing


def test_short_questions_are_in_a_language_of_the_index() -> None:
    assert {question_language(word, indexed=("en", "fi", "sv")) for word in ("projekti", "haku", "palkat")} == {"fi"}
    assert question_language("digi projekti", indexed=("en", "fi", "sv")) in ("fi", "sv")
    for words, language in (("soziale Genossenschaft", "de"), ("aide financière", "fr"), ("toetuse määr", "et")):
        assert question_language(words, indexed=("en", "fi", "sv")) == language


def test_letters_in_parts_are_read_whole(tmp_path: Path, encoder: Encoder) -> None:
    parted = unicodedata.normalize("NFD", "Åbo – vem får stöd?")
    assert searchable(parted) == "Åbo – vem får stöd?"
    written = unicodedata.normalize("NFD", "# Åbo\n\nI Åbo får alla stöd.")
    library = Library.open(indexed(tmp_path, {"a.md": written}, encoder))
    answer = ask(library, parted)
    assert (answer.question, answer.kind) == ("Åbo – vem får stöd?", "who")
    assert answer.hits[0].passage.text == "I Åbo får alla stöd."


def test_a_sign_alone_is_no_term(tmp_path: Path) -> None:
    own = tmp_path / "terms.yaml"
    own.write_text('jokirahasto:\n  fi: [jokirahasto, "€"]\n  sv: ["%"]\n', "utf-8")
    (named,) = TermBase.open(own).named("Paljonko jokirahasto on?", "fi")
    assert named.concept.terms == {"fi": ("jokirahasto",)}


def test_long_words_and_many_are_not_looked_for(small_index: Path) -> None:
    spelling = Spelling(Store(small_index))
    assert spelling.mistyped("omarahoitusosus" + "x" * 1000, "fi") == []
    assert len(spelling.mistyped("omarahoitusosuss " + " ".join(f"omarahoituso{x}su" for x in "bcdfghjklm"), "fi")) <= 8
