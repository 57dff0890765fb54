"""Tables of the pages: headings, names of columns on a phone, and words that stay words."""

from __future__ import annotations

from interface.tables import Cell, table_html


def test_each_cell_says_what_it_is_of_and_in_which_language() -> None:
    shown = table_html(
        'A "table"', ("", Cell("Opas", "fi"), "B & C"), [("<row>", Cell("<q>1</q>", "sv"), Cell("no", kind="ts-none"))]
    )
    assert shown == (
        '<div class="ts ts-wide ts-stacked" role="region" tabindex="0" aria-label="A &quot;table&quot;">'
        "<table><caption>A &quot;table&quot;</caption>"
        '<thead><tr><td></td><th scope="col" lang="fi">Opas</th><th scope="col">B &amp; C</th></tr></thead>'
        '<tbody><tr><th scope="row">&lt;row&gt;</th><td data-of="Opas" lang="sv"><q>1</q></td>'
        '<td class="ts-none" data-of="B &amp; C">no</td></tr></tbody></table></div>'
    )


def test_what_is_not_stacked_needs_no_names_before_its_cells() -> None:
    shown = table_html("Counts", ("Place", "Number"), [("FI", "2")], kind="ts-counts", stacked=False, caption="2 of 3")
    assert 'class="ts ts-counts" role="region"' in shown and 'aria-label="Counts"' in shown
    assert '<caption>2 of 3</caption><thead><tr><th scope="col">Place</th>' in shown
    assert '<tr><th scope="row">FI</th><td>2</td></tr>' in shown
