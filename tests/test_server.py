"""What the served app is told, and what it must not find."""

from __future__ import annotations

from pathlib import Path

from streamlit import config

from interface.server import DOOR, look

ROOT = Path(__file__).parents[1]


def test_streamlit_is_told_the_theme_and_to_be_quiet() -> None:
    options = dict(look())
    assert options["browser.gatherUsageStats"] is False
    assert options["browser.serverAddress"] == "localhost"  # otherwise it asks the network for its own address
    assert options["client.toolbarMode"] == "minimal"
    assert options["runner.postScriptGC"] is False  # half a second after each run, while a library is open
    assert options["theme.light.primaryColor"] == "#1b5e6b" and options["theme.dark.primaryColor"] == "#6cbcc8"
    for option in options:
        config.get_option(option)  # raises for one that Streamlit does not know


def test_streamlit_run_reads_the_same_file() -> None:
    assert (ROOT / ".streamlit/config.toml").resolve() == ROOT / "interface/static/streamlit.toml"


def test_no_folder_of_pages_stands_beside_the_script() -> None:
    assert DOOR.is_file() and not (DOOR.parent / "pages").exists() and not (ROOT / "pages").exists()
