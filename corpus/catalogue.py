"""What is known about a document beside its text: from the file, a sidecar, its folder, its place.

A field is taken from the first of these that states it:

1. the document itself (front matter of Markdown, fields of a record),
2. a sidecar beside it: ``guide.pdf.yaml`` or ``guide.yaml``,
3. ``_defaults.yaml`` in its folder, then in each folder above it up to the root,
4. what the file's properties say (title, language, date of creation), often left from a template: a date before
   the one in the file's name is one,
5. for the collection, the name of a folder above it: ``funding``, ``rahoitus``, ``finansiering``.

Fields are those of ``Metadata``, and ``title``, ``language`` and ``collection``. Themes, funds, regions, countries
and languages may be stated by id or by name in Finnish, Swedish or English. What cannot be understood raises
``UnreadableFile("metadata", ...)`` naming file, fields and what is allowed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from corpus.amounts import amount, share
from corpus.codes import find_country, find_language
from corpus.draft import Draft, tidy
from corpus.errors import UnreadableFile
from corpus.models import COLLECTIONS, DATES, FIELDS, Metadata
from corpus.vocabulary import find, find_region, terms
from corpus.yaml_fields import load_fields

DEFAULTS_NAME = "_defaults.yaml"
_LARGEST = {"budget": 1e12, "rate": 100}
_ALLOWED = {"budget": "250000", "rate": "0–100"} | dict.fromkeys(DATES, "YYYY-MM-DD")
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
_FOLDERS = {
    "projects": ("projects", "project", "hankkeet", "hanke", "projekt", "projekten"),
    "practices": ("practices", "practice", "käytänteet", "kaytanteet", "käytännöt", "kaytannot", "praxis"),
    "funding": ("funding", "rahoitus", "finansiering"),
}
_COLLECTION_OF = {name: collection for collection, names in _FOLDERS.items() for name in names}
_JUNK_TITLE = re.compile(
    r"(untitled|nimetön|namnlös|(power ?point|word|excel)[ -]*\S*|powerpoint presentation|document"
    r"|asiakirja\d*|dia ?\d+|slide ?\d+|sheet ?\d+|book\d*|\W*)$",
    re.IGNORECASE,
)
_PRINTED_BY = re.compile(
    r"^Microsoft (Word|PowerPoint|Excel) - |\.(docx?|pptx?|xlsx?|pdf|indd|rtf)$", re.IGNORECASE
)
_MAX_SIDECAR = 64_000  # bytes
_PERIOD = re.compile(r"(?:19|20)\d\d\s?[-–_]\s?(?:19|20)\d\d")
_YEAR_AND_MONTH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Described:
    """A document's particulars. ``language`` None: not stated; ``title`` is never empty."""

    title: str
    language: str | None
    collection: str | None
    metadata: Metadata


def describe(draft: Draft, relative: PurePosixPath, root: Path) -> Described:
    """What is known about ``draft``, read from the file ``relative`` in the folder ``root``.

    ``root`` may be that one file itself. Raises UnreadableFile for metadata nobody can understand.
    """
    folder = root.parent if root.is_file() else root
    sources = [own_fields(draft, str(relative)), *_beside(relative, folder)]
    stated: dict[str, Any] = {}
    for source in reversed(sources):
        stated.update(source)
    created = _iso_date(draft.fields.get("created"))
    if "published" not in stated and created and not _named_later(relative.stem, created):
        stated["published"] = created
    return Described(
        title=stated.get("title") or _title(draft, relative),
        language=stated.get("language") or find_language(draft.language or ""),
        collection=stated.get("collection") or _collection_by_place(relative, folder),
        metadata=Metadata(**{one.name: stated[one.name] for one in fields(Metadata) if one.name in stated}),
    )


def companions(relative: PurePosixPath, there: Callable[[PurePosixPath], bool]) -> Iterator[PurePosixPath]:
    """The files that may describe the document ``relative``, the nearest first.

    ``there`` tells which files there are: where ``guide.pdf`` is, ``guide.pdf.yaml`` is not for ``guide.pdf.md``.
    """
    # Some systems write the letters of names whole (ä), some in parts; the two files may come from different ones.
    names = dict.fromkeys((relative.name, *(unicodedata.normalize(form, relative.name) for form in ("NFC", "NFD"))))
    yield from (relative.with_name(name + ".yaml") for name in names)
    other = relative.with_suffix("")
    if not (other.suffix and there(other)):
        yield from (relative.with_name(name).with_suffix(".yaml") for name in names)
    for parent in relative.parents:
        yield parent / DEFAULTS_NAME


def own_fields(draft: Draft, file: str) -> dict[str, Any]:
    """Fields in the document itself. Names of other programs pass; misspelt ones of ours do not.

    ``file`` is its name, for the message. Raises UnreadableFile("metadata").
    """
    ours: dict[str, Any] = {}
    misspelt: list[str] = []
    for name, value in draft.fields.items():
        key = _ALIASES.get(name.lower(), name.lower())
        if key == "tags":  # other programs' free words: those that are ours count
            ours.setdefault("themes", _known_tags(value))
        elif key in FIELDS:
            ours[key] = value
        elif get_close_matches(key, FIELDS, n=1, cutoff=0.85):
            misspelt.append(name)
    return _checked(ours, file, unknown=misspelt)


def check_fields(fields: Mapping[str, Any], file: str) -> dict[str, Any]:
    """The fields of a document in their types, empty ones left out. Raises UnreadableFile("metadata")."""
    listed = {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}
    return _checked_all(listed, file)


def _beside(relative: PurePosixPath, folder: Path) -> Iterator[Mapping[str, Any]]:
    for name in companions(relative, lambda other: (folder / other).is_file()):
        try:
            changed = (folder / name).stat().st_mtime_ns
        except OSError:
            continue
        yield _from_yaml(folder / name, str(name), changed)


@lru_cache(maxsize=256)
def _from_yaml(path: Path, name: str, changed: int) -> Mapping[str, Any]:
    """The checked fields of a sidecar. ``changed`` is part of the key only: an edit is read anew."""
    try:
        if path.stat().st_size > _MAX_SIDECAR:
            raise UnreadableFile("metadata", f"{name}: > {_MAX_SIDECAR} B")
        found = load_fields(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile("no_access", f"{name}: {error.strerror or type(error).__name__}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 31 September, letters that are none
        mark = getattr(error, "problem_mark", None)
        told = f":{mark.line + 1}: YAML" if mark else f": {error}"
        raise UnreadableFile("metadata", f"{name}{told}") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UnreadableFile("metadata", f"{name}: field: value")
    renamed = {_ALIASES.get(str(key).lower(), str(key).lower()): value for key, value in found.items()}
    return _checked_all(renamed, name)


def _checked_all(raw: Mapping[str, Any], file: str) -> dict[str, Any]:
    """As ``_checked``, where no field may be another program's."""
    unknown = [name for name in raw if name not in FIELDS]
    return _checked({name: value for name, value in raw.items() if name in FIELDS}, file, unknown=unknown)


def _checked(raw: Mapping[str, Any], file: str, *, unknown: Iterable[str] = ()) -> dict[str, Any]:
    """The fields in their types. Raises UnreadableFile("metadata") that tells all their mistakes at once."""
    names = ", ".join(unknown)
    problems = [_problem(names, ", ".join(FIELDS)).detail] if names else []
    checked = {}
    for name, value in raw.items():
        try:
            checked[name] = _value(name, value)
        except UnreadableFile as error:
            problems.append(error.detail)
        except ValueError:  # a number of more digits than Python writes
            problems.append(name)
    if problems:
        raise UnreadableFile("metadata", f"{file}: {'; '.join(problems)}")
    return {name: value for name, value in checked.items() if value not in (None, "", ())}


def _value(name: str, value: object) -> object:
    """``value`` in the type of its field; None where nothing is stated."""
    if value is None:
        return None
    if value is False and name in ("country", "language"):
        value = "NO"  # YAML 1.1 reads an unquoted NO, Norway or Norwegian, as false
    if name == "themes":
        return tuple(dict.fromkeys(_theme(part) for part in _list(name, value)))
    if name == "regions":
        return tuple(dict.fromkeys(_region(part) for part in _list(name, value)))
    if not isinstance(value, (str, int, float, date)) or isinstance(value, bool):
        raise _problem(name, _ALLOWED.get(name, "text"))  # unwritten: a list may hold others a million times over
    if name in DATES:
        return _date(name, value)
    if name in _LARGEST:
        return _number(name, value)
    text = tidy(str(value))
    if name == "country":
        return _known(name, text, find_country(text), "ISO 3166-1: FI, SE, EE, …, EU")
    if name == "language":
        return _known(name, text, find_language(text), "ISO 639-1: fi, sv, en, …")
    if name == "collection":
        return _known(name, text, _COLLECTION_OF.get(text.casefold()), ", ".join(COLLECTIONS))
    if name == "fund":
        return _known(name, text, find("funds", text), ", ".join(terms("funds")))
    return text


def _known(name: str, stated: str, found: str | None, allowed: str) -> str | None:
    """What was ``found`` for the value ``stated`` of the field ``name``; None where nothing is stated."""
    if stated and not found:
        raise _problem(f"{name}: {stated}", allowed)
    return found


def _list(name: str, value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, (str, int)) for part in parts):
        raise _problem(name, "a, b, c")
    return tuple(dict.fromkeys(filter(None, (tidy(str(part)) for part in parts))))


def _theme(stated: str) -> str:
    if theme := find("themes", stated):
        return theme
    raise _problem(f"themes: {stated}", ", ".join(terms("themes")))


def _known_tags(value: object) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [theme for part in parts if isinstance(part, str) and (theme := find("themes", part))]


def _region(stated: str) -> str:
    """The code of a region, or its name where it has none: there are more regions than NUTS counts."""
    if region := find_region(stated):
        return region
    finnish = {term.fi: code for code, term in terms("regions").items() if code.startswith("FI")}
    # Nearly a Finnish region, or a Finnish code that does not exist: a slip, not another region.
    if get_close_matches(stated, finnish, n=1, cutoff=0.8) or re.fullmatch(r"FI[A-Z0-9]{1,3}", stated):
        raise _problem(f"region: {stated}", ", ".join(f"{name} {code}" for name, code in finnish.items()))
    return stated


def _number(name: str, value: object) -> float | None:
    written = str(value)
    if not written.strip():
        return None
    # A number that YAML has read has no thousands.
    number = amount(written) if name == "budget" and isinstance(value, str) else share(written)
    if number is None or number > _LARGEST[name]:
        raise _problem(f"{name}: {value}", _ALLOWED[name])
    return number


def _date(name: str, value: object) -> date | None:
    found = _iso_date(value)
    if found is None and value != "":
        raise _problem(f"{name}: {value}", _ALLOWED[name])
    return found


def _iso_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _named_later(name: str, created: date) -> bool:
    """Whether a file's ``name`` has a year, or a year and month, after ``created``: a period of years is none."""
    named = _YEAR_AND_MONTH.findall(_PERIOD.sub(" ", name))
    return any(date(int(year), int(month or 1), 1) > created for year, month in named)


def _problem(stated: str, allowed: str) -> UnreadableFile:
    return UnreadableFile("metadata", f"{stated[:100]} ({allowed})")


def _title(draft: Draft, relative: PurePosixPath) -> str:
    """The file's own title unless a program made it up, else its first heading, else its name."""
    first = next((block for block in draft.blocks if block.kind == "heading"), None)
    if draft.key or draft.title == "":
        first = None
    for title in (draft.title, draft.text[first.start : first.end] if first else None):
        title = _PRINTED_BY.sub("", tidy(title or ""))
        title = _PRINTED_BY.sub("", title)
        if title and not _JUNK_TITLE.match(title):
            return title
    name = tidy(re.sub(r"[_\s]+|-(?=\D)", " ", relative.stem)) or relative.name
    return f"{name} {draft.key}" if draft.key else name


def _collection_by_place(relative: PurePosixPath, folder: Path) -> str | None:
    """By the innermost folder whose name is a collection's in Finnish, Swedish or English."""
    for name in (*reversed(relative.parts[:-1]), folder.name):
        if collection := _COLLECTION_OF.get(name.casefold()):
            return collection
    return None
