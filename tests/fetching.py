"""A manifest written and fetched from a web server on this machine: what the tests of fetching share."""

from __future__ import annotations

from pathlib import Path

import yaml
from web_server import Site

from corpus.fetch import Limits, Outcome, Web, fetch, read_manifest

QUICK = Limits(connect=5, read=5, delay=0.01, attempts=3, bytes=1_000_000)


def manifest(folder: Path, *entries: dict[str, object]) -> Path:
    path = folder / "manifest.yaml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), "utf-8")
    return path


def one(site: Site, name: str = "a", path: str = "/a", **more: object) -> dict[str, object]:
    return {"id": name, "url": site.address + path, "languages": ["fi"], "title": "Asetus", **more}


def run(tmp_path: Path, *entries: dict[str, object], limits: Limits = QUICK, local: bool = True) -> list[Outcome]:
    return list(fetch(read_manifest(manifest(tmp_path, *entries)), tmp_path / "to", Web(limits, local)))


def told(outcomes: list[Outcome]) -> list[tuple[str, str, str | None]]:
    return [(o.wanted.key, o.change, o.problem and o.problem.reason) for o in outcomes]


def files(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "to").iterdir() if not path.name.startswith(".fetch")}
