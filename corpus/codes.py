"""Codes of countries and languages, found by code or by name in Finnish, Swedish or English; groups of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Literal

from babel import Locale

_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK
    HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB
    LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
    NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU
    RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN
    TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
_NUTS_COUNTRIES = """
    AL AT BE BG CH CY CZ DE DK EE EL ES FI FR HR HU IE IS IT LI LT LU LV ME MK MT NL NO PL PT RO RS SE SI
    SK TR UK
"""
_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
    ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
    pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""

COUNTRIES = frozenset(_COUNTRIES.split())  # ISO 3166-1 alpha-2, and EU, which it reserves for the Union
COUNTRY_ALIASES = {"EL": "GR", "UK": "GB"}  # what EU institutions write instead
# Those with regions in NUTS, as it writes them: the Union, EFTA, candidates, the United Kingdom in NUTS 2021.
NUTS_COUNTRIES = frozenset(_NUTS_COUNTRIES.split())
LANGUAGES = frozenset(_LANGUAGES.split())  # ISO 639-1
# ISO 639-1 to 639-3, the official languages of the Union.
THREE_LETTERS = {
    "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est",
    "fi": "fin", "fr": "fra", "ga": "gle", "hr": "hrv", "hu": "hun", "it": "ita", "lt": "lit", "lv": "lav",
    "mt": "mlt", "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron", "sk": "slk", "sl": "slv", "sv": "swe",
}  # fmt: skip
COMPOUNDING = frozenset(("da", "de", "et", "fi", "nl", "no", "sv"))  # they write a compound as one word


def find_country(stated: str) -> str | None:
    """The code of the country that is called or coded ``stated``."""
    code = COUNTRY_ALIASES.get(stated.upper(), stated.upper())
    return code if code in COUNTRIES else _by_name("territories", COUNTRIES).get(stated.casefold())


def find_language(stated: str) -> str | None:
    """The code of the language that is called or coded ``stated``; of ``fi-FI`` or ``fi_FI`` the first part."""
    code = re.split(r"[-_]", stated.strip().lower(), maxsplit=1)[0]
    return code if code in LANGUAGES else _by_name("languages", LANGUAGES).get(stated.strip().casefold())


@cache
def _by_name(kind: Literal["territories", "languages"], codes: Collection[str]) -> dict[str, str]:
    names = {code: [getattr(Locale(spoken), kind).get(code) for spoken in ("fi", "sv", "en")] for code in codes}
    return {name.casefold(): code for code in sorted(names) for name in names[code] if name}
