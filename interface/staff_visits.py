"""Who is in by the staff's password, also when a page is opened anew or in another tab.

What a session of Streamlit knows is gone with its page, and a script of Streamlit cannot set a cookie. So the page
of someone who has just come in loads a picture of one pixel, at an address that holds once and for a minute, and
the answer sets the cookie: scripts cannot read it, no other site's page can send it, and the browser forgets it
when it is closed. The server keeps its hash, in memory.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

IDLE = 2 * 60 * 60  # seconds without a click after which to sign in again
COOKIE = "tietosilta_staff"
_NAME = "staff-visit"
_REDEEMED_WITHIN = 60  # seconds
_PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


@dataclass(slots=True, eq=False)
class Visit:
    """``stamp`` is that of the password it came in by, empty once it has ended; ``seen`` when it was last here.

    ``secure`` says whether its pages come by https; ``together`` are the visits of one browser.
    """

    stamp: str
    seen: float
    secure: bool = False
    together: list[Visit] = field(default_factory=list)

    def end(self) -> None:
        """Sign out, in all tabs of the browser."""
        for visit in (self, *self.together):
            visit.stamp = ""


class Visits:
    """All visits that go on. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._by_ticket: dict[str, tuple[Visit, float]] = {}
        self._by_cookie: dict[str, Visit] = {}

    def begin(self, stamp: str, *, secure: bool = False) -> tuple[Visit, str]:
        """A visit, and the ticket for which its cookie is given once."""
        now, ticket = self._clock(), secrets.token_urlsafe(24)
        visit = Visit(stamp, now, secure)
        with self._lock:
            self._by_cookie = {name: one for name, one in self._by_cookie.items() if self._goes_on(one)}
            self._by_ticket = {name: one for name, one in self._by_ticket.items() if one[1] > now}
            self._by_ticket[ticket] = visit, now + _REDEEMED_WITHIN
        return visit, ticket

    def redeem(self, ticket: str, before: str = "") -> str | None:
        """The cookie for a ticket that has not been used and is not too old.

        It takes the place of ``before`` in the browser, the visits of both end together.
        """
        with self._lock:
            visit, until = self._by_ticket.pop(ticket, (None, 0.0))
            if visit is None or until <= self._clock():
                return None
            if earlier := self._by_cookie.get(_hashed(before)):
                together = [visit, earlier, *earlier.together]
                for one in together:
                    one.together = together
            cookie = secrets.token_urlsafe(32)
            self._by_cookie[_hashed(cookie)] = visit
            return cookie

    def of(self, cookie: str) -> Visit | None:
        """The visit that a cookie stands for; none for an empty one."""
        with self._lock:
            return self._by_cookie.get(_hashed(cookie))

    def here(self, visit: Visit | None, stamp: str | None) -> bool:
        """Whether a visit goes on that came in by the password with ``stamp``; from now on it was seen now."""
        if visit is None or not stamp or visit.stamp != stamp or not self._goes_on(visit):
            return False
        visit.seen = self._clock()
        return True

    def _goes_on(self, visit: Visit) -> bool:
        return bool(visit.stamp) and self._clock() - visit.seen <= IDLE


def _hashed(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


VISITS = Visits()


def picture_for(ticket: str) -> str:
    """The picture with which a browser fetches its cookie, as HTML; its address is beside that of the page."""
    return f'<img src="{_NAME}?ticket={ticket}" alt="" width="1" height="1">'


async def _answer(request: Request) -> Response:
    cookie = VISITS.redeem(request.query_params.get("ticket", ""), request.cookies.get(COOKIE, ""))
    answer = Response(_PIXEL, media_type="image/gif", headers={"Cache-Control": "no-store"})
    if cookie and (visit := VISITS.of(cookie)):
        # A proxy may speak https to the browser and http to this server.
        secure = visit.secure or request.url.scheme == "https"
        path = f"/{request.path_params['above']}"
        answer.set_cookie(COOKIE, cookie, path=path, httponly=True, samesite="strict", secure=secure)
    return answer


ROUTE = Route("/{above:path}" + _NAME, _answer)  # the app may stand below a path of its own
