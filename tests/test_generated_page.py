"""A language model's answer on the page: offered where the settings say so, sent at a click, checked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from chat import PATH, raw, says
from pages import asked, bodies
from streamlit.testing.v1 import AppTest
from web_server import Handler, Page, Site

from interface.opening import opening
from interface.settings import Settings

ADDRESS = "q=Paljonko+on+omarahoitusosuus%3F&lang="
BUTTON = {
    "fi": "Kirjoita vastaus kielimallilla",
    "sv": "Låt språkmodellen skriva ett svar",
    "en": "Let the language model write an answer",
}


def saying(content: str) -> Page:
    """A server that says ``content``, with the number of the first passage with the answer in the place of "#"."""

    def page(handler: Handler) -> None:
        passages = json.loads(json.loads(handler.body)["messages"][1]["content"])["passages"]
        number = next(passage["number"] for passage in passages if "20 prosenttia" in passage["text"])
        says(content.replace("#", str(number)))(handler)

    return page


@pytest.fixture
def offering(app: AppTest, site: Site, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The pages with a language model that visitors may use."""
    monkeypatch.setenv("TIETOSILTA_LLM_BASE_URL", f"{site.address}/v1")
    monkeypatch.setenv("TIETOSILTA_LLM_MODEL", "pieni-malli")
    monkeypatch.setenv("TIETOSILTA_LLM_PAGES", "true")
    return app


def button(app: AppTest, label: str) -> list[str]:
    return [one.label for one in app.button if one.label == label]


def written(app: AppTest) -> str:
    """What the page shows of the model's answer, without tags."""
    shown = [body for body in bodies(app) if "kielimalli pieni-malli" in body or "</h2><p>" in body]
    return re.sub(r"<[^>]+>", " ", shown[-1]).replace("&nbsp;", " ")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_sent_where_stands_beside_the_button_and_nothing_goes_before_a_click(
    offering: AppTest, site: Site, language: str
) -> None:
    asked(offering, ADDRESS + language)
    host = site.address.removeprefix("http://")
    assert any(host in body and "pieni-malli" in body for body in bodies(offering))
    assert button(offering, BUTTON[language]) == [BUTTON[language]]
    assert site.asked == []


def test_checked_sentences_come_with_links_to_their_passages(offering: AppTest, site: Site) -> None:
    site.pages[PATH] = saying("Omarahoitusosuus on 20 prosenttia [#]. Se on 30 prosenttia <b>kaikille</b> [#].")
    asked(offering, ADDRESS + "fi")
    verbatim = [body for body in bodies(offering) if "ts-quote" in body]
    next(one for one in offering.button if one.label == BUTTON["fi"]).click().run()
    shown = written(offering)
    assert "Kielimallin vastaus" in shown and "Kirjoittaja on kielimalli pieni-malli palvelimella" in shown
    number = re.search(r"Omarahoitusosuus on 20 prosenttia\. \[(\d)\]", " ".join(shown.split()))
    assert number and "30" not in shown
    assert "1 virke poistettiin, koska katkelmat eivät tue sitä." in shown
    assert [body for body in bodies(offering) if "ts-quote" in body] == verbatim
    assert button(offering, BUTTON["fi"]) == []
    cited = [link.proto for link in offering.get("page_link") if link.proto.label.startswith(rf"\[{number[1]}\]")]
    assert len(cited) == 1 and "doc=funding" in cited[0].query_string and "at=" in cited[0].query_string
    offering.run()  # another click anywhere asks the model nothing
    assert len(site.asked) == 1 and "Kielimallin vastaus" in written(offering)


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "Kielimalli ei ole nyt käytettävissä."), (503, "ei voi nyt vastata: se on ruuhkautunut")],
)
def test_a_server_that_fails_is_told_in_words_and_the_verbatim_answer_stands(
    offering: AppTest, site: Site, status: int, told: str
) -> None:
    site.pages[PATH] = raw(b"{}", "application/json", status)
    asked(offering, ADDRESS + "fi")
    next(one for one in offering.button if one.label == BUTTON["fi"]).click().run()
    assert told in written(offering)
    assert any("ts-quote" in body and "20 prosenttia" in body for body in bodies(offering))


@pytest.mark.parametrize(
    ("setting", "value"), [("LLM_PAGES", "false"), ("LLM_PAGES", None), ("LLM_MODEL", None), ("LLM_BASE_URL", "x")]
)
def test_it_is_offered_only_where_the_settings_say_so(
    offering: AppTest, monkeypatch: pytest.MonkeyPatch, setting: str, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(f"TIETOSILTA_{setting}")
    else:
        monkeypatch.setenv(f"TIETOSILTA_{setting}", value)
    asked(offering, ADDRESS + "fi")
    assert button(offering, BUTTON["fi"]) == []


def test_of_a_declined_answer_nothing_is_offered(offering: AppTest) -> None:
    asked(offering, "q=Kuka+voitti+jalkapallon+MM-kisat%3F&lang=fi")
    assert button(offering, BUTTON["fi"]) == []


def test_that_no_server_is_set_is_said_in_the_log_as_the_app_starts(
    small_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = Settings(small_index, "", "en", False, llm_pages=True)
    for settings, told in (
        (offered, True), (replace(offered, llm_pages=False), False),
        (replace(offered, llm_base_url="http://localhost:1/v1", llm_model="m"), False),
    ):  # fmt: skip
        capsys.readouterr()
        try:
            opening(settings).result()
        finally:
            opening.clear()
        assert ("No server for a language model is set. Write llm_base_url" in capsys.readouterr().err) is told
