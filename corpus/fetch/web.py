"""Asking the network: one polite request at a time, bounded in time and size, never inside the own network.

What a server says is followed only so far: redirects are few and lead to http and https alone, and no
address that is not public is ever connected to, whether a manifest or a redirect names it. Requests
carry who asks, what is wanted and nothing else: no cookies, no referrer, no saved passwords.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3
from protego import Protego
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)  # fmt: skip
from urllib3.util import Retry, Timeout, parse_url

from corpus.errors import FetchProblem
from corpus.fetch.public import PublicHTTPPool, PublicHTTPSPool
from corpus.version import version

_REDIRECTS = (301, 302, 303, 307, 308)
_TRY_AGAIN = (429, 502, 503, 504)
_ROBOTS_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least
_LIST_BYTES = 64_000
_LONGEST_DELAY = 60.0  # seconds a robots.txt may ask for between requests
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts within which a server must answer."""

    connect: float = 10
    read: float = 30  # without a byte
    total: float = 300  # for one answer
    bytes: int = 100_000_000
    delay: float = 1.0  # between two requests to a host
    attempts: int = 4
    longest_wait: float = 120  # that a Retry-After may ask for
    redirects: int = 6


class CutOff(FetchProblem):
    """An answer that began and broke off."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer. ``address`` is where the redirects ended; ``chunks`` are the bytes of the body."""

    status: int
    headers: Mapping[str, str]
    address: str
    chunks: Iterator[bytes]


@dataclass
class Web:
    """``announce`` is called with the name of every host before it is asked for the first time."""

    limits: Limits = field(default_factory=Limits)
    allow_local: bool = False
    announce: Callable[[str], None] = lambda host: None

    def __post_init__(self) -> None:
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        self._pool = urllib3.PoolManager(ssl_context=context, maxsize=1, headers={"User-Agent": user_agent()})
        if not self.allow_local:
            self._pool.pool_classes_by_scheme = {"http": PublicHTTPPool, "https": PublicHTTPSPool}
        self._robots: dict[str, Protego] = {}
        self._asked: dict[str, float] = {}

    @contextmanager
    def get(self, address: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """The answer at the end of the redirects, whatever its status. Raises FetchProblem."""
        for _ in range(self.limits.redirects + 1):
            self._check_robots(address)
            response = self._send(address, headers)
            try:
                further = self._further(response, address)
                if further is None:
                    yield Answer(response.status, response.headers, address, self._body(response, address))
                    return
                address = further
            finally:
                response.close()
        raise FetchProblem("redirects", address)

    # -- politeness --------------------------------------------------------------------------------

    def _check_robots(self, address: str) -> None:
        """RFC 9309: no robots.txt allows all, one that cannot be had allows nothing."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchProblem("redirects", address[:200])
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(f"{origin}/robots.txt")
        if not self._robots[origin].can_fetch(address, user_agent()):
            raise FetchProblem("robots", address)

    def _read_robots(self, address: str) -> Protego:
        for _ in range(self.limits.redirects + 1):
            response = self._send(address, {})
            try:
                if response.status in _REDIRECTS and (further := self._further(response, address)):
                    address = further
                    continue
                if response.status >= 500:
                    raise FetchProblem("robots", f"{address}: {response.status}")
                rules = self._beginning(response, address, _ROBOTS_BYTES) if response.status == 200 else ""
                return Protego.parse(rules)
            finally:
                response.close()
        raise FetchProblem("redirects", address)

    def _wait(self, parts_netloc: str, origin: str) -> None:
        robots = self._robots.get(origin)
        asked = robots.crawl_delay(user_agent()) if robots else None
        delay = max(self.limits.delay, min(float(asked or 0), _LONGEST_DELAY))
        if parts_netloc in self._asked:
            time.sleep(max(0.0, self._asked[parts_netloc] + delay - time.monotonic()))
        else:
            self.announce(parts_netloc)

    # -- one request -------------------------------------------------------------------------------

    def _send(self, address: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        parts = urlsplit(address)
        self._wait(parts.netloc, f"{parts.scheme}://{parts.netloc}")
        patience = _Patience(
            total=self.limits.attempts - 1, redirect=False, status_forcelist=_TRY_AGAIN, raise_on_status=False,
            backoff_factor=self.limits.delay, retry_after_max=int(self.limits.longest_wait),
        )  # fmt: skip
        try:
            return self._pool.request(
                "GET", address, redirect=False, preload_content=False, decode_content=False, retries=patience,
                timeout=Timeout(connect=self.limits.connect, read=self.limits.read),
                # No compression: sizes are what they seem, and a broken download can go on.
                headers={"User-Agent": user_agent(), "Accept-Encoding": "identity", **headers},
            )  # fmt: skip
        except (HTTPError, UnicodeError) as error:
            raise _problem(error, address) from error
        finally:
            self._asked[parts.netloc] = time.monotonic()

    def _body(self, response: urllib3.BaseHTTPResponse, address: str) -> Iterator[bytes]:
        """Pieces as they come, so that a slow drip cannot hide from the clock."""
        until = time.monotonic() + self.limits.total
        try:
            while chunk := response.read1(_CHUNK, decode_content=False):
                yield chunk
                if time.monotonic() > until:
                    raise CutOff("timeout", f"{address}: > {self.limits.total:g} s")
        except HTTPError as error:
            found = _problem(error, address)
            raise CutOff(found.reason, found.detail) from error

    def _beginning(self, response: urllib3.BaseHTTPResponse, address: str, most: int) -> str:
        """The first ``most`` bytes as text."""
        check_plain(response.headers, address)
        body = b""
        try:
            for chunk in self._body(response, address):
                body += chunk
                if len(body) >= most:
                    break
        except CutOff as error:  # no download to go on with
            raise FetchProblem(error.reason, error.detail) from error
        return body[:most].decode("utf-8", "replace")

    def _further(self, response: urllib3.BaseHTTPResponse, address: str) -> str | None:
        """Where ``response`` sends us on. Cellar lists the files of a document of several; the first is the text."""
        if response.status in _REDIRECTS:
            location = response.headers.get("Location")
            return _address(address, location) if location else None
        if response.status == 300:
            listed = self._beginning(response, address, _LIST_BYTES)
            if link := re.search(r"""href\s*=\s*["']([^"']+)""", listed):
                return _address(address, link.group(1).replace("&amp;", "&"))
        return None


def check_plain(headers: Mapping[str, str], address: str) -> None:
    """Raise FetchProblem for a body that comes packed, though it was asked for as it is."""
    packed = headers.get("Content-Encoding", "").strip().lower()
    if packed not in ("", "identity"):
        raise FetchProblem("type", f"{address}: {packed}")


def user_agent() -> str:
    """Who asks, as servers see it."""
    return f"Tietosilta/{version()} (document search; fetches single official documents at a person's request)"


def _address(base: str, link: str) -> str:
    """``link`` as an absolute address in plain characters, whatever a server has put into it."""
    try:
        return str(parse_url(urljoin(base, link)).url)
    except (LocationParseError, ValueError) as error:
        raise FetchProblem("redirects", base) from error


class _Patience(Retry):
    """Waits before the second try as well."""

    def get_backoff_time(self) -> float:
        return max(super().get_backoff_time(), self.backoff_factor)


def _problem(error: Exception, address: str) -> FetchProblem:
    reason = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    if isinstance(reason, NameResolutionError | LocationParseError | UnicodeError):
        return FetchProblem("no_host", address[:200])
    timed_out = isinstance(reason, ConnectTimeoutError | ReadTimeoutError)
    if timed_out and not isinstance(reason, NewConnectionError):  # refused, though it counts as a kind of the first
        return FetchProblem("timeout", address)
    return FetchProblem("connection", f"{address}: {type(reason).__name__}")
