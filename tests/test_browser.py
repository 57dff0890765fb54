"""The app in a real browser: usable by keyboard, on a phone, in the dark, by screen readers, offline."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import PATIENCE, PHONE, wait_until_made
from playwright.sync_api import Browser, Page, expect

CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")
RESULTS = "?q=Paljonko omarahoitusta tarvitaan?&lang=fi"


@pytest.fixture
def address(served_pages: str) -> str:
    return served_pages


@pytest.fixture
def window() -> dict[str, object]:
    return {"viewport": {"width": 1024, "height": 900}}


def _open(page: Page, address: str) -> None:
    page.goto(address)
    last = page.get_by_role("article").first if "q=" in address else page.locator("dl")
    expect(last).to_be_visible(timeout=PATIENCE)
    wait_until_made(page)


def test_the_browser_chooses_the_first_language(browser: Browser, address: str) -> None:
    for locale, label, language in (("fi-FI", "Kysy tai hae", "fi"), ("sv-FI", "Fråga eller sök", "sv")):
        with browser.new_page(locale=locale) as page:
            page.goto(address)
            expect(page.get_by_label(label)).to_be_visible(timeout=PATIENCE)
            expect(page.locator("html")).to_have_attribute("lang", language)


def test_nothing_comes_from_outside(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _open(page, address + RESULTS)
    page.get_by_text("Rajaa hakua").click()
    expect(page.get_by_text("Asiakirjan kieli")).to_be_visible()
    here = (address, address.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in asked if not url.startswith(here)] == []


def test_asking_by_keyboard_and_going_back(page: Page, address: str) -> None:
    _open(page, address + "?lang=fi")
    page.get_by_label("Kysy tai hae").focus()
    page.keyboard.type("Kuka maksaa omarahoituksen?")
    page.keyboard.press("Enter")
    first = page.get_by_role("article").first
    expect(first).to_contain_text("Osuuden voi maksaa hakija itse tai kunta.", timeout=PATIENCE)
    expect(page).to_have_url(address + "?q=Kuka+maksaa+omarahoituksen%3F&lang=fi")
    expect(page).to_have_title("Kuka maksaa omarahoituksen? – Tietosilta")
    page.go_back()
    expect(page.get_by_role("heading", name="Kirjastossa nyt")).to_be_visible(timeout=PATIENCE)


def test_the_question_stays_when_the_language_changes(page: Page, address: str) -> None:
    _open(page, address + RESULTS)
    page.get_by_role("radio", name="Svenska").or_(page.get_by_role("button", name="Svenska")).first.click()
    expect(page.get_by_label("Fråga eller sök")).to_have_value("Paljonko omarahoitusta tarvitaan?", timeout=PATIENCE)
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    assert "lang=sv" in page.url


@pytest.mark.parametrize("start", ["?lang=fi", RESULTS, RESULTS + "&in=de"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_and_fits_a_phone(browser: Browser, address: str, scheme: str, start: str) -> None:
    with browser.new_page(viewport=PHONE, color_scheme=scheme) as page:  # type: ignore[arg-type]
        page.goto(address + start)
        seen = page.locator("dl, article, .ts[role=status]").first
        expect(seen).to_be_visible(timeout=PATIENCE)
        page.wait_for_timeout(500)  # Streamlit fades new elements in
        assert page.evaluate(CONTRAST) == []
        main = "document.querySelector('[data-testid=stMain]')"
        assert page.evaluate(f"{main}.scrollWidth - {main}.clientWidth") == 0


@pytest.mark.parametrize("start", ["?lang=fi", RESULTS])
def test_screen_readers_get_order_and_labels(page: Page, address: str, start: str) -> None:
    _open(page, address + start)
    levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    nameless = "all => all.filter(one => !one.labels?.length && !one.ariaLabel).map(one => one.outerHTML)"
    assert page.eval_on_selector_all("input", nameless) == []
    assert page.eval_on_selector_all("img:not([alt])", "all => all.map(one => one.outerHTML)") == []


def test_ways_on_from_a_hit_stand_close_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    _open(page, address + RESULTS)
    keep = page.get_by_role("button", name="Lisää koosteeseen")
    original = page.get_by_role("button", name="Lataa alkuperäinen").first
    expect(original).to_be_visible(timeout=PATIENCE)
    lines = "one => getComputedStyle(one.querySelector('p')).textDecorationLine"
    assert [keep.last.evaluate(lines), original.evaluate(lines)] == ["underline", "underline"]
    above = page.get_by_role("link", name="Lue asiakirjassa").first.bounding_box()
    below = original.bounding_box()
    assert above and below and 0 < below["y"] - above["y"] - above["height"] < 12


def test_a_tick_for_comparing_is_answered_where_it_was_made(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + "practices?lang=fi")
    cards = page.locator("[class*=st-key-card]")
    expect(page.locator("footer")).to_be_visible(timeout=PATIENCE)
    wait_until_made(page)
    for at, said in ((2, "Valitse vielä ainakin yksi."), (3, "Näytä vertailu (2)")):
        cards.nth(at).get_by_text("Vertaile", exact=True).click()
        expect(cards.nth(at).get_by_text(said)).to_be_in_viewport(timeout=PATIENCE)
    cards.nth(3).get_by_role("link", name="Näytä vertailu (2)").click()
    expect(page.get_by_role("heading", name="Vertailu", exact=True)).to_be_in_viewport(timeout=PATIENCE)
    page.wait_for_function("document.activeElement.textContent === 'Vertailu'", timeout=PATIENCE)


def test_compared_documents_stand_under_one_another_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + "practices?lang=fi&with=practices/tyovalmennus.md&with=practices/laundry-school.md")
    cells = page.locator(".ts-compare td[data-of]")
    expect(cells.first).to_be_visible(timeout=PATIENCE)
    edges = "all => all.map(one => one.getBoundingClientRect()).every(box => box.left >= 0 && box.right <= innerWidth)"
    assert cells.evaluate_all(edges)
    called = "one => getComputedStyle(one, '::before').content"
    assert [cells.nth(at).evaluate(called) for at in (0, 1)] == [
        '"Työvalmennus puutarhassa"', '"A school for launderers"'
    ]  # fmt: skip
    page.set_viewport_size({"width": 1280, "height": 740})
    assert cells.first.evaluate(called) == "none"


@pytest.mark.parametrize("place", ["accessibility", "practices"])
def test_the_open_page_stands_in_line_with_the_links_beside_it(browser: Browser, address: str, place: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}{place}?lang=fi")
    expect(page.locator("footer")).to_be_visible(timeout=PATIENCE)
    wait_until_made(page)
    row = ".st-key-foot" if place == "accessibility" else ".st-key-menu"
    expect(page.locator(f"{row} .ts-here")).to_be_visible(timeout=PATIENCE)
    page.wait_for_function(  # Streamlit may still be moving what it has made
        """row => {
          const lines = [...document.querySelectorAll(`${row} .ts-here, ${row} a p`)].map(one => {
            const words = document.createRange();
            words.selectNodeContents(one);
            return words.getBoundingClientRect().bottom;
          });
          return lines.length > 2 && Math.max(...lines) - Math.min(...lines) < 1.5;
        }""",
        arg=row, timeout=20_000,
    )  # fmt: skip
    page.close()


def test_an_address_without_a_page_is_told_in_the_visitors_language(page: Page, address: str) -> None:
    page.goto(address + "nosuchpage?lang=sv")
    told = page.get_by_role("dialog")
    expect(told).to_contain_text("Sidan hittades inte", timeout=PATIENCE)
    expect(told).to_contain_text("Du har kommit till startsidan.")
    told.get_by_role("button", name="Stäng").click()
    expect(told).to_have_count(0)
    expect(page.get_by_label("Fråga eller sök")).to_be_visible()


def test_a_long_choice_shows_its_number_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 150, "height": 740})
    page.goto(address + "practices?lang=fi&theme=inclusion")
    long = page.get_by_role("button", name="Työllistäminen (1)").locator("p")
    expect(long).to_be_visible(timeout=PATIENCE)
    assert long.evaluate("one => one.scrollWidth <= one.clientWidth")
    box = long.bounding_box()
    assert box and box["height"] > 30  # two lines


@pytest.mark.parametrize(
    ("place", "chosen", "other"),
    [
        ("?lang=sv", "radio/Svenska", "radio/Suomi"),
        ("practices?lang=fi&theme=inclusion", "button/osallisuus (1)", "button/osaaminen (1)"),
        ("practices?lang=fi", "tab/Eurooppa", "tab/Suomen maakunnat"),
    ],
)
def test_in_the_systems_own_colours_the_chosen_one_is_seen(
    browser: Browser, address: str, place: str, chosen: str, other: str
) -> None:
    with browser.new_page(forced_colors="active") as page:
        page.goto(address + place)
        expect(page.locator("footer")).to_be_visible(timeout=PATIENCE)
        wait_until_made(page)
        page.wait_for_timeout(500)  # Streamlit fades colours in
        grounds = []
        for role, name in (one.split("/") for one in (chosen, other)):
            one = page.get_by_role(role, name=name)  # type: ignore[arg-type]
            picture = Image.open(BytesIO(one.screenshot())).convert("RGB")
            grounds.append(max(picture.getcolors(picture.width * picture.height) or [])[1])
        assert grounds[0] != grounds[1]


def test_in_the_systems_own_colours_a_switch_is_drawn(browser: Browser, address: str) -> None:
    with browser.new_page(forced_colors="active") as page:
        page.goto(address + "document?doc=funding/omarahoitus.md&lang=fi")
        switch = page.get_by_test_id("stCheckbox").filter(has_text="Näytä tiedot kohta kohdalta")
        expect(switch).to_be_visible(timeout=PATIENCE)
        track = switch.locator("label > div").first
        drawn = "one => [getComputedStyle(one), getComputedStyle(one.firstElementChild)].map(s => s.backgroundColor)"
        off = track.evaluate(drawn)
        assert track.evaluate("one => getComputedStyle(one).borderTopWidth") == "1px" and off[0] != off[1]
        switch.locator("label").click()
        page.wait_for_function(
            "([one, off]) => getComputedStyle(one).backgroundColor !== off", arg=[track.element_handle(), off[0]]
        )


def test_facts_of_one_document_do_not_repeat_its_title_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + "document?doc=funding/omarahoitus.md&lang=fi")
    page.get_by_text("Näytä tiedot kohta kohdalta").click(timeout=PATIENCE)
    cell = page.locator(".ts-cards1 tbody td").first
    expect(cell).to_be_visible(timeout=PATIENCE)
    assert cell.evaluate("one => getComputedStyle(one, '::before').display") == "none"


def test_the_choice_of_a_part_has_a_line_of_its_own_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + "document?doc=practices/visits.pdf&lang=fi&q=local transport")
    choice, after = page.get_by_test_id("stSelectbox"), page.get_by_role("button", name="Seuraava")
    expect(after).to_be_visible(timeout=PATIENCE)
    wait_until_made(page)
    boxes = choice.bounding_box(), after.bounding_box()
    assert boxes[0] and boxes[1] and boxes[0]["width"] > 300 and boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"] - 1


def test_below_a_long_question_the_answer_begins_on_the_first_screen(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}?lang=fi&q={'Paljonko omarahoitusta tarvitaan? ' * 20}")
    asked = page.locator(".ts-asked")
    expect(asked).to_be_visible(timeout=PATIENCE)
    box = asked.bounding_box()
    assert box and box["height"] < 150


def test_the_passage_says_its_language(page: Page, address: str) -> None:
    _open(page, address + "?q=begagnade maskiner&lang=fi&in=sv")
    quote = page.locator("article blockquote").first
    expect(quote).to_have_attribute("lang", "sv")
    expect(quote.locator("mark")).to_contain_text("begagnade maskiner")


def test_focus_is_seen(page: Page, address: str) -> None:
    _open(page, address + "?lang=fi")
    page.get_by_label("Kysy tai hae").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def test_on_a_phone_a_link_leads_past_the_map_to_what_was_found(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + "practices?lang=fi")
    found = page.get_by_role("heading", name="käytäntöä", level=2).first
    expect(found).not_to_be_in_viewport(timeout=PATIENCE)
    page.locator(".ts-jump a").click()
    expect(found).to_be_in_viewport(timeout=PATIENCE)
    page.set_viewport_size({"width": 1200, "height": 900})
    expect(page.locator(".ts-jump")).to_be_hidden()
