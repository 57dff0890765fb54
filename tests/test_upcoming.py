"""Whoever asks when the next call opens gets no call that is over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import indexed

from assistant.answering.upcoming import asks_of_closing, asks_of_next, can_come, tells_a_day
from assistant.answers import ask
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("sentence", "can"),
    [
        ("Haku on avoinna 15.1.–27.2.2027.", True),
        ("Haku oli avoinna 26.1.–26.3.2026.", False),
        ("Haku avautuu tammikuussa 2027.", True),
        ("Vuoden 2027 haku avautuu myöhemmin.", True),
        ("Vuoden 2027 haku oli 5.5.–2.6.2026 kello 16.15.", False),
        ("Haku päättyy 28.11.2026.", True),
        ("Haku päättyi 27.11.2026.", False),
        ("Utlysningen öppnar i mars.", True),
        ("Utlysningen stängde i mars 2026.", False),
        ("The call opens on 2027-02-01.", True),
        ("The call opened on 3 March 2025.", False),
        ("Calls open every year; one deadline was 5 March 2025.", True),
        ("Haku kuuluu ohjelmakauteen 2021–2027.", False),
        ("Haku tehdään sähköisesti.", False),
        ("Tukea voi hakea 1.9.–30.9.2027.", True),
        ("Seuraava hakukierros on 1.9.–30.9.2027.", True),
        ("Avustus on haussa 1.9.–30.9.2027.", True),
        ("Haku on auki 1.11.2025–15.1.2026.", False),
        ("Haku on auki 1.11.–15.1.2026.", False),
        ("Haku on auki 1.11.–15.1.2027.", True),
        ("Vuoden 2027 haku päättyy 15.1.", True),
        ("The call was open from 3 November to 15 December 2019.", False),
        ("Utlysningen var öppen från 1 november till 15 december 2019.", False),
        ("Applications must be in by 15 December.", True),
        ("In the 2019 call, associations may apply for 80 per cent.", False),
        ("The call closed on September 30, 2019.", False),
        ("Applications are open until 31 May 2027.", True),
        ("Elokuvahaku avautuu myöhemmin.", False),
        ("Avustus haetaan kerralla koko ajalle (hakuilmoitus 2027).", False),
        ("Haku päättyi 3.2.2026 kello 16.12.", False),
        ("Kustannukset ovat tukikelpoisia 31.12.2029 asti.", False),
        ("Haku päättyy 15.1 klo 16.15 vuonna 2027.", True),
        ("Haku alkaa 1 päivänä joulukuuta 2026.", True),
        ("The call closes on the 31st of May 2026.", False),
        ("Hakijan on noudatettava kohtia 7.2.2 ja 7.2.3.", False),
    ],
)
def test_a_sentence_that_can_tell_of_the_next_call(sentence: str, can: bool) -> None:
    assert can_come(sentence, TODAY) is can


@pytest.mark.parametrize(
    ("question", "next_one"),
    [
        ("Milloin seuraava ESR-haku avautuu?", True),
        ("När öppnar nästa utlysning?", True),
        ("when is the next call", True),
        ("Wann öffnet der nächste Aufruf?", True),
        ("Milloin seuraavat haut avautuvat?", True),
        ("Koska on tulevia hakuja?", True),
        ("Milloin seuraavat kulut korvataan?", False),
        ("Milloin EU:lta tuleva tuki maksetaan?", False),
        ("Kuinka pitkä on seuraavan haun hakuaika?", False),
        ("Milloin seuraava maksatushakemus on jätettävä?", False),
        ("När är nästa utvärdering?", False),
        ("När gick ansökningstiden ut?", False),
    ],
)
def test_a_question_for_what_is_to_come(question: str, next_one: bool) -> None:
    assert asks_of_next(question) is next_one


@pytest.mark.parametrize(("year", "declined"), [(2026, True), (2027, False)])
def test_a_call_that_is_over_does_not_answer_when_the_next_opens(
    tmp_path: Path, encoder: Encoder, year: int, declined: bool
) -> None:
    text = f"# Metsähaku\n\nMetsähankkeiden haku avautuu 15.1.{year}. Metsähankkeita rahoittaa ministeriö.\n"
    library = Library(Store(indexed(tmp_path, {"haku.md": text}, encoder)), encoder)
    answer = ask(library, "Milloin seuraava metsähankkeiden haku avautuu?", today=TODAY)
    assert answer.declined is declined
    assert [quote.text for quote in answer.sentences[:1]] == [f"Metsähankkeiden haku avautuu 15.1.{year}."][declined:]
    past = ask(library, "Milloin metsähankkeiden haku avautuu?", today=TODAY)
    assert past.sentences[0].text == f"Metsähankkeiden haku avautuu 15.1.{year}."


@pytest.mark.parametrize(
    ("question", "closing"),
    [
        ("Milloin hakuaika päättyy?", True),
        ("Koska haku sulkeutuu", True),
        ("När går ansökningstiden ut?", True),
        ("När stänger utlysningen?", True),
        ("When does the call close?", True),
        ("Wann läuft die Antragsfrist ab?", True),
        ("Milloin hanke päättyy?", False),
        ("Milloin viimeinen maksatushakemus jätetään?", False),
        ("When does the project end?", False),
        ("Miten haku päättyy?", False),
    ],
)
def test_a_question_about_when_the_time_to_apply_is_over(question: str, closing: bool) -> None:
    assert asks_of_closing(question) is closing


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Asia: Hakuaika | Tieto: 26.1.–26.3.2026", True),
        ("Understöd ska sökas årligen före utgången av september.", True),
        ("The ESF+ call 4.1 closed on 26 March 2026.", True),
        ("Hakemusten arviointi aloitetaan, kun hakuaika on päättynyt.", False),
        ("Vuoden 2027 haku avautuu myöhemmin.", False),
        ("Haku kuuluu ohjelmakauteen 2021–2027.", False),
        ("Hanke päättyy 31.12.2029.", False),
        ("Hakuaika on hakuilmoituksessa (1.1.2026).", False),
        ("Haku on auki (päättyy 15.9.2026).", True),
        ("Hakuaika päättyy 15.9 klo 16.15", True),
        ("Määräaika on 15.9.2026.", True),
        ("Sista dag är 15.9.2026.", True),
        ("Die Ausschreibung endet am 15. September 2026.", True),
        ("Haku on jatkuva.", True),
    ],
)
def test_a_sentence_that_tells_the_day(sentence: str, day: bool) -> None:
    assert tells_a_day(sentence) is day


def test_when_a_call_closes_is_told_by_a_day_or_not_at_all(tmp_path: Path, encoder: Encoder) -> None:
    general = "# Hakuohje\n\nHakemusten arviointi alkaa, kun hakuaika on päättynyt. Hakuaika on hakuilmoituksessa.\n"
    call = "# Avoin haku\n\nHakuaika on 1.9.–30.9.2027. Hakuaika päättyy kello 16.15.\n"
    library = Library(Store(indexed(tmp_path, {"ohje.md": general}, encoder)), encoder)
    question = "Milloin hakuaika päättyy?"
    assert ask(library, question, today=TODAY).declined
    library = Library(Store(indexed(tmp_path, {"ohje.md": general, "haku.md": call}, encoder)), encoder)
    assert ask(library, question, today=TODAY).sentences[0].text == "Hakuaika on 1.9.–30.9.2027."
