"""Funding: guides by fund and applicant, what no longer holds left out, dates ahead on a timeline."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any
from unittest.mock import patch

from pages import address, articles, asked, bodies
from streamlit.testing.v1 import AppTest

from assistant.listing.records import Record
from corpus.models import Metadata
from index.records import DocumentCard
from interface.pages.funding import _timeline, _whole_first


def _record(title: str, *sections: str, **about: Any) -> Record:
    card = DocumentCard(title, title, "en", "funding", Metadata(**about), title, 0, 1)
    return Record(card, title, "valid", None, "", dict.fromkeys(sections, "x"))


def _titles(app: AppTest) -> list[str]:
    return [unescape(title) for body in articles(app) for title in re.findall(r"<h3[^>]*>(.*?)</h3>", body)]


def test_guides_that_hold_with_rate_and_fund(app: AppTest) -> None:
    asked(app, "lang=fi", place="funding")
    assert _titles(app) == ["Hakuaika", "Kehittämisraha", "Omarahoitus ESR+-hankkeessa 2024", "Begagnade maskiner"]
    card = next(body for body in articles(app) if "Kehittämisraha</h3>" in body)
    assert "Tukea enintään 80\u00a0%" in card and "Euroopan sosiaalirahasto plus (ESR+)" in card
    asked(app, "lang=en", place="funding")
    assert any("Support up to 80%" in body for body in articles(app))


def test_what_was_replaced_comes_when_asked_for(app: AppTest) -> None:
    asked(app, "lang=fi", place="funding")
    app.checkbox(key="versions").check().run()
    old = next(body for body in articles(app) if "Kehittämisraha 2014–2020</h3>" in body)
    assert ">Korvattu</b>" in old and "<span>Kansallinen rahoitus</span>" in old
    assert app.button_group(key="funds").options == [
        "ESR\\+ (1)", "Kansallinen rahoitus (1)"
    ]  # fmt: skip
    assert address(app) == {"versions": ["all"], "lang": ["fi"]}


def test_by_fund_and_by_who_can_apply(app: AppTest) -> None:
    asked(app, "lang=fi&fund=ESF%2B", place="funding")
    assert _titles(app) == ["Kehittämisraha"]
    asked(app, "lang=fi&q=osuuskunta", place="funding")
    assert _titles(app) == ["Kehittämisraha"]


def test_dates_ahead_on_a_timeline(app: AppTest) -> None:
    asked(app, "lang=sv", place="funding")
    timeline = next(body for body in bodies(app) if "ts-timeline" in body and body.startswith("<section"))
    assert re.findall(r'datetime="(.*?)">(.*?)</time> <b>(.*?)</b>', timeline) == [
        ("2098-03-15", "15 mars 2098", "Ansök senast:"),
        ("2099-12-31", "31 december 2099", "Gäller till:"),
    ]
    assert "Datumen kommer från dokumentens egna uppgifter" in timeline


def test_ends_of_guides_alone_make_no_timeline() -> None:
    with patch("streamlit.html") as drawn:
        _timeline([_record("A", valid_until=date(2099, 12, 31))], "fi", today=date(2026, 1, 1))
        drawn.assert_not_called()
        _timeline([_record("A", deadline=date(2099, 12, 31))], "fi", today=date(2026, 1, 1))
    assert 'datetime="2099-12-31"' in drawn.call_args.args[0]


def test_guides_to_a_whole_source_come_first_in_the_order_of_the_funds() -> None:
    whole = ("purpose", "applicants", "support_rate", "how_to_apply")
    records = [
        _record("AMIF", *whole, fund="AMIF"),
        _record("Costs", "applicants", fund="ESF+"),
        _record("ESF+", *whole, fund="ESF+"),
        _record("Own", *whole),
    ]
    assert [one.card.title for one in sorted(records, key=_whole_first)] == ["ESF+", "AMIF", "Own", "Costs"]


def test_guides_beside_each_other(app: AppTest) -> None:
    asked(app, "lang=fi&with=funding/kehittamisraha.md&with=funding/reko.md", place="funding")
    table = next(body for body in bodies(app) if 'class="ts ts-compare ts-stacked"' in body)
    assert "Osuuskunta, yhdistys tai kunta" in table and "ei mainittu" in table


def test_facts_of_guides_point_by_point(app: AppTest) -> None:
    asked(app, "lang=fi&with=funding/kehittamisraha.md&with=funding/omarahoitus.md", place="funding")
    app.toggle(key="facts").set_value(True).run()
    assert not app.exception
    table = next(body for body in bodies(app) if "ts-cards2" in body and body.startswith("<div"))
    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table))
    applicants = re.findall(r"<td.*?>(.*?)</td>", rows["Kuka voi hakea"])
    assert "<strong>yhdistys</strong> tai <strong>kunta</strong>, joka kehittää uutta toimintatapaa." in applicants[0]
    assert "<strong>20 prosenttia</strong>" in rows["Omarahoitus"]
    assert "ei mainita tässä asiakirjassa" in table
