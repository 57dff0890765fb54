"""Which sentences answer: weighed one by one, then a few that add something to each other."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import strength, values
from assistant.questions import Kind
from assistant.search import Closely
from index.records import DocumentCard, Hit
from index.words import question_words, terms

WORDS = 0.2  # what all of the question's words in a sentence add to a cosine
FORM = 0.08  # what having the form of an answer adds
PASSAGE = 0.5  # of what the best passage is ahead of this one
MARGIN = 0.12  # how far behind the first a sentence may be
SAME_MEANING = 0.9  # neutral cosine of sentences that say the same
SAME_IN_TRANSLATION = 0.75  # the same where one document translates the other
SAME_WORDS = 0.6  # Jaccard overlap of words, figures left out
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, ``hit.passage.text[start:end]``, and what speaks for it.

    ``meaning`` and ``plain`` are its cosines with the question, ``covered`` the share of the
    question's words, by idf, in it, ``around`` the share in its passage, headings and title,
    ``form`` how plainly it has the form of an answer.
    """

    hit: Hit
    start: int
    end: int
    vector: NDArray[np.float32]
    meaning: float
    plain: float
    covered: float
    around: float
    form: float
    score: float

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]


def weigh(closely: Closely, kind: Kind, *, passages: int) -> list[Candidate]:
    """The sentences of the first ``passages`` hits, and of versions folded under them, best first."""
    first = closely.results.hits[:passages]
    hits = [hit for group in first for hit in (group, *group.versions[:3])]
    if not hits:
        return []
    words = _weighed_words(closely)
    best = max(hit.score for hit in hits)
    candidates = []
    for hit, scored in zip(hits, closely.sentences(hits), strict=True):
        passage, language = hit.passage, hit.passage.language
        context = " ".join((hit.document.title, *passage.headings, passage.lead))
        context_terms = {*terms(context, hit.document.language), *terms(context, language)}
        bodies = [set(terms(passage.text[start:end], language)) for start, end in scored.spans]
        around = _covered(words, context_terms.union(*bodies))
        for at, (start, end) in enumerate(scored.spans):
            text = passage.text[start:end]
            start, end = _trimmed(passage.text, start, end)
            covered = _covered(words, bodies[at])
            form = strength(text, kind)
            meaning, plain = float(scored.meaning[at]), float(scored.plain[at])
            score = meaning + WORDS * covered + FORM * form + PASSAGE * (hit.score - best)
            candidates.append(
                Candidate(hit, start, end, scored.vectors[at], meaning, plain, covered, around, form, score)
            )
    return sorted(candidates, key=lambda candidate: -candidate.score)


def choose(
    candidates: Sequence[Candidate], kind: Kind, *, most: int, standing: Callable[[DocumentCard], tuple[bool, int]]
) -> tuple[list[Candidate], bool]:
    """Up to ``most`` of ``candidates`` (best first) in the order to read them, and whether the first two differ.

    ``standing`` says which document is to be followed where two say the same of different values.
    """
    first = candidates[0]
    twins = [first, *(other for other in candidates[1:] if _twins(first, other))]
    twins.sort(key=lambda twin: standing(twin.hit.document), reverse=True)
    first = twins[0]
    differing = next((twin for twin in twins[1:] if _figures(twin, kind) != _figures(first, kind)), None)
    chosen = [first] if differing is None else [first, differing]
    lead = len(chosen)
    for candidate in candidates:
        if len(chosen) == most or candidate.score < candidates[0].score - MARGIN:
            break
        if not any(repeats(candidate, other) for other in (*chosen, *twins)):
            chosen.append(candidate)
    rest = sorted(chosen[lead:], key=lambda c: (c.hit.passage.document != first.hit.passage.document, -c.score))
    own = [c for c in rest if c.hit.passage.document == first.hit.passage.document]
    own.sort(key=lambda c: c.hit.passage.start + c.start)
    return [*chosen[:lead], *own, *rest[len(own) :]], differing is not None


def repeats(candidate: Candidate, other: Candidate) -> bool:
    """Whether ``candidate`` says what ``other`` says, in the same words or in another language."""
    if _overlap(candidate.text, other.text) >= SAME_WORDS:
        return True
    likeness = float(candidate.vector @ other.vector)
    return likeness >= (SAME_IN_TRANSLATION if _related(candidate.hit, other.hit) else SAME_MEANING)


def _twins(one: Candidate, other: Candidate) -> bool:
    """Whether two documents say the same sentence, figures left out."""
    return (
        one.hit.passage.document != other.hit.passage.document
        and one.hit.passage.language == other.hit.passage.language
        and _overlap(one.text, other.text) >= SAME_WORDS
    )


def _figures(candidate: Candidate, kind: Kind) -> frozenset[str]:
    """The values that a sentence gives to a question of ``kind``; nothing for kinds without figures."""
    if kind not in ("amount", "date", "yes_no", "list"):
        return frozenset()
    return frozenset("".join(candidate.text[a:b].split()).casefold() for a, b in values(candidate.text, kind))


def _related(one: Hit, other: Hit) -> bool:
    """Whether one document is a language version of the other."""
    families = [{hit.document.id, hit.document.metadata.translates} - {None} for hit in (one, other)]
    return one.document.id != other.document.id and not families[0].isdisjoint(families[1])


def _overlap(one: str, other: str) -> float:
    first, second = ({*_WORD.findall(text.casefold())} for text in (one, other))
    return len(first & second) / max(len(first | second), 1)


def _weighed_words(closely: Closely) -> list[tuple[tuple[str, ...], float]]:
    """The question's words as terms, each with its idf; one that the index does not know weighs most."""
    words = question_words(closely.results.query, closely.results.language)
    frequencies = closely.searcher.store.frequencies(list({form for forms in words for form in forms}))
    total = len(closely.searcher.table.keys)
    counts = [max((frequencies.get(form, 0) for form in forms), default=0) for forms in words]
    return [(forms, math.log1p(total / (count or 0.5))) for forms, count in zip(words, counts, strict=True)]


def _covered(words: Sequence[tuple[tuple[str, ...], float]], there: set[str]) -> float:
    """The share of ``words``, by weight, of which some form is ``there``; 0 for no words."""
    total = sum(weight for _, weight in words)
    found = sum(weight for forms, weight in words if not there.isdisjoint(forms))
    return found / total if total else 0.0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
