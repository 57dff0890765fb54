"""What Streamlit runs for each visitor. In a folder of its own: pages/ beside it would be run unasked."""

from __future__ import annotations

from interface.frame import show
from interface.settings import read_settings

show(read_settings)
