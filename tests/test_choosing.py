"""Which sentences are quoted, and what with them: a list with its line, a rule once, a version in one language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from asking import first, library_of

from assistant.answering.candidates import repeats
from assistant.answering.choosing import MARGIN, choose
from assistant.answers import ask, best_candidates
from index.encoder import Encoder

ELIGIBLE = """# Kulut

Hankkeessa hyväksytään tarpeellisiin

- palkkoihin ja niiden sivukuluihin
- matkoihin
- ostopalveluihin hankkeen aikana.

Hakemuksen liitteet toimitetaan verkkopalvelussa.
"""
QUESTIONS = """# Kulut

Kulu hyväksytään, kun vastaus kaikkiin on kyllä:

1. Onko se tarpeen tälle hankkeelle?
2. Onko se syntynyt hankkeen aikana?
"""


def test_a_list_is_quoted_with_the_line_that_it_ends_and_without_what_follows(tmp_path: Path, encoder: Encoder) -> None:
    _, said = first(tmp_path, {"a.md": ELIGIBLE}, "Mitkä kulut hankkeessa hyväksytään?", encoder)
    assert said.startswith("Hankkeessa hyväksytään tarpeellisiin\n")
    assert said.endswith("ostopalveluihin hankkeen aikana.")


def test_a_list_of_questions_answers_with_the_line_that_leads_to_it(tmp_path: Path, encoder: Encoder) -> None:
    _, candidates = best_candidates(library_of(tmp_path, {"a.md": QUESTIONS}, encoder), "Milloin kulu hyväksytään?")
    said = candidates[0]
    assert said.text.startswith("Kulu hyväksytään, kun")
    assert said.text.endswith("Onko se syntynyt hankkeen aikana?")
    assert [candidate.finished for candidate in candidates] == [candidate is said for candidate in candidates]


def test_a_list_that_ends_the_sentence_above_it_is_quoted_with_it(tmp_path: Path, encoder: Encoder) -> None:
    act = (
        "---\nlanguage: sv\n---\n# Lag om stöd\n\nUtbetalningen av stödet kan avbrytas, om stödtagaren\n\n"
        "1) har lämnat felaktiga uppgifter,\n2) inte längre driver verksamheten.\n"
    )
    answer = ask(library_of(tmp_path, {"lag.md": act}, encoder), "När kan utbetalningen av stödet avbrytas?")
    assert " ".join(answer.sentences[0].text.split()) == (
        "Utbetalningen av stödet kan avbrytas, om stödtagaren "
        "1) har lämnat felaktiga uppgifter, 2) inte längre driver verksamheten."
    )


def test_an_item_that_goes_on_with_the_line_before_is_quoted_with_it(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Kulut\n\nAsetus luettelee kulut, jotka jäävät aina ulkopuolelle:\n\n1. luontoissuoritukset ja talkootyö\n"
        "2. sakot ja pysäköintivirhemaksut\n3. korvaukset, joita saa muualta.\n"
    )
    answer = ask(library_of(tmp_path, {"a.md": text}, encoder), "Hyväksytäänkö sakot ja pysäköintivirhemaksut?")
    assert [quote.text for quote in answer.sentences] == [text.partition("\n\n")[2].strip()]


def test_items_with_numbers_end_the_sentence_before_them(tmp_path: Path, encoder: Encoder) -> None:
    text = "# Haku\n\nTarkista hakuilmoituksesta\n\n1. hakuaika ja kellonaika\n2. alue, jota haku koskee.\n"
    _, candidates = best_candidates(library_of(tmp_path, {"a.md": text}, encoder), "Mistä hakuajan voi tarkistaa?")
    assert candidates[0].text == text.partition("\n\n")[2].strip()


def test_a_line_is_quoted_with_the_rows_that_it_leads_to_and_with_nothing_after_them(
    tmp_path: Path, encoder: Encoder
) -> None:
    text = (
        "# Tukitaso\n\nAsetus antaa tuelle ylärajat:\n\n| Hanke | Tuki enintään |\n|---|---|\n"
        "| kehittämishanke | 80 prosenttia |\n| investointi | 70 prosenttia |\n\n"
        "Hakuilmoituksessa tukitaso voi olla matalampi kuin asetuksessa.\n"
    )
    stored = library_of(tmp_path, {"a.md": text}, encoder)
    _, candidates = best_candidates(stored, "Mitä ylärajoja asetus antaa tuelle?")
    assert candidates[0].text == (
        "Asetus antaa tuelle ylärajat:\n\nHanke: kehittämishanke | Tuki enintään: 80 prosenttia\n"
        "Hanke: investointi | Tuki enintään: 70 prosenttia"
    )


def test_a_quote_without_its_bullet_stands_at_its_offsets(tmp_path: Path, encoder: Encoder) -> None:
    text = "# De minimis -tuki\n\n- Katto on 300 000 euroa kolmen vuoden aikana.\n- Tukea voi hakea ympäri vuoden.\n"
    stored = library_of(tmp_path, {"a.md": text}, encoder)
    quote = ask(stored, "Mikä on de minimis -tuen katto?").sentences[0]
    assert quote.text == "Katto on 300 000 euroa kolmen vuoden aikana."
    assert stored.document("a.md").text[quote.start : quote.end] == quote.text


def test_figures_of_a_provision_are_quoted_once(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "kulut.md": "# Omarahoitus\n\nHankkeen tuki on enintään 80 prosenttia, joten vähintään 20 prosenttia tulee "
        "muualta (867/2021 4 § 1 momentti): kunnalta tai säätiöltä.\n",
        "taso.md": "# Omarahoitus ja tuki\n\n| Hanke | Tuki enintään | Säännös |\n|---|---|---|\n"
        "| kehittämishanke | 80 prosenttia | 867/2021 4 § 1 momentti |\n"
        "| investointi | 70 prosenttia | 867/2021 4 § 2 momentti |\n",
    }
    _, candidates = best_candidates(library_of(tmp_path, documents, encoder), "Paljonko omarahoitusta pitää olla?")
    told, development, investment = (
        next(candidate for candidate in candidates if words in candidate.text)
        for words in ("vähintään 20 prosenttia", "kehittämishanke |", "investointi |")
    )
    assert repeats(development, told)
    assert not repeats(investment, told) and not repeats(told, development)


@pytest.mark.parametrize(("name", "declared"), [("ceiling-en.md", "translates: taket-sv.md"), ("taket-en.md", "")])
def test_a_quote_is_taken_from_the_version_in_the_askers_language(
    tmp_path: Path, encoder: Encoder, name: str, declared: str
) -> None:
    documents = {
        "taket-sv.md": "---\nlanguage: sv\n---\n# De minimis-stöd\n\n"
        "Taket är 300 000 euro under tre år (artikel 3.2).\n",
        name: f"---\nlanguage: en\n{declared}\n---\n# De minimis aid\n\n"
        "The ceiling is 300,000 euros over three years (Article 3(2)).\n",
    }
    _, candidates = best_candidates(library_of(tmp_path, documents, encoder), "Vad är taket för de minimis-stöd?")
    english = [candidate for candidate in candidates if candidate.hit.passage.language == "en"]
    others = [candidate for candidate in candidates if candidate not in english]
    chosen, _ = choose([*english, *others], "amount", "sv", most=4)
    assert [candidate.text for candidate in chosen] == ["Taket är 300 000 euro under tre år (artikel 3.2)."]


SWEDISH = "Förskottet är högst 30 procent av stödet (867/2021 14 §)."


@pytest.mark.parametrize(
    ("cited", "cosine", "same"),
    [
        (" (Decree 867/2021, section 14)", 0.65, True),
        (" (Decree 867/2021, section 14)", 0.55, False),
        ("", 0.65, False),  # perhaps 30 per cent of something else
        ("", 0.8, True),
        (" (Decree 99/2001, section 14)", 0.8, False),
    ],
)
def test_another_document_with_the_same_figures_is_quoted_in_the_askers_language(
    tmp_path: Path, encoder: Encoder, cited: str, cosine: float, same: bool
) -> None:
    english = f"An advance is at most 30 per cent of the support{cited}."
    documents = {
        "forskott.md": f"---\nlanguage: sv\n---\n# Utbetalning\n\n{SWEDISH}\n",
        "cash.md": f"---\nlanguage: en\n---\n# Cash flow of a project\n\n{english}\n",
    }
    _, candidates = best_candidates(library_of(tmp_path, documents, encoder), "Is there an advance payment?")
    found = {candidate.hit.passage.language: candidate for candidate in candidates}
    one, other = np.eye(2, len(found["sv"].vector), dtype=np.float32)
    swedish = replace(found["sv"], vector=one)
    translation = replace(found["en"], vector=cosine * one + (1 - cosine**2) ** 0.5 * other)
    chosen, _ = choose([swedish, translation], "yes_no", "en", most=1)
    assert [candidate.text for candidate in chosen] == [english if same else SWEDISH]


def test_a_version_in_another_language_adds_nothing_to_what_is_quoted(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "fi.md": "# De minimis -tuki\n\nDe minimis -tuki on enintään 300 000 euroa yritykselle kolmessa vuodessa.\n",
        "en.md": "---\ntranslates: fi.md\n---\n# De minimis aid\n\nDe minimis aid is at most 0.3 million euros.\n",
    }
    books = library_of(tmp_path, documents, encoder)
    answer = ask(books, "Paljonko de minimis -tuki on?")
    assert [quote.document.id for quote in answer.sentences] == ["fi.md"]
    first, second = best_candidates(books, "Paljonko de minimis -tuki on?")[1]
    assert second.score > first.score - MARGIN and not repeats(second, first)


def test_a_version_of_what_is_quoted_is_not_quoted_beside_it(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "tuki.md": "---\nlanguage: fi\n---\n# De minimis -tuki\n\nDe minimis -tuki on pientä tukea yritykselle.\n",
        "aid.md": "---\nlanguage: en\ntranslates: tuki.md\n---\n# De minimis aid\n\n"
        "De minimis aid is a small amount of public support to an undertaking.\n",
    }
    answer = ask(library_of(tmp_path, documents, encoder), "Mitä tarkoittaa de minimis -tuki?")
    assert [quote.document.id for quote in answer.sentences] == ["tuki.md"]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Wie lange müssen die Projektunterlagen aufbewahrt werden?", "en.md"),
        ("Kui kaua tuleb projekti dokumente säilitada?", "en.md"),
        ("Hur länge ska projektets handlingar bevaras?", "sv.md"),
        ("Kuinka kauan hankkeen asiakirjoja säilytetään?", "fi.md"),
    ],
)
def test_who_asks_in_a_language_of_no_version_reads_the_english_one(
    tmp_path: Path, question: str, read: str, encoder: Encoder
) -> None:
    head = "---\nlanguage: {}\ntranslates: {}\n---\n# {}\n\n"
    documents = {
        "fi.md": "# Asiakirjat\n\nHankkeen asiakirjoja säilytetään viisi vuotta tuen viimeisestä maksusta.\n",
        "sv.md": head.format("sv", "fi.md", "Handlingar")
        + "Projektets handlingar ska bevaras i fem år från den sista utbetalningen av stödet.\n",
        "en.md": head.format("en", "fi.md", "Documents")
        + "The documents of the project are kept for five years from the last payment of the support.\n",
    }
    answer = ask(library_of(tmp_path, documents, encoder), question)
    assert [quote.document.id for quote in answer.sentences] == [read]
    assert answer.hits[0].document.id == read
