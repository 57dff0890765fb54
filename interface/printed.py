"""Questions in, results out: for terminals and for other programs."""

from __future__ import annotations

import atexit
import gc
import io
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from corpus.errors import IndexProblem
from index.question import searchable
from index.records import DocumentCard, Hit, Results, Status
from interface.errors import in_words
from interface.lasting import all_lasting
from interface.progress import meanwhile
from interface.settings import Settings
from interface.texts import counted, text, written
from interface.translated import Translations

if TYPE_CHECKING:
    from assistant.answers import Answer
    from assistant.search import Library

WIDTH = 96  # characters of a line


def questions(given: str) -> Iterator[str]:
    """The question itself, or with ``-`` one a line from standard input; bytes that are no text become "?"."""
    if given != "-":
        yield given.encode("utf-8", "replace").decode()
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    for line in sys.stdin or ():  # none where it was closed
        if line.strip():
            yield line.strip()


def has_no_words(options: Namespace, settings: Settings, file: TextIO) -> bool:
    """Whether the question that is given has no word, which is said to people before the model is opened.

    Raises IndexProblem where there is no index to ask: that comes first, as with any other question.
    """
    if options.question == "-" or options.json or options.output or searchable(options.question):
        return False
    from index.reading import StoreReader

    StoreReader(settings.index).close()
    print(text(settings.language, "cli.no_words"), file=file)
    return True


def check_documents(settings: Settings, names: Iterable[str]) -> None:
    """Raise IndexProblem("no_document") where the library has none of that name: before the model is opened."""
    from index.reading import StoreReader

    store = StoreReader(settings.index)
    known = {card.id for card in store.cards().values()}
    if unknown := [name for name in names if store.named(name) not in known]:
        raise IndexProblem("no_document", ", ".join(unknown))


@contextmanager
def opened_library(settings: Settings, *, rerank: str = "", terms: bool = True) -> Iterator[Library]:
    """The library for one command, as ``Settings.open_library``; what it goes on without is said."""
    atexit.register(gc.freeze)  # or Python would look through all of it when the process ends, for a second
    with all_lasting():
        with meanwhile(text(settings.language, "cli.opening_model")):
            library = settings.open_library(rerank=rerank, terms=terms)
        try:
            warn_of_problems(library, settings.language)
            yield library
        finally:
            library.close()


def warn_of_problems(library: Library, language: str) -> None:
    """Say on standard error what the search goes on without: the file of own terms, the reranker."""
    for part in (library.terms, library.reranker, library.reader):
        if part and part.problem:
            print(in_words(part.problem, language), file=sys.stderr)


def warn_if_cut(question: str, language: str) -> None:
    """Say on standard error that only the beginning of a long question is searched with."""
    read = searchable(question)
    if 0 < len(read) < len(question.strip()):
        print(text(language, "search.cut", words=len(read.split())), file=sys.stderr)


def results_as_json(
    results: Results, *, explain: bool = False, translated: Translations | None = None
) -> dict[str, Any]:
    """Results as the command line's contract has them; with ``explain`` also what each score is made of."""
    hits = [hit_as_json(hit, rank, explain=explain) for rank, hit in enumerate(results.hits, 1)]
    for hit, shown in zip(results.hits, hits, strict=True):
        if translated and (words := translated.of(hit.passage, results.language)):
            shown["translation"] = {"language": results.language, "text": words, "machine": True}
    return {
        "query": results.query,
        "language": results.language,
        "also": [{"word": word, "nearest": nearest} for word, nearest in results.also],
        "hits": hits,
    }


def hit_as_json(hit: Hit, rank: int, *, explain: bool = False) -> dict[str, Any]:
    """One hit as the command line's contract has it; ``rank`` counts from 1."""
    passage = hit.passage
    more: dict[str, Any] = {"translated": list(hit.translated)} if hit.translated else {}
    if explain and hit.shares:
        more["explain"] = {name: round(value, 4) for name, value in hit.shares._asdict().items()}
    return {
        "rank": rank, "score": round(hit.score, 4), "document": passage.document,
        "title": hit.document.title, "language": passage.language, "collection": hit.document.collection,
        "page": passage.page, "section": passage.section, "start": passage.start, "end": passage.end,
        "text": passage.text, "highlight": list(hit.highlight),
        "status": hit.status, "versions": _versions_as_json(hit),
        "words": list(hit.words), "terms": [{"question": asked, "passage": found} for asked, found in hit.terms],
        **more,
    }  # fmt: skip


def _versions_as_json(hit: Hit) -> list[dict[str, str]]:
    """Each other version once: what replaces the document, its translations, documents that say the same."""
    related = [("successor", hit.successor)] if hit.successor else []
    related += [("translation", card) for card in hit.translations]
    related += [("similar", version.document) for version in hit.versions]
    once = {card.id: (relation, card) for relation, card in reversed(related)}
    return [
        {"document": card.id, "title": card.title, "language": card.language, "relation": relation}
        for relation, card in reversed(once.values())
    ]


def also_in_words(results: Results | Answer, language: str) -> str:
    """Which words were looked for in the place of mistyped ones."""
    words = ", ".join(f"{nearest} ({word})" for word, nearest in results.also)
    return text(language, "results.also", words=words)


def hits_in_words(
    results: Results | Answer, language: str, *, explain: bool = False, translated: Translations | None = None
) -> Iterator[str]:
    """Lines for a terminal: title and place, the passage, the best sentence marked with »«, how it was found."""
    for rank, hit in enumerate(results.hits, 1):
        passage = hit.passage
        place = [passage.document]
        if passage.page:
            place.append(text(language, "hit.page", page=passage.page))
        if passage.section:
            place.append(passage.section)
        yield f"{rank}. {hit.document.title} [{passage.language}]"
        yield f"   {' · '.join(place)}"
        if mark := status_in_words(hit.document, hit.status, hit.successor, language):
            yield f"   ! {mark}"
        start, end = hit.highlight
        body = passage.text
        marked = f"{body[:start]}»{body[start:end].strip()}« {body[end:].lstrip()}" if end else body
        yield textwrap.indent(in_lines(marked), "   ")
        if translated and (words := translated.of(passage, results.language)):
            yield textwrap.indent(in_lines(f"{text(language, 'translation.unchecked')} {words}"), "   ")
        if hit.terms:
            yield f"   {text(language, 'hit.terms')} {', '.join(map(' → '.join, hit.terms))}"
        if hit.translated:
            yield f"   {text(language, 'hit.translated')} {', '.join(hit.translated)}"
        if explain:
            yield "   " + " · ".join(f"{label} {value}" for label, value in shares_in_words(hit, language))
        if hit.versions:
            yield "   " + counted(language, "hit.versions", len(hit.versions))
        for card in hit.translations:
            yield f"   [{card.language}] {card.title} · {card.id}"
        yield ""


def in_lines(words: str) -> str:
    """``words`` in lines for a terminal; paragraphs, items and rows each begin a line."""
    return "\n".join(textwrap.fill(line, WIDTH) for line in words.splitlines() if line.strip())


def shares_in_words(hit: Hit, language: str) -> Iterator[tuple[str, str]]:
    """The parts of a score and their sum, in hundredths, each with its name; parts that do nothing left out."""
    for part, value in hit.shares._asdict().items() if hit.shares else ():
        if round(100 * value):
            yield text(language, f"explain.{part}"), f"{100 * value:+.0f}".replace("-", "−")
    yield text(language, "explain.total"), f"{100 * hit.score:.0f}"


def status_in_words(card: DocumentCard, status: Status, successor: DocumentCard | None, language: str) -> str | None:
    """What to know before relying on a document that no longer holds; None for one that does."""
    until = card.metadata.valid_until
    if status == "superseded" and successor:
        return text(language, "hit.superseded", title=successor.title)
    if status == "expired" and until:
        return text(language, "hit.expired", date=written(language, until))
    return None
