"""What is known about a document beside its text: from the file, a sidecar, its folder, its place.

A field is taken from the first of these that states it:

1. the document itself (front matter of Markdown, fields of a record),
2. a sidecar beside it: ``guide.pdf.yaml`` or ``guide.yaml``,
3. ``_defaults.yaml`` in its folder, then in each folder above it up to the root,
4. what the file's properties say (title; the language only as likely, as a template's may stay) and the day on which
   a web page says that it came out: a date of creation is none, as it is a template's or the day of saving,
5. for the collection, the name of a folder above it: ``funding``, ``rahoitus``, ``finansiering``.

Fields are those of ``Metadata``, and ``title``, ``language`` and ``collection``. Themes, funds, regions, countries
and languages may be stated by id or by name in Finnish, Swedish or English. What cannot be understood raises
``MetadataProblem`` naming file, fields and what is allowed; a source that is no web address is left out, and told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from corpus.codes import find_language
from corpus.draft import Draft, tidy
from corpus.errors import UnreadableFile, system_cause
from corpus.fields import COLLECTION_OF, check_fields, iso_date, known_tags, our_name
from corpus.models import FIELDS, Metadata
from corpus.web_address import web_address
from corpus.yaml_fields import load_fields, yaml_cause

DEFAULTS_NAME = "_defaults.yaml"
_JUNK_TITLE = re.compile(
    r"(untitled|nimetön|namnlös|(power ?point|word|excel)[ -]*\S*|powerpoint presentation|document"
    r"|asiakirja\d*|dia ?\d+|slide ?\d+|sheet ?\d+|book\d*|\W*)$",
    re.IGNORECASE,
)
_PRINTED_BY = re.compile(
    r"^Microsoft (Word|PowerPoint|Excel) - |\.(docx?|pptx?|xlsx?|pdf|indd|rtf)$", re.IGNORECASE
)
_MAX_SIDECAR = 64_000  # bytes
_ANY_WORDS = ("source",)  # judged once it is known which one holds


@dataclass(frozen=True, slots=True)
class Described:
    """A document's particulars. ``language`` None: not stated, then the file's properties may name one that is
    ``likely``; ``title`` is never empty.

    ``problem`` tells what was left out.
    """

    title: str
    language: str | None
    collection: str | None
    metadata: Metadata
    likely: str | None = None
    problem: UnreadableFile | None = None


def describe(draft: Draft, relative: PurePosixPath, root: Path) -> Described:
    """What is known about ``draft``, read from the file ``relative`` in the folder ``root``.

    ``root`` may be that one file itself. Raises UnreadableFile for metadata nobody can understand.
    """
    folder = root.parent if root.is_file() else root
    name = f"{relative}#{draft.key}" if draft.key else str(relative)  # as its document is called
    sources = [own_fields(draft, name), *_beside(relative, folder)]
    stated: dict[str, Any] = {}
    for source in reversed(sources):
        stated.update(source)
    if "published" not in stated and (issued := iso_date(draft.fields.get("issued"))):
        stated["published"] = issued
    problem = None
    if (source := stated.get("source")) and not web_address(source):
        problem = UnreadableFile("source", f"{name}: {stated.pop('source')[:100]}")
    return Described(
        title=stated.get("title") or _title(draft, relative),
        language=stated.get("language") or find_language(draft.language or ""),
        collection=stated.get("collection") or _collection_by_place(relative, folder),
        likely=find_language(draft.likely or ""),
        metadata=Metadata(**{one.name: stated[one.name] for one in fields(Metadata) if one.name in stated}),
        problem=problem,
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
        key = our_name(name)
        if key == "tags":  # other programs' free words: those that are ours count
            ours.setdefault("themes", known_tags(value))
        elif key == "summary" and not isinstance(value, bool):
            continue  # other programs' own words on what it says
        elif key in FIELDS:
            ours[key] = value
        elif get_close_matches(key, FIELDS, n=1, cutoff=0.85):
            misspelt.append(name)
    return check_fields(ours, file, unknown=misspelt, as_written=_ANY_WORDS)


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
            raise UnreadableFile("metadata", f"{name}: > {_MAX_SIDECAR // 1000} kB")
        found = load_fields(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile("no_access", f"{name}: {system_cause(error)}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 31 September, letters that are none
        raise UnreadableFile("metadata", f"{name}: {yaml_cause(error)}") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UnreadableFile("metadata", f"{name}: {{fields}}")
    return check_fields({our_name(key): value for key, value in found.items()}, name, as_written=_ANY_WORDS)


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
        if collection := COLLECTION_OF.get(name.casefold()):
            return collection
    return None
