"""In which language a text is written: langdetect's profiles, helped by dictionaries and by what is likely.

langdetect draws n-grams at random, which makes short texts a lottery even with a seed. Here its
profiles weigh every n-gram once, so the answer is steady and several times faster to get.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import log
from pathlib import Path

import numpy as np
from langdetect import DetectorFactory, detector_factory

from corpus.codes import COMPOUNDING
from corpus.common_words import COMMON_WORDS
from corpus.lemmas import entry

# For whoever calls langdetect itself: the same text, the same answer.
DetectorFactory.seed = 0

SUPPORTED = tuple(sorted(COMMON_WORDS))
SAMPLE = 400  # characters of a text that are looked at; more changes nothing

_PROFILED = tuple(lang for lang in SUPPORTED if lang not in ("ga", "mt"))
_WORD = re.compile(r"[^\W\d_]+")
# An address begins where a word does: looked for at every letter, a long line without spaces would take minutes.
_NOISE = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S+@\S+")
_FLOOR = 0.5 / 10000  # langdetect's smoothing: alpha / base frequency
_TEMPER = 0.22  # n-grams of one word repeat each other's evidence
_COMMON = 3.0  # what one everyday word says, in nats
_NAME = 0.5  # the weight of a probable name
_ENTRY = 2.5  # what a word in a language's dictionary says, in nats
_CHECKED = 12  # words looked up in dictionaries
_CANDIDATES = 5
_OF_SHORT_QUESTIONS = ("fi", "sv", "en", "de", "fr", "et")  # beside those of the index
# What it is, asked in two words before a name, which is of no language: the letters of the name would decide.
_OPENINGS = {
    "was ist": "de", "was sind": "de", "wer ist": "de", "wat is": "nl", "wat zijn": "nl", "wie is": "nl",
    "qu'est-ce": "fr", "mis on": "et", "kes on": "et", "qué es": "es", "co to jest": "pl", "cos'è": "it",
    "o que é": "pt",
}  # fmt: skip
_ASKED_FOR_A_NAME = re.compile(rf"(?:{'|'.join(_OPENINGS)})\b")
_SHORT_NAME = 5  # letters of a name that is made of initials
_DOUBT = 10.0  # nats between the first language and others that may be right
_UNPROFILED = [SUPPORTED.index("ga"), SUPPORTED.index("mt")]
_UNPROFILED_COST = 0.4  # nats a word; these two live by their everyday words alone
_LIKELY = 5.0  # nats for a language that is expected
_SWITCH = 6.0  # what a change of language between two blocks must be worth, in nats
_BLOCK_WORD = 2.0  # nats that one word of prose may weigh there
_OPENING, _LOOKED_AT = 20, 200  # blocks of a document from which its language is told
_BLOCK_CAP = 25.0  # no single block outshouts all its neighbours


@cache
def _profiles() -> tuple[dict[str, int], np.ndarray]:
    """n-gram to row, and log probabilities of rows by language (columns as ``SUPPORTED``)."""
    factory = DetectorFactory()
    folder = Path(detector_factory.PROFILES_DIRECTORY)
    factory.load_json_profile([(folder / lang).read_text("utf-8") for lang in _PROFILED])
    grams = factory.word_lang_prob_map
    table = np.log(np.array(list(grams.values()), dtype=np.float32) + _FLOOR)
    by_language = np.zeros((len(grams), len(SUPPORTED)), dtype=np.float32)
    by_language[:, [SUPPORTED.index(lang) for lang in factory.langlist]] = table
    return {gram: row for row, gram in enumerate(grams)}, by_language


@cache
def _holders() -> dict[str, tuple[int, ...]]:
    """Everyday word to the columns of the languages that have it."""
    holders: dict[str, list[int]] = {}
    for column, lang in enumerate(SUPPORTED):
        for word in COMMON_WORDS[lang]:
            holders.setdefault(word, []).append(column)
    return {word: tuple(columns) for word, columns in holders.items()}


def _grams(word: str) -> list[str]:
    padded = f" {word} "
    size = len(padded)
    return [
        *word,
        *(padded[at : at + 2] for at in range(size - 1)),
        *(padded[at : at + 3] for at in range(size - 2)),
    ]


@lru_cache(maxsize=8192)
def _evidence(sample: str) -> tuple[float, ...] | None:
    """How well letters and everyday words fit each language, in nats; None without a single letter."""
    words = _words(sample)
    if not words:
        return None
    scores = _letters(words)
    scores[_UNPROFILED] = np.delete(scores, _UNPROFILED).max() - _UNPROFILED_COST * (len(words) + 2)
    holders = _holders()
    for word, times in Counter(word.lower() for word in words).items():
        for column in holders.get(word, ()):
            scores[column] += _COMMON * min(times, 3)
    return tuple((scores - scores.max()).tolist())


def _words(sample: str) -> list[str]:
    return _WORD.findall(_NOISE.sub(" ", sample))


def _letters(words: Sequence[str]) -> np.ndarray:
    """Nats by language from the n-grams of ``words``; probable names weigh less."""
    scores = np.zeros(len(SUPPORTED), dtype=np.float32)
    for word, weight in zip(words, _weights(words), strict=True):
        scores += weight * _letters_of(word.lower())
    return scores


@lru_cache(maxsize=1 << 15)
def _letters_of(word: str) -> np.ndarray:
    rows, table = _profiles()
    found = [rows[gram] for gram in _grams(word) if gram in rows]
    scores: np.ndarray = table[found].sum(axis=0) * np.float32(_TEMPER)
    return scores


def _weights(words: Sequence[str]) -> list[float]:
    """A capital inside a sentence is often a name, which is of no language; not where all have one."""
    capitals = [at > 0 and word[0].isupper() for at, word in enumerate(words)]
    if sum(capitals) * 5 > len(words) * 3:
        return [1.0] * len(words)
    return [_NAME if capital else 1.0 for capital in capitals]


@lru_cache(maxsize=8192)
def _known(sample: str, language: str) -> float:
    """Nats for the words that the language's dictionary has."""
    return _ENTRY * sum(weight for word, weight in _checked(sample) if _is_word(word, language))


def _checked(sample: str) -> list[tuple[str, float]]:
    """The words that are looked up in dictionaries, with what each weighs."""
    words = _words(sample)[:_CHECKED]
    return [(word.lower(), weight) for word, weight in zip(words, _weights(words), strict=True) if len(word) > 2]


def _is_word(word: str, language: str) -> bool:
    """Whether the dictionary has ``word``, or two longer words of which it is made (egen+finansiering)."""
    if entry(word, language):
        return True
    cuts = range(4, len(word) - 4) if language in COMPOUNDING else range(0)
    heads = (word[:at] for at in cuts if entry(word[at:], language))
    return any(entry(head, language) or entry(head.removesuffix("s"), language) for head in heads)


def _priors(likely: Mapping[str, float] | Sequence[str]) -> dict[str, float]:
    """Nats to add by language; of a plain sequence the first is likeliest by a hair."""
    if not isinstance(likely, Mapping):
        return {lang: _LIKELY - at / 1000 for at, lang in enumerate(likely)}
    heaviest = max(likely.values(), default=0.0)
    return {lang: max(_LIKELY + log(weight / heaviest), 0.0) for lang, weight in likely.items() if weight > 0}


def _fallback(priors: Mapping[str, float]) -> str:
    return max(priors, key=lambda lang: priors[lang]) if priors else "en"


def detect(
    text: str, *, likely: Mapping[str, float] | Sequence[str] = (), among: Sequence[str] = ()
) -> str:
    """The ISO 639-1 code of ``text``.

    ``likely`` are languages to expect (with weights, or equally); they decide where letters do
    not, for instance for numbers. ``among`` leaves no other choice.
    """
    priors = _priors(likely)
    evidence = _evidence(text[:SAMPLE])
    if evidence is None:
        return among[0] if among and not priors else _fallback(priors)
    choice = [lang for lang in SUPPORTED if not among or lang in among] or list(SUPPORTED)
    scores = {lang: evidence[SUPPORTED.index(lang)] + priors.get(lang, 0.0) for lang in choice}
    first, *rest = sorted(choice, key=lambda lang: -scores[lang])[:_CANDIDATES]
    close = [lang for lang in rest if scores[lang] > scores[first] - _DOUBT]
    if not close:
        return first
    return _best_known(text[:SAMPLE], {lang: scores[lang] for lang in (first, *close)})


def _best_known(sample: str, scores: Mapping[str, float]) -> str:
    """The language with the most nats when those of its dictionary are added; ``scores`` fall.

    Opening a dictionary takes time: one that could not make up the distance with all the words is left shut.
    """
    most = _ENTRY * sum(weight for _, weight in _checked(sample))
    best, nats = "", float("-inf")
    for lang, score in scores.items():
        if score + most > nats and (found := score + _known(sample, lang)) > nats:
            best, nats = lang, found
    return best


def question_language(question: str, *, indexed: Sequence[str], fallback: str = "") -> str:
    """The language of a question, which is probably one of those in the index.

    One or two words may stand in many languages: of these only the likelier ones count. ``fallback`` is that of
    a question that is in none: 2021/1060, EAKR, AMIF 2026.
    """
    if fallback and _in_no_language(question):
        return fallback
    opening = question.casefold().lstrip(" ¿").replace("’", "'")
    if told := _ASKED_FOR_A_NAME.match(opening):
        return _OPENINGS[told[0]]
    short = len(question.split()) <= 2
    return detect(question, likely=indexed, among=(*indexed, *_OF_SHORT_QUESTIONS) if short else ())


def _in_no_language(question: str) -> bool:
    """Whether ``question`` is nothing but figures, addresses or one or two short names in capitals."""
    words = _words(question[:SAMPLE])
    return len(words) <= 2 and all(word.isupper() and len(word) <= _SHORT_NAME for word in words)


def main_language(blocks: Sequence[str], *, likely: str | None = None) -> str:
    """The language in which most of a document is written; its first lines may be in another.

    ``likely`` is one to expect, and the answer where it is none of those that are told apart here. Of a long document
    as many blocks as ``_LOOKED_AT`` are looked at, evenly over the whole.
    """
    if likely and likely not in SUPPORTED:
        return likely
    opening = detect("\n".join(blocks[:_OPENING])[:SAMPLE], likely=(likely,) if likely else ())
    some = blocks[:: -(-len(blocks) // _LOOKED_AT)] if blocks else []
    letters: Counter[str] = Counter()
    for block, language in zip(some, block_languages(some, likely=(opening,)), strict=True):
        letters[language] += sum(map(len, _words(block)))
    return max(letters, key=lambda language: letters[language], default=opening)


def block_languages(blocks: Sequence[str], *, likely: Mapping[str, float] | Sequence[str] = ()) -> list[str]:
    """The language of each block of a document, smoothed: a short line goes with its neighbours.

    The most probable path (Viterbi) through the languages, where every change costs.
    """
    if not blocks:
        return []
    priors = _priors(likely)
    scores = [_block_scores(block, priors) for block in blocks]
    states = sorted({max(score, key=lambda lang: score[lang]) for score in scores if score})
    if not states:
        return [_fallback(priors)] * len(blocks)
    best = {lang: scores[0].get(lang, 0.0) for lang in states}
    steps: list[dict[str, str]] = []
    for score in scores[1:]:
        top = max(states, key=lambda lang: best[lang])
        came = {lang: lang if best[lang] >= best[top] - _SWITCH else top for lang in states}
        best = {
            lang: max(best[lang], best[top] - _SWITCH) + score.get(lang, 0.0) for lang in states
        }
        steps.append(came)
    path = [max(states, key=lambda lang: best[lang])]
    for came in reversed(steps):
        path.append(came[path[-1]])
    return path[::-1]


def _block_scores(block: str, priors: Mapping[str, float]) -> dict[str, float]:
    """Evidence by language for one block, nothing below the cap; empty for numbers."""
    evidence = _evidence(block[:SAMPLE])
    if evidence is None:
        return {}
    # Codes and capitals (IBAN, BIC, names of programmes) are no prose: they follow their neighbours.
    cap = min(_BLOCK_CAP, _BLOCK_WORD * sum(word[1:].islower() for word in _words(block[:SAMPLE])))
    return {
        lang: max(score, -cap) + priors.get(lang, 0.0)
        for lang, score in zip(SUPPORTED, evidence, strict=True)
    }
