"""What was asked: kept without who asked, grouped by meaning across languages, gone when told to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from pages import articles, asked, bodies
from streamlit.testing.v1 import AppTest

from assistant.asked import Asked, AskedQuestions, masked_question
from assistant.search import Library
from assistant.subjects import subjects
from index.store import Store
from interface.opening import opening
from interface.settings import read_settings
from interface.staff_password import password_beside
from interface.staff_visits import VISITS
from interface.texts import LANGUAGES, text

MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)


@pytest.fixture
def kept(tmp_path: Path) -> AskedQuestions:
    return AskedQuestions(tmp_path / "asked.sqlite")


@pytest.mark.parametrize(
    ("question", "masked"),
    [
        ("Olen matti.m@esimerkki.fi, saanko tukea?", "Olen […], saanko tukea?"),
        ("soita 040 123 4567 tai +358 (0)40 123 4567", "soita […] tai […]"),
        ("ring 0401234567 eller 09-123 4567", "ring […] eller […]"),
        ("tunnus 131052-308T tai 010203A123B", "tunnus […] tai […]"),
        ("jag är 19900101-1234", "jag är […]"),
        ("pnr 900101-1234 eller 900101+1234", "pnr […] eller […]"),
        ("131052-308t, fi21 1234 5600 0007 85", "[…], […]"),
        ("asiakas 123456789", "asiakas […]"),
        ("GB29 NWBK 6016 1331 9268 19 / MT84 MALT 0110 0001 2345 MTLC AST0 01S", "[…] / […]"),
        ("tili FI21 1234 5600 0007 85, y-tunnus 1234567-8", "tili […], y-tunnus […]"),
        ("soita 040.123.4567, 040/1234567 tai 040–123 4567", "soita […], […] tai […]"),
        ("040 – 123 4567, +358.40.123.4567 ja +358 – 40 1234567", "[…], […] ja […]"),
        ("040\u20111234567 ja 131052\u2011308T tai 131052–308T", "[…] ja […] tai […]"),
        ("ring 08-123 45 67, 01.23.45.67.89 eller 0046 8 123 45 67", "ring […], […] eller […]"),
        ("maija.m (ät) esimerkki.fi ja maija[at]esimerkki.fi", "[…] ja […]"),
        ("puh. (09) 123 4567", "puh. […]"),
        ("vuonna 2024 numero 040 123 4567", "vuonna 2024 numero […]"),
        ("  monta\n väliä ", "monta väliä"),
        ("sana " * 100, "sana " * 59 + "sana"),  # 300 letters and no more
    ],
)
def test_what_tells_of_a_person_is_masked(question: str, masked: str) -> None:
    assert masked_question(question) == masked


@pytest.mark.parametrize(
    "question",
    [
        "(EU) 2021/1060 artikla 53",
        "de minimis 300 000 euroa vuosina 2024–2026",
        "laki 1346/2021 2 §, hakuaika 15.03.2024 klo 16.15",
        "10 000 000 € eller 0,5 %, FI1B1, 2021-2027, 20240315",
        "laki 757/2021 ja asetus 1346/2021 voimaan 01.03.2024 tai 1.3.2024",
        "hakuaika 01.03.2024–15.04.2024, 01.03.–15.04.2024 ja 01/2024–12/2026",
        "100 000–500 000 euroa, 1 050 000–1 250 000 € tai 1.050.000–1.250.000 €",
        "kausi (01.03.2024–15.04.2024), (EU) 2021/1060 (01/2024)",
        "klo 09.00 15.3.2024, ohjelmakausi 2021–2027, 00100 Helsinki",
        "Which EU27 countries take part? FI19 alueella tuki",
    ],
)
def test_numbers_that_people_ask_about_stay(question: str) -> None:
    assert masked_question(question) == question


def test_only_day_language_question_outcome_and_times_are_kept(kept: AskedQuestions, tmp_path: Path) -> None:
    kept.add("zebra", "en", "nothing", day=MONDAY)
    kept.add("Kuka maksaa?", "fi", "answered", day=MONDAY)
    kept.add("aardvark", "en", "found", day=MONDAY)
    kept.add("Kuka maksaa?", "fi", "declined", day=TUESDAY)
    kept.add("Kuka maksaa?", "fi", "answered", day=MONDAY)
    rows = sqlite3.connect(tmp_path / "asked.sqlite").execute("SELECT * FROM asked").fetchall()
    assert rows == [  # in the order of their content, not of asking
        ("2026-05-04", "en", "aardvark", "found", 1),
        ("2026-05-04", "en", "zebra", "nothing", 1),
        ("2026-05-04", "fi", "Kuka maksaa?", "answered", 2),
        ("2026-05-05", "fi", "Kuka maksaa?", "declined", 1),
    ]
    first = kept.since(MONDAY)[0]
    assert first == Asked("Kuka maksaa?", "fi", {"answered": 2, "declined": 1}, TUESDAY)
    assert (first.times, first.unanswered) == (3, 1)
    assert [one.question for one in kept.since(TUESDAY)] == ["Kuka maksaa?"]
    assert kept.delete_older(1, today=TUESDAY) == 3
    assert [row["day"] for row in kept.rows()] == ["2026-05-05"]
    assert b"aardvark" not in (tmp_path / "asked.sqlite").read_bytes()


def test_nothing_is_kept_once_it_is_off(kept: AskedQuestions) -> None:
    assert kept.kept and kept.rows() == [] and kept.delete_older(0, today=MONDAY) == 0
    kept.keep(False)
    kept.add("zebra", "en", "nothing", day=MONDAY)
    assert not kept.kept and kept.rows() == []
    kept.keep(True)
    kept.add("zebra", "en", "nothing", day=MONDAY)
    assert len(kept.rows()) == 1


def test_one_subject_in_three_languages(library: Library) -> None:
    keys = ("first.applicant_1", "first.staff_2", "first.partner_2")
    questions = [Asked(text(language, key), language, {"found": 1}, MONDAY) for key in keys for language in LANGUAGES]
    found = subjects(questions, library.searcher)
    together = {frozenset(one.question for one in subject.questions) for subject in found}
    assert frozenset(text(language, "first.staff_2") for language in LANGUAGES) in together
    assert frozenset(text(language, "first.applicant_1") for language in LANGUAGES) in together
    assert subjects([], library.searcher) == []


def test_a_question_on_the_page_is_kept_once_and_shown(signed_in: AppTest, staff_index: Path) -> None:
    app = asked(signed_in, "q=Kuka+maksaa+osuuden%2C+matti%40esimerkki.fi%3F&lang=fi")
    for _ in range(20):  # the model is opened in the background
        if "found" in app.session_state:
            break
        app.run()
    app.run()
    kept = AskedQuestions(staff_index.parent / "asked.sqlite")
    (row,) = kept.rows()
    assert (row["language"], row["question"], row["times"]) == ("fi", "Kuka maksaa osuuden, […]?", 1)
    app.query_params.clear()
    app = asked(app, "lang=fi", place="insights")
    page = "".join(bodies(app))
    assert "<strong>1 kysymys.</strong>" in page and '<th scope="row" lang="fi">Kuka maksaa osuuden, […]?</th>' in page
    app.toggle(key="staff keep").set_value(False).run()
    assert not kept.kept
    app.number_input(key="staff days").set_value(0)
    app.checkbox(key="staff sure").check()
    next(button for button in app.button if button.label == "Poista").click().run()
    assert not app.exception and kept.rows() == []
    assert app.success[0].value == "1 rivi poistettiin\\."


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("q=Kuka maksaa osuuden?", ["answered"]),
        ("q=Paljonko lentolippu Pariisiin maksaa?", ["declined"]),
        ("q=omarahoitus", ["found"]),
        ("q=omarahoitus&in=fi", []),  # narrowed by the visitor
    ],
)
def test_what_came_of_a_question_is_kept(
    staff_app: AppTest, staff_index: Path, question: str, kept: list[str]
) -> None:
    opening(read_settings()).result()
    assert "found" in asked(staff_app, f"{question}&lang=fi").session_state
    rows = AskedQuestions(staff_index.parent / "asked.sqlite").rows()
    assert [row["outcome"] for row in rows] == kept


def test_where_nothing_is_found_that_is_kept(staff_app: AppTest, staff_index: Path) -> None:
    with closing(Store(staff_index)) as store:
        for card in store.cards().values():
            store.remove_document(card.id)
    opening(read_settings()).result()
    asked(staff_app, "q=omarahoitus&lang=fi")
    assert [row["outcome"] for row in AskedQuestions(staff_index.parent / "asked.sqlite").rows()] == ["nothing"]


def test_visitors_are_told_what_is_kept_while_it_is(staff_app: AppTest, staff_index: Path) -> None:
    told = "ingenting som visar vem som frågade"
    assert told in "".join(bodies(asked(staff_app, "lang=sv")))
    AskedQuestions(staff_index.parent / "asked.sqlite").keep(False)
    assert told not in "".join(bodies(asked(staff_app, "lang=sv")))


@pytest.mark.parametrize("state", ["damaged", "busy"])
def test_a_file_of_questions_that_cannot_be_used_keeps_nobody_from_searching(
    staff_app: AppTest, staff_index: Path, state: str
) -> None:
    path = staff_index.parent / "asked.sqlite"
    AskedQuestions(path).add("zebra", "en", "nothing", day=MONDAY)
    writer = sqlite3.connect(path, isolation_level=None)
    if state == "busy":
        writer.execute("BEGIN EXCLUSIVE")
    else:
        path.write_bytes(b"no database" * 500)
    opening(read_settings()).result()
    told = "nothing that shows who asked"
    for address, hits in (("lang=en", 0), ("lang=en&q=omarahoitus", 1)):
        app = asked(staff_app, address)
        assert len(app.error) == 0 and told in "".join(bodies(app))
        assert (len(articles(app)) > 0) == bool(hits)
    writer.close()


def test_a_switch_touched_after_signing_out_does_nothing(signed_in: AppTest, staff_index: Path) -> None:
    kept = AskedQuestions(staff_index.parent / "asked.sqlite")
    app = asked(signed_in, "lang=en", place="insights")
    app.session_state["staff"].end()  # in another tab
    app.toggle(key="staff keep").set_value(False).run()
    assert kept.kept and list(app.toggle) == []
    app.session_state["staff"] = VISITS.begin(password_beside(staff_index).stamp or "")[0]
    app.run()
    assert app.toggle(key="staff keep").value and kept.kept


def test_what_is_older_than_the_period_can_be_taken_and_deleted(signed_in: AppTest, staff_index: Path) -> None:
    kept = AskedQuestions(staff_index.parent / "asked.sqlite")
    kept.add("zebra", "en", "nothing", day=date.today() - timedelta(days=200))
    app = asked(signed_in, "lang=en", place="insights")
    assert "There are no questions from this period." in "".join(bodies(app)) and len(app.get("download_button")) == 1
    app.number_input(key="staff days").set_value(100)
    app.checkbox(key="staff sure").check()
    next(button for button in app.button if button.label == "Delete").click().run()
    assert kept.rows() == [] and app.get("download_button") == []


def test_the_setting_turns_it_off(signed_in: AppTest, staff_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIETOSILTA_INSIGHTS", "false")
    app = asked(signed_in, "lang=en", place="insights")
    assert "the setting insights is off" in app.info[0].value and list(app.toggle) == []
    opening(read_settings()).result()
    page = "".join(bodies(asked(signed_in, "lang=en&q=omarahoitus")))
    assert "Omarahoitus ESR+-hankkeessa 2024" in page and "nothing that shows who asked" not in page
    assert AskedQuestions(staff_index.parent / "asked.sqlite").rows() == []


def test_insights_are_for_staff(staff_app: AppTest, staff_index: Path) -> None:
    AskedQuestions(staff_index.parent / "asked.sqlite").add("secret", "en", "found", day=date.today())
    app = asked(staff_app, "lang=en", place="insights")
    assert "secret" not in "".join(bodies(app)) and app.get("download_button") == []
