"""Installing translation models, from the list of their makers or from a folder.

Mozilla lists Firefox's models in Remote Settings, in the collection ``translations-models-v2``
(https://firefox-source-docs.mozilla.org/toolkit/components/translations/): one record a file, with
``sourceLanguage``, ``targetLanguage``, ``fileType`` (``model``; ``vocab``, or ``srcvocab`` and ``trgvocab``),
``version``, ``decompressedHash``, and an attachment with ``location``, ``hash`` (both hashes are SHA-256) and
``size``. Attachments are compressed with zstd and lie below the address that the server's root names in
``capabilities.attachments.base_url`` (https://remote-settings.readthedocs.io/en/latest/tutorial-attachments.html).
The engine reads models of version 3. The makers ask services with many users to keep copies of their own:
any server with the same addresses will do.

A model's folder appears when all of its files are there, right by their checksums and read by the engine.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any, Literal, Protocol

from assistant.translating.translator import HUB, Pair, engine_installed, folder_of, open_engine
from corpus.errors import FetchProblem, TranslationProblem
from corpus.fetch.addresses import Place
from corpus.fetch.download import download, forget, sha256_of
from corpus.fetch.web import Web

MAKERS = "https://firefox.settings.services.mozilla.com/v1"
_RECORDS = "/buckets/main/collections/translations-models-v2/records"
_VERSION = re.compile(r"3\.(\d+)")  # beta versions (3.0a1) are left out
_FILE = re.compile(r"(model|vocab|srcvocab|trgvocab)\.([a-z]{4,6})\.[A-Za-z0-9._-]*")
_LIST_BYTES = 30_000_000
_ABOUT = "about.json"

Change = Literal["new", "changed", "unchanged"]


class Source(Protocol):
    """Where models come from: which ``pairs`` there are, what is known of one, and bringing its files."""

    pairs: set[Pair]

    def about(self, pair: Pair) -> dict[str, Any]:
        """What tells this state of a model from another."""
        ...

    def bring(self, pair: Pair, folder: Path) -> None:
        """Put the model's files into ``folder``, which may hold some already. Raises TietosiltaError."""
        ...


def wanted(languages: Sequence[str], pairs: set[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The models that translate each of ``languages`` into each other, and the pairs for which there is none.

    Pairs without a model of their own go over English.
    """
    models: dict[Pair, None] = {}
    missing = []
    for source, target in permutations(dict.fromkeys(languages), 2):
        direct = [(source, target)]
        over = [(source, HUB), (HUB, target)]
        legs = next((legs for legs in (direct, over) if pairs.issuperset(legs)), None)
        if legs is None:
            missing.append((source, target))
        else:
            models |= dict.fromkeys(legs)
    return list(models), missing


def install(source: Source, pairs: Sequence[Pair], folder: Path) -> Iterator[tuple[Pair, Change]]:
    """Bring each of ``pairs`` into ``folder`` that is not there as it is at ``source``. Raises TietosiltaError."""
    if not engine_installed():
        raise TranslationProblem("no_engine")
    for pair in pairs:
        home, about = folder / folder_of(pair), source.about(pair)
        if _read_about(home) == about:
            yield pair, "unchanged"
            continue
        part = folder / f".{home.name}.part"
        try:
            part.mkdir(parents=True, exist_ok=True)
            source.bring(pair, part)
            try:
                open_engine(part)
            except TranslationProblem:
                shutil.rmtree(part)
                raise TranslationProblem("broken", home.name) from None
            (part / _ABOUT).write_text(json.dumps(about, indent=1), "utf-8")
            change: Change = "changed" if home.exists() else "new"
            if home.exists():
                shutil.rmtree(home)
            part.rename(home)
        except OSError as error:
            raise TranslationProblem("folder", str(folder)) from error
        yield pair, change


def _read_about(home: Path) -> object:
    try:
        return json.loads((home / _ABOUT).read_text("utf-8"))
    except (OSError, ValueError):
        return None


# -- from the makers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    version: str
    location: str
    compressed: str  # SHA-256
    plain: str | None  # SHA-256


class Makers:
    """The models that a Remote Settings server at ``server`` lists.

    Opening it and bringing a model raise FetchProblem, and TranslationProblem("list") or ("checksum").
    """

    def __init__(self, web: Web, server: str = MAKERS) -> None:
        self.server, self._web = server.rstrip("/"), web
        root, listed = self._read(""), self._read(_RECORDS)
        try:
            self._attachments = str(root["capabilities"]["attachments"]["base_url"]).rstrip("/") + "/"
            self._files = _newest(listed["data"])
        except (KeyError, TypeError, ValueError) as error:
            raise TranslationProblem("list", self.server) from error
        self.pairs = {pair for pair, files in self._files.items() if _whole(files)}

    def about(self, pair: Pair) -> dict[str, Any]:
        files = self._files[pair].values()
        return {
            "source": self.server,
            "version": self._files[pair]["model"].version,
            "files": {file.name: file.compressed for file in files},
        }

    def bring(self, pair: Pair, folder: Path) -> None:
        import fxtranslate

        names = {file.name for file in self._files[pair].values()}
        for other in folder.iterdir():
            if not any(name in other.name for name in names):
                other.unlink()  # of another version, from a run that was broken off
        for file in self._files[pair].values():
            target, part = folder / file.name, folder / f".{file.name}.part"
            if target.exists() and sha256_of(target) == file.plain:
                continue  # from a run that was broken off
            download(self._web, (Place(self._attachments + file.location, "*/*", suffix=".zst"),), part)
            if sha256_of(part) != file.compressed:
                forget(part)
                raise TranslationProblem("checksum", file.name)
            try:
                words = fxtranslate.discovery.verify_and_decompress(part.read_bytes(), file.plain)
            except ValueError as error:
                raise TranslationProblem("checksum", file.name) from error
            finally:
                forget(part)
            target.write_bytes(words)

    def _read(self, path: str) -> Any:
        address = self.server + (path or "/")
        with self._web.get(address, {"Accept": "application/json"}) as answer:
            if answer.status != 200:
                raise FetchProblem("status", f"{answer.status} {address}")
            body = bytearray()
            for chunk in answer.chunks:
                body += chunk
                if len(body) > _LIST_BYTES:
                    raise TranslationProblem("list", self.server)
        try:
            return json.loads(body)
        except ValueError as error:
            raise TranslationProblem("list", self.server) from error


def _newest(records: list[Any]) -> dict[Pair, dict[str, _File]]:
    """The files of each pair by kind, each the newest that the engine reads; other kinds are left out."""
    found: dict[Pair, dict[str, _File]] = {}
    for record in sorted(filter(_readable, records), key=lambda record: _minor(record["version"])):
        attachment = record["attachment"]
        files = found.setdefault((record["sourceLanguage"], record["targetLanguage"]), {})
        files[record["fileType"]] = _File(
            record["name"], record["version"], attachment["location"], attachment["hash"],
            record.get("decompressedHash"),
        )  # fmt: skip
    return found


def _readable(record: Any) -> bool:
    """Whether a record is a file of a model as we can use it; its name becomes that of a file here."""
    try:
        name = _FILE.fullmatch(record["name"])
        languages = record["sourceLanguage"] + record["targetLanguage"]
        strings = (record["attachment"]["location"], record["attachment"]["hash"])
        return bool(
            name and name[1] == record["fileType"] and name[2] == languages
            and _VERSION.fullmatch(record["version"]) and all(isinstance(one, str) for one in strings)
        )  # fmt: skip
    except (KeyError, TypeError):
        return False


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def _whole(kinds: Collection[str]) -> bool:
    return "model" in kinds and ("vocab" in kinds or {"srcvocab", "trgvocab"} <= set(kinds))


# -- from a folder -----------------------------------------------------------------------------------


class Folder:
    """Models in a folder or the folders in it, with their makers' file names, also as .gz or .zst.

    Raises TranslationProblem("no_files") where there is no model.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise TranslationProblem("no_files", str(path))
        self._files: dict[Pair, dict[str, Path]] = {}
        for file in sorted([*path.glob("*"), *path.glob("*/*")]):
            if file.is_file() and (name := _FILE.fullmatch(file.name)) and len(name[2]) == 4:
                self._files.setdefault((name[2][:2], name[2][2:]), {})[name[1]] = file
        self.pairs = {pair for pair, files in self._files.items() if _whole(files)}
        if not self.pairs:
            raise TranslationProblem("no_files", str(path))

    def about(self, pair: Pair) -> dict[str, Any]:
        files = self._files[pair].values()
        return {"source": "folder", "files": {file.name: sha256_of(file) for file in files}}

    def bring(self, pair: Pair, folder: Path) -> None:
        """Unpack the model's files into ``folder``. Raises TranslationProblem("broken") naming the file."""
        for file in self._files[pair].values():
            (folder / file.name.removesuffix(".gz").removesuffix(".zst")).write_bytes(_plain(file))


def _plain(file: Path) -> bytes:
    words = file.read_bytes()
    try:
        if file.suffix == ".gz":
            return gzip.decompress(words)
        if file.suffix == ".zst":
            import fxtranslate

            return bytes(fxtranslate.discovery.verify_and_decompress(words))
    except (OSError, EOFError, ValueError) as error:
        raise TranslationProblem("broken", file.name) from error
    return words
