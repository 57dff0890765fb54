"""A font for PDF: Source Sans, which comes with Streamlit, cut down to the letters that are written.

It is a variable font of 1,615 letters; making a regular and a bold one of all of it would take
seconds, of a brief's letters it takes a fraction of one.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from corpus.errors import TietosiltaError

WEIGHTS = {"": 400, "B": 650}


def write_fonts(text: str, folder: Path) -> dict[str, Path]:
    """Fonts with the letters of ``text``, written to ``folder``, by style as fpdf2 names them.

    Raises TietosiltaError("export_font") where the font is missing.
    """
    small = io.BytesIO()
    options = Options()
    options.layout_features, options.notdef_outline, options.name_IDs = [], True, [1, 2, 4, 6]
    with TTFont(_source()) as font:
        cut = Subsetter(options)
        cut.populate(text=text + "?")
        cut.subset(font)
        font.flavor = None
        font.save(small)
    paths = {}
    for style, weight in WEIGHTS.items():
        small.seek(0)
        with TTFont(small) as font:
            paths[style] = folder / f"source-sans-{weight}.ttf"
            instantiateVariableFont(font, {"wght": weight}).save(paths[style])
    return paths


def letters() -> frozenset[int]:
    """The code points that the font has."""
    with TTFont(_source(), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _source() -> Path:
    spec = find_spec("streamlit")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in Path(folder, "static", "static", "media").glob("SourceSansVF-Upright.ttf.*.woff2"):
            return path
    raise TietosiltaError("export_font")
