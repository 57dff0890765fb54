"""The staff's pages in Chromium, signed in: WCAG 2.1 A and AA by axe-core, narrow screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

from axe import check_page
from browser import PATIENCE, served, sign_in
from indexes import copy_index
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.asked import FILE, AskedQuestions
from assistant.collection import FOLDER, Collection
from index.encoder import Encoder
from interface.staff_password import password_beside
from interface.texts import text

PASSWORD = "a password for the browser"
GARDEN = b"# Puutarha\n\nPuutarha Kuopiossa antaa vuoden tuetun harjoittelupaikan kymmenelle.\n"
BROKEN = b"%PDF-1.4 cut off"


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, small_index: Path, encoder: Encoder, browser: Browser
) -> Iterator[str]:
    """A library with a document that staff added, a file that cannot be read, and four questions."""
    home = tmp_path_factory.mktemp("staff")
    index = home / "index.sqlite"
    copy_index(small_index, index)
    (home / FOLDER).mkdir()
    (home / FOLDER / "rikki.pdf").write_bytes(BROKEN)
    collection = Collection(index, encoder=encoder.name, open_encoder=lambda: encoder)
    collection.add([("puutarha.md", GARDEN)], {}, watch=lambda _: None)
    asked = AskedQuestions(home / FILE)
    asked.add("Paljonko omarahoitusta tarvitaan?", "fi", "answered", day=date.today())
    asked.add("Hur stor är egenfinansieringen?", "sv", "answered", day=date.today())
    asked.add("Mitä maksaa lentolippu?", "fi", "declined", day=date.today())
    asked.add("xyzzy", "en", "nothing", day=date.today())
    password_beside(index).set(PASSWORD)
    with served(index) as address:
        yield address


@pytest.fixture(params=[(1440, "light"), (360, "dark")], ids=["wide", "narrow"])
def window(request: pytest.FixtureRequest) -> dict[str, object]:
    width, scheme = request.param
    return {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}


def _check(page: Page, shown: Locator, name: str) -> None:
    expect(shown).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(1000)  # Streamlit fades new elements in
    check_page(page, name)


def test_the_collection(page: Page, address: str) -> None:
    sign_in(page, address, PASSWORD, language="fi")
    expect(page.get_by_role("button", name=text("fi", "collection.remove_file"))).to_be_visible(timeout=PATIENCE)
    _check(page, page.locator("caption", has_text="6 asiakirjaa"), "documents and a file that cannot be read")
    file = {"name": "uusi.md", "mimeType": "text/markdown", "buffer": GARDEN}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    _check(page, page.get_by_text("uusi.md").first, "a file chosen")
    documents = page.get_by_role("combobox", name=text("fi", "filters.document"), exact=True)
    documents.click()
    documents.fill("puutarha.md")
    expect(page.get_by_role("option")).to_have_count(1)
    check_page(page, "choosing a document")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text(text("fi", "collection.more_fields"), exact=True).click(timeout=PATIENCE)
    _check(page, page.get_by_label(text("fi", "fields.budget")), "describing it")
    page.get_by_text(text("fi", "collection.remove"), exact=True).last.click()
    sure = page.get_by_text(text("fi", "collection.sure"))
    expect(sure).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(1000)  # the fold moves while it opens
    sure.click()
    button = page.get_by_role("button", name=text("fi", "collection.remove_button"))
    expect(button).to_be_enabled(timeout=PATIENCE)
    _check(page, button, "confirming that it goes")


def test_insights(page: Page, address: str) -> None:
    sign_in(page, address, PASSWORD, language="fi")
    page.get_by_role("link", name=text("fi", "pages.insights")).click()
    first = page.get_by_text("Paljonko omarahoitusta tarvitaan?").first
    _check(page, first, "questions in groups")
    first.click()
    _check(page, page.get_by_role("cell", name=text("fi", "insights.outcome.answered")).first, "a group opened")
    page.get_by_text(text("fi", "insights.only_unanswered")).click()
    expect(first).to_be_hidden(timeout=PATIENCE)
    _check(page, page.get_by_text("xyzzy").first, "questions without an answer")
