"""The door: streamlit run app.py, or tietosilta app."""

from __future__ import annotations

import os
from pathlib import Path

from interface.page import show

show(Path(os.environ.get("TIETOSILTA_INDEX", "data/library.sqlite")))
