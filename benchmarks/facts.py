"""Do the numbers of the funding guides stand in the official documents as the guides say?

Usage: python benchmarks/facts.py [--table FILE]

``facts.yaml`` pairs words of a guide with words of a statute or regulation under ../shared. Each pair
holds when both stand there letter by letter (spaces folded), the number is in both, the words of the
document lie in the section or article of the fact, and the guide names that beside its own words.
With --table the list goes to FILE.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.readers import read_file

HERE = Path(__file__).parent
FACTS = HERE / "facts.yaml"
GUIDES = HERE.parent / "corpus" / "library" / "funding"
DOCUMENTS = HERE.parents[1] / "shared" / "data" / "documents"
BESIDE = 250  # characters between words of a guide and the section it names for them
_SECTION = re.compile(r"(?:^|[\n\f])(\d+(?: [a-z])? §|Article \d+\b)")
_GAP = re.compile(r"(?<=\d)[ \u00a0\u202f,](?=\d{3}(?!\d))")  # 200 000 and 200,000


@dataclass(frozen=True, slots=True)
class Fact:
    """``number`` is "as in the guide" or "as in the guide=as in the document"."""

    guide: str
    says: str
    number: str
    document: str
    where: str
    reads: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document's text with spaces folded, and where its sections and pages begin in it."""

    text: str
    sections: tuple[tuple[int, str], ...]
    pages: tuple[tuple[int, int], ...]

    def places(self, quote: str) -> list[int]:
        return [match.start() for match in re.finditer(re.escape(folded(quote)), self.text)]

    def section_at(self, position: int) -> str:
        return next((name for start, name in reversed(self.sections) if start <= position), "")

    def page_at(self, position: int) -> int | None:
        return next((page for start, page in reversed(self.pages) if start <= position), None)


def facts(path: Path = FACTS) -> list[Fact]:
    return [Fact(**entry) for entry in yaml.safe_load(path.read_text("utf-8"))]


def misses(fact: Fact, guides: Path = GUIDES, documents: Path = DOCUMENTS) -> list[str]:
    """What is wrong with ``fact``, in words; empty where it holds."""
    return [
        *_wrong_in_guide(fact, source(guides / fact.guide)),
        *_wrong_in_document(fact, source(documents / fact.document)),
    ]


def _wrong_in_guide(fact: Fact, guide: Source) -> Iterator[str]:
    places = guide.places(fact.says)
    beside = [guide.text[max(0, place - BESIDE) : place + len(fact.says) + BESIDE] for place in places]
    section = re.sub(r"Article | §", "", fact.where)
    if places and not any(re.search(rf"(?<!\d){section}(?!\d)", words) for words in beside):
        yield f"{fact.guide}: does not name {fact.where} beside: {fact.says}"
    yield from _wrong(fact.says, fact.number.partition("=")[0], places, fact.guide)


def _wrong_in_document(fact: Fact, document: Source) -> Iterator[str]:
    places = document.places(fact.reads)
    sections = sorted({document.section_at(place) for place in places})
    if places and fact.where not in sections:
        yield f"{fact.document}: in {', '.join(sections)}, not in {fact.where}: {fact.reads}"
    yield from _wrong(fact.reads, fact.number.rpartition("=")[2], places, fact.document)


def _wrong(quote: str, number: str, places: list[int], name: str) -> Iterator[str]:
    if not places:
        yield f"{name}: no such words: {quote}"
    if not re.search(rf"(?<!\w){re.escape(_GAP.sub('', number))}(?!\w)", _GAP.sub("", folded(quote))):
        yield f"{name}: {number} is not in: {quote}"


@cache
def source(path: Path) -> Source:
    draft = next(iter(read_file(path)))
    ends = [*(page.start for page in draft.pages[1:]), None]
    pages = [(page.number, draft.text[page.start : end]) for page, end in zip(draft.pages, ends, strict=False)]
    pages = [(number, text) for number, text in pages if text.strip()]
    lines = re.sub(r"\s+", _kept, "\f".join(text for _, text in pages) if pages else draft.text)
    starts = [0, *(match.start() for match in re.finditer("\f", lines))]
    return Source(
        text=folded(lines),
        sections=tuple((match.start(1), folded(match[1])) for match in _SECTION.finditer(lines)),
        pages=tuple(zip(starts, (number for number, _ in pages), strict=bool(pages))),
    )


def _kept(spaces: re.Match[str]) -> str:
    """One character for a run of spaces: the strongest break in it, so that positions stay the same."""
    return next((mark for mark in "\f\n" if mark in spaces[0]), " ")


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def table(checked: list[tuple[Fact, list[str]]]) -> str:
    """The facts as Markdown, with the page where the document has pages."""
    lines = [
        "# Numbers of the funding guides, checked",
        "",
        f"`python benchmarks/facts.py` compares {len(checked)} numbers of {len({f.guide for f, _ in checked})} guides"
        f" with {len({f.document for f, _ in checked})} official documents:"
        f" {sum(not wrong for _, wrong in checked)} agree."
        " The statutes are read in Finnish or Swedish, the Common Provisions Regulation in French.",
        "",
        "| Guide | Number | The guide says | Document | Section | The document says |",
        "|---|---|---|---|---|---|",
    ]
    for fact, _ in checked:
        text = source(DOCUMENTS / fact.document)
        page = text.page_at(text.text.find(folded(fact.reads)))
        where = f"{fact.where}, page {page}" if page else fact.where
        cells = (fact.guide, fact.number, fact.says, Path(fact.document).name, where, fact.reads)
        lines.append("| " + " | ".join(cell.replace("|", "·") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, metavar="FILE")
    options = parser.parse_args()
    if not DOCUMENTS.is_dir():
        print(f"The official documents are not here ({DOCUMENTS}), so nothing was compared.")
        return 0
    checked = [(fact, misses(fact)) for fact in facts()]
    for fact, wrong in checked:
        print("ok  " if not wrong else "MISS", fact.guide, fact.number, fact.where, *wrong, sep=" | ")
    failed = sum(bool(wrong) for _, wrong in checked)
    print(f"{len(checked) - failed} of {len(checked)} numbers agree with the official documents.")
    if options.table:
        options.table.write_text(table(checked), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
