"""What people come for, from beginning to end, in Chromium."""

from __future__ import annotations

import re
from datetime import date

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import PATIENCE, PHONE, wait_until_made
from playwright.sync_api import Browser, Page, expect


def _tab_to(page: Page, words: str, *, most: int = 80) -> None:
    """Press Tab until what has the focus says ``words``."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()")
        if said == words:
            return
    raise AssertionError(f"not reached by Tab: {words}")


def test_an_applicant_asks_by_keyboard_alone_and_opens_the_page_that_says_it(
    browser: Browser, served_pages: str
) -> None:
    page = browser.new_page(locale="fi-FI")
    page.goto(served_pages)
    expect(page.get_by_label("Kysy tai hae")).to_be_visible(timeout=PATIENCE)
    _tab_to(page, "Kysy tai hae")
    page.keyboard.type("Paljonko omarahoitusta tarvitaan?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Vastaus asiakirjoista", level=1)).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".ts-quote strong").first).to_have_text("20 prosenttia")
    _tab_to(page, "Omarahoitus ESR+-hankkeessa 2024, Omarahoituksen määrä, 1. helmikuuta 2024")
    page.keyboard.press("Enter")
    expect(page.locator(".ts-text mark").first).to_contain_text("vähintään 20 prosenttia", timeout=PATIENCE)
    expect(page).to_have_title("Omarahoitus ESR+-hankkeessa 2024 – Tietosilta")
    page.go_back()
    expect(page.get_by_role("heading", name="Vastaus asiakirjoista", level=1)).to_be_visible(timeout=PATIENCE)
    page.close()


def test_a_follow_up_is_made_whole_and_can_be_taken_back(browser: Browser, served_pages: str) -> None:
    page = browser.new_page(locale="fi-FI", viewport=PHONE)
    page.goto(served_pages + "?lang=fi&q=Paljonko omarahoitusta Kainuussa tarvitaan?")
    page.get_by_label("Jatka kysymystä").fill("Entä Lapissa?", timeout=PATIENCE)
    page.keyboard.press("Enter")
    whole = page.get_by_label("Kysy tai hae")
    expect(whole).to_have_value("Paljonko omarahoitusta Lapissa tarvitaan?", timeout=PATIENCE)
    expect(page.locator(".ts[role=status] h1")).to_be_focused(timeout=PATIENCE)
    expect(page.get_by_label("Jatka kysymystä")).to_have_value("")
    page.get_by_role("button", name="Hae vain: Entä Lapissa?").click()
    expect(whole).to_have_value("Entä Lapissa?", timeout=PATIENCE)
    page.close()


def test_on_a_phone_a_document_opens_at_the_passage(browser: Browser, served_pages: str) -> None:
    page = browser.new_page(locale="fi-FI", viewport=PHONE)
    page.goto(served_pages + "?lang=fi&q=Paljonko omarahoitusta tarvitaan?")
    page.get_by_role("link", name="Omarahoitus ESR+-hankkeessa 2024, Omarahoituksen määrä").click(timeout=PATIENCE)
    expect(page.locator(".ts-text mark").first).to_be_in_viewport(timeout=PATIENCE)
    page.close()


def test_a_newcomer_finds_a_practice_and_shares_it(browser: Browser, served_pages: str) -> None:
    page = browser.new_page(locale="sv-FI")
    page.goto(served_pages)
    page.get_by_role("link", name="God praxis").click()
    page.get_by_role("button", name="Italien (2)").click(timeout=PATIENCE)
    expect(page.get_by_role("article")).to_have_count(2, timeout=PATIENCE)
    expect(page).to_have_url(f"{served_pages}practices?country=IT&lang=sv")
    page.get_by_role("link", name="Läs mer").first.click()
    expect(page.get_by_role("heading", name="A cooperative laundry in Turin", level=1)).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Permanent länk").click()
    link = page.locator("code").inner_text()
    assert link == f"{served_pages}document?doc=practices%2Fcooperative-laundry.md&part=1&lang=sv"
    other = browser.new_page(locale="en-GB")
    other.goto(link)
    expect(other.get_by_text("employs thirty people with disabilities")).to_be_visible(timeout=PATIENCE)
    other.close()
    page.close()


def test_a_partner_asks_in_english_reads_a_finnish_passage_and_keeps_it(browser: Browser, served_pages: str) -> None:
    page = browser.new_page(locale="en-GB", viewport=PHONE)
    page.goto(served_pages + "?lang=en&q=What share of the costs must the project pay itself?&in=fi")
    hit = page.get_by_role("article").filter(has_text="Omarahoitus ESR+-hankkeessa 2024").first
    expect(hit).to_contain_text("vähintään 20 prosenttia", timeout=PATIENCE)
    page.get_by_role("link", name="Read in the document").first.click()
    expect(page.locator(".ts-text[lang=fi]").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Add to the brief").click()
    page.get_by_role("link", name="Brief (1)").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Brief", level=1)).to_be_visible(timeout=PATIENCE)
    expect(page.locator("article blockquote")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown file").click()
    assert download.value.suggested_filename == f"brief {date.today().isoformat()}.md"
    page.get_by_label("Title of the brief").fill('ESR+: 20 % / "Kuopio"?')
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("[?]q=ESR"), timeout=PATIENCE)
    wait_until_made(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown file").click()
    assert download.value.suggested_filename == "ESR+ 20 % Kuopio.md"
    page.close()
