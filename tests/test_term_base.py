"""The term base: complete, without doubles, true to its sources, and found in questions."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import SHARED, index_folder, write_documents

from assistant.search import Library
from index.encoder import Encoder
from index.store import Store
from index.term_base import Concept, TermBase, key_of, leading_terms
from index.words import terms, tokens

BASE = TermBase.open()
STATUTES = SHARED / "documents" / "finlex_statutes_fi_sv"
COMMON_PROVISIONS = SHARED / "eval" / "cpr_2021_1060_fr" / "corpus.jsonl"


def names(question: str, language: str, base: TermBase = BASE) -> list[tuple[str, str]]:
    return [(name.concept.id, name.words) for name in base.named(question, language)]


def test_every_concept_has_three_languages_and_no_term_stands_twice() -> None:
    assert len(BASE.concepts) >= 420
    for concept in BASE.concepts.values():
        assert {"fi", "sv", "en"} <= concept.terms.keys(), concept.id
    for language in ("fi", "sv", "en", "de", "fr", "et", "nl"):
        terms = [term for concept in BASE.concepts.values() for term in concept.terms.get(language, ())]
        assert [term for term, count in Counter(map(str.casefold, terms)).items() if count > 1] == []


def phrases(text: str, language: str) -> set[tuple[str, ...]]:
    """Runs of up to eight base forms."""
    bases = [forms[0] for _, forms in tokens(text, language)]
    return {run for length in range(1, 9) for run in zip(*(bases[at:] for at in range(length)), strict=False)}


def occurs(concept: Concept, language: str, there: set[tuple[str, ...]]) -> bool:
    return any(key_of(term, language) in there for term in concept.terms[language])


def test_terms_occur_in_the_statutes_that_are_named_as_their_source() -> None:
    if not STATUTES.is_dir():
        pytest.skip("the statutes are not in ../shared/data")
    wrong, checked = [], 0
    for language in ("fi", "sv"):
        for file in sorted(STATUTES.glob(f"*_{language}.txt")):
            year, number = file.name[:9].split("-")
            there = phrases(file.read_text("utf-8"), language)
            named = [concept for concept in BASE.concepts.values() if f"{int(number)}/{year}" in concept.source]
            wrong += [(concept.id, file.name) for concept in named if not occurs(concept, language, there)]
            checked += len(named)
    assert wrong == []
    assert checked > 1000


def test_french_terms_occur_in_the_common_provisions_regulation() -> None:
    if not COMMON_PROVISIONS.is_file():
        pytest.skip("the regulation is not in ../shared/data")
    lines = COMMON_PROVISIONS.read_text("utf-8").splitlines()
    there = phrases(" ".join(json.loads(line)["text"] for line in lines), "fr")
    named = [one for one in BASE.concepts.values() if "32021R1060" in one.source and "fr" in one.terms]
    assert len(named) > 60
    # The regulation does not name itself.
    assert [one.id for one in named if not occurs(one, "fr", there)] == ["cpr"]


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("How much own contributions does a lead partner need?", "en",
         [("own-contribution", "own contributions"), ("lead-partner", "lead partner")]),
        ("Paljonko omarahoitusprosentti on ESR-hankkeessa?", "fi",
         [("percentage", "omarahoitusprosentti"), ("own-contribution", "omarahoitusprosentti"),
          ("esf-plus", "ESR-hankkeessa"), ("project", "ESR-hankkeessa")]),
        ("vem kan söka stödet?", "sv", [("who-can-apply", "vem kan söka"), ("aid", "stödet")]),
        ("måste vi be om offerter?", "sv", [("tender", "offerter")]),
        ("Wie hoeft geen eigen bijdrage te betalen?", "nl", [("own-contribution", "eigen bijdrage")]),
        ("yhteiskunnallisilta yrityksiltä", "fi", [("social-enterprise", "yhteiskunnallisilta yrityksiltä")]),
        ("Hur stor ska egenfinansieringen vara?", "sv", [("own-contribution", "egenfinansieringen")]),
        ("Wie hoch sind die Eigenmittel im ESF+?", "de", [("own-contribution", "Eigenmittel"), ("esf-plus", "ESF+")]),
        ("Is it wise?", "en", []),
        ("What is a WISE?", "en", [("work-integration-social-enterprise", "WISE")]),
        ("", "fi", []),
    ],
)  # fmt: skip
def test_concepts_that_a_question_names(question: str, language: str, found: list[tuple[str, str]]) -> None:
    assert names(question, language) == found


def test_the_term_that_led_to_a_passage() -> None:
    named = BASE.named("How large is the own contribution?", "en")
    assert leading_terms(named, terms("Omarahoitusosuuden on oltava 20 prosenttia.", "fi"), "fi") == (
        ("own contribution", "omarahoitusosuus"),
    )
    assert leading_terms(named, terms("Hakuaika päättyy.", "fi"), "fi") == ()
    named = BASE.named("sociala företag", "sv")
    assert leading_terms(named, terms("Rekisteröity sosiaalisten yritysten rekisteriin.", "fi"), "fi") == (
        ("sociala företag", "sosiaalinen yritys"),
    )
    assert leading_terms(named, terms("Sosiaalinen tuki on annettu yritykselle.", "fi"), "fi") == ()
    assert leading_terms(named, terms("Yrityksen sosiaalinen vastuu", "fi"), "fi") == ()


def test_a_short_address_breaks_nothing() -> None:
    named = BASE.named("tukikelpoisuus www.om.fi", "fi")
    assert named and leading_terms(named, terms("katso a@b.fi", "fi"), "fi") == ()


def test_another_form_of_the_same_word_is_no_other_term() -> None:
    named = BASE.named("hankkeen tukikelpoisuus", "fi")
    assert named
    assert leading_terms(named, terms("Hanke saa tukea.", "fi"), "fi") == ()


def test_own_terms_add_and_replace(tmp_path: Path) -> None:
    own = tmp_path / "terms.yaml"
    own.write_text("village-cook:\n  fi: kyläkokki\n  en: [village cook]\ngrant:\n  fi: [hankeraha]\n", "utf-8")
    base = TermBase.open(own)
    assert base.problem is None
    assert len(base.concepts) == len(BASE.concepts) + 1
    assert names("Who pays the village cook?", "en", base) == [("village-cook", "village cook")]
    assert base.concepts["grant"].terms == {"fi": ("hankeraha",)}


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ("grant:\n  fi: [avustus\n", "terms.yaml, {line 3}"),
        ("- avustus\n", "terms.yaml"),
        ("grant: avustus\n", "terms.yaml, grant"),
        ("grant:\n  fi: 5\n", "terms.yaml, grant"),
        ("grant:\n  finnish: [avustus]\n", "terms.yaml, grant"),
    ],
)
def test_a_broken_file_of_own_terms_leaves_the_shipped_ones(tmp_path: Path, content: str, detail: str) -> None:
    own = tmp_path / "terms.yaml"
    own.write_text(content, "utf-8")
    base = TermBase.open(own)
    assert base.problem and (base.problem.reason, base.problem.detail) == ("terms", detail)
    assert base.concepts.keys() == BASE.concepts.keys()


def test_norwegian_needs_no_quotation_marks(tmp_path: Path) -> None:
    own = tmp_path / "terms.yaml"
    own.write_text("own:\n  fi: [omarahoitus]\n  no: [egenandel]\n", "utf-8")
    base = TermBase.open(own)
    assert base.problem is None
    assert base.concepts["own"].terms == {"fi": ("omarahoitus",), "no": ("egenandel",)}


def test_lists_of_lists_of_terms_are_not_written_out(tmp_path: Path) -> None:
    """Ten to the power of 30 words."""
    own = tmp_path / "terms.yaml"
    lines = ["a0: &a0 {fi: [x]}", "b0: &b0 [x]"]
    lines += [f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 10)}]" for n in range(1, 30)]
    own.write_text("\n".join([*lines, "c:\n  fi: *b29"]), "utf-8")
    problem = TermBase.open(own).problem
    assert problem and (problem.reason, problem.detail) == ("terms", "terms.yaml, b0")
    own.write_text(f"c:\n  fi: [{'[' * 30}x{']' * 30}]\n", "utf-8")
    problem = TermBase.open(own).problem
    assert problem and problem.detail == "terms.yaml, c"


def test_terms_lift_the_passage_that_has_them(tmp_path: Path, encoder: Encoder) -> None:
    rules = {
        "a.md": "# Ohje A\n\nHankkeen omarahoitusosuus on vähintään neljännes. Sen voi maksaa kunta.\n",
        "b.md": "# Ohje B\n\nHankkeen tulot vähennetään kustannuksista. Ne ilmoitetaan kuukausittain.\n",
    }
    index_folder(tmp_path / "i.sqlite", write_documents(tmp_path / "documents", rules), encoder)
    question = "own contribution"
    without, with_terms = (
        {
            hit.passage.document: hit
            for hit in Library(Store(tmp_path / "i.sqlite"), encoder, terms=terms).search(question).hits
        }
        for terms in (None, BASE)
    )
    assert with_terms["a.md"].terms == (("own contribution", "omarahoitusosuus"),)
    assert without["a.md"].terms == ()
    # 0.12 for the term in the passage, and 0.14 × 0.75 as one of the two documents, a short one, is about it.
    assert with_terms["a.md"].score - without["a.md"].score == pytest.approx(0.12 + 0.14 * 0.75, abs=1e-4)
    for hit in with_terms.values():
        assert hit.shares is not None
        assert sum(hit.shares) == pytest.approx(hit.score, abs=1e-5)
    assert with_terms["a.md"].shares.terms == pytest.approx(0.12)


def test_sources_are_statutes_or_celex_numbers() -> None:
    sources = {source for concept in BASE.concepts.values() for source in concept.source}
    assert all(source.startswith("320") or len(source.split("/")) == 2 for source in sources)
    ids = list(BASE.concepts)
    assert all(one != other for one, other in pairwise(sorted(ids)))


def test_an_abbreviation_with_an_ending_is_read_as_its_name() -> None:
    terms = TermBase.open()
    assert terms.spelled_out("saako alv:n hankkeeseen", "fi") == "saako arvonlisävero hankkeeseen"
    assert terms.spelled_out("mitä klo:n jälkeen", "fi") == "mitä klo:n jälkeen"
    assert terms.spelled_out("Saako ALV:n hankkeeseen?", "fi") == "Saako ALV:n hankkeeseen?"


@pytest.mark.parametrize(
    ("question", "parted"),
    [
        ("kuka voi hakea steasta", "kuka voi hakea STEA:sta"),
        ("jtfstä, esrää vai leaderin rahaa", "JTF:stä, ESR:ää vai Leader:in rahaa"),
        ("STEAn ja steaan", "STEA:n ja STEA:an"),
        ("interregiako", "Interreg:iako"),
        ("stea, STEA, STEA-avustus ja EURA:sta", "stea, STEA, STEA-avustus ja EURA:sta"),
        ("kelasta ja temaatikosta", "kelasta ja temaatikosta"),  # one in a dictionary, one beginning as a name does
    ],
)
def test_names_are_parted_from_endings_written_on_to_them(question: str, parted: str) -> None:
    assert TermBase.open().parted(question, "fi") == parted
    assert TermBase.open().parted(question, "sv") == question
