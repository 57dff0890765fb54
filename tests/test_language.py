"""The language of texts, questions and the blocks of a document."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import langdetect
import pytest

from corpus import language, lemmas
from corpus.language import SUPPORTED, block_languages, detect, main_language, question_language

EVAL = Path(__file__).parents[2] / "shared" / "data" / "eval"
INDEXED = ("fi", "sv", "en", "fr", "de")


def _shares(file: Path, found: Callable[[str], str], *, languages: Iterable[str]) -> dict[str, float]:
    """Share of texts told right, by language."""
    if not file.exists():
        pytest.skip(f"{file} is not here")
    right: dict[str, list[bool]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["lang"] in languages:
            right[record["lang"]].append(found(record["text"]) == record["lang"])
    return {language: sum(marks) / len(marks) for language, marks in right.items()}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("avustus palkkakuluihin", "fi"),
        ("palkkatuki", "fi"),
        ("mikä on omarahoitusosuus?", "fi"),
        ("OMARAHOITUS", "fi"),
        ("Tukikelpoiset kustannukset", "fi"),
        ("ESR+ hakemus", "fi"),
        ("egenfinansiering ESF", "sv"),
        ("mentorskap för unga", "sv"),
        ("Vem kan söka stöd?", "sv"),
        ("own contribution", "en"),
        ("What is the ESF+?", "en"),
        ("co-financing rate", "en"),
        ("subvention ESF", "fr"),
        ("Wie hoch ist die Eigenbeteiligung?", "de"),
        ("Hvor høj er medfinansieringen, og hvem kan søge støtte?", "da"),
        ("12345", "fi"),
        ("", "fi"),
        ("Was ist Smart?", "de"),
        ("Wat is Buurtzorg?", "nl"),
        ("Qu’est-ce que MAGMA ?", "fr"),
        ("What is MAGMA?", "en"),
    ],
)
def test_question_language(question: str, language: str) -> None:
    assert question_language(question, indexed=INDEXED) == language


@pytest.mark.parametrize("fallback", ["fi", "sv", "en"])
def test_what_is_in_no_language_is_asked_in_that_of_the_asker(fallback: str) -> None:
    for question in ("2021/1060", "867/2021 4 §", "ESR+", "EAKR", "THL", "AMIF 2026", "https://example.org/tuki"):
        assert question_language(question, indexed=INDEXED, fallback=fallback) == fallback, question
    for question, its_own in (("OMARAHOITUS", "fi"), ("egenfinansiering ESF", "sv"), ("own contribution", "en")):
        assert question_language(question, indexed=INDEXED, fallback=fallback) == its_own


def test_dictionaries_that_could_not_change_the_answer_stay_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    dictionaries = lemmas._Dictionaries()
    monkeypatch.setattr(lemmas, "_DICTIONARIES", dictionaries)
    language._known.cache_clear()
    assert question_language("Kuinka suuri omarahoitusosuus vaaditaan?", indexed=INDEXED) == "fi"
    assert set(dictionaries._opened) == {"fi"}  # Estonian letters come close, but Finnish has all four words
    assert question_language("egenfinansiering ESF", indexed=INDEXED) == "sv"
    assert "sv" in dictionaries._opened


def test_languages_without_a_profile_are_known_by_their_everyday_words() -> None:
    assert detect("Tá an maoiniú ar fáil do na fiontair shóisialta agus do na pobail.") == "ga"
    assert detect("Il-fondi huma disponibbli għal dawk li għandhom proġett fil-komunità.") == "mt"


def test_what_is_likely_decides_where_letters_do_not() -> None:
    assert detect("2021–2027: 40 %", likely=("sv", "fi")) == "sv"
    assert detect("2021–2027: 40 %", likely={"sv": 0.2, "fi": 0.8}) == "fi"
    assert detect("2021–2027: 40 %") == "en"
    assert detect("Understödets belopp och villkor", likely=("fi",)) == "sv"
    assert detect("Understödets belopp", among=("fi", "en")) in ("fi", "en")


def test_langdetect_itself_is_seeded() -> None:
    assert langdetect.DetectorFactory.seed == 0
    answers = {str(langdetect.detect_langs("egenfinansiering av projekt")) for _ in range(5)}
    assert len(answers) == 1


def test_a_short_heading_goes_with_its_neighbours() -> None:
    finnish = "Avustusta voidaan myöntää yhteiskunnallisille yrityksille niiden kehittämiseen."
    swedish = "Understöd kan beviljas samhälleliga företag för att utveckla deras verksamhet."
    blocks = [finnish, "Budget", "2023", finnish, swedish, "Kontakt", swedish]
    assert block_languages(blocks, likely=("fi",)) == ["fi", "fi", "fi", "fi", "sv", "sv", "sv"]
    assert block_languages([finnish, "IBAN FI13 1660 3000 1022 47 BIC NDEAFIHH"], likely=("fi",)) == ["fi", "fi"]
    assert block_languages([], likely=("fi",)) == []
    assert block_languages(["1", "2"], likely=("sv",)) == ["sv", "sv"]


def test_a_document_is_in_the_language_of_most_of_it() -> None:
    opening = ["List of operations of the programme", "Last updated in October 2016, all amounts are in euros."]
    rows = [f"Verein zur Förderung der Beschäftigung {number}, Qualifizierung für Arbeitslose" for number in range(300)]
    assert main_language(opening + rows) == "de"
    assert main_language(opening) == "en"
    assert main_language([]) == main_language(["2016", "1 000"]) == "en"


def test_all_languages_of_the_union_are_supported() -> None:
    union = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    assert " ".join(language for language in SUPPORTED if language not in ("no", "ru", "uk")) == union


def test_headlines_without_any_hint() -> None:
    headlines = EVAL / "ntrex128_headline_article" / "queries.jsonl"
    shares = _shares(headlines, detect, languages=("fi", "sv", "en", "da"))
    # One headline is the same string of English names in every language.
    assert shares["fi"] >= 0.98
    assert shares["sv"] >= 0.97
    assert shares["en"] >= 0.98
    assert shares["da"] >= 0.97


def test_section_headings_with_the_languages_of_the_index() -> None:
    headings = EVAL / "finlex_fi_sv_open" / "queries.jsonl"
    shares = _shares(
        headings, lambda text: question_language(text, indexed=("fi", "sv", "en")), languages=("fi", "sv")
    )
    assert shares["fi"] >= 0.995
    assert shares["sv"] >= 0.99


def test_a_long_line_without_spaces_takes_no_longer_than_one_with() -> None:
    assert main_language(["Avustusta voi hakea yhdistys.", "1;" * 1_000_000]) == "fi"
