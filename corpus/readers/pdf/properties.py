"""What a PDF says of itself: title, author, dates, outline and printed page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf

from corpus.draft import tidy
from corpus.readers.lines import is_title
from corpus.readers.pdf.shape import TextBlock, plain_title
from corpus.readers.pdf.text import LineJoiner

_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|excel|powerpoint)\b.*|untitled.*|(?:document|dokument|asiakirja|presentation|esitys)\s*\d*"
    r"|.*\.(?:docx?|pdf|xlsx?|pptx?|indd|odt|rtf|qxd)|asiakirjapohja.*|publications office|titre|title|otsikko"
    r"|slide \d+|powerpoint.*|[\W\d_]*|powerpoint-esitys|.*(?:template|mall|pohja))$",
    re.IGNORECASE,
)
_DATED = re.compile(r"^\w+ \d{4}$|.*https?://|^\W*\d[\d./-]*\W*$|^(?:seite|page|sivu|sida) \d", re.IGNORECASE)
_MAX_OUTLINE = 2000
_LARGE = 1.3  # in usual sizes of the letters: a title within a table


@dataclass(slots=True)
class Properties:
    title: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    outline: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> Properties:
        """Read with pypdf as far as the file lets it; a fault leaves the rest empty."""
        found = cls()
        try:
            reader = pypdf.PdfReader(path)
            if reader.is_encrypted:
                reader.decrypt("")
        except Exception:  # pypdf meets broken files with errors of every kind
            return found
        for read in (found._information, found._outline, found._labels):
            try:
                read(reader)
            except Exception:  # one damaged part must not cost the others
                continue
        return found

    def _information(self, reader: pypdf.PdfReader) -> None:
        info = reader.metadata
        if info is None:
            return
        self.title = tidy(str(info.get("/Title") or "")) or None
        for key, name in (("/Author", "author"), ("/Subject", "subject"), ("/Keywords", "keywords")):
            value = tidy(str(info.get(key) or ""))
            if value:
                self.fields[name] = value

    def _outline(self, reader: pypdf.PdfReader) -> None:
        self.outline = list(_titles(reader.outline))[:_MAX_OUTLINE]

    def _labels(self, reader: pypdf.PdfReader) -> None:
        if "/PageLabels" in reader.root_object:
            self.labels = list(reader.page_labels)

    def label(self, number: int) -> str | None:
        """The printed number of the page; None when the file gives none."""
        return self.labels[number - 1] or None if number <= len(self.labels) else None


def _titles(outline: Sequence[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield tidy(str(entry.title or ""))


def real_title(
    properties: Properties, path: Path, blocks: Sequence[TextBlock], joiner: LineJoiner
) -> str | None:
    """The stated title if it is a real one, otherwise the largest text on the first page.

    "" where that is no title but only a table, the heading of a part, or the first of many sentences: the file's name
    says more.
    """
    # Official journals name the act in their outline, and themselves in the title.
    if len(properties.outline) == 1 and len(properties.outline[0]) > 40:
        return _cut(re.sub(r"^\d+-(?=\w)", "", properties.outline[0]))
    stated = properties.title or ""
    if len(stated) > 3 and not _NO_TITLE.match(stated) and plain_title(stated) != plain_title(path.stem):
        return _cut(stated)
    first = next((b.first.page for b in blocks), 1)
    return _largest(blocks, first, joiner)


def _largest(blocks: Sequence[TextBlock], page: int, joiner: LineJoiner) -> str | None:
    """The largest text on a page; a logo's single word gives way to a title of several."""
    own = [block for block in blocks if block.first.page == page]
    if not own:
        return None
    usual = _usual_size(own)
    outside = [block for block in own if block.kind != "row" or block.first.size > _LARGE * usual]
    texts = [(block, tidy(joiner.join_all(line.text for line in block.lines))) for block in outside]
    named = [entry for entry in texts if sum(c.isalpha() for c in entry[1]) > 3 and not _DATED.match(entry[1])]
    named = [entry for entry in named if " " in entry[1]] or named
    if not named:
        return None if texts else ""
    block, title = max(named, key=lambda entry: _weight(entry[0]))
    sentence = block.kind == "paragraph" and round(block.first.size) <= round(usual) and not is_title(title)
    return "" if sentence or _heads_one_of_many(block, blocks) else _cut(title)


def _usual_size(blocks: Sequence[TextBlock]) -> float:
    letters = Counter[float]()
    for block in blocks:
        letters[block.first.size] += len(block.text)
    return letters.most_common(1)[0][0]


def _weight(block: TextBlock) -> tuple[int, bool]:
    return round(block.first.size), block.first.bold


def _heads_one_of_many(title: TextBlock, blocks: Sequence[TextBlock]) -> bool:
    """Whether ``title`` names the first of several tables, each under a heading that looks the same."""
    alike = [
        (block, after.kind == "row")
        for block, after in pairwise(blocks)
        if block is title or (block.first.page > title.first.page and _weight(block) == _weight(title))
    ]
    return len(alike) > 2 and title.kind == "heading" and all(before_row for _, before_row in alike)


def _cut(title: str, limit: int = 300) -> str:
    return title if len(title) <= limit else title[:limit].rsplit(" ", 1)[0] + " …"
