"""Sentences of a text as spans: simplemma's splitter, mended where official prose misleads it."""

from __future__ import annotations

import re
from itertools import pairwise

from simplemma import split_sentences

SHORTEST = 20
LONGEST = 400

# After these a full stop ends no sentence, in any of the languages: abbreviations of officials.
_ABBREVIATION_WORDS = """
    esim mm ym yms jne ks vrt tms ko em ed eur milj mrd kpl nro puh ns n s mom art kohd kohta liite alv
    huom ts os t.ex bl.a m.fl m.m o.s.v osv s.k d.v.s dvs jfr t.o.m fr.o.m f.d e.d o.d st punkt kap nr
    kl tfn ca resp inkl exkl e.g i.e etc cf no nos para paras vol pp p fig sec ch approx incl eg ie al
    viz z.b d.h u.a u.ä bzw vgl abs ziff usw ggf gem lit i.d.r i.s.d sog evtl zzgl max min p.ex c.-à-d
    par chap réf env bijv d.w.z o.a lid blz nl enz m.b.t i.v.m t.a.v f.eks m.v o.l stk jf pkt kr evt nt
    vt sh jm jt lk lg a p.ej ej núm pág arts párr ecc pag artt co es m.in np tj ust poz
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_WORDS.split())
# "9.6. Hakuaika", "31.12. Ministeriö", "5 mom. 2", "§ 12. Punkt": numbers whose stop belongs to them.
_MONTH_DAY = r"\d{1,2}\.(?:(?:0?[1-9]|1[0-2])\.)?"
_DATE_END = re.compile(rf"(?:^|[\s(–-]){_MONTH_DAY}(?:[–-]{_MONTH_DAY})?$")
# "klo 16.15.", "kl. 9–16.": a time of day, after which the stop ends the sentence.
_TIME = r"\d{1,2}(?:[.:]\d\d)?"
_TIME_END = re.compile(rf"\b(?:klo|kello|kl\.?|klockan)\s{_TIME}(?:\s?[–-]\s?{_TIME})?\.$", re.IGNORECASE)
_BULLET = re.compile(r"[-–—•*·▪○●|]\s+")
_MARKER = re.compile(r"(?:\(?(?:\d{1,3}|[a-zåäö]|[ivx]{1,4})[.)]|[-–—•*·▪○●])\s")
# A line of words by itself that ends without a stop: in a passage that is a heading, or as good as one.
_HEADING = re.compile(r"(?:\A|(?<=\n\n))(?=[^\n]*[^\W\d_]{2})[^\n|]{1,120}(?<![.!?…:;,])(?=\n\n)")
# An item without a capital after a line without a stop: "Med statsunderstöd avses\n\n1) bidrag, 2) lån".
_ITEMS_END_IT = re.compile(r"(?<![.!?;])\n{1,2}(?:[-–•*]|\d{1,2}[.)]|[a-z]\)) [a-zåäöüõéèêàæøçîœ]")
_BREAK = re.compile(r"[;:,.)]\s|\s[–|]\s")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\S+")


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, without the spaces between; together they hold every word."""
    spans: list[tuple[int, int]] = []
    at = 0
    for sentence in split_sentences(text, language[:2] if language in _SPLIT_LANGUAGES else None):
        start = text.index(sentence, at)
        at = start + len(sentence)
        if spans and _goes_on(text[spans[-1][0] : spans[-1][1]], sentence):
            spans[-1] = (spans[-1][0], at)
        else:
            spans.append((start, at))
    return spans


_SPLIT_LANGUAGES = frozenset(("cs", "de", "en", "fr", "nl", "pl", "pt", "el"))


def _goes_on(before: str, after: str) -> bool:
    """Whether the stop at the end of ``before`` belongs to an abbreviation, a date or a number."""
    if not before.endswith("."):
        return False
    last = before.rsplit(None, 1)[-1].lstrip("(\"'”»[").lower()
    if last.rstrip(".") in _ABBREVIATIONS:
        return True
    if _MARKER.fullmatch(last + " ") and before.strip() == before.rsplit(None, 1)[-1]:
        return True  # the number of an item, with nothing before it
    if after[:1] in ")]":
        return True
    return bool(_DATE_END.search(before)) and not _TIME_END.search(before) and not after[:1].isdigit()


def hard_spans(
    text: str, span: tuple[int, int], *, max_chars: int, max_words: int = 10**9
) -> list[tuple[int, int]]:
    """``span`` in pieces within the limits: cut after punctuation if there is some, else between words.

    A single word longer than ``max_chars`` is the only thing that is cut inside.
    """
    start, end = span
    spans: list[tuple[int, int]] = []
    while end - start > max_chars or len(text[start:end].split()) > max_words:
        stop = _stop(text, start, end, max_chars=max_chars, max_words=max_words)
        piece = text[start:stop].rstrip()
        spans.append((start, start + len(piece)))
        start = stop
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))
    return spans


def _stop(text: str, start: int, end: int, *, max_chars: int, max_words: int) -> int:
    """Where the piece that begins at ``start`` ends."""
    limit = min(start + max_chars, end)
    words = [match.end() for match in _WORD.finditer(text, start, min(limit + 1, end))]
    if len(words) > max_words:
        limit = min(limit, words[max_words - 1] + 1)
    breaks = [match.start() + 1 for match in _BREAK.finditer(text, start + (limit - start) // 2, limit)]
    if breaks:
        return breaks[-1]
    space = max(text.rfind(" ", start, limit + 1), text.rfind("\n", start, limit + 1))
    return space if space > start else limit


def sentences(passage_text: str, language: str) -> list[tuple[int, int]]:
    """Spans for highlighting and sentence vectors: sentences, and items and rows as they stand.

    Spans are in order, not empty, at most about 400 characters; what is shorter than 20 joins a
    neighbour where that keeps it within the limit. A heading above a text stands for itself.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(passage_text):
        text = line.group().rstrip()
        offset = line.start() + len(text) - len(text.lstrip())
        text = text.lstrip()
        if not text:
            continue
        whole = len(text) <= LONGEST and (_MARKER.match(text) is not None or " | " in text)
        parts = [(0, len(text))] if whole else sentence_spans(text, language)
        for part in parts:
            pieces = hard_spans(text, part, max_chars=LONGEST)
            spans += [(offset + start, offset + end) for start, end in pieces]
    return _merged(passage_text, spans)


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a line by itself, above another, that no punctuation ends."""
    line = _HEADING.match(text, start)
    return line is not None and line.end() == end and not _MARKER.match(text, start)


def headings_within(text: str) -> list[tuple[int, int]]:
    """The lines of ``text`` that are headings, in order."""
    return [line.span() for line in _HEADING.finditer(text) if not _MARKER.match(text, line.start())]


def is_table_head(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is the first row of a table: it names the columns of the rows below."""
    head = text[start:end]
    above = text[:start].rstrip("\n").rpartition("\n")[2]
    below = text[end:].lstrip("\n").partition("\n")[0]
    columns = head.count(" | ")
    plain = "\n" not in head and ": " not in head and not any(map(str.isdigit, head))
    return bool(columns) and plain and below.count(" | ") == columns != above.count(" | ")


def leads_to_items(text: str, start: int, end: int) -> bool:
    """Whether the line ``text[start:end]`` is the beginning of a sentence that the items below it end."""
    return _ITEMS_END_IT.match(text, end) is not None and not _MARKER.match(text, start)


def is_item(text: str) -> bool:
    """Whether ``text`` begins with an item of a list, without the line that leads to it."""
    return _MARKER.match(text) is not None


def needs_lead(text: str) -> bool:
    """Whether ``text`` begins with an item in small letters, which goes on with the line that leads to the list."""
    marker = _MARKER.match(text)
    return marker is not None and text[marker.end() : marker.end() + 1].islower()


def after_bullet(text: str) -> int:
    """Where the words of ``text`` begin, if it is a list item that reads by itself; 0 if it is not.

    A number stays, as it tells which item it is, and so does the bullet of an item with others or in small letters.
    """
    bullet = _BULLET.match(text)
    alone = bullet is not None and not needs_lead(text) and not any(map(is_item, text.split("\n")[1:]))
    return bullet.end() if bullet is not None and alone else 0


def _merged(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Short spans joined to a neighbour, such as a list's first line to what follows it."""
    headings = {span for span, after in pairwise(spans) if is_heading(text, *span) and after[1] - after[0] >= SHORTEST}
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and headings.isdisjoint((merged[-1], (start, end))):
            first, last = merged[-1]
            begins_line = "\n\n" in text[last:start] and (start, end) != spans[-1]
            short = last - first < SHORTEST or (end - start < SHORTEST and not begins_line)
            if short and end - first <= LONGEST:
                merged[-1] = (first, end)
                continue
        merged.append((start, end))
    return merged
