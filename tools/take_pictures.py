"""Pictures of the app for the documentation: python tools/take_pictures.py INDEX [FOLDER] [--all].

Each page in one language and width; ``--all`` takes every page in every language at every width, ``--only``
some of them. It works on a copy of the index, which gets a password and some questions,
so that the staff's pages are shown as they are used. Pictures have few colours and stay small.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from datetime import date
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
from browser import chromium, served, sign_in  # noqa: E402  (helpers of the tests)
from indexes import copy_index  # noqa: E402

from assistant.asked import FILE, AskedQuestions, Outcome  # noqa: E402
from interface.staff_password import password_beside  # noqa: E402
from interface.texts import text  # noqa: E402

WIDTHS = (360, 768, 1440)
LANGUAGES = ("fi", "sv", "en")
HEIGHTS = {1440: 1000, 768: 1000, 360: 780}
QUESTIONS = {
    "fi": "Paljonko omarahoitusta hankkeessa pitää olla?",
    "sv": "Hur stor egenfinansiering krävs i ett projekt?",
    "en": "Does voluntary work count as own contribution?",
}
# What staff see of other people's questions: question, language, outcome and how many times.
ASKED: list[tuple[str, str, Outcome, int]] = [
    ("Paljonko omarahoitusta hankkeessa pitää olla?", "fi", "answered", 9),
    ("Hur stor egenfinansiering krävs i ett projekt?", "sv", "answered", 4),
    ("How much own contribution does a project need?", "en", "answered", 2),
    ("Kuka voi hakea tukea?", "fi", "answered", 6),
    ("Does voluntary work count as own contribution?", "en", "answered", 5),
    ("työosuuskunta", "fi", "found", 4),
    ("Saako palkkatukea alle 30-vuotiaalle?", "fi", "declined", 3),
    ("Vilka stipendier finns för konstnärer?", "sv", "declined", 2),
    ("heinäsirkkafarmi", "fi", "nothing", 1),
]
PASSWORD = "a password for pictures"
STAFF = ("collection", "insights")
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
    "collection": ("collection", {}),
    "insights": ("insights", {}),
}
SHOWN = {
    ("first", "sv", 768), ("answer", "fi", 1440), ("answer", "en", 360), ("practices", "fi", 1440),
    ("comparison", "en", 1440), ("funding", "sv", 1440), ("reading", "fi", 1440), ("brief", "en", 768),
    ("collection", "fi", 1440), ("insights", "en", 1440),
}  # fmt: skip


def take(browser: Browser, address: str, target: Path, *, screen: str, language: str, width: int) -> None:
    """One picture; English is shown in the dark theme."""
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if language == "en" else "light",
    )
    opened = _open_staff_page if screen in STAFF else _open
    opened(page, address, screen, language)
    page.wait_for_timeout(2500)  # everything has faded in
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    picture.save(target / f"{screen}-{language}-{width}.png", optimize=True)
    page.close()


def _open(page: Page, address: str, screen: str, language: str) -> None:
    place, asked = SCREENS[screen]
    parameters = {"lang": language} | asked
    if "q" in asked:
        parameters["q"] = QUESTIONS[language]
    page.goto(f"{address}{place}?{urlencode(parameters, doseq=True)}")
    expect(page.locator("footer")).to_be_visible(timeout=240_000)
    if "q" in asked:
        expect(page.locator("article, .ts[role=status]").first).to_be_visible(timeout=240_000)


def _open_staff_page(page: Page, address: str, screen: str, language: str) -> None:
    sign_in(page, address, PASSWORD, language=language)
    if screen == "insights":
        page.get_by_role("link", name=text(language, "pages.insights")).click()
        expect(page.get_by_text(QUESTIONS["fi"]).first).to_be_visible(timeout=240_000)
    expect(page.locator("footer")).to_be_visible(timeout=240_000)


def _prepare(index: Path, folder: Path) -> Path:
    """A copy of ``index`` in ``folder`` with a password and questions beside it."""
    copy = folder / "library.sqlite"
    copy_index(index, copy)
    password_beside(copy).set(PASSWORD)
    asked = AskedQuestions(folder / FILE)
    for question, language, outcome, times in ASKED:
        for _ in range(times):
            asked.add(question, language, outcome, day=date.today())
    return copy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "pictures")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", nargs="+", choices=SCREENS, default=list(SCREENS), metavar="PAGE")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(_prepare(options.index, Path(folder))) as address,
        chromium() as browser,
    ):
        for screen, language, width in product(options.only, LANGUAGES, WIDTHS):
            if options.all or (screen, language, width) in SHOWN:
                take(browser, address, options.folder, screen=screen, language=language, width=width)


if __name__ == "__main__":
    main()
