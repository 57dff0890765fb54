"""What each sentence of a passage has of what a question asks for: its words, its form, its section, its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import Candidate
from assistant.answering.covering import Covering
from assistant.answering.evidence import counted_in, defined, strength, unit_asked
from assistant.answering.questions import Kind
from assistant.answering.regions import regions_in
from assistant.answering.wording import sections_asked, sections_under, unfinished
from assistant.finding.closely import Closely
from corpus.models import Passage
from corpus.readers.tables import is_row
from corpus.sentences import headings_within, is_item, leads_to_items
from index.records import Hit
from index.sentence_scores import ScoredSentences
from index.words import terms

NAMING = 0.5  # share of the question's words from which a title and heading name what is asked
FEW = 3  # words besides the question's: "the cooperatives work all over Italy" says nothing of how
LONGEST_LIST = 900  # characters of a list that are quoted with the line before it
_LINE = re.compile(r"[^\n]*\S")


@dataclass(frozen=True, slots=True)
class Measured:
    """Sentences measured by a question of ``kind``, which asks for ``unit`` and ``sections`` and names ``regions``.

    ``counted`` are the terms of that of which it asks how many.
    """

    covering: Covering
    kind: Kind
    unit: str | None
    counted: frozenset[str]
    sections: frozenset[str]
    regions: frozenset[str]

    @classmethod
    def of(cls, closely: Closely, kind: Kind) -> Measured:
        question, language = closely.results.query, closely.results.language
        regions = regions_in({*terms(question, language)}, language)
        counted = counted_in(question, language) if kind == "amount" else frozenset()
        return cls(Covering(closely), kind, unit_asked(question), counted, sections_asked(question), regions)

    def candidates(self, hit: Hit, scored: ScoredSentences, body: Collection[str]) -> Iterator[Candidate]:
        """The sentences of ``hit``, without scores; ``body`` are the terms of its passage."""
        first = None  # row of a table
        for candidate in self._sentences(hit, scored, body):
            first = (first or candidate) if is_row(candidate.text.partition("\n")[0]) else None
            # A row that names what is asked, as the first does not, is no exception to that.
            more = max(candidate.said - first.said, 0.0) if first else 0.0
            yield replace(candidate, later=candidate.later * (1 - more)) if more else candidate

    def _sentences(self, hit: Hit, scored: ScoredSentences, body: Collection[str]) -> Iterator[Candidate]:
        covering, passage, country = self.covering, hit.passage, hit.document.metadata.country
        text, language, wanted = passage.text, passage.language, covering.wanted(passage.language)
        around = self._around(hit)
        of_headings = covering.share(around, country)
        unasked = covering.unasked(hit.document.title, hit.document.language)
        telling = not wanted.isdisjoint(body)  # reading the words of sentences takes long
        within = language == covering.asked_in
        uncounted = bool(self.counted) and within and self.counted.isdisjoint({*body, *around})
        spans = [_with_list(text, *_trimmed(text, *span)) for span in scored.spans]
        for at, ((start, end), (heading, begun)) in enumerate(zip(spans, _headings(passage, spans), strict=True)):
            sentence = text[start:end]
            words = terms(sentence, language) if telling else []
            carried = covering.carried(words, language)
            finished = not unfinished(text, start, end, self.kind)
            sought = not self.sections.isdisjoint(sections_under(heading))
            yield Candidate(
                hit, start, end, scored.vectors[at], float(scored.meaning[at]),
                covered=covering.share(around | carried, country) if words else of_headings,
                said=covering.share(carried, None) if self.kind in ("yes_no", "amount") else 0.0,
                form=self._form(sentence, hit, heading, carried, finished=finished),
                heading=heading, sought=sought, later=(at - begun) * (of_headings > NAMING or sought),
                finished=finished, bare=bool(words) and len({*words} - wanted) <= FEW, uncounted=uncounted,
                regional=hit.document.collection == "funding" and self._of_a_region(words, language),
                number=at, unasked=unasked, score=0.0,
            )  # fmt: skip

    def _around(self, hit: Hit) -> set[str]:
        """What title, headings and the line before carry into the sentences of ``hit``."""
        passage = hit.passage
        return {
            term
            for spoken in {hit.document.language, passage.language}
            for line in (hit.document.title, *passage.headings, passage.lead)
            for term in self.covering.of_line(line, spoken, passage.language)
        }

    def _form(self, sentence: str, hit: Hit, heading: str, carried: set[str], *, finished: bool) -> float:
        """How plainly a sentence has the form of an answer, ``carried`` being the question's terms in it."""
        if self.kind == "who" and "for_whom" in self.sections:  # who they are is told, not named
            return 0.0
        language, country = hit.passage.language, hit.document.metadata.country
        form = strength(sentence, self.kind, self.unit) if finished else 0.0
        if self.kind != "definition":
            return form
        if form:
            subject = self.covering.carried(terms(defined(sentence), language), language)
            form = self.covering.share(subject, country)
        if not self.sections and "what" in sections_under(heading):
            form = max(form, self.covering.share(carried, country))  # there a sentence that names it tells what it is
        return form

    def _of_a_region(self, words: Sequence[str], language: str) -> bool:
        """Whether a sentence is about one or two regions, not asked about; a list of them is no rule of one."""
        told_of = regions_in({*words}, language)
        return len(told_of) in (1, 2) and told_of.isdisjoint(self.regions)


def _headings(passage: Passage, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """For each sentence the nearest heading above it, and which sentence is the first under that.

    Short sections are one passage, with headings of its own.
    """
    heading, begun = passage.headings[-1] if passage.headings else "", 0
    inner = headings_within(passage.text)
    for at, (_, end) in enumerate(spans):
        while inner and inner[0][1] < end:
            heading, begun = passage.text[slice(*inner.pop(0))], at
        yield heading, begun


def _with_list(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the items or rows that it leads to, by a colon or unfinished itself, as far as the passage goes.

    A short line that leads to them is one span with the first.
    """
    head = start + len(text[start:end].partition("\n")[0].rstrip())
    if not leads_to_items(text, start, head) and text[head - 1] != ":":
        return start, end
    led, items = head, False
    for line in _LINE.finditer(text, head):
        one = is_item(line.group()) or is_row(line.group())
        if line.end() - start > LONGEST_LIST or line.start() - led > 2 or (items and not one):
            break
        led, items = line.end(), one
    return start, max(led, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
