"""What was asked, and how it stands in the address, so that a result can be shared.

    ?q=QUESTION &lang=fi (of the page) &collection=funding &in=sv (of documents) &doc=ID &at=START

``collection`` and ``in`` may be repeated. Whatever does not fit is left out in silence: addresses
are typed, cut and mangled on their way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from corpus.draft import tidy
from corpus.models import COLLECTIONS
from index.records import Filters
from interface.texts import LANGUAGES

LONGEST = 1000  # characters of a question; the encoder reads about 500 word pieces
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Parameters(Protocol):
    """What ``st.query_params`` offers."""

    def get_all(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A question with its filters, and the language of the page. Empty filters restrict nothing.

    ``at`` is where the shared passage begins in ``document``. ``cut`` says that the question was
    too long and only its beginning is asked.
    """

    language: str
    question: str = ""
    collections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    document: str | None = None
    at: int | None = None
    cut: bool = False

    @property
    def filters(self) -> Filters:
        return Filters(
            collections=self.collections or None,
            languages=self.languages or None,
            documents=(self.document,) if self.document else None,
        )

    @property
    def narrowed(self) -> int:
        """How many of the three filters are in use."""
        return sum(map(bool, (self.collections, self.languages, self.document)))

    def parameters(self) -> dict[str, list[str]]:
        """The address's parameters that ask this again."""
        every = {
            "q": [self.question] if self.question else [],
            "lang": [self.language],
            "collection": list(self.collections),
            "in": list(self.languages),
            "doc": [self.document] if self.document else [],
            "at": [str(self.at)] if self.at is not None else [],
        }
        return {key: values for key, values in every.items() if values}

    def link(self) -> str:
        """The address, relative to the page."""
        return "?" + urlencode(self.parameters(), doseq=True)


def read(parameters: Parameters, *, language: str) -> Request:
    """The request in an address; ``language`` is that of the page where the address names none."""
    question, was_cut = shortened(_first(parameters, "q"))
    named = _first(parameters, "lang")
    at = _first(parameters, "at")
    return Request(
        language=named if named in LANGUAGES else language,
        question=question,
        collections=tuple(name for name in COLLECTIONS if name in parameters.get_all("collection")),
        languages=tuple(sorted({code for code in parameters.get_all("in") if _LANGUAGE.fullmatch(code)})),
        document=_first(parameters, "doc")[:LONGEST] or None,
        at=int(at) if at.isascii() and at.isdigit() and len(at) < 12 else None,
        cut=was_cut,
    )


def shortened(question: str) -> tuple[str, bool]:
    """``question`` on one line and, when longer than can be asked, its first whole words."""
    question = tidy(question[: 20 * LONGEST])
    if len(question) <= LONGEST:
        return question, False
    whole, _, _ = question[: LONGEST + 1].rpartition(" ")
    return whole or question[:LONGEST], True


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
