"""Documents that are about what a question names, though the passage that answers does not name it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import indexed

from assistant.search import Library
from index.encoder import Encoder
from index.records import Hit
from index.store import Store
from index.term_base import TermBase

RULE = """
## Kirjanpito

Hankkeen työtunnit kirjataan joka päivä. Tuntilistan allekirjoittaa kuukauden lopussa esihenkilö, ja se säilytetään
kirjanpidon liitteenä kymmenen vuotta hankkeen päättymisestä. Kirjaukseen merkitään päivä, tehtävä ja tuntien määrä
puolen tunnin tarkkuudella. Lomat ja sairauspoissaolot kirjataan erikseen. Jos työntekijä tekee muutakin työtä, koko
työaika kirjataan, jotta hankkeen osuus siitä voidaan osoittaa tarkastajalle jälkikäteen.
"""
OPENING = """# Ohje avustuksen saajalle

## Hakeminen

{} myöntää avustuksen hakemuksesta, joka tehdään verkossa ennen määräajan päättymistä. Hakemukseen
liitetään suunnitelma, talousarvio ja selvitys siitä, kuka maksaa muun osan kustannuksista. Myöhässä tullutta
hakemusta ei oteta käsittelyyn. Päätös annetaan tiedoksi sähköpostilla kolmen kuukauden kuluessa, ja siihen voi
pyytää oikaisua kirjallisesti. Ensimmäinen erä maksetaan ennakkona, kun hanke on alkanut ja ehdot on hyväksytty.
"""
AGENCY = OPENING.format("Opetushallitus") + RULE
OTHERS = {
    "council.md": OPENING.format("Maakunnan liitto") + RULE,
    "foundation.md": OPENING.format("Säätiö") + RULE,
    "news.md": "Opetushallitus julkaisi avustuksista uutisen.\n",
}


def found(tmp_path: Path, question: str, encoder: Encoder) -> dict[tuple[str, str], Hit]:
    """All hits, by document and heading."""
    path = indexed(tmp_path, {"agency.md": AGENCY, **OTHERS}, encoder)
    hits = Library(Store(path), encoder, terms=TermBase.open()).search(question).hits
    each = [one for hit in hits for one in (hit, *hit.versions)]
    return {(hit.document.id, (hit.passage.headings or ("",))[-1]): hit for hit in each}


@pytest.mark.parametrize(
    "question",
    [
        "Miten OPH:n hankkeessa kirjataan työtunnit?",
        "Hur bokförs arbetstiden i ett projekt som Utbildningsstyrelsen stöder?",
        "How are working hours recorded in a project of the Finnish National Agency for Education?",
    ],
)
def test_a_passage_gains_by_what_its_document_names(
    tmp_path: Path, question: str, encoder: Encoder
) -> None:
    hits = found(tmp_path, question, encoder)
    about = {place: hit.shares.about for place, hit in hits.items() if hit.shares}
    other = about["council.md", "Kirjanpito"]  # all that it has is that the document is about projects
    # Two of four documents name the agency, log(4 / 2) / log(4) = 1/2, and three quarters count of short ones.
    assert about["agency.md", "Kirjanpito"] - other == pytest.approx(0.14 * 0.5 * 0.75)
    assert about["foundation.md", "Kirjanpito"] == other
    assert about["news.md", ""] == pytest.approx(0.14 * 0.5 * 0.75)
    first = max(hits.values(), key=lambda hit: hit.score)
    assert first.document.id == "agency.md"


def test_what_every_document_is_about_tells_none_apart(tmp_path: Path, encoder: Encoder) -> None:
    path = indexed(tmp_path, {f"{name}.md": AGENCY for name in ("a", "b", "c")}, encoder)
    for hit in Library(Store(path), encoder, terms=TermBase.open()).search("OPH:n tuntilista").hits:
        assert hit.shares and hit.shares.about == 0
