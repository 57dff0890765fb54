"""Follow-up questions made whole, so that the person sees what is searched and can change it.

"Entä Ahvenanmaalla?" after "Kuka voi hakea ESR+-tukea?" becomes "Kuka voi hakea ESR+-tukea
Ahvenanmaalla?". Rules of Finnish, Swedish and English say what depends on the question before:

1. a cue ("entä", "och", "what about") before less than a question of its own,
2. a pronoun with nothing before it in the question that it could stand for,
3. a fragment: a bare question word, a place, an applicant, a deadline.

What is new takes the place of the same kind of thing in the question before or is put after it; a bare
question word stands before its topic in parentheses. A question that is whole is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.word_lists import patterns
from corpus.common_words import COMMON_WORDS
from corpus.language import question_language

_LISTS = patterns(Path(__file__).with_name("follow_up_words.yaml"))
_CUE, _CONDITION, _PREPOSITION, _OPENER = (_LISTS[name] for name in ("cue", "condition", "preposition", "opener"))
_IMPERSONAL, _ACTOR, _ATTRIBUTE = (_LISTS[name] for name in ("impersonal", "actor", "attribute"))
_PRONOUNS = {language: _LISTS[f"pronoun_{language}"] for language in ("fi", "sv", "en")}
# How another thing of the same is asked for: the deadline of what the rate was asked of. It is the last
# word in Finnish and stands before a preposition in Swedish and English.
_SHARED = (
    (r"(?:mikä|mitkä|mitä|kuinka\s+(?:suuri|pitkä)|millainen)\s+(?:on|ovat)\s+(?P<whose>.+n)\s+\S+$",
     "mikä on {whose} {new}"),
    (r"(?:vad|vilken|vilket|hur\s+\w+)\s+är\s+.+?\s+(?P<whose>(?:för|i|på|av)\s+.+)$", "vad är {new} {whose}"),
    (r"(?:what|how\s+(?:much|high|large))\s+(?:is|are)\s+.+?\s+(?P<whose>(?:for|of|in)\s+.+)$",
     "what is {new} {whose}"),
)  # fmt: skip
# "Who can apply?" asked of somebody: can they?
_WHO = (
    (r"(?:kuka|ketkä)\s+(?P<verb>voi|saa)(?:vat)?\s+(?P<rest>.+)$", "{verb}{many}ko {new} {rest}"),
    (r"vem\s+(?P<verb>kan|får)\s+(?P<rest>.+)$", "{verb} {new} {rest}"),
    (r"who\s+(?P<verb>can|may)\s+(?P<rest>.+)$", "{verb} {new} {rest}"),
)
_LONGEST_TOPIC = 160  # characters
_LONGEST_FRAGMENT = 4  # words
_WORD = re.compile(r"[^\W_][\w+:’'-]*")
_PLACE = re.compile(r"[A-ZÅÄÖ][\w-]*(?:ssa|ssä|lla|llä)$")  # Lapissa, Ahvenanmaalla
_NAME = re.compile(r"[A-ZÅÄÖ][\w+-]*(?:\s[A-ZÅÄÖ][\w+-]*)*")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_CASE = re.compile(r"(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|lleen|hin|seen|iin|aan|ään|een|oon|uun|ksi|tta|ttä|na|nä)$")
_NO_ANTECEDENT = {"man", "få", "söka", "saada", "hakea", "get", "apply", "people", "money"}  # a pronoun stands for none
_WHERE = ("i", "på", "in", "on", "inom", "within")
_ARTICLE = re.compile(r"(?:the|an?|our|en|ett)\s", re.IGNORECASE)
_ARTICLE_BEFORE = re.compile(r"(?<!\w)(?:the|an?|en|ett)\s+$", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\(([^()]+)\)\s*$")
_ADDED = re.compile(r" – (?:[^\W\d]\S*(?: |$)){1,4}$")  # by a follow-up before this one; no "2021 – 2027"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """``text`` is the question to search with; ``rewritten`` whether it differs from what was typed."""

    text: str
    rewritten: bool


def make_whole(previous: str, question: str) -> FollowUp:
    """``question`` as it is meant after ``previous``; without a previous question as it is."""
    before, asked = _bare(previous), _bare(question)
    left = FollowUp(question.strip(), False)
    if not before or not asked:
        return left
    cue = _CUE.match(asked)
    rest = asked[cue.end() :].strip(" ,") if cue else asked
    languages = [question_language(text, indexed=tuple(_PRONOUNS)) for text in (asked, before)]
    if not rest or _is_whole(rest, languages, cued=cue is not None):
        return left
    return FollowUp(_first_upper(_joined(before, rest)) + "?", True)


def _joined(before: str, rest: str) -> str:
    """Both as one question, without its question mark."""
    before = _ADDED.sub("", before)
    base = _IN_PARENTHESES.sub("", before).strip()
    if _CONDITION.match(rest):
        return f"{before}, {rest[:1].lower()}{rest[1:]}"
    if _OPENER.match(rest):
        return f"{rest} ({topic(before)})"
    if _ATTRIBUTE.search(rest):
        return _of_the_same(before, rest) or f"{rest} ({topic(before)})"
    if put := _in_place(before, rest):
        return put
    if _is_adverbial(rest):
        return f"{base} {_with_small_preposition(rest)}{before.removeprefix(base)}"
    return _whether(before, rest) or f"{before} – {_decapitalised(rest)}"


def has_cue(question: str) -> bool:
    """Whether ``question`` says by its first words that it follows up another: "entä", "och", "what about"."""
    return _CUE.match(_bare(question)) is not None


def topic(question: str) -> str:
    """What ``question`` is about: its words without those that make it a question."""
    bare = _bare(question)
    if inner := _IN_PARENTHESES.search(bare):
        return inner.group(1)
    bare = re.sub(r"^(?:the|an?|en|ett)\s", "", _without_openers(bare) or bare, flags=re.IGNORECASE)
    if len(bare) > _LONGEST_TOPIC:
        bare = bare[:_LONGEST_TOPIC].rsplit(" ", 1)[0] + " …"
    return bare


def _is_whole(rest: str, languages: Sequence[str], *, cued: bool) -> bool:
    """Whether ``rest`` needs nothing of the question before; of ``languages`` the first knows its pronouns best."""
    if _OPENER.match(rest) and not _CONDITION.match(rest):
        found = [_PRONOUNS[language].search(rest) for language in languages if language in _PRONOUNS]
        pronoun = next((match for match in found if match and not _IMPERSONAL.search(rest)), None)
        if pronoun:
            # "Can an association pay its own part?": what it stands for is in the question itself.
            # At the end it more often stands for something said before: "What laws support them?"
            return len(_content(rest[: pronoun.start()])) >= (3 if pronoun.end() == len(rest) else 2)
        return len(_content(rest)) >= (2 if cued else 1)
    if (asking := _PREPOSITION.match(rest)) and _OPENER.match(rest[asking.end() :]):  # "Till vem betalas stödet?"
        return not cued and bool(_content(rest[asking.end() :]))
    if _CONDITION.match(rest):  # "If the project ends early, what happens?" says both
        return _OPENER.match(rest.partition(",")[2].strip()) is not None
    if cued:
        return False
    fragment = _is_adverbial(rest) or _ATTRIBUTE.fullmatch(rest) or _ACTOR.fullmatch(rest)
    return len(rest.split()) > _LONGEST_FRAGMENT or not fragment


def _content(rest: str) -> list[str]:
    """The words that say something, without those that make a question and everyday ones."""
    common = _NO_ANTECEDENT | {
        word for words in (COMMON_WORDS.get(language, ()) for language in _PRONOUNS) for word in words
    }
    words = _WORD.findall(_without_openers(rest))
    return [word for word in words if word.lower() not in common and not _OPENER.fullmatch(word)]


def _without_openers(question: str) -> str:
    while opener := _OPENER.match(question):
        question = question[opener.end() :].strip(" ,")
    return question


def _is_adverbial(rest: str) -> bool:
    """Whether ``rest`` is a where or for whom: a Finnish case, a Swedish or English preposition."""
    words = rest.split()
    return bool(_PREPOSITION.match(rest)) or (len(words) <= 3 and bool(_CASE.search(words[-1])))


def _in_place(before: str, rest: str) -> str | None:
    """``before`` with ``rest`` in the place of the same kind of thing; None where there is none."""
    if preposition := _PREPOSITION.match(rest):
        same = preposition.group().rstrip()
        if same.lower() in _WHERE:
            same = "i|på|in|on|inom|within"
        new = rest[preposition.end() :]
        rest = _with_small_preposition(rest)
        for match in reversed(list(re.finditer(rf"\b(?:{same})\s", before, re.IGNORECASE))):
            tail = before[match.end() :]
            if new[:1].isupper() and (place := _NAME.match(tail)):
                return before[: match.start()] + rest + tail[place.end() :]
            if _YEAR.match(new) and (year := _YEAR.match(tail)):
                return before[: match.start()] + rest + tail[year.end() :]
            if len(tail.split()) <= _LONGEST_FRAGMENT and _ACTOR.search(tail) and _ACTOR.search(new):
                return before[: match.start()] + rest
        return None
    last = rest.split()[-1]
    for word in reversed(list(re.finditer(r"[^\W_][\w-]*", before))):
        opener = _OPENER.match(before)
        if opener and word.start() < opener.end():
            break
        if _matches(word.group(), last):
            ahead = before[: word.start()]
            if _ARTICLE.match(rest):
                ahead = _ARTICLE_BEFORE.sub("", ahead)
            return ahead + _decapitalised(rest) + before[word.end() :]
    return None


def _matches(word: str, new: str) -> bool:
    """Whether ``new`` can stand where ``word`` stands: both places, or applicants in one case."""
    if _PLACE.search(word) and _PLACE.search(new):
        return True
    if not (_ACTOR.fullmatch(word) and _ACTOR.fullmatch(new)):
        return False
    cases = [found.group() if (found := _CASE.search(one)) else "" for one in (word, new)]
    return cases[0][:2] == cases[1][:2]


def _of_the_same(before: str, new: str) -> str | None:
    """Another thing of the same: the deadline of what the rate was asked of."""
    for pattern, form in _SHARED:
        if found := re.match(pattern, before, re.IGNORECASE):
            return form.format(whose=found["whose"], new=_decapitalised(new))
    return None


def _whether(before: str, new: str) -> str | None:
    """Whether somebody can, where it was asked who can."""
    if not _ACTOR.fullmatch(new):
        return None
    many = "vat" if new.endswith("t") else ""
    for pattern, form in _WHO:
        if found := re.match(pattern, before, re.IGNORECASE):
            return form.format(verb=found["verb"], many=many, new=_decapitalised(new), rest=found["rest"])
    return None


def _bare(question: str) -> str:
    return " ".join(question.split()).rstrip(" ?!.")


def _with_small_preposition(rest: str) -> str:
    return rest[:1].lower() + rest[1:] if _PREPOSITION.match(rest) else rest


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _decapitalised(text: str) -> str:
    """``text`` for the middle of a sentence: names and abbreviations keep their capital."""
    first = text.split()[0]
    known = _ACTOR.fullmatch(first) or _ATTRIBUTE.fullmatch(first) or _ARTICLE.match(text)
    return text[:1].lower() + text[1:] if known and first[1:] == first[1:].lower() else text
