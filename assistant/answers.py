"""Answers of verbatim sentences, each with its citation; declining is an answer too.

1. The question's kind and the best passages are found.
2. Every sentence of these passages is weighed: meaning, words, and whether it has what is asked for.
3. If neither the best sentence nor one nearly as good carries an answer, the answer is declined and the passages
   stand as nearest.
4. Up to four sentences are taken that add something; where sources differ, both are, the valid one first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.candidates import Candidate
from assistant.answering.choosing import choose
from assistant.answering.contacts import contact_asked
from assistant.answering.declining import declines, surest_first
from assistant.answering.evidence import values
from assistant.answering.newest import newest_first
from assistant.answering.questions import Kind, kind_of
from assistant.answering.upcoming import asks_of_closing, asks_of_next, can_come, tells_a_day
from assistant.answering.weighing import weigh
from assistant.finding.closely import Closely
from assistant.finding.places import countries_in, documents_about, most_named
from assistant.reading import section_at
from assistant.search import Library
from corpus.sentences import after_bullet
from index.records import DocumentCard, Filters, Hit

DEPTH = 60  # hits among which passages of the first documents are looked for
MOST_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as it stands in its document: ``text`` equals ``document.text[start:end]``.

    ``emphasis`` are spans within ``text`` of what was asked for: a rate, a date, an amount, a name.
    ``hit`` is the passage in which it stands, and says whether its document has been replaced or its time is over.
    ``score`` is higher for better and can be compared within one answer only.
    """

    text: str
    hit: Hit
    start: int
    end: int
    page: int | None
    section: str | None
    score: float
    emphasis: tuple[tuple[int, int], ...]

    @property
    def document(self) -> DocumentCard:
        return self.hit.document

    @property
    def language(self) -> str:
        return self.hit.passage.language


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library says to a question, in one to four quotes, or why it says nothing.

    A declined answer has no sentences; ``hits`` then are the nearest passages, otherwise those from
    which the sentences come and the ones after them. ``differing`` says that the first two sentences
    give different values for the same thing: the first is the one to follow.
    """

    question: str
    language: str
    kind: Kind
    declined: bool
    sentences: tuple[Quote, ...]
    hits: tuple[Hit, ...]
    differing: bool = False
    also: tuple[tuple[str, str], ...] = ()  # as in Results


def ask(
    library: Library,
    question: str,
    *,
    k: int = 10,
    filters: Filters = Filters(),
    all_versions: bool = False,
    today: date | None = None,
    fallback: str = "",
) -> Answer:
    """The answer that the library gives to ``question``; an empty question is declined.

    ``filters`` narrow what may be quoted, ``k`` is the number of hits that come along, ``today`` the
    day on which documents must be in force (by default the day it is). Funding documents that are not are among
    the hits only with ``all_versions``; a quote may be from one, which its ``hit`` says. ``fallback`` is the
    language of a question that is in none. Where the index changes meanwhile the question is asked once more.
    """
    question = unicodedata.normalize("NFC", question)
    return library.steadily(lambda: _ask(library, question, k, filters, all_versions, today, fallback))


def _ask(
    library: Library, question: str, k: int, filters: Filters, all_versions: bool, today: date | None,
    fallback: str,
) -> Answer:  # fmt: skip
    closely, candidates = best_candidates(library, question, k=k, filters=filters, today=today, fallback=fallback)
    kind, results = kind_of(closely.meant), closely.results
    candidates = surest_first(candidates, results.language, kind)
    hits = results.hits
    if not all_versions and filters.documents is None:
        hits = tuple(replace(hit, versions=_holding(hit.versions)) for hit in _holding(hits))
    if not candidates or declines(candidates, results.language, kind):
        return Answer(results.query, results.language, kind, True, (), hits[:k], also=results.also)
    chosen, differing = choose(candidates, kind, results.language, most=MOST_SENTENCES)
    quotes = tuple(quote(library, candidate, kind) for candidate in chosen)
    return Answer(results.query, results.language, kind, False, quotes, hits[:k], differing, results.also)


def _holding(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """``hits`` without funding documents that were replaced or whose time is over, as ``Library.search`` has them."""
    return tuple(hit for hit in hits if hit.status == "valid" or hit.document.collection != "funding")


def best_candidates(
    library: Library, question: str, *, k: int = 10, filters: Filters = Filters(), today: date | None = None,
    fallback: str = "",
) -> tuple[Closely, list[Candidate]]:  # fmt: skip
    """What was found, and its sentences, best first.

    Where countries are named, documents about others are left out. If none says that it is about them, so are those
    that seem to be about others, but for passages that name them. Where a person, opening hours, a telephone number or
    an e-mail address is asked for, so are sentences without one; where when the next call opens, those that tell of
    none still to come; where when it closes, those that name no day. Of figures of several years the newest comes
    first.
    """
    countries = countries_in(question) if filters.documents is None else frozenset()
    if countries:
        filters = replace(filters, documents=library.not_about_others(countries))
    closely = library.search_closely(
        question, k=max(k, DEPTH), filters=filters, all_versions=True, today=today, fallback=fallback
    )
    kind = kind_of(closely.meant)
    candidates = weigh(closely, kind)
    if countries and filters.documents is None:
        about = _seeming_about(library, {one.hit.document.id: one.hit.document for one in candidates}, countries)
        naming = {hit for hit in {one.hit for one in candidates} if countries & countries_in(hit.whole)}
        candidates = [one for one in candidates if one.hit in naming or one.hit.document.id in about]
    if tells_contact := contact_asked(question):
        candidates = [one for one in candidates if tells_contact(one.text)]
    if asks_of_next(question):
        candidates = [one for one in candidates if can_come(one.text, today or date.today())]
    elif kind == "date" and asks_of_closing(question):
        candidates = [one for one in candidates if tells_a_day(one.text)]
    if kind == "amount":
        candidates = newest_first(candidates, question, today or date.today())
    return closely, candidates


def _seeming_about(library: Library, cards: Mapping[str, DocumentCard], countries: frozenset[str]) -> set[str]:
    """Those of ``cards`` whose title, or else language, is of one of ``countries`` and whose text names no other more.

    Acts of Finland in Swedish are none of Sweden.
    """
    likely = documents_about(cards, countries)
    return {name for name in likely if most_named(library.document(name).text) in {None, *countries}}


def quote(library: Library, candidate: Candidate, kind: Kind) -> Quote:
    """``candidate`` as it stands in its document, without the bullet of an item that stands alone.

    Raises ValueError where the document has changed since it was found.
    """
    passage = candidate.hit.passage
    document = library.document(passage.document)
    bullet = after_bullet(candidate.text)
    start, end = passage.start + candidate.start + bullet, passage.start + candidate.end
    text = document.text[start:end]
    if text != candidate.text[bullet:]:
        raise ValueError(f"{passage.document} has changed")
    return Quote(
        text, candidate.hit, start, end, document.page_at(start), section_at(document, passage, start),
        candidate.score, tuple(values(text, kind)),
    )  # fmt: skip
