"""What speaks for a sentence beside its meaning: the words and unit asked for, an act that is named, that it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import indexed

from assistant.answering import weighing
from assistant.answering.choosing import choose
from assistant.answering.evidence import strength, unit_asked, values
from assistant.answering.questions import Kind
from assistant.answering.wording import refers_back
from assistant.answers import best_candidates
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store
from index.term_base import TermBase


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Kuinka monta vuotta tositteet säilytetään?", "years"),
        ("montako kuukautta tuki kestää", "months"),
        ("Hur många dagar i veckan?", "days"),
        ("How many per cent must we pay?", "per cent"),
        ("Wie viele Wochen?", "weeks"),
        ("combien d’heures", "hours"),
        ("Kuinka monta euroa?", "euros"),
        ("How many of the people found work?", "number"),
        ("Montako ihmistä Bastassa työskentelee?", "number"),
        ("Hur många procent?", "per cent"),
        ("Milloin vuosi vaihtuu?", None),
        ("Mikä on tukitaso Lapissa?", "per cent"),
        ("What is the support rate?", "per cent"),
        ("What is the hourly rate?", None),
        ("What is an hour of work worth?", "money"),
        ("Paljonko osuus maksaa?", "money"),
        ("What are eligible costs of a project?", None),
    ],
)
def test_the_unit_of_which_a_question_asks_how_many(question: str, unit: str | None) -> None:
    assert unit_asked(question) == unit


def test_a_figure_in_another_unit_is_half_an_answer() -> None:
    assert strength("Tuki maksetaan 24 kuukauden ajan.", "date", "months") == 1
    assert strength("Tuki maksetaan viiden vuoden ajan.", "date", "months") == 0.5
    assert strength("Tuki on 80 prosenttia.", "amount", "per cent") == 1
    assert strength("Tuki on 5 000 euroa.", "amount", "per cent") == 0.5
    assert strength("Tuki on suuri.", "amount", "per cent") == 0
    assert strength("Värdet är 20 euro i timmen.", "amount", "money") == 1
    assert strength("Den kostar 2 miljoner kronor.", "amount", "money") == 1
    assert strength("Lön plus 39 procent.", "amount", "money") == 0.5
    assert strength("Yli 90 prosenttia jää kolmeksi vuodeksi.", "amount", "number") == 0.5
    assert strength("Vuonna 2004 siellä työskenteli noin 70.", "amount", "number") == 1
    assert strength("Ett team på tio personer.", "amount", "number") == 0.7
    assert strength("Haku päättyy 30.9.2026.", "date", "number") == 1


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Haku päättyy 30. syyskuuta 2026.", "date", ["30. syyskuuta 2026"]),
        ("The call closes on 15 September.", "date", ["15 September"]),
        ("Utlysningen stänger 3 mars 2026.", "date", ["3 mars 2026"]),
        ("Tukialueeseen 2 kuuluvat kunnat", "date", []),
        ("Tuki kestää 2 lukuvuotta.", "date", ["2 lukuvuotta"]),
        ("vuonna 2020 eurooppalaiseen verkostoon", "amount", []),
        ("Tuki on 500 kr eller 60 e.", "amount", ["500 kr", "60 e"]),
        ("Hankkeella on 5 kriteeriä.", "amount", ["5"]),
        ("3 miljöorganisationer", "amount", ["3"]),
        ("Ett projekt kan få stöd.", "amount", []),
        ("Stödet gäller ett år.", "date", ["ett år"]),
        ("It employs fourteen people.", "amount", ["fourteen"]),
        ("The twenty-two members meet.", "amount", ["twenty-two"]),
        ("Föreningen har sjuttiofem medlemmar.", "amount", ["sjuttiofem"]),
        ("Mukana oli kuusitoista yritystä viidessätoista kunnassa.", "amount", ["kuusitoista", "viidessätoista"]),
        ("Kaksikymmentäviisi jäsentä", "amount", ["Kaksikymmentäviisi"]),
        ("Es sind fünfundzwanzig.", "amount", ["fünfundzwanzig"]),
        ("Sixty days after the call", "date", ["Sixty days"]),
        ("Kuin sade, per cent kuussa", "amount", []),
        ("Enintään 3,5 miljoonaa euroa.", "amount", ["3,5 miljoonaa euroa"]),
    ],
)
def test_what_answers_stands_out_whole(text: str, kind: Kind, found: list[str]) -> None:
    assert [text[start:end] for start, end in values(text, kind)] == found


def first(tmp_path: Path, documents: dict[str, str], question: str, encoder: Encoder) -> tuple[str, str]:
    """Document and text of the best sentence."""
    _, candidates = best_candidates(Library(Store(indexed(tmp_path, documents, encoder)), encoder), question)
    return candidates[0].hit.document.id, candidates[0].text


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


def test_the_line_that_names_the_official_text_answers_nothing(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# EU-rahoituksen juliste\n\n"
        "Tämä on tiivistelmä. Virallinen teksti: asetus (EU) 2021/1060, juliste 50 artikla.\n\n"
        "Juliste on vähintään A3-kokoinen.\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Minkä kokoinen EU-rahoituksen juliste on?", encoder)
    assert said == "Juliste on vähintään A3-kokoinen."


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
    _, candidates = best_candidates(
        Library(Store(indexed(tmp_path, {"a.md": QUESTIONS}, encoder)), encoder), "Milloin kulu hyväksytään?"
    )
    said = candidates[0]
    assert said.text.startswith("Kulu hyväksytään, kun")
    assert said.text.endswith("Onko se syntynyt hankkeen aikana?")
    assert [candidate.finished for candidate in candidates] == [candidate is said for candidate in candidates]


def test_what_a_thing_is_is_not_told_by_an_item_of_a_list(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Sosiaalinen yritys\n\nSosiaalinen yritys on yritys, joka työllistää vajaakuntoisia. Yritys:\n\n"
        "- on sosiaalinen yritys rekisterissä\n- maksaa palkan\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Mikä on sosiaalinen yritys?", encoder)
    assert said.startswith("Sosiaalinen yritys on yritys, joka työllistää vajaakuntoisia.")


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


def test_who_can_apply_is_told_before_who_cannot(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Kehittämisraha\n\n## Kuka voi hakea\n\nYksityishenkilö ei voi hakea kehittämisrahaa. "
        "Hakija voi olla yhdistys, kunta tai yritys.\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Kuka voi hakea kehittämisrahaa?", encoder)
    assert said == "Hakija voi olla yhdistys, kunta tai yritys."


def test_under_a_heading_that_names_what_is_asked_the_rule_comes_before_its_exception(
    tmp_path: Path, encoder: Encoder
) -> None:
    text = (
        "# Kehittämisraha\n\n## Tukitaso\n\nHankkeissa raha on enintään 80 prosenttia, ellei siitä poiketa. "
        "Investoinneissa raha on enintään 70 prosenttia.\n"
    )
    _, said = first(tmp_path, {"a.md": text}, "Mikä on kehittämisrahan tukitaso?", encoder)
    assert said == "Hankkeissa raha on enintään 80 prosenttia, ellei siitä poiketa."


def test_the_source_that_is_asked_for_is_the_line_that_names_it(tmp_path: Path, encoder: Encoder) -> None:
    text = (
        "# Takaisinperintä\n\nTämä on tiivistelmä. Virallinen teksti: laki 757/2021, 31 §.\n\n"
        "Takaisinperinnästä päättää viranomainen, ja korko on kuusi prosenttia.\n"
    )
    asked = "Missä laissa säädetään takaisinperinnästä?"
    assert first(tmp_path, {"a.md": text}, asked, encoder)[1] == "Virallinen teksti: laki 757/2021, 31 §."


def test_the_head_of_a_table_answers_nothing(tmp_path: Path, encoder: Encoder) -> None:
    text = "Talkootyö\n\nLähde | Kelpaako talkootyö\nESR+ | ei kelpaa\nLeader | kelpaa\n"
    _, said = first(tmp_path, {"a.txt": text}, "Kelpaako talkootyö?", encoder)
    assert said.startswith("ESR+ | ei kelpaa")


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
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    _, candidates = best_candidates(library, "Vad är taket för de minimis-stöd?")
    english = [candidate for candidate in candidates if candidate.hit.passage.language == "en"]
    others = [candidate for candidate in candidates if candidate not in english]
    chosen, _ = choose([*english, *others], "amount", "sv", most=4)
    assert [candidate.text for candidate in chosen] == ["Taket är 300 000 euro under tre år (artikel 3.2)."]


def covered(tmp_path: Path, question: str, encoder: Encoder) -> dict[str, float]:
    """The share of the question's words that each sentence has, by its text."""
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


def test_a_term_of_several_words_stands_in_one_text(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "visit.md": "---\nlanguage: en\n---\n# A visit to people at work\n\n"
        "The time is nine in the morning and everybody is there.\n",
        "hours.md": "---\nlanguage: en\n---\n# Salaries of a project\n\n"
        "The working time is written down by everybody in the project.\n",
        "tunnit.md": "# Palkat\n\nTyöaikaa seurataan kaikilta, ja tunnit kirjataan joka päivä.\n",
    }
    books = Library(Store(indexed(tmp_path, documents, encoder)), encoder, terms=TermBase.open())
    _, candidates = best_candidates(books, "Pitääkö työaikaa seurata?")
    shares = {candidate.text: candidate.covered for candidate in candidates}
    assert shares["The time is nine in the morning and everybody is there."] == 0
    assert shares["The working time is written down by everybody in the project."] > 0.4


def test_words_that_only_ask_are_not_looked_for(tmp_path: Path, encoder: Encoder) -> None:
    assert covered(tmp_path, "Voinko saada valitusajan?", encoder)["Valitusaika on 30 päivää."] == 1


@pytest.mark.parametrize(
    ("sentence", "back"),
    [
        ("Suomen palkkamalleissa sitä ei ole (866/2021 5 § 4 momentti).", True),
        ("Ne korvataan prosenttina.", True),
        ("Niiden liikevaihto oli lähes 5,8 miljardia euroa.", True),
        ("They are paid afterwards.", True),
        ("It is not for investment projects.", True),
        ("It is possible to apply twice.", False),
        ("Se, joka hakee tukea, vastaa kuluista.", False),
        ("Voittoa ei jaeta, vaan siitä tehdään rahasto.", False),
        ("Hakija kertoo siitä, miten hanke etenee.", False),
        ("Palkka ei saa olla suurempi kuin se, mitä tuen saaja yleensä maksaa.", False),
    ],
)
def test_a_sentence_that_needs_the_one_before_it(sentence: str, back: bool) -> None:
    assert refers_back(sentence) is back


def test_what_can_be_read_by_itself_comes_first(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# Palkka\n\nTukikelpoisissa kuluissa palkkaa sitä ei ole. Palkka on tukikelpoinen kulu.\n"
    library = Library(Store(indexed(tmp_path, {"a.md": text}, encoder)), encoder)

    def scores() -> dict[str, float]:
        return {one.text: one.score for one in best_candidates(library, "Onko palkka tukikelpoinen kulu?")[1]}

    held_back = scores()
    monkeypatch.setattr(weighing, "REFERRING", 0)
    lost = {sentence: score - held_back[sentence] for sentence, score in scores().items()}
    assert lost["Tukikelpoisissa kuluissa palkkaa sitä ei ole."] == pytest.approx(0.12)
    assert lost["Palkka on tukikelpoinen kulu."] == 0



def test_a_country_that_is_named_is_what_a_document_is_about(tmp_path: Path, encoder: Encoder) -> None:
    text = "Hakija voi olla järjestö. Hakemus tehdään verkossa.\n"
    documents = {
        "suomi.md": f"---\ncountry: FI\n---\n# Ohje\n\n{text}",
        "unioni.md": f"---\ncountry: EU\n---\n# Opas\n\n{text}",
    }
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    _, candidates = best_candidates(library, "Wer kann in Finnland Mittel beantragen?")
    shares = {candidate.hit.document.id: candidate.covered for candidate in candidates}
    assert shares["suomi.md"] == pytest.approx(1 / 3)  # Finnland, not Mittel nor beantragen
    assert shares["unioni.md"] == 0


def test_a_country_without_documents_is_answered_only_where_it_is_named(tmp_path: Path, encoder: Encoder) -> None:
    documents = {
        "suomi.md": "---\ncountry: FI\n---\n# Luvut\n\nYhteiskunnallisia yrityksiä on noin 1 700.\n",
        "kartta.md": "# Kartta\n\nSerbiassa yhteiskunnallisia yrityksiä on 400.\n",
    }
    library = Library(Store(indexed(tmp_path, documents, encoder)), encoder)
    _, candidates = best_candidates(library, "Montako yhteiskunnallista yritystä on Serbiassa?")
    assert {candidate.hit.document.id for candidate in candidates} == {"kartta.md"}
    _, candidates = best_candidates(library, "Montako yhteiskunnallista yritystä on Albaniassa?")
    assert candidates == []


def test_notices_and_addresses_stay_unfinished_with_their_list(tmp_path: Path, encoder: Encoder) -> None:
    text = "# Ohje\n\nViralliset tekstit:\n\n- laki 757/2021\n- asetus 866/2021\n\nTekstit ovat Finlexissä.\n"
    _, candidates = best_candidates(Library(Store(indexed(tmp_path, {"a.md": text}, encoder)), encoder), "tekstit?")
    finished = {candidate.text.split("\n")[0]: candidate.finished for candidate in candidates}
    assert finished["Viralliset tekstit:"] is False
    assert finished["Tekstit ovat Finlexissä."] is True
