"""From a question to the hits that people read, in six steps (see ``find``)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.finding.arranging import (
    DOWN_FOR_OTHER_YEAR,
    DOWN_FOR_RULES_ABROAD,
    UP_FOR_COUNTRY,
    grouped,
    links_last,
    moved,
    spread,
)
from assistant.finding.close_reading import CloseReader
from assistant.finding.closely import Closely
from assistant.finding.opened import Opened
from assistant.finding.places import countries_in, documents_abroad
from assistant.finding.reranking import FIRST as RERANKED
from assistant.finding.reranking import Reranker
from assistant.finding.versions import after_successors, best_read, years_in
from assistant.translating.translator import Translator
from corpus.errors import TranslationProblem
from corpus.language import question_language
from corpus.models import Passage
from corpus.sentences import sentences
from index.question import searchable
from index.ranking import reserve
from index.records import DocumentCard, Filters, Hit, Results
from index.rows import Words
from index.search import Found, Ranking, spelled
from index.spoken import as_written
from index.term_base import Named, leading_terms
from index.words import matched_words

_GROUPED = 60  # best candidates among which near-equal ones are looked for
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Aids:
    """What helps where the settings ask for it; None where they do not."""

    translator: Translator | None = None
    reranker: Reranker | None = None
    reader: CloseReader | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is understood: in written words, with its vector [d], and in other languages."""

    question: str
    language: str
    vector: NDArray[np.float32]
    translations: dict[str, str]
    today: date


def find(
    opened: Opened, question: str, aids: Aids, *, k: int, filters: Filters, all_versions: bool, today: date,
    fallback: str = "",
) -> Closely:  # fmt: skip
    """The ``k`` best hits for ``question`` with what picking sentences needs; a question without a word has none.

    ``fallback`` is the language of a question that is in none.

    1. The question is understood: its language, spoken words and inflected names as they are written, its terms
       spelled out, its translations.
    2. The index ranks its passages.
    3. Whose rules are meant, and of which year, moves them.
    4. What does not hold is left out.
    5. Where the settings ask for it, the first are read once more, question and passage together.
    6. Those that say the same stand together, and each hit gets the words that matched.
    """
    searcher = opened.searcher
    question = searchable(question)
    language = question_language(question, indexed=searcher.languages, fallback=fallback)
    if not question:
        return Closely(Results(question, language, ()), question, searcher, np.zeros(0, np.float32), {})
    written = as_written(question, language)
    if searcher.terms:
        written = searcher.terms.parted(written, language)
    asked = _understood(written, language, opened, aids, today)
    countries = countries_in(question)
    ranking = searcher.rank_vector(
        asked.vector, asked.question, language,
        filters=filters, translations=asked.translations, among=opened.about(countries),
    )  # fmt: skip
    found, abroad, others = _placed(ranking, opened, asked, countries)
    if not all_versions and filters.documents is None:
        outdated = opened.works.outdated("funding", today=today)
        found = [item for item in found if opened.card(item.row).id not in outdated]
    meant = spelled(asked.question, ranking.mistyped)
    found = _read_again(found, asked, meant, opened, aids)
    hits, keys = _grouped(found, ranking, opened, asked)
    best = _marked(hits[:k], keys, ranking, opened, asked, meant)
    also = tuple((mistake.word, mistake.nearest) for mistake in ranking.mistyped)
    results = Results(question, language, best, also)
    return Closely(results, meant, searcher, asked.vector, keys, others, abroad, aids.reader)


def _understood(question: str, language: str, opened: Opened, aids: Aids, today: date) -> _Asked:
    searcher = opened.searcher
    spoken = searcher.terms.spelled_out(question, language) if searcher.terms else question
    translations = _translations(question, language, searcher.languages, aids.translator)
    return _Asked(question, language, searcher.vector_of(spoken), translations, today)


def _translations(
    question: str, language: str, languages: Sequence[str], translator: Translator | None
) -> dict[str, str]:
    """The question in each of ``languages`` into which it can be translated."""
    if translator is None:
        return {}
    targets = [target for target in languages if translator.can(language, target)]
    try:
        return {target: translator.translate(question, language, target) for target in targets}
    except TranslationProblem:  # tietosilta doctor says so; the search goes on without
        _log.exception("a question could not be translated")
        return {}


def _placed(
    ranking: Ranking, opened: Opened, asked: _Asked, countries: frozenset[str]
) -> tuple[list[Found], frozenset[str], frozenset[str]]:
    """What was found, moved by country and year; and the ids of documents with the rules of other countries than the
    asker's, and of those of which another year's version is the one to follow."""
    documents, cards = opened.searcher.table.documents, opened.cards
    found = moved(ranking.found, documents, opened.about(countries), "place", UP_FOR_COUNTRY)
    abroad: frozenset[int] = frozenset()
    if not countries:
        named = opened.cards_of([item for item in found if item.exact])  # a name or number may be of any country
        abroad = documents_abroad(opened.cards_of(found), asked.language) - named.keys()
    found = moved(found, documents, abroad, "place", DOWN_FOR_RULES_ABROAD)
    others = opened.yearly.of_other_years(years_in(asked.question) or {asked.today.year})
    older = {opened.searcher.documents[name] for name in others}
    found = moved(found, documents, older, "year", DOWN_FOR_OTHER_YEAR)
    return found, frozenset(cards[key].id for key in abroad), others


def _read_again(found: list[Found], asked: _Asked, meant: str, opened: Opened, aids: Aids) -> list[Found]:
    """``found`` in the order of a reranker or a close reader, where there is one."""
    if aids.reranker is not None:
        first = found[:RERANKED]
        passages = opened.searcher.store.passages([item.key for item in first])
        texts = [_whole(opened.card(item.row), passages[item.key][0]) for item in first]
        found = aids.reranker.reordered(asked.question, found, texts)
    if aids.reader is not None:
        found = aids.reader.reordered(meant, found, asked.vector, asked.language, opened.searcher)
    return found


def _grouped(
    found: list[Found], ranking: Ranking, opened: Opened, asked: _Asked
) -> tuple[list[Hit], dict[tuple[str, int], int]]:
    """Hits in the order to read them, each with its versions; and passage keys by document and start."""
    searcher, language = opened.searcher, asked.language
    found, anchors = _with_language_versions(found, opened, language)
    passages = searcher.store.passages([item.key for item in found])
    hits = links_last([_hit(item, passages[item.key][0], opened, asked.today) for item in found])
    keys = {(hit.passage.document, hit.passage.start): item.key for hit, item in zip(hits, found, strict=True)}
    groups = spread(grouped(hits, searcher, found, anchors, asked.question, language), opened.works)
    reserved = {item.key for item in ranking.reserved}
    wanted = [hit for hit in groups if keys[hit.passage.document, hit.passage.start] in reserved]
    return after_successors(reserve(groups, wanted, is_own=lambda hit: hit.passage.language == language)), keys


def _marked(
    hits: Sequence[Hit], keys: Mapping[tuple[str, int], int], ranking: Ranking, opened: Opened, asked: _Asked,
    meant: str,
) -> tuple[Hit, ...]:  # fmt: skip
    """``hits`` with the question's words, names and terms that each has."""
    shown = [keys[hit.passage.document, hit.passage.start] for hit in hits]
    words = opened.searcher.store.words(shown)
    exact = [form for forms in ranking.exact for form in forms]
    return tuple(
        _matched(_with_names(hit, exact), words[key], meant, asked.language, ranking.named, asked.translations)
        for hit, key in zip(hits, shown, strict=True)
    )


def _whole(card: DocumentCard, passage: Passage) -> str:
    """A passage as a reranker reads it: what it is about, then its text."""
    return " – ".join((card.title, *passage.headings)) + "\n" + passage.text


def _with_language_versions(
    found: Sequence[Found], opened: Opened, language: str
) -> tuple[list[Found], list[int | None]]:
    """The best of ``found``, each with the row of the passage that stands for it, and those passages.

    That is the passage which says the same in ``language`` or else in English (see ``best_read``), or in the version
    found first where there is neither; None where a document has no other language versions.
    """
    best, anchors = list(found[:_GROUPED]), []
    rows, by_row = {item.row for item in best}, {item.row: item for item in found}
    shown: dict[str, DocumentCard] = {}  # by work: the version that is shown
    for item in best:  # grows as it goes: an anchor is its own
        card = opened.card(item.row)
        versions = opened.works.language_versions(card.id, declared=True)
        anchor = None
        if versions:
            spoken = {one.language: one for one in (*versions, card)}
            home = shown.setdefault(opened.works.work(card.id), spoken.get(best_read(language, spoken) or "", card))
            anchor = opened.searcher.counterpart(item.row, opened.searcher.documents[home.id])
            if anchor not in rows and anchor in by_row:
                rows.add(anchor)
                best.append(by_row[anchor])
        anchors.append(anchor)
    return best, anchors


def _hit(found: Found, passage: Passage, opened: Opened, today: date) -> Hit:
    """What was found, with what its document's versions say about it."""
    card, works = opened.card(found.row), opened.works
    return Hit(
        passage, card, found.score, found.meaning, (), found.highlight, status=works.status(card, today=today),
        successor=works.successor(card.id), translations=works.language_versions(card.id), shares=found.shares,
    )  # fmt: skip


def _with_names(hit: Hit, exact: Sequence[str]) -> Hit:
    """``hit`` with the sentence or row highlighted that has one of the names and numbers ``exact``, where one has."""
    passage = hit.passage

    def has(span: tuple[int, int]) -> bool:
        part = passage.text[slice(*span)].lower()
        return any(term in part for term in exact)

    if not exact or has(hit.highlight):
        return hit
    spans = sentences(passage.text, passage.language)
    return replace(hit, highlight=next(filter(has, spans), hit.highlight))


def _matched(
    hit: Hit, there: Words, question: str, language: str, named: Sequence[Named], translations: Mapping[str, str]
) -> Hit:
    """``hit`` with the question's words and terms that it has, where ``there`` are its own."""
    theirs = hit.passage.language
    words = matched_words(question, language, there.body)
    terms = leading_terms(named, [*there.context, *there.body], theirs)
    translated: tuple[str, ...] = ()
    if theirs in translations:
        found = matched_words(translations[theirs], theirs, there.body)
        translated = tuple(word for word in found if word not in words)
    return replace(hit, words=words, terms=terms, translated=translated)
