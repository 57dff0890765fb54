"""Who asks for a person, opening hours, a telephone number or an e-mail address gets one or is told there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import indexed

from assistant.answering.contacts import contact_asked
from assistant.answers import ask
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store

PERSON = "Kuka on hankkeen projektipäällikkö?"
HOURS = "Vilka öppettider har supporten?"
TELEPHONE = "What is the phone number of the office?"
EMAIL = "Mikä on toimiston sähköpostiosoite?"


@pytest.mark.parametrize(
    ("question", "sentence", "answers"),
    [
        (PERSON, "Projektipäällikkö on Aino Virta, Silta-yhdistys.", True),
        (PERSON, "Projektipäällikkönä toimii Åke von Bahr.", True),
        (PERSON, "Projektipäällikkö vastaa hankkeesta.", False),
        (PERSON, "Hankkeen työntekijöitä ovat Aino Virta ja Olli Oja.", False),
        ("Kuka on projektipäällikkö hankkeessa?", "The project manager is Aino Virta.", True),
        ("Vem är generaldirektör för rådet?", "Rådets generaldirektör heter Lena Ek.", True),
        ("Vem är generaldirektören för rådet?", "Rådet har en generaldirektör.", False),
        ("Who is the Scottish minister for social enterprise?", "The census was done by Social Value Lab.", False),
        ("Who’s the contact person?", "Contact: Aino Virta, tel. 040 123 4567", True),
        ("Wer ist der Geschäftsführer?", "Geschäftsführerin ist Anna Maier.", True),
        ("Qui est la directrice de la coopérative ?", "La directrice, Anne Roux, parle aux membres.", True),
        ("Kes on ühingu juhataja?", "Ühingu juhataja on Mari Tamm.", True),
        (HOURS, "Supporten är öppen vardagar.", True),
        (HOURS, "Palvelu on avoinna klo 9–15.", True),
        (HOURS, "Puhelinpalvelu 9.00–15.30", True),
        (HOURS, "Supporten hjälper till med ansökan.", False),
        ("What are the opening hours?", "The office opens at 9 am.", True),
        (TELEPHONE, "Tel. +358 29 502 0050", True),
        (TELEPHONE, "Puhelin 0295 020 500.", True),
        (TELEPHONE, "Act 757/2021 applies from 15.1.2022.", False),
        (TELEPHONE, "The programme has 300 000 000 euros in 2021-2027.", False),
        (TELEPHONE, "The office gives advice by telephone.", False),
        (EMAIL, "Kirjoita osoitteeseen toimisto@example.org.", True),
        (EMAIL, "Kirjoita: toimisto (at) example.org", True),
        (EMAIL, "Ilmoita sähköpostiosoitteesi.", False),
    ],
)
def test_a_sentence_answers_with_what_was_asked_for(question: str, sentence: str, answers: bool) -> None:
    tells = contact_asked(question)
    assert tells is not None and tells(sentence) is answers


@pytest.mark.parametrize(
    "question",
    [
        "Kuka voi hakea tukea?",
        "Kuka on hankkeen koordinaattori?",
        "Kuka on seurantakomitean puheenjohtaja?",
        "Kuka nimittää johtajan?",
        "Vem är sökande?",
        "Who is the director elected by?",
        "Must we give an e-mail address?",
        "Pitääkö ilmoittaa puhelinnumero?",
        "Milloin haku on auki?",
    ],
)
def test_other_questions_take_any_sentence(question: str) -> None:
    assert contact_asked(question) is None


def test_without_the_number_the_answer_is_declined(tmp_path: Path, encoder: Encoder) -> None:
    told = "# Neuvonta\n\nHankkeen neuvonnan puhelinnumero on 040 123 4567. Neuvonta vastaa kysymyksiin hakemisesta.\n"
    other = "# Neuvonta\n\nHankkeen neuvonnan puhelin on auki kaikille. Projektipäällikkö vastaa neuvonnasta.\n"
    question = "Mikä on hankkeen neuvonnan puhelinnumero?"
    library = Library(Store(indexed(tmp_path / "told", {"neuvonta.md": told}, encoder)), encoder)
    assert ask(library, question).sentences[0].text == "Hankkeen neuvonnan puhelinnumero on 040 123 4567."
    library = Library(Store(indexed(tmp_path / "other", {"neuvonta.md": other}, encoder)), encoder)
    for asked in (question, "Kuka on neuvonnan projektipäällikkö?"):
        answer = ask(library, asked)
        assert answer.declined and [hit.document.id for hit in answer.hits] == ["neuvonta.md"]
    assert not ask(library, "Kuka vastaa neuvonnasta?").declined
