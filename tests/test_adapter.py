"""Questions and passages are read with changes of their own; and the pairs that taught them hold together."""

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
from index.adapter import adapt
from index.bundled import load_bundled
from index.encoder import Encoder, EncoderText

ROOT = Path(__file__).parents[1]
PAIRS = [json.loads(line) for line in (ROOT / "training" / "pairs.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def bundled() -> SentenceTransformer:
    return load_bundled()


def test_both_move_but_stay_near(encoder: Encoder, bundled: SentenceTransformer) -> None:
    texts = ["voinko maksaa itselleni palkkaa hankkeen rahoista", "Vem kan söka bidrag?", "flat rate 40 %"]
    encoded = [passage.vector for passage in encoder.passages([EncoderText("", text, ()) for text in texts])]
    for ours, prompt in ((encoder.queries(texts), "query"), (np.stack(encoded), "passage")):
        cosines = (ours * bundled.encode(texts, prompt_name=prompt)).sum(axis=1)
        assert np.linalg.norm(ours, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
        assert ((cosines > 0.6) & (cosines < 0.9998)).all()


def test_a_question_is_nearer_to_its_answer_than_with_the_bundled_model(
    encoder: Encoder, bundled: SentenceTransformer
) -> None:
    question = "voinko maksaa itselleni palkkaa hankkeen rahoista"
    answers = ["Lön till den som ansöker är en stödberättigande kostnad.", "Ansökan lämnas in elektroniskt."]
    encoded = encoder.passages([EncoderText("", answer, ()) for answer in answers])
    right, wrong = (encoder.queries([question])[0] @ passage.vector for passage in encoded)
    plain = bundled.encode(answers, prompt_name="passage") @ bundled.encode(question, prompt_name="query")
    assert right - wrong > plain[0] - plain[1] > 0


def test_both_share_the_words(bundled: SentenceTransformer) -> None:
    passages = load_bundled()
    questions = adapt(passages)
    assert questions[0].model.embeddings is passages[0].model.embeddings


def test_a_change_is_the_product_of_its_two_matrices_for_one_role_only(
    bundled: SentenceTransformer, tmp_path: Path
) -> None:
    name = "layer.7.output.dense"
    weight = bundled[0].model.encoder.get_submodule(name).weight
    changes = {f"passage.{name}.up": np.zeros((weight.shape[0], 1), np.float16)}
    changes[f"passage.{name}.up"][3] = 2
    changes[f"passage.{name}.down"] = np.ones((1, weight.shape[1]), np.float16)
    np.savez(tmp_path / "changes.npz", **changes)
    passages = load_bundled()
    questions = adapt(passages, tmp_path / "changes.npz")
    changed = passages[0].model.encoder.get_submodule(name).weight.float() - weight.float()
    assert changed[3].detach().numpy() == pytest.approx(2.0, abs=0.02)
    assert not changed[4].any()
    assert torch.equal(questions[0].model.encoder.get_submodule(name).weight, weight)


def test_changes_that_cannot_be_read_are_told_as_a_broken_model(bundled: SentenceTransformer, tmp_path: Path) -> None:
    (tmp_path / "changes.npz").write_bytes(b"not an archive")
    with pytest.raises(EncoderProblem) as caught:
        adapt(bundled, tmp_path / "changes.npz")
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
