"""Questions about when a call is open: only a day answers when it closes, and none that is over when the next opens."""

from __future__ import annotations

import re
from datetime import date

from corpus.dates import dates_in

_WHEN = re.compile(r"\b(?:milloin|koska|när|when|wann|quand|millal|cuándo|wanneer)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:seuraav\w+|tulev\w+|nästa|kommande|next|upcoming|forthcoming|nächste[nrs]?|kommende[nrs]?"
    r"|prochaine?s?|järgmi\w+|próxim[oa]s?|volgende)\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"haku|hake[ea]|(?<!maksatus)hakemu|hau(?:n|t|ssa|sta|lla|issa|ista)\b|\bhae(?:t|n)\w+|utlysning|\bansök|\bsök(?:er|as?|s|t)?\b"
    r"|\bcalls?\b|\bappl(?:y|ications?)\b|\bproposals?\b|aufruf|\bantr[aä]g|\bappels?\b|candidature|taotl|voor\b"
    r"|convocatoria|oproep|aanvra",
    re.IGNORECASE,
)
_TIME_TO_APPLY = re.compile(
    r"hakuaika|hakuaja|\bhaku\b|\bhaut\b|hakukierro|ansökningstid|ansökningsperiod|utlysning|\bcalls?\b"
    r"|\bapplication (?:period|round|window|time)\b|ausschreibung|aufruf|antragsfrist|appel à projets|taotlusvoor",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"päätty|sulkeutu|umpeutu|loppu|\bgår\b.*\but\b|\bslutar\b|tar slut|stäng|upphör|löper ut"
    r"|\bclos|\bend(?:s|ed)?\b|expire"
    r"|läuft\b.*\bab\b|endet|schließt|se termine|clôtur|lõpeb|lõppe",
    re.IGNORECASE,
)
_ITS_DAY = re.compile(
    r"deadline|closing date|määräai|viimeinen (?:haku)?päivä|sista (?:ansöknings)?dag|frist|ausschreibung|tähtaeg"
    r"|date limite",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"\bjatkuva|ympäri vuoden|fortlöpande|året runt|continuous|rolling|all year|laufend|ganzjährig", re.IGNORECASE
)
_PAYMENT = re.compile(r"maksatu|maksuhak|maksupyyn|utbetaln|payment|reimbursement|auszahlung|paiement", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_YEARLY = re.compile(
    r"\b(?:joka\s+vuosi|vuosittain|varje\s+år|årligen|every\s+year|each\s+year|annual(?:ly)?|jährlich|chaque\s+année|igal\s+aastal)\b",
    re.IGNORECASE,
)


def asks_of_next(question: str) -> bool:
    """Whether a question is about when a call for applications that is still to come opens or closes."""
    asked = all(pattern.search(question) for pattern in (_WHEN, _NEXT, _CALL))
    return asked and not _PAYMENT.search(question)


def asks_of_closing(question: str) -> bool:
    """Whether a question is about when the time to apply is over."""
    return all(pattern.search(question) for pattern in (_WHEN, _TIME_TO_APPLY, _CLOSES))


def tells_a_day(sentence: str) -> bool:
    """Whether ``sentence`` is about a call for applications and names a day or month, or says that it is always open.

    A year alone is no day; what stands in brackets is a source, but for a verb of closing.
    """
    text = _IN_BRACKETS.sub(lambda found: found[0] if _CLOSES.search(found[0]) else "", sentence)
    told = _ALWAYS.search(text) or any(found.month for found in dates_in(text))
    return bool(told and (_CALL.search(text) or _ITS_DAY.search(text)))


def can_come(sentence: str, today: date) -> bool:
    """Whether ``sentence`` can tell of a call that is still to come: it is about one and names a day that is not over.

    A day without a year is of the year that the next one in the sentence has, or that is named at all; where none
    is, or the sentence says so, it comes every year. A year alone counts where there is no day; years from one to
    another are a period, and what stands in brackets is a source.
    """
    if not _CALL.search(sentence):
        return False
    written = [found for found in dates_in(_IN_BRACKETS.sub("", sentence)) if not found.period]
    alone = max((found.year for found in written if found.year and not found.month), default=None)
    days = [(found.year, found.month, found.day or 31) for found in written if found.month]
    if days and (_YEARLY.search(sentence) or (alone is None and not any(year for year, _, _ in days))):
        return True
    now = today.year, today.month, today.day
    return any(day >= now for day in _with_years(days, alone)) or (not days and alone is not None and alone >= now[0])


def _with_years(days: list[tuple[int | None, int, int]], alone: int | None) -> list[tuple[int, int, int]]:
    """Days with the year of the one after them: in 1.11.–15.1.2026 the first is of the year before."""
    found: list[tuple[int, int, int]] = []
    last = max((year for year, _, _ in days if year), default=alone or 0)
    following: tuple[int, int, int] = (last, 12, 31)
    for year, month, day in reversed(days):
        own = year or (following[0] if (month, day) <= following[1:] else following[0] - 1)
        following = (own, month, day)
        found.append(following)
    return found
