"""The staff's day in a real browser: sign in, add a PDF, find it, remove it, and it is gone everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import PATIENCE, PHONE, served, sign_in, wait_until_made
from fpdf import FPDF
from indexes import copy_index
from playwright.sync_api import Browser, Page, expect

from assistant.asked import FILE, AskedQuestions
from interface.staff_password import password_beside
from interface.staff_visits import COOKIE
from interface.texts import LANGUAGES, text

PASSWORD = "a password for the browser"
BOATS = "The Hanko boatyard teaches long-term unemployed people to mend wooden boats in eleven months."
CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, small_index: Path) -> Path:
    home = tmp_path_factory.mktemp("staff")
    copy_index(small_index, home / "index.sqlite")
    password_beside(home / "index.sqlite").set(PASSWORD)
    return home


@pytest.fixture(scope="module")
def address(home: Path, browser: Browser) -> Iterator[str]:
    with served(home / "index.sqlite") as address:
        yield address


def _search(page: Page, language: str, question: str) -> None:
    page.get_by_role("link", name=text(language, "page.name"), exact=True).click()
    field = page.get_by_label(text(language, "search.label"))
    expect(field).to_be_visible(timeout=PATIENCE)
    wait_until_made(page)
    field.fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").first).to_be_visible(timeout=PATIENCE)


def test_the_way_out_stays_at_the_right(page: Page, address: str) -> None:
    """As somebody has just come in, the line also holds the picture that brings the cookie."""
    sign_in(page, address, PASSWORD, language="fi")
    box = page.get_by_role("button", name="Kirjaudu ulos").bounding_box()
    menu = page.locator(".st-key-menu").bounding_box()
    assert box and menu and abs(box["x"] + box["width"] - menu["x"] - menu["width"]) < 2


def test_what_is_taken_along_says_what_it_is(page: Page, address: str, home: Path) -> None:
    AskedQuestions(home / FILE).add("heinäsirkat", "fi", "nothing", day=date.today())
    sign_in(page, address, PASSWORD, language="sv")
    names = []
    for place in ("insights", "collection"):
        page.get_by_role("link", name=text("sv", f"pages.{place}")).click()
        take = page.get_by_role("button", name=text("sv", f"{place}.csv"))
        expect(take).to_be_visible(timeout=PATIENCE)
        with page.expect_download() as download:
            take.click()
        names.append(download.value.suggested_filename)
    today = date.today().isoformat()
    assert names == [f"frågor {today}.csv", f"dokument {today}.csv"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_comes_and_goes(page: Page, address: str, home: Path, language: str, tmp_path: Path) -> None:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    document.add_page()
    document.multi_cell(0, 8, BOATS)
    document.set_title("Mending boats in Hanko")
    document.output(str(tmp_path / "boats.pdf"))
    sign_in(page, address, PASSWORD, language=language)
    with page.expect_response(lambda response: "upload_file" in response.url and response.ok):
        page.locator("input[type=file]").first.set_input_files(tmp_path / "boats.pdf")
    page.get_by_role("button", name=text(language, "collection.add_button")).click()
    expect(page.get_by_text(text(language, "collection.done.added", file="boats.pdf"))).to_be_visible(timeout=PATIENCE)
    assert [path.name for path in (home / "added").iterdir()] == ["boats.pdf"]
    _search(page, language, "mending wooden boats")
    expect(page.get_by_role("article").first).to_contain_text(BOATS)
    page.get_by_role("link", name=text(language, "pages.collection")).click()
    expect(page.locator("h1")).to_have_text(text(language, "collection.heading"), timeout=PATIENCE)
    documents = page.get_by_role("combobox", name=text(language, "filters.document"), exact=True)
    documents.click(timeout=PATIENCE)
    documents.fill("boats.pdf")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text(text(language, "collection.remove"), exact=True).last.click(timeout=PATIENCE)
    wait_until_made(page)
    page.get_by_text(text(language, "collection.sure")).click()
    expect(page.get_by_role("checkbox", name=text(language, "collection.sure"))).to_be_checked(timeout=PATIENCE)
    button = page.get_by_role("button", name=text(language, "collection.remove_button"))
    expect(button).to_be_enabled(timeout=PATIENCE)
    button.click()
    done = text(language, "collection.removed", title="Mending boats in Hanko")
    expect(page.get_by_text(done)).to_be_in_viewport(timeout=PATIENCE)
    assert list((home / "added").iterdir()) == []
    _search(page, language, "mending wooden boats")
    expect(page.get_by_role("article").first).not_to_contain_text("boatyard")
    for file in home.glob("index.sqlite*"):
        assert b"boatyard" not in file.read_bytes(), file


def test_staff_stay_in_when_a_page_is_opened_anew(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page, out = context.new_page(), text("fi", "staff.sign_out")
        with page.expect_response(lambda response: "staff-visit" in response.url and response.ok):
            sign_in(page, address, PASSWORD, language="fi")
        page.reload()
        expect(page.get_by_role("button", name=out)).to_be_visible(timeout=PATIENCE)
        second = context.new_page()
        second.goto(f"{address}insights?lang=fi")
        expect(second.get_by_role("button", name=out)).to_be_visible(timeout=PATIENCE)
        assert COOKIE not in page.evaluate("document.cookie")
        second.get_by_role("button", name=out).click()
        asked = text("fi", "staff.password")
        expect(second.get_by_label(asked, exact=True)).to_be_visible(timeout=PATIENCE)
        for one in (second, page):
            one.reload()
            expect(one.get_by_label(asked, exact=True)).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["collection", "insights", "network"])
def test_pages_fit_a_phone_and_screen_readers(browser: Browser, address: str, place: str, scheme: str) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    if place == "network":
        page.goto(f"{address}network?lang=fi")
    else:
        sign_in(page, address, PASSWORD, language="fi")
    if place == "insights":
        page.get_by_role("link", name=text("fi", "pages.insights")).click()
    expect(page.locator("h1")).to_contain_text(text("fi", f"pages.{place}"), timeout=PATIENCE)
    page.wait_for_timeout(1000)  # Streamlit fades new elements in
    assert page.evaluate(CONTRAST) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth - {main}.clientWidth") == 0
    beyond = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.textContent)"
    assert page.eval_on_selector_all("td", beyond) == []
    levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    page.close()
