"""The parts of compound words: rahoitushaku is also found by rahoitus and by haku."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from corpus.codes import COMPOUNDING
from corpus.lemmas import entry, lemma

_LINKS_WITH_S = re.compile(r"(?:ing|het|ung|heit|keit|ion|tet|tät|skap|dom|nad|stad|bruk|bolag|förbund)$")
_Piece = tuple[str, str]  # the letters as they stand in the word, and their base form
_SHORTEST = 4
_SHORTEST_WORD, _LONGEST_WORD = 7, 80  # letters; a longer one is none, and its cuts would take seconds

# Short words that are parts all the same.
_SHORT = {
    "fi": "työ oma osa maa apu ikä etu yli ali",
    "sv": "lag mål lån råd bok ort del ny år hög tid",
    "de": "amt zug",
    "nl": "wet",
    "da": "mål lån råd lov løn",
    "no": "mål lån råd lov",
    "et": "töö maa abi oma",
}
# Endings and prefixes that are words by themselves, or look like some, but are no parts of compounds.
_NEVER = {
    "fi": """
        naisuus minen laisuus lainen läinen allinen llinen isuus osta alla alle ehto ehta tavu ella
        leminen naan eraus sane aari semi turma ontuminen isyys yhde mega saira omainen toin elin ylönen
        laimi aikana ajan päin kautta mukaan peri talas
    """,
    "sv": """
        ande ning ling lighet gänglighet skap skapa heten else ring kola inga inge anden igen elser aren
        eras erna under till över före fram upp uppe efter mellan genom åter från mot ända samma eten nada
        kotte vars kont roll enär gälda kompa nare ingen enda inom utan kring mång sina våra sandel
    """,
    "de": """
        heit keit ungen ung schaft lich ende enden lein erei innen isch über unter gegen nach wieder
        lichkeit loh
    """,
    "nl": "heid ingen lijk ende baar over onder tegen lijkheid ering eren",
    "da": "else hed ning ende erne under over efter mellem lighed skab ring",
    "no": "else het ning ende erne under over etter mellom lighet skap ring jekt pro mott aker",
    "et": "mine lik line lane mist peale alla üles sots ette võte ring",
}
# Old compounds whose parts would mislead.
_WHOLE = {
    "fi": """
        viranomainen kokonainen tapaturma alkuperäinen alkuperäisyys kokonaisuus kansalainen yhteiskunta
        yhteiskunnallinen elinkeino yhdenvertaisuus seminaari saneeraus ajankohta ahvenanmaa uusimaa
        kymenlaakso laiminlyönti yhteinen enemmistö vähemmistö perustaminen
    """,
    "sv": """
        förslag försvar förskott förhållande bokslut innehålla innehavare innehav tillräcklig understöd
        tillstånd uppehåll kontroll kostnad kompetens utveckling tillgång ändamål föremål uppslag kontakt
        anslutning sammanslutning medborgare gäldenär försändelse tillskott tillverkning misstänka
        kontakta
    """,
}
_SHORT_WORDS = {language: frozenset(words.split()) for language, words in _SHORT.items()}
_NEVER_WORDS = {language: frozenset(words.split()) for language, words in _NEVER.items()}
_WHOLE_WORDS = {language: frozenset(words.split()) for language, words in _WHOLE.items()}
# Dropped before a long word that stands by itself: medfinansiering is found by finansiering.
_PREFIXES = {"sv": ("med", "sam", "åter", "under", "över"), "da": ("med", "sam"), "no": ("med", "sam")}
_LONG = 9


@lru_cache(maxsize=1 << 17)
def parts(word: str, language: str) -> tuple[str, ...]:
    """Base forms of the parts of a base form, in order, without the word itself.

    Three parts also give their known pairs: omarahoitusosuus has omarahoitus and rahoitusosuus.
    """
    if not _may_be_compound(word, language):
        return ()
    pieces = _pieces(word, language)
    if len(pieces) < 2:
        return ()
    found = [base for _, base in pieces]
    if len(pieces) > 2:
        found += [pair for pair in map(partial(_pair, language=language), pieces, pieces[1:]) if pair]
    return tuple(dict.fromkeys(part for part in found if part != word))


@lru_cache(maxsize=1 << 17)
def compound_base(word: str, language: str) -> str | None:
    """The base form of an inflected compound that no dictionary has; None where it is no compound.

    The parts before the last stay as they are: rahoitushakujen is rahoitus + haku.
    """
    if not _may_be_compound(word, language):
        return None
    cuts = [at for at in range(_least(language), len(word) - 2) if _ends_word(word, at, language)]
    heads = {at: _as_head(word[:at], language) for at in cuts}
    for at in sorted(cuts, key=lambda at: (heads[at] is None, -min(at, len(word) - at), -at)):
        if _pieces_of_head(word[:at], heads[at], language):
            return word[:at] + (entry(word[at:], language) or "")
    return None


def _may_be_compound(word: str, language: str) -> bool:
    return language in COMPOUNDING and _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.isalpha()


def _ends_word(word: str, at: int, language: str) -> bool:
    """Whether some form of a known word begins at ``at``."""
    base = entry(word[at:], language)
    return base is not None and _allowed(base, language) and not _takes_s(word, at, language)


def _pair(first: _Piece, second: _Piece, *, language: str) -> str | None:
    """Two neighbouring parts as one word, if there is such a word."""
    letters = first[0] + second[0]
    return letters if entry(letters, language) == letters else _as_head(letters, language)


@lru_cache(maxsize=1 << 17)
def _pieces(word: str, language: str) -> tuple[_Piece, ...]:
    """The parts of a base form; none where it is no compound."""
    if word in _WHOLE_WORDS.get(language, ()):
        return ()
    cuts = [at for at in range(_least(language), len(word) - 2) if _is_tail(word, at, language)]
    heads = {at: _as_head(word[:at], language) for at in cuts}
    # The most even cut, and of two such the one with the longer head: [tilinpäätös][päivä].
    for at in sorted(cuts, key=lambda at: (heads[at] is None, -min(at, len(word) - at), -at)):
        head, tail = heads[at], word[at:]
        inner = _pieces_of_head(word[:at], head, language)
        if inner:
            return (*inner, *(_pieces(tail, language) or ((tail, tail),)))
    for prefix in _PREFIXES.get(language, ()):
        tail = word.removeprefix(prefix)
        if tail != word and len(tail) >= _LONG and entry(tail, language) == tail:
            return ((prefix, word), (tail, tail))
    return ()


def _pieces_of_head(letters: str, base: str | None, language: str) -> tuple[_Piece, ...]:
    """A head whole or in parts of its own: "omarahoitus" of omarahoitusosuus."""
    if base is not None:
        inner = _pieces(base, language) if len(base) >= _SHORTEST_WORD else ()
        if not inner:
            return ((letters, base),)
        last = letters[len("".join(piece for piece, _ in inner[:-1])) :]
        return (*inner[:-1], (last, inner[-1][1]))
    for at in range(_least(language), len(letters) - 3):
        first, last_base = _as_head(letters[:at], language), _as_head(letters[at:], language)
        if first and last_base and not _takes_s(letters, at, language):
            return ((letters[:at], first), (letters[at:], last_base))
    return ()


def _least(language: str) -> int:
    return min((len(word) for word in _SHORT_WORDS[language]), default=_SHORTEST)


def _allowed(word: str, language: str) -> bool:
    if word in _NEVER_WORDS[language]:
        return False
    return len(word) >= _SHORTEST or word in _SHORT_WORDS[language]


def _is_tail(word: str, at: int, language: str) -> bool:
    """The last part carries the inflection, so here it must be a base form itself."""
    tail = word[at:]
    return _allowed(tail, language) and _is_base(tail, language) and not _takes_s(word, at, language)


def _is_base(letters: str, language: str) -> bool:
    """Whether ``letters`` are a base form; of German words the noun counts as well: Lohn, though lohn is of lohnen."""
    if entry(letters, language) == letters:
        return True
    return language == "de" and entry(letters.capitalize(), language) == letters


def _takes_s(word: str, at: int, language: str) -> bool:
    """Whether the s after ``at`` links, rather than begins a word: bostads-ort, not bostad-sort."""
    if language not in ("sv", "da", "no", "de") or word[at] != "s" or not _LINKS_WITH_S.search(word[:at]):
        return False
    tail = word[at + 1 :]
    return _allowed(tail, language) and entry(tail, language) is not None


def _as_head(letters: str, language: str) -> str | None:
    """The base form of a part that is not the last, its linking letters undone."""
    if not _allowed(letters, language):
        return None
    if _is_base(letters, language):
        return letters
    for form in _unlinked(letters, language):
        if len(form) >= 3 and form not in _NEVER_WORDS[language] and entry(form, language) == form:
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
        return (letters + "t",)  # of words that have no singular: työmarkkinat
    if language == "sv":
        if letters.endswith("s"):
            return (body, body + "e", body + "a")
        if letters[-1] in "oue":
            return (body, body + "a") if letters[-1] == "e" else (body + "a",)
        return (letters + "a", letters + "e")
    if language in ("da", "no"):
        return (body, body[:-1]) if letters.endswith(("s", "e")) else ()
    if language in ("de", "nl"):
        links = [link for link in ("es", "en", "er", "s", "n", "e") if letters.endswith(link)]
        verbs = (letters + "en", letters + "n") if language == "de" else ()  # Förder-antrag, Begleit-ausschuss
        return (*(letters[: -len(link)] for link in links), *verbs)
    return (lemma(letters, language),)  # et: genitive
