"""Countries that a question names, inflected or as an adjective, in Finnish, Swedish and English, German, French
and Estonian."""

from __future__ import annotations

import re
from functools import cache

# The beginning of each name and adjective; Finnish ones inflect, so they stand open at the end.
_STEMS = r"""
    AT itävalt österrik austria | BE belgi flander flandern flamländsk flemish | BG bulgari
    CH sveits schweiz switzerland swiss | CY kypro kypri cypern cypriot cyprus | CZ tšek tjeck czech
    DE saksa saksalai tysk german | DK tanska dansk danmark denmark danish
    EE viro viron virolai estni estland eston | ES espanja espanjalai spanien spansk spain spanish
    FI suome(?!ksi)(?!nkiel) suoma finland finländ (?<!in\s)finnish | FR ranska franska frankrik fransk france french
    GB britanni britti brittisk storbritannien englan englannin english england skotlan skotlann skotland skotsk
    GB scotland scottish wales walesi walesisk welsh skottland skotsk | GR kreik grek greece greek
    HR kroati croati | HU unkar ungern ungersk hungar | IE irlan irlann irland irländsk ireland irish
    IS islan(?!d) (?-i:Island) isländsk iceland | IT italia italie italien italy italian
    LT liettua litau lithuan | LU luxemb | LV latvia lettland lettisk latvian | MT malta maltes
    NL hollan hollann alankomai nederländ nederland holländsk netherlands dutch | NO norja norge norsk norway norweg
    PL puola puolan polen polsk poland polish | PT portugal portugis portuguese | RO romania rumän
    SE ruotsi(?!ksi)(?!nkiel) ruotsalai sverige sweden (?<!in\s)swedish | SI sloveni | SK slovaki slovak
    AT österreich autrich | BE belg | BG bulgar | CZ tschech tchèque tchéqu tšehhi
    DE deutsch allemagn allemand saksama | DK dänemark dänisch danemark danois taani | EE eesti estonien | ES spanisch espagn hispaania
    FI finnland finnisch finland(?=e\b) finlandais soome | FR frankreich französisch prantsus | GB großbritann britisch royaume-uni schottland écoss suurbritann | GR griech grèce grec kreeka
    HU ungarisch hongr | IE irisch iiri | IT italienisch itaalia | LT litauen lituan leedu
    LV lettland letton läti | NL niederl néerland pays-bas holland | NO norweg norvèg | PL polnisch pologne polonais poola
    PT portugiesisch portugais | RO rumän roumain roumanie | SE schwed suède suédois rootsi | SI slowen slovèn
    SK slowak slovaqu
"""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    stems: dict[str, list[str]] = {}
    for entry in re.split(r"[|\n]", _STEMS):
        code, *words = entry.split() or [""]
        stems.setdefault(code, []).extend(words)
    return {code: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for code, words in stems.items() if words}


def countries_in(question: str) -> frozenset[str]:
    """ISO codes of the countries that ``question`` names."""
    return frozenset(code for code, pattern in _patterns().items() if pattern.search(question))
