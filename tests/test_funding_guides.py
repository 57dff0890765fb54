"""The funding guides: enough of them, each number with its source, old versions marked, facts as in the law."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest
from conftest import SHARED

from assistant.answering import figures
from corpus.catalogue import describe
from corpus.draft import Draft
from corpus.folder import source_files
from corpus.models import Metadata
from corpus.readers import read_file

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "corpus" / "library"
TODAY = date(2026, 11, 25)
HEADINGS = {
    "fi": "Kuka voi hakea · Mihin · Tukitaso ja omarahoitus · Kustannusmalli · Tukikelpoiset kustannukset · Määräajat"
    " · Mistä ja miten haetaan · Valtiontuki · Mikä muuttui · Lähteet",
    "sv": "Vem kan söka · Till vad · Stödnivå och egenfinansiering · Kostnadsmodell · Stödberättigande kostnader"
    " · Tidsfrister · Var och hur man ansöker · Statligt stöd · Vad har ändrats · Källor",
    "en": "Who can apply · What for · Support rate and own contribution · Cost model · Eligible costs · Deadlines"
    " · Where and how to apply · State aid · What changed · Sources",
}
# Handbooks of several pages, with chapters of their own.
HANDBOOKS = {
    "esr-hakijan-opas-fi.pdf",
    "simplified-cost-options-en.pdf",
    "horisontaaliset-periaatteet-ja-indikaattorit-fi.docx",
}
NUMBER = re.compile(
    rf"{figures.NUMBER}[ \u00a0]?(?:{figures.PERCENT}|{figures.EURO}|tunti|timm|hours)|(?:euros?|EUR) \d", re.IGNORECASE
)
LAW = re.compile(
    r"\d(?: [a-z])? ?§|artikl|artikel|\barticle|\bsections? \d|\b(?:liite|bilaga|annex) |\bHE \d|\d\d\([a-z\d]\)", re.I
)
PUBLISHER = re.compile(
    r"\b[\w-]+\.(?:fi|eu|org|com|ie)\b|STEA|EIF|ohjelma-?opas|programme guide|programhandledning|handbook|handbok"
    r"|komissio|commission|ruokavirasto|satakuntaliitto|hakuilmoitu|päätö|beslut|decision"
    r"|funding portal|rahoitusportaali|ministeriön tiedote|leader karhuseutu",
    re.I,
)
WORKED_EXAMPLE = re.compile(r"Laskuesimerkki|Esimerkki|Räkneexempel|Exempel|Example|A worked example")


@dataclass(frozen=True, slots=True)
class Guide:
    name: str
    draft: Draft
    language: str
    metadata: Metadata

    def parts(self, *kinds: str) -> list[str]:
        return [self.draft.text[b.start : b.end] for b in self.draft.blocks if not kinds or b.kind in kinds]


@pytest.fixture(scope="module")
def guides() -> dict[str, Guide]:
    found = {}
    for file in source_files(LIBRARY):
        if file.path.startswith("funding/"):
            [draft] = read_file(file.absolute)
            known = describe(draft, PurePosixPath(file.path), LIBRARY)
            found[file.path] = Guide(file.path.removeprefix("funding/"), draft, known.language or "", known.metadata)
    return found


def test_the_guides_are_many_and_in_three_languages(guides: dict[str, Guide]) -> None:
    works = [guide for guide in guides.values() if guide.metadata.translates is None]
    assert len(works) >= 40
    assert len({guide.metadata.translates for guide in guides.values()} - {None}) >= 15
    languages = Counter(guide.language for guide in guides.values())
    assert 0.45 <= languages["fi"] / len(guides) <= 0.65
    assert min(languages["sv"], languages["en"]) >= 12
    formats = Counter(PurePosixPath(path).suffix for path in guides)
    assert formats[".pdf"] >= 5 and formats[".docx"] >= 3 and formats[".html"] >= 1
    assert {guide.metadata.fund for guide in guides.values()} >= {"ESF+", "ERDF", "JTF", "Interreg", "AMIF"}


def test_the_guides_share_their_headings_and_list_their_sources(guides: dict[str, Guide]) -> None:
    for guide in guides.values():
        if guide.name not in HANDBOOKS:
            fixed = HEADINGS[guide.language].split(" · ")
            headings = [heading.strip() for heading in guide.parts("heading")]
            assert len(set(headings) & set(fixed)) >= 3, guide.name
        addresses = re.findall(r"https?://[^\s)]+", guide.draft.text)
        assert len({*addresses, guide.metadata.source}) >= 2, guide.name


def test_each_number_of_a_guide_says_where_it_is_written(guides: dict[str, Guide]) -> None:
    bare = [
        (guide.name, part)
        for guide in guides.values()
        for part in set(guide.parts()) - set(guide.parts("heading"))
        if NUMBER.search(part) and not LAW.search(part) and not PUBLISHER.search(part)
        if not WORKED_EXAMPLE.match(part) and not re.match(r"\d\.\d ", part)
    ]
    assert bare == []


def test_replaced_guides_say_so_and_until_when_they_held(guides: dict[str, Guide]) -> None:
    pairs = [(guide, guide.metadata.supersedes) for guide in guides.values() if guide.metadata.supersedes]
    assert len(pairs) >= 7
    for new, old_path in pairs:
        old = guides[old_path]
        assert old.language == new.language and set(old.metadata.themes) & set(new.metadata.themes), new.name
        assert old.metadata.valid_until and old.metadata.valid_until < TODAY, old.name
        assert new.metadata.valid_until is None or new.metadata.valid_until > TODAY, new.name
        title, first, *_ = old.parts()
        assert first.startswith(("Tämä opas on korvattu: katso ", "This guide is superseded: see ")), old.name
    dated = {path for path, guide in guides.items() if (day := guide.metadata.valid_until) and day < TODAY}
    assert dated == {old_path for _, old_path in pairs}


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.delitem(sys.modules, "facts", raising=False)
    import facts

    return facts


def test_facts_name_many_numbers_of_many_guides(facts: ModuleType, guides: dict[str, Guide]) -> None:
    listed = facts.facts()
    assert len(listed) >= 80
    assert len({fact.guide for fact in listed}) >= 30
    assert {f"funding/{fact.guide}" for fact in listed} <= set(guides)
    assert len(set(listed)) == len(listed)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the official documents are not here")
def test_the_guides_agree_with_the_official_documents(facts: ModuleType) -> None:
    assert {fact.guide: wrong for fact in facts.facts() if (wrong := facts.misses(fact))} == {}


def _guide_and_act(folder: Path) -> None:
    (folder / "guide.md").write_text("# Tuki\n\nTuki on enintään 80 prosenttia\nkuluista (867/2021 4 §).\n", "utf-8")
    (folder / "act.txt").write_text("4 §\n\nTuki\n\nTuen määrä on 80 prosenttia.\n\n5 §\n\nTuki on 70 prosenttia.\n")


def test_a_fact_holds_only_word_for_word_in_its_section(tmp_path: Path, facts: ModuleType) -> None:
    _guide_and_act(tmp_path)
    right = facts.Fact("guide.md", "enintään 80 prosenttia kuluista", "80", "act.txt", "4 §", "määrä on 80 prosenttia")

    def wrong(**changed: str) -> list[str]:
        found: list[str] = facts.misses(dataclasses.replace(right, **changed), tmp_path, tmp_path)
        return found

    assert wrong() == []
    assert wrong(says="vähintään 80 prosenttia") == ["guide.md: no such words: vähintään 80 prosenttia"]
    assert wrong(reads="määrä on 80 procent") == ["act.txt: no such words: määrä on 80 procent"]
    assert wrong(number="8") == [
        "guide.md: 8 is not in: enintään 80 prosenttia kuluista",
        "act.txt: 8 is not in: määrä on 80 prosenttia",
    ]
    assert wrong(where="5 §") == [
        "guide.md: does not name 5 § beside: enintään 80 prosenttia kuluista",
        "act.txt: in 4 §, not in 5 §: määrä on 80 prosenttia",
    ]


def test_without_the_official_documents_nothing_is_compared(
    tmp_path: Path, facts: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(facts, "DOCUMENTS", tmp_path / "none")
    monkeypatch.setattr(sys, "argv", ["facts.py"])
    assert facts.main() == 0
    assert "so nothing was compared" in capsys.readouterr().out
