"""A web server on this machine for the tests: real sockets, answers as the test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[["Handler"], None]


@dataclass
class Site:
    """``pages`` by path; ``asked`` are the paths and headers of the requests, in order."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"
    body = b""

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.site.pages.get(self.path, missing)(self)

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def missing(handler: Handler) -> None:
    handler.answer(404)


def text(body: str, **headers: str) -> Page:
    return lambda handler: handler.answer(200, body.encode(), Content_Type="text/markdown", **headers)


def sent_on(location: str, status: int = 302) -> Page:
    return lambda handler: handler.answer(status, Location=location)


def tagged(body: bytes, etag: str, *, break_at: list[int] | None = None, ranges: bool = True) -> Page:
    """A document with an ETag, conditional requests and ranges; each of ``break_at`` ends one answer early."""

    def page(handler: Handler) -> None:
        asked, start = handler.headers, 0
        if asked.get("If-None-Match") == etag:
            handler.answer(304)
            return
        if ranges and asked.get("Range") and asked.get("If-Range", etag) == etag:
            start = int(asked["Range"].removeprefix("bytes=").removesuffix("-"))
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        for name, value in {"ETag": etag, "Content-Type": "text/plain"}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body) - start))
        handler.end_headers()
        end = break_at.pop(0) if break_at else len(body)
        handler.wfile.write(body[start:end])
        handler.close_connection = True

    return page


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"site": site}))
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
