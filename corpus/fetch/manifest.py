"""The manifest: a YAML list of the official documents that are wanted.

    - id: ESF+-regulation                       # names the files; the number itself when left out
      celex: 32021R1057                         # or finlex: 757/2021, or url: https://…
      languages: [fi, sv, en]
      title: {fi: ESR+-asetus, sv: ESF+-förordningen, en: The ESF+ Regulation}
      collection: funding                       # any field of a document's metadata may stand here
      supersedes: 32013R1304                    # id of an older document of the manifest

``title``, ``source`` and ``url`` may be one text or one a language. ``defaults:`` at the top level holds
fields for all; then the list stands under ``documents:``. A finlex entry may have a ``version``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from corpus.codes import LANGUAGES
from corpus.errors import FetchProblem, system_cause
from corpus.fetch.addresses import (
    Place,
    celex_page,
    celex_places,
    finlex_page,
    finlex_places,
    plain_place,
)  # fmt: skip
from corpus.models import FIELDS
from corpus.yaml_fields import yaml_cause

_KINDS = ("celex", "finlex", "url")
_OWN = ("id", "languages", "version", *_KINDS)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9+()-]*")
_MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document in one language. ``fields`` are those of its sidecar, without links to others."""

    id: str
    language: str
    places: tuple[Place, ...]
    fields: Mapping[str, Any]
    first: str  # the language of which the others are versions
    supersedes: str | None = None

    @property
    def key(self) -> str:
        """The stem of the file's name."""
        return f"{self.id}-{self.language}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(urlsplit(place.address).netloc for place in self.places))


def read_manifest(path: Path, *, only: tuple[str, ...] = ()) -> list[Wanted]:
    """The documents listed in ``path``; of those only the ones whose id or number is in ``only``.

    Raises FetchProblem("manifest") naming entry, field and what is allowed, and "unknown" for an id
    that is not listed.
    """
    entries, defaults = _load(path)
    wanted: list[Wanted] = []
    names: dict[str, set[str]] = {}
    for at, entry in enumerate(entries, 1):
        where = f"{path.name}, {{entry {at}}}"
        found = list(_wanted(where, entry, defaults))
        name = found[0].id
        if name in names:
            raise FetchProblem("manifest", f"{where}: {{id_twice}} {name}")
        names[name] = {name, str(entry[_kind(where, entry)])}
        wanted += found
    for one in wanted:
        if one.supersedes is not None and one.supersedes not in names:
            raise _problem(f"{path.name}, {one.id}: supersedes: {one.supersedes}", "id")
    chosen = set(only)
    if unknown := chosen - set().union(*names.values()):
        raise FetchProblem("unknown", ", ".join(sorted(unknown)))
    return [one for one in wanted if not only or chosen & names[one.id]]


def _load(path: Path) -> tuple[list[Any], dict[str, Any]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _problem(f"{path}: {path.stat().st_size}", f"≤ {_MAX_BYTES} bytes")
        found = yaml.safe_load(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise FetchProblem("no_manifest", str(path)) from error
    except OSError as error:
        raise FetchProblem("manifest", f"{path}: {system_cause(error)}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 31 September, letters that are none
        raise FetchProblem("manifest", f"{path.name}: {yaml_cause(error)}") from error
    defaults: Any = {}
    if isinstance(found, dict):
        if unknown := found.keys() - {"defaults", "documents"}:
            raise _problem(f"{path.name}: {', '.join(sorted(map(str, unknown)))}", "defaults, documents")
        defaults, found = found.get("defaults") or {}, found.get("documents")
    if not isinstance(found, list) or not found or not isinstance(defaults, dict):
        raise _problem(path.name, "documents: [{celex: 32021R1060, languages: [fi]}]")
    if unknown := defaults.keys() - set(FIELDS):
        raise _problem(f"{path.name}: defaults: {', '.join(sorted(map(str, unknown)))}", ", ".join(FIELDS))
    return found, defaults


def _kind(where: str, entry: Any) -> str:
    kinds = [kind for kind in _KINDS if isinstance(entry, dict) and kind in entry]
    if len(kinds) != 1:
        raise _problem(f"{where}: {' + '.join(kinds) or '–'}", " | ".join(_KINDS))
    return kinds[0]


def _wanted(where: str, entry: Any, defaults: dict[str, Any]) -> Iterator[Wanted]:
    kind = _kind(where, entry)
    if unknown := entry.keys() - {*_OWN, *FIELDS}:
        raise _problem(f"{where}: {', '.join(sorted(map(str, unknown)))}", ", ".join((*_OWN, *FIELDS)))
    name = str(entry.get("id") or ("" if kind == "url" else entry[kind])).replace("/", "-")
    if not _ID.fullmatch(name):
        raise _problem(f"{where}: id: {name or '–'}", "A–Z a–z 0–9 + ( ) -")
    languages = entry.get("languages")
    if not isinstance(languages, list) or not languages or len(set(map(str, languages))) < len(languages):
        raise _problem(f"{where} ({name}): languages", "[fi, sv, en]")
    if unknown := [str(code) for code in languages if not isinstance(code, str) or code not in LANGUAGES]:
        raise _problem(f"{where} ({name}): languages: {', '.join(unknown)}", "fi, sv, en, …")
    for language in languages:
        here = f"{where} ({name}, {language})"
        places, page = _places(here, kind, entry, language)
        stated = {"source": page} | {
            key: _in_language(value, language)
            for key, value in {**defaults, **entry}.items()
            if key in FIELDS and key not in ("language", "translates", "supersedes")
        }
        yield Wanted(
            name, language, places, {key: value for key, value in stated.items() if value is not None},
            first=languages[0], supersedes=str(entry["supersedes"]) if entry.get("supersedes") else None,
        )  # fmt: skip


def _places(where: str, kind: str, entry: dict[str, Any], language: str) -> tuple[tuple[Place, ...], str]:
    """Where the document lies, and the page on which people read it."""
    value = str(_in_language(entry[kind], language) or "")
    try:
        if kind == "celex":
            return celex_places(value, language), celex_page(value, language)
        if kind == "finlex":
            version = str(entry.get("version") or "")
            return finlex_places(value, language, version), finlex_page(value, language)
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise ValueError(f"url: {value[:200] or '–'}")
    except ValueError as error:
        allowed = {"celex": "32021R1060", "finlex": "757/2021", "url": "https://…"}
        raise _problem(f"{where}: {error}", allowed[kind]) from error
    return plain_place(value), value


def _in_language(value: Any, language: str) -> Any:
    return value.get(language) if isinstance(value, dict) else value


def _problem(stated: str, allowed: str) -> FetchProblem:
    return FetchProblem("manifest", f"{stated} ({allowed})")
