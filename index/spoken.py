"""Words of a question as they are spoken, in their written form: saaks mä is saako minä, mycke is mycket."""

from __future__ import annotations

import re
from collections.abc import Mapping

# No dictionary has them: they would be rare words of the question that no passage says.
_FORMS: Mapping[str, Mapping[str, str]] = {
    "fi": {
        "mä": "minä", "mää": "minä", "mun": "minun", "mulla": "minulla", "mulle": "minulle", "mult": "minulta",
        "sä": "sinä", "sää": "sinä", "sun": "sinun", "sulla": "sinulla", "meil": "meillä", "oo": "ole", "oon": "olen",
        "ois": "olisi", "oisko": "olisiko", "voisko": "voisiko", "saisko": "saisiko", "pitäs": "pitäisi",
        "pitäskö": "pitäisikö", "pitäiskö": "pitäisikö", "tarvii": "tarvitsee", "tarviiko": "tarvitseeko",
        "tarttee": "tarvitsee", "tartteeko": "tarvitseeko", "paljo": "paljon", "paljoks": "paljonko",
        "millon": "milloin", "kans": "kanssa", "takas": "takaisin", "sit": "sitten", "niinku": "niin kuin",
        "vaik": "vaikka", "alvi": "arvonlisävero", "alvin": "arvonlisäveron", "alvia": "arvonlisäveroa",
        "alvit": "arvonlisäverot", "alveja": "arvonlisäveroja",
    },
    "sv": {
        "mycke": "mycket", "nån": "någon", "nåt": "något", "nåra": "några", "sån": "sådan", "dom": "de", "int": "inte",
        "sku": "skulle", "va": "vad", "vafför": "varför", "nånstans": "någonstans",
    },
}  # fmt: skip
# In Finnish -ks asks, as -ko does in writing: voinks, saaks, maksetaanks. No noun in -ks has these letters before it.
_ASKING = re.compile(
    r"((?:\w*(?:aa|ää|ii|uu|yy)|voi|käy|oo|menee|tulee|hakee)[nt]?|on|oli|ois|sais|vois|pitäis)ks", re.IGNORECASE
)
_BACK_VOWEL = re.compile("[aouAOU]")
_WORD = re.compile(r"[^\W\d_]+")


def as_written(question: str, language: str) -> str:
    """``question`` with spoken words of ``language`` as they are written; in most languages as it is."""
    forms = _FORMS.get(language)
    if not forms:
        return question
    return _WORD.sub(lambda word: forms.get(word.group().lower()) or _asked(word.group(), language), question)


def _asked(word: str, language: str) -> str:
    found = _ASKING.fullmatch(word) if language == "fi" else None
    if not found:
        return word
    verb = as_written(found[1], language)
    return verb + ("ko" if _BACK_VOWEL.search(verb) else "kö")
