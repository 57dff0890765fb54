"""What a sentence gains and loses by its form: definitions, lists without a colon, words of which it has a part."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import indexed

from assistant.answering import weighing
from assistant.answering.candidates import repeats
from assistant.answering.choosing import MARGIN
from assistant.answering.evidence import defined, strength, unit_asked, values
from assistant.answering.questions import Kind, kind_of
from assistant.answering.wording import (
    points_elsewhere,
    refers_back,
    sections_asked,
    sections_under,
    tells_of_before,
    unfinished,
)
from assistant.answers import ask, best_candidates
from assistant.search import Library
from corpus.sentences import after_bullet, needs_lead
from index.encoder import Encoder
from index.store import Store
from index.term_base import TermBase


def library(tmp_path: Path, documents: dict[str, str], encoder: Encoder) -> Library:
    return Library(Store(indexed(tmp_path, documents, encoder)), encoder, terms=TermBase.open())


def test_a_part_of_a_compound_that_names_a_concept_is_not_the_whole_word(tmp_path: Path, encoder: Encoder) -> None:
    guide = "# Verot\n\nArvonlisävero ei ole tukikelpoinen kulu. Perintövero on oma asiansa.\n\n# Muuta\n\nMuuta.\n"
    _, candidates = best_candidates(library(tmp_path, {"verot.md": guide}, encoder), "Paljonko perintövero on?")
    covered = {candidate.text: candidate.covered for candidate in candidates}
    assert covered["Perintövero on oma asiansa."] == 1
    assert covered["Arvonlisävero ei ole tukikelpoinen kulu."] < 0.5


def test_what_an_abbreviation_begins_is_named_as_a_whole(tmp_path: Path, encoder: Encoder) -> None:
    guide = "# Siirtymä\n\nOikeudenmukaisen siirtymän rahasto tukee uusia elinkeinoja.\n\n# Muuta\n\nMuuta.\n"
    _, candidates = best_candidates(library(tmp_path, {"jtf.md": guide}, encoder), "JTF-rahoitus?")
    assert max(candidate.covered for candidate in candidates) == 1


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("Yhteiskunnallinen yritys on yritys, joka ratkoo ongelmaa.", "Yhteiskunnallinen yritys "),
        ("De minimis-stöd är små offentliga stöd till ett företag.", "De minimis-stöd "),
        ("A lump sum means a fixed amount.", "A lump sum "),
        ("Lisää siis nämä omaan luetteloosi.", ""),
        ("Ett socialt företag och ett samhälleligt företag är inte samma sak.", ""),
    ],
)
def test_what_a_sentence_defines_stands_before_its_verb(sentence: str, what: str) -> None:
    assert defined(sentence) == what


def test_the_sentence_that_defines_comes_before_one_that_only_names(tmp_path: Path, encoder: Encoder) -> None:
    guide = (
        "# De minimis\n\nPidä de minimis -tuki erillään muista tuista. Tarkoittaa de minimis -tuki mitä tahansa, "
        "ilmoita se.\n\nDe minimis -tuki on pientä julkista rahaa yritykselle.\n"
    )
    answer = ask(library(tmp_path, {"de-minimis.md": guide}, encoder), "Mitä tarkoittaa de minimis -tuki?")
    assert answer.sentences[0].text == "De minimis -tuki on pientä julkista rahaa yritykselle."


def test_a_list_that_ends_the_sentence_above_it_is_quoted_with_it(tmp_path: Path, encoder: Encoder) -> None:
    act = (
        "---\nlanguage: sv\n---\n# Lag om stöd\n\nUtbetalningen av stödet kan avbrytas, om stödtagaren\n\n"
        "1) har lämnat felaktiga uppgifter,\n2) inte längre driver verksamheten.\n"
    )
    answer = ask(library(tmp_path, {"lag.md": act}, encoder), "När kan utbetalningen av stödet avbrytas?")
    assert " ".join(answer.sentences[0].text.split()) == (
        "Utbetalningen av stödet kan avbrytas, om stödtagaren "
        "1) har lämnat felaktiga uppgifter, 2) inte längre driver verksamheten."
    )


def test_an_item_that_goes_on_with_the_line_before_is_quoted_with_it(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Kulut\n\nAsetus luettelee kulut, jotka jäävät aina ulkopuolelle:\n\n1. luontoissuoritukset ja talkootyö\n"
        "2. sakot ja pysäköintivirhemaksut\n3. korvaukset, joita saa muualta.\n"
    )
    answer = ask(library(tmp_path, {"a.md": text}, encoder), "Hyväksytäänkö sakot ja pysäköintivirhemaksut?")
    assert [quote.text for quote in answer.sentences] == [text.partition("\n\n")[2].strip()]


def test_items_with_numbers_end_the_sentence_before_them(tmp_path: Path, encoder: Encoder) -> None:
    text = "# Haku\n\nTarkista hakuilmoituksesta\n\n1. hakuaika ja kellonaika\n2. alue, jota haku koskee.\n"
    _, candidates = best_candidates(library(tmp_path, {"a.md": text}, encoder), "Mistä hakuajan voi tarkistaa?")
    assert candidates[0].text == text.partition("\n\n")[2].strip()


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


def test_a_line_is_quoted_with_the_rows_that_it_leads_to_and_with_nothing_after_them(
    tmp_path: Path, encoder: Encoder
) -> None:
    text = (
        "# Tukitaso\n\nAsetus antaa tuelle ylärajat:\n\n| Hanke | Tuki enintään |\n|---|---|\n"
        "| kehittämishanke | 80 prosenttia |\n| investointi | 70 prosenttia |\n\n"
        "Hakuilmoituksessa tukitaso voi olla matalampi kuin asetuksessa.\n"
    )
    _, candidates = best_candidates(library(tmp_path, {"a.md": text}, encoder), "Mitä ylärajoja asetus antaa tuelle?")
    assert candidates[0].text == (
        "Asetus antaa tuelle ylärajat:\n\nHanke: kehittämishanke | Tuki enintään: 80 prosenttia\n"
        "Hanke: investointi | Tuki enintään: 70 prosenttia"
    )


def test_what_only_repeats_the_question_says_nothing(tmp_path: Path, encoder: Encoder) -> None:
    repeats = "Pesulaosuuskunnat toimivat koko Italiassa."
    tells = "Pesulaosuuskunnat työllistävät jäseninään vammaisia ihmisiä, ja kunnat tilaavat niiltä pyykin."
    documents = {"a.md": f"# Pesulaosuuskunnat Italiassa\n\n{repeats}\n\n{tells}\n"}
    _, candidates = best_candidates(library(tmp_path, documents, encoder), "Miten pesulaosuuskunnat toimivat?")
    assert {candidate.text: candidate.bare for candidate in candidates} == {repeats: True, tells: False}


def test_a_quote_without_its_bullet_stands_at_its_offsets(tmp_path: Path, encoder: Encoder) -> None:
    text = "# De minimis -tuki\n\n- Katto on 300 000 euroa kolmen vuoden aikana.\n- Tukea voi hakea ympäri vuoden.\n"
    stored = library(tmp_path, {"a.md": text}, encoder)
    quote = ask(stored, "Mikä on de minimis -tuen katto?").sentences[0]
    assert quote.text == "Katto on 300 000 euroa kolmen vuoden aikana."
    assert stored.document("a.md").text[quote.start : quote.end] == quote.text


def test_a_version_in_another_language_adds_nothing_to_what_is_quoted(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "fi.md": "# De minimis -tuki\n\nDe minimis -tuki on enintään 300 000 euroa yritykselle kolmessa vuodessa.\n",
        "en.md": "---\ntranslates: fi.md\n---\n# De minimis aid\n\nDe minimis aid is at most 0.3 million euros.\n",
    }
    books = library(tmp_path, documents, encoder)
    answer = ask(books, "Paljonko de minimis -tuki on?")
    assert [quote.document.id for quote in answer.sentences] == ["fi.md"]
    first, second = best_candidates(books, "Paljonko de minimis -tuki on?")[1]
    assert second.score > first.score - MARGIN and not repeats(second, first)


def test_figures_of_a_provision_are_quoted_once(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "kulut.md": "# Omarahoitus\n\nHankkeen tuki on enintään 80 prosenttia, joten vähintään 20 prosenttia tulee "
        "muualta (867/2021 4 § 1 momentti): kunnalta tai säätiöltä.\n",
        "taso.md": "# Omarahoitus ja tuki\n\n| Hanke | Tuki enintään | Säännös |\n|---|---|---|\n"
        "| kehittämishanke | 80 prosenttia | 867/2021 4 § 1 momentti |\n"
        "| investointi | 70 prosenttia | 867/2021 4 § 2 momentti |\n",
    }
    _, candidates = best_candidates(library(tmp_path, documents, encoder), "Paljonko omarahoitusta pitää olla?")
    told, development, investment = (
        next(candidate for candidate in candidates if words in candidate.text)
        for words in ("vähintään 20 prosenttia", "kehittämishanke |", "investointi |")
    )
    assert repeats(development, told)
    assert not repeats(investment, told) and not repeats(told, development)


def test_a_line_whose_items_are_not_there_says_nothing() -> None:
    text = "Utbetalningen av stödet kan avbrytas, om stödtagaren\n1) har lämnat felaktiga uppgifter,\n2) lägger ned."
    assert unfinished(text, 0, text.index("\n"), "definition")
    assert not unfinished(text, 0, len(text), "definition")


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


def test_the_rule_is_said_before_where_its_details_stand(tmp_path: Path, encoder: Encoder) -> None:
    guide = (
        "# Ennakko\n\nTarkemmat säännökset siitä, milloin tuen voi saada ennakkona, annetaan asetuksella.\n\n"
        "Ennakko maksetaan tuesta hankkeen alussa.\n"
    )
    books = library(tmp_path, {"ennakko.md": guide}, encoder)
    assert ask(books, "Voiko tuen saada ennakkona?").sentences[0].text == "Ennakko maksetaan tuesta hankkeen alussa."
    asked = "Missä asetuksessa säädetään siitä, milloin tuen voi saada ennakkona?"
    assert best_candidates(books, asked)[1][0].text.startswith("Tarkemmat säännökset")


def test_what_these_are_stands_before() -> None:
    assert refers_back("Lisää siis nämä omaan luetteloosi.")
    assert not refers_back("Hyväksymme nämä kulut: palkat ja matkat.")
    assert not refers_back("Kerro siitä, milloin hanke alkaa ja onko siitä, kuka maksaa, sovittu.")


def test_a_guide_of_something_else_stands_behind_the_plain_one(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "plain.md": "# De minimis aid\n\nThe ceiling is 300,000 euros over three years for one undertaking.\n",
        "special.md": "# De minimis aid for services of general interest\n\nThe ceiling is 40,000 euros.\n",
    }
    books = library(tmp_path, documents, encoder)
    for question, first in (
        ("What is the de minimis ceiling?", "plain.md"),
        ("What is the de minimis ceiling for services of general interest?", "special.md"),
    ):
        assert ask(books, question).sentences[0].document.id == first


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("1. Kuka pitää yhteyttä rahoittajaan", []),
        ("NULA (Nupukad Lahendused, nokkelat ratkaisut) on ohjelma.", []),
        ("Rahoitusta myöntävät elinvoimakeskukset, maakuntien liitot ja Ruokavirasto.",
         ["elinvoimakeskukset", "maakuntien liitot", "Ruokavirasto"]),
        ("Förvaltande myndighet är arbets- och näringsministeriet.", ["myndighet", "näringsministeriet"]),
    ],
)  # fmt: skip
def test_who_is_marked(sentence: str, marked: list[str]) -> None:
    assert [sentence[start:end] for start, end in values(sentence, "who")] == marked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Mistä löydän EURA 2021 -järjestelmän ohjeet?", "source"),
        ("Vilken NTM-central behandlar ansökningar från Österbotten?", "who"),
        ("Mille viranomaiselle hakemus lähetetään?", "who"),
        ("Mikä elinvoimakeskus käsittelee hakemuksen?", "who"),
        ("Which regional council grants funding?", "who"),
    ],
)
def test_offices_are_asked_for_by_their_names(question: str, kind: str) -> None:
    assert kind_of(question) == kind


def test_a_version_of_what_is_quoted_is_not_quoted_beside_it(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "tuki.md": "---\nlanguage: fi\n---\n# De minimis -tuki\n\nDe minimis -tuki on pientä tukea yritykselle.\n",
        "aid.md": "---\nlanguage: en\ntranslates: tuki.md\n---\n# De minimis aid\n\n"
        "De minimis aid is a small amount of public support to an undertaking.\n",
    }
    answer = ask(library(tmp_path, documents, encoder), "Mitä tarkoittaa de minimis -tuki?")
    assert [quote.document.id for quote in answer.sentences] == ["tuki.md"]


def test_who_can_apply_is_told_before_what_for(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Leader-rahoitus\n\n## Kuka voi hakea Leader-rahoitusta\n\n"
        "Leader-rahoitus on paikallista kehittämistä varten. Hakija voi olla yhdistys, säätiö tai kunta.\n"
    )
    answer = ask(library(tmp_path, {"leader.md": text}, encoder), "kuka saa hakea leader rahaa")
    assert answer.sentences[0].text == "Hakija voi olla yhdistys, säätiö tai kunta."


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
    ("question", "kind"),
    [
        ("Missä osoitteessa hakulomake on?", "source"),
        ("Millä verkkosivulla haku on?", "source"),
        ("var hittar man utbildningsstyrelsens ansökningsblankett", "source"),
        ("how small can a project be", "amount"),
        ("What is the price of a repaired washing machine?", "amount"),
        ("What is a unit cost?", "definition"),
        ("What must a budget contain?", "other"),
        ("Var hittar jag en samarbetspartner?", "other"),
        ("Wie groß ist der Eigenanteil?", "amount"),
        ("Wat is de maximale subsidie?", "amount"),
        ("Quel est le budget du projet ?", "amount"),
    ],
)
def test_where_and_how_big(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Paikka maksoi 16 900 Tanskan kruunua kuukaudessa.", 1.0),
        ("371 tonnes of furniture were sold.", 1.0),
        ("Omistajia on kolme.", 0.5),
    ],
)
def test_other_money_and_weights_are_amounts(text: str, form: float) -> None:
    assert strength(text, "amount") == form


def test_a_sum_of_money_asked_for_in_french_is_no_count() -> None:
    assert unit_asked("Quel est le montant maximal de l'avance ?") is None
    assert unit_asked("What is the monthly rent?") == "money"
    assert unit_asked("Montako osuuskuntaa on?") == "number"


GRID = (
    "# Saaren sähköverkko\n\n## Kuka\n\n- Verkon omistaa saaren säätiön yhtiö.\n- Verkkoa hoitaa kuusi saarelaista.\n\n"
    "## Resurssit\n\n- Verkon maksoivat aluekehitysrahasto ja lottorahasto.\n- Korjauksiin kuluu työtä.\n"
)


def test_who_paid_is_not_who_owns(tmp_path: Path, encoder: Encoder) -> None:
    books = library(tmp_path, {"verkko.md": GRID}, encoder)
    assert "maksoivat" in ask(books, "Kuka rahoitti saaren sähköverkon?").sentences[0].text
    assert "omistaa" in ask(books, "Kuka omistaa saaren sähköverkon?").sentences[0].text


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
    assert year in ask(library(tmp_path, {"osuuskunta.md": YEARS}, encoder), question).sentences[0].text


def test_the_right_place_without_the_thing_asked_for_is_no_answer(tmp_path: Path, encoder: Encoder) -> None:
    documents = {f"town{n}.md": f"# Town {n}\n\nThe beds of hotels in town {n} were counted.\n" for n in range(6)}
    documents["nova.md"] = "# Humana Nova\n\n## Humana Nova, a social cooperative\n\nThe cooperative has 16 workers.\n"
    books = library(tmp_path, documents, encoder)
    assert ask(books, "How many beds does Humana Nova own?").declined
    assert ask(books, "How many workers does Humana Nova have?").sentences[0].text == "The cooperative has 16 workers."


def test_an_abbreviation_with_an_ending_is_read_as_its_name() -> None:
    terms = TermBase.open()
    assert terms.spelled_out("saako alv:n hankkeeseen", "fi") == "saako arvonlisävero hankkeeseen"
    assert terms.spelled_out("mitä klo:n jälkeen", "fi") == "mitä klo:n jälkeen"
    assert terms.spelled_out("Saako ALV:n hankkeeseen?", "fi") == "Saako ALV:n hankkeeseen?"


@pytest.mark.parametrize(
    ("sentence", "kind", "told"),
    [
        ("Till stödmottagare räknas följande:", "list", 1),
        ("En förening bildas för gemensamt fullföljande av ett ideellt syfte.", "list", 0),
        ("Ett socialt företag är en aktör som gör nytta.", "definition", 1),
        ("När en förening bildas görs en stiftelseurkund.", "definition", 0),
        ("Les dépenses peuvent être payées uniquement après service fait.", "definition", 0),
        ("Kaikki voivat hakea.", "yes_no", 1),
        ("Vi erbjuder rådgivning.", "yes_no", 0),
    ],
)
def test_words_within_other_words_tell_nothing(sentence: str, kind: Kind, told: float) -> None:
    assert strength(sentence, kind) == told


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Termin: 12 maja 2026 r.", ["12 maja 2026"]),
        ("La scadenza è il 15 gennaio 2026.", ["15 gennaio 2026"]),
        ("Fristen er 15. desember 2026.", ["15. desember 2026"]),
        ("Candidaturas até 3 de março de 2026", ["3 de março de 2026"]),
        ("Maja on pieni mökki.", []),
        ("Luku 3.2. Hakemuksen liitteet", []),
        ("Luvut 2024: 120 hanketta", ["2024"]),
        ("https://example.fi/kaksi-vuotta-tyota", []),
        ("La marca social ayuda a las empresas.", []),
        ("Termin: 3 marca 2026", ["3 marca 2026"]),
        ("Luvussa 4.1 kerrotaan, että haku päättyy 3.5.2026.", ["3.5.2026"]),
        ("Haku päättyy 3.5.2026 kello 16.15.", ["3.5.2026 kello 16.15"]),
        ("Voimaan 1 päivänä tammikuuta 2027.", ["1 päivänä tammikuuta 2027"]),
        ("Momentti 33.90.50", []),
        ("Strodl Michael jun", []),
    ],
)
def test_days_in_further_languages_and_numbers_of_chapters(sentence: str, days: list[str]) -> None:
    assert [sentence[start:end] for start, end in values(sentence, "date")] == days


@pytest.mark.parametrize(
    ("question", "moved"),
    [
        ("Mitkä kulut hyväksytään?", {"Mitä ei hyväksytä": -0.2, "Yleisimmät virheet": -0.2}),
        ("Mitkä kulut eivät ole tukikelpoisia?", {"Mitä ei hyväksytä": 0.2, "Yleisimmät virheet": -0.2}),
        ("Mitä virheitä kuluissa tehdään?", {"Mitä ei hyväksytä": -0.2, "Yleisimmät virheet": 0.2}),
        ("Hyväksytäänkö sakot kuluiksi?", {"Mitä ei hyväksytä": 0.0, "Yleisimmät virheet": -0.2}),
    ],
)
def test_what_stands_under_a_heading_over_the_contrary(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, question: str, moved: dict[str, float]
) -> None:
    sections = {
        "Mitä hyväksytään": "Hankkeen palkat hyväksytään kuluiksi.",
        "Mitä ei hyväksytä": "Sakot ja korot ovat hankkeen kuluja.",
        "Yleisimmät virheet": "Kulujen tositteet heitetään pois.",
    }
    document = "---\ntitle: Kulut\n---\n# {}\n\n{}\n"
    documents = {f"{n}.md": document.format(*section) for n, section in enumerate(sections.items())}
    books = library(tmp_path, documents, encoder)

    def scores() -> dict[str, float]:
        return {one.hit.passage.headings[-1]: one.score for one in best_candidates(books, question)[1]}

    weighed = scores()
    monkeypatch.setattr(weighing, "UNDER_NO", 0.0)
    gained = {heading: weighed[heading] - score for heading, score in scores().items()}
    assert gained == pytest.approx({"Mitä hyväksytään": 0.0} | moved)


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("What difficulties has the land trust met?", {"difficulties"}),
        ("Mitä resursseja malli vaatii?", {"resources"}),
        ("Vilka resultat gav modellen?", {"evidence"}),
        ("Who is the cooperative in Brussels for?", {"for_whom"}),
        ("What is the own contribution?", {"support_rate"}),
        ("Miten osuuskunta toimii?", set()),
    ],
)
def test_sections_of_which_a_question_tells(text: str, sections: set[str]) -> None:
    assert sections_asked(text) == sections


def test_a_heading_stands_over_the_section_that_it_is_called_or_tells_of() -> None:
    assert sections_under("Svårigheter") == {"difficulties"}
    assert sections_under("Mitä") == {"what"}
    assert sections_under("Challenges encountered") == {"difficulties"}
    assert sections_under("Kolme ongelmaa, joista kukaan ei puhu mutta jotka ratkaistiin") == set()


def test_what_stands_in_the_section_that_is_asked_for_comes_first(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = "---\ntitle: Maayhtymä\n---\n# {}\n\nMaayhtymän asunnot ovat halpoja.\n"
    documents = {f"{n}.md": document.format(heading) for n, heading in enumerate(("Mitä", "Vaikeudet"))}
    books = library(tmp_path, documents, encoder)

    def scores() -> dict[str, float]:
        found = best_candidates(books, "Mitä ongelmia maayhtymän asunnoissa on?")[1]
        return {one.hit.passage.headings[-1]: one.score for one in found}

    weighed = scores()
    monkeypatch.setattr(weighing, "SECTION", 0.0)
    gained = {heading: weighed[heading] - score for heading, score in scores().items()}
    assert gained == pytest.approx({"Mitä": 0.0, "Vaikeudet": 0.15})


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
