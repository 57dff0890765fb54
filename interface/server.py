"""``tietosilta app``: the pages served, and the model opened while the server starts.

What Streamlit is told (theme, no menu, no statistics) travels with the package as
``static/streamlit.toml``; ``streamlit run app.py`` reads the same file.
"""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from streamlit.starlette import App

from interface.opening import opening
from interface.rendering import RENDERING
from interface.settings import read_settings
from interface.staff import print_setup_code
from interface.staff_visits import ROUTE
from interface.style import STATIC

DOOR = Path(__file__).with_name("door") / "app.py"


def serve(*, port: int, address: str = "", path: str = "") -> None:
    """Serve the pages on ``port`` until stopped: on all of this machine's addresses or only on ``address``; below
    ``path`` where a web server before it has other things at its root."""
    given = {"server.port": port, "server.baseUrlPath": path} | ({"server.address": address} if address else {})
    App(DOOR, lifespan=_warm, routes=[ROUTE]).run(config=dict(look()) | given)


@asynccontextmanager
async def _warm(app: App) -> AsyncIterator[None]:
    settings = read_settings()
    print_setup_code(settings)  # it reads Streamlit's options, of which a change after that is warned of
    opening(settings)
    yield
    RENDERING.close()  # after SIGTERM Python ends at once, and warns of what nobody closed


def look() -> Iterator[tuple[str, Any]]:
    """Streamlit's options by their dotted names, as the package's file has them."""
    options = tomllib.loads((STATIC / "streamlit.toml").read_text("utf-8"))
    return _flat(options, "")


def _flat(tree: dict[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value
