"""Seconds from Enter to the visible answer, in the real app and a real browser.

Usage: python benchmarks/pages.py [INDEX]

Over the shipped library, indexed first unless INDEX is given. The model is warm; every question is asked once,
on a freshly opened page, and timed by the browser's own clock.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, expect

from index.encoder import load_encoder, name_of
from index.sync import sync
from interface.texts import text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from browser import chromium, served  # noqa: E402  (helpers of the tests)
from indexes import copy_index  # noqa: E402

FIRST = [("fi", "Kuka voi hakea tukea?"), ("sv", "Vem kan söka stöd?"), ("en", "Who can apply for support?")]
QUESTIONS = [
    ("fi", "Paljonko omarahoitusta hankkeessa pitää olla?"),
    ("fi", "Miten vaikuttavuutta arvioidaan?"),
    ("fi", "Mikä on yhteiskunnallisen yrityksen merkki?"),
    ("sv", "Hur stor egenfinansiering krävs i ett projekt?"),
    ("sv", "Vad är ett arbetsintegrerande socialt företag?"),
    ("en", "Which costs of a project are eligible?"),
    ("en", "How do Italian social cooperatives employ disadvantaged people?"),
    ("en", "How much own contribution does a project need?"),
]
_CLOCK = """() => addEventListener('keydown', pressed => {
  if (pressed.key === 'Enter') window.began = performance.now();
}, true)"""
_SHOWN = """() => {
  const answer = document.querySelector('.st-key-answer');
  return answer && answer.getBoundingClientRect().height > 0 ? performance.now() - window.began : null;
}"""


def seconds(browser: Browser, address: str, *, language: str, question: str) -> float:
    """From Enter to the answer's first frame."""
    page = browser.new_page()
    page.goto(f"{address}?lang={language}")
    expect(page.locator("footer")).to_be_visible(timeout=240_000)
    page.wait_for_timeout(1000)  # the page is at rest
    page.evaluate(_CLOCK)
    page.get_by_label(text(language, "search.label")).fill(question)
    page.keyboard.press("Enter")
    taken = page.wait_for_function(_SHOWN, polling="raf", timeout=240_000).json_value()
    page.close()
    return float(taken) / 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "library.sqlite"
        if len(sys.argv) > 1:
            copy_index(Path(sys.argv[1]), index)  # beside a copy the questions are kept and gone
        else:
            library = [ROOT / "corpus" / "library"]
            sync(index, library, encoder=name_of("bundled"), open_encoder=load_encoder, watch=lambda _: None)
        with served(index) as address, chromium() as browser:
            for language, question in FIRST:
                seconds(browser, address, language=language, question=question)
            taken = []
            for language, question in QUESTIONS:
                taken.append(seconds(browser, address, language=language, question=question))
                print(f"{taken[-1]:.2f} s  {language}  {question}", flush=True)
    print(f"median {median(taken):.2f} s, longest {max(taken):.2f} s, of {len(taken)} questions")


if __name__ == "__main__":
    main()
