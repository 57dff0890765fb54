"""Fetching official documents from a web server on this machine: what comes, and what stays as it was."""

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
from fetching import QUICK, files, manifest, one, run, told
from web_server import Handler, Site, sent_on, tagged, text

from corpus.catalogue import describe
from corpus.draft import Draft
from corpus.errors import FetchProblem
from corpus.fetch import Web, check, fetch, read_manifest
from interface.cli import main

LONG = b"".join(b"%07d\n" % n for n in range(100_000))  # 800 000 bytes, each line told from the others


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
    assert main([*command, "--check", "--only", "c"]) == 0
    assert capsys.readouterr() == (
        "not here yet   c-fi\n",
        f"{folder}: 1 not here yet, 0 changed, 0 as before, 0 could not be checked. Nothing was written.\n",
    )
    assert main([*command, "--only", "zzz"]) == 1
    assert "no such document: zzz" in capsys.readouterr().err


def test_what_is_said_where_nothing_answers(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    site.pages["/a"] = tagged(b"first", '"1"')
    path, folder = manifest(tmp_path, one(site, "a")), tmp_path / "official"
    command = ["fetch", "--manifest", str(path), "--index", str(tmp_path / "library.sqlite"), "--allow-local"]
    assert main(command) == 0
    capsys.readouterr()

    def away(*_: object, **__: object) -> None:
        raise FetchProblem("connection", "http://a")

    monkeypatch.setattr("corpus.fetch.run.download", away)
    assert main([*command, "--check"]) == 1
    said = capsys.readouterr()
    assert said.out == (
        "failed         a-fi  The server did not answer: http://a. "
        "Check the network connection, or try again later.\n"
    )
    assert said.err.splitlines() == [
        f"Checking 1 document with {site.address.removeprefix('http://')}.",
        f"{folder}: 0 not here yet, 0 changed, 0 as before, 1 could not be checked. Nothing was written.",
    ]
    assert main(command) == 1
    assert capsys.readouterr().err.splitlines()[-1] == f"{folder}: nothing could be fetched, 1 failed."


def test_two_at_once(tmp_path: Path, site: Site) -> None:
    site.pages["/a"] = text("# A\n")
    wanted = read_manifest(manifest(tmp_path, one(site)))
    first = fetch(wanted * 2, tmp_path / "to", Web(QUICK, True))
    next(first)
    with pytest.raises(FetchProblem, match="busy"):
        next(fetch(wanted, tmp_path / "to", Web(QUICK, True)))
    first.close()
