"""Lists of terms with names in Finnish, Swedish and English: themes, funds, regions, headings.

Each stands in a file of its name beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from corpus.codes import NUTS_COUNTRIES

Vocabulary = Literal["themes", "funds", "regions", "practice_sections", "funding_sections", "project_columns"]
_EUROVOC = "http://eurovoc.europa.eu/"
_NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Term:
    """One allowed value. ``exact`` and ``close`` are concepts of EuroVoc and YSO, as web addresses.

    ``names`` are those in running text, written as ``funds.yaml`` says; ``programmes`` have theirs by a name.
    """

    id: str
    fi: str
    sv: str
    en: str
    also: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    data_theme: str | None = None  # code of the EU's authority table
    names: tuple[str, ...] = ()
    programmes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def terms(vocabulary: Vocabulary) -> dict[str, Term]:
    """The terms of a vocabulary by id, in the order of its file."""
    path = Path(__file__).with_name(f"{vocabulary}.yaml")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: _term(name, entry) for name, entry in entries.items()}


def find(vocabulary: Vocabulary, stated: str) -> str | None:
    """The id of the term that is called ``stated``: by id, name in a language or another name."""
    return _by_name(vocabulary).get(_key(stated))


def label(vocabulary: Vocabulary, name: str, language: str) -> str:
    """What the term ``name`` is called in fi, sv or en; ``name`` itself where the vocabulary has no such term."""
    term = terms(vocabulary).get(name)
    return str(getattr(term, language)) if term else name


def find_region(stated: str) -> str | None:
    """The NUTS code of a region that is named or coded.

    Finnish codes must exist; those of other countries need only look like one (``ES21``, ``DEA``).
    """
    if code := find("regions", stated):
        return code
    looks_right = _NUTS.fullmatch(stated) and stated[:2] in NUTS_COUNTRIES and stated[:2] != "FI"
    return stated if looks_right else None


def _term(name: str, entry: dict[str, Any]) -> Term:
    exact, close = (tuple(map(_concept, entry.get(key, ()))) for key in ("exact", "close"))
    also, data_theme, names = tuple(entry.get("also", ())), entry.get("data_theme"), tuple(entry.get("names", ()))
    programmes = {programme: tuple(its_names) for programme, its_names in entry.get("programmes", {}).items()}
    return Term(name, entry["fi"], entry["sv"], entry["en"], also, exact, close, data_theme, names, programmes)


def _concept(stated: str) -> str:
    return stated if stated.startswith("http") else _EUROVOC + stated


@cache
def _by_name(vocabulary: Vocabulary) -> dict[str, str]:
    return {
        _key(name): term.id
        for term in terms(vocabulary).values()
        for name in (*term.also, term.fi, term.sv, term.en, term.id)
    }


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
