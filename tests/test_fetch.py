"""Fetching official documents from a web server on this machine: what comes, what is told, what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath

import pytest
import yaml
from web_server import Handler, Site, sent_on, serving, tagged, text

from corpus.catalogue import describe
from corpus.draft import Draft
from corpus.errors import FetchProblem
from corpus.fetch import Limits, Outcome, Web, check, fetch, read_manifest
from corpus.fetch.public import is_public
from interface.cli import main
from interface.fetch_command import MANIFEST

QUICK = Limits(connect=5, read=5, delay=0.01, attempts=3, bytes=1_000_000)
STATUTES = Path(__file__).parents[2] / "shared/data/documents/finlex_statutes_fi_sv"
LONG = b"".join(b"%07d\n" % n for n in range(100_000))  # 800 000 bytes, each line told from the others


@pytest.fixture
def site() -> Site:
    with serving() as found:
        yield found


def manifest(folder: Path, *entries: dict[str, object]) -> Path:
    path = folder / "manifest.yaml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), "utf-8")
    return path


def one(site: Site, name: str = "a", path: str = "/a", **more: object) -> dict[str, object]:
    return {"id": name, "url": site.address + path, "languages": ["fi"], "title": "Asetus", **more}


def run(tmp_path: Path, *entries: dict[str, object], limits: Limits = QUICK, local: bool = True) -> list[Outcome]:
    return list(fetch(read_manifest(manifest(tmp_path, *entries)), tmp_path / "to", Web(limits, local)))


def told(outcomes: list[Outcome]) -> list[tuple[str, str, str | None]]:
    return [(o.wanted.key, o.change, o.problem and o.problem.reason) for o in outcomes]


def files(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "to").iterdir() if not path.name.startswith(".fetch")}


def sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_new_unchanged_changed(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = tagged(b"first", '"1"')
    first = run(tmp_path, one(site, collection="funding", published="2021-06-24"))
    assert [(o.change, o.file, o.old, o.new) for o in first] == [("new", "a-fi.txt", None, sha(b"first"))]
    assert (tmp_path / "to/a-fi.txt").read_bytes() == b"first"
    [again] = run(tmp_path, one(site))
    assert (again.change, again.old, again.new) == ("unchanged", sha(b"first"), sha(b"first"))
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    site.pages["/a"] = tagged(b"second", '"2"')
    [changed] = run(tmp_path, one(site))
    assert (changed.change, changed.old, changed.new) == ("changed", sha(b"first"), sha(b"second"))
    assert (tmp_path / "to/a-fi.txt").read_bytes() == b"second"
    state = json.loads((tmp_path / "to/.fetched.json").read_text("utf-8"))["documents"]["a-fi"]
    assert {name: state[name] for name in ("file", "address", "sha256", "bytes", "etag", "last_modified")} == {
        "file": "a-fi.txt", "address": f"{site.address}/a", "sha256": sha(b"second"), "bytes": 6, "etag": '"2"',
        "last_modified": None,
    }  # fmt: skip
    assert files(tmp_path) == {"a-fi.txt", "a-fi.txt.yaml"}


def test_what_was_changed_or_deleted_here_is_fetched_again(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = tagged(b"first", '"1"')
    run(tmp_path, one(site))
    (tmp_path / "to/a-fi.txt").write_text("edited")
    assert told(run(tmp_path, one(site))) == [("a-fi", "changed", None)]
    (tmp_path / "to/a-fi.txt").unlink()
    assert told(run(tmp_path, one(site))) == [("a-fi", "new", None)]
    assert (tmp_path / "to/a-fi.txt").read_bytes() == b"first"


def test_a_server_that_knows_no_conditions(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = text("# Same\n")
    run(tmp_path, one(site))
    before = (tmp_path / "to/a-fi.md").stat().st_mtime_ns
    assert told(run(tmp_path, one(site))) == [("a-fi", "unchanged", None)]
    assert (tmp_path / "to/a-fi.md").stat().st_mtime_ns == before


def test_sidecars_tell_what_is_known_and_link_versions(tmp_path: Path, site: Site) -> None:
    for language in ("fi", "sv"):
        site.pages[f"/{language}"] = text(f"# {language}\n")
    site.pages["/old"] = text("# old\n")
    new = {
        "id": "new", "languages": ["fi", "sv"], "supersedes": "old", "collection": "funding", "country": "EU",
        "url": {"fi": f"{site.address}/fi", "sv": f"{site.address}/sv"},
        "title": {"fi": "Yleisasetus", "sv": "Allmän förordning"}, "published": "2021-06-24",
    }  # fmt: skip
    run(tmp_path, new, one(site, "old", "/old"))
    folder = tmp_path / "to"
    fi = describe(Draft(), PurePosixPath("new-fi.md"), folder)
    sv = describe(Draft(), PurePosixPath("new-sv.md"), folder)
    assert (fi.title, fi.language, fi.collection) == ("Yleisasetus", "fi", "funding")
    assert (sv.title, sv.language, sv.collection) == ("Allmän förordning", "sv", "funding")
    assert (fi.metadata.translates, sv.metadata.translates) == (None, "new-fi.md")
    assert (fi.metadata.supersedes, sv.metadata.supersedes) == ("old-fi.md", None)
    assert fi.metadata.source == f"{site.address}/fi"
    assert str(fi.metadata.published) == "2021-06-24"


def test_another_format_takes_the_place_of_the_first(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = text("# A\n")
    run(tmp_path, one(site))
    site.pages["/a"] = tagged(b"A", '"1"')
    assert told(run(tmp_path, one(site))) == [("a-fi", "changed", None)]
    assert files(tmp_path) == {"a-fi.txt", "a-fi.txt.yaml"}


def test_language_and_format_are_asked_for_and_the_first_of_several_files_is_taken(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.fetch.addresses.CELLAR", f"{site.address}/celex/")
    listing = b'<html><ul><li><a href="/cellar/x/DOC_1">1</a><li><a href="/cellar/x/DOC_2">2</a></ul>'
    site.pages["/celex/52021DC0778"] = sent_on("/cellar/x", 303)
    site.pages["/cellar/x"] = lambda handler: handler.answer(300, listing, Content_Type="text/html")
    site.pages["/cellar/x/DOC_1"] = lambda h: h.answer(200, b"%PDF-1.7 ...", Content_Type="application/pdf")
    [outcome] = run(tmp_path, {"celex": "52021DC0778", "languages": ["sv"], "title": "Handlingsplan"})
    assert (outcome.change, outcome.file) == ("new", "52021DC0778-sv.pdf")
    headers = site.asked[1][1]
    assert headers["accept-language"] == "swe"
    assert headers["accept"].startswith("application/pdf;type=pdfa2a, application/pdf;type=pdfa1a")
    assert headers["user-agent"].startswith("Tietosilta/")
    assert headers.keys() == {"host", "accept", "accept-language", "accept-encoding", "user-agent"}


def test_a_statute_without_pdf_comes_as_xml(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.fetch.addresses.FINLEX", f"{site.address}/act/")
    body = b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act/></akomaNtoso>'
    site.pages["/act/statute/2021/757/fin@"] = lambda h: h.answer(200, body, Content_Type="application/xml")
    [outcome] = run(tmp_path, {"finlex": "757/2021", "languages": ["fi"]})
    assert (outcome.change, outcome.file) == ("new", "757-2021-fi.akn")
    assert site.paths() == ["/robots.txt", "/act/statute/2021/757/fin@/main.pdf", "/act/statute/2021/757/fin@"]


def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = tagged(LONG, '"1"', break_at=[300_000])
    assert told(run(tmp_path, one(site))) == [("a-fi", "new", None)]
    assert (tmp_path / "to/a-fi.txt").read_bytes() == LONG
    headers = site.asked[-1][1]
    assert (headers["range"], headers["if-range"]) == ("bytes=300000-", '"1"')
    assert files(tmp_path) == {"a-fi.txt", "a-fi.txt.yaml"}


def test_a_server_without_ranges_is_asked_for_all_again(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = tagged(LONG, '"1"', break_at=[300_000], ranges=False)
    assert told(run(tmp_path, one(site))) == [("a-fi", "new", None)]
    assert (tmp_path / "to/a-fi.txt").read_bytes() == LONG


def test_a_document_that_changed_meanwhile_is_not_sewn_together(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = tagged(LONG, '"1"', break_at=[300_000, 0, 0])
    assert told(run(tmp_path, one(site))) == [("a-fi", "failed", "connection")]
    assert not (tmp_path / "to/a-fi.txt").exists()
    changed = LONG.replace(b"0", b"x")
    site.pages["/a"] = tagged(changed, '"2"')
    assert told(run(tmp_path, one(site))) == [("a-fi", "new", None)]
    assert (tmp_path / "to/a-fi.txt").read_bytes() == changed


def test_killed_midway_there_is_no_half_file_and_the_rest_comes_later(tmp_path: Path, site: Site) -> None:
    sent, killed = threading.Event(), threading.Event()

    def stalls(handler: Handler) -> None:
        handler.send_response(200)
        for name, value in {"ETag": '"1"', "Content-Type": "text/plain", "Content-Length": "800000"}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(LONG[:500_000])
        sent.set()
        killed.wait(60)

    site.pages["/a"] = stalls
    command = [sys.executable, "-m", "interface.cli", "fetch", "--allow-local", "--to", str(tmp_path / "to")]
    command += ["--manifest", str(manifest(tmp_path, one(site)))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    part = tmp_path / "to/.a-fi.part"
    assert sent.wait(60)
    for _ in range(600):
        if part.exists() and part.stat().st_size > 100_000:
            break
        threading.Event().wait(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(30)
    killed.set()
    assert 100_000 < part.stat().st_size <= 500_000
    assert [path.name for path in (tmp_path / "to").iterdir() if not path.name.startswith(".")] == []
    site.pages["/a"] = tagged(LONG, '"1"')
    assert told(run(tmp_path, one(site))) == [("a-fi", "new", None)]
    assert site.asked[-1][1]["range"].startswith("bytes=")
    assert (tmp_path / "to/a-fi.txt").read_bytes() == LONG


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


def test_a_dripping_server_is_left_in_the_end(tmp_path: Path, site: Site) -> None:
    done = threading.Event()

    def drips(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        try:
            while not done.wait(0.02):
                handler.wfile.write(b"x")
        except OSError:
            handler.close_connection = True

    site.pages["/a"] = drips
    limits = Limits(read=5, total=0.2, delay=0.01, attempts=2)
    assert told(run(tmp_path, one(site), limits=limits)) == [("a-fi", "failed", "timeout")]
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


def test_checking_writes_nothing(tmp_path: Path, site: Site) -> None:
    site.pages |= {"/a": tagged(b"first", '"1"'), "/b": text("# B\n"), "/c": text("# C\n")}
    entries = [one(site, "a"), one(site, "b", "/b"), one(site, "c", "/c")]
    run(tmp_path, *entries[:2])
    before = {path.name: path.read_bytes() for path in (tmp_path / "to").iterdir()}
    site.pages["/b"] = text("# B, amended\n")
    wanted = read_manifest(manifest(tmp_path, *entries))
    found = list(check(wanted, tmp_path / "to", Web(QUICK, True)))
    assert told(found) == [("a-fi", "unchanged", None), ("b-fi", "changed", None), ("c-fi", "new", None)]
    assert {path.name: path.read_bytes() for path in (tmp_path / "to").iterdir()} == before


def test_command(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    site.pages |= {"/a": tagged(b"first", '"1"'), "/b": text("# B\n")}
    path = manifest(tmp_path, one(site, "a"), one(site, "b", "/b"), one(site, "c", "/c"))
    command = ["fetch", "--manifest", str(path), "--index", str(tmp_path / "library.sqlite"), "--allow-local"]
    assert main([*command, "--only", "a", "b"]) == 0
    said = capsys.readouterr()
    host, folder = site.address.removeprefix("http://"), tmp_path / "official"
    assert said.out.splitlines() == ["new            a-fi.txt", "new            b-fi.md"]
    assert said.err.splitlines() == [
        f"Fetching 2 documents from {host}.",
        f"{folder}: 2 new, 0 changed, 0 as before, 0 failed. To search them, run tietosilta index {folder}.",
    ]
    site.pages["/a"] = tagged(b"second", '"2"')
    assert main(command) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        f"changed        a-fi.txt  {sha(b'first')[:12]} → {sha(b'second')[:12]}",
        "as before      b-fi.md",
    ]
    assert lines[2].startswith("failed         c-fi  The server did not give the document, but answered 404")
    assert main([*command, "--only", "zzz"]) == 1
    assert "no such document: zzz" in capsys.readouterr().err


def test_two_at_once(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = text("# A\n")
    wanted = read_manifest(manifest(tmp_path, one(site)))
    first = fetch(wanted * 2, tmp_path / "to", Web(QUICK, True))
    next(first)
    with pytest.raises(FetchProblem, match="busy"):
        next(fetch(wanted, tmp_path / "to", Web(QUICK, True)))
    first.close()


def test_addresses_of_eu_law_and_finnish_statutes(tmp_path: Path) -> None:
    path = manifest(
        tmp_path,
        {"celex": "32022H1215(01)", "languages": ["fi"]},
        {"finlex": "757/2021", "languages": ["sv"]},
        {"finlex": "688/2001", "languages": ["fi"], "version": 20240123},
    )
    eu, statute, amended = read_manifest(path)
    assert [(p.address, p.language) for p in eu.places] == [
        ("https://publications.europa.eu/resource/celex/32022H1215%2801%29", "fin")
    ]
    base = "https://opendata.finlex.fi/finlex/avoindata/v1/akn/fi/act"
    assert [(p.address, p.accept) for p in statute.places] == [
        (f"{base}/statute/2021/757/swe@/main.pdf", "application/pdf"),
        (f"{base}/statute/2021/757/swe@", "application/xml"),
    ]
    assert amended.places[1].address == f"{base}/statute-consolidated/2001/688/fin@20240123"
    assert [one.key for one in (eu, statute, amended)] == ["32022H1215(01)-fi", "757-2021-sv", "688-2001-fi"]
    assert [one.fields["source"] for one in (eu, statute, amended)] == [
        "https://eur-lex.europa.eu/legal-content/FI/TXT/?uri=CELEX:32022H1215(01)",
        "https://www.finlex.fi/sv/laki/ajantasa/2021/20210757",
        "https://www.finlex.fi/fi/laki/ajantasa/2001/20010688",
    ]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ("a: [", "manifest.yaml:1 (YAML)"),
        ("{}", "manifest.yaml (documents: "),
        ("[{celex: 2021/1060, languages: [fi]}]", "celex: 2021/1060 (32021R1060)"),
        ("[{finlex: 2021-757, languages: [fi]}]", "finlex: 2021-757 (757/2021)"),
        ("[{finlex: 757/2021, languages: [en]}]", "language: en (757/2021)"),
        ("[{celex: 32021R1060, languages: [xx]}]", "languages: xx"),
        ("[{celex: 32021R1060}]", "languages ([fi, sv, en])"),
        ("[{celex: 32021R1060, finlex: 1/2000, languages: [fi]}]", "celex + finlex (celex | finlex | url)"),
        ("[{url: 'file:///etc/passwd', id: a, languages: [fi]}]", "url: file:///etc/passwd (https://…)"),
        ("[{url: 'https://me:secret@example.org/', id: a, languages: [fi]}]", "(https://…)"),
        ("[{url: 'https://example.org/a', id: ../a, languages: [fi]}]", "id: ..-a"),
        ("[{url: 'https://example.org/a', languages: [fi]}]", "id: –"),
        ("[{celex: 32021R1060, languages: [fi], colour: red}]", "colour (id, languages"),
        ("[{celex: 32021R1060, languages: [fi]}, {celex: 32021R1060, languages: [sv]}]", "2: id: 32021R1060"),
        ("[{celex: 32021R1060, languages: [fi], supersedes: b}]", "supersedes: b (id)"),
    ],
)  # fmt: skip
def test_mistakes_in_a_manifest_are_named(tmp_path: Path, content: str, detail: str) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(FetchProblem) as caught:
        read_manifest(path)
    assert caught.value.reason == "manifest" and detail in caught.value.detail


def test_the_shipped_manifest() -> None:
    wanted = read_manifest(MANIFEST)
    languages: dict[str, list[str]] = {}
    for one_wanted in wanted:
        languages.setdefault(one_wanted.id, []).append(one_wanted.language)
        assert one_wanted.fields["title"] and one_wanted.fields["collection"] == "funding"
    eu = [name for name, found in languages.items() if found == ["fi", "sv", "en"]]
    finnish = [name for name, found in languages.items() if found == ["fi", "sv"]]
    assert (len(eu), len(finnish)) == (32, 22)
    assert len(languages) == 54
    assert {"32021R1057", "32021R1060", "32023R2831", "52021DC0778", "32023H01344"} <= set(eu)
    assert {"756-2021", "757-2021", "866-2021"} <= set(finnish)
    assert {host for one_wanted in wanted for host in one_wanted.hosts} == {
        "publications.europa.eu",
        "opendata.finlex.fi",
    }


def test_sidecars_of_the_shipped_manifest_are_what_the_catalogue_takes(tmp_path: Path) -> None:
    for one_wanted in read_manifest(MANIFEST):
        fields = {**one_wanted.fields, "language": one_wanted.language}
        (tmp_path / f"{one_wanted.key}.pdf.yaml").write_text(yaml.safe_dump(fields), "utf-8")
        about = describe(Draft(), PurePosixPath(f"{one_wanted.key}.pdf"), tmp_path)
        assert about.title == one_wanted.fields["title"] and about.language == one_wanted.language


@pytest.mark.skipif(not STATUTES.is_dir(), reason="needs ../shared/data/documents")
def test_statutes_are_called_what_finlex_calls_them() -> None:
    ours = {one_wanted.key: str(one_wanted.fields["title"]) for one_wanted in read_manifest(MANIFEST)}
    compared = 0
    for path in STATUTES.glob("*_??.txt"):
        year, number, language = path.stem.replace("_", "-").split("-")
        title = ours.get(f"{int(number)}-{year}-{language}")
        if title:
            compared += 1
            first = path.read_text("utf-8").splitlines()[0]
            assert title.split(", ")[0] == first.removesuffix(")")
    assert compared >= 30
