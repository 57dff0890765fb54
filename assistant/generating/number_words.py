"""Numbers written as words, in Finnish, Swedish and English, as figures: the rates that a text may claim."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from assistant.answering.figures import EURO, MANY, PERCENT

# What numbers are made of, as regular expressions; the endings of Finnish cases are added.
_FINNISH_CASES = r"(?:(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä|an|än|en|a|ä|n)(?!elj|olla))?"  # sata-neljä
_FINNISH = {
    1: "yksi|yhtä|yhte|yhde", 2: "kaksi|kahta|kahte|kahde", 3: "kolme|kolmi", 4: "neljä|neli",
    5: "viisi|viittä|viite|viide", 6: "kuusi|kuutta|kuute|kuude", 7: "seitsemä", 8: "kahdeksa", 9: "yhdeksä",
}  # fmt: skip
_FINNISH_TENS = f"(?:kymmene|kymmentä|kymmeni|kymmen){_FINNISH_CASES}"
_PIECES: dict[str, dict[int, str]] = {
    "fi": {
        **{10 + unit: f"(?:{stems}){_FINNISH_CASES}toista" for unit, stems in _FINNISH.items()},
        **{10 * unit: f"(?:{stems}){_FINNISH_CASES}{_FINNISH_TENS}" for unit, stems in _FINNISH.items() if unit > 1},
        **{unit: f"(?:{stems}){_FINNISH_CASES}" for unit, stems in _FINNISH.items()},
        0: f"nolla{_FINNISH_CASES}", 10: _FINNISH_TENS,
        100: f"sadat|satoj(?:a|en)|sadoi(?:ssa|sta|lla)|(?:sata|sada){_FINNISH_CASES}",
        1000: f"tuhannet|tuhansi\\w*|(?:tuhatta|tuhat|tuhante|tuhanne){_FINNISH_CASES}",
        10**6: f"miljoonia|miljoona{_FINNISH_CASES}", 10**9: f"miljardeja|miljardi{_FINNISH_CASES}",
    },
    "sv": {
        0: "noll", 1: "en|ett", 2: "två", 3: "tre", 4: "fyra", 5: "fem", 6: "sex", 7: "sju", 8: "åtta", 9: "nio",
        10: "tio(?:tals)?", 11: "elva", 12: "tolv|dussin", 13: "tretton", 14: "fjorton", 15: "femton", 16: "sexton",
        17: "sjutton", 18: "arton|aderton", 19: "nitton", 20: "tjugo", 30: "trettio", 40: "fyrtio|förtio",
        50: "femtio", 60: "sextio", 70: "sjuttio", 80: "åttio", 90: "nittio", 100: "hundra(?:tals)?",
        1000: "tusen(?:tals)?", 10**6: "miljon(?:er|tals)?", 10**9: "miljard(?:er|tals)?",
    },
    "en": {
        0: "zero", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "tens?", 11: "eleven", 12: "twelve|dozens?", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
        17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
        60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety", 100: "hundreds?", 1000: "thousands?",
        10**6: "millions?", 10**9: "billions?",
    },
}  # fmt: skip
_PARTS: dict[str, dict[int, str]] = {
    "fi": {
        2: "puolet|puoli|puolta|puolen|puolikas|puolikkaan", 3: r"kolmasos\w+|kolmanne[ks]\w*",
        4: r"neljäsos\w+|neljänne[ks]\w*", 5: r"viidesos\w+|viidenne[ks]\w*", 6: r"kuudesos\w+",
        8: r"kahdeksasos\w+", 10: r"kymmenesos\w+|kymmenyks\w*|kymmenys",
    },
    "sv": {
        2: r"hälft\w*|halva?|halvt", 3: r"tredjedel\w*", 4: r"fjärdedel\w*", 5: r"femtedel\w*", 6: r"sjättedel\w*",
        8: r"åtton(?:de)?del\w*", 10: r"tion(?:de)?del\w*",
    },
    "en": {2: "half|halves", 3: "thirds?", 4: "quarters?", 5: "fifths?", 6: "sixths?", 8: "eighths?", 10: "tenths?"},
}  # fmt: skip
# In English a part is also the third of several: it is a share after "a", "one" or "two", not in "a third party".
_OTHERS = r"(?![\s-](?:part|countr|person|sector|time|year|call|round|phase|of\s(?:a\s)?\d{4}))"
_AFTER_ONE = re.compile(rf"\s?-?(?:{PERCENT}|{EURO}|{MANY})", re.IGNORECASE)
_LONGEST = 60  # letters of a number in one word
_MOST = 9  # words of a number


def with_figures(text: str, language: str) -> tuple[str, set[str]]:
    """``text`` with figures for number words, and what it says of shares: half is 50%, a third 1/3.

    A number that cannot be read is among the latter as it stands. "One" alone is left: it is an article
    in most languages. Of other languages nothing is known.
    """
    if language not in _PIECES:
        return text, set()
    shares: set[str] = set()

    def share(match: re.Match[str]) -> str:
        count = _value(match["count"], language) if match["count"] else 1
        whole = next(of for of, pattern in _PARTS[language].items() if re.fullmatch(pattern, match["part"], re.I))
        shares.add(_as_written(match.group()) if count is None else _share(Fraction(count, whole)))
        return " ; "

    def figure(match: re.Match[str]) -> str:
        value = _value(match.group(), language)
        if value is None:
            shares.add(_as_written(match.group()))
            return " ; "
        if value == 1 and not _AFTER_ONE.match(text, match.end()):
            return match.group()
        # "Two 500 euro grants" are not 2 500 euros.
        before = "; " if re.search(r"\d\s?$", text[max(match.start() - 3, 0) : match.start()]) else ""
        return f"{before}{value}" + (" ;" if re.match(r"\s?\d", text[match.end() : match.end() + 2]) else "")

    words, parts = _patterns(language)
    text = parts.sub(share, text)
    return words.sub(figure, text), shares


def _share(part: Fraction) -> str:
    percent = part * 100
    return f"{percent}%" if percent.denominator == 1 else str(part)


def _as_written(words: str) -> str:
    return " ".join(words.casefold().split())


def _value(written: str, language: str) -> int | None:
    """What the words say: twenty-five 25, kaksisataa 200; None where they do not make one number."""
    one_of = _one_of(language)
    if re.search(r"[^\W\d_]", re.sub(r"\band\b", "", one_of.sub("", written))):
        return None
    total, current, scale = 0, 0, 10**12
    for piece in one_of.finditer(written):
        value = int(str(piece.lastgroup)[1:])
        if value >= 1000:
            if value >= scale and current:  # two thousand, three thousand
                return None
            total = total * value if value >= scale else total + (current or 1) * value
            current, scale = 0, value
        elif value == 100:
            if current >= 100:
                return None
            current = (current or 1) * 100
        elif current == 1:  # an article: ett femårigt projekt
            current = value
        elif current % (100 if value >= 10 else 10) or (value < 10 and current % 100 == 10):
            return None
        else:
            current += value
    return total + current


@cache
def _one_of(language: str) -> re.Pattern[str]:
    """A piece of a number in a group called by its value; the larger ones begin like smaller ones."""
    pieces = sorted(_PIECES[language].items(), reverse=True)
    return re.compile("|".join(f"(?P<n{value}>{pattern})" for value, pattern in pieces), re.IGNORECASE)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a number in words, and a share."""
    piece = re.sub(r"\(\?P<n\d+>", "(?:", _one_of(language).pattern)
    # Once read, a word is not read in other ways: femtio is also fem and tio, and so on for each of many.
    word = rf"(?>(?![^\W\d_]{{{_LONGEST}}})(?:{piece})+(?:(?![^\W\d_])|(?=prosent|procent|vuoti|år)))"
    joined = r"(?:-|\s+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)"
    # A scale after a figure belongs to it: 5 million.
    number = rf"(?<![\w])(?!(?<=\d\s)(?:{MANY}))(?<![\d]-)(?>{word}(?:{joined}{word}){{,{_MOST - 1}}})"
    part = "|".join(_PARTS[language].values())
    if language == "en":
        counted = rf"(?:(?P<count>{number})[\s-]|\ban?\s|\b(?=hal))(?P<part>{part})\b{_OTHERS}"
    else:
        counted = rf"(?:(?P<count>{number})\s)?\b(?P<part>{part})\b"
    return re.compile(number, re.IGNORECASE), re.compile(counted, re.IGNORECASE)
