"""Which sentence answers best: the thing named and what is asked of it, rules before exceptions, what holds now."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import first, library_of

from assistant.answering import weighing
from assistant.answers import ask, best_candidates
from index.encoder import Encoder


def test_what_decides_names_the_thing_and_what_is_asked_of_it(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "# Tukikelpoiset palkkakustannukset\n\nPalkkakustannus on hankkeen palkka.\n\n"
        "Tukikelpoisia ovat tarpeelliset ja kohtuulliset:\n\n"
        "- palkkakustannukset\n- matkakustannukset\n- ostopalvelut\n"
    )
    question = "Ovatko palkkakustannukset tukikelpoisia?"
    _, said = first(tmp_path, {"a.md": text}, question, encoder)
    assert said.startswith("Tukikelpoisia ovat tarpeelliset ja kohtuulliset:\n\n• palkkakustannukset\n")
    monkeypatch.setattr(weighing, "SAID", 0.0)
    monkeypatch.setitem(weighing.FORM, "yes_no", 0.0)  # it has the form of a rule, too
    assert first(tmp_path, {"a.md": text}, question, encoder)[1] == "Palkkakustannus on hankkeen palkka."


def test_days_are_answered_in_days(tmp_path: Path, encoder: Encoder) -> None:
    text = "# Työtoiminta\n\nTyötoiminta kestää neljä tuntia päivässä. Työtoiminta kestää viisi päivää viikossa.\n"
    _, said = first(tmp_path, {"a.md": text}, "Kuinka monta päivää työtoiminta kestää?", encoder)
    assert said == "Työtoiminta kestää viisi päivää viikossa."


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            "Hur snabbt betalas stödet ut?",
            "# Utbetalning av stödet\n\nStödet betalas ut i efterhand, och hur snabbt det betalas ut beror på ansökan. "
            "Myndigheten har 80 dagar på sig att betala stödet.\n",
            "Myndigheten har 80 dagar på sig att betala stödet.",
        ),
        (
            "How big must the poster be?",
            "# Posters and plaques\n\n| What | When |\n|---|---|\n"
            "| a plaque | total cost above 100,000 euros |\n| an event | total cost above 10,000,000 euros |\n"
            "| a website | 1 page at least |\n| a poster of at least A3 size | always |\n",
            "What: a poster of at least A3 size | When: always",
        ),
        (
            "Mitä kuluja ei hyväksytä hankkeessa?",
            "# Hankkeen kulut\n\n## Kulut\n\nHankkeessa hyväksytään kuluja, jotka ovat tarpeellisia kuluja.\n\n"
            "## Korot ja sakot\n\nKorkoja ja sakkoja ei korvata.\n",
            "Korkoja ja sakkoja ei korvata.",
        ),
    ],
)
def test_what_lacks_what_is_asked_for_stands_back(
    tmp_path: Path, encoder: Encoder, question: str, text: str, said: str
) -> None:
    assert first(tmp_path, {"a.md": text}, question, encoder)[1] == said


def test_the_case_that_is_named_is_the_one_that_answers(tmp_path: Path, encoder: Encoder) -> None:
    judged = "# Målet {}\n\nEU-domstolen svarade i målet den 6 oktober {}.\n"
    documents = {f"{year}.md": judged.format(case, year) for case, year in (("C-598/19", 2021), ("C-113/13", 2014))}
    document, _ = first(tmp_path, documents, "När svarade EU-domstolen i målet C-113/13?", encoder)
    assert document == "2014.md"


@pytest.mark.parametrize(("question", "document"), [("", "uusi.md"), (" vuonna 2020", "vanha.md")])
def test_a_document_that_is_no_longer_valid_stands_back(
    tmp_path: Path, question: str, document: str, encoder: Encoder
) -> None:
    rule = "# {0}\n\n{1} Hakemuksen liitteet lähetetään sähköpostilla.\n"
    documents = {
        "vanha.md": "---\ntitle: Ohje 2020\npublished: 2020-01-01\nvalid_until: 2022-12-31\n---\n"
        + rule.format("Ohje 2020", "De minimis -asetus on voimassa vuoden 2023 loppuun."),
        "uusi.md": "---\ntitle: Ohje 2024\npublished: 2024-01-01\n---\n"
        + rule.format("Ohje 2024", "Nyt de minimis -asetus on voimassa vuoden 2030 loppuun asti."),
    }
    asked = f"Mihin asti de minimis -asetus on voimassa{question}?"
    assert first(tmp_path, documents, asked, encoder)[0] == document


DE_MINIMIS = (
    "# De minimis -tuki\n\n## Tuen katto\n\n"
    "- Aiempi katto oli 200 000 euroa kolmen vuoden aikana.\n"
    "- Katto on 300 000 euroa kolmen vuoden aikana.\n"
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Mikä on de minimis -tuen katto?", "• Katto on 300 000 euroa kolmen vuoden aikana."),
        ("Mikä oli aiempi de minimis -tuen katto?", "• Aiempi katto oli 200 000 euroa kolmen vuoden aikana."),
    ],
)
def test_what_held_earlier_is_said_to_who_asks_for_it(
    tmp_path: Path, question: str, said: str, encoder: Encoder
) -> None:
    assert first(tmp_path, {"a.md": DE_MINIMIS}, question, encoder)[1] == said


YEARS = (
    "# Energiaosuuskunta\n\n## Tulokset\n\n- Vuonna 2013 osuuskunnassa oli 43 000 jäsentä.\n"
    "- Vuonna 2024 osuuskunnassa oli 70 000 jäsentä.\n- Tavoite vuodelle 2090 on 90 000 jäsentä.\n"
)


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Montako jäsentä osuuskunnassa on?", "2024"),
        ("Montako jäsentä osuuskunnassa oli 2013?", "2013"),
    ],
)
def test_of_figures_of_several_years_the_newest_is_told(
    tmp_path: Path, encoder: Encoder, question: str, year: str
) -> None:
    assert year in ask(library_of(tmp_path, {"osuuskunta.md": YEARS}, encoder), question).sentences[0].text


def test_the_line_that_names_the_official_text_answers_nothing(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# EU-rahoituksen juliste\n\n"
        "Tämä on tiivistelmä. Virallinen teksti: asetus (EU) 2021/1060, juliste 50 artikla.\n\n"
        "Juliste on vähintään A3-kokoinen.\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Minkä kokoinen EU-rahoituksen juliste on?", encoder)
    assert said == "Juliste on vähintään A3-kokoinen."


def test_the_source_that_is_asked_for_is_the_line_that_names_it(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Takaisinperintä\n\nTämä on tiivistelmä. Virallinen teksti: laki 757/2021, 31 §.\n\n"
        "Takaisinperinnästä päättää viranomainen, ja korko on kuusi prosenttia.\n"
    )
    asked = "Missä laissa säädetään takaisinperinnästä?"
    assert first(tmp_path, {"a.md": text}, asked, encoder)[1] == "Virallinen teksti: laki 757/2021, 31 §."


def test_the_rule_is_said_before_where_its_details_stand(tmp_path: Path, encoder: Encoder) -> None:
    guide = (
        "# Ennakko\n\nTarkemmat säännökset siitä, milloin tuen voi saada ennakkona, annetaan asetuksella.\n\n"
        "Ennakko maksetaan tuesta hankkeen alussa.\n"
    )
    books = library_of(tmp_path, {"ennakko.md": guide}, encoder)
    assert ask(books, "Voiko tuen saada ennakkona?").sentences[0].text == "Ennakko maksetaan tuesta hankkeen alussa."
    asked = "Missä asetuksessa säädetään siitä, milloin tuen voi saada ennakkona?"
    assert best_candidates(books, asked)[1][0].text.startswith("Tarkemmat säännökset")


def test_under_a_heading_that_names_what_is_asked_the_rule_comes_before_its_exception(
    tmp_path: Path, encoder: Encoder
) -> None:
    text = (
        "# Kehittämisraha\n\n## Tukitaso\n\nHankkeissa raha on enintään 80 prosenttia, ellei siitä poiketa. "
        "Investoinneissa raha on enintään 70 prosenttia.\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Mikä on kehittämisrahan tukitaso?", encoder)
    assert said == "Hankkeissa raha on enintään 80 prosenttia, ellei siitä poiketa."


def test_the_head_of_a_table_answers_nothing(tmp_path: Path, encoder: Encoder) -> None:
    text = "Talkootyö\n\nLähde | Kelpaako talkootyö\nESR+ | ei kelpaa\nLeader | kelpaa\n"
    _, said = first(tmp_path, {"a.txt": text}, "Kelpaako talkootyö?", encoder)
    assert said.startswith("ESR+ | ei kelpaa")


def test_what_a_thing_is_is_not_told_by_an_item_of_a_list(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Sosiaalinen yritys\n\nSosiaalinen yritys on yritys, joka työllistää vajaakuntoisia. Yritys:\n\n"
        "- on sosiaalinen yritys rekisterissä\n- maksaa palkan\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Mikä on sosiaalinen yritys?", encoder)
    assert said.startswith("Sosiaalinen yritys on yritys, joka työllistää vajaakuntoisia.")


def test_the_sentence_that_defines_comes_before_one_that_only_names(tmp_path: Path, encoder: Encoder) -> None:
    guide = (
        "# De minimis\n\nPidä de minimis -tuki erillään muista tuista. Tarkoittaa de minimis -tuki mitä tahansa, "
        "ilmoita se.\n\nDe minimis -tuki on pientä julkista rahaa yritykselle.\n"
    )
    answer = ask(library_of(tmp_path, {"de-minimis.md": guide}, encoder), "Mitä tarkoittaa de minimis -tuki?")
    assert answer.sentences[0].text == "De minimis -tuki on pientä julkista rahaa yritykselle."


def test_who_can_apply_is_told_before_who_cannot(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Kehittämisraha\n\n## Kuka voi hakea\n\nYksityishenkilö ei voi hakea kehittämisrahaa. "
        "Hakija voi olla yhdistys, kunta tai yritys.\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Kuka voi hakea kehittämisrahaa?", encoder)
    assert said == "Hakija voi olla yhdistys, kunta tai yritys."


def test_who_can_apply_is_told_before_what_for(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Leader-rahoitus\n\n## Kuka voi hakea Leader-rahoitusta\n\n"
        "Leader-rahoitus on paikallista kehittämistä varten. Hakija voi olla yhdistys, säätiö tai kunta.\n"
    )
    answer = ask(library_of(tmp_path, {"leader.md": text}, encoder), "kuka saa hakea leader rahaa")
    assert answer.sentences[0].text == "Hakija voi olla yhdistys, säätiö tai kunta."


GRID = (
    "# Saaren sähköverkko\n\n## Kuka\n\n- Verkon omistaa saaren säätiön yhtiö.\n- Verkkoa hoitaa kuusi saarelaista.\n\n"
    "## Resurssit\n\n- Verkon maksoivat aluekehitysrahasto ja lottorahasto.\n- Korjauksiin kuluu työtä.\n"
)


def test_who_paid_is_not_who_owns(tmp_path: Path, encoder: Encoder) -> None:
    books = library_of(tmp_path, {"verkko.md": GRID}, encoder)
    assert "maksoivat" in ask(books, "Kuka rahoitti saaren sähköverkon?").sentences[0].text
    assert "omistaa" in ask(books, "Kuka omistaa saaren sähköverkon?").sentences[0].text


def test_a_guide_of_something_else_stands_behind_the_plain_one(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "plain.md": "# De minimis aid\n\nThe ceiling is 300,000 euros over three years for one undertaking.\n",
        "special.md": "# De minimis aid for services of general interest\n\nThe ceiling is 40,000 euros.\n",
    }
    books = library_of(tmp_path, documents, encoder)
    for question, document in (
        ("What is the de minimis ceiling?", "plain.md"),
        ("What is the de minimis ceiling for services of general interest?", "special.md"),
    ):
        assert ask(books, question).sentences[0].document.id == document


def test_the_right_place_without_the_thing_asked_for_is_no_answer(tmp_path: Path, encoder: Encoder) -> None:
    documents = {f"town{n}.md": f"# Town {n}\n\nThe beds of hotels in town {n} were counted.\n" for n in range(6)}
    documents["nova.md"] = "# Humana Nova\n\n## Humana Nova, a social cooperative\n\nThe cooperative has 16 workers.\n"
    books = library_of(tmp_path, documents, encoder)
    assert ask(books, "How many beds does Humana Nova own?").declined
    assert ask(books, "How many workers does Humana Nova have?").sentences[0].text == "The cooperative has 16 workers."


def test_what_can_be_read_by_itself_comes_first(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# Palkka\n\nTukikelpoisissa kuluissa palkkaa sitä ei ole. Palkka on tukikelpoinen kulu.\n"
    library = library_of(tmp_path, {"a.md": text}, encoder)

    def scores() -> dict[str, float]:
        return {one.text: one.score for one in best_candidates(library, "Onko palkka tukikelpoinen kulu?")[1]}

    held_back = scores()
    monkeypatch.setattr(weighing, "REFERRING", 0)
    lost = {sentence: score - held_back[sentence] for sentence, score in scores().items()}
    assert lost["Tukikelpoisissa kuluissa palkkaa sitä ei ole."] == pytest.approx(0.12)
    assert lost["Palkka on tukikelpoinen kulu."] == 0


def test_what_only_repeats_the_question_says_nothing(tmp_path: Path, encoder: Encoder) -> None:
    repeats = "Pesulaosuuskunnat toimivat koko Italiassa."
    tells = "Pesulaosuuskunnat työllistävät jäseninään vammaisia ihmisiä, ja kunnat tilaavat niiltä pyykin."
    documents = {"a.md": f"# Pesulaosuuskunnat Italiassa\n\n{repeats}\n\n{tells}\n"}
    _, candidates = best_candidates(library_of(tmp_path, documents, encoder), "Miten pesulaosuuskunnat toimivat?")
    assert {candidate.text: candidate.bare for candidate in candidates} == {repeats: True, tells: False}


def test_a_short_line_is_quoted_with_all_the_items_that_it_leads_to(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Osuuskunnat\n\nTyyppejä on kaksi:\n\n- A-tyyppi tuottaa sosiaalipalveluja kunnille.\n"
        "- B-tyyppi työllistää heikossa asemassa olevia ihmisiä.\n"
    )
    _, candidates = best_candidates(library_of(tmp_path, {"a.md": text}, encoder), "Mitä tyyppejä osuuskunnista on?")
    assert candidates[0].text == (
        "Tyyppejä on kaksi:\n\n• A-tyyppi tuottaa sosiaalipalveluja kunnille.\n"
        "• B-tyyppi työllistää heikossa asemassa olevia ihmisiä."
    )


def test_what_is_told_of_a_region_stands_back_where_none_or_another_is_named(tmp_path: Path, encoder: Encoder) -> None:
    rule, island = "Tukea voivat hakea yhdistykset ja kunnat.", "Ahvenanmaalla tukea voivat hakea järjestöt."
    documents = {"funding/a.md": f"# Tuki\n\n## Kuka voi hakea\n\n{rule} {island}\n"}
    books = library_of(tmp_path, documents, encoder)
    for question, regional in (
        ("Kuka voi hakea tukea?", True), ("Kuka voi hakea tukea Ahvenanmaalla?", False),
        ("Kuka voi hakea tukea Lapissa?", True),
    ):  # fmt: skip
        _, candidates = best_candidates(books, question)
        assert {candidate.text: candidate.regional for candidate in candidates} == {rule: False, island: regional}
    listed = "Tukea saa Lapissa, Kainuussa ja Satakunnassa."
    books = library_of(tmp_path / "b", {"funding/b.md": f"# Tuki\n\n{listed}\n"}, encoder)
    assert not best_candidates(books, "Missä maakunnissa tukea saa?")[1][0].regional
