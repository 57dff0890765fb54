"""Countries that a question names, inflected or as an adjective, in Finnish, Swedish and English, German,
French, Dutch, Estonian, Spanish, Polish and Italian; and which documents are about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TypeVar

from babel.languages import get_official_languages

from index.records import DocumentCard

# The beginning of each name and adjective; Finnish ones inflect, so they stand open at the end.
_STEMS = r"""
    AT itävalt itävall österrik austria österreich autrich
    BE belgi flander flandern flamländsk flemish belg
    BG bulgari bulgar
    CH sveits suisse schweiz switzerland swiss
    CY kypro kypri cypern cypriot cyprus
    CZ tšek tsekk tshekk tjeck czech tschech tchèque tchéqu tšehhi
    DE saksa saksalai tysk german deutsch allemagn allemand saksama
    DK tanska dansk danmark denmark danish dänemark dänisch danemark danois taani
    EE viro(?!l(?:aht|ahd|og)|joe|jok) estni estland eston eesti estonien
    ES espanja espanjalai spanien spansk spain spanish spanisch espagn hispaania
    FI (?-i:Suomi)(?!24)
    FI suome(?!ksi)(?!nkiel) suoma finland finländ (?<!in\s)finnish finnland finnisch finland(?=e\b) finlandais
    FI soome
    FR ranska franska frankrik fransk france french frankreich französisch prantsus
    GB pohjois-irlan nordirland northern\s+ireland united\s+kingdom (?-i:UK\b) vereinigt\w+\s+königreich
    GB britanni britti brittisk storbritannien englan englannin english england skotlan skotlann skotland
    GB skotsk scotland scottish wales walesi walesisk welsh skottland skotsk großbritann britisch royaume-uni
    GB schottland écoss suurbritann
    GR kreik grek greece greek griech grèce grec kreeka
    HR kroati croati
    HU unkar ungern ungarn ungersk hungar ungarisch hongr
    IE (?<!pohjois-)irlan (?<!pohjois-)irlann irland irländsk (?<!northern\s)ireland irish irisch iiri(?!s)
    IS islan(?!d) (?-i:Island\b) isländsk iceland
    IT italia italie italien italy italian italienisch itaalia
    LT liettua litau lithuan litauen lituan leedu
    LU luxemb
    LV latvia lettland lettisk latvian lettland letton läti
    MT malta(?!an\b)(?!n\b\s+(?:odot|lukea)) maltes
    NL hollan hollann alankomai alankomaa nederländ nederland holländsk netherlands dutch niederl néerland pays-bas
    NL holland
    NO norja norge norsk norway norweg norweg norvèg
    PL puola(?!n[gk]a) polen polsk poland (?-i:Polish\b) polnisch pologne polonais poola
    PT portugal portugis portuguese portugiesisch portugais
    RO romania(?!si) rumän rumän roumain roumanie
    SE ruotsi(?!ksi)(?!nkiel) ruotsalai sverige sweden (?<!in\s)swedish schwed suède suédois rootsi
    SI sloveni slowen slovèn
    SK slovaki slovak slowak slovaqu
    AX ahvenanma ahvenama åland
    AL albani
    BA bosni
    CA kanad canad
    JP japan
    MD moldov moldav
    RS serbi
    RU (?<!valko-)venäj (?<!valko-)venälä rysk ryssland russia russis russland russie
    TR turkki turkin turkis(?!t[aeiu]|el) turkiet turkey türkei türkisch turqu
    UA ukrain
    US yhdysvall yhdysvalt (?-i:USA) united\s+states förenta\s+staterna vereinigte[nr]?\s+staaten états-unis
    AT oostenrijk
    CH zwitser
    CZ tsjech
    DE duits
    DK denemark deens
    EE estisch
    ES spanje spaans
    FI finse
    FR frankrijk franse
    GB engeland britse schots
    GR grieks griekenl
    HU hongar
    IE ierland ierse
    IS ijsland
    IT italiaans italië
    LT litouw
    LV letland letse
    NO noors noorwegen
    PL poolse
    RO roemen roemeen
    SE zweden zweeds
    SK slowaak
    AT austriac
    BE bélgica belgij
    CZ chequi czech czesk
    DE aleman niemc niemiec germania
    DK dinamarca danimarca dani[ai]
    ES españ hiszpan spagn
    FI fińsk
    FR francia francj francus francés
    GB inglaterra anglia anglii szkoc brytan inghilterra escoci scozia
    GR grecia grecj greck
    HR chorwac croaz
    HU hungrí węgier węgr ungheri
    IE irlandés
    IS islandii
    IT włoch włosz włosk
    LT litw
    LV łotw letonia lettonia
    NL holandi niderland países\s+bajos paesi\s+bassi
    NO norueg norweż
    PL polsce polsk polski polonia
    PT portogall
    RO rumun rumania rumanía
    SE suecia suec szwec szwedz svezia
    SI słoweni eslovenia
    SK słowac eslovaquia
"""
_AUTONOMOUS = "AX"  # has rules of its own; those of Finland name it as where they do not hold
_HEAD = re.compile(r"\b\w{2,3}")
_STEM_HEAD = re.compile(r"(?:\(\?<![^)]*\)|\(\?-i:)?(\w{2,3})")
_HOME = {"fi": frozenset({"FI", "AX", "EU"}), "sv": frozenset({"FI", "AX", "SE", "EU"})}
_UNION = re.compile(r"(?<![^\W_])(?:EU|EY|UE|EG|CE)(?![^\W_])", re.IGNORECASE)
_OPENING = 10_000  # characters of a document
_SIGNS = re.compile(r"[\W\d_]+")

# Languages are named as countries are: englanniksi, suomen kielellä, in English, på tyska, auf Deutsch, eesti keeles.
_LANGUAGE = re.compile(
    r"\b\w+ksi\b|\b\w+n(?:\s+|-)?kiel\w+|\b\w+(?:\s+language|\s+språk\w*|språkig\w*|\s+keel\w*|keels\w*|\s+sprache|sprachig\w*)\b|\bauf\s+\w+(?:isch|tsch)\b"
    r"|\b(?:\w+ish|french|german|dutch)[- ](?:speaking|language|version|translation|text|cultural\s+f)\w*"
    r"|\b(?:in|into|to|på|till|en|em|het)\s+(?:\w+ish|german|french|dutch|greek|portuguese|czech|(?:ital|norweg|eston|latv|lithuan"
    r"|hungar|roman|bulgar|croat|slov\w+)ian|italiensk\w*|(?:svensk|finsk|engelsk|tysk|fransk|dansk|norsk|estnisk|spansk|polsk)a"
    r"|français|allemand|anglais|italien|espagnol|suédois|finnois|engels|duits|frans|fins|zweeds)\b"
    # What follows is no noun: in Danish cooperatives names the country.
    r"(?=\W*$|\s*[^\w\s]|\s+(?:or|and|for|at|by|with|from|if|when|as|only|too|also|eller|och|om|för|till|med|också|bara|oder|und|ou|et|of)\b)",
    re.IGNORECASE,
)
# Where a practice is to be brought is not where it is: siirtää Suomeen, transferred to Finland, nach Finnland.
_TRANSFER = re.compile(
    r"\b(?:siirtää|siirret\w+|monist\w+|transfer\w*|replicat\w*|överför\w*|übertrag\w*|transf[ée]r\w*|transpos\w*"
    r"|üle\s(?:kanda|tuua|võtta)|overdra\w*|overgedragen|overnemen|przenie\w+|trasferi\w*)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:to|into|in|till|i|nach|auf|en|vers|à|naar|a|do|w)\s+[^\W\d_]+"
    r"|\b[^\W\d_]+(?:aan|ään|een|iin|oon|ssa|ssä|sse)\b",
    re.IGNORECASE,
)
Key = TypeVar("Key")


@cache
def _stems() -> dict[str, list[str]]:
    stems: dict[str, list[str]] = {}
    for entry in _STEMS.split("\n"):
        code, *words = entry.split() or [""]
        stems.setdefault(code, []).extend(words)
    return {code: words for code, words in stems.items() if words}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for code, words in _stems().items()}


@cache
def _heads() -> dict[str, set[str]]:
    """The countries whose names begin with two or three letters: few are then left to look for in a text."""
    heads: dict[str, set[str]] = {}
    for code, words in _stems().items():
        for word in words:
            found = _STEM_HEAD.match(word)
            assert found, word
            heads.setdefault(found[1].lower(), set()).add(code)
    return heads


def countries_in(question: str) -> frozenset[str]:
    """ISO codes of the countries that ``question`` names.

    A language that it names is no country, and one to which something is to be transferred is not where that is.
    """
    heads = {*_HEAD.findall(question.lower())}
    likely = {code for head in heads for begun in (head, head[:2]) for code in _heads().get(begun, ())}
    if not likely:
        return frozenset()
    question = _LANGUAGE.sub(" ", question)
    if _TRANSFER.search(question):
        question = _GOAL.sub(" ", question)
    return frozenset(code for code in likely if _patterns()[code].search(question))


def documents_about(cards: Mapping[Key, DocumentCard], countries: frozenset[str]) -> frozenset[Key]:
    """The keys of ``cards`` about one of ``countries``, as stated or as title or file name tell.

    One in which no country is named is about those whose language it is in.
    """
    if not countries:
        return frozenset()
    languages = _languages_of(countries)

    def is_about(card: DocumentCard) -> bool:
        if card.metadata.country:
            return card.metadata.country in countries
        named = _named_by(card.title, card.id)
        return not named.isdisjoint(countries) if named else card.language in languages

    return frozenset(key for key, card in cards.items() if is_about(card))


def documents_abroad(cards: Mapping[Key, DocumentCard], language: str) -> frozenset[Key]:
    """The keys of ``cards`` about other countries than those where one asks in ``language``; practices are for all.

    Who asks in Finnish or Swedish and names no country asks about Finland, or Sweden; who asks in another language
    asks about any. The law of the Union holds in each, whichever language it is read in.
    """
    home = _HOME.get(language)
    if home is None:
        return frozenset()
    languages = {"en", *_languages_of(home)}

    def is_abroad(card: DocumentCard) -> bool:
        if card.collection in ("practices", "projects"):
            return False
        named = _named_by(card.title, card.id)
        if card.metadata.country or named:
            return home.isdisjoint({card.metadata.country} if card.metadata.country else named)
        return card.language not in languages and not _UNION.search(f"{card.title} {card.id}")

    return frozenset(key for key, card in cards.items() if is_abroad(card))


@lru_cache(maxsize=1 << 14)
def _named_by(title: str, name: str) -> frozenset[str]:
    return countries_in(f"{title} {_SIGNS.sub(' ', name)}")


def _languages_of(countries: Iterable[str]) -> frozenset[str]:
    """Those that tell which country a document is about: Swedish is Finland's or Sweden's before it is Åland's."""
    told = {*countries} - {_AUTONOMOUS}
    return frozenset(name for country in told for name in get_official_languages(country, de_facto=True))


def most_named(text: str) -> str | None:
    """The country that the beginning of ``text`` names most often; None where it names none, or two as often."""
    found = Counter(match.lastgroup for match in _any().finditer(text[:_OPENING])).most_common(2)
    return found[0][0] if found and (len(found) == 1 or found[0][1] > found[1][1]) else None


@cache
def _any() -> re.Pattern[str]:
    named = (f"(?P<{code}>{one.pattern})" for code, one in _patterns().items() if code != _AUTONOMOUS)
    return re.compile("|".join(named), re.IGNORECASE)
