"""Pictures of the app for the documentation: python tools/take_pictures.py INDEX [FOLDER] [--all].

Each page in one language and width; ``--all`` takes every page in every language at every width.
Pictures have few colours, so that each stays small.
"""

from __future__ import annotations

import argparse
import io
import sys
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, expect

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from browser import chromium, served  # noqa: E402  (a helper of the tests)

WIDTHS = (360, 768, 1440)
LANGUAGES = ("fi", "sv", "en")
HEIGHTS = {1440: 1000, 768: 1000, 360: 780}
QUESTIONS = {
    "fi": "Paljonko omarahoitusta hankkeessa pitää olla?",
    "sv": "Hur stor egenfinansiering krävs i ett projekt?",
    "en": "Which costs of a project are eligible?",
}
GUIDE, PRACTICE = "funding/esr-hakijan-opas-fi.pdf", "practices/saksa-inklusionsbetriebe-fi.md"
# A page's place and what is asked of it; a question is asked in the picture's language.
SCREENS: dict[str, tuple[str, dict[str, str | list[str]]]] = {
    "first": ("", {}),
    "answer": ("", {"q": "?"}),
    "nothing": ("", {"q": "?", "in": "mt"}),
    "practices": ("practices", {}),
    "comparison": ("practices", {"with": [PRACTICE, "practices/saksa-cap-marketit-fi.md"]}),
    "funding": ("funding", {}),
    "network": ("network", {}),
    "reading": ("document", {"doc": GUIDE, "part": "2"}),
    "versions": ("document", {"doc": PRACTICE, "with": "practices/tyskland-inklusionsforetag-sv.md"}),
    "brief": ("brief", {"keep": [f"{GUIDE}@0-400", f"{PRACTICE}@100-500"]}),
    "accessibility": ("accessibility", {}),
}
SHOWN = {
    ("first", "sv", 768), ("answer", "fi", 1440), ("answer", "en", 360), ("practices", "fi", 1440),
    ("comparison", "en", 1440), ("funding", "sv", 1440), ("reading", "fi", 1440), ("brief", "en", 768),
}  # fmt: skip


def take(browser: Browser, address: str, target: Path, *, screen: str, language: str, width: int) -> None:
    """One picture; English is shown in the dark theme."""
    place, asked = SCREENS[screen]
    parameters = {"lang": language} | asked
    if "q" in asked:
        parameters["q"] = QUESTIONS[language]
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if language == "en" else "light",
    )
    page.goto(f"{address}{place}?{urlencode(parameters, doseq=True)}")
    expect(page.locator("footer")).to_be_visible(timeout=240_000)
    if "q" in asked:
        expect(page.locator("article, .ts[role=status]").first).to_be_visible(timeout=240_000)
    page.wait_for_timeout(2500)  # everything has faded in
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    picture.save(target / f"{screen}-{language}-{width}.png", optimize=True)
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "pictures")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with served(options.index) as address, chromium() as browser:
        for screen, language, width in product(SCREENS, LANGUAGES, WIDTHS):
            if options.all or (screen, language, width) in SHOWN:
                take(browser, address, options.folder, screen=screen, language=language, width=width)


if __name__ == "__main__":
    main()
