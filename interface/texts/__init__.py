"""The one lookup of everything that people read: pages, command line, errors, in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

LANGUAGES = ("fi", "sv", "en")
_LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}


class MissingText(KeyError):
    """A key that a language's file does not have: a mistake in the program, caught by the tests."""


def text(language: str, key: str, /, **values: object) -> str:
    """The text at ``key`` (dotted) in ``language``, with ``{placeholders}`` filled from ``values``."""
    template = texts(language).get(key)
    if template is None:
        raise MissingText(f"{language}: {key}")
    return template.format(**values) if values else template


def counted(language: str, key: str, count: int, /, **values: object) -> str:
    """The text at ``key.one`` or ``key.other``, whichever ``count`` asks for, with ``{count}`` filled."""
    form = "one" if count == 1 else "other"
    return text(language, f"{key}.{form}", count=number(language, count), **values)


def name(language: str, group: str, code: str | None) -> str:
    """The name of a language, country or collection; the code itself where no name is known."""
    if not code:
        return text(language, f"{group}.unknown")
    return texts(language).get(f"{group}.{code}") or _in_cldr(language, group, code) or code


def _in_cldr(language: str, group: str, code: str) -> str | None:
    """The name of a language or country that the texts do not name."""
    locale = Locale.parse(_LOCALES[language])
    names = {"languages": locale.languages, "countries": locale.territories}.get(group)
    return names.get(code) if names else None


def number(language: str, value: float) -> str:
    """A number as the language writes it: 1 234,5 in Finnish, 1,234.5 in English."""
    return str(format_decimal(value, locale=_LOCALES[language]))


def with_count(language: str, words: str, count: int) -> str:
    """``words`` and how many there are of it: Ruotsi (1 234)."""
    return text(language, "filters.option", name=words, count=number(language, count))


def percent(language: str, value: float) -> str:
    """``value`` per cent as the language writes it: 80 % in Finnish and Swedish, 80% in English."""
    return str(format_percent(Decimal(str(value)) / 100, locale=_LOCALES[language], decimal_quantization=False))


def written(language: str, day: date) -> str:
    """A date as it is written in running text."""
    return str(format_date(day, "long", _LOCALES[language]))


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of ``language`` by dotted key."""
    found: dict[str, str] = {}
    for path in sorted(Path(__file__).with_name(language).glob("*.yaml")):
        found |= _flat(yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def _flat(tree: dict[Any, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
