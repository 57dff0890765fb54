"""Which of the weighed sentences are said: the best, and a few that add something to each other."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.candidates import (
    IDENTIFIER,
    SAME_IN_TRANSLATION,
    SAME_WORDS,
    Candidate,
    alike,
    are_twins,
    is_part_of,
    related,
    repeats,
    same_numbers,
    shares_text,
)
from assistant.answering.evidence import values
from assistant.answering.questions import Kind
from assistant.answering.weighing import OUTDATED
from assistant.finding.versions import best_read, word_overlap, year_of
from corpus.sentences import needs_lead

MARGIN = 0.12  # how far behind the first a sentence may be
SAME_RULE = 0.6  # neutral cosine of sentences that state a rule of one act in two languages
DAYS = 60  # between two publications of the same time


def choose(
    candidates: Sequence[Candidate], kind: Kind, language: str, *, most: int
) -> tuple[list[Candidate], bool]:
    """Up to ``most`` of ``candidates`` (best first) in the order to read them, and whether the first two differ.

    Where two documents say the same of different values, the one that holds stands first, the newer before the older.
    What a document's version says as well that is read better is taken from that.
    """
    first = _led(_spoken(candidates[0], candidates, language), candidates)
    enough = candidates[0].score - MARGIN
    near = [other for other in candidates[1:] if other.score + OUTDATED * other.outdated >= enough]
    first = next((other for other in near if _plainer(other, first)), first)
    twins = [first, *(other for other in near if are_twins(first, other))]
    for twin in twins:
        first = twin if _stands_before(twin, first) else first
    differing = next((twin for twin in twins if _figures(twin, kind) != _figures(first, kind)), None)
    chosen = [first] if differing is None else [first, differing]
    lead = len(chosen)
    for candidate in candidates:
        if len(chosen) == most or candidate.score < enough:
            break
        candidate = _led(_spoken(candidate, candidates, language), candidates)
        foreign = candidate.hit.passage.language != language
        if foreign and any(related(candidate.hit, other.hit) for other in chosen):
            continue  # a version of what is quoted has nothing of its own
        if not any(repeats(candidate, other) for other in (*chosen, *twins)):
            chosen.append(candidate)
    rest = sorted(chosen[lead:], key=lambda c: (c.hit.passage.document != first.hit.passage.document, -c.score))
    own = [c for c in rest if c.hit.passage.document == first.hit.passage.document]
    own.sort(key=lambda c: c.hit.passage.start + c.start)
    return [*chosen[:lead], *own, *rest[len(own) :]], differing is not None


def _led(candidate: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """The list of which ``candidate`` is an item that says nothing without the line before it, where there is one.

    "Fines" among what is never paid for reads by itself as if it were.
    """
    if not needs_lead(candidate.text):
        return candidate
    lists = [other for other in candidates if not needs_lead(other.text) and shares_text(candidate, other)]
    return min(lists, key=lambda other: len(other.text), default=candidate)


def _spoken(candidate: Candidate, candidates: Sequence[Candidate], language: str) -> Candidate:
    """``candidate`` as a version of its document says it that who asks in ``language`` reads better, where one does.

    Or as another document does, with the same figures.
    """
    if candidate.hit.passage.language == language:
        return candidate
    versions = [other for other in candidates if _is_version(candidate, other) or _translates(candidate, other)]
    there = {one.hit.passage.language for one in (candidate, *versions)}
    read = best_read(language, there)
    if read in (None, candidate.hit.passage.language):
        return candidate
    spoken = [other for other in versions if other.hit.passage.language == read]
    return max(spoken, key=lambda other: other.score)  # of two sentences that are one elsewhere, the one that answers


def _translates(candidate: Candidate, other: Candidate) -> bool:
    """Whether a sentence of any document says the same in another language, with the same numbers.

    Those that name the same act, with the same numbers of its sections, do sooner than others.
    """
    cosine = float(candidate.vector @ other.vector)  # first: reading numbers takes longest
    if cosine < SAME_RULE or other.hit.passage.language == candidate.hit.passage.language or not other.holds:
        return False
    acts = ({*IDENTIFIER.findall(one.text)} for one in (candidate, other))
    least = SAME_RULE if set.intersection(*acts) else SAME_IN_TRANSLATION
    return cosine >= least and any(map(str.isdigit, other.text)) and same_numbers(candidate.text, other.text)


def _is_version(candidate: Candidate, other: Candidate) -> bool:
    """Whether a sentence of a language version says the same."""
    return related(candidate.hit, other.hit) and same_numbers(candidate.text, other.text) and alike(candidate, other)


def _plainer(one: Candidate, other: Candidate) -> bool:
    """Whether ``one`` says the same of all that ``other`` says of a part for which nobody asked."""
    plainer = one.holds and one.unasked < other.unasked and is_part_of(other, one)
    return plainer and word_overlap(one.text, other.text) >= SAME_WORDS  # comparing words takes longest


def _stands_before(one: Candidate, other: Candidate) -> bool:
    """Whether ``one`` is to be followed rather than ``other``; days between two publications say nothing."""
    standing = [(not candidate.outdated, candidate.hit.status == "valid") for candidate in (one, other)]
    if standing[0] != standing[1]:
        return standing[0] > standing[1]
    dates = [candidate.hit.document.metadata.published for candidate in (one, other)]
    if dates[0] and dates[1] and abs((dates[0] - dates[1]).days) <= DAYS:
        return False
    return year_of(one.hit.document) > year_of(other.hit.document)


def _figures(candidate: Candidate, kind: Kind) -> frozenset[str]:
    """The values that a sentence gives to a question of ``kind``; nothing for kinds without figures."""
    if kind not in ("amount", "date", "yes_no", "list"):
        return frozenset()
    return frozenset("".join(candidate.text[a:b].split()).casefold() for a, b in values(candidate.text, kind))
