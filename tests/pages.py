"""The pages over a real index, as Streamlit's own test runner shows them. Helpers of the tests."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from fpdf import FPDF
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = Path(__file__).parents[1] / "app.py"
HOSTILE = "The <script>alert(1)</script> workshop [repairs](javascript:alert(1)) bicycles for $5$ **every** :red[day]."
HOSTILE_TITLE = "Bicycle <img src=x onerror=alert(1)> [workshop](javascript:alert(1)) $x$ **b** :red[r]"
GUIDE = (
    "Guide to study visits. This page is the cover.",
    "A study visit lasts three days. The host pays for local transport and one dinner.",
)
# Beside the documents of conftest.
DOCUMENTS = {
    "practices/hostile.txt": f"{HOSTILE_TITLE}\n\n{HOSTILE}\n",
    "funding/egenfinansiering.md": (
        "---\ntitle: Egenfinansiering i ett ESF+-projekt 2024\ncountry: FI\nlanguage: sv\n"
        "translates: funding/omarahoitus.md\n---\n# Egenfinansiering i ett ESF+-projekt 2024\n\n"
        "## Hur mycket\n\nProjektets egenfinansiering är minst 20 procent av de totala kostnaderna. "
        "Andelen kan betalas av sökanden själv eller av en kommun.\n"
    ),
}


def write_guide(path: Path) -> None:
    """A PDF of two pages."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    for page in GUIDE:
        pdf.add_page()
        pdf.multi_cell(0, 8, page)
    pdf.set_title("Guide to study visits")
    pdf.output(str(path))


def asked(app: AppTest, address: str, *, place: str = "search") -> AppTest:
    """``app`` as the address ``place?address`` opens it; nothing may go wrong."""
    app._page_hash = calc_hash(place)  # as a browser that opens the place's address
    for key, values in parse_qs(address).items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    return app


def bodies(app: AppTest) -> list[str]:
    """What the page shows as HTML, piece by piece."""
    return [element.proto.body for element in app.get("html")]


def articles(app: AppTest) -> list[str]:
    return [body for body in bodies(app) if body.startswith("<article")]


def address(app: AppTest) -> dict[str, list[str]]:
    return {key: values if isinstance(values, list) else [values] for key, values in app.query_params.items()}


def links(app: AppTest, label: str) -> list[str]:
    """Where the links within the app lead that are called ``label``, in the order of the page."""
    return [
        f"{link.proto.page}?{link.proto.query_string}"
        for link in app.get("page_link")
        if link.proto.label.strip("*") == label
    ]
