"""What is asked on a page, and how it stands in the address, so that it can be shared.

    PAGE ?q=QUESTION &lang=fi (of the page) &collection=funding &in=sv (of documents) &doc=ID &at=PLACE …

Most may be repeated. Whatever does not fit is left out in silence: addresses are typed, cut and
mangled on their way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from assistant.references import Reference
from corpus.codes import LANGUAGES as ISO_639
from corpus.draft import tidy
from corpus.models import COLLECTIONS
from index.question import searchable
from index.records import Filters
from interface.texts import LANGUAGES

LONGEST = 1000  # characters of a question; the encoder reads about 500 word pieces
MOST_KEPT = 50  # passages in the basket: addresses end somewhere
MOST_COMPARED = 4
PORT = 8501  # of the pages, unless ``tietosilta app`` is told another
# The name of each field of a request in the address.
KEYS = {
    "question": "q",
    "collections": "collection",
    "languages": "in",
    "themes": "theme",
    "countries": "country",
    "regions": "region",
    "funds": "fund",
    "versions": "versions",
    "document": "doc",
    "at": "at",
    "part": "part",
    "compared": "with",
}
_EVERYWHERE = {"language": "lang", "kept": "keep"}
_COUNTRY = re.compile(r"[A-Z]{2}")


class Parameters(Protocol):
    """What ``st.query_params`` offers."""

    def get_all(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Request:
    """What a visitor asks of a page, in which language. Empty fields restrict nothing.

    ``versions`` is "all" when funding documents that no longer hold are to be found as well.
    ``document`` and ``at`` (see ``assistant.references``) say what is read, ``part`` which page or
    section of it, from 1; ``compared`` are documents beside each other, ``kept`` references to
    passages in the basket. ``cut`` says that the question was too long and only its beginning is asked.
    """

    language: str
    question: str = ""
    collections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    versions: str = ""
    document: str = ""
    at: str = ""
    part: str = ""
    compared: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    cut: bool = False

    @property
    def filters(self) -> Filters:
        return Filters(
            collections=self.collections or None,
            languages=self.languages or None,
            documents=(self.document,) if self.document else None,
        )

    @property
    def asked(self) -> Request:
        """What is asked, whatever the language of the page and what of the found is compared or kept."""
        return replace(self, language="", compared=(), kept=())

    @property
    def narrowed(self) -> bool:
        """Whether a filter of the search is in use."""
        return any((self.collections, self.languages, self.document))

    def parameters(self, fields: Iterable[str], *, kept: bool = True) -> dict[str, list[str]]:
        """The address's parameters for a page that uses ``fields``; the basket goes along if ``kept``."""
        names = {field: KEYS[field] for field in fields} | _EVERYWHERE
        if not kept:
            del names["kept"]
        values = {name: getattr(self, field) for field, name in names.items()}
        return {name: [value] if isinstance(value, str) else list(value) for name, value in values.items() if value}

    def link(self, page: str, fields: Iterable[str], *, kept: bool = False) -> str:
        """The address of ``page`` for sharing, relative to the app; the basket stays at home unless ``kept``."""
        return f"{page}?" + urlencode(self.parameters(fields, kept=kept), doseq=True)


def read(parameters: Parameters, *, language: str) -> Request:
    """The request in an address; ``language`` is that of the page where the address names none."""
    question, was_cut = shortened(_first(parameters, "q"))
    named = _first(parameters, "lang")
    part = _first(parameters, "part")
    return Request(
        language=named if named in LANGUAGES else language,
        question=question,
        collections=tuple(name for name in COLLECTIONS if name in parameters.get_all("collection")),
        languages=tuple(sorted(ISO_639.intersection(parameters.get_all("in")))),
        themes=_words(parameters, "theme"),
        countries=_fitting(_COUNTRY, parameters.get_all("country")),
        regions=_words(parameters, "region"),
        funds=_words(parameters, "fund"),
        versions="all" if _first(parameters, "versions") == "all" else "",
        document=_first(parameters, "doc")[:LONGEST],
        at=_first(parameters, "at")[:LONGEST],
        part=part if re.fullmatch(r"[1-9][0-9]{0,4}", part) else "",
        compared=tuple(dict.fromkeys(filter(None, parameters.get_all("with"))))[:MOST_COMPARED],
        kept=tuple(dict.fromkeys(map(str, filter(None, map(Reference.parse, parameters.get_all("keep"))))))[:MOST_KEPT],
        cut=was_cut,
    )


def shortened(question: str) -> tuple[str, bool]:
    """``question`` on one line and, when longer than can be asked, its first whole words; "" where it has no word."""
    question = tidy(question[: 20 * LONGEST])
    read = searchable(question, LONGEST)
    return read, 0 < len(read) < len(question)


def preferred_language(accepted: Sequence[str]) -> str:
    """The first of the page's languages that a browser accepts, English when it accepts none."""
    for tag in accepted:
        language = tag.strip().lower().replace("_", "-").split("-")[0].split(";")[0]
        if language in LANGUAGES:
            return language
    return "en"


def _first(parameters: Parameters, key: str) -> str:
    values = parameters.get_all(key)
    return values[0] if values else ""


def _fitting(pattern: re.Pattern[str], values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if pattern.fullmatch(value)}))


def _words(parameters: Parameters, key: str) -> tuple[str, ...]:
    values = (tidy(value[:100]) for value in parameters.get_all(key))
    return tuple(sorted({value for value in values if value}))
