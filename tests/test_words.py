"""Index terms, parts of compounds and the words that a text shares with a question."""

from __future__ import annotations

import pytest

from index.compounds import parts
from index.verbs import verb_of
from index.words import forms_of, matched_words, query_terms, terms


def test_finnish_compounds_are_found_by_their_parts() -> None:
    assert terms("Rahoitushakujen omarahoitusosuus", "fi") == [
        "rahoitushaku", "rahoitus", "haku",
        "omarahoitusosuus", "oma", "rahoitus", "osuus", "omarahoitus", "rahoitusosuus",
    ]  # fmt: skip
    assert terms("kehittämishankkeessa", "fi") == ["kehittämishanke", "kehittäminen", "kehittää", "hanke"]
    assert terms("palkkakustannuksiin", "fi") == ["palkkakustannus", "palkka", "kustannus"]


def test_a_base_form_and_its_inflected_form_give_the_same_terms() -> None:
    assert terms("rahoitushaku", "fi") == terms("rahoitushaussa", "fi") == ["rahoitushaku", "rahoitus", "haku"]
    assert terms("koordinaatiohanke", "fi") == terms("koordinaatiohankkeessa", "fi")


@pytest.mark.parametrize(
    ("words", "language", "base"),
    [
        ("tuki tuen tukea tuet tukien tuilla", "fi", "tuki"),
        ("kulu kulut kulun kulujen kuluihin", "fi", "kulu"),
        ("työmarkkinatuki työmarkkinatukeen työmarkkinatuesta", "fi", "työmarkkinatuki"),
        ("toteutusaika toteutusajan toteutusajalla", "fi", "toteutusaika"),
        ("hankintalaki hankintalain hankintalaissa", "fi", "hankintalaki"),
        ("maksaa maksetaan maksamaan maksettu maksetun maksettava maksettavassa maksettavista", "fi", "maksaa"),
        ("hakea haetaan haettavat haettavissa haetun", "fi", "hakea"),
        ("myöntää myönnetään myönnetyt myönnettävän", "fi", "myöntää"),
        ("tarkoittaa tarkoitetaan tarkoitetulla tarkoitetuissa tarkoitetut", "fi", "tarkoittaa"),
        ("päättyä päättyy päättynyt päättyneet päättyneiden päättyneestä päättyneeseen", "fi", "päättyä"),
        ("aiheutua aiheutunut aiheutuneista aiheutuneisiin aiheutuneet", "fi", "aiheutua"),
        ("esittää esittänyt esittäneelle esittäneitä", "fi", "esittää"),
        ("huone huoneet huoneiden huoneista", "fi", "huone"),
        ("understöd understödet understödets understöden", "sv", "understöd"),
        ("statsunderstöd statsunderstödet statsunderstöden", "sv", "statsunderstöd"),
        ("beslut beslutet beslutets besluts", "sv", "beslut"),
        ("åtgärd åtgärden åtgärder", "sv", "åtgärd"),
        ("projektplan projektplanen projektplaner", "sv", "projektplan"),
        ("ansökningstid ansökningstiden", "sv", "ansökningstid"),
        ("användningstid användningstiden", "sv", "användningstid"),
        ("skuld skulden skulder skulderna", "sv", "skuld"),
    ],
)
def test_forms_of_one_word_have_one_base(words: str, language: str, base: str) -> None:
    assert {forms[0] for forms in forms_of(words, language)} == {base}


def test_nouns_of_what_is_done_are_found_by_the_verb_too() -> None:
    assert terms("maksamisesta", "fi") == ["maksaminen", "maksaa"]
    assert terms("beviljandet", "sv") == ["beviljande", "bevilja"]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("laatu vuotuista erityistä selvitystä merkittävän päättävä tapahtumista toimista hatun kadun tutun", "fi"),
        ("päättyä päättyy perustua liittyä suorittavat levittävät toimittava", "fi"),
        ("sambandet utlandet besluta söker litet hela europeiska", "sv"),
        ("the painting was awarded", "en"),
    ],
)
def test_what_only_looks_like_a_form_of_a_verb(words: str, language: str) -> None:
    assert [verb_of(word, language) for word in words.split()] == [None] * len(words.split())
    assert "lit" not in terms(words, language)


@pytest.mark.parametrize(
    ("word", "language", "found"),
    [
        ("projektmedelsansökan", "sv", ("projekt", "medel", "ansökan")),
        ("arbetsmarknadspolitik", "sv", ("arbete", "marknad", "politik", "arbetsmarknad")),
        ("självfinansieringsandel", "sv", ("själv", "finansiering", "andel", "självfinansiering")),
        ("medfinansiering", "sv", ("finansiering",)),
        ("bostadsort", "sv", ("bostad", "ort")),
        ("arbeitsmarktpolitik", "de", ("arbeitsmarkt", "politik")),
        ("lohnkostenzuschuss", "de", ("lohn", "kosten", "zuschuss", "lohnkosten")),
        ("förderantrag", "de", ("fördern", "antrag")),
        ("zuwendungsbescheid", "de", ("zuwendung", "bescheid")),
        ("arbeidsmarktbeleid", "nl", ("arbeid", "markt", "beleid", "arbeidsmarkt")),
        ("subsidieaanvraag", "nl", ("subsidie", "aanvraag")),
        ("jongerenwerk", "nl", ()),
        ("toetusetaotlus", "et", ("toetus", "taotlus")),
        ("tööturuteenus", "et", ("töö", "turg", "teenus", "tööturg")),
        ("egenfinansiering", "da", ("egen", "finansiering")),
        ("lønomkostning", "da", ("løn", "omkostning")),
        ("prosjektsøknad", "no", ("prosjekt", "søknad")),
        ("tilskuddsmottaker", "no", ("tilskudd", "mottaker")),
        ("hankkeenhallinta", "fi", ("hanke", "hallinta")),
        ("yhteistyöjärjestö", "fi", ("yhteistyö", "järjestö")),
        ("kokonaisuus", "fi", ()),
        ("työllisyys", "fi", ()),
        ("viranomainen", "fi", ()),
        ("kehittäminen", "fi", ()),
        ("förslag", "sv", ()),
        ("utveckling", "sv", ()),
        ("development", "en", ()),
    ],
)
def test_parts(word: str, language: str, found: tuple[str, ...]) -> None:
    assert parts(word, language) == found


def test_numbers_and_identifiers_stay_whole() -> None:
    assert terms("laki (757/2021) 12 §:ssä, 3 a §, § 5", "fi") == [
        "laki", "757/2021", "757", "2021", "12§", "12", "3a§", "3a", "5§", "5",
    ]  # fmt: skip
    assert terms("40 % 25,5 % 1 200 000 euroa 9.6.2023", "fi") == [
        "40%", "40", "25.5%", "25.5", "1200000", "euro", "9.6.2023", "2023",
    ]  # fmt: skip
    assert terms("CCI 2021FI05SFPR001 (EU) 2021/1060", "en") == [
        "cci", "2021fi05sfpr001", "eu", "2021/1060", "2021", "1060",
    ]  # fmt: skip
    assert terms("ESR+ EU:n EU-rahoitus", "fi") == ["esr+", "esr", "eu", "eu-rahoitus", "eu", "rahoitus"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("300,000", ["300000"]),
        ("300 000", ["300000"]),
        ("543.900", ["543900"]),
        ("543.900,00", ["543900.00", "543900"]),
        ("782,597.50", ["782597.50"]),
        ("1.234,50", ["1234.50"]),
        ("0,125", ["0.125"]),
        ("12,5", ["12.5"]),
    ],
)
def test_an_amount_is_the_same_however_it_is_written(written: str, found: list[str]) -> None:
    assert terms(written, "en") == found


def test_inflected_compounds_of_the_neighbours() -> None:
    assert terms("noorsootööd", "et")[0] == "noorsootöö"
    assert terms("Lohnkostenzuschüsse", "de")[0] == "lohnkostenzuschuss"
    assert terms("arbejdsmarkedspolitikken", "da") == ["arbejdsmarkedspolitik", "arbejdsmarked", "politik"]


def test_other_languages() -> None:
    assert terms("l'homme d’affaires", "fr") == ["homme", "affaire"]
    assert terms("the beneficiaries' costs", "en") == ["the", "beneficiary", "cost"]
    assert terms("Il-fondi huma", "mt") == ["il-fondi", "il", "fondi", "huma"]
    assert terms("", "fi") == []


def test_questions_lose_everyday_words_unless_nothing_else_is_left() -> None:
    assert query_terms("Mikä on omarahoitusosuus?", "fi") == [
        "omarahoitusosuus", "oma", "rahoitus", "osuus", "omarahoitus", "rahoitusosuus",
    ]  # fmt: skip
    assert query_terms("What is the co-financing rate of the ESF+?", "en") == [
        "co-financing", "co", "financing", "rate", "esf+", "esf",
    ]  # fmt: skip
    assert query_terms("mitä se on", "fi") == ["mikä", "se", "olla"]


@pytest.mark.parametrize("address", ["www.om.fi", "a@b.fi", "http://t.co/ab"])
def test_a_short_address_has_a_term(address: str) -> None:
    assert forms_of(address, "fi") == [(address,)]


def test_matched_words_are_the_questions_own() -> None:
    text = "Rahoitushaku alkaa 1.2.2024. Omarahoitusosuus on 25 %."
    question = "Milloin rahoitusta voi hakea ja onko omarahoitus 25 %?"
    found = matched_words(question, "fi", terms(text, "fi"))
    assert found == ("rahoitusta", "omarahoitus", "25 %")
    assert matched_words("What is ESF+?", "en", terms("ESF+ rahoittaa", "fi")) == ("ESF+",)
    assert matched_words("mikä on se", "fi", terms("se on", "fi")) == ()


def test_what_is_longer_than_any_word_is_no_compound() -> None:
    assert terms("kuu" * 400, "et") == ["kuu" * 400]
