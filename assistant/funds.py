"""Funds and programmes of the field that a text names: the figures of one hold for no other."""

from __future__ import annotations

import re

from index.records import DocumentCard

# The beginning of each name, in Finnish, Swedish and English and as abbreviations elsewhere; Finnish ones inflect.
# The ESF and the ESF+ are one: people write either for both. The names are those of corpus/funds.yaml, without "+".
_NAMES = re.compile(
    r"""\b(?:
    (?P<ESF> (?:ESR|ESF|FSE)\b | Euroopan\s+sosiaaliraha | Europeiska\s+socialfond | European\s+Social\s+Fund )
    | (?P<ERDF> (?:EAKR|ERUF|ERDF|FEDER|EFRE)\b | (?:Euroopan\s+)?aluekehitysrahasto
        | (?:Europeiska\s+)?regionala\s+utvecklingsfond | (?:European\s+)?Regional\s+Development\s+Fund )
    | (?P<JTF> (?:JTF|FRO)\b | (?:oikeudenmukaisen\s+)?siirtymän\s+rahasto | Fonden\s+för\s+en\s+rättvis
        | Just\s+Transition\s+Fund )
    | (?P<AMIF> AMIF\b )
    | (?P<EaSI> (?-i:EaSI)\b )
    | (?P<Erasmus> Erasmus )
    | (?P<Interreg> Interreg )
    | (?P<Leader> (?-i:Leader|LEADER) )
    | (?P<Nordplus> Nordplus )
    | (?P<STEA> STEA\b )
    )""",
    re.IGNORECASE | re.VERBOSE,
)


# A part of each, in small letters: looking for these first takes a tenth of the time, and few sentences have one.
_PARTS = (
    "esr", "esf", "fse", "sosiaaliraha", "socialfond", "social fund", "eakr", "eruf", "erdf", "feder", "efre",
    "aluekehitysrahasto", "utvecklingsfond", "development fund", "jtf", "fro", "siirtymän", "en rättvis",
    "transition fund", "amif", "easi", "erasmus", "interreg", "leader", "nordplus", "stea",
)  # fmt: skip


def funds_in(text: str) -> frozenset[str]:
    """The funds and programmes that ``text`` names."""
    small = text.lower()
    if not any(part in small for part in _PARTS):
        return frozenset()
    return frozenset(str(found.lastgroup) for found in _NAMES.finditer(text))


def funds_of(card: DocumentCard) -> frozenset[str]:
    """Those that a document is about, as stated or in its title."""
    stated = {card.metadata.fund.removesuffix("+")} if card.metadata.fund else set()
    return funds_in(card.title) | stated
