"""Cuts a document into passages: whole blocks where possible, sentences where not, never mid-word.

1. Blocks under one heading trail form a section; every section is cut on its own.
2. A section falls into atoms: its blocks, or the sentences of a block that is too long or runs
   over a page border.
3. Atoms that may stand in one passage (same page, same language) form a run.
4. Each run is cut where the cuts cost least: passages near the target size, no lone lead line
   of a list, no torn paragraph when a block border is as good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.language import block_languages
from corpus.leads import leads_of
from corpus.models import Block, Document, Passage
from corpus.sentences import hard_spans, sentence_spans

MAX_WORDS = 250
MAX_CHARS = 1400
TARGET_WORDS = 135
TARGET_CHARS = 950
TAIL_WORDS = 25  # so short an end of a paragraph may stay with its beginning on the page before
TINY_WORDS = 25  # sections below this may be joined, up to the target size

_FIELD = re.compile(r"<[^<>]*>")  # to fill in: page upon page of a form holds nothing else
_NUMBERED = re.compile(
    r"^(?:\d+\s*[a-z]?\s*§|§\s*\d+|(?:art(?:icle|ikla|ikel|\.)?|luku|kap(?:itel|\.)?|chapter|section|osa|liite"
    r"|annex|bilaga|momentti)\s+[\divxlc]+|\d+\s*(?:artikla|luku|kap(?:\.|itlet)?|artikeln)|\d+(?:\.\d+)*[.)]?\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Atom:
    """The smallest thing a passage is made of: a block or a sentence of one."""

    start: int
    end: int
    words: int
    page: int | None
    language: str
    block: int  # the block's number in the section
    kind: str
    lead: str  # what must be said before it when a passage begins here


@dataclass(frozen=True, slots=True)
class _Section:
    """Blocks under one heading trail; ``start`` is where its own heading begins."""

    start: int
    headings: tuple[str, ...]
    blocks: tuple[Block, ...]
    languages: tuple[str, ...]


def cut(document: Document) -> list[Passage]:
    """The passages of ``document``, in order; none overlap, and no word outside headings and fields to fill in is lost.
    """
    passages = []
    for section in _joined(document, _sections(document)):
        atoms = _atoms(document, section)
        for run in _runs(atoms):
            passages += [_passage(document, section, part) for part in _parts(run)]
    worded = [passage for passage in passages if any(map(str.isalnum, _FIELD.sub("", passage.text)))]
    return worded or passages


def _passage(document: Document, section: _Section, atoms: Sequence[_Atom]) -> Passage:
    start, end = atoms[0].start, atoms[-1].end
    return Passage(
        document=document.id,
        start=start,
        end=end,
        text=document.text[start:end],
        language=atoms[0].language,
        page=document.page_at(start),
        headings=section.headings,
        lead=atoms[0].lead,
    )


# Sections


def _blocks(document: Document) -> tuple[Block, ...]:
    """The document's blocks; one that is all headings, or has none at all, is text all the same."""
    if any(block.kind != "heading" for block in document.blocks):
        return document.blocks
    if document.blocks:
        return tuple(replace(block, kind="paragraph", level=0) for block in document.blocks)
    stripped = document.text.strip()
    start = document.text.find(stripped)
    return (Block(start, start + len(stripped), "paragraph"),) if stripped else ()


def _sections(document: Document) -> list[_Section]:
    """Runs of blocks between headings, each with its trail and the language of each block."""
    blocks = [block for block in _blocks(document) if document.text[block.start : block.end].strip()]
    bodies = [block for block in blocks if block.kind != "heading"]
    texts = [document.text[block.start : block.end] for block in bodies]
    languages = iter(block_languages(texts, likely=(document.language,)))
    sections: list[_Section] = []
    trail: list[tuple[int, str]] = []
    start = -1
    body: list[Block] = []

    def close() -> None:
        if body:
            found = tuple(next(languages) for _ in body)
            headings = _headings(trail, document.title)
            sections.append(_Section(start if start >= 0 else body[0].start, headings, tuple(body), found))

    for block in blocks:
        if block.kind == "heading":
            close()
            body = []
            start = block.start
            trail = [step for step in trail if step[0] < block.level]
            heading = document.text[block.start : block.end].strip()
            if not sections and _says(heading, document.title):
                trail = []  # a letterhead above the title is no chapter
            trail.append((block.level, heading))
        else:
            if not sections and not body and _says(document.text[block.start : block.end], document.title):
                trail = []
            body.append(block)
    close()
    return sections


def _says(text: str, title: str) -> bool:
    """Whether ``text`` is the title, perhaps with other signs and small words than the file states."""
    if text.casefold() == title.strip().casefold():
        return True
    words = _long_words(text)
    return len(words) > 1 and words == _long_words(title)


def _long_words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{4,}", text)}


def _headings(trail: Sequence[tuple[int, str]], title: str) -> tuple[str, ...]:
    return tuple(text for _, text in trail if text.casefold() != title.strip().casefold())


def _joined(document: Document, sections: Sequence[_Section]) -> list[_Section]:
    """Tiny neighbours under one parent become one section, with their headings inside its text.

    A section with a number of its own (``12 §``) is cited by it and stays alone.
    """
    joined: list[_Section] = []
    sizes: list[int] = []
    for section in sections:
        size = sum(len(document.text[b.start : b.end].split()) for b in section.blocks)
        if joined and size < TINY_WORDS and sizes[-1] + size < TARGET_WORDS and _siblings(
            document, joined[-1], section, merged=sizes[-1] >= TINY_WORDS
        ):
            joined[-1] = _merge(joined[-1], section)
            sizes[-1] += size
        else:
            joined.append(section)
            sizes.append(size)
    return joined


def _siblings(document: Document, first: _Section, second: _Section, *, merged: bool) -> bool:
    """Whether two sections may become one: neighbours without numbers, on one page, in one language."""
    parent = second.headings[:-1]
    if not second.headings or _NUMBERED.match(second.headings[-1]):
        return False
    already = any(block.kind == "heading" for block in first.blocks)
    if already:
        if first.headings != parent:
            return False
    elif merged or not first.headings or first.headings[:-1] != parent or _NUMBERED.match(first.headings[-1]):
        return False
    if {*first.languages} | {*second.languages} != {first.languages[0]}:
        return False
    return document.page_at(first.start) == document.page_at(second.blocks[-1].end - 1)


def _merge(first: _Section, second: _Section) -> _Section:
    """Both with their headings as text, under their common parent."""
    return _Section(
        first.start,
        second.headings[:-1],
        (*_with_heading(first), *_with_heading(second)),
        (first.languages[0],) * (len(_with_heading(first)) + len(_with_heading(second))),
    )


def _with_heading(section: _Section) -> tuple[Block, ...]:
    first = section.blocks[0]
    if first.kind == "heading" or section.start == first.start:
        return section.blocks
    length = len(section.headings[-1])
    return (Block(section.start, section.start + length, "heading", 1), *section.blocks)


# Atoms


def _atoms(document: Document, section: _Section) -> list[_Atom]:
    atoms: list[_Atom] = []
    leads = leads_of(document, section.blocks)
    for number, (block, lead) in enumerate(zip(section.blocks, leads, strict=True)):
        language = section.languages[number]
        spans = _spans(document, block, language)
        for at, (start, end) in enumerate(spans):
            words = len(document.text[start:end].split())
            page = document.page_at(start)
            said = lead if at == 0 or block.kind in ("item", "row") else ""
            atoms.append(_Atom(start, end, words, page, language, number, block.kind, said))
    return _keep_tails(atoms)


def _spans(document: Document, block: Block, language: str) -> list[tuple[int, int]]:
    """The block itself, or its sentences where it is too long or runs over a page border."""
    text = document.text[block.start : block.end]
    short = len(text) <= MAX_CHARS and len(text.split()) <= MAX_WORDS
    if short and document.page_at(block.start) == document.page_at(block.end - 1):
        return [(block.start, block.end)]
    spans = []
    for start, end in sentence_spans(text, language):
        spans += hard_spans(text, (start, end), max_chars=MAX_CHARS, max_words=MAX_WORDS)
    return [(block.start + start, block.start + end) for start, end in spans]


def _keep_tails(atoms: list[_Atom]) -> list[_Atom]:
    """The last words of a paragraph stay on the page of its beginning when they are few."""
    kept = list(atoms)
    for at in range(1, len(kept)):
        before, atom = kept[at - 1], kept[at]
        if atom.block != before.block or atom.page == before.page:
            continue
        rest = [other for other in atoms[at:] if other.block == atom.block]
        if sum(other.words for other in rest) < TAIL_WORDS:
            kept[at] = replace(atom, page=before.page)
    return kept


# Runs and their parts


def _runs(atoms: Sequence[_Atom]) -> Iterator[list[_Atom]]:
    """Neighbours on one page and in one language."""
    run: list[_Atom] = []
    for atom in atoms:
        if run and (atom.page, atom.language) != (run[-1].page, run[-1].language):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _parts(run: Sequence[_Atom]) -> list[Sequence[_Atom]]:
    """The cheapest cut of a run (dynamic programming over where passages end)."""
    costs = [0.0]
    begins = [0]
    total = [0]
    for atom in run:
        total.append(total[-1] + atom.words)
    borders = [0.0, *(_border(first, second) for first, second in pairwise(run)), 0.0]
    for end in range(1, len(run) + 1):
        best, begin = float("inf"), end - 1
        for start in range(end - 1, -1, -1):
            chars, words = run[end - 1].end - run[start].start, total[end] - total[start]
            if start < end - 1 and (chars > MAX_CHARS or words > MAX_WORDS):
                break
            cost = costs[start] + borders[start] + _misfit(chars, words)
            if cost < best:
                best, begin = cost, start
        costs.append(best)
        begins.append(begin)
    parts = []
    end = len(run)
    while end:
        parts.append(run[begins[end] : end])
        end = begins[end]
    return parts[::-1]


def _misfit(chars: int, words: int) -> float:
    """How far a passage is from the target size; too short is worse than too long."""
    size = max(chars / TARGET_CHARS, words / TARGET_WORDS)
    if size >= 1:
        return (size - 1) ** 2
    return (1 - size) ** 2 + (0.5 if words < 60 else 0.0)


def _border(first: _Atom, second: _Atom) -> float:
    """What a cut between two neighbours costs."""
    if first.kind == "heading":
        return 3.0
    if first.block == second.block:
        return 0.3
    if second.kind == "item" and first.kind != "item":
        return 1.5  # the line that says what the list lists would stand alone
    if second.kind == "row" and second.lead and not first.lead:
        return 1.5
    return 0.15 if second.lead else 0.05
