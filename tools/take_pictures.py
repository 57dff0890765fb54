"""Pictures of the app for the documentation: python tools/take_pictures.py INDEX [FOLDER] [--all].

Three screens (first, results, nothing found) in three languages, each language at one width;
``--all`` takes every language at every width.
"""

from __future__ import annotations

import argparse
import sys
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from browser import chromium, served  # noqa: E402  (a helper of the tests)

WIDTHS = {"fi": 1440, "sv": 768, "en": 360}
HEIGHTS = {1440: 1000, 768: 1000, 360: 780}
QUESTIONS = {
    "fi": "Paljonko omarahoitusta hankkeessa pitää olla?",
    "sv": "Hur stor egenfinansiering krävs i ett projekt?",
    "en": "Which costs of a project are eligible?",
}


def take(browser: Browser, address: str, target: Path, *, screen: str, language: str, width: int) -> None:
    """One picture; English is shown in the dark theme."""
    asked = {"lang": language}
    if screen != "first":
        asked["q"] = QUESTIONS[language]
    if screen == "nothing":
        asked["in"] = "mt"
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if language == "en" else "light",
    )
    page.goto(address + "?" + urlencode(asked))
    expect(page.locator("dl, article, .ts[role=status]").first).to_be_visible(timeout=120_000)
    page.wait_for_timeout(1500)  # everything has faded in
    page.screenshot(path=target / f"{screen}-{language}-{width}.png")
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "pictures")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    pairs = product(WIDTHS, WIDTHS.values()) if options.all else WIDTHS.items()
    with served(options.index) as address, chromium() as browser:
        for (language, width), screen in product(list(pairs), ("first", "results", "nothing")):
            take(browser, address, options.folder, screen=screen, language=language, width=width)


if __name__ == "__main__":
    main()
