"""Good practices: cards in the visitor's language, filters, maps with a table, comparison."""

from __future__ import annotations

import re
from html import unescape

from pages import address, articles, asked, bodies, links
from streamlit.testing.v1 import AppTest

from interface.tile_maps import EUROPE, FINLAND


def _titles(app: AppTest) -> list[str]:
    return [unescape(title) for body in articles(app) for title in re.findall(r"<h3[^>]*>(.*?)</h3>", body)]


def _table(app: AppTest, caption: str) -> list[tuple[str, str]]:
    body = next(body for body in bodies(app) if f"<caption>{caption}</caption>" in body)
    return re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', body)


def test_each_work_once_in_the_visitors_language(app: AppTest) -> None:
    asked(app, "lang=fi", place="practices")
    assert "Työvalmennus puutarhassa" in _titles(app) and "Work training in a garden" not in _titles(app)
    asked(app, "lang=sv", place="practices")
    assert "Work training in a garden" in _titles(app) and "Työvalmennus puutarhassa" not in _titles(app)
    assert len(_titles(app)) == 5


def test_the_maps_say_what_their_tables_say(app: AppTest) -> None:
    asked(app, "lang=en", place="practices")
    assert _table(app, "Practices by country") == [("Italy", "2"), ("Finland", "1")]
    assert _table(app, "Practices by region") == [("North Savo", "1")]
    assert app.button_group(key="map_europe_chosen").options == ["Finland (1)", "Italy (2)"]
    app.button_group(key="map_europe_chosen").set_value(["IT"]).run()
    assert _titles(app) == ["A cooperative laundry in Turin", "A school for launderers"]
    assert address(app) == {"country": ["IT"], "lang": ["en"]}


def test_filters_by_theme_language_and_target_group(app: AppTest) -> None:
    asked(app, "lang=fi&theme=work-integration", place="practices")
    assert _titles(app) == ["Työvalmennus puutarhassa"]
    asked(app, "lang=fi&q=työttömät", place="practices")
    assert _titles(app) == ["Työvalmennus puutarhassa"]
    app.button(key="clear").click().run()
    assert len(_titles(app)) == 5 and address(app) == {"lang": ["fi"]}


def test_filters_that_leave_nothing_say_what_to_do(app: AppTest) -> None:
    asked(app, "lang=fi&country=IT&theme=work-integration", place="practices")
    assert not articles(app)
    (found,) = [body for body in bodies(app) if "0 käytäntöä" in body]
    assert found.startswith('<div class="ts" role="status">') and "Poista jokin niistä." in found


def test_where_a_filter_finds_nothing_its_words_can_be_searched_for(app: AppTest) -> None:
    asked(app, "lang=en&q=community+shop+in+a+village", place="practices")
    assert not articles(app) and app.text_input(key="target").label == "Filter by target group"
    found = links(app, "Search the text of the documents\\: community shop in a village")
    assert found == ["?q=community+shop+in+a+village&collection=practices&lang=en"]
    asked(app, "lang=sv&q=xyz", place="funding")
    assert links(app, "Sök i dokumentens texter\\: xyz") == ["?q=xyz&collection=funding&lang=sv"]


def test_the_maps_have_no_empty_column_or_row() -> None:
    for tiles in (EUROPE, FINLAND):
        assert all(any(row) for row in tiles.rows) and all(any(column) for column in zip(*tiles.rows, strict=True))


def test_two_beside_each_other(app: AppTest) -> None:
    asked(app, "lang=fi", place="practices")
    app.checkbox(key="compare practices/tyovalmennus.md").check().run()
    assert any("Valittuna Työvalmennus puutarhassa." in body for body in bodies(app))
    assert '<p class="ts-links" role="status">Valitse vielä ainakin yksi.</p>' in bodies(app)
    app.checkbox(key="compare practices/laundry-school.md").check().run()
    table = next(body for body in bodies(app) if 'class="ts ts-compare ts-stacked"' in body)
    assert '<caption class="ts-unseen">Vertailu</caption>' in table  # its name, for screen readers
    link = '<p class="ts-links" role="status"><a href="#comparison">Näytä vertailu (2)</a></p>'
    assert bodies(app).count(link) == 2  # on each of the cards
    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table))
    assert list(rows) == ["Asiakirjan kieli", "Mitä", "Resurssit", "Näyttö"]
    assert re.findall(r"<td[^>]*>(.*?)</td>", rows["Asiakirjan kieli"]) == ["suomi", "englanti"]
    assert re.findall(r"<td[^>]*>(.*?)</td>", rows["Resurssit"]) == ["Kaksi valmentajaa ja kasvihuone.", "ei mainittu"]
    assert re.findall(r'data-of="(.*?)"', rows["Resurssit"]) == [
        "Työvalmennus puutarhassa", "A school for launderers"
    ]  # fmt: skip
    assert address(app)["with"] == ["practices/tyovalmennus.md", "practices/laundry-school.md"]


def test_a_box_that_cannot_be_ticked_says_why(app: AppTest) -> None:
    asked(app, "lang=fi&with=a&with=b&with=c&with=d", place="practices")
    box = app.checkbox(key="compare practices/tyovalmennus.md")
    assert (box.disabled, box.label) == (True, "Vertaile (4 on jo valittu)")
    asked(app, "lang=fi&with=a&with=b&with=c", place="practices")
    box = app.checkbox(key="compare practices/tyovalmennus.md")
    assert (box.disabled, box.label) == (False, "Vertaile")


def test_a_card_opens_its_document(app: AppTest) -> None:
    asked(app, "lang=fi&theme=work-integration", place="practices")
    assert links(app, "Lue lisää") == ["document?doc=practices%2Ftyovalmennus.md&lang=fi"]
