"""What in a sentence can be an answer: amounts, days, names, and the unit that is asked for."""

from __future__ import annotations

import pytest

from assistant.answering.evidence import defined, strength, unit_asked, values
from assistant.answering.questions import Kind


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Kuinka monta vuotta tositteet säilytetään?", "years"),
        ("montako kuukautta tuki kestää", "months"),
        ("Hur många dagar i veckan?", "days"),
        ("How many per cent must we pay?", "per cent"),
        ("Wie viele Wochen?", "weeks"),
        ("combien d’heures", "hours"),
        ("Kuinka monta euroa?", "euros"),
        ("How many of the people found work?", "number"),
        ("Montako ihmistä Bastassa työskentelee?", "number"),
        ("Hur många procent?", "per cent"),
        ("Milloin vuosi vaihtuu?", None),
        ("Mikä on tukitaso Lapissa?", "per cent"),
        ("What is the support rate?", "per cent"),
        ("What is the hourly rate?", None),
        ("What is an hour of work worth?", "money"),
        ("Paljonko osuus maksaa?", "money"),
        ("Kuinka suuri osa voidaan maksaa ennakkona?", None),
        ("What are eligible costs of a project?", None),
        ("What is the monthly rent?", "money"),
        ("What is the monthly salary of an instructor?", "pay"),
        ("Mikä on projektipäällikön palkka?", "pay"),
        ("Quel est le montant maximal de l'avance ?", None),  # "mon-" begins no "montako"
        ("Montako osuuskuntaa on?", "number"),
    ],
)
def test_the_unit_of_which_a_question_asks_how_many(question: str, unit: str | None) -> None:
    assert unit_asked(question) == unit


@pytest.mark.parametrize(
    ("sentence", "kind", "unit", "form"),
    [
        ("Tuki maksetaan 24 kuukauden ajan.", "date", "months", 1),
        ("Tuki maksetaan viiden vuoden ajan.", "date", "months", 0.6),
        ("Tuki on 80 prosenttia.", "amount", "per cent", 1),
        ("Tuki on 5 000 euroa.", "amount", "per cent", 0.6),
        ("Tuki on suuri.", "amount", "per cent", 0),
        ("Värdet är 20 euro i timmen.", "amount", "money", 1),
        ("Den kostar 2 miljoner kronor.", "amount", "money", 1),
        ("Lön plus 39 procent.", "amount", "money", 0.5),
        ("Neuvonta on maksutonta.", "amount", "money", 1),
        ("Registreringen är avgiftsfri.", "amount", "money", 1),
        ("The self-assessment online is free.", "amount", "money", 1),
        ("Neuvonta on maksutonta.", "amount", None, 0),
        ("EUR 29,841 a year for each participant.", "amount", "money", 1),
        ("Tuki: käynnistys | Euroa: 7 500", "amount", "euros", 1),
        ("ESF 2014 paid 70 of them.", "amount", "money", 0.35),
        ("Neuvonta on maksutonta.", "amount", "pay", 0),
        ("Palkka on 2 500 euroa.", "amount", "pay", 1),
        ("Palkkoihin menee 70 prosenttia.", "amount", "pay", 0.5),
        ("Yli 90 prosenttia jää kolmeksi vuodeksi.", "amount", "number", 0.5),
        ("Vuonna 2004 siellä työskenteli noin 70.", "amount", "number", 1),
        ("Ett team på tio personer.", "amount", "number", 0.7),
        ("Haku päättyy 30.9.2026.", "date", "number", 1),
        ("Maksatusta haetaan EURA 2021 -järjestelmässä.", "date", None, 0),
        ("Paikka maksoi 16 900 Tanskan kruunua kuukaudessa.", "amount", None, 1),
        ("371 tonnes of furniture were sold.", "amount", None, 1),
        ("Omistajia on kolme.", "amount", None, 0.6),
        ("Juliste on vähintään A3-kokoinen.", "amount", None, 1),
    ],
)
def test_a_figure_in_another_unit_is_half_an_answer(sentence: str, kind: Kind, unit: str | None, form: float) -> None:
    assert strength(sentence, kind, unit) == form


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Haku päättyy 30. syyskuuta 2026.", "date", ["30. syyskuuta 2026"]),
        ("The call closes on 15 September.", "date", ["15 September"]),
        ("Utlysningen stänger 3 mars 2026.", "date", ["3 mars 2026"]),
        ("Tukialueeseen 2 kuuluvat kunnat", "date", []),
        ("Tuki kestää 2 lukuvuotta.", "date", ["2 lukuvuotta"]),
        ("vuonna 2020 eurooppalaiseen verkostoon", "amount", []),
        ("Tuki on 500 kr eller 60 e.", "amount", ["500 kr", "60 e"]),
        ("Hankkeella on 5 kriteeriä.", "amount", ["5"]),
        ("3 miljöorganisationer", "amount", ["3"]),
        ("Ett projekt kan få stöd.", "amount", []),
        ("Stödet gäller ett år.", "date", ["ett år"]),
        ("It employs fourteen people.", "amount", ["fourteen"]),
        ("The twenty-two members meet.", "amount", ["twenty-two"]),
        ("Föreningen har sjuttiofem medlemmar.", "amount", ["sjuttiofem"]),
        ("Mukana oli kuusitoista yritystä viidessätoista kunnassa.", "amount", ["kuusitoista", "viidessätoista"]),
        ("Kaksikymmentäviisi jäsentä", "amount", ["Kaksikymmentäviisi"]),
        ("Es sind fünfundzwanzig.", "amount", ["fünfundzwanzig"]),
        ("Sixty days after the call", "date", ["Sixty days"]),
        ("Kuin sade, per cent kuussa", "amount", []),
        ("NULA (Nupukad Lahendused, nokkelat ratkaisut) on ohjelma.", "who", []),
        ("Enintään 3,5 miljoonaa euroa.", "amount", ["3,5 miljoonaa euroa"]),
        ("Tuki on 300\u00a0000 euroa tai 1\u202f500 €.", "amount", ["300\u00a0000 euroa", "1\u202f500 €"]),
        ("Lomakkeella A1 200 euroa", "amount", ["200 euroa"]),
        ("Omarahoitus on 20 %:n osuus.", "amount", ["20 %:n"]),
        ("Termin: 12 maja 2026 r.", "date", ["12 maja 2026"]),
        ("La scadenza è il 15 gennaio 2026.", "date", ["15 gennaio 2026"]),
        ("Fristen er 15. desember 2026.", "date", ["15. desember 2026"]),
        ("Candidaturas até 3 de março de 2026", "date", ["3 de março de 2026"]),
        ("Maja on pieni mökki.", "date", []),
        ("Augustinuksen oppi", "date", []),
        ("May applicants pay it themselves, or may they not?", "date", []),
        ("The call opens in May 2026.", "date", ["May 2026"]),
        ("Luku 3.2. Hakemuksen liitteet", "date", []),
        ("Luvut 2024: 120 hanketta", "date", ["2024"]),
        ("https://example.fi/kaksi-vuotta-tyota", "date", []),
        ("La marca social ayuda a las empresas.", "date", []),
        ("Termin: 3 marca 2026", "date", ["3 marca 2026"]),
        ("Luvussa 4.1 kerrotaan, että haku päättyy 3.5.2026.", "date", ["3.5.2026"]),
        ("Haku päättyy 3.5.2026 kello 16.15.", "date", ["3.5.2026 kello 16.15"]),
        ("Voimaan 1 päivänä tammikuuta 2027.", "date", ["1 päivänä tammikuuta 2027"]),
        ("Momentti 33.90.50", "date", []),
        ("Strodl Michael jun", "date", []),
        ("1. Kuka pitää yhteyttä rahoittajaan", "who", []),
        ("Rahoitusta myöntävät elinvoimakeskukset, maakuntien liitot ja Ruokavirasto.", "who",
         ["elinvoimakeskukset", "maakuntien liitot", "Ruokavirasto"]),
        ("Förvaltande myndighet är arbets- och näringsministeriet.", "who", ["myndighet", "näringsministeriet"]),
    ],
)  # fmt: skip
def test_what_answers_stands_out_whole(text: str, kind: Kind, found: list[str]) -> None:
    assert [text[start:end] for start, end in values(text, kind)] == found


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("Yhteiskunnallinen yritys on yritys, joka ratkoo ongelmaa.", "Yhteiskunnallinen yritys "),
        ("De minimis-stöd är små offentliga stöd till ett företag.", "De minimis-stöd "),
        ("A lump sum means a fixed amount.", "A lump sum "),
        ("Lisää siis nämä omaan luetteloosi.", ""),
        ("Ett socialt företag och ett samhälleligt företag är inte samma sak.", ""),
    ],
)
def test_what_a_sentence_defines_stands_before_its_verb(sentence: str, what: str) -> None:
    assert defined(sentence) == what


@pytest.mark.parametrize(
    ("sentence", "kind", "told"),
    [
        ("Till stödmottagare räknas följande:", "list", 1),
        ("En förening bildas för gemensamt fullföljande av ett ideellt syfte.", "list", 0),
        ("Ett socialt företag är en aktör som gör nytta.", "definition", 1),
        ("När en förening bildas görs en stiftelseurkund.", "definition", 0),
        ("Les dépenses peuvent être payées uniquement après service fait.", "definition", 0),
        ("Kaikki voivat hakea.", "yes_no", 1),
        ("Vi erbjuder rådgivning.", "yes_no", 0),
    ],
)
def test_words_within_other_words_tell_nothing(sentence: str, kind: Kind, told: float) -> None:
    assert strength(sentence, kind) == told
