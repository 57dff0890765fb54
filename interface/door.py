"""What Streamlit runs for each visitor."""

from __future__ import annotations

from interface.frame import show
from interface.settings import settings

show(settings)
