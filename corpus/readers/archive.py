"""What must hold of a zip-based office file before a library unpacks it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from corpus.errors import UnreadableFile

MAX_UNPACKED = 500_000_000  # bytes
MAX_RATIO = 200  # unpacked to packed; office files stay well under 50
_SMALL = 10_000_000  # below this no ratio can hurt: an empty sheet packs very well
_MAX_MEMBERS = 20_000
_STRICT = b"http://purl.oclc.org/ooxml/"  # names of Office's rarer "Strict Open XML", which the libraries do not know
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def check_archive(path: Path) -> None:
    """Raise UnreadableFile for an encrypted, legacy, strict or broken file, a zip bomb or a hidden DTD."""
    with path.open("rb") as file:
        if file.read(8) == _OLE_MAGIC:
            file.seek(0)
            # Office encrypts by wrapping the package in a container with this one stream.
            if "EncryptedPackage".encode("utf-16-le") in file.read():
                raise UnreadableFile("encrypted")
            raise UnreadableFile("old_office", "Office 97-2003")
    if not zipfile.is_zipfile(path):
        raise UnreadableFile("broken", "{not_office}")
    with zipfile.ZipFile(path) as archive:
        _check_sizes(archive, packed=path.stat().st_size)
        _check_doctypes(archive)
        if "_rels/.rels" in archive.namelist() and _STRICT in archive.read("_rels/.rels"):
            raise UnreadableFile("unsupported", "Strict Open XML")


def _check_sizes(archive: zipfile.ZipFile, *, packed: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    bomb = unpacked > _SMALL and unpacked > MAX_RATIO * packed
    if bomb or unpacked > MAX_UNPACKED or len(members) > _MAX_MEMBERS:
        raise UnreadableFile("too_large", f"zip: {unpacked // 1_000_000} MB")
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile("encrypted")


def _check_doctypes(archive: zipfile.ZipFile) -> None:
    """Office files have no DTD; one that has means to make a parser expand or fetch entities."""
    for member in archive.infolist():
        if member.filename.lower().endswith((".xml", ".rels")):
            with archive.open(member) as file:
                if b"<!doctype" in file.read(2048).replace(b"\0", b"").lower():
                    raise UnreadableFile("broken", f"{member.filename}: {{dtd}}")
