"""What speaks for a sentence as an answer and against it: meaning, words, form, and whose rule it is when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import IDENTIFIER, Candidate
from assistant.answering.funds import funds_in, funds_of, of_others_only
from assistant.answering.measuring import Measured
from assistant.answering.questions import Kind
from assistant.answering.wording import (
    asks_of_before,
    asks_who_pays,
    denies,
    in_example,
    points_elsewhere,
    refers_back,
    rules_out,
    tells_of_before,
    tells_of_mistakes,
    tells_of_paying,
)
from assistant.finding.closely import Closely
from assistant.finding.versions import year_of, years_in
from corpus.sentences import is_item
from corpus.vocabulary import find
from index.records import Hit

# The weights of what speaks for a sentence, chosen on the tuning half of benchmarks/answers.
PASSAGE = 0.5  # the meaning of its passage, beside its own
WORDS = 0.6  # the question's words in it, its headings and title
FAIR = 0.5  # how much of what the question's language gains by them others share
SAID = 0.15  # those in it itself, where yes or no was asked: what decides it names the thing and what is asked of it
# Having the form of an answer, where the form is plain to see.
FORM = {"amount": 0.2, "date": 0.35, "source": 0.2, "definition": 0.15, "who": 0.1, "yes_no": 0.06, "list": 0.06}
OTHER_FORM = 0.02
PAYING = 0.12  # telling of paying, where it is asked who pays; once more under a heading for resources
SECTION = 0.3  # standing in the section that the question's words name: difficulties, resources, who can apply
# And of what speaks against it.
UNFINISHED = 0.3  # a line that says nothing by itself
BARE = 0.3  # having few words besides the question's: "the cooperatives work all over Italy"
EXAMPLE = 0.5  # a sentence of a worked example: its figures hold for nobody else
ITEM = 0.1  # an item of a list by itself, where what is asked for needs telling or is not in it
OUTDATED = 0.25  # a document that does not hold, unless its year was asked for, or not of the year that was
LATER, AMONG_FIRST = 0.04, 5  # each sentence before it, of so many, under a heading that names what is asked
EARLIER = 0.15  # telling what held before, unless that was asked for
DENYING = 0.1  # saying what is not so, where who, how much or when was asked
UNDER_NO = 0.2  # under a heading over what is not accepted or over mistakes; for it, where these were asked for
AFFIRMING = 0.25  # saying what is so, under a heading that does, too, where what is not was asked for
REFERRING = 0.12  # an "it" that is named in the sentence before
ELSEWHERE = 0.15  # only saying where the rules stand, unless that was asked for
REGIONAL = 0.15  # a funding guide telling of a region of Finland, where the question names none or another
UNASKED = 0.2  # a title by how much it names what was not asked for: a guide of its own is about that
OTHER_FUND = 0.1  # naming other funds than the question or, where that names none, its document
OF_OTHER_FUND = 0.5  # a document about other funds only than those that the question names
UNNAMED = 0.3  # lacking the number of an act or a case that the question names, where other passages have it
RULES_ABROAD = 0.1  # the rules of other countries than the asker's
TELLING: frozenset[Kind] = frozenset({"how", "definition", "who", "yes_no", "other"})  # an item seldom answers
TOLD: frozenset[Kind] = frozenset({"how", "definition", "who", "list", "other"})  # answered by more than a figure
POSITIVE: frozenset[Kind] = frozenset({"who", "amount", "date"})  # "not" seldom answers

READ, MARK = 16, 0.015  # how many of the best sentences are read with the question, and the weight of what that says
PASSAGES = 10  # whose sentences are weighed
VERSIONS = 3  # yearly or language versions of each that are weighed too
DOCUMENTS = 3  # the first ones, of which all passages found are weighed


def weigh(closely: Closely, kind: Kind, *, passages: int = PASSAGES) -> list[Candidate]:
    """The sentences of the first ``passages`` hits and of what belongs to them, best first."""
    hits, measured = _pool(closely.results.hits, passages), Measured.of(closely, kind)
    read = zip(hits, closely.sentences(hits), closely.words(hits), strict=True)
    found = [candidate for hit, scored, body in read for candidate in measured.candidates(hit, scored, body)]
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
    """Candidates with their scores, best first."""
    asked, evenly = _Asked.of(closely.results.query, kind), _Evenly.of(found, closely.results.language)
    hits = {candidate.hit for candidate in found}
    named = any(_has(hit, asked.identifiers) for hit in hits)
    of_other_funds = {hit for hit in hits if of_others_only(hit, asked.funds)}
    contrary = {heading: _of_the_contrary(heading, asked) for heading in {one.heading for one in found}}
    scored = []
    for candidate in found:
        hit, covered, unasked = candidate.hit, *evenly.lifted(candidate)
        outdated = asked.now and hit.status != "valid" and year_of(hit.document) not in asked.years
        outdated |= hit.document.id in closely.others
        against = (
            *_of_wording(candidate, asked),
            (UNDER_NO, contrary[candidate.heading]),
            (OUTDATED, outdated),
            (UNASKED, unasked),
            (REGIONAL, candidate.regional),
            (OTHER_FUND, _of_another_fund(candidate, asked.funds)),
            (OF_OTHER_FUND, hit in of_other_funds),
            (UNNAMED, named and not _has(hit, asked.identifiers)),
            (RULES_ABROAD, hit.document.id in closely.abroad),
        )
        score = sum(weight * share for weight, share in _speaking_for(candidate, asked, covered))
        score -= sum(weight * share for weight, share in against)
        scored.append(replace(candidate, score=score, outdated=outdated))
    return sorted(scored, key=lambda candidate: -candidate.score)


def _speaking_for(candidate: Candidate, asked: _Asked, covered: float) -> Iterator[tuple[float, float]]:
    """Weights, each with how much of it there is: 0 to 1, or a cosine."""
    yield 1.0, candidate.meaning
    yield PASSAGE, candidate.hit.meaning
    yield WORDS, covered
    yield SAID, candidate.said * (asked.kind == "yes_no")
    yield FORM.get(asked.kind, OTHER_FORM), candidate.form
    yield SECTION, candidate.sought
    if asked.pays and tells_of_paying(candidate.text):
        yield PAYING, 1 + (find("practice_sections", candidate.heading) == "resources")


def _of_wording(candidate: Candidate, asked: _Asked) -> Iterator[tuple[float, float]]:
    """The same of what speaks against ``candidate`` by its own words and place."""
    text, kind = candidate.text, asked.kind
    yield UNFINISHED, not candidate.finished
    yield BARE, candidate.bare and not candidate.form and kind in TOLD
    yield EXAMPLE, in_example(candidate.hit.passage.text, candidate.start)
    yield ITEM, is_item(text) and (kind in TELLING or (kind in FORM and not candidate.form))
    yield LATER, min(candidate.later, AMONG_FIRST)
    yield EARLIER, asked.now and tells_of_before(text)
    yield DENYING, asked.positive and denies(text)
    yield AFFIRMING, asked.negative and not denies(text) and not rules_out(candidate.heading)
    yield REFERRING, refers_back(text)
    yield ELSEWHERE, kind != "source" and points_elsewhere(text)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question wants of a sentence, as its words tell.

    ``identifiers`` are numbers of acts and cases; ``now`` says that it is about what holds, ``positive`` that it wants
    to hear what is so, ``negative`` what is not, ``pays`` that it asks who pays, ``ruled_out`` and ``mistakes`` that it
    asks for these.
    """

    kind: Kind
    years: set[int]
    identifiers: list[str]
    funds: frozenset[str]
    now: bool
    positive: bool
    negative: bool
    pays: bool
    ruled_out: bool
    mistakes: bool

    @classmethod
    def of(cls, query: str, kind: Kind) -> _Asked:
        return cls(
            kind, years_in(query), IDENTIFIER.findall(query), funds_in(query), now=not asks_of_before(query),
            positive=kind in POSITIVE and not denies(query), negative=kind != "yes_no" and rules_out(query),
            pays=kind == "who" and asks_who_pays(query), ruled_out=rules_out(query), mistakes=tells_of_mistakes(query),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Evenly:
    """What words say, fair between languages.

    Words match in the question's language only. What its best sentence gains by them, the best of every other language
    gains as well (as in index/ranking.py), so that meaning decides between them. So it is with titles: in another
    language most words of the plainest one, too, are none of the question's.
    """

    language: str
    best: dict[str, float]  # by language, the most of the question's words that a sentence has
    plainest: dict[str, float]  # and the least that a title has of what was not asked for

    @classmethod
    def of(cls, found: Sequence[Candidate], language: str) -> _Evenly:
        best: dict[str, float] = {}
        plainest: dict[str, float] = {}
        for candidate in found:
            spoken = candidate.hit.passage.language
            best[spoken] = max(best.get(spoken, 0.0), candidate.covered)
            plainest[spoken] = min(plainest.get(spoken, 1.0), candidate.unasked)
        return cls(language, best, plainest)

    def lifted(self, candidate: Candidate) -> tuple[float, float]:
        """``candidate.covered`` with what its language gains, and ``candidate.unasked`` without what it cannot help."""
        spoken = candidate.hit.passage.language
        gain = max(self.best.get(self.language, 0.0) - self.best[spoken], 0.0)
        less = max(self.plainest[spoken] - self.plainest.get(self.language, 1.0), 0.0)
        return candidate.covered + FAIR * gain, candidate.unasked - FAIR * less


def _of_the_contrary(heading: str, asked: _Asked) -> float:
    """1 for a heading over mistakes or what is not so that was not asked for, -1 where it was.

    What is not accepted decides a question for yes or no: then such a heading says nothing.
    """
    if tells_of_mistakes(heading):
        return -1.0 if asked.mistakes else 1.0
    if rules_out(heading):
        return -1.0 if asked.ruled_out else float(asked.kind != "yes_no")
    return 0.0


def _of_another_fund(candidate: Candidate, asked: frozenset[str]) -> bool:
    """Whether ``candidate`` names other funds than those ``asked`` about, or its document's where none was."""
    named = funds_in(candidate.text)
    meant = named and (asked or funds_of(candidate.hit.document))
    return bool(meant) and meant.isdisjoint(named)


def _has(hit: Hit, named: Sequence[str]) -> bool:
    """Whether ``hit`` or its title and headings have one of the numbers ``named``."""
    return any(name in hit.whole for name in named)
