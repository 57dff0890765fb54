"""Training reads questions and passages as the product does: the same vectors, the same marks, the same sentences."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from index.bundled import load_bundled
from index.cross_encoder import LOWER
from index.cross_encoder import Together as Shipped
from index.encoder import EncoderText, SentenceTransformerEncoder

LOAN, PAY = "Laina ei ole tukikelpoinen kulu.", "Palkat maksetaan toteutuneen työajan mukaan."
SHORT = EncoderText("Kustannukset", f"{LOAN} {PAY}", ((0, len(LOAN)), (len(LOAN) + 1, len(LOAN) + 1 + len(PAY))))
SAID = "Avustus maksetaan hankkeen tilille. "
LONG = EncoderText("Opas", SAID * 40, tuple((at * len(SAID), (at + 1) * len(SAID) - 1) for at in range(40)))


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The modules of ``training/``, which import each other by their own names."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "training"))
    import marks
    import model
    import pack
    import vectors

    yield SimpleNamespace(marks=marks, model=model, pack=pack, vectors=vectors)


@pytest.fixture
def packed(training: Any) -> dict[str, Any]:
    packer = training.pack.Packer()
    parts = {
        "passage": packer.passages([SHORT, LONG], ["fi", "fi"]),
        "question": packer.plain("query", ["saako lainaa maksaa", "lön"], ["fi", "sv"]),
    }
    kept = np.unique(np.concatenate([ids for part in parts.values() for ids in part.ids])).tolist()
    places = {one: at for at, one in enumerate(kept)}
    arrays: dict[str, Any] = training.pack.the_model(kept)
    for name, part in parts.items():
        arrays |= part.arrays(name, places, {"fi": 0, "sv": 1})
    return arrays


def test_vectors_are_those_of_the_product(training: Any, packed: dict[str, Any]) -> None:
    bundled = load_bundled()
    bundled[0].float()
    product = SentenceTransformerEncoder(bundled, "bundled")
    reader = training.model.Reader(training.model.read_model(packed), 4, "passage", 0.0).eval()
    texts = training.model.Texts(packed, "passage", torch.device("cpu"))
    asked = training.model.Texts(packed, "question", torch.device("cpu"))
    with torch.no_grad():
        encoded = reader.passages(texts, torch.tensor([0, 1]))
        questions = reader.plain(asked, torch.tensor([0, 1])).numpy()
    assert questions == pytest.approx(product.queries(["saako lainaa maksaa", "lön"]), abs=1e-4)
    for row, passage in enumerate(product.passages([SHORT, LONG])):
        count = len(passage.sentences)
        assert encoded.whole[row].numpy() == pytest.approx(passage.vector, abs=1e-4)
        assert encoded.sentences[row, :count].numpy() == pytest.approx(passage.sentences, abs=1e-4)
        assert encoded.said[row].tolist() == [at < count for at in range(encoded.said.shape[1])]


def test_a_long_passage_is_cut_about_a_sentence(training: Any, packed: dict[str, Any]) -> None:
    texts = training.model.Texts(packed, "passage", torch.device("cpu"))
    assert texts.counts.tolist() == [2, 40]
    place = int(texts.bases[1]) + 30
    wanted = set(range(int(texts.first[place]), int(texts.last[place]) + 1))
    at, there = texts.positions(torch.tensor([0, 1]), torch.tensor([1, 30]))
    short, long = (positions[inside].tolist() for positions, inside in zip(at, there, strict=True))
    assert short == list(range(int(texts.lengths[0])))
    assert len(long) == len(set(long)) == training.model.WINDOW
    opening = int(texts.openings[1])
    assert long[:opening] == list(range(opening))
    assert wanted <= set(long)


def test_marks_are_those_of_the_product(training: Any) -> None:
    layers = load_bundled()[0].float().model.encoder.layer[LOWER : LOWER + 1]
    torch.manual_seed(3)
    shipped = Shipped(layers).eval()
    learned = training.marks.Together(copy.deepcopy(layers), 384).eval()
    learned.load_state_dict(shipped.state_dict())
    question, passage = torch.randn(5, 384), np.random.default_rng(3).normal(size=(9, 384)).astype(np.float16)
    states = torch.zeros(2, 14, 384)
    kinds = torch.full((2, 14), -1)
    for row, (opening, end) in enumerate(((3, 9), (2, 6))):
        states[row, :5] = question
        states[row, 5 : 5 + end] = torch.from_numpy(passage[:end].astype(np.float32))
        kinds[row, :5], kinds[row, 5 : 5 + opening], kinds[row, 5 + opening : 5 + end] = 0, 1, 2
    with torch.no_grad():
        expected = shipped([(question, passage, 3), (question, passage[:6], 2)])
        assert learned(states, kinds).numpy() == pytest.approx(expected.numpy(), abs=1e-4)


def test_what_answers_or_nearly_says_the_same_is_not_called_wrong(training: Any) -> None:
    run = training.vectors.Vectors.__new__(training.vectors.Vectors)
    angles = torch.tensor([0.0, 0.1, 1.5, 0.7])
    vectors = torch.stack([angles.cos(), angles.sin()], 1)
    languages = torch.tensor([0, 0, 0, 1])
    run.device = torch.device("cpu")
    run.texts = SimpleNamespace(languages=languages, __len__=lambda: 4)
    run.began = SimpleNamespace(neutral=vectors)
    found = run.alike(torch.tensor([0]))
    assert found.tolist() == [[False, True, False, True]]
