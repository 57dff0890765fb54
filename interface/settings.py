"""Settings as they come in at the edge: command line, then environment, then ``tietosilta.toml``."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.translating.translator import FOLDER
from corpus.codes import find_language
from corpus.errors import TietosiltaError, toml_cause
from interface.texts import LANGUAGES

if TYPE_CHECKING:
    from assistant.search import Library

LIBRARY = Path(__file__).parents[1] / "corpus" / "library"
_LLM = ("llm_base_url", "llm_model", "llm_timeout", "llm_consent", "llm_pages")
_NAMES = (
    "index", "model", "language", "network", "staff", "contact", "insights", "term_base", "translation", "rerank",
    *_LLM,
)  # fmt: skip
_KEY = "llm_key"  # from the environment only: files are copied and shown
_LLM_TIMEOUT = 60.0  # seconds
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """``model``: "bundled", a folder or a name of the hub; "" is the index's own, in a new one the bundled.
    ``network``: whether the hub may be asked.

    ``staff``: who may sign in where a login provider is configured: addresses, domains with "@", or "*"
    for all whom the provider lets in. ``contact``: an e-mail or web address to which people tell what keeps them from
    using the pages. ``insights``: whether questions are kept, without who asked.
    ``llm_…`` name the server of an optional language model, with the seconds it may take and the host
    to which sending questions was agreed on the command line; ``llm_pages`` says whether the pages offer it to
    visitors, too. ``llm_key`` comes from the environment only.
    ``term_base``: whether a question's terms are looked for in the other languages. ``translation``: whether
    installed translation models are used. ``rerank``: a model that puts the first hits in a new order, "bundled",
    a folder or a name of the hub; "" for none.
    """

    index: Path
    model: str
    language: str
    network: bool
    staff: tuple[str, ...] = ()
    contact: str = ""
    insights: bool = True
    llm_base_url: str = ""
    llm_model: str = ""
    llm_timeout: float = _LLM_TIMEOUT
    llm_consent: str = ""
    llm_pages: bool = False
    llm_key: str = ""
    term_base: bool = True
    translation: bool = True
    rerank: str = ""

    @property
    def models(self) -> Path:
        """The folder of the translation models."""
        return self.index.parent / FOLDER

    def open_library(self, *, rerank: str = "", terms: bool = True) -> Library:
        """The library as these settings have it; ``rerank`` goes before theirs, no term base is used without ``terms``.

        Raises IndexProblem or EncoderProblem.
        """
        from assistant.search import Library  # brings FAISS and torch: seconds

        return Library.open(
            self.index, self.model, terms=terms and self.term_base, translation=self.translation,
            rerank=rerank or self.rerank, network=self.network,
        )  # fmt: skip


def read_settings(folder: Path = Path()) -> Settings:
    """The settings in force in ``folder``. Raises TietosiltaError("settings") for a broken file or value."""
    values = _from_file(folder / "tietosilta.toml")
    values |= {name: stated for name in _NAMES if (stated := os.environ.get(f"TIETOSILTA_{name.upper()}"))}
    return Settings(
        index=Path(os.path.expanduser(_word(values, "index") or "data/library.sqlite")),
        model=os.path.expanduser(_word(values, "model")),
        language=_language(_word(values, "language")),
        network=_yes(values, "network", default=False),
        staff=_words(values.get("staff", "")),
        contact=_word(values, "contact").strip(),
        insights=_yes(values, "insights", default=True),
        llm_base_url=_word(values, "llm_base_url").strip(),
        llm_model=_word(values, "llm_model").strip(),
        llm_timeout=_seconds(values.get("llm_timeout", _LLM_TIMEOUT)),
        llm_consent=_word(values, "llm_consent").strip(),
        llm_pages=_yes(values, "llm_pages", default=False),
        llm_key=os.environ.get("TIETOSILTA_LLM_KEY", "").strip(),  # files of secrets end with a line end
        term_base=_yes(values, "term_base", default=True),
        translation=_yes(values, "translation", default=True),
        rerank=_reranker(values),
    )


def _word(values: Mapping[str, object], name: str) -> str:
    stated = values.get(name, "")
    if not isinstance(stated, str):
        raise TietosiltaError("settings", f"{name} = {stated}")
    return stated


def _reranker(values: Mapping[str, object]) -> str:
    """As the other switches it may be false: no reranker."""
    stated = "" if values.get("rerank") is False else _word(values, "rerank")
    return "" if stated.strip().lower() in _NO else os.path.expanduser(stated)


def likely_language() -> str:
    """In which language to speak before the settings are read: the environment's, else the machine's, else English."""
    for stated in (os.environ.get("TIETOSILTA_LANGUAGE"), _machine_language()):
        if (language := find_language(stated or "")) in LANGUAGES:
            return language
    return "en"


def _machine_language() -> str | None:
    try:
        return locale.getlocale()[0]
    except ValueError:  # a name that Python does not know
        return None


def _language(stated: str) -> str:
    """The language that is stated by code or name, else the likely one."""
    if not stated:
        return likely_language()
    language = find_language(stated)
    if language not in LANGUAGES:
        raise TietosiltaError("settings_language", f"language = {stated}")
    return language


def _yes(values: Mapping[str, object], name: str, *, default: bool) -> bool:
    stated = str(values.get(name, "")).strip().lower()
    if stated not in ("", *_YES, *_NO):
        raise TietosiltaError("settings_switch", f"{name} = {stated}")
    return stated in _YES if stated else default


def _words(value: object) -> tuple[str, ...]:
    """A list of the file, or words of the environment with commas between them."""
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list):
        raise TietosiltaError("settings", f"staff = {value}")
    return tuple(sorted({str(word).strip().casefold() for word in words} - {""}))


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 3600:
        raise TietosiltaError("settings", f"llm_timeout = {value}")
    return seconds


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        # Some editors begin files with a mark of their encoding; with an end, the last line has its number in faults.
        values = tomllib.loads(path.read_text("utf-8-sig") + "\n")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TietosiltaError("settings_file", f"{path}, {toml_cause(error)}") from error
    if _KEY in values:
        raise TietosiltaError("settings_key", str(path))
    if unknown := sorted(values.keys() - set(_NAMES)):
        raise TietosiltaError("settings_unknown", f"{path}: {', '.join(map(_perhaps, unknown))}")
    return values


def _perhaps(name: str) -> str:
    """A setting that there is not, and the one that may be meant."""
    meant = get_close_matches(name, _NAMES, n=1)
    return f"{name} ({{perhaps}} {meant[0]})" if meant else name
