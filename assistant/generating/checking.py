"""What a language model wrote, sentence by sentence, against the passages that it cites.

A sentence stays if it cites a passage that was sent, if every number, date, address and proper name
in it stands in a passage that it cites and, where both are in one language, if half of its words do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.generating.facts import facts_of, joined
from assistant.generating.names import unsupported
from corpus.draft import tidy
from corpus.sentences import sentence_spans
from index.words import question_words, terms

SHARE_OF_WORDS = 0.5
# [1], [2, 3], [2–4], [^1], [1](https://…), 【1】, [passage 1], (passage 1).
_NAMED = r"(?:passages?|sources?|katkelma|lähde|utdrag|källa)\s+"
_NUMBERS = rf"\d+(?:\s*[,;–-]\s*(?:{_NAMED})?\d+)*"
_CITATION = rf"[\[【]\s*\^?(?:{_NAMED})?{_NUMBERS}\s*[\]】](?:\((?:https?:|#)[^\s)]*\))?|\({_NAMED}{_NUMBERS}\)"
_CITATIONS = re.compile(_CITATION, re.IGNORECASE)
_PLAIN_CITATIONS = re.compile(rf"\[\s*{_NUMBERS}\s*\]")
# A citation after the full stop belongs to the sentence before it.
_TRAILING = re.compile(rf"([.!?…][”\"»]?)((?:\s*(?:{_CITATION}))+)", re.IGNORECASE)
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*•–]|\d+[.)])[ \t]+", re.MULTILINE)
_MARKUP = re.compile(
    r"\*+|__|^#+[ \t]+|^[ \t]*>+[ \t]*|`|</?[a-z][^<>\n]*>|^[ \t]*\|[ \t]*|[ \t]*\|[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
# What a model thinks before it answers, with or without the beginning; without an end it has not answered.
_THOUGHTS = re.compile(r"\A.*</think(?:ing)?>|<think(?:ing)?>.*\Z", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"[{}]|^\W*\"\w+\"\s*:")  # JSON is no sentence
# What a document says to a machine and no document says to its readers.
_ORDER = re.compile(
    r"(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|above|previous|context)"
    r"|(?:unohda|ohita|sivuuta|jätä\s+huomiotta)\b.{0,40}\b(?:ohje|käsky|kehot|sääntö|säännö|edellä|aiemm|aikaisem)\w*"
    r"|(?:ignorera|glöm|bortse\s+från|strunta\s+i)\b.{0,40}\b(?:instruktion|anvisning|order|regler|ovan|tidigare)\w*"
    r"|ignorier\w+.{0,40}(?:anweisung|instruktion)\w*|ignore[zr]\b.{0,40}\binstructions?"
    r"|system\s*(?:prompt|message)|järjestelmäkehot\w*|<\|?\s*/?\s*(?:im_start|im_end|system|assistant|user)\b|\[/?INST\]"
    r"|^\W*(?:system|assistant|user|developer)\s*:"
    r"|\b(?:dear|to\s+(?:the\s+)?|till\s+|huomio,?\s+|ohje\w*\s+|viesti\s+)\s*(?:AI|assistant|chatbot|LLM|språkmodell\w*|tekoäly\w*|kielimalli\w*)\s*[:,]"
    r"|\b(?:you\s+are|sinä\s+olet|olet|du\s+är)\b.{0,30}\b(?:assistant|chatbot|language\s+model|AI|tekoäly\w*|avustaja|kielimalli|assistent|språkmodell)\b"
    r"|\b(?:language\s+model|chatgpt|kielimalli\w*|tekoälyavustaja\w*|språkmodell\w*)\b.{0,60}\b(?:must|should|answer|reply|say|tulee|pitää|vastaa|sano|ska|svara)\w*"
    r"|\b(?:answer|reply|respond|say)\b.{0,30}\b(?:instead|only\s+with|exactly|always)\b|(?:^\W*|[:!]\s+)vastaa\b.{0,30}\b(?:aina|vain|sen\s+sijaan)\b|\bsvara\b.{0,30}\b(?:alltid|bara|i\s+stället)\b",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as the model sees it; its number is its place among the others, from 1."""

    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that stands, without its citation marks, and the numbers of the passages that carry it."""

    text: str
    citations: tuple[int, ...]


def check(written: str, language: str, sources: Sequence[Source]) -> tuple[tuple[Checked, ...], int]:
    """The sentences of ``written``, in ``language``, that ``sources`` carry, and how many were removed."""
    kept: list[Checked] = []
    removed = 0
    for sentence in _sentences(written, language):
        numbers = _numbers(sentence)
        known = tuple(sorted(number for number in numbers if 1 <= number <= len(sources)))
        text = re.sub(r"\s+([.,;:!?)])", r"\1", tidy(_CITATIONS.sub(" ", sentence)))
        text = re.sub(r"(?<!\.)\.\.$", ".", text)  # an abbreviation's before a citation, and the sentence's
        if not re.search(r"\w", text):
            continue
        if not (known and _carried(text, language, [sources[number - 1] for number in known])):
            removed += 1
        elif (checked := Checked(text, known)) not in kept:  # some models begin anew
            kept.append(checked)
    return tuple(kept), removed


def answer_in(written: str) -> str:
    """What a model wrote, without what it thought before."""
    return _THOUGHTS.sub("", written)


def without_orders(text: str, language: str) -> str:
    """``text`` without sentences that tell a machine what to do, and without marks that look like citations."""
    spans = sentence_spans(text, language)
    kept = [text[start:end] for start, end in spans if not _ORDER.search(text[start:end])]
    return _PLAIN_CITATIONS.sub(" ", "\n".join(kept)).strip()


def _sentences(written: str, language: str) -> list[str]:
    plain = _LIST_MARK.sub("", _MARKUP.sub("", written))
    plain = _TRAILING.sub(lambda match: f" {match[2].strip()}{match[1]}", plain)
    found: list[str] = []
    for line in map(tidy, plain.splitlines()):
        spans = sentence_spans(line, language) if line else []
        for at, (start, end) in enumerate(spans):
            if at and not re.search(r"\w", _CITATIONS.sub("", line[start:end])):  # "(4 § 1 mom.) [1]."
                found[-1] += f" {line[start:end]}"
            else:
                found.append(line[start:end])
    return found


def _numbers(sentence: str) -> set[int]:
    """The passages that ``sentence`` cites."""
    found: set[int] = set()
    for mark in _CITATIONS.findall(sentence):
        for first, last in re.findall(r"(\d{1,4})(?:\s*[–-]\s*(\d{1,4}))?", mark.partition("](")[0]):
            found.update(range(int(first), int(last or first) + 1))
    return found


def _carried(text: str, language: str, sources: Sequence[Source]) -> bool:
    if _ORDER.search(text) or _DATA.search(text):
        return False
    whole = [(f"{source.title}\n{source.text}", source.language) for source in sources]
    there = joined(facts_of(body, spoken, source=True) for body, spoken in whole)
    if not there.hold(facts_of(text, language, source=False)) or unsupported(text, language, whole):
        return False
    if any(spoken != language for _, spoken in whole):
        return True
    forms_there = {form for body, spoken in whole for form in terms(body, spoken)}
    words = question_words(text, language)
    return sum(not forms_there.isdisjoint(forms) for forms in words) >= SHARE_OF_WORDS * len(words)
