"""Documents are cut into literal slices of whole blocks, page by page, each under its headings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.draft import Draft
from corpus.models import Document
from corpus.passages import MAX_CHARS, MAX_WORDS, cut
from corpus.sentences import sentences


def _document(draft: Draft, *, title: str = "Opas", language: str = "fi") -> Document:
    return Document("opas.pdf", title, language, None, draft.text, tuple(draft.blocks), tuple(draft.pages))


def _spoken(text: str, language: str = "fi") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


def test_headings_are_told_beside_the_text_and_the_title_is_not_repeated() -> None:
    draft = Draft()
    draft.heading("Opas", 1)
    draft.heading("2 luku Tuki", 2)
    draft.heading("5 § Tuen määrä", 3)
    draft.paragraph("Tuki on enintään 80 prosenttia hankkeen kustannuksista.")
    draft.heading("6 § Tuen hakeminen", 3)
    draft.paragraph("Tukea haetaan sähköisesti.")
    draft.heading("Tyhjä otsikko", 2)
    first, second = cut(_document(draft))
    assert first.headings == ("2 luku Tuki", "5 § Tuen määrä")
    assert first.text == "Tuki on enintään 80 prosenttia hankkeen kustannuksista."
    assert first.section == "2 luku Tuki › 5 § Tuen määrä"
    assert second.headings == ("2 luku Tuki", "6 § Tuen hakeminen")
    assert second.text == "Tukea haetaan sähköisesti."
    assert (first.language, first.page, first.lead) == ("fi", None, "")


def test_tiny_sections_without_numbers_are_joined_with_their_headings() -> None:
    draft = Draft()
    draft.heading("Yhteystiedot", 1)
    draft.heading("Neuvonta", 2)
    draft.paragraph("Soita arkisin ennen kello kolmea.")
    draft.heading("Sähköposti", 2)
    draft.paragraph("Kirjoita meille milloin tahansa.")
    (passage,) = cut(_document(draft))
    assert passage.headings == ("Yhteystiedot",)
    assert passage.text == (
        "Neuvonta\n\nSoita arkisin ennen kello kolmea.\n\nSähköposti\n\nKirjoita meille milloin tahansa."
    )


def test_long_sections_are_cut_between_blocks_near_the_target() -> None:
    paragraph = "Hankkeen tulokset arvioidaan vuosittain yhdessä kumppaneiden kanssa. " * 7  # 469 characters
    draft = Draft()
    for _ in range(4):
        draft.paragraph(paragraph)
    passages = cut(_document(draft))
    assert [len(passage.text.split("\n\n")) for passage in passages] == [2, 2]


def test_long_paragraphs_are_cut_between_sentences() -> None:
    sentence = "Avustusta voi saada esim. 1.1.–31.12. Helsingissä tehtävään työhön lain 5 §:n 2 mom. Mukaan."
    draft = Draft()
    draft.paragraph(" ".join([sentence] * 30))
    passages = cut(_document(draft))
    assert len(passages) == 3
    assert all(passage.text.startswith("Avustusta") and passage.text.endswith("Mukaan.") for passage in passages)


@pytest.mark.parametrize("kind", ["heading", "paragraph"])
def test_the_title_ends_a_letterhead_though_the_file_states_it_with_other_signs(kind: str) -> None:
    draft = Draft()
    draft.heading("Décrets, arrêtés, circulaires", 1)
    draft.heading("TEXTES GÉNÉRAUX", 2)
    title = "Décret n° 2022-608 du 21 avril 2022 fixant les règles"
    if kind == "heading":
        draft.heading(title, 3)
    else:
        draft.paragraph(title)
    draft.paragraph("Les fonds européens concernés sont désignés dans le présent décret.")
    (passage,) = cut(_document(draft, title="Décret nᵒ\xa02022-608 du 21 avril 2022 fixant les règles"))
    assert "Décrets, arrêtés, circulaires" not in passage.headings
    assert "TEXTES GÉNÉRAUX" not in passage.headings


def test_a_letterhead_above_the_title_heads_no_section() -> None:
    draft = Draft()
    draft.heading("OPETUSHALLITUS", 1)
    draft.heading("Avustuksen ehdot", 2)
    draft.heading("Selvitys", 3)
    draft.paragraph("Selvitykseen liitetään yhteenveto menoista.")
    (passage,) = cut(_document(draft, title="Avustuksen ehdot"))
    assert passage.headings == ("Selvitys",)


def test_pages_are_borders_but_a_sentence_stays_whole() -> None:
    draft = Draft()
    draft.page(1)
    draft.paragraph("Ensimmäinen virke on sivulla yksi. Toinen virke alkaa sivulla yksi ja")
    draft.page(2)
    draft.extend_last("päättyy sivulle kaksi. " + "Kolmas virke on kokonaan sivulla kaksi. " * 6)
    first, second = cut(_document(draft))
    assert (first.page, second.page) == (1, 2)
    assert first.text.endswith("Toinen virke alkaa sivulla yksi ja päättyy sivulle kaksi.")
    assert second.text.startswith("Kolmas virke")


def test_a_short_tail_stays_with_its_paragraph() -> None:
    draft = Draft()
    draft.page(1)
    draft.paragraph("Avustus maksetaan hakemuksesta. Maksu edellyttää")
    draft.page(2)
    draft.extend_last("raporttia. Raportti toimitetaan vuosittain.")
    draft.paragraph("Uusi kappale on uudella sivulla.")
    first, second = cut(_document(draft))
    assert first.text.endswith("Raportti toimitetaan vuosittain.")
    assert (first.page, second.page) == (1, 2)
    assert second.text == "Uusi kappale on uudella sivulla."


def test_a_page_in_two_languages_gives_passages_in_each() -> None:
    draft = Draft()
    draft.paragraph("Avustusta voidaan myöntää yhteiskunnallisille yrityksille niiden kehittämiseen.")
    draft.paragraph("Hakemus on jätettävä määräaikaan mennessä.")
    draft.paragraph("Understöd kan beviljas samhälleliga företag för att utveckla deras verksamhet.")
    draft.paragraph("Ansökan ska lämnas in inom den utsatta tiden.")
    finnish, swedish = cut(_document(draft))
    assert (finnish.language, swedish.language) == ("fi", "sv")
    assert finnish.text.endswith("mennessä.")
    assert swedish.text.startswith("Understöd")


def test_documents_without_paragraphs_are_read_all_the_same() -> None:
    draft = Draft()
    draft.heading("Sosiaaliset yritykset kasvuun", 1)
    draft.heading("Tavoitteet ja tulokset", 2)
    (passage,) = cut(_document(draft))
    assert passage.text == "Sosiaaliset yritykset kasvuun\n\nTavoitteet ja tulokset"
    assert cut(Document("a.txt", "A", "fi", None, "", ())) == []
    (bare,) = cut(Document("a.txt", "A", "fi", None, "  Pelkkää tekstiä. ", ()))
    assert (bare.start, bare.text) == (2, "Pelkkää tekstiä.")


def test_a_page_of_nothing_but_fields_to_fill_in_is_no_passage() -> None:
    draft = Draft()
    draft.page(1)
    draft.paragraph("Täytä lomake tämän liitteen mukaan.")
    draft.page(2)
    draft.row(["<type='Cu' input='M'>", "<type='Cu' input='M'>", "–"])
    assert [passage.page for passage in cut(_document(draft))] == [1]


def test_text_without_punctuation_is_cut_between_words() -> None:
    names = " ".join(f"Yhdistys{number}" for number in range(600))
    draft = Draft()
    draft.paragraph(names)
    passages = cut(_document(draft))
    assert " ".join(passage.text for passage in passages) == names
    assert max(len(passage.text) for passage in passages) <= MAX_CHARS


def test_sentences_do_not_end_at_abbreviations_dates_and_numbers() -> None:
    assert _spoken("Tuki kattaa esim. Palkat ja matkat. Muut kulut, mm. Vuokrat, eivät kuulu siihen.") == [
        "Tuki kattaa esim. Palkat ja matkat.",
        "Muut kulut, mm. Vuokrat, eivät kuulu siihen.",
    ]
    assert _spoken("Hakuaika on 1.1.–31.12. Kuopiossa ja 9.6.2023 Turussa. Päätös tehdään syksyllä.") == [
        "Hakuaika on 1.1.–31.12. Kuopiossa ja 9.6.2023 Turussa.",
        "Päätös tehdään syksyllä.",
    ]
    assert _spoken("Stöd ges t.ex. Till resor, bl.a. Tågresor. Enligt 5 § 2 mom. Lagen gäller detta.", "sv") == [
        "Stöd ges t.ex. Till resor, bl.a. Tågresor.",
        "Enligt 5 § 2 mom. Lagen gäller detta.",
    ]
    assert _spoken("See Art. 5 of the Regulation, e.g. Annex II. The rate is 40 % at most.", "en") == [
        "See Art. 5 of the Regulation, e.g. Annex II.",
        "The rate is 40 % at most.",
    ]


def test_a_time_of_day_ends_its_sentence() -> None:
    assert _spoken("Hakuaika päättyy 15.3.2024 klo 16.15. Myöhässä tullutta hakemusta ei käsitellä.") == [
        "Hakuaika päättyy 15.3.2024 klo 16.15.",
        "Myöhässä tullutta hakemusta ei käsitellä.",
    ]
    assert _spoken("Puhelin on auki klo 9–16. Muulloin kirjoitamme takaisin.") == [
        "Puhelin on auki klo 9–16.",
        "Muulloin kirjoitamme takaisin.",
    ]
    assert _spoken("Ansökningstiden går ut kl. 16.15. Försenade ansökningar behandlas inte.", "sv") == [
        "Ansökningstiden går ut kl. 16.15.",
        "Försenade ansökningar behandlas inte.",
    ]


def test_a_heading_within_a_passage_is_a_sentence_of_its_own() -> None:
    assert _spoken("Määräajat\n\nHakuaika päättyy 15.3. Myöhässä tullutta hakemusta ei käsitellä.") == [
        "Määräajat",
        "Hakuaika päättyy 15.3. Myöhässä tullutta hakemusta ei käsitellä.",
    ]
    assert _spoken("Opas kertoo tuen ehdoista.\n\nTukitaso\n\n80 %\n\nTuki maksetaan jälkikäteen.") == [
        "Opas kertoo tuen ehdoista.", "Tukitaso\n\n80 %\n\nTuki maksetaan jälkikäteen.",
    ]  # fmt: skip


def test_items_and_rows_are_sentences_and_short_ones_join() -> None:
    assert _spoken("Tuetaan:\n1) palkkoja ja sivukuluja. Myös lomia.\n2) matkoja\nNimi | Summa | Vuosi 2023") == [
        "Tuetaan:\n1) palkkoja ja sivukuluja. Myös lomia.\n2) matkoja",
        "Nimi | Summa | Vuosi 2023",
    ]
    assert sentences("", "fi") == []
    assert sentences(" \n ", "fi") == []


WORDS = st.text(alphabet="abcdeäö", min_size=1, max_size=12)
SENTENCE = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")
PROSE = st.lists(SENTENCE, min_size=1, max_size=20).map(" ".join)
STEP = st.one_of(
    st.tuples(st.just("heading"), SENTENCE, st.integers(1, 4)),
    st.tuples(st.sampled_from(("paragraph", "item", "row", "extend")), PROSE, st.integers(1, 3)),
    st.tuples(st.just("page"), st.just(""), st.just(0)),
)


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    draft = Draft()
    page = 0
    if draw(st.booleans()):
        page = 1
        draft.page(1)
    for kind, text, level in draw(st.lists(STEP, max_size=15)):
        if kind == "heading":
            draft.heading(text, level)
        elif kind == "item":
            draft.item("– " + text, level)
        elif kind == "row":
            draft.row(text.split(". "))
        elif kind == "extend" and draft.blocks and draft.blocks[-1].kind != "heading":
            draft.extend_last(text)
        elif kind == "page" and page:
            page += 1
            draft.page(page)
        elif kind == "paragraph":
            draft.paragraph(text)
    return _document(draft)


@settings(max_examples=150, deadline=None)
@given(_documents())
def test_passages_are_slices_in_order_that_hold_every_word_once(document: Document) -> None:
    passages = cut(document)
    held: list[int] = []
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert passage.page == document.page_at(passage.start)
        assert len(passage.text) <= MAX_CHARS
        assert len(passage.text.split()) <= MAX_WORDS
        held += [passage.start + match.start() for match in re.finditer(r"\S+", passage.text)]
    assert held == sorted(set(held))
    bodies = [block for block in document.blocks if block.kind != "heading"] or document.blocks
    words = [b.start + m.start() for b in bodies for m in re.finditer(r"\S+", document.text[b.start : b.end])]
    assert set(words) <= set(held)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PROSE, st.text(max_size=60), st.just("x" * 900)), max_size=6).map("\n".join))
def test_sentences_are_slices_in_order_that_hold_every_word(text: str) -> None:
    spans = sentences(text, "fi")
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert end - start <= 400
        assert text[at:start].strip() == ""
        at = end
    assert text[at:].strip() == ""
