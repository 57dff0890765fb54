"""Ten people at once, each in a browser of their own: everyone gets their own answer, in their own language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import PATIENCE, wait_until_made
from playwright.sync_api import Browser, Page, expect

from interface.navigation import PLACES
from interface.texts import text

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """``title`` is that of the document which answers, in the words of ``quote``."""

    language: str
    question: str
    title: str
    quote: str


VISITORS = (
    Visitor("fi", "Paljonko omarahoitusta tarvitaan?", "Omarahoitus ESR+-hankkeessa 2024", "vähintään 20 prosenttia"),
    Visitor("sv", "Får man köpa begagnade maskiner?", "Begagnade maskiner", "Inköp av begagnade maskiner"),
    Visitor("en", "How many people does the laundry employ?", "A cooperative laundry in Turin", "thirty people"),
    Visitor("fi", "Milloin hakuaika päättyy?", "Hakuaika", "15.3.2024 klo 16.15"),
    Visitor("sv", "Hur stor är projektets egenfinansiering?", "Egenfinansiering i ett ESF+-projekt 2024", "20 procent"),
    Visitor("en", "How long is the training of launderers?", "A school for launderers", "Twelve weeks of training"),
    Visitor("fi", "Kuka maksaa palkan puutarhassa?", "Työvalmennus puutarhassa", "maksaa siitä palkan"),
    Visitor("sv", "Hur länge varar ett studiebesök?", "Guide to study visits", "lasts three days"),
    Visitor("en", "Where was the seminar on circular economy?", "Seminar on circular economy", "seminar in Kuopio"),
    Visitor("fi", "Kuka voi hakea kehittämisrahaa?", "Kehittämisraha", "Osuuskunta, yhdistys tai kunta"),
)


@pytest.fixture
def pages(browser: Browser) -> Iterator[list[Page]]:
    """A page for each visitor, each in a context of its own, which speaks the visitor's language."""
    contexts = [browser.new_context(locale=LOCALES[visitor.language]) for visitor in VISITORS]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def _assert_calm(page: Page, language: str) -> None:
    wait_until_made(page)  # until then the foot of the page before stands there as well
    expect(page.locator("footer")).to_have_text(text(language, "page.footer"), timeout=PATIENCE)
    expect(page.locator("html")).to_have_attribute("lang", language, timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_have_count(1, timeout=PATIENCE)
    assert page.locator("[role=alert], [data-testid=stException]").all_inner_texts() == []


def test_everyone_gets_their_own_answer(pages: list[Page], served_pages: str) -> None:
    for page in pages:
        page.goto(served_pages, wait_until="commit")
    for page, visitor in zip(pages, VISITORS, strict=True):
        page.get_by_label(text(visitor.language, "search.label")).fill(visitor.question, timeout=PATIENCE)
    for page in pages:
        page.keyboard.press("Enter")
    for page, visitor in zip(pages, VISITORS, strict=True):
        heading = page.get_by_role("heading", level=1, name=text(visitor.language, "ask.heading"))
        expect(heading).to_be_visible(timeout=PATIENCE)
        _assert_calm(page, visitor.language)
        expect(page.locator("blockquote.ts-quote").first).to_contain_text(visitor.quote)
        expect(page.get_by_role("article").first.get_by_role("heading")).to_have_text(visitor.title)
        expect(page.get_by_label(text(visitor.language, "search.label"))).to_have_value(visitor.question)
        expect(page).to_have_title(f"{visitor.question} – Tietosilta")


def test_every_page_opens_for_all_of_them(pages: list[Page], served_pages: str) -> None:
    places = [PLACES[name] for name in (*PLACES, "practices")]
    for page, place in zip(pages, places, strict=True):
        page.goto(f"{served_pages}{place.path}", wait_until="commit")
    for page, visitor in zip(pages, VISITORS, strict=True):
        _assert_calm(page, visitor.language)
