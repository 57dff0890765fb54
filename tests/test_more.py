"""Long lists a part at a time: each list by itself, from its beginning for what is asked anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import indexed
from indexes import grow
from pages import APP, articles, asked, bodies
from streamlit.testing.v1 import AppTest

from index.encoder import Encoder
from interface.staff_password import password_beside
from interface.staff_visits import VISITS

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def long_index(page_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty times the documents of the other tests."""
    index = tmp_path_factory.mktemp("more") / "library.sqlite"
    grow(page_index, index, passages=300)
    return index


@pytest.fixture
def long(long_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return _over(long_index, monkeypatch)


def _over(index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("TIETOSILTA_INDEX", str(index))
    monkeypatch.chdir(index.parent)
    return AppTest.from_file(str(APP), default_timeout=120)


def _more(app: AppTest) -> int:
    """Ask for more; gives how many are shown then."""
    next(button for button in app.button if button.label == "Näytä lisää").click().run()
    assert not app.exception
    return len(articles(app))


def test_more_practices_are_not_more_funding(long: AppTest) -> None:
    assert len(articles(asked(long, "lang=fi", place="practices"))) == 12
    assert _more(long) == 24
    assert len(articles(asked(long, "lang=fi", place="funding"))) == 12
    assert len(articles(asked(long, "lang=fi", place="practices"))) == 24


def test_other_filters_begin_anew_another_language_goes_on(long: AppTest) -> None:
    asked(long, "lang=fi", place="practices")
    assert _more(long) == 24
    long.button_group(key="language").set_value("sv").run()
    assert len(articles(long)) == 24
    long.button_group(key="themes").set_value(["skills"]).run()
    assert len(articles(long)) == 12
    long.button(key="clear").click().run()
    assert len(articles(long)) == 12


def test_organisations_and_documents_of_projects_each_by_themselves(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = {
        f"projects/{at}.md": f"---\ntitle: Hanke {at}\norganisation: Osuuskunta {at}\n---\n# Hanke {at}\n"
        for at in range(100, 150)
    }
    app = asked(_over(indexed(tmp_path, documents, encoder), monkeypatch), "lang=fi", place="network")
    assert len(articles(app)) == 20
    assert _more(app) == 40
    app.button_group(key="network view").set_value("projects").run()
    assert len(articles(app)) == 20
    assert _more(app) == 40
    assert _more(app) == 50


def test_another_question_begins_anew(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interface.pages.search._HITS", 2)
    monkeypatch.setattr("interface.pages.search._MOST_HITS", 4)
    assert len(articles(asked(app, "q=omarahoitus&lang=fi"))) == 2
    assert _more(app) == 4
    assert not [button for button in app.button if button.label == "Näytä lisää"]
    app.text_input(key="question").set_value("pesula")
    app.button[0].click().run()
    assert len(articles(app)) == 2


def test_below_an_answer_five_hits_are_enough_at_first(app: AppTest) -> None:
    assert len(articles(asked(app, "q=Kuinka+suuri+omarahoitus+on%3F&lang=fi"))) == 5
    assert _more(app) > 5
    assert len(articles(asked(app, "q=omarahoitus&lang=fi"))) > 5


def test_another_choice_of_documents_begins_anew(long: AppTest, long_index: Path) -> None:
    password_beside(long_index).set("a password for tests")
    long.session_state["staff"] = VISITS.begin(password_beside(long_index).stamp or "")[0]

    def rows() -> int:
        return max(body.count("<tr>") for body in bodies(long)) - 1

    asked(long, "lang=fi", place="collection")
    assert rows() == 50
    _more(long)
    assert rows() == 150
    long.text_input(key="staff find").set_value("copy").run()
    assert rows() == 50


def test_the_keyboard_goes_on_at_what_is_new(browser: Browser, long_index: Path) -> None:
    from browser import PATIENCE, PHONE, served
    from playwright.sync_api import expect

    with served(long_index) as address:
        page = browser.new_page(viewport=PHONE)
        for asked_for, left in (("", 1), ("&theme=skills", 0)):  # more than 24, and fewer
            page.goto(f"{address}practices?lang=fi{asked_for}")
            more, cards = page.get_by_role("button", name="Näytä lisää"), page.get_by_role("article")
            expect(cards).to_have_count(12, timeout=PATIENCE)
            more.press("Enter", timeout=PATIENCE)
            expect(cards.nth(12).get_by_role("heading")).to_be_focused(timeout=PATIENCE)
            expect(cards.nth(12)).to_be_in_viewport()
            expect(more).to_have_count(left, timeout=PATIENCE)
            page.wait_for_timeout(700)  # whatever Streamlit draws again takes no focus away
            expect(cards.nth(12).get_by_role("heading")).to_be_focused()
        page.close()
