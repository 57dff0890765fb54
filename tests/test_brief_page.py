"""The brief: kept passages in order, what is gone told, taken along as text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import quote_plus

from pages import address, asked, bodies
from streamlit.testing.v1 import AppTest

from assistant.basket import kept_hits
from assistant.listing.shelf import Shelf
from assistant.references import Reference
from index.records import Results
from index.store import Store
from interface.take_along import exported

SHARE = Reference("funding/omarahoitus.md", 4000, 4076, "Hankkeen omarahoitusosuus on vähintään 20 prosenttia")
VISIT = Reference("practices/visits.pdf", 0, 50, "A study visit lasts three days.")
GONE = Reference("funding/omarahoitus.md", 0, 50, "Words that were never there")


def test_an_empty_brief_leads_to_the_search(app: AppTest) -> None:
    asked(app, "lang=sv", place="brief")
    assert [link.proto.label for link in app.get("page_link")].count(
        "**Sammanställningen är tom\\. Börja med en sökning\\.**"
    ) == 1


def test_kept_passages_in_their_order_and_those_that_are_gone(app: AppTest) -> None:
    kept = "&".join(f"keep={quote_plus(str(reference))}" for reference in (SHARE, GONE, VISIT))
    asked(app, f"lang=fi&{kept}", place="brief")
    quotes = [body for body in bodies(app) if body.startswith("<article")]
    assert len(quotes) == 2
    assert "vähintään 20 prosenttia" in quotes[0] and "A study visit lasts three days." in quotes[1]
    assert "<strong>s. 2</strong>" in quotes[1]
    assert [note.value for note in app.info] == [
        "1 katkelmaa ei enää löydy: asiakirja on muuttunut tai se on poistettu."
    ]
    app.button(key=f"up {VISIT}").click().run()
    assert address(app)["keep"] == [str(VISIT), str(SHARE), str(GONE)]
    app.button(key="empty").click().run()
    assert address(app) == {"lang": ["fi"]}


def test_the_brief_is_taken_along_in_the_visitors_language(app: AppTest, page_index: Path) -> None:
    asked(app, f"lang=sv&keep={quote_plus(str(VISIT))}", place="brief")
    assert [button.proto.label for button in app.get("download_button")] == [
        "Word-fil", "PDF-fil", "Markdown-fil", "RIS-referenser", "BibTeX-referenser", "CSV-tabell",
    ]  # fmt: skip
    hits = kept_hits(Shelf(Store(page_index)), [VISIT], today=date(2026, 1, 2))
    written = exported(Results("", "sv", tuple(hits.values())), ".md", "sv").decode()
    assert "A study visit lasts three days" in written and "Guide to study visits" in written
    assert "Fråga" not in written


def test_a_title_stands_in_the_address_and_above_what_is_taken_along(app: AppTest, page_index: Path) -> None:
    asked(app, f"lang=fi&keep={quote_plus(str(VISIT))}", place="brief")
    app.text_input(key="brief title").set_value(" Aamukahvit: Kuopio ").run()
    assert address(app) == {"q": ["Aamukahvit: Kuopio"], "lang": ["fi"], "keep": [str(VISIT)]}
    assert app.get("download_button")[0].proto.label == "Word-tiedosto"
    hits = kept_hits(Shelf(Store(page_index)), [VISIT], today=date(2026, 1, 2))
    written = exported(Results("", "fi", tuple(hits.values())), ".md", "fi", title="Aamukahvit: Kuopio").decode()
    assert written.startswith("# Aamukahvit: Kuopio\n")


def test_a_title_from_a_word_processor_harms_no_format(page_index: Path) -> None:
    hits = tuple(kept_hits(Shelf(Store(page_index)), [VISIT], today=date(2026, 1, 2)).values())
    for ending in (".docx", ".pdf", ".ris"):
        assert exported(Results("", "fi", hits), ending, "fi", title="Aamu\x0bkahvit\x1b \ud800")
    written = exported(Results("", "fi", hits), ".md", "fi", title="Aamu\x0bkahvit\x1b").decode()
    assert written.startswith("# Aamu kahvit\n")
