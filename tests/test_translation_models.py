"""Installing translation models from a server on this machine and from folders: whole, checked, or not at all."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from translating import MODELS, Dictionary, files, serve_models, zstd
from web_server import Site, tagged

from assistant.translating.translation_models import Change, Folder, Makers, install, wanted
from assistant.translating.translator import Pair, installed_pairs
from corpus.errors import FetchProblem, TranslationProblem
from corpus.fetch import Limits, Web
from interface.cli import main

pytest.importorskip("fxtranslate", reason="the optional fxtranslate is not installed")
QUICK = Limits(connect=5, read=5, delay=0.01, attempts=3, bytes=1_000_000)
ENGLISH: list[Pair] = [("fi", "en"), ("en", "fi")]


@pytest.fixture
def dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fxtranslate.Translator", Dictionary)


def bring(site: Site, folder: Path, pairs: list[Pair]) -> list[tuple[Pair, Change]]:
    return list(install(Makers(Web(QUICK, allow_local=True), f"{site.address}/v1"), pairs, folder))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_pairs_without_a_model_go_over_english() -> None:
    there = {("fi", "en"), ("en", "fi"), ("sv", "en"), ("en", "sv"), ("et", "en"), ("nb", "sv"), ("sv", "nb")}
    assert wanted(["fi", "sv"], there) == ([("fi", "en"), ("en", "sv"), ("sv", "en"), ("en", "fi")], [])
    assert wanted(["sv", "nb"], there) == ([("sv", "nb"), ("nb", "sv")], [])
    assert wanted(["et", "en"], there) == ([("et", "en")], [("en", "et")])
    assert wanted(["fi", "fi"], there) == ([], [])


@pytest.mark.usefixtures("dictionaries")
def test_models_come_from_the_makers_list(tmp_path: Path, site: Site) -> None:
    serve_models(site, {pair: files(pair) for pair in MODELS})
    assert bring(site, tmp_path, ENGLISH) == [(("fi", "en"), "new"), (("en", "fi"), "new")]
    assert names(tmp_path) == {"fi-en", "en-fi"}
    assert names(tmp_path / "fi-en") == {"model.fien.intgemm.alphas.bin", "vocab.fien.spm", "about.json"}
    assert (tmp_path / "fi-en/vocab.fien.spm").read_bytes() == b"vocabulary of fi-en"
    asked = len(site.asked)
    assert bring(site, tmp_path, ENGLISH) == [(("fi", "en"), "unchanged"), (("en", "fi"), "unchanged")]
    assert not [path for path in site.paths()[asked:] if path.startswith("/cdn")]


@pytest.mark.usefixtures("dictionaries")
def test_the_newest_version_that_the_engine_reads(tmp_path: Path, site: Site) -> None:
    others = [
        record
        for version in ("2.9", "3.0", "3.9", "3.11a1", "4.0")
        for record in serve_models(site, {"fi-en": files("fi-en", words={"versio": version})}, version=version)
    ]
    records = serve_models(site, {"fi-en": files("fi-en", words={"versio": "3.10"})}, version="3.10")
    records += others  # the address is that of 3.10 for all: another one's checksum would not fit
    assert bring(site, tmp_path, [("fi", "en")]) == [(("fi", "en"), "new")]
    assert json.loads((tmp_path / "fi-en/model.fien.intgemm.alphas.bin").read_text()) == {"versio": "3.10"}
    about = json.loads((tmp_path / "fi-en/about.json").read_text())
    assert (about["source"], about["version"]) == (f"{site.address}/v1", "3.10")


@pytest.mark.usefixtures("dictionaries")
def test_a_new_model_takes_the_place_of_the_old(tmp_path: Path, site: Site) -> None:
    serve_models(site, {"fi-en": files("fi-en")})
    bring(site, tmp_path, [("fi", "en")])
    serve_models(site, {"fi-en": files("fi-en", words={"tuki": "support"})}, version="3.1")
    assert bring(site, tmp_path, [("fi", "en")]) == [(("fi", "en"), "changed")]
    assert json.loads((tmp_path / "fi-en/model.fien.intgemm.alphas.bin").read_text()) == {"tuki": "support"}
    assert names(tmp_path) == {"fi-en"}


@pytest.mark.usefixtures("dictionaries")
def test_a_file_that_is_not_the_listed_one_installs_nothing(tmp_path: Path, site: Site) -> None:
    records = serve_models(site, {"fi-en": files("fi-en")})
    site.pages[f"/cdn/{records[1]['attachment']['location']}"] = lambda h: h.answer(200, zstd(b"another"))  # type: ignore[index]
    with pytest.raises(TranslationProblem, match="checksum: vocab.fien.spm"):
        bring(site, tmp_path, [("fi", "en")])
    assert installed_pairs(tmp_path) == set()
    records[1]["attachment"]["hash"] = None  # type: ignore[index]
    assert Makers(Web(QUICK, allow_local=True), f"{site.address}/v1").pairs == set()


@pytest.mark.usefixtures("dictionaries")
def test_a_broken_download_goes_on_and_a_whole_file_is_not_fetched_again(tmp_path: Path, site: Site) -> None:
    content = files("fi-en", words={f"sana{n}": f"word{n}" for n in range(3000)})
    records = serve_models(site, {"fi-en": content})
    model, vocabulary = (f"/cdn/{record['attachment']['location']}" for record in records)  # type: ignore[index]
    whole = zstd(content["model.fien.intgemm.alphas.bin"])
    site.pages[model] = tagged(whole, '"1"', break_at=[60_000])
    good = site.pages.pop(vocabulary)
    (tmp_path / ".fi-en.part").mkdir()
    (tmp_path / ".fi-en.part/model.fien.intgemm8.bin").write_bytes(b"of a version before")
    with pytest.raises(FetchProblem, match="status: 404"):
        bring(site, tmp_path, [("fi", "en")])
    assert [headers.get("range") for path, headers in site.asked if path == model] == [None, "bytes=60000-"]
    assert installed_pairs(tmp_path) == set()
    site.pages[vocabulary] = good
    assert bring(site, tmp_path, [("fi", "en")]) == [(("fi", "en"), "new")]
    assert site.paths().count(model) == 2
    assert names(tmp_path / "fi-en") == {*content, "about.json"}


def test_what_the_engine_cannot_read_is_not_installed(tmp_path: Path, site: Site) -> None:
    serve_models(site, {"fi-en": files("fi-en")})  # the real engine: a dictionary is no network
    with pytest.raises(TranslationProblem, match="broken: fi-en"):
        bring(site, tmp_path, [("fi", "en")])
    assert names(tmp_path) == set()


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b'{"data": 5}', b'{"data": [{"name": "../../evil"}, 7]}'])
def test_a_list_that_is_none(tmp_path: Path, site: Site, answer: bytes) -> None:
    serve_models(site, {})
    path = "/v1/buckets/main/collections/translations-models-v2/records"
    site.pages[path] = lambda handler: handler.answer(200, answer)
    if answer.startswith(b'{"data": ['):
        assert Makers(Web(QUICK, allow_local=True), f"{site.address}/v1").pairs == set()
        return
    with pytest.raises(TranslationProblem, match="list"):
        Makers(Web(QUICK, allow_local=True), f"{site.address}/v1")


@pytest.mark.usefixtures("dictionaries")
def test_models_from_a_folder(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "enfi").mkdir(parents=True)
    for name, content in files("fi-en").items():
        (source / f"{name}.gz").write_bytes(gzip.compress(content))
    for name, content in files("en-fi").items():
        (source / "enfi" / f"{name}.zst").write_bytes(zstd(content))
    (source / "lex.50.50.fien.s2t.bin.gz").write_bytes(b"not needed")
    found = Folder(source)
    assert found.pairs == set(ENGLISH)
    to = tmp_path / "to"
    assert list(install(found, ENGLISH, to)) == [(("fi", "en"), "new"), (("en", "fi"), "new")]
    assert names(to / "en-fi") == {*files("en-fi"), "about.json"}
    assert (to / "fi-en/vocab.fien.spm").read_bytes() == b"vocabulary of fi-en"
    assert list(install(found, ENGLISH, to))[0][1] == "unchanged"
    with pytest.raises(TranslationProblem, match="no_files"):
        Folder(tmp_path / "to" / "none")
    (source / "vocab.fien.spm.gz").write_bytes(b"half")
    with pytest.raises(TranslationProblem, match="broken: vocab.fien.spm.gz"):
        list(install(Folder(source), [("fi", "en")], to))
    assert installed_pairs(to) == set(ENGLISH)


@pytest.mark.usefixtures("dictionaries")
def test_the_command(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    index = ["--index", str(tmp_path / "data" / "library.sqlite")]
    serve_models(site, {pair: files(pair) for pair in ("fi-en", "en-fi", "et-en")})
    server = ["--from", f"{site.address}/v1", "--allow-local"]
    assert main(["translate", *index, "list"]) == 0
    assert "No translation models are installed yet" in capsys.readouterr().err
    assert main(["translate", *index, "install", "fi", "en", *server]) == 0
    said = capsys.readouterr()
    assert said.out == "fi→en  installed\nen→fi  installed\n"
    assert said.err == f"Fetching translation models from {site.address.removeprefix('http://')}.\n"
    assert main(["translate", *index, "install", "et", *server]) == 1
    said = capsys.readouterr()
    assert said.out == "et→en  installed\n" and "There is no model for these language pairs: en→et." in said.err
    assert main(["translate", *index, "install", "sv", *server]) == 1
    assert "There is no model for this translation: sv→en, en→sv." in capsys.readouterr().err
    for arguments in ([*index, "list"], ["list", *index]):
        assert main(["translate", *arguments]) == 0
        assert capsys.readouterr().out == "en→fi\net→en\nfi→en\n"
    assert main(["translate", *index, "install", "fi", "--from", str(tmp_path / "nothing")]) == 1
    assert "There are no translation models in the folder" in capsys.readouterr().err


def test_a_private_server_must_be_allowed(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    index = ["--index", str(tmp_path / "library.sqlite")]
    assert main(["translate", *index, "install", "fi", "--from", f"{site.address}/v1"]) == 1
    assert "The address leads into a private network" in capsys.readouterr().err
