"""Write docs/map.md: every module with what it says of itself, folder by folder.

Usage: python tools/make_map.py [--check]    (--check writes nothing, and fails where the map is not as it should be)
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("corpus", "index", "assistant", "interface", "training", "benchmarks", "tools")
MAP = ROOT / "docs" / "map.md"
HEAD = """# Where is what

Each module with what it says of itself. corpus, index, assistant, interface: each knows only those before it. \
Made by `python tools/make_map.py`.
"""


def first_line(path: Path) -> str:
    """The first paragraph of a module's docstring; "" where it has none."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("``", "`")


def lines() -> Iterator[str]:
    yield HEAD
    for top in FOLDERS:
        for folder in sorted({path.parent for path in (ROOT / top).rglob("*.py")}):
            modules = [(path, first_line(path)) for path in sorted(folder.glob("[!_]*.py"))]
            package = folder / "__init__.py"
            yield f"## {folder.relative_to(ROOT).as_posix()}/\n"
            if package.exists() and (said := first_line(package)):
                yield f"{said}\n"
            yield from (f"- `{path.name}`: {said}" for path, said in modules if said)
            yield ""


def main() -> None:
    text = "\n".join(lines())
    if "--check" not in sys.argv[1:]:
        MAP.write_text(text, "utf-8")
    elif MAP.read_text("utf-8") != text:
        sys.exit("docs/map.md is not as the modules say: python tools/make_map.py writes it anew")


if __name__ == "__main__":
    main()
