"""What axe-core and a narrow screen say about an open page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
_MAIN = "document.querySelector('[data-testid=stMain]')"


def check_page(page: Page, name: str) -> None:
    """No violation of WCAG 2.1 A or AA on ``page``, and nothing to scroll sideways for; ``name`` is told if so."""
    found = Axe().run(page, options=_RULES).response
    assert len(found["passes"]) > 5, name
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == [], name
    assert page.evaluate(f"{_MAIN}.scrollWidth - {_MAIN}.clientWidth") == 0, name
