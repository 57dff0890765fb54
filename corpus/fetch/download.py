"""One document into one whole file: not fetched again unchanged, and never half.

The bytes gather in ``.NAME.part``; beside it a note says which state of the document they belong to, so
that a broken or killed download goes on with a Range request if the server still has that state
(RFC 9110, If-Range), and starts again if not.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import FetchProblem
from corpus.fetch.addresses import Place
from corpus.fetch.web import Answer, CutOff, Web, check_plain
from corpus.readers import READERS

_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/xhtml+xml": ".xhtml",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/xml": ".akn",
    "text/xml": ".akn",
    "application/akn+xml": ".akn",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}
# How a file of the kind begins, within its first kilobyte; others begin as they like.
_BEGINNINGS = {
    ".pdf": b"%PDF-", ".akn": b"akomaNtoso", ".docx": b"PK", ".xlsx": b"PK", ".pptx": b"PK",
    ".zst": b"\x28\xb5\x2f\xfd",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A whole file at ``part``, still under its temporary name."""

    part: Path
    suffix: str
    address: str  # where the redirects ended
    etag: str | None
    last_modified: str | None


def download(
    web: Web, places: tuple[Place, ...], part: Path, *, known: Mapping[str, str] | None = None
) -> Downloaded | None:
    """The document at the first of ``places`` that has it; None where it is as ``known``.

    ``known`` holds the ``etag`` and ``last_modified`` of the copy that is here. Raises FetchProblem.
    """
    for last, place in enumerate(places, 1 - len(places)):
        try:
            return _from(web, place, part, known or {})
        except FetchProblem as error:
            missing = error.reason == "type" or (error.reason == "status" and error.detail[:3] in ("404", "406", "410"))
            if last == 0 or not missing:
                raise
            forget(part)
    raise AssertionError("no place")


def forget(part: Path) -> None:
    """Remove what is left of a download."""
    part.unlink(missing_ok=True)
    _note_of(part).unlink(missing_ok=True)


def _from(web: Web, place: Place, part: Path, known: Mapping[str, str]) -> Downloaded | None:
    for attempt in range(1, web.limits.attempts + 1):
        headers = _headers(place) | (_range(part, place) or _conditions(known))
        try:
            with web.get(place.address, headers) as answer:
                if answer.status == 304 and "Range" not in headers:
                    return None
                if answer.status == 416:  # what we have is not a part of what is there now
                    forget(part)
                    continue
                return _receive(web, answer, place, part)
        except CutOff:
            if attempt == web.limits.attempts:
                raise
            time.sleep(web.limits.delay * attempt)
    raise FetchProblem("connection", place.address)


def _headers(place: Place) -> dict[str, str]:
    language = {"Accept-Language": place.language} if place.language else {}
    return {"Accept": place.accept} | language


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    return {header: known[name] for name, header in names.items() if known.get(name)}


def _range(part: Path, place: Place) -> dict[str, str] | None:
    """The request for the rest of a download that broke off; None if there is none to go on with."""
    try:
        note = json.loads(_note_of(part).read_text("utf-8"))
        size = part.stat().st_size
        if size and note["place"] == place.address and note["state"]:
            return {"Range": f"bytes={size}-", "If-Range": str(note["state"])}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    forget(part)
    return None


def _receive(web: Web, answer: Answer, place: Place, part: Path) -> Downloaded:
    have = part.stat().st_size if part.exists() else 0
    goes_on = answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
    if answer.status != 200 and not goes_on:
        raise FetchProblem("status", f"{answer.status} {answer.address}")
    check_plain(answer.headers, answer.address)
    suffix = place.suffix or _suffix(answer)
    total = have * goes_on + int(length) if (length := answer.headers.get("Content-Length", "")).isdigit() else 0
    if total > web.limits.bytes:
        raise _too_large(web, answer.address)
    etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    if not goes_on:
        have = 0
        part.unlink(missing_ok=True)
        strong = etag if etag and not etag.startswith("W/") else None
        _note_of(part).write_text(json.dumps({"place": place.address, "state": strong or modified}), "utf-8")
    with part.open("ab") as file:
        for chunk in answer.chunks:
            have += len(chunk)
            if have > web.limits.bytes:
                break
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if have > web.limits.bytes:
        forget(part)
        raise _too_large(web, answer.address)
    _check_beginning(part, suffix, answer.address)
    return Downloaded(part, suffix, answer.address, etag, modified)


def _too_large(web: Web, address: str) -> FetchProblem:
    return FetchProblem("too_large", f"{address}: > {web.limits.bytes / 1e6:g} MB")


def _suffix(answer: Answer) -> str:
    """By the type that the server states; by the name where it states none that says anything."""
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind in _SUFFIXES:
        return _SUFFIXES[kind]
    named = os.path.splitext(urlsplit(answer.address).path)[1].lower()
    if kind in ("", "application/octet-stream", "binary/octet-stream") and named in READERS:
        return named
    raise FetchProblem("type", f"{answer.address}: {kind or '–'}")


def _check_beginning(part: Path, suffix: str, address: str) -> None:
    """A page that says "not found" in place of a document is none, whatever it calls itself."""
    with part.open("rb") as file:
        beginning = file.read(1024)
    if not beginning.strip() or _BEGINNINGS.get(suffix, b"") not in beginning:
        forget(part)
        raise FetchProblem("type", f"{address}: {{expected}} {suffix}")


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note_of(part: Path) -> Path:
    return part.with_name(part.name + ".json")
