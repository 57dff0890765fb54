"""Records as a catalogue for open-data portals: DCAT-AP 3.0, each work a dataset.

Language versions are one dataset with titles and descriptions in each language and a distribution
for each. Languages, themes, licences and file types are named by the EU's authority tables, regions
and countries by NUTS. https://semiceu.github.io/DCAT-AP/releases/3.0.0/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef

from assistant.listing.records import Record
from corpus.codes import COUNTRY_ALIASES, NUTS_COUNTRIES, THREE_LETTERS
from corpus.vocabulary import find_region, label, terms
from corpus.web_address import web_address

_EU = "http://publications.europa.eu/resource/authority/"
_NUTS = Namespace("http://data.europa.eu/nuts/code/")
_LANGUAGES = {code: name.upper() for code, name in THREE_LETTERS.items()} | {"is": "ISL", "nb": "NOB", "no": "NOR"}
_LICENCES = {"CC BY 4.0": "CC_BY_4_0", "CC BY-SA 4.0": "CC_BYSA_4_0", "CC0 1.0": "CC0"}
_FILE_TYPES = {
    ".pdf": "PDF", ".docx": "DOCX", ".html": "HTML", ".htm": "HTML", ".xlsx": "XLSX", ".pptx": "PPTX",
    ".txt": "TXT", ".md": "MARKDOWN",
}  # fmt: skip
_NUTS_CODE = {country: code for code, country in COUNTRY_ALIASES.items()}  # Greece is EL there


def catalogue(
    records: Iterable[Record],
    *,
    titles: Mapping[str, str],
    descriptions: Mapping[str, str],
    publisher: str,
    address: str | None = None,
) -> Graph:
    """The catalogue of ``records``. ``titles`` and ``descriptions`` are its own, by language.

    ``address`` is where the documents lie on the web, each under its id; without it a distribution
    leads to the source that the record names.
    """
    graph = Graph()
    for prefix, namespace in {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF}.items():
        graph.bind(prefix, namespace)
    whole, agent = _name("", address), URIRef(f"urn:uuid:{uuid5(NAMESPACE_URL, publisher)}")
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(publisher)))
    graph.add((whole, RDF.type, DCAT.Catalog))
    graph.add((whole, DCTERMS.publisher, agent))
    for language, title in titles.items():
        graph.add((whole, DCTERMS.title, Literal(title, lang=language)))
        graph.add((whole, DCTERMS.description, Literal(descriptions[language], lang=language)))
    works: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        works[record.work].append(record)
    work_of = {record.card.id: record.work for versions in works.values() for record in versions}
    for work, versions in works.items():
        dataset = _name(work, address)
        graph.add((whole, DCAT.dataset, dataset))
        graph.add((dataset, RDF.type, DCAT.Dataset))
        graph.add((dataset, DCTERMS.publisher, agent))
        graph.add((dataset, DCTERMS.identifier, Literal(work)))
        for place in _places(versions):
            graph.add((dataset, DCTERMS.spatial, place))
        for version in versions:
            _describe(graph, dataset, version, address)
            if version.successor:
                newer = work_of.get(version.successor, version.successor)
                graph.add((dataset, DCTERMS.isReplacedBy, _name(newer, address)))
            for language in _terms(_LANGUAGES.get(version.card.language), "language"):
                graph.add((whole, DCTERMS.language, language))
    return graph


def _describe(graph: Graph, dataset: URIRef, record: Record, address: str | None) -> None:
    """What one language version says of its dataset."""
    card, about = record.card, record.card.metadata
    graph.add((dataset, DCTERMS.title, Literal(card.title, lang=card.language)))
    graph.add((dataset, DCTERMS.description, Literal(record.summary or card.title, lang=card.language)))
    for language in _terms(_LANGUAGES.get(card.language), "language"):
        graph.add((dataset, DCTERMS.language, language))
    for theme in filter(None, map(terms("themes").get, about.themes)):
        graph.add((dataset, DCAT.keyword, Literal(label("themes", theme.id, card.language), lang=card.language)))
        for concept in (*_terms(theme.data_theme, "data-theme"), *map(URIRef, theme.exact)):
            graph.add((dataset, DCAT.theme, concept))
    if record.card.id == record.work and about.published:  # one date a dataset
        graph.add((dataset, DCTERMS.issued, Literal(about.published.isoformat(), datatype=XSD.date)))
    if about.start or about.end:
        _period(graph, dataset, record)
    if source := _web(about.source):
        graph.add((dataset, DCAT.landingPage, source))
    _distribute(graph, dataset, record, address)


def _distribute(graph: Graph, dataset: URIRef, record: Record, address: str | None) -> None:
    card = record.card
    where = _name(card.id, address) if address else _web(card.metadata.source)
    if where is None:
        return
    distribution = URIRef(f"{_name(card.id, None)}#distribution")
    graph.add((dataset, DCAT.distribution, distribution))
    graph.add((distribution, RDF.type, DCAT.Distribution))
    graph.add((distribution, DCAT.accessURL, where))
    graph.add((distribution, DCTERMS.title, Literal(card.title, lang=card.language)))
    for language in _terms(_LANGUAGES.get(card.language), "language"):
        graph.add((distribution, DCTERMS.language, language))
    if address:  # licence and format are those of our document, not of its source
        for kind in _terms(_FILE_TYPES.get(PurePosixPath(card.file).suffix.lower()), "file-type"):
            graph.add((distribution, DCTERMS["format"], kind))
        for licence in _terms(_LICENCES.get(card.metadata.licence or ""), "licence"):
            graph.add((distribution, DCTERMS.license, licence))


def _period(graph: Graph, dataset: URIRef, record: Record) -> None:
    if record.card.id != record.work:
        return
    period = BNode()
    graph.add((dataset, DCTERMS.temporal, period))
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    about = record.card.metadata
    for predicate, day in ((DCAT.startDate, about.start), (DCAT.endDate, about.end)):
        if day:
            graph.add((period, predicate, Literal(day.isoformat(), datatype=XSD.date)))


def _places(versions: Iterable[Record]) -> list[URIRef]:
    """The regions of a work, or where none is coded its countries, as far as NUTS knows them."""
    stated = [record.card.metadata for record in versions]
    codes = [code for about in stated for code in about.regions if find_region(code) == code]
    countries = [_NUTS_CODE.get(about.country, about.country) for about in stated if about.country]
    return [_NUTS[code] for code in codes or countries if code[:2] in NUTS_COUNTRIES]


def _terms(code: str | None, table: str) -> list[URIRef]:
    """The term of an authority table, or nothing."""
    return [URIRef(f"{_EU}{table}/{code}")] if code else []


def _name(document: str, address: str | None) -> URIRef:
    """The IRI of a document, or of the catalogue for "": on the web, or one that stays the same everywhere."""
    if address:
        return URIRef(f"{address.rstrip('/')}/{quote(document)}")
    return URIRef(f"urn:uuid:{uuid5(NAMESPACE_URL, f'tietosilta/{document}')}")


def _web(address: str | None) -> URIRef | None:
    ordinary = web_address(address)
    return URIRef(ordinary) if ordinary else None
