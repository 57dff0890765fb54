"""Documents that come into a collection, and the page that takes them in: what its tests share."""

from __future__ import annotations

from fpdf import FPDF
from streamlit.testing.v1 import AppTest

BOATS = "The Hanko boatyard teaches long-term unemployed people to mend wooden boats in eleven months."


def pdf(words: str = BOATS) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    document.add_page()
    document.multi_cell(0, 8, words)
    document.set_title("The boatyard")
    return bytes(document.output())


def quiet(_: object) -> None:
    """Looks at the progress of nothing."""


def done(app: AppTest) -> AppTest:
    """The page once the work is done, which may have been quick."""
    if "staff job" in app.session_state:
        app.session_state["staff job"].future.exception()
        app.run()
    assert not app.exception
    return app
