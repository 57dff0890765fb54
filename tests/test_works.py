"""Versions that metadata declare: language versions of one work, replaced and expired documents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import indexed

from assistant.finding.works import Works
from assistant.search import Library
from corpus.models import Metadata
from index.encoder import Encoder
from index.records import DocumentCard, Filters
from index.store import Store

TODAY = date(2026, 11, 25)


def card(name: str, language: str = "fi", **metadata: object) -> DocumentCard:
    return DocumentCard(name, name, language, "funding", Metadata(**metadata), "", 0, 1)  # type: ignore[arg-type]


def works(*cards: DocumentCard) -> tuple[Works, dict[str, DocumentCard]]:
    return Works(cards), {one.id: one for one in cards}


def test_language_versions_form_one_work() -> None:
    known, _ = works(
        card("a/fi.md"), card("a/sv.md", "sv", translates="a/fi.md"), card("a/en.md", "en", translates="sv.md")
    )
    assert {known.work(name) for name in ("a/fi.md", "a/sv.md", "a/en.md")} == {"a/fi.md"}
    assert [one.id for one in known.language_versions("a/fi.md")] == ["a/en.md", "a/sv.md"]
    assert known.language_versions("elsewhere.md") == ()


def test_names_tell_language_versions_where_nothing_is_declared() -> None:
    known, _ = works(
        card("a/opas_fi.pdf"), card("a/opas_SV.docx", "sv"), card("a/opas_eng.pdf", "en"),
        card("a/opas_spa.pdf", "es"),
        card("b/opas_sv.pdf", "sv"),  # in another folder
        card("fi/2021-0867_fi.txt"), card("sv/2021-0867_sv.txt", "sv"),
        card("laws_fi_sv/lag_fi.txt"), card("laws_fi_sv/lag_sv.txt", "sv"),
        card("rapport_fr.pdf", "sv"), card("rapport_sv.pdf", "sv"),  # of one language
        card("set.jsonl#fi-1"), card("set.jsonl#sv-1", "sv"),  # records have keys of their own
        card("ohje-fi.md"), card("ohje-sv.md", "sv", translates="muu.md"), card("muu.md"),
    )  # fmt: skip
    others = ["a/opas_eng.pdf", "a/opas_spa.pdf", "a/opas_SV.docx"]
    assert [one.id for one in known.language_versions("a/opas_fi.pdf")] == others
    assert [one.id for one in known.language_versions("sv/2021-0867_sv.txt")] == ["fi/2021-0867_fi.txt"]
    assert [one.id for one in known.language_versions("laws_fi_sv/lag_sv.txt")] == ["laws_fi_sv/lag_fi.txt"]
    alone = ("b/opas_sv.pdf", "rapport_fr.pdf", "rapport_sv.pdf", "set.jsonl#fi-1", "set.jsonl#sv-1", "ohje-fi.md")
    assert {known.language_versions(name) for name in alone} == {()}
    assert [one.id for one in known.language_versions("ohje-sv.md")] == ["muu.md"]  # what is declared counts
    assert known.language_versions("a/opas_fi.pdf", declared=True) == ()
    assert known.work("a/opas_SV.docx") == "a/opas_SV.docx"


def test_a_document_is_replaced_by_the_newest_and_in_its_own_language() -> None:
    known, cards = works(
        card("2023-fi.md"), card("2023-sv.md", "sv", translates="2023-fi.md"),
        card("2024-fi.md", supersedes="2023-fi.md"),
        card("2025-fi.md", supersedes="2024-fi.md"), card("2025-sv.md", "sv", translates="2025-fi.md"),
    )  # fmt: skip
    newest = {name: one.id if (one := known.successor(name)) else None for name in cards}
    assert newest == {
        "2023-fi.md": "2025-fi.md", "2023-sv.md": "2025-sv.md", "2024-fi.md": "2025-fi.md",
        "2025-fi.md": None, "2025-sv.md": None,
    }  # fmt: skip
    assert {name for name in cards if known.status(cards[name], today=TODAY) == "superseded"} == {
        "2023-fi.md", "2023-sv.md", "2024-fi.md",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("until", "status"), [(date(2026, 11, 24), "expired"), (TODAY, "valid"), (None, "valid")]
)
def test_a_document_expires_the_day_after_its_last(until: date | None, status: str) -> None:
    known, cards = works(card("a.md", valid_until=until))
    assert known.status(cards["a.md"], today=TODAY) == status


def test_what_is_outdated_is_told_anew_the_next_day() -> None:
    known, _ = works(card("old.md"), card("new.md", supersedes="old.md"), card("soon.md", valid_until=TODAY))
    assert known.outdated("funding", today=TODAY) == {"old.md"}
    assert known.outdated("funding", today=TODAY + timedelta(days=1)) == {"old.md", "soon.md"}
    assert known.outdated("practices", today=TODAY) == set()
    assert known.outdated("funding", today=TODAY) == {"old.md"}


def test_what_is_not_in_the_index_and_rings_change_nothing() -> None:
    known, cards = works(
        card("a.md", supersedes="gone.md", translates="gone.md"),
        card("b.md", supersedes="c.md", translates="c.md"), card("c.md", supersedes="b.md", translates="b.md"),
        card("d.md", supersedes="d.md", translates="d.md"),
    )  # fmt: skip
    assert {known.status(one, today=TODAY) for one in cards.values()} == {"valid"}
    assert (known.work("a.md"), known.work("d.md")) == ("a.md", "d.md")
    assert known.work("b.md") == known.work("c.md")


SECTIONS = {
    "fi": (
        "Säilytysaika on viisi vuotta hankkeen viimeisestä maksusta.",
        "Kirjanpito järjestetään erilliselle kustannuspaikalle.",
    ),
    "sv": (
        "Handlingarna bevaras i fem år efter projektets sista betalning.",
        "Bokföringen ordnas på ett eget kostnadsställe.",
    ),
}
DOCUMENTS = {
    "funding/fi.md": "---\nlanguage: fi\npublished: 2026-01-01\nsupersedes: old.md\n---\n# Säilytys\n\n"
    + "\n\n".join(f"## Osa {n}\n\n{text}" for n, text in enumerate(SECTIONS["fi"], 1)),
    "funding/sv.md": "---\nlanguage: sv\ntranslates: fi.md\n---\n# Bevarande\n\n"
    + "\n\n".join(f"## Del {n}\n\n{text}" for n, text in enumerate(SECTIONS["sv"], 1)),
    "funding/old.md": "---\nlanguage: fi\npublished: 2026-01-01\n---\n# Säilytys ennen\n\n"
    "Säilytysaika oli ennen kymmenen vuotta maksusta.\n",
    "funding/call.md": "---\nlanguage: fi\nvalid_until: 2026-06-30\n---\n# Haku\n\nHaku on auki kesäkuun loppuun.\n",
    "projects/call.md": "---\nlanguage: fi\nvalid_until: 2026-06-30\n---\n# Seminaari\n\nHaku seminaariin on auki.\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Library:
    return Library(Store(indexed(tmp_path_factory.mktemp("works"), DOCUMENTS, encoder)), encoder)


@pytest.mark.parametrize(
    ("question", "first", "other"),
    [
        ("Kuinka kauan asiakirjat säilytetään?", "funding/fi.md", "funding/sv.md"),
        ("Hur länge ska handlingarna bevaras?", "funding/sv.md", "funding/fi.md"),
    ],
)
def test_the_version_in_the_askers_language_stands_for_the_work(
    library: Library, question: str, first: str, other: str
) -> None:
    hits = library.search(question, today=TODAY).hits
    documents = [hit.document.id for hit in hits]
    assert documents[0] == first and other not in documents
    assert {version.document.id for version in hits[0].versions} == {other}
    assert [card.id for card in hits[0].translations] == [other]
    assert "viisi vuotta" in hits[0].passage.text or "fem år" in hits[0].passage.text


def test_replaced_and_expired_documents_are_left_out_in_funding_only(library: Library) -> None:
    def status(question: str, **how: object) -> dict[str, str]:
        hits = library.search(question, today=TODAY, **how).hits  # type: ignore[arg-type]
        return {hit.document.id: hit.status for hit in hits}

    known = status("Milloin haku on auki? Mikä on säilytysaika?")
    assert known == {"funding/fi.md": "valid", "projects/call.md": "expired"}
    assert status("Milloin haku on auki?", all_versions=True)["funding/call.md"] == "expired"
    asked_for = Filters(documents=("funding/old.md",))
    assert status("säilytysaika", filters=asked_for) == {"funding/old.md": "superseded"}


def test_a_replaced_document_comes_after_its_successor(library: Library) -> None:
    question = "Mikä säilytysaika oli ennen, kymmenen vuotta maksusta?"
    hits = library.search(question, today=TODAY, all_versions=True).hits
    documents = [hit.document.id for hit in hits]
    assert documents.index("funding/fi.md") < documents.index("funding/old.md")
    (old,) = (hit for hit in hits if hit.document.id == "funding/old.md")
    assert old.successor and old.successor.id == "funding/fi.md"
