"""Asking further on the page: what follows up a question is made whole, shown, and can be taken back."""

from __future__ import annotations

from pages import address, asked, bodies
from streamlit.testing.v1 import AppTest

WHO = "q=Paljonko+omarahoitusta+Kainuussa+tarvitaan%3F&lang=fi"
COMPLETED = "Täydensimme kysymyksen edellisellä kysymykselläsi."


def test_what_is_asked_below_the_answer_is_made_whole_and_stands_in_the_field(app: AppTest) -> None:
    asked(app, WHO)
    assert not any(COMPLETED in body for body in bodies(app))
    app.text_input(key="follow up").set_value("Entä Lapissa?")
    app.button(key="FormSubmitter:further-Kysy").click().run()
    assert app.text_input(key="question").value == "Paljonko omarahoitusta Lapissa tarvitaan?"
    assert address(app) == {"q": ["Paljonko omarahoitusta Lapissa tarvitaan?"], "lang": ["fi"]}
    assert any(COMPLETED in body for body in bodies(app))


def test_it_can_be_asked_as_it_was_typed(app: AppTest) -> None:
    asked(app, WHO)
    app.text_input(key="follow up").set_value("Entä Lapissa?")
    app.button(key="FormSubmitter:further-Kysy").click().run()
    assert app.button(key="as typed").label == "Hae vain: Entä Lapissa?"
    app.button(key="as typed").click().run()
    assert app.text_input(key="question").value == "Entä Lapissa?"
    assert not any(COMPLETED in body for body in bodies(app))


def test_what_was_typed_stays_text_on_the_button(app: AppTest) -> None:
    asked(app, WHO)
    app.text_input(key="follow up").set_value("Entä *Lapissa*?")
    app.button(key="FormSubmitter:further-Kysy").click().run()
    assert app.button(key="as typed").label == r"Hae vain: Entä \*Lapissa\*?"


def test_in_the_field_for_questions_only_what_says_that_it_follows_up_is_made_whole(app: AppTest) -> None:
    asked(app, WHO)
    app.text_input(key="question").set_value("Lapissa?")
    app.button(key="FormSubmitter:ask-Hae").click().run()
    assert app.text_input(key="question").value == "Lapissa?"
    asked(app, WHO)
    app.text_input(key="question").set_value("Entä Lapissa?")
    app.button(key="FormSubmitter:ask-Hae").click().run()
    assert app.text_input(key="question").value == "Paljonko omarahoitusta Lapissa tarvitaan?"


def test_a_whole_question_below_the_answer_is_asked_as_it_is(app: AppTest) -> None:
    asked(app, WHO)
    app.text_input(key="follow up").set_value("Kuka voi hakea kehittämisrahaa?")
    app.button(key="FormSubmitter:further-Kysy").click().run()
    assert app.text_input(key="question").value == "Kuka voi hakea kehittämisrahaa?"
    assert not any(COMPLETED in body for body in bodies(app))


def test_a_question_that_is_asked_once_more_is_not_made_whole_with_itself(app: AppTest) -> None:
    asked(app, "q=Ent%C3%A4+Lapissa%3F&lang=fi")
    app.button(key="FormSubmitter:ask-Hae").click().run()
    assert app.text_input(key="question").value == "Entä Lapissa?"
    assert not any(COMPLETED in body for body in bodies(app))


def test_key_words_get_no_field_to_ask_further(app: AppTest) -> None:
    asked(app, "q=omarahoitus+hanke&lang=fi")
    assert [field.key for field in app.text_input] == ["question"]
