"""Rows of a table, each of which reads by itself in the text, shown as the table that they were."""

from __future__ import annotations

import html as standard
import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.tables import labelled, tables_in
from interface.marked_text import beginning_html, in_lines, marked_html

COSTS = """Nämä kulut jäävät ulkopuolelle:
Kulu: velan korot | Sääntö: eivät kelpaa
Kulu: maan osto | Sääntö: enintään 10 % | Säännös: 866/2021 22 §
Sääntö: ei koskaan | Säännös: 866/2021 24 §
Muu on sovittava erikseen."""

_name = st.text("abcdefghijklmnopqrstuvwxyzåäö ", min_size=1, max_size=20).map(str.strip).filter(bool)
_cell = st.text("abcåäö0123456789 .,%§", max_size=30).map(lambda text: " ".join(text.split()))


def test_a_table_is_found_between_sentences() -> None:
    (table,) = tables_in(COSTS, 0, len(COSTS))
    assert table.columns == ("Kulu", "Sääntö", "Säännös")
    assert [{name: COSTS[slice(*span)] for name, span in row.items()} for row in table.rows] == [
        {"Kulu": "velan korot", "Sääntö": "eivät kelpaa"},
        {"Kulu": "maan osto", "Sääntö": "enintään 10 %", "Säännös": "866/2021 22 §"},
        {"Sääntö": "ei koskaan", "Säännös": "866/2021 24 §"},
    ]
    assert COSTS[: table.start] == "Nämä kulut jäävät ulkopuolelle:\n"
    assert COSTS[table.end :] == "\nMuu on sovittava erikseen."


def test_one_row_other_names_and_plain_lines_are_no_table() -> None:
    for text in (
        "Kulu: korot | Sääntö: ei",
        "Kulu: korot | Sääntö: ei\nMalli: palkat | Raja: 40 %",
        "korot | ei\nmaa | ei",
        "Haku: auki\nPäätös: pian",
        "",
    ):
        assert list(tables_in(text, 0, len(text))) == []


def test_a_row_by_itself_has_each_value_on_its_line() -> None:
    text = "Kulu: maan osto | Sääntö: enintään 10 %\nToinen | rivi"
    assert marked_html(text, (0, len(text)), []) == (
        '<p><b>Kulu:</b> maan osto<br><b>Sääntö:</b> enintään <span class="ts-whole">10 %</span>\nToinen | rivi</p>'
    )


def test_the_first_column_may_have_no_name() -> None:
    text = "Uusimaa | Raja: 40 %\nLappi | Raja: 60 %"
    (table,) = tables_in(text, 0, len(text))
    assert table.columns == ("", "Raja")
    assert [text[slice(*row[""])] for row in table.rows] == ["Uusimaa", "Lappi"]


@given(st.data())
def test_what_readers_name_is_read_back(data: st.DataObject) -> None:
    header = data.draw(st.lists(_name, min_size=2, max_size=5, unique=True))
    row = st.lists(_cell, min_size=len(header), max_size=len(header)).filter(
        lambda cells: sum(map(bool, cells)) > 1 and bool(cells[0])
    )
    rows = [[*cells[:-1], cells[-1] or "x"] for cells in data.draw(st.lists(row, min_size=2, max_size=4))]
    rows[0] = [cell or "y" for cell in rows[0]]
    # A cell that repeats its column's name is printed once.
    rows = [[f"{cell}." if cell == name else cell for name, cell in zip(header, cells, strict=True)] for cells in rows]
    text = "\n".join(" | ".join(labelled(header, cells)) for cells in rows)
    (table,) = tables_in(text, 0, len(text))
    assert list(table.columns) == header
    read = [{name: text[slice(*span)] for name, span in cells.items()} for cells in table.rows]
    assert read == [{name: cell for name, cell in zip(header, cells, strict=True) if cell} for cells in rows]


def test_marks_go_through_sentences_and_cells() -> None:
    best = (COSTS.index("maan"), COSTS.index("Sääntö: ei koskaan"))
    shown = marked_html(COSTS, (0, len(COSTS)), [(best, "ts-best"), ((0, len(COSTS)), "")])
    assert shown.startswith("<p><mark>Nämä kulut jäävät ulkopuolelle:</mark></p>")
    assert '<mark class="ts-best">maan osto</mark>' in shown
    assert 'data-of="Säännös"><mark class="ts-best">866/2021 <span class="ts-whole">22 §</span></mark></td>' in shown
    assert '<td role="cell" data-of="Kulu"></td>' in shown  # of the last row
    assert "<mark>eivät kelpaa</mark>" in shown
    assert shown.endswith("<p><mark>Muu on sovittava erikseen.</mark></p>")


_LINES = st.sampled_from(["A: 1 | B: <2>", "A: 3 | B: 4", "Muuta & tekstiä.", "A: 5 | B: 6 | C: 7", ""])


@given(st.lists(_LINES, max_size=8))
def test_no_word_is_lost_and_nothing_becomes_code(lines: list[str]) -> None:
    text = "\n".join(lines)
    shown = marked_html(text, (0, len(text)), [])
    words = standard.unescape(re.sub(r"<[^>]*>", " ", shown))
    assert "<2>" not in shown
    for value in re.findall(r"<2>|\d|Muuta & tekstiä\.", text):
        assert value in words
    assert words.count("Muuta") == text.count("Muuta")


def _lines(text: str) -> str:
    return in_lines(text, (0, len(text)), lambda span: text[slice(*span)])


def test_rows_one_after_another_stay_apart() -> None:
    assert _lines("Rajat:\nHanke: pieni | Tuki: 80 %\nHanke: suuri | Tuki: 70 %\nMuut eivät saa.") == (
        "Rajat:\n<b>Hanke:</b> pieni<br><b>Tuki:</b> 80 %\n\n"
        "<b>Hanke:</b> suuri<br><b>Tuki:</b> 70 %\nMuut eivät saa."
    )
    assert _lines("Hanke: pieni | Tuki: 80 %") == "<b>Hanke:</b> pieni<br><b>Tuki:</b> 80 %"


def test_names_of_columns_that_say_nothing_are_left_out() -> None:
    assert _lines("Item: Open | Detail: 26 January to 26 March 2026") == "<b>Open:</b> 26 January to 26 March 2026"
    assert _lines("Haku:\nAsia: Milloin? | Tieto: keväällä | Lähde: opas") == (
        "Haku:\n<b>Milloin?</b> keväällä<br><b>Lähde:</b> opas"
    )
    assert _lines("Sak: Ansökan | Bestämmelse: 12 §") == "Ansökan<br><b>Bestämmelse:</b> 12 §"
    assert _lines("Uusimaa | Raja: 40 %") == "Uusimaa<br><b>Raja:</b> 40 %"


def test_a_beginning_ends_after_a_whole_word_and_has_its_rows_in_lines() -> None:
    text = "Model: Flat rate | Covers: <all> other costs\nModel: Lump sum | Covers: everything"
    assert beginning_html(text, longest=44) == "<b>Model:</b> Flat rate<br><b>Covers:</b> &lt;all&gt; other …"
    assert beginning_html("One rule.", longest=9) == "One rule."
