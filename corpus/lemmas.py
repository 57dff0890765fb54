"""Base forms of words, by simplemma's dictionaries held in little memory."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

from corpus.dictionaries import open_dictionary

# Endings that Finnish gives to names, which no dictionary has; the longer ones first.
FINNISH_ENDING = re.compile(
    r"(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|tta|ttä|seen|iin|aan|ään|een|oon|uun|yyn|öön|na|nä|ta|tä|n|a|ä)$"
)
# Forms of everyday words of this field that simplemma's dictionaries have under another word: tuet under tukea (to
# support), which has most of its forms apart from tuki (support), kulun under kulua (to wear out).
_CORRECTED = {
    "fi": """
        tuki: tukea tuet tukien; kulu: kulut kulun kuluksi kuluiksi; ehto: ehdoista ehdoilla; apu: avun avusta
        aika: ajan ajaksi ajat; haku: hausta; laki: laista lait; korko: koron korosta; sakko: sakon
        siirto: siirrosta; osa: osasta; arvo: arvosta; varat: varoja varoilla; palvelu: palveluista
        kutsu: kutsun kutsut kutsusta; jäsen: jäsenistä jäsenistään; nuori: nuorista nuorilla; lähde: lähteistä
        julkinen: julkiset julkisista julkisia julkisissa julkisiksi; sosiaalinen: sosiaalista; sähköinen: sähköistä
        ajankohtainen: ajankohtaista; muoto: muodosta; tulos: tulosta; ohje: ohjeista
        säännös: säännöstä; palkkakulu: palkkakulu palkkakulut palkkakulun palkkakulujen palkkakuluja palkkakuluihin
        palkkakulu: palkkakuluista palkkakuluissa
    """,
    "sv": "skuld: skulder; försök: försöks",
}
# simplemma's names where they differ from ISO 639-1
_CODES = {"no": "nb", "hr": "hbs", "bs": "hbs", "sr": "hbs"}


def _corrected(language: str) -> dict[str, str]:
    """Base forms by form."""
    entries = re.split(r"[;\n]", _CORRECTED.get(language, ""))
    return {form: base.strip() for base, _, forms in (one.partition(":") for one in entries) for form in forms.split()}


class _Dictionary(Mapping[str, str]):
    """A dictionary of simplemma's, mended, that remembers its answers: decomposition asks for the same endings again.

    It has one base form for each form. In Swedish that is often a verb's where it is a noun's as well: plan is of plana
    (to level) there. Where a noun's definite form leads back to it, as planen to plan, it is its own base form here.
    """

    def __init__(self, dictionary: Mapping[str, str], language: str) -> None:
        self._dictionary = dictionary
        corrected, mended = _corrected(language), self._swedish if language == "sv" else dictionary.get
        self._find = lru_cache(maxsize=1 << 18)(lambda word: corrected.get(word) or mended(word))

    def _swedish(self, word: str) -> str | None:
        found = self._dictionary.get(word)
        if found is None:
            return None
        if found == word or self._is_noun(word, found):
            return word
        stem = word.removesuffix("s").removesuffix("et")
        if found == stem + "en" and len(stem) > 3 and self._find(stem) == stem:
            return stem  # beslutet, of beslut rather than of the participle besluten
        return found

    def _is_noun(self, word: str, base: str) -> bool:
        if word.endswith(("a", "er", "ande", "ende")) or not (base.endswith("a") or base.startswith(word)):
            return False
        return any(self._dictionary.get(word + ending) == word for ending in ("et", "en", "n", "t"))

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        found = self._find(key)
        return default if found is None else found

    def __getitem__(self, key: str) -> str:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._dictionary)

    def __len__(self) -> int:
        return len(self._dictionary)


class _Dictionaries:
    """What simplemma calls a dictionary factory; it keeps every language that was asked for.

    Opening one takes seconds: threads that ask for the same one meanwhile wait for it.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._opened: dict[str, Mapping[str, str]] = {}
        self._lock = threading.Lock()

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        found = self._opened.get(lang)
        if found is None:
            with self._lock:
                if lang not in self._opened:
                    self._opened[lang] = _Dictionary(open_dictionary(lang, folder=self.folder), lang)
                found = self._opened[lang]
        return found


_DICTIONARIES = _Dictionaries()
_LEMMATIZER = Lemmatizer(
    cache_max_size=1, lemmatization_strategy=DefaultStrategy(dictionary_factory=_DICTIONARIES)
)


def keep_dictionaries_in(folder: Path) -> None:
    """Open dictionaries faster from now on, by what ``folder`` keeps of earlier times.

    The first opening of a language fills it: Finnish opens in two seconds without, in 0.3 with it.
    """
    _DICTIONARIES.folder = folder


@lru_cache(maxsize=1 << 17)
def lemma(word: str, language: str) -> str:
    """The lower-cased base form of a lower-cased ``word``; the word itself where none is known."""
    code = _CODES.get(language, language)
    if code not in SUPPORTED_LANGUAGES:
        return word
    return str(_LEMMATIZER.lemmatize(word, lang=code)).lower()


def entry(word: str, language: str) -> str | None:
    """The base form that the dictionary itself has for ``word``, without any guessing."""
    code = _CODES.get(language, language)
    if code not in SUPPORTED_LANGUAGES:
        return None
    dictionary = _DICTIONARIES.get_dictionary(code)
    found = dictionary.get(word) or dictionary.get(word.capitalize())
    return found.lower() if found else None
