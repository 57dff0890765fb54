"""What the fields of a document's metadata may hold, and in which type each is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from corpus.amounts import amount, share
from corpus.codes import find_country, find_language
from corpus.draft import tidy
from corpus.errors import MetadataProblem, Mistake
from corpus.models import COLLECTIONS, DATES, FIELDS
from corpus.vocabulary import find, find_region, terms
from corpus.web_address import web_address

_FOLDERS = {
    "projects": ("projects", "project", "hankkeet", "hanke", "projekt", "projekten"),
    "practices": ("practices", "practice", "käytänteet", "kaytanteet", "käytännöt", "kaytannot", "praxis"),
    "funding": ("funding", "rahoitus", "finansiering"),
}
COLLECTION_OF = {name: collection for collection, names in _FOLDERS.items() for name in names}
# Other programs' and other English names for the same fields.
_ALIASES = {
    "lang": "language",
    "date": "published",
    "organization": "organisation",
    "license": "licence",
    "theme": "themes",
    "region": "regions",
    "program": "programme",
    "program_period": "programme_period",
}
_LARGEST = {"budget": 1e12, "rate": 100}
_ALLOWED = {"budget": "250000", "rate": "0–100"} | dict.fromkeys(DATES, "YYYY-MM-DD")


def our_name(name: object) -> str:
    """A field as it is called here."""
    small = str(name).lower()
    return _ALIASES.get(small, small)


def check_fields(
    fields: Mapping[str, Any], file: str, *, unknown: Iterable[str] = (), as_written: Container[str] = ()
) -> dict[str, Any]:
    """The fields of a document in their types, empty ones left out.

    ``unknown`` are names of fields that are mistakes, too; those ``as_written`` may hold any words; ``file`` is the
    document's name, for the message. Raises MetadataProblem that tells all mistakes at once.
    """
    strange = ", ".join([*unknown, *(name for name in fields if name not in FIELDS)])
    mistakes = [Mistake(strange, "", ", ".join(FIELDS))] if strange else []
    checked = {}
    for name, value in fields.items():
        try:
            checked[name] = _value(name, value, as_written) if name in FIELDS else None
        except _Mistaken as error:
            mistakes.append(error.mistake)
        except ValueError:  # a number of more digits than Python writes
            mistakes.append(Mistake(name, "", ""))
    if mistakes:
        raise MetadataProblem(file, mistakes)
    return {name: value for name, value in checked.items() if value not in (None, "", ())}


def known_tags(value: object) -> list[str]:
    """The themes among free words, a list or parted by commas."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [theme for part in parts if isinstance(part, str) and (theme := find("themes", part))]


def iso_date(value: object) -> date | None:
    """A day as YAML read it or as text that begins with YYYY-MM-DD; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


class _Mistaken(Exception):
    def __init__(self, field: str, stated: object, allowed: str) -> None:
        self.mistake = Mistake(field, str(stated), allowed)


def _value(name: str, value: object, as_written: Container[str] = ()) -> object:
    """``value`` in the type of its field; None where nothing is stated."""
    if value is None:
        return None
    if name == "summary":
        if isinstance(value, bool):
            return value or None
        raise _Mistaken(name, value, "true, false")
    if name in _SEVERAL:
        return tuple(dict.fromkeys(_SEVERAL[name](part) for part in _list(name, value)))
    if value is False and name in ("country", "language"):
        value = "NO"  # YAML 1.1 reads an unquoted NO, Norway or Norwegian, as false
    if not isinstance(value, (str, int, float, date)) or isinstance(value, bool):
        raise _Mistaken(name, "", _ALLOWED.get(name, "{words}"))  # a list may hold others a million times
    if name in DATES:
        return _date(name, value)
    if name in _LARGEST:
        return _number(name, value)
    text = tidy(str(value))
    if name not in _KNOWN or name in as_written or not text:
        return text
    find_it, allowed = _KNOWN[name]
    if not (found := find_it(text)):
        raise _Mistaken(name, text, allowed())
    return found


def _list(name: str, value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)) or not all(isinstance(part, (str, int)) for part in parts):
        raise _Mistaken(name, "", "{list}")
    return tuple(dict.fromkeys(filter(None, (tidy(str(part)) for part in parts))))


def _theme(stated: str) -> str:
    if theme := find("themes", stated):
        return theme
    raise _Mistaken("themes", stated, ", ".join(terms("themes")))


def _region(stated: str) -> str:
    """The code of a region, or its name where it has none: there are more regions than NUTS counts."""
    if region := find_region(stated):
        return region
    finnish = {term.fi: code for code, term in terms("regions").items() if code.startswith("FI")}
    # Nearly a Finnish region, or a Finnish code that does not exist: a slip, not another region.
    if get_close_matches(stated, finnish, n=1, cutoff=0.8) or re.fullmatch(r"FI[A-Z0-9]{1,3}", stated):
        raise _Mistaken("regions", stated, ", ".join(f"{name} {code}" for name, code in finnish.items()))
    return stated


def _number(name: str, value: object) -> float | None:
    written = str(value)
    if not written.strip():
        return None
    # A number that YAML has read has no thousands.
    number = amount(written) if name == "budget" and isinstance(value, str) else share(written)
    if number is None or number > _LARGEST[name]:
        raise _Mistaken(name, value, _ALLOWED[name])
    return number


def _date(name: str, value: object) -> date | None:
    found = iso_date(value)
    if found is None and value != "":
        raise _Mistaken(name, value, _ALLOWED[name])
    return found


def _address(stated: str) -> str | None:
    """``stated`` as it is written, where it is a web address."""
    return stated if web_address(stated) else None


_SEVERAL: Mapping[str, Callable[[str], str]] = {"themes": _theme, "regions": _region}
# What is one of a list: how it is found, and what the list holds.
_KNOWN: Mapping[str, tuple[Callable[[str], str | None], Callable[[], str]]] = {
    "country": (find_country, lambda: "ISO 3166-1: FI, SE, EE, …, EU"),
    "language": (find_language, lambda: "ISO 639-1: fi, sv, en, …"),
    "collection": (lambda text: COLLECTION_OF.get(text.casefold()), lambda: ", ".join(COLLECTIONS)),
    "fund": (lambda text: find("funds", text), lambda: ", ".join(terms("funds"))),
    "source": (_address, lambda: "https://…"),
}
