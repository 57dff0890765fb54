"""What a question asks for, told by its words: a rate, a date, who, how, a definition, a list, a source, yes or no.

The words stand in ``question_cues.yaml``: in Finnish, Swedish and English, with the plainest ones of German, French,
Estonian, Spanish, Dutch, Romanian, Greek, Polish, Italian and Portuguese. A question without a cue, or about what
follows from something, is "other" and is answered by meaning alone.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from assistant.word_lists import any_of, read
from index.spoken import as_written

Kind = Literal["source", "amount", "date", "who", "how", "definition", "list", "yes_no", "other"]


def kind_of(question: str) -> Kind:
    """What ``question`` asks for."""
    question, kinds = question.strip(" \t\n\u00a0\"'”“„«»"), _kinds()
    if kinds[-1][1].match(question):  # "Voiko hakea, mitä haluaa?" decides; "Mitkä kulut voi hyväksyä?" lists.
        return "yes_no"
    return next((kind for kind, pattern in kinds if pattern.search(question)), "other")


def is_question(text: str) -> bool:
    """Whether ``text`` wants an answer rather than hits for its key words.

    It ends with a question mark, or begins as questions do and says more than one word; a Finnish
    first word in -ko or -kö asks as well.
    """
    words = as_written(text, "fi").split()
    if text.rstrip().endswith(("?", "\uff1f", "\u037e", "\u061f")):
        return bool(re.search(r"\w", text))
    return len(words) > 1 and bool(_first_words().match(words[0]) or re.fullmatch(r"(?i)\w{3,}k[oö]", words[0]))


@cache
def _kinds() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """The kinds in the order in which they are tried, "yes_no" last."""
    by_kind = groupby(_cues()["kinds"], key=lambda entry: entry["kind"])
    return tuple((kind, any_of(entries)) for kind, entries in by_kind)


@cache
def _first_words() -> re.Pattern[str]:
    return any_of([_cues()["first_words"]])


@cache
def _cues() -> dict[str, Any]:
    return read(Path(__file__).with_name("question_cues.yaml"))
