"""A cross-encoder puts the first hits in its order; without one that works the search is as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import DOCUMENTS
from sentence_transformers import CrossEncoder
from tiny_models import write_cross_encoder

from assistant.finding.reranking import Reranker
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store
from interface.cli import main
from interface.doctor import examine
from interface.opening import opening
from interface.settings import Settings, read_settings

QUESTION = "How much is the own contribution?"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cross_encoder(tmp_path_factory.mktemp("cross"), DOCUMENTS.values())


def test_hits_stand_in_the_order_of_the_model(
    library: Library, small_index: Path, encoder: Encoder, model: Path
) -> None:
    before = library.search(QUESTION).hits
    texts = [
        " – ".join((hit.document.title, *hit.passage.headings)) + "\n" + hit.passage.text for hit in before
    ]
    marks = CrossEncoder(str(model), device="cpu").predict([(QUESTION, text) for text in texts]).tolist()
    wanted = [before[at].passage for at in sorted(range(len(before)), key=lambda at: -marks[at])]
    assert wanted != [hit.passage for hit in before]
    reranker = Reranker(str(model))
    after = Library(Store(small_index), encoder, reranker=reranker).search(QUESTION).hits
    assert [hit.passage for hit in after] == wanted
    assert [hit.score for hit in after] == pytest.approx(sorted((hit.score for hit in before), reverse=True))
    shares = {hit.passage: hit.shares for hit in before}
    for hit in after:
        assert hit.shares and sum(hit.shares) == pytest.approx(hit.score, abs=1e-5)
        assert hit.shares[:-1] == shares[hit.passage][:-1]  # type: ignore[arg-type]


def test_only_the_first_are_put_in_order(library: Library, model: Path, encoder: Encoder) -> None:
    found = library.searcher.rank_vector(encoder.queries([QUESTION])[0], QUESTION, "en").found
    after = Reranker(str(model)).reordered(QUESTION, found, ["a laundry", "own contribution"])
    assert {item.key for item in after[:2]} == {item.key for item in found[:2]}
    assert after[2:] == found[2:]


def test_the_command_explains_it(
    small_index: Path, model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["search", QUESTION, "--index", str(small_index), "--explain"]
    assert main([*command, "--rerank", str(model), "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert sum(hit["explain"]["reranking"] for hit in hits) == pytest.approx(0, abs=1e-3)
    assert max(hit["explain"]["reranking"] for hit in hits) > 0.01
    monkeypatch.setenv("TIETOSILTA_RERANK", str(model))
    assert main(command) == 0
    said = capsys.readouterr()
    assert "What the reranking model makes of it +" in said.out and said.err == ""


@pytest.mark.parametrize("kind", ["missing", "name", "classes"])
def test_a_model_that_cannot_be_used_is_a_sentence(
    kind: str, small_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {"missing": str(tmp_path / "none"), "name": "nobody/no-such", "classes": str(tmp_path / "classes")}
    if kind == "classes":
        write_cross_encoder(tmp_path / "classes", DOCUMENTS.values(), labels=3)
    command = ["search", QUESTION, "--index", str(small_index), "--json"]
    assert main(command) == 0
    plain = capsys.readouterr().out
    assert main([*command, "--rerank", names[kind]]) == 0
    said = capsys.readouterr()
    assert said.out == plain
    assert said.err.count("\n") == 1
    assert f"the search goes on without it: {names[kind]}." in said.err


def test_the_setting_is_for_the_pages_and_the_doctor(
    small_index: Path, model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    lines = (f'rerank = "{model}"', f'index = "{small_index}"', 'language = "en"')
    (tmp_path / "tietosilta.toml").write_text("\n".join(lines), "utf-8")
    monkeypatch.delenv("TIETOSILTA_RERANK", raising=False)
    settings = read_settings(tmp_path)
    try:
        reranker = opening(settings).result().reranker
    finally:
        opening.clear()
    assert reranker is not None and reranker.name == str(model) and reranker.problem is None
    assert (True, f"The reranking model {model} can be opened.") in list(examine(settings))
    broken = Settings(small_index, "", "en", False, rerank="nobody/no-such")
    assert [fine for fine, sentence in examine(broken) if "nobody/no-such" in sentence] == [False]
    capsys.readouterr()
    try:
        assert opening(broken).result().reranker is not None
    finally:
        opening.clear()
    assert "the search goes on without it: nobody/no-such." in capsys.readouterr().err  # in the server's log
