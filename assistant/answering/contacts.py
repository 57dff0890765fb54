"""Questions about whom to reach and when: a person in an office, opening hours, a telephone number, an e-mail address.

What is near to such a question in meaning mostly tells of the office, the service or the address; only a sentence with
the name, the time, the number or the address itself answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.answering.questions import kind_of
from assistant.word_lists import patterns

_LISTS = patterns(Path(__file__).with_name("contact_words.yaml"))
_NAME = r"[A-ZÀ-ÖØ-ÞČĐŁŠŽ][\w’'-]*[a-zà-öø-ÿčđłšž]"
_PERSON = re.compile(rf"\b{_NAME}\s(?:(?:af|av|de|van|von)\s)*{_NAME}")
# Neither an act, 757/2021, nor the end of a million.
_TELEPHONE = re.compile(r"(?<![\w/.,-])(?<!\d\s)(?:\+\d|\(?0)[\d()\s-]{5,}\d(?![\w/])")
_EMAIL = re.compile(r"\S(?:@|\s?[(\[]at[)\]]\s?)\w")


def contact_asked(question: str) -> Callable[[str], bool] | None:
    """Tells of a sentence whether it has what ``question`` asks for; None for a question about other things.

    "Must we give a telephone number?" asks for none.
    """
    needed = [] if kind_of(question) == "yes_no" else list(_needed(question))
    if not needed:
        return None
    return lambda sentence: all(pattern.search(sentence) for pattern in needed)


def _needed(question: str) -> Iterator[re.Pattern[str]]:
    if _LISTS["asks_person"].match(question.strip()):
        yield from (_LISTS["office"], _PERSON)
    for asked, needed in (("hours", _LISTS["hours"]), ("telephone", _TELEPHONE), ("email", _EMAIL)):
        if _LISTS[f"asks_{asked}"].search(question):
            yield needed
