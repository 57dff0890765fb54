"""Settings as they come in at the edge: command line, then environment, then ``tietosilta.toml``."""

from __future__ import annotations

import locale
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import TietosiltaError
from index.encoder import BUNDLED
from interface.texts import LANGUAGES

LIBRARY = Path(__file__).parents[1] / "corpus" / "library"
_NAMES = ("index", "model", "language", "network", "staff", "insights")


@dataclass(frozen=True, slots=True)
class Settings:
    """``model``: "bundled", a folder or a name of the hub; ``network``: whether the hub may be asked.

    ``staff``: who may sign in where a login provider is configured: addresses, domains with "@", or "*"
    for all whom the provider lets in. ``insights``: whether questions are kept, without who asked.
    """

    index: Path
    model: str
    language: str
    network: bool
    staff: tuple[str, ...] = ()
    insights: bool = True


def settings(folder: Path = Path()) -> Settings:
    """The settings in force in ``folder``. Raises TietosiltaError("settings") for a broken file."""
    values = _from_file(folder / "tietosilta.toml")
    values |= {name: os.environ[key] for name in _NAMES if (key := f"TIETOSILTA_{name.upper()}") in os.environ}
    language = str(values.get("language") or (locale.getlocale()[0] or "")[:2])
    return Settings(
        index=Path(str(values.get("index", "data/library.sqlite"))),
        model=str(values.get("model", BUNDLED)),
        language=language if language in LANGUAGES else "en",
        network=str(values.get("network", "")).lower() in ("1", "true", "yes"),
        staff=_words(values.get("staff", "")),
        insights=str(values.get("insights", "true")).lower() in ("1", "true", "yes"),
    )


def _words(value: object) -> tuple[str, ...]:
    """A list of the file, or words of the environment with commas between them."""
    words = value if isinstance(value, list) else str(value).split(",")
    return tuple(sorted({str(word).strip().casefold() for word in words} - {""}))


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TietosiltaError("settings", f"{path}: {error}") from error
    unknown = values.keys() - set(_NAMES)
    if unknown:
        raise TietosiltaError("settings", f"{path}: {', '.join(sorted(unknown))} ∉ {', '.join(_NAMES)}")
    return values
