"""Questions have an encoder of their own, passages keep theirs; and the pairs it was trained on hold together."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from corpus.errors import EncoderProblem
from corpus.folder import source_files
from index.bundled import load_bundled
from index.encoder import Encoder, EncoderText
from index.query_adapter import adapted

ROOT = Path(__file__).parents[1]
PAIRS = [json.loads(line) for line in (ROOT / "training" / "pairs.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def bundled() -> SentenceTransformer:
    return load_bundled()


def test_passages_keep_the_vectors_of_the_bundled_model(encoder: Encoder, bundled: SentenceTransformer) -> None:
    text = "Omarahoitusosuus on 20 prosenttia."
    ours = encoder.passages([EncoderText("", text, ())])[0].vector
    assert float(ours @ bundled.encode(text, prompt_name="passage")) == pytest.approx(1, abs=1e-4)


def test_a_question_moves_but_stays_near(encoder: Encoder, bundled: SentenceTransformer) -> None:
    questions = ["voinko maksaa itselleni palkkaa hankkeen rahoista", "Vem kan söka bidrag?", "flat rate 40 %"]
    ours, plain = encoder.queries(questions), bundled.encode(questions, prompt_name="query")
    cosines = (ours * plain).sum(axis=1)
    assert np.linalg.norm(ours, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert ((cosines > 0.6) & (cosines < 0.995)).all()


def test_the_question_encoder_shares_the_words_and_leaves_the_bundled_model_alone(bundled: SentenceTransformer) -> None:
    before = {name: value.clone() for name, value in bundled[0].model.encoder.named_parameters()}
    questions = adapted(bundled)
    assert questions[0].model.embeddings is bundled[0].model.embeddings
    assert all(torch.equal(value, before[name]) for name, value in bundled[0].model.encoder.named_parameters())


def test_a_change_is_the_product_of_its_two_matrices(bundled: SentenceTransformer, tmp_path: Path) -> None:
    layers = [n for n, layer in bundled[0].model.encoder.named_modules() if isinstance(layer, torch.nn.Linear)]
    sizes = {name: bundled[0].model.encoder.get_submodule(name).weight.shape for name in layers}
    changes = {f"{name}.up": np.zeros((sizes[name][0], 1), np.float16) for name in layers}
    changes |= {f"{name}.down": np.ones((1, sizes[name][1]), np.float16) for name in layers}
    changes[f"{layers[0]}.up"][3] = 2
    np.savez(tmp_path / "changes.npz", **changes)
    questions = adapted(bundled, tmp_path / "changes.npz")
    theirs = questions[0].model.encoder.get_submodule(layers[0]).weight.float()
    ours = bundled[0].model.encoder.get_submodule(layers[0]).weight.float()
    assert (theirs - ours)[3].detach().numpy() == pytest.approx(2.0, abs=0.02)
    assert torch.equal(theirs[4], ours[4])


def test_changes_that_cannot_be_read_are_told_as_a_broken_model(bundled: SentenceTransformer, tmp_path: Path) -> None:
    (tmp_path / "changes.npz").write_bytes(b"not an archive")
    with pytest.raises(EncoderProblem) as caught:
        adapted(bundled, tmp_path / "changes.npz")
    assert caught.value.reason == "broken_model"


def test_there_are_enough_pairs_and_a_third_cross_a_language() -> None:
    train = [pair for pair in PAIRS if pair["split"] == "train"]
    assert len(train) >= 1500
    assert sum(pair["lang"] != pair["passage_lang"] for pair in PAIRS) >= len(PAIRS) / 3
    assert {"fi", "sv", "en"} <= {pair["lang"] for pair in PAIRS}


def test_no_held_out_document_is_trained_on() -> None:
    splits: dict[str, set[str]] = defaultdict(set)
    for pair in PAIRS:
        splits[pair["document"]].add(pair["split"])
    assert all(len(split) == 1 for split in splits.values())


def test_no_question_of_the_pairs_is_a_question_of_the_benchmarks() -> None:
    asked: set[str] = set()
    for path in (ROOT / "benchmarks").glob("*/questions.jsonl"):
        asked |= {json.loads(line)["question"].casefold() for line in path.read_text("utf-8").splitlines()}
    assert not asked & {pair["question"].casefold() for pair in PAIRS}


def test_the_pairs_of_the_library_name_documents_that_it_has() -> None:
    held = {file.path for file in source_files(ROOT / "corpus" / "library")}
    named = {pair["document"] for pair in PAIRS if pair["set"] == "library"}
    assert len(named) > 100
    assert named <= held
