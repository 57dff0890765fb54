"""Measure answers on labelled questions: right, declined where nothing answers, verbatim, on the right page.

Usage: python benchmarks/answers.py INDEX [--questions FILE] [--split tune|held|all] [--misses] [--rerank NAME]

The questions are those of ``answers/questions.jsonl`` (answers/README.md says how they were made) or of FILE. INDEX is
made beforehand with ``tietosilta index`` from the shipped library and the folder of the documents.
Questions of which no document is indexed are skipped and counted.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2

from assistant.answers import Answer, Quote, ask
from assistant.search import Library
from corpus.readers.tables import as_printed
from interface.printed import warn_of_problems

QUESTIONS = Path(__file__).with_name("answers") / "questions.jsonl"
_BEGINNING = 40  # letters of a quote that are looked for on its page


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question."""

    question: dict[str, Any]
    answer: Answer
    first: bool  # the first quote has the needed words and is from a right document
    any: bool  # one of the quotes has and is

    @property
    def answerable(self) -> bool:
        return bool(self.question["words"])


def right(quote: Quote, question: dict[str, Any]) -> bool:
    """Whether a quote is from a labelled document and has the needed words in it."""
    return has_words(quote.document.id, quote.text, question)


def has_words(document: str, text: str, question: dict[str, Any]) -> bool:
    """Whether ``text`` of ``document`` is what the question's labels ask for."""
    plain = _plain(text)
    return any(fnmatch(document, pattern) for pattern in question["documents"]) and any(
        _plain(words) in plain for words in question["words"]
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def outcomes(library: Library, questions: Sequence[dict[str, Any]]) -> Iterator[Outcome]:
    for question in questions:
        answer = ask(library, question["question"])
        found = [right(quote, question) for quote in answer.sentences]
        yield Outcome(question, answer, bool(found and found[0]), any(found))


def verbatim(library: Library, quote: Quote) -> bool:
    """Whether the quote stands in its document at its offsets."""
    return library.document(quote.document.id).text[quote.start : quote.end] == quote.text


def page_is_right(quote: Quote) -> bool | None:
    """Whether the quote begins on the page of the original PDF that it names; None for other formats."""
    if not quote.document.file.endswith(".pdf"):
        return None
    assert quote.page is not None
    pages = [_page_text(quote.document.file, page) for page in (quote.page, quote.page + 1)]
    printed = as_printed(quote.text, lambda cell: _letters(cell) in pages[0])
    beginning = _letters(printed)[:_BEGINNING]
    if beginning in "".join(pages) and beginning[: _BEGINNING // 3] in pages[0]:
        return True
    # The cells of a row that a page border cuts go on overleaf one by one: its words, the first on the page named.
    first, *others = [word for word in map(_letters, printed.split()) if word]
    return " | " in quote.text and first in pages[0] and all(word in pages[0] + pages[1] for word in others)


@cache
def _page_text(file: str, page: int) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return _letters(pdf[page - 1].get_textpage().get_text_range()) if page <= len(pdf) else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+|\ufffe", "", text).casefold()


def report(library: Library, found: Sequence[Outcome]) -> Iterator[str]:
    """One line a figure."""
    can = [outcome for outcome in found if outcome.answerable]
    cannot = [outcome for outcome in found if not outcome.answerable]
    for name, chosen in (
        ("answerable", can),
        ("  within a language", [outcome for outcome in can if not outcome.question["cross"]]),
        ("  across languages", [outcome for outcome in can if outcome.question["cross"]]),
    ):
        yield (
            f"{name:21}{len(chosen):4}  first quote right {_share([o.first for o in chosen])}"
            f"  any quote right {_share([o.any for o in chosen])}"
            f"  declined {_share([o.answer.declined for o in chosen])}"
        )
    yield f"{'unanswerable':21}{len(cannot):4}  declined {_share([o.answer.declined for o in cannot])}"
    quotes = [quote for outcome in found for quote in outcome.answer.sentences]
    pages = [page for page in map(page_is_right, quotes) if page is not None]
    yield f"{'quotes':21}{len(quotes):4}  verbatim {_share([verbatim(library, quote) for quote in quotes])}"
    yield f"{'quotes from PDF':21}{len(pages):4}  page right {_share(pages)}"


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "–"


def misses(found: Sequence[Outcome]) -> Iterator[str]:
    """The questions that went wrong, with what was said instead."""
    for outcome in found:
        question, answer = outcome.question, outcome.answer
        if outcome.answerable == outcome.first and outcome.answerable != answer.declined:
            continue
        yield f"{question['id']} [{answer.language} {answer.kind}] declined={answer.declined} {question['question']}"
        for quote in answer.sentences:
            yield f"    {quote.score:.2f} {quote.document.id} | {_plain(quote.text)[:150]}"
        if answer.declined:
            for hit in answer.hits[:2]:
                yield f"    nearest {hit.document.id} | {_plain(hit.passage.text[slice(*hit.highlight)])[:150]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE")
    parser.add_argument("--split", choices=("tune", "held", "all"), default="all")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--rerank", default="", metavar="NAME", help="a cross-encoder puts the first hits in order")
    options = parser.parse_args()
    library = Library.open(options.index, rerank=options.rerank)
    warn_of_problems(library, "en")
    indexed = [card.id for card in library.documents()]
    questions = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines()]
    questions = [question for question in questions if options.split in ("all", question["split"])]
    asked = [
        question
        for question in questions
        if not question["words"] or any(fnmatch(name, p) for p in question["documents"] for name in indexed)
    ]
    if len(asked) < len(questions):
        print(f"{len(questions) - len(asked)} questions skipped: none of their documents is indexed")
    found = list(outcomes(library, asked))
    if options.misses:
        print(*misses(found), sep="\n")
    print(*report(library, found), sep="\n")


if __name__ == "__main__":
    main()
