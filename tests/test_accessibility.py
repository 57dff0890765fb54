"""Every page in Chromium: WCAG 2.1 A and AA by axe-core, no text left in another language, narrow screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

import pages
from axe import check_page
from browser import PATIENCE
from conftest import DOCUMENTS
from playwright.sync_api import Browser, Page, expect

from corpus.vocabulary import terms

KEPT = quote("funding/omarahoitus.md@0-60~Hankkeen omarahoitusosuus on")
PAGES = {
    "first": "?",
    "answer": "?q=Paljonko omarahoitusta tarvitaan?",
    "nothing": "?q=laundry&in=de",
    "practices": "practices?with=practices/tyovalmennus.md&with=practices/laundry-school.md",
    "funding": "funding?versions=all",
    "network": "network?",
    "staff sign-in": "collection?",
    "brief": f"brief?keep={KEPT}",
    "page of a PDF": "document?doc=practices/visits.pdf&q=local transport&part=2",
    "two languages": "document?doc=funding/omarahoitus.md&with=funding/egenfinansiering.md",
    "gone": "document?doc=no-such-document.md",
    "accessibility": "accessibility?",
    "lost": "nosuchpage?",
}
# What Streamlit says in English and does not let an app say otherwise: docs/accessibility.md.
STREAMLITS_OWN = {"aria-label: Open", "aria-label: Copy to clipboard"}
NAMES = {"Tietosilta", "Suomi", "Svenska", "English", "Finland", "saavutettavuus@traficom.fi"}
# Names of documents and regions, rightly the same in two languages.
NAMES |= set(re.findall(r"title: (.+)", "".join([*DOCUMENTS.values(), *pages.DOCUMENTS.values()])))
# Short names of funds, too: the Swedish and the English one is ESF+.
NAMES |= set(re.findall(r"\(([^()]+)\)$", "\n".join(fund.en for fund in terms("funds").values()), re.MULTILINE))
NAMES |= {name for region in terms("regions").values() for name in (region.fi, region.sv, region.en)}
SAID = """() => {
  const said = new Set();
  const others = '[lang]:not(html), script, style, noscript, code, [aria-hidden=true], [data-testid=stIconMaterial]';
  const ours = one => !one.closest(others);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (ours(texts.currentNode.parentElement)) said.add(texts.currentNode.textContent.trim());
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (ours(one) && one.getAttribute(name)) said.add(`${name}: ${one.getAttribute(name)}`);
  return [...said].filter(words => /\\p{L}{3}/u.test(words));
}"""


@contextmanager
def _opened(browser: Browser, address: str, *, width: int = 1440, scheme: str = "light") -> Iterator[Page]:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        page.goto(address)
        expect(page.locator("footer")).to_be_visible(timeout=PATIENCE)
        if "q=" in address and "document" not in address:
            expect(page.locator("article, .ts[role=status]").first).to_be_visible(timeout=PATIENCE)
        page.wait_for_timeout(700)  # Streamlit fades new elements in
        yield page
    finally:
        page.close()


@pytest.mark.parametrize(("width", "scheme", "language"), [(1440, "light", "fi"), (360, "dark", "sv")])
def test_no_violation_of_level_a_or_aa(
    browser: Browser, served_pages: str, width: int, scheme: str, language: str
) -> None:
    for name, path in PAGES.items():
        with _opened(browser, f"{served_pages}{path}&lang={language}", width=width, scheme=scheme) as page:
            check_page(page, name)


def test_no_text_is_left_in_another_language(browser: Browser, served_pages: str) -> None:
    for name in ("first", "answer", "practices", "funding", "brief", "page of a PDF", "accessibility"):
        said: dict[str, set[str]] = {}
        for language in ("fi", "sv", "en"):
            with _opened(browser, f"{served_pages}{PAGES[name]}&lang={language}") as page:
                said[language] = set(page.evaluate(SAID))
        twice = (said["fi"] & said["sv"]) | (said["fi"] & said["en"]) | (said["sv"] & said["en"])
        asked = {word for word in twice if word.casefold() in "paljonko omarahoitusta tarvitaan? local transport"}
        # Counts behind names go; terms that led to a hit are words of the question and the document.
        twice = {re.sub(r" \(\d+\)$", "", words) for words in twice if " → " not in words}
        assert twice - asked - STREAMLITS_OWN - NAMES == set(), name
