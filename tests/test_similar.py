"""Passages of other documents that are like what somebody reads."""

from __future__ import annotations

from pathlib import Path

from conftest import indexed

from assistant.search import Library
from assistant.similar import similar
from index.encoder import Encoder
from index.store import Store

NOTICE = "Tämä on tiivistelmä. Virallinen teksti on säädöskokoelmassa.\n\n"
DOCUMENTS = {
    "palkka.md": f"# Palkkatuki\n\n{NOTICE}## Kuka saa\n\nPalkkatukea voi saada työnantaja, joka palkkaa työttömän.\n",
    "wages.md": "# Wage subsidy\n\n## Who\n\nAn employer who hires an unemployed person can get a wage subsidy.\n",
    "laki.md": f"# Osuuskuntalaki\n\n{NOTICE}## Jäsenet\n\nJäsen voi erota ilmoittamalla siitä kirjallisesti.\n",
}


def test_what_is_read_counts_and_not_the_notice_before_it(tmp_path: Path, encoder: Encoder) -> None:
    library = Library(Store(indexed(tmp_path, DOCUMENTS, encoder)), encoder)
    text = library.document("palkka.md").text
    found = similar(library, "palkka.md", 0, len(text))
    assert [one.document.id for one in found] == ["wages.md", "laki.md"]
    assert not any(one.passage.text.startswith("Tämä on tiivistelmä") for one in found)
    assert similar(library, "palkka.md", 0, len(text), besides=["wages.md"])[0].document.id == "laki.md"
    assert similar(library, "palkka.md", len(text) + 1, len(text) + 9) == []
