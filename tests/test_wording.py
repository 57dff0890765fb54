"""What the wording of a sentence tells: that it says nothing by itself, or only where something stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import library_of

from assistant.answering.wording import (
    points_elsewhere,
    refers_back,
    sections_asked,
    sections_under,
    tells_of_before,
    unfinished,
)
from assistant.answers import best_candidates
from corpus.sentences import after_bullet, needs_lead
from index.encoder import Encoder


@pytest.mark.parametrize(
    ("sentence", "back"),
    [
        ("Suomen palkkamalleissa sitä ei ole (866/2021 5 § 4 momentti).", True),
        ("Ne korvataan prosenttina.", True),
        ("Niiden liikevaihto oli lähes 5,8 miljardia euroa.", True),
        ("They are paid afterwards.", True),
        ("It is not for investment projects.", True),
        ("Poikkeus on tilintarkastus, jonka voi maksaa myöhemminkin.", True),
        ("Undantaget är revision.", True),
        ("The only exception is the audit.", True),
        ("Exceptional costs are agreed on first.", False),
        ("It is possible to apply twice.", False),
        ("Se, joka hakee tukea, vastaa kuluista.", False),
        ("Voittoa ei jaeta, vaan siitä tehdään rahasto.", False),
        ("Hakija kertoo siitä, miten hanke etenee.", False),
        ("Palkka ei saa olla suurempi kuin se, mitä tuen saaja yleensä maksaa.", False),
        ("Lisää siis nämä omaan luetteloosi.", True),
        ("Hyväksymme nämä kulut: palkat ja matkat.", False),
        ("Kerro siitä, milloin hanke alkaa ja onko siitä, kuka maksaa, sovittu.", False),
    ],
)
def test_a_sentence_that_needs_the_one_before_it(sentence: str, back: bool) -> None:
    assert refers_back(sentence) is back


def test_notices_and_addresses_stay_unfinished_with_their_list(tmp_path: Path, encoder: Encoder) -> None:
    text = "# Ohje\n\nViralliset tekstit:\n\n- laki 757/2021\n- asetus 866/2021\n\nTekstit ovat Finlexissä.\n"
    _, candidates = best_candidates(library_of(tmp_path, {"a.md": text}, encoder), "tekstit?")
    finished = {candidate.text.split("\n")[0]: candidate.finished for candidate in candidates}
    assert finished["Viralliset tekstit:"] is False
    assert finished["Tekstit ovat Finlexissä."] is True


def test_a_line_whose_items_are_not_there_says_nothing() -> None:
    text = "Utbetalningen av stödet kan avbrytas, om stödtagaren\n1) har lämnat felaktiga uppgifter,\n2) lägger ned."
    assert unfinished(text, 0, text.index("\n"), "definition")
    assert not unfinished(text, 0, len(text), "definition")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Hakulomake: https://www.oph.fi/lomake", False),
        ("Lisätietoja saa osoitteesta www.oph.fi/avustukset", False),
        ("Sähköinen hakulomake on haun aikana kaikkien hakijoiden käytettävissä osoitteessa www.oph.fi/lomake.", True),
    ],
)
def test_a_sentence_with_an_address_says_something_where_it_has_words_of_its_own(line: str, says: bool) -> None:
    text = f"Ohje alkaa.\n\n{line}\n\nSe päättyy."
    start = text.index(line)
    assert unfinished(text, start, start + len(line), "how") is not says


@pytest.mark.parametrize(
    ("text", "needs"), [("2. Alue", False), ("hakuaika", False), ("• hakuaika", True), ("b) hakuaika", True)]
)
def test_an_item_in_small_letters_needs_the_line_before_the_list(text: str, needs: bool) -> None:
    assert needs_lead(text) is needs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("• Katto on 300 000 euroa.", "Katto on 300 000 euroa."),
        ("| Hakija: kunta | Summa: 5 €", "Hakija: kunta | Summa: 5 €"),
        ("• Palkat\n• Matkat", "• Palkat\n• Matkat"),
        ("• sakot", "• sakot"),
        ("2. Omarahoitus on 20 %.", "2. Omarahoitus on 20 %."),
        ("-20 % on liikaa.", "-20 % on liikaa."),
    ],
)
def test_the_bullet_of_an_item_that_reads_by_itself_is_not_quoted(text: str, words: str) -> None:
    assert text[after_bullet(text) :] == words


@pytest.mark.parametrize(
    ("sentence", "elsewhere"),
    [
        ("Tarkemmat säännökset ennakon määrästä annetaan valtioneuvoston asetuksella.", True),
        ("På kostnaderna tillämpas det som föreskrivs i förordningen.", True),
        ("Further rules are laid down in the delegated act.", True),
        ("Ennakko on enintään 30 prosenttia (867/2021 14 §).", False),
    ],
)
def test_a_sentence_that_only_says_where_the_rules_stand(sentence: str, *, elsewhere: bool) -> None:
    assert points_elsewhere(sentence) is elsewhere


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("What difficulties has the land trust met?", {"difficulties"}),
        ("Mitä resursseja malli vaatii?", {"resources"}),
        ("Vilka resultat gav modellen?", {"evidence"}),
        ("Who is the cooperative in Brussels for?", {"for_whom"}),
        ("Who is it for: the social impact bond in Peterborough?", {"for_whom"}),
        ("Kenelle CAP-marketit on tarkoitettu?", {"for_whom"}),
        ("Wat zijn de moeilijkheden van Envie?", {"difficulties"}),
        ("¿Qué dificultades tiene la cooperativa?", {"difficulties"}),
        ("Jakie są trudności spółdzielni?", {"difficulties"}),
        ("Kes võib Soomes taotleda toetust?", {"applicants"}),
        ("Wie hoch ist der Eigenanteil?", {"support_rate"}),
        ("What is the own contribution?", {"support_rate"}),
        ("Miten osuuskunta toimii?", set()),
        ("miten uusix rahoitetaan", {"resources"}),
        ("Hur finansieras Coompanion?", {"resources"}),
        ("How are inclusion companies in Germany funded?", {"resources"}),
        ("Voiko pieni yhdistys hakea ESR+-rahaa?", {"applicants"}),
        ("Voinko hakea yksin?", {"applicants"}),
        ("Voiko osuuskunta olla hakijana?", {"applicants"}),
        ("Kan en liten förening söka stöd?", {"applicants"}),
        ("Miten haemme tukea?", {"how_to_apply"}),
        ("Hur gör man en ansökan?", {"how_to_apply"}),
    ],
)
def test_sections_of_which_a_question_tells(text: str, sections: set[str]) -> None:
    assert sections_asked(text) == sections


def test_a_heading_stands_over_the_section_that_it_is_called_or_tells_of() -> None:
    assert sections_under("Svårigheter") == {"difficulties"}
    assert sections_under("Mitä") == {"what"}
    assert sections_under("Challenges encountered") == {"difficulties"}
    assert sections_under("Kolme ongelmaa, joista kukaan ei puhu mutta jotka ratkaistiin") == set()


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("Tukea voitiin myöntää yritykselle, joka työllisti pitkäaikaistyöttömän.", True),
        ("Stödet kunde inte beviljas för resor.", True),
        ("Aid could be granted to associations.", True),
        ("Tukea voidaan myöntää yritykselle.", False),
        ("Asunnot voitiin rakentaa halvalla.", False),
    ],
)
def test_what_could_be_granted_held_before(sentence: str, *, before: bool) -> None:
    assert tells_of_before(sentence) is before
