"""The door: streamlit run app.py, or tietosilta app."""

from __future__ import annotations

from interface.frame import show
from interface.settings import read_settings

show(read_settings)
