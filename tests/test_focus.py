"""Where the keyboard goes on, in Chromium: never at the top of the page because a button is gone."""

from __future__ import annotations

from urllib.parse import quote

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import PATIENCE, wait_until_made
from playwright.sync_api import Locator, Page, expect

KEPT = (
    quote("funding/omarahoitus.md@0-60~Hankkeen omarahoitusosuus on"),
    quote("funding/hakuaika.md@0-60~Hakuaika päättyy"),
)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("footer")).to_be_visible(timeout=PATIENCE)
    wait_until_made(page)


def _focused(page: Page, one: Locator) -> None:
    expect(one).to_be_focused(timeout=PATIENCE)
    wait_until_made(page)
    page.wait_for_timeout(500)  # whatever Streamlit draws again takes no focus away
    expect(one).to_be_focused()


def test_a_question_leads_to_what_is_found(page: Page, served_pages: str) -> None:
    _open(page, served_pages + "?lang=fi")
    page.get_by_role("button", name="Voiko talkootyön laskea omarahoitukseksi").press("Enter")
    _focused(page, page.get_by_role("heading", level=1))
    for typed, found in (("Paljonko omarahoitusta tarvitaan?", "Vastaus asiakirjoista"), ("kierrätys", "Hakutulokset")):
        page.get_by_label("Kysy tai hae").fill(typed)
        page.get_by_label("Kysy tai hae").press("Enter")
        _focused(page, page.get_by_role("heading", name=found, level=1))


def test_clearing_filters_leads_to_what_is_found_then(page: Page, served_pages: str) -> None:
    for path, found in (("practices?country=IT", "5 käytäntöä"), ("funding?fund=ESF%2B", "4 opasta")):
        _open(page, f"{served_pages}{path}&lang=fi")
        page.get_by_role("button", name="Poista rajaukset").press("Enter")
        _focused(page, page.get_by_role("heading", name=found))


def test_clearing_the_comparison_leads_to_the_cards(page: Page, served_pages: str) -> None:
    _open(page, served_pages + "practices?with=practices/tyovalmennus.md&with=practices/laundry-school.md&lang=fi")
    page.get_by_role("button", name="Tyhjennä vertailu").press("Enter")
    _focused(page, page.get_by_role("heading", name="5 käytäntöä"))


def test_the_last_filter_taken_away_does_not_fold_the_others_in(page: Page, served_pages: str) -> None:
    _open(page, served_pages + "practices?lang=fi")
    page.get_by_text("Rajaa teeman, kielen tai kohderyhmän mukaan").click()
    theme = page.get_by_role("button", name="osaaminen (1)")
    for pressed in ("true", "false"):
        theme.press("Enter", timeout=PATIENCE)
        expect(theme).to_have_attribute("aria-pressed", pressed, timeout=PATIENCE)
        _focused(page, theme)


def test_passages_of_the_brief_moved_and_taken_out(page: Page, served_pages: str) -> None:
    _open(page, f"{served_pages}brief?keep={KEPT[0]}&keep={KEPT[1]}&lang=fi")
    passages = page.get_by_role("article").get_by_role("heading")
    expect(passages).to_have_text(["Omarahoitus ESR+-hankkeessa 2024", "Hakuaika"], timeout=PATIENCE)
    page.get_by_role("button", name="Siirrä ylemmäs").press("Enter")
    expect(passages).to_have_text(["Hakuaika", "Omarahoitus ESR+-hankkeessa 2024"], timeout=PATIENCE)
    _focused(page, passages.first)
    for first in ("Omarahoitus ESR+-hankkeessa 2024", "Hakuaika"):  # the same goal, again and again
        page.get_by_role("button", name="Siirrä ylemmäs").press("Enter")
        expect(passages.first).to_have_text(first, timeout=PATIENCE)
        _focused(page, passages.first)
    page.get_by_role("button", name="Poista koosteesta").first.press("Enter")
    expect(passages).to_have_text(["Omarahoitus ESR+-hankkeessa 2024"], timeout=PATIENCE)
    _focused(page, passages.first)
    page.get_by_role("button", name="Poista koosteesta").press("Enter")
    _focused(page, page.get_by_role("heading", name="Kooste", level=1))
