"""Which sentences answer: weighed one by one, then a few that add something to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.candidates import IDENTIFIER, Candidate, alike, are_twins, related, repeats, same_numbers, shares_text
from assistant.covering import Covering
from assistant.evidence import defined, strength, unit_asked, values
from assistant.funds import funds_in, funds_of
from assistant.questions import Kind
from assistant.search import Closely
from assistant.versions import year_of, years_in
from assistant.wording import (
    asks_of_before,
    asks_who_pays,
    denies,
    in_example,
    points_elsewhere,
    refers_back,
    tells_of_before,
    tells_of_paying,
    unfinished,
)
from corpus.sentences import is_item, leads_to_items, needs_lead
from corpus.vocabulary import find
from index.records import Hit
from index.words import terms

# The weights of what speaks for a sentence, chosen on the tuning half of benchmarks/answers.
WORDS = 0.6  # the question's words in it, its headings and title
SAID = 0.15  # those in it itself, where yes or no was asked: what decides it names the thing and what is asked of it
PASSAGE = 0.5  # the meaning of its passage
# Having the form of an answer, where the form is plain to see.
FORM = {"amount": 0.2, "date": 0.2, "source": 0.2, "definition": 0.15, "who": 0.1, "yes_no": 0.06, "list": 0.06}
OTHER_FORM = 0.02
PAYING = 0.12  # where it is asked who pays, of a sentence about paying; once more under a heading for resources
UNFINISHED = 0.3  # taken from a line that says nothing by itself
EXAMPLE = 0.5  # taken from a sentence of a worked example: its figures hold for nobody else
ITEM = 0.1  # an item of a list by itself, where what is asked for needs telling or is not in it
TELLING: frozenset[Kind] = frozenset({"how", "definition", "who", "yes_no", "other"})  # kinds of question that want it
OUTDATED = 0.25  # of a document that does not hold, unless its year was asked for, or not of the year that was
LATER = 0.04  # for each sentence before it under a heading that names what is asked: the rule comes first,
AMONG_FIRST = 5  # exceptions and examples after it; of so many
NAMING = 0.5  # share of the question's words that such a title and heading have
EARLIER = 0.15  # of a sentence about what held before, unless that was asked for
DENYING = 0.1  # of a sentence that says what is not so, where who, how much or when was asked
POSITIVE: frozenset[Kind] = frozenset({"who", "amount", "date"})  # kinds of question that want it
REFERRING = 0.12  # of a sentence whose "it" is named in the one before
ELSEWHERE = 0.15  # of a sentence that only says where the rules stand, unless that was asked for
UNASKED = 0.2  # of a document by how much its title names what was not asked for: a guide of its own is about that
OTHER_FUND = 0.1  # of a sentence that names other funds than the question or, where that names none, its document
ABROAD = 0.1  # of the rules of other countries than the asker's
UNNAMED = 0.3  # of a passage without the number of an act or a case that the question names, where others have it
LONGEST_LIST = 900  # characters of a list that are quoted with the line before it
FAIR = 0.5  # how much of that gain other languages share
READ, MARK = 16, 0.015  # how many of the best sentences are read with the question, and the weight of what that says
PASSAGES = 10  # whose sentences are weighed
VERSIONS = 3  # yearly or language versions of each that are weighed too
DOCUMENTS = 3  # the first ones, of which all passages found are weighed
MARGIN = 0.12  # how far behind the first a sentence may be
_LINE = re.compile(r"[^\n]*\S")


def weigh(closely: Closely, kind: Kind, *, passages: int = PASSAGES) -> list[Candidate]:
    """The sentences of the first ``passages`` hits and of what belongs to them, best first."""
    hits = _pool(closely.results.hits, passages)
    covering = Covering(closely)
    unit = unit_asked(closely.results.query)
    found: list[Candidate] = []
    for hit, scored, body in zip(hits, closely.sentences(hits), closely.words(hits), strict=True):
        passage, country = hit.passage, hit.document.metadata.country
        context = " ".join((hit.document.title, *passage.headings, passage.lead))
        around = {term for spoken in {hit.document.language, passage.language} for term in terms(context, spoken)}
        unasked = covering.unasked(hit.document.title, hit.document.language)
        of_headings = covering.share(around, passage.language, country)
        named = of_headings > NAMING
        telling = not covering.wanted(passage.language).isdisjoint(body)  # reading the words of sentences takes long
        for at, span in enumerate(scored.spans):
            start, end = _with_list(passage.text, *_trimmed(passage.text, *span))
            text = passage.text[start:end]
            words = set(terms(text, passage.language)) if telling else set()
            covered = covering.share(around | words, passage.language, country) if words else of_headings
            said = covering.share(words, passage.language, None) if kind in ("yes_no", "amount") else 0.0
            finished = not unfinished(passage.text, start, end, kind)
            form = strength(text, kind, unit) if finished else 0.0
            if kind == "definition" and form:
                form = covering.share({*terms(defined(text), passage.language)}, passage.language, country)
            meaning, vector = float(scored.meaning[at]), scored.vectors[at]
            later = at * named
            found.append(
                Candidate(hit, start, end, vector, meaning, covered, said, form, later, finished, at, unasked, 0.0)
            )
    return _read_closely(_scored(found, kind, closely), closely)


def _read_closely(found: Sequence[Candidate], closely: Closely) -> list[Candidate]:
    """``found``, best first, where the marks of the first count, too; as it is where nothing marks them."""
    if closely.reader is None or closely.reader.problem:
        return list(found)
    first = found[:READ]
    marks = closely.marks([(candidate.hit, candidate.number) for candidate in first]).tolist()
    least = min(marks, default=0.0)
    anew = [
        replace(candidate, score=candidate.score + MARK * (mark - least))
        for candidate, mark in zip(first, marks, strict=True)
    ]
    return sorted(anew, key=lambda candidate: -candidate.score) + list(found[READ:])


def _pool(hits: Sequence[Hit], passages: int) -> list[Hit]:
    """The first hits with the versions folded under them, and later ones from the first documents."""
    documents = {hit.passage.document for hit in hits[:DOCUMENTS]}
    first = [hit for group in hits[:passages] for hit in (group, *group.versions[:VERSIONS])]
    return first + [hit for hit in hits[passages:] if hit.passage.document in documents]


def _scored(found: Sequence[Candidate], kind: Kind, closely: Closely) -> list[Candidate]:
    """Candidates with their scores, best first.

    Words match in the question's language only. What its best sentence gains by them, the best of
    every other language gains as well (as in index/ranking.py), so that meaning decides between them. So it is
    with titles: in another language most words of the plainest one, too, are none of the question's.
    """
    results = closely.results
    best: dict[str, float] = {}
    plain: dict[str, float] = {}
    for candidate in found:
        spoken = candidate.hit.passage.language
        best[spoken] = max(best.get(spoken, 0.0), candidate.covered)
        plain[spoken] = min(plain.get(spoken, 1.0), candidate.unasked)
    own, plainest = best.get(results.language, 0.0), plain.get(results.language, 1.0)
    years, named, funds = years_in(results.query), IDENTIFIER.findall(results.query), funds_in(results.query)
    having = [_has(candidate.hit, named) for candidate in found]
    now = not asks_of_before(results.query)
    positive = kind in POSITIVE and not denies(results.query)
    pays = kind == "who" and asks_who_pays(results.query)
    scored = []
    for candidate, has in zip(found, having, strict=True):
        hit = candidate.hit
        lifted = candidate.covered + FAIR * max(own - best[hit.passage.language], 0.0)
        unasked = candidate.unasked - FAIR * max(plain[hit.passage.language] - plainest, 0.0)
        outdated = now and hit.status != "valid" and year_of(hit.document) not in years
        outdated |= hit.document.id in closely.others
        score = (
            candidate.meaning + WORDS * lifted + SAID * candidate.said * (kind == "yes_no") + PASSAGE * hit.meaning
            + FORM.get(kind, OTHER_FORM) * candidate.form
            + PAYING * (pays and tells_of_paying(candidate.text) * (1 + _of_resources(hit)))
            - UNFINISHED * (not candidate.finished)
            - EXAMPLE * in_example(hit.passage.text, candidate.start)
            - ITEM * (is_item(candidate.text) and (kind in TELLING or (kind in FORM and not candidate.form)))
            - OUTDATED * outdated
            - LATER * min(candidate.later, AMONG_FIRST)
            - EARLIER * (now and tells_of_before(candidate.text))
            - DENYING * (positive and denies(candidate.text))
            - REFERRING * refers_back(candidate.text)
            - ELSEWHERE * (kind != "source" and points_elsewhere(candidate.text))
            - UNASKED * unasked
            - OTHER_FUND * _of_another_fund(candidate, funds)
            - UNNAMED * (any(having) and not has)
            - ABROAD * (hit.document.id in closely.abroad)
        )  # fmt: skip
        scored.append(replace(candidate, score=score, outdated=outdated))
    return sorted(scored, key=lambda candidate: -candidate.score)


def _of_another_fund(candidate: Candidate, asked: frozenset[str]) -> bool:
    """Whether ``candidate`` names other funds than those ``asked`` about, or its document's where none was."""
    named = funds_in(candidate.text)
    meant = named and (asked or funds_of(candidate.hit.document))
    return bool(meant) and meant.isdisjoint(named)


def _of_resources(hit: Hit) -> bool:
    """Whether ``hit`` stands where a practice tells what it took."""
    return bool(hit.passage.headings) and find("practice_sections", hit.passage.headings[-1]) == "resources"


def _has(hit: Hit, named: Sequence[str]) -> bool:
    """Whether ``hit`` or its title and headings have one of the numbers ``named``."""
    return any(name in hit.whole for name in named)


def choose(
    candidates: Sequence[Candidate], kind: Kind, language: str, *, most: int
) -> tuple[list[Candidate], bool]:
    """Up to ``most`` of ``candidates`` (best first) in the order to read them, and whether the first two differ.

    Where two documents say the same of different values, the one that holds stands first, the newer before the older.
    What a document's version in ``language`` says as well is taken from that.
    """
    first = _led(_spoken(candidates[0], candidates, language), candidates)
    enough = candidates[0].score - MARGIN
    near = [other for other in candidates[1:] if other.score + OUTDATED * other.outdated >= enough]
    twins = [first, *(other for other in near if are_twins(first, other))]
    twins.sort(key=_standing, reverse=True)
    first = twins[0]
    differing = next((twin for twin in twins[1:] if _figures(twin, kind) != _figures(first, kind)), None)
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
    """``candidate`` as a version of its document in ``language`` says it, where there is one among ``candidates``."""
    if candidate.hit.passage.language == language:
        return candidate
    versions = [
        other for other in candidates
        if other.hit.passage.language == language and related(candidate.hit, other.hit)
        and same_numbers(candidate.text, other.text) and alike(candidate, other)
    ]  # fmt: skip
    return max(versions, key=lambda other: float(candidate.vector @ other.vector), default=candidate)


def _standing(candidate: Candidate) -> tuple[bool, bool, int]:
    """The greater is the one to follow."""
    return not candidate.outdated, candidate.hit.status == "valid", year_of(candidate.hit.document)


def _figures(candidate: Candidate, kind: Kind) -> frozenset[str]:
    """The values that a sentence gives to a question of ``kind``; nothing for kinds without figures."""
    if kind not in ("amount", "date", "yes_no", "list"):
        return frozenset()
    return frozenset("".join(candidate.text[a:b].split()).casefold() for a, b in values(candidate.text, kind))


def _with_list(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the list that it leads to (by a colon, or unfinished itself), as far as the passage has it."""
    if not leads_to_items(text, start, end) and not text[start:end].endswith(":"):
        return start, end
    led, items = end, False
    for line in _LINE.finditer(text, end):
        if line.end() - start > LONGEST_LIST or line.start() - led > 2 or (items and not is_item(line.group())):
            break
        led, items = line.end(), is_item(line.group())
    return start, led


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
