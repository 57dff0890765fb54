"""Servers that fail, are slow or say no, and addresses that are never asked: each is told, and the rest goes on."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pytest
from fetching import files, one, run, told
from web_server import Handler, Page, Site, sent_on, serving, tagged, text

from corpus.fetch import Limits
from corpus.fetch.public import is_public


def chunked(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")
    except OSError:
        handler.close_connection = True


def test_what_cannot_be_had_is_told_and_the_rest_goes_on(tmp_path: Path, site: Site) -> None:
    site.pages["/large"] = lambda h: h.answer(200, b"x" * 2_000_000, Content_Type="text/plain")
    site.pages["/chunked"] = chunked
    site.pages["/picture"] = lambda h: h.answer(200, b"GIF89a", Content_Type="image/gif")
    site.pages["/no.pdf"] = lambda h: h.answer(200, b"<html>Not found", Content_Type="application/pdf")
    site.pages["/empty"] = lambda h: h.answer(200, b"", Content_Type="text/plain")
    site.pages["/wait"] = lambda h: h.answer(202, b"", Content_Type="text/html")
    site.pages["/round"] = sent_on("/round")
    site.pages["/file"] = sent_on("file:///etc/passwd")
    site.pages["/fine"] = text("# Fine\n")
    names = ["missing", "large", "chunked", "picture", "no.pdf", "empty", "wait", "round", "file", "fine"]
    outcomes = run(tmp_path, *(one(site, name.replace(".", "-"), f"/{name}") for name in names))
    assert told(outcomes) == [
        ("missing-fi", "failed", "status"),
        ("large-fi", "failed", "too_large"),
        ("chunked-fi", "failed", "too_large"),
        ("picture-fi", "failed", "type"),
        ("no-pdf-fi", "failed", "type"),
        ("empty-fi", "failed", "type"),
        ("wait-fi", "failed", "status"),
        ("round-fi", "failed", "redirects"),
        ("file-fi", "failed", "redirects"),
        ("fine-fi", "new", None),
    ]
    assert outcomes[0].problem is not None and outcomes[0].problem.detail == f"404 {site.address}/missing"
    assert files(tmp_path) == {"fine-fi.md", "fine-fi.md.yaml"}


def test_a_failure_leaves_the_document_that_is_here(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = tagged(b"first", '"1"')
    run(tmp_path, one(site))
    del site.pages["/a"]
    assert told(run(tmp_path, one(site))) == [("a-fi", "failed", "status")]
    assert (tmp_path / "to/a-fi.txt").read_bytes() == b"first"


def test_a_silent_server(tmp_path: Path, site: Site) -> None:
    done = threading.Event()
    site.pages["/a"] = lambda handler: done.wait(60) and None
    limits = Limits(connect=5, read=0.2, delay=0.01, attempts=2)
    assert told(run(tmp_path, one(site), limits=limits)) == [("a-fi", "failed", "timeout")]
    done.set()


def drips(done: threading.Event) -> Page:
    """A text that comes byte by byte until ``done``, and would have no end."""

    def page(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        try:
            while not done.wait(0.02):
                handler.wfile.write(b"#")
        except OSError:
            handler.close_connection = True

    return page


def test_a_dripping_server_is_left_in_the_end(tmp_path: Path, site: Site) -> None:
    done = threading.Event()
    site.pages["/a"] = drips(done)
    limits = Limits(read=5, total=0.2, delay=0.01, attempts=2)
    assert told(run(tmp_path, one(site), limits=limits)) == [("a-fi", "failed", "timeout")]
    done.set()


def test_what_comes_packed_is_no_document(tmp_path: Path, site: Site) -> None:
    packed = gzip.compress(b"# Packed\n")
    site.pages["/a"] = lambda h: h.answer(200, packed, Content_Type="text/markdown", Content_Encoding="gzip")
    site.pages["/b"] = text("# Plain\n", Content_Encoding="identity")
    outcomes = run(tmp_path, one(site), one(site, "b", "/b"))
    assert told(outcomes) == [("a-fi", "failed", "type"), ("b-fi", "new", None)]
    assert outcomes[0].problem is not None and outcomes[0].problem.detail == f"{site.address}/a: gzip"
    assert files(tmp_path) == {"b-fi.md", "b-fi.md.yaml"}


def test_packed_robots_allow_nothing(tmp_path: Path, site: Site) -> None:
    rules = gzip.compress(b"User-agent: *\nDisallow: /\n")
    site.pages |= {"/robots.txt": lambda h: h.answer(200, rules, Content_Encoding="gzip"), "/a": text("# A\n")}
    assert told(run(tmp_path, one(site))) == [("a-fi", "failed", "type")]
    assert site.paths() == ["/robots.txt"]


def test_a_list_or_robots_that_come_slowly_are_told_and_the_rest_goes_on(tmp_path: Path, site: Site) -> None:
    done = threading.Event()

    def begins(status: int) -> Page:
        def page(handler: Handler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b"<a ")
            handler.wfile.flush()
            done.wait(60)

        return page

    site.pages |= {"/a": begins(300), "/b": text("# B\n")}
    limits = Limits(connect=5, read=0.2, total=0.5, delay=0.01, attempts=2)
    outcomes = run(tmp_path, one(site), one(site, "b", "/b"), limits=limits)
    assert told(outcomes) == [("a-fi", "failed", "timeout"), ("b-fi", "new", None)]
    site.pages["/robots.txt"] = drips(done)
    (outcome,) = run(tmp_path, one(site, "b", "/b"), limits=limits)
    assert outcome.problem is not None
    assert (outcome.problem.reason, outcome.problem.detail) == ("timeout", f"{site.address}/robots.txt: > 0.5 s")
    done.set()


def test_nobody_there(tmp_path: Path) -> None:
    with serving() as gone:
        address = gone.address
    entries = [
        {"id": "a", "url": address, "languages": ["fi"]},
        {"id": "b", "url": "http://no.such.host.invalid/", "languages": ["fi"]},
    ]
    assert told(run(tmp_path, *entries)) == [("a-fi", "failed", "connection"), ("b-fi", "failed", "no_host")]


def test_a_busy_server_is_asked_again_later(tmp_path: Path, site: Site) -> None:
    answers = [lambda h: h.answer(503, Retry_After="0"), lambda h: h.answer(429), text("# Now\n")]
    site.pages["/a"] = lambda handler: answers.pop(0)(handler)
    assert told(run(tmp_path, one(site))) == [("a-fi", "new", None)]
    assert site.paths() == ["/robots.txt", "/a", "/a", "/a"]


def test_robots(tmp_path: Path, site: Site) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: tietosilta\nDisallow: /closed\nAllow: /\n"
    site.pages["/robots.txt"] = lambda h: h.answer(200, rules.encode(), Content_Type="text/plain")
    site.pages |= {"/open": text("# Open\n"), "/closed/a": text("# Closed\n"), "/door": sent_on("/closed/a")}
    outcomes = run(tmp_path, one(site, "open", "/open"), one(site, "closed", "/closed/a"), one(site, "door", "/door"))
    assert told(outcomes) == [
        ("open-fi", "new", None),
        ("closed-fi", "failed", "robots"),
        ("door-fi", "failed", "robots"),
    ]
    assert site.paths() == ["/robots.txt", "/open", "/door"]


def test_robots_that_cannot_be_read_allow_nothing(tmp_path: Path, site: Site) -> None:
    site.pages |= {"/robots.txt": lambda h: h.answer(500), "/a": text("# A\n")}
    assert told(run(tmp_path, one(site))) == [("a-fi", "failed", "robots")]
    assert set(site.paths()) == {"/robots.txt"}


def test_the_own_network_is_never_asked(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = text("# Secret\n")
    port = site.address.rsplit(":", 1)[1]
    hosts = [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "2130706433",
        "10.0.0.1",
        "169.254.169.254",
    ]
    entries = [{"id": f"h{n}", "url": f"http://{host}:{port}/a", "languages": ["fi"]} for n, host in enumerate(hosts)]
    outcomes = run(tmp_path, *entries, local=False)
    assert [o.problem and o.problem.reason for o in outcomes] == ["private"] * len(hosts)
    assert site.asked == []


def test_a_redirect_into_the_own_network_is_refused(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address of this machine stands for the open network, so that a redirect can come from there."""
    monkeypatch.setattr("corpus.fetch.public.is_public", lambda address: address == "127.0.0.1")
    site.pages["/a"] = sent_on(site.address.replace("127.0.0.1", "127.0.0.2") + "/secret")
    [outcome] = run(tmp_path, one(site), local=False)
    assert outcome.problem is not None
    assert (outcome.problem.reason, outcome.problem.detail) == ("private", "127.0.0.2")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("193.229.0.40", True), ("2001:41d0::1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("::ffff:10.0.0.1", False), ("::ffff:193.229.0.40", True),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
