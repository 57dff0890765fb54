"""Evaluation of the ranking on a labelled set, and what is told of a set that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluate import read_set
from interface.cli import main


def test_evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {
        "corpus.jsonl": [
            {"id": "d1", "text": "Koira haukkuu pihalla koko yön.", "lang": "fi"},
            {"id": "d2", "text": "Hunden skäller på gården hela natten.", "lang": "sv"},
            {"id": "d3", "text": "Osuuskunta maksaa jäsenilleen ylijäämää.", "lang": "fi"},
        ],
        "queries.jsonl": [{"id": "q1", "text": "haukkuva koira", "lang": "fi"}],
    }
    for name, lines in rows.items():
        (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t1\nq1\td3\t0\n", "utf-8")
    assert main(["evaluate", str(tmp_path), "--json"]) == 0
    pair = {"queries": 1, "recall@10": 1.0, "ndcg@10_within": 1.0}
    scores = json.loads(capsys.readouterr().out)
    firsts = sorted(scores["pairs"][name].pop("ndcg@10") for name in ("fi>fi", "fi>sv"))
    assert firsts == [0.6309, 1.0]  # first and second place, in whichever order
    assert scores == {
        "queries": 1, "passages": 3, "ndcg@10": 1.0, "recall@10": 1.0,
        "same_language_recall@10": 1.0, "cross_language_recall@10": 1.0,
        "pairs": {"fi>fi": pair, "fi>sv": pair},
    }  # fmt: skip


_ROW = '{"id": "d1", "text": "Koira haukkuu.", "lang": "fi"}\n'
_QUERY = '{"id": "q1", "text": "koira", "lang": "fi"}\n'
_HEAD = "query-id\tcorpus-id\tscore\n"


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels", "told"),
    [
        (_ROW + '{"id": "d2", "text": "Kissa."}\n', _QUERY, _HEAD, "corpus.jsonl, line 2: id, text, lang."),
        (_ROW, "[1]\n", _HEAD, "queries.jsonl, line 1: id, text, lang."),
        (_ROW, _QUERY, "q1\td1\t1\nq1\td2\t1\n", "qrels.tsv, line 2: query-id, corpus-id, score."),
        (_ROW, _QUERY, _HEAD + "q1\td1\tmuch\n", "qrels.tsv, line 2: query-id, corpus-id, score."),
        (_ROW, _QUERY, _HEAD + "q1\td1\t0\n", "qrels.tsv. It needs"),
        (_ROW + _QUERY.replace("q1", "d1"), _QUERY, _HEAD, "corpus.jsonl, line 2: the same id twice: d1. It needs"),
    ],
)
def test_what_is_wrong_with_a_set_is_told(
    corpus: str, queries: str, qrels: str, told: str,
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    for name, written in (("corpus.jsonl", corpus), ("queries.jsonl", queries), ("qrels.tsv", qrels)):
        (tmp_path / name).write_text(written, "utf-8")
    assert main(["evaluate", str(tmp_path)]) == 1
    assert f"{tmp_path}/{told}" in capsys.readouterr().err


def test_labels_that_name_nothing_are_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIETOSILTA_LANGUAGE", "en")
    (tmp_path / "corpus.jsonl").write_text(_ROW.replace("id", "_id"), "utf-8")  # as BEIR names it
    (tmp_path / "queries.jsonl").write_text(_QUERY, "utf-8")
    (tmp_path / "qrels.tsv").write_text(_HEAD + "q1\td1\t1\nq1\td9\t1\nq9\td1\t1\n", "utf-8")
    assert main(["evaluate", str(tmp_path), "--json"]) == 0
    said = capsys.readouterr()
    assert (scores := json.loads(said.out))["queries"] == 1 and scores["recall@10"] == 1.0
    assert "2 labels were left out: their questions or rows are not in the set." in said.err


def test_languages_and_letters_of_a_set_are_taken_as_they_are_meant(tmp_path: Path) -> None:
    row = '{"id": "d1", "text": "The rate is 80 \\ud83d %.", "lang": "EN"}\n'
    (tmp_path / "corpus.jsonl").write_text(row, "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id": "q\\udfff", "text": "rate", "lang": "suomi"}\n', "utf-8")
    (tmp_path / "qrels.tsv").write_text(_HEAD + "q?\td1\t1\n", "utf-8")
    data = read_set(tmp_path)
    assert data.rows == [("d1", "The rate is 80 ? %.", "en")]
    assert data.queries == [("q?", "rate", "fi")]
