"""Where the official publishers keep a document, by its number and language.

EU law: the Cellar of the Publications Office, https://op.europa.eu/en/web/cellar/cellar-data/publications.
One address a document; language (ISO 639-3) and format are chosen by the headers of the request. The
pages of EUR-Lex itself are made for people and turn programs away.

Finnish law: Finlex open data, https://www.finlex.fi/fi/avoin-data. Without a version its addresses give
the text as it was published in the statute book; ``version`` names the latest amendment that is worked
into the text, as year and four digits (20240123).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.codes import THREE_LETTERS

CELLAR = "https://publications.europa.eu/resource/celex/"
FINLEX = "https://opendata.finlex.fi/finlex/avoindata/v1/akn/fi/act/"
FINLEX_LANGUAGES = ("fi", "sv")

# PDF first: its pages can be cited. Cellar names the kind of PDF, which changed over the years.
_PDF = "application/pdf"
_CELLAR_FORMATS = ", ".join(
    [*(f"{_PDF};type={kind}" for kind in ("pdfa2a", "pdfa1a", "pdfa1b", "pdf1x", "pdfx")), _PDF]
    + ["application/xhtml+xml", "text/html"]
)
_AKOMA_NTOSO = "application/xml"
_ANY = f"{_PDF}, application/xhtml+xml, text/html;q=0.9, */*;q=0.5"

# Sector, year, type and number, and what follows for annexes, corrigenda and consolidated texts:
# 32021R1060, 52021DC0778, 32022H1215(01), 02016R0679-20160504.
_CELEX = re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4,5}(\(\d{2}\)|R\(\d{2}\)|-\d{8})?")
_STATUTE = re.compile(r"([1-9]\d{0,4})/((?:18|19|20)\d{2})")


@dataclass(frozen=True, slots=True)
class Place:
    """An address and the headers with which it is asked."""

    address: str
    accept: str
    language: str | None = None  # ISO 639-3, for the Accept-Language header
    suffix: str = ""  # of the file there, where it is known beforehand


def celex_places(celex: str, language: str) -> tuple[Place, ...]:
    """Raises ValueError for what is no CELEX number or no language of the Union."""
    if not _CELEX.fullmatch(celex):
        raise ValueError(f"celex: {celex}")
    if language not in THREE_LETTERS:
        raise ValueError(f"language: {language}")
    address = CELLAR + celex.replace("(", "%28").replace(")", "%29")
    return (Place(address, _CELLAR_FORMATS, THREE_LETTERS[language]),)


def finlex_places(statute: str, language: str, version: str = "") -> tuple[Place, ...]:
    """Where the statute "757/2021" lies, to be tried in order. Raises ValueError."""
    found = _STATUTE.fullmatch(statute)
    if not found:
        raise ValueError(f"finlex: {statute}")
    if language not in FINLEX_LANGUAGES:
        raise ValueError(f"language: {language}")
    if version and not re.fullmatch(r"\d{8}", version):
        raise ValueError(f"version: {version}")
    number, year = found.groups()
    kind = "statute-consolidated" if version else "statute"
    base = f"{FINLEX}{kind}/{year}/{number}/{THREE_LETTERS[language]}@{version}"
    return (Place(f"{base}/main.pdf", _PDF), Place(base, _AKOMA_NTOSO))


def celex_page(celex: str, language: str) -> str:
    """Where people read it."""
    return f"https://eur-lex.europa.eu/legal-content/{language.upper()}/TXT/?uri=CELEX:{celex}"


def finlex_page(statute: str, language: str) -> str:
    """Where people read it, with all amendments."""
    number, year = statute.split("/")
    return f"https://www.finlex.fi/{language}/laki/ajantasa/{year}/{year}{int(number):04d}"


def plain_place(address: str) -> tuple[Place, ...]:
    """Any other address, as it is."""
    return (Place(address, _ANY),)
