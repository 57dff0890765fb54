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
    "practices/tyovalmennus.md": (
        "---\ntitle: Työvalmennus puutarhassa\ncountry: FI\nregion: FI1DB\nthemes: [work-integration, inclusion]\n"
        "target_group: pitkäaikaistyöttömät\n---\n# Työvalmennus puutarhassa\n\n## Mitä\n\n"
        "Kuopiolainen puutarha opettaa työtä vuodeksi ja maksaa siitä palkan alusta asti.\n\n"
        "## Resurssit\n\nKaksi valmentajaa ja kasvihuone.\n"
    ),
    "practices/work-training.md": (
        "---\ntitle: Work training in a garden\ncountry: FI\nregion: FI1DB\nlanguage: en\n"
        "themes: [work-integration, inclusion]\ntranslates: practices/tyovalmennus.md\n---\n"
        "# Work training in a garden\n\n## What\n\n"
        "A garden in Kuopio teaches work for a year and pays wages from the first day on.\n"
    ),
    "practices/laundry-school.md": (
        "---\ntitle: A school for launderers\ncountry: IT\nlanguage: en\nthemes: [skills]\n---\n"
        "# A school for launderers\n\n## What\n\n"
        "Twelve weeks of training at the machines lead to a certificate that employers know.\n\n"
        "## Evidence\n\nOf forty who finished in 2023, thirty-one had work a year later.\n"
    ),
    "funding/kehittamisraha.md": (
        "---\ntitle: Kehittämisraha\nfund: ESF+\nrate: 80\ndeadline: 2098-03-15\nvalid_until: 2099-12-31\n"
        "supersedes: funding/kehittamisraha-2014.md\n---\n# Kehittämisraha\n\n## Kuka voi hakea\n\n"
        "Osuuskunta, yhdistys tai kunta, joka kehittää uutta toimintatapaa.\n"
    ),
    "funding/kehittamisraha-2014.md": (
        "---\ntitle: Kehittämisraha 2014–2020\nfund: national\nrate: 75\nvalid_until: 2023-12-31\n---\n"
        "# Kehittämisraha 2014–2020\n\n## Kuka voi hakea\n\nVain kunta sai hakea kehittämisrahaa tältä kaudelta.\n"
    ),
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
