"""The parts of compound words: rahoitushaku is also found by rahoitus and by haku."""

from __future__ import annotations

from functools import lru_cache

from index.lemmas import entry, lemma

LANGUAGES = frozenset(("fi", "sv", "de", "nl", "da", "no", "et"))
_SHORTEST = 4
_SHORTEST_WORD = 7

# Short words that are parts all the same.
_SHORT = {
    "fi": "työ oma maa apu ikä tuki etu yli ali",
    "sv": "bidrag eu stöd mål arbete år lån råd del lag",
    "de": "amt eu geld fonds zug",
    "nl": "eu wet",
    "da": "eu mål lån råd lov",
    "no": "eu mål lån råd lov",
    "et": "töö maa abi",
}
# Endings and stems that are words by themselves but rarely parts of compounds.
_NEVER = {
    "fi": "naisuus minen laisuus allinen llinen ssa sta isuus toin osta alla alle ehto vasta tavu",
    "sv": "ande ning ling lighet skap heten else ring inga anden igen elser aren eras",
    "de": "heit keit ungen ung schaft lich ende enden lein erei innen isch",
    "nl": "heid ingen lijk ende baar",
    "da": "else hed ning ende ning erne",
    "no": "else het ning ende erne",
    "et": "mine lik line lane",
}
_SHORT_WORDS = {language: frozenset(words.split()) for language, words in _SHORT.items()}
_NEVER_WORDS = {language: frozenset(words.split()) for language, words in _NEVER.items()}


@lru_cache(maxsize=1 << 17)
def parts(word: str, language: str) -> tuple[str, ...]:
    """Base forms of the parts of a base form, in order, without the word itself.

    Three parts also give their known pairs: omarahoitusosuus has omarahoitus and rahoitusosuus.
    """
    if language not in LANGUAGES or len(word) < _SHORTEST_WORD or not word.isalpha():
        return ()
    pieces = _pieces(word, language)
    if len(pieces) < 2:
        return ()
    found = [head for _, head in pieces]
    if len(pieces) > 2:
        for first, second in zip(pieces, pieces[1:], strict=False):
            pair = _as_head(first[0] + second[0], language) if second is not pieces[-1] else None
            pair = pair or entry(first[0] + second[0], language)
            if pair:
                found.append(pair)
    return tuple(dict.fromkeys(part for part in found if part != word))


@lru_cache(maxsize=1 << 17)
def _pieces(word: str, language: str) -> tuple[tuple[str, str], ...]:
    """(letters, base form) of each part, or nothing; the last part as long as can be, then its own parts."""
    for at in range(_least(language), len(word) - 2):
        tail = word[at:]
        if not _is_tail(tail, language):
            continue
        first = _as_head(word[:at], language)
        heads = ((word[:at], first),) if first else _pieces_of_head(word[:at], language)
        if not heads:
            continue
        return (*(_pieces_of_head(word[:at], language) or heads), *(_pieces(tail, language) or ((tail, tail),)))
    return ()


def _pieces_of_head(letters: str, language: str) -> tuple[tuple[str, str], ...]:
    """The parts of a head that is itself a compound: "omarahoitus" of omarahoitusosuus."""
    for at in range(_least(language), len(letters) - 3):
        last = _as_head(letters[at:], language)
        if not last:
            continue
        first = _as_head(letters[:at], language)
        if first:
            return ((letters[:at], first), (letters[at:], last))
    return ()


def _least(language: str) -> int:
    return min((len(word) for word in _SHORT_WORDS[language]), default=_SHORTEST)


def _allowed(word: str, language: str) -> bool:
    if word in _NEVER_WORDS[language]:
        return False
    return len(word) >= _SHORTEST or word in _SHORT_WORDS[language]


def _is_tail(word: str, language: str) -> bool:
    """The last part carries the inflection, so here it must be a base form itself."""
    return _allowed(word, language) and entry(word, language) == word


def _as_head(letters: str, language: str) -> str | None:
    """The base form of a part that is not the last, its linking letters undone."""
    if not _allowed(letters, language):
        return None
    if entry(letters, language) == letters:
        return letters
    for form in _unlinked(letters, language):
        if _allowed(form, language) and len(form) >= 3 and entry(form, language) == form:
            return form
    return None


def _unlinked(letters: str, language: str) -> tuple[str, ...]:
    """What the word may be without linking letters, likeliest first."""
    body = letters[:-1]
    if language == "fi":
        if letters.endswith("s"):
            return (body + "nen",)
        if letters.endswith("n"):
            return (lemma(letters, language),)
        return ()
    if language == "sv":
        if letters.endswith("s"):
            return (body, body + "e", body + "a")
        if letters[-1] in "oue":
            return (body + "a", body + "e")
        return (letters + "a", letters + "e")
    if language in ("da", "no"):
        return (body, body[:-1]) if letters.endswith(("s", "e")) else ()
    if language in ("de", "nl"):
        return tuple(letters[: -len(link)] for link in ("es", "en", "er", "s", "n", "e") if letters.endswith(link))
    return (lemma(letters, language),)  # et: genitive
