"""What a list item or a table row belongs to stays with it where it is cut away."""

from __future__ import annotations

import re

from corpus.draft import Draft
from corpus.models import Document
from corpus.passages import cut

LEAD = "Tukikelpoisia kustannuksia ovat seuraavat kustannukset:"


def _document(draft: Draft, *, title: str = "Opas", language: str = "fi") -> Document:
    return Document("opas.pdf", title, language, None, draft.text, tuple(draft.blocks), tuple(draft.pages))


def test_a_cut_list_keeps_the_line_that_says_what_it_lists() -> None:
    draft = Draft()
    draft.paragraph("Hakija vastaa tiedoista. " + LEAD)
    for number in range(1, 21):
        draft.item(f"{number}) hankkeen toteuttamisesta aiheutuvat välttämättömät ja kohtuulliset kustannukset;")
    first, second = cut(_document(draft))
    assert first.text.startswith("Hakija vastaa tiedoista. " + LEAD + "\n\n1) hankkeen")
    assert first.lead == ""
    assert second.lead == LEAD
    assert re.match(r"\d+\) hankkeen", second.text)


def test_a_footnote_within_a_list_does_not_become_what_it_lists() -> None:
    draft = Draft()
    draft.paragraph(LEAD)
    for number in range(1, 21):
        draft.item(f"{number}) hankkeen toteuttamisesta aiheutuvat välttämättömät ja kohtuulliset kustannukset;")
        if number == 10:
            draft.paragraph("¹ EUVL C 271, 8.9.2012, s. 5.")
    assert {passage.lead for passage in cut(_document(draft))[1:]} == {LEAD}


def test_nested_items_keep_the_item_above_them_too() -> None:
    draft = Draft()
    draft.paragraph(LEAD)
    draft.item("1) palkat:", 1)
    for letter in "abcdefghijklmnopqrstuv":
        draft.item(f"{letter}) hankkeen toteuttamisesta aiheutuvat välttämättömät ja kohtuulliset menot", 2)
    assert cut(_document(draft))[1].lead == LEAD + " 1) palkat:"


def test_rows_keep_the_header_of_their_table() -> None:
    draft = Draft()
    draft.row(["Hanke", "Toteuttaja", "Tuki"])
    for number in range(60):
        draft.row([f"Hanke {number}", "Pohjois-Karjalan maakuntaliitto", "120 000 €"])
    passages = cut(_document(draft))
    assert len(passages) > 1
    assert passages[0].text.startswith("Hanke | Toteuttaja | Tuki\nHanke 0 | ")
    assert {passage.lead for passage in passages[1:]} == {"Hanke | Toteuttaja | Tuki"}


def test_a_title_across_a_table_leads_together_with_the_columns_below_it() -> None:
    draft = Draft()
    draft.row(["Myönnetty julkinen tuki"])
    draft.row(["Hanke", "Toteuttaja", "Tuki"])
    for number in range(60):
        draft.row([f"Hanke {number}", "Pohjois-Karjalan maakuntaliitto", "120 000 €"])
    leads = {passage.lead for passage in cut(_document(draft))[1:]}
    assert leads == {"Myönnetty julkinen tuki Hanke | Toteuttaja | Tuki"}


def _with_lead(document: Document, words: str) -> str:
    """The lead of the passage that holds ``words``."""
    (lead,) = {passage.lead for passage in cut(document) if words in passage.text}
    return lead


def test_a_row_with_amounts_is_no_header_and_a_short_text_ends_no_table() -> None:
    draft = Draft()
    draft.page(1)
    draft.row(["Hanke", "Toteuttaja", "Tuki"])
    draft.row(["Silta", "Osuuskunta Tarmo", "12 000,00"])
    draft.paragraph("jatkuu seuraavalla sivulla")
    draft.page(2)
    draft.row(["Polku", "Säätiö Askel", "8 500,00"])
    draft.row(["Portti", "Yhdistys Aura", "4 200,00"])
    draft.paragraph("Toinen luettelo ilman otsikkoriviä. " * 20)
    draft.page(3)
    draft.row(["Ranta", "Kylätalo ry", "01.01.2015 – 31.12.2016", "3 000 €"])
    draft.row(["Niitty", "Kyläkauppa oy", "01.01.2016 – 31.12.2016", "2 000 €"])
    document = _document(draft)
    assert _with_lead(document, "Polku") == "Hanke | Toteuttaja | Tuki"
    assert _with_lead(document, "Ranta") == ""
    assert _with_lead(document, "Niitty") == ""


def test_a_row_of_fields_to_fill_in_is_no_header() -> None:
    draft = Draft()
    draft.page(1)
    draft.row(["Objectif n° 1", "<type='N' input='G'>"])
    draft.page(2)
    draft.row(["Objectif n° 2", "<type='N' input='G'>"])
    assert [passage.lead for passage in cut(_document(draft))] == ["", ""]


def test_years_may_name_columns() -> None:
    draft = Draft()
    draft.page(1)
    draft.row(["Rahasto", "2021", "2022", "2023-2024"])
    draft.page(2)
    draft.row(["ESR+", "1 000", "2 000", "3 000"])
    assert _with_lead(_document(draft), "ESR+") == "Rahasto | 2021 | 2022 | 2023-2024"


def test_a_header_repeated_at_the_top_of_pages_leads_the_rows_below_it() -> None:
    draft = Draft()
    for page in (1, 2):
        draft.page(page)
        draft.row(["Toimenpide", "Ilmasto", "Ympäristö"])
        for number in range(30):
            draft.row([f"{page}{number:02}", "Investoinnit pienten yritysten aineellisiin koneisiin", "0 %", "40 %"])
    passages = cut(_document(draft))
    heads = [passage for passage in passages if passage.text.startswith("Toimenpide")]
    assert [(passage.page, passage.lead) for passage in heads] == [(1, ""), (2, "")]
    assert {passage.lead for passage in passages if passage not in heads} == {"Toimenpide | Ilmasto | Ympäristö"}


def test_a_row_whose_cells_name_their_columns_is_no_header() -> None:
    draft = Draft()
    draft.page(1)
    draft.row(["Träger: Haus am Main", "Ort: Hanau", "Betrag: 11.004,00"])
    draft.page(2)
    draft.row(["Träger: Werkstatt Nord", "Ort: Kassel", "Betrag: 9.300,00"])
    assert [passage.lead for passage in cut(_document(draft, language="de"))] == ["", ""]


def test_a_title_across_a_table_does_not_lead_together_with_its_first_values() -> None:
    draft = Draft()
    draft.row(["Myönnetty tuki"])
    for number in range(60):
        draft.row([f"Saaja: Osuuskunta {number}", "Hanke: Koulutus", "Vuosi: 2012", "Tuki: 4 000,00"])
    assert {passage.lead for passage in cut(_document(draft))} == {""}
