"""Staying in when a page is opened anew: tickets that hold once, cookies that scripts cannot read."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from interface.staff_visits import COOKIE, IDLE, ROUTE, VISITS, Visits, picture_for


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visits(clock: Clock) -> Visits:
    return Visits(clock)


def test_a_ticket_holds_once_and_for_a_minute(visits: Visits, clock: Clock) -> None:
    visit, ticket = visits.begin("stamp")
    cookie = visits.redeem(ticket)
    assert cookie and visits.of(cookie) is visit
    assert visits.redeem(ticket) is None and visits.redeem("") is None
    _, late = visits.begin("stamp")
    clock.now += 60
    assert visits.redeem(late) is None
    assert visits.of("") is None and visits.of(ticket) is None


def test_a_visit_ends_after_two_idle_hours_with_its_password_and_when_it_is_ended(visits: Visits, clock: Clock) -> None:
    visit, _ = visits.begin("stamp")
    clock.now += IDLE
    assert visits.here(visit, "stamp")
    clock.now += IDLE
    assert visits.here(visit, "stamp")  # it was seen in between
    assert not visits.here(visit, "another") and not visits.here(visit, None) and not visits.here(None, "stamp")
    clock.now += IDLE + 1
    assert not visits.here(visit, "stamp")
    other, ticket = visits.begin("stamp")
    cookie = visits.redeem(ticket)
    other.end()
    assert not visits.here(other, "stamp") and not visits.here(other, "")
    visits.begin("stamp")
    assert visits.of(cookie) is None  # forgotten with the next one that begins


def test_who_signs_in_twice_in_a_browser_signs_out_of_both(visits: Visits) -> None:
    (first, one), (second, two), (third, three) = (visits.begin("stamp") for _ in range(3))
    cookie = visits.redeem(one)
    assert cookie
    cookie = visits.redeem(two, cookie)
    assert cookie and visits.of(cookie) is second
    elsewhere = visits.redeem(three)  # another browser
    first.end()
    assert not visits.here(second, "stamp") and not visits.here(visits.of(cookie), "stamp")
    assert elsewhere and visits.here(visits.of(elsewhere), "stamp") and visits.here(third, "stamp")


@pytest.mark.parametrize("above", ["/", "/library/"])
@pytest.mark.parametrize(
    ("scheme", "page", "secure"), [("https", False, True), ("http", True, True), ("http", False, False)]
)
def test_the_cookie_is_for_the_server_alone(above: str, scheme: str, page: bool, secure: bool) -> None:
    visit, ticket = VISITS.begin("stamp", secure=page)
    client = TestClient(Starlette(routes=[ROUTE]), base_url=f"{scheme}://testserver")
    address = above + picture_for(ticket).split('"')[1]
    first = client.get(address)
    assert first.headers["content-type"] == "image/gif" and first.headers["cache-control"] == "no-store"
    rules = first.headers["set-cookie"].split("; ")
    assert rules[0].startswith(f"{COOKIE}=") and {"HttpOnly", f"Path={above}", "SameSite=strict"} <= set(rules)
    assert ("Secure" in rules) == secure
    assert not any(rule.lower().startswith(("max-age", "expires", "domain")) for rule in rules)
    assert VISITS.of(rules[0].partition("=")[2]) is visit
    assert "set-cookie" not in client.get(address).headers  # it held once
