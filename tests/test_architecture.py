"""Imports run one way: app.py, interface, assistant, index, corpus. Only the pages know Streamlit."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["corpus", "index", "assistant", "interface"]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_knows_only_those_below(layer: str) -> None:
    above = set(LAYERS[LAYERS.index(layer) + 1 :]) | {"app", "streamlit"}
    if layer == "interface":
        above.discard("streamlit")
    for path in (ROOT / layer).rglob("*.py"):
        assert not imported(path) & above, path


def test_corpus_needs_no_model() -> None:
    for path in (ROOT / "corpus").rglob("*.py"):
        assert not imported(path) & {"torch", "sentence_transformers", "transformers", "faiss"}, path


def test_the_map_says_what_the_modules_say() -> None:
    check = [sys.executable, str(ROOT / "tools" / "make_map.py"), "--check"]
    assert subprocess.run(check, capture_output=True, text=True).stderr == ""


def test_no_page_module_hides_one_of_pythons_own() -> None:
    # Streamlit puts the folder into the path of the processes that read files.
    assert {path.stem for path in (ROOT / "interface").glob("*.py")} & sys.stdlib_module_names == set()


def test_every_file_of_a_package_is_installed_with_it() -> None:
    installed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    for layer in LAYERS:
        found = {path for pattern in installed.get(layer, ()) for path in (ROOT / layer).glob(pattern)}
        data = {path for path in (ROOT / layer).rglob("*") if path.suffix not in (".py", ".pyc") and path.is_file()}
        assert {path for path in data if not path.name.startswith(".")} <= found
