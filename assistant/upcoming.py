"""Questions about what comes next: a call that is over does not answer when the next one opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

_NEXT = re.compile(
    r"\b(?:seuraava(?:n|ssa|lla|ksi)?|tuleva(?:n|t|ssa)?|nästa|kommande|next|upcoming|forthcoming"
    r"|nächste[nrs]?|kommende[nrs]?|prochain(?:e|s|es)?|järgmi(?:ne|se|sed)|próxim[oa]s?|volgende)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"hak(?:u\b|u[aei]\w*|uun|emus)|\bhaun\b|\bhaut\b|\bhaet\w+|\bhaettav\w+|utlysning|\bansök|\bsöka?s?\b"
    r"|\bcalls?\b|\bappl(?:y|ication)|\bproposals?\b|aufruf|\bantr[aä]g|\bappels?\b|candidature|taotl|voor\b"
    r"|convocatoria|oproep|aanvra",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_YEARLY = re.compile(
    r"\b(?:joka\s+vuosi|vuosittain|varje\s+år|årligen|every\s+year|each\s+year|annual(?:ly)?|jährlich|chaque\s+année|igal\s+aastal)\b",
    re.IGNORECASE,
)
_MONTHS = {
    1: r"tammik|janu|jaanuar|janv|enero",
    2: r"helmik|febr|fév|veebr",
    3: r"maalisk|mars\b|march|märz|märts|marzo|maart",
    4: r"huhtik|apri|avril|abril",
    5: r"toukok|maj\b|may\b|mai\b|mayo|mei\b",
    6: r"kesäk|june?\b|juni\b|juin|juuni|junio",
    7: r"heinäk|july?\b|juli\b|juil|juuli|julio",
    8: r"elok|augu|août|agosto",
    9: r"syysk|sept",
    10: r"lokak|o[ck]t",
    11: r"marrask|nov",
    12: r"jouluk|de[czt]se?mb|déc|dici",
}
_MONTH = "|".join(f"(?P<m{number}>{names})" for number, names in _MONTHS.items())
_DATE = re.compile(
    r"(?<!kello\s)(?<!klo\s)(?<!kl\.\s)\b(?P<d>\d{1,2})\.\s?(?P<m>0?[1-9]|1[0-2])\.\s?(?P<y>\d{4})?|(?P<iso>\d{4}-\d\d-\d\d)"
    rf"|(?:(?P<day>\d{{1,2}})\.?\s+)?\b(?:{_MONTH})\w*(?:\s+(?P<year>\d{{4}}))?"
    r"|(?P<span>(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d)|(?<![\d/])(?P<alone>20\d\d)(?![\d/])",
    re.IGNORECASE,
)


def asks_of_next(question: str) -> bool:
    """Whether a question is about what is still to come."""
    return _NEXT.search(question) is not None


def can_come(question: str, sentence: str, today: date) -> bool:
    """Whether ``sentence`` can tell when what ``question`` asks for comes: it names a day that is not over.

    A day without a year is of the latest one that the sentence names; where it names none, or says so, it comes
    every year. A year alone counts where there is no day; years from one to another are a period, and what
    stands in brackets is a source. Where a call for applications is asked for, the sentence must be about one.
    """
    if _CALL.search(question) and not _CALL.search(sentence):
        return False
    named = [found.groupdict() for found in _DATE.finditer(_IN_BRACKETS.sub("", sentence)) if not found["span"]]
    days = [_last_day(part) for part in named if not part["alone"]] or [_last_day(part) for part in named]
    latest = max((year for year, _, _ in days if year), default=None)
    if days and (latest is None or _YEARLY.search(sentence)):
        return True
    return any((year or latest, month, day) >= (today.year, today.month, today.day) for year, month, day in days)


def _last_day(part: Mapping[str, str | None]) -> tuple[int | None, int, int]:
    """Year, month and day; the end of the year or month where no more is said."""
    if part["iso"]:
        year, month, day = part["iso"].split("-")
        return int(year), int(month), int(day)
    if part["alone"]:
        return int(part["alone"]), 12, 31
    named = part["y"] or part["year"]
    number = part["m"] or next(number for number in _MONTHS if part[f"m{number}"])
    return int(named) if named else None, int(number), int(part["d"] or part["day"] or 31)
