"""How much of a question's words a sentence has: parts of compounds, other names, what its document is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import library_of
from conftest import indexed

from assistant.answers import best_candidates
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store


def covered(tmp_path: Path, question: str, encoder: Encoder) -> dict[str, float]:
    """The share of the question's words that each sentence has, by its text; no term base says what words name."""
    documents = {
        "ohje.md": "# Ohje\n\nValitus tehdään kirjallisesti. Siihen on kyllä aikaa. Valitusaika on 30 päivää.\n",
        "muu.md": "# Muuta\n\nAikaa kuluu. Aika rientää. Aikaa on.\n\nPäätöksessä on aikaa.\n",
    }
    _, candidates = best_candidates(Library(Store(indexed(tmp_path, documents, encoder)), encoder), question)
    return {candidate.text: candidate.covered for candidate in candidates}


def test_a_part_of_a_compound_is_little_of_it(tmp_path: Path, encoder: Encoder) -> None:
    shares = covered(tmp_path, "Kuinka pitkä valitusaika on?", encoder)
    assert shares["Valitusaika on 30 päivää."] == 1
    assert 0 < shares["Siihen on kyllä aikaa."] < shares["Valitus tehdään kirjallisesti."] < 1


def test_what_asks_for_a_meaning_is_not_missed_where_it_is_told(tmp_path: Path, encoder: Encoder) -> None:
    shares = covered(tmp_path, "Mitä valitusaika tarkoittaa?", encoder)
    assert shares["Valitusaika on 30 päivää."] == 1


def test_a_term_of_several_words_stands_in_one_text(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "visit.md": "---\nlanguage: en\n---\n# A visit to people at work\n\n"
        "The time is nine in the morning and everybody is there. The time is noon and the work itself is shown.\n",
        "hours.md": "---\nlanguage: en\n---\n# Salaries of a project\n\n"
        "The working time is recorded by everybody in the project.\n",
        "tunnit.md": "# Palkat\n\nTyöaikaa seurataan kaikilta, ja tunnit kirjataan joka päivä.\n",
    }
    _, candidates = best_candidates(library_of(tmp_path, documents, encoder), "Pitääkö työaikaa seurata?")
    shares = {candidate.text: candidate.covered for candidate in candidates}
    assert shares["The time is nine in the morning and everybody is there."] == 0
    assert shares["The time is noon and the work itself is shown."] == 0
    assert shares["The working time is recorded by everybody in the project."] > 0.4


def test_words_that_only_ask_are_not_looked_for(tmp_path: Path, encoder: Encoder) -> None:
    assert covered(tmp_path, "Voinko saada valitusajan?", encoder)["Valitusaika on 30 päivää."] == 1


def test_a_country_that_is_named_is_what_a_document_is_about(tmp_path: Path, encoder: Encoder) -> None:
    text = "Hakija voi olla järjestö. Hakemus tehdään verkossa.\n"
    documents = {
        "suomi.md": f"---\ncountry: FI\n---\n# Ohje\n\n{text}",
        "unioni.md": f"---\ncountry: EU\n---\n# Opas\n\n{text}",
    }
    library = library_of(tmp_path, documents, encoder)
    _, candidates = best_candidates(library, "Wer kann in Finnland Mittel beantragen?")
    shares = {candidate.hit.document.id: candidate.covered for candidate in candidates}
    assert shares["suomi.md"] == pytest.approx(1 / 3)  # Finnland, not Mittel nor beantragen
    assert shares["unioni.md"] == 0


def test_a_country_without_documents_is_answered_only_where_it_is_named(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "suomi.md": "---\ncountry: FI\n---\n# Luvut\n\nYhteiskunnallisia yrityksiä on noin 1 700.\n",
        "kartta.md": "# Kartta\n\nSerbiassa yhteiskunnallisia yrityksiä on 400.\n",
    }
    library = library_of(tmp_path, documents, encoder)
    _, candidates = best_candidates(library, "Montako yhteiskunnallista yritystä on Serbiassa?")
    assert {candidate.hit.document.id for candidate in candidates} == {"kartta.md"}
    _, candidates = best_candidates(library, "Montako yhteiskunnallista yritystä on Albaniassa?")
    assert candidates == []


def test_a_part_of_a_compound_that_names_a_concept_is_not_the_whole_word(tmp_path: Path, encoder: Encoder) -> None:
    guide = "# Verot\n\nArvonlisävero ei ole tukikelpoinen kulu. Perintövero on oma asiansa.\n\n# Muuta\n\nMuuta.\n"
    _, candidates = best_candidates(library_of(tmp_path, {"verot.md": guide}, encoder), "Paljonko perintövero on?")
    covered = {candidate.text: candidate.covered for candidate in candidates}
    assert covered["Perintövero on oma asiansa."] == 1
    assert covered["Arvonlisävero ei ole tukikelpoinen kulu."] < 0.5


def test_what_an_abbreviation_begins_is_named_as_a_whole(tmp_path: Path, encoder: Encoder) -> None:
    guide = "# Siirtymä\n\nOikeudenmukaisen siirtymän rahasto tukee uusia elinkeinoja.\n\n# Muuta\n\nMuuta.\n"
    _, candidates = best_candidates(library_of(tmp_path, {"jtf.md": guide}, encoder), "JTF-rahoitus?")
    assert max(candidate.covered for candidate in candidates) == 1


def test_a_word_of_a_name_is_no_name(tmp_path: Path, encoder: Encoder) -> None:
    rule = "# {}\n\nOmarahoitusta pitää olla 20 prosenttia.\n"
    titles = ["Omarahoitus", "Omarahoitus ja laskut", "Omarahoitus ja kuka maksaa laskut"]  # not "maksaa itse"
    documents = {f"{number}.md": rule.format(title) for number, title in enumerate(titles)}
    _, candidates = best_candidates(library_of(tmp_path, documents, encoder), "Paljonko omarahoitusta pitää olla?")
    unasked = {candidate.hit.document.title: candidate.unasked for candidate in candidates}
    assert unasked[titles[0]] == 0 < unasked[titles[1]] < unasked[titles[2]]
