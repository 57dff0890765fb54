"""Training reads questions and passages as the product does, and what it writes is what the product opens."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from index.adapter import adapt, read_changes
from index.bundled import load_bundled
from index.changing import texts_of
from index.cross_encoder import CrossEncoder
from index.encoder import Encoder, EncoderText, SentenceTransformerEncoder
from index.store import Store

LOAN, PAY = "Laina ei ole tukikelpoinen kulu.", "Palkat maksetaan toteutuneen työajan mukaan."
SHORT = EncoderText("Kustannukset", f"{LOAN} {PAY}", ((0, len(LOAN)), (len(LOAN) + 1, len(LOAN) + 1 + len(PAY))))
SAID = "Avustus maksetaan hankkeen tilille. "
LONG = EncoderText("Opas", SAID * 40, tuple((at * len(SAID), (at + 1) * len(SAID) - 1) for at in range(40)))

@pytest.fixture
def unrounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bf16, whatever the processor: it would round the product's weights, from which training starts unrounded."""
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The modules of ``training/``, which import each other by their own names."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "training"))
    import lora
    import marks
    import model
    import pack
    import pool
    import texts
    import train
    import vectors

    yield SimpleNamespace(
        lora=lora, marks=marks, model=model, pack=pack, pool=pool, texts=texts, train=train, vectors=vectors
    )


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


@pytest.mark.usefixtures("unrounded")
def test_vectors_are_those_of_the_product(training: Any, packed: dict[str, Any]) -> None:
    bundled = load_bundled()
    bundled[0].float()
    product = SentenceTransformerEncoder(bundled, "bundled")
    reader = training.model.Reader(training.model.read_model(packed), 4, "passage", 0.0).eval()
    texts = training.texts.Texts(packed, "passage", torch.device("cpu"))
    asked = training.texts.Texts(packed, "question", torch.device("cpu"))
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
    texts = training.texts.Texts(packed, "passage", torch.device("cpu"))
    assert texts.counts.tolist() == [2, 40]
    place = int(texts.bases[1]) + 30
    wanted = set(range(int(texts.first[place]), int(texts.last[place]) + 1))
    at, there = texts.positions(torch.tensor([0, 1]), torch.tensor([1, 30]))
    short, long = (positions[inside].tolist() for positions, inside in zip(at, there, strict=True))
    assert short == list(range(int(texts.lengths[0])))
    assert len(long) == len(set(long)) == training.texts.WINDOW
    opening = int(texts.openings[1])
    assert long[:opening] == list(range(opening))
    assert wanted <= set(long)


def test_what_answers_or_nearly_says_the_same_is_not_called_wrong(training: Any) -> None:
    pool = training.pool.Pool.__new__(training.pool.Pool)
    angles = torch.tensor([0.0, 0.1, 1.5, 0.7, 1.4])
    pool.device = torch.device("cpu")
    pool.texts = type("Five", (), {"languages": torch.tensor([0, 0, 0, 1, 0]), "__len__": lambda _: 5})()
    pool.began = SimpleNamespace(neutral=torch.stack([angles.cos(), angles.sin()], 1))
    pool.right, pool.excluded = [[(0, 0)], [(0, 0), (2, 1)]], [[0, 4], [0, 2]]
    found = pool.neither([0, 1], torch.arange(5))
    assert found.tolist() == [[False, True, False, True, True], [True, False, True, False, False]]


def test_half_of_the_way_is_the_mean_of_two_changes(training: Any) -> None:
    torch.manual_seed(5)
    low = training.lora.LowRank(torch.nn.Linear(12, 9), 2)
    before, after = ((torch.randn(9, 2), torch.randn(2, 12)) for _ in range(2))
    wanted = 0.25 * before[0] @ before[1] + 0.75 * after[0] @ after[1]
    training.lora.halfway({"layer": low}, {"layer": before}, {"layer": after}, 0.75)
    left, sizes, right = torch.linalg.svd(wanted)
    nearest = left[:, :2] * sizes[:2] @ right[:2]  # of all matrices of rank 2 (Eckart and Young 1936)
    assert (low.up @ low.down).detach().numpy() == pytest.approx(nearest.numpy(), abs=1e-4)
    training.lora.halfway({"layer": low}, {"layer": before}, {"layer": after}, 1)
    assert (low.up @ low.down).detach().numpy() == pytest.approx((after[0] @ after[1]).numpy(), abs=1e-4)


@pytest.fixture
def pack_file(training: Any, small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of the small library, some sections, sentences and questions."""
    store = Store(small_index)
    table = store.table()
    passages = [passage for passage, _ in store.passages(table.keys.tolist()).values()]
    pairs = [
        {"question": f"kysymys {at} {split}", "lang": language, "document": passage.document, "start": passage.start,
         "sentence": 0, "split": split}
        for at, passage in enumerate(passages) for split, language in (("train", "fi"), ("held", passage.language))
    ]  # fmt: skip
    unanswerable = [{"question": f"{split} sää", "lang": "fi", "split": split} for split in ("train", "held")]
    for name, rows in (("pairs", pairs), ("unanswerable", unanswerable)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    subject = {"about": "kysymys", "fi": ["Mikä tuki?", "mitä saa"], "en": ["What support?"]}
    (tmp_path / "general.yaml").write_text(json.dumps([subject]), "utf-8")
    sections = [
        {"id": f"{at}.xml1 §", "head": {"fi": f"Hakemuksen tekeminen {at}", "sv": f"Att göra en ansökan {at}"},
         "fi": f"Hakemus {at} tehdään sähköisesti. " * 5, "sv": f"Ansökan {at} görs elektroniskt. " * 5}
        for at in range(6)
    ]  # fmt: skip
    anchors = [{"fi": f"Kissa nukkuu {at}.", "en": f"The cat sleeps {at}."} for at in range(6)]
    for name, rows in (("sections", sections), ("anchors", anchors)):
        with gzip.open(tmp_path / f"{name}.gz", "wt", encoding="utf-8") as lines:
            lines.write("\n".join(map(json.dumps, rows)))
    for language, line in (("fi", "Hyvää huomenta."), ("sv", "God morgon."), ("en", "Good morning.")):
        (tmp_path / f"{language}.txt").write_text(line, "utf-8")
    monkeypatch.setattr(training.pack, "HERE", tmp_path)
    made = tmp_path / "pack.npz"
    training.pack.main([
        str(small_index), str(made), "--sections", str(tmp_path / "sections.gz"),
        "--anchors", str(tmp_path / "anchors.gz"), "--languages", str(tmp_path),
    ])  # fmt: skip
    return made


def test_a_step_of_training_changes_what_the_product_opens(
    training: Any, pack_file: Path, encoder: Encoder, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for module, values in (
        (training.vectors, {"BATCH": 6, "SECTIONS": 2, "HARDEST": 3, "ANCHORS": 2, "SAID": 1, "WARM_UP": 1}),
        (training.marks, {"BATCH": 6, "GENERAL_ONES": 2, "UNANSWERED": 1, "SENTENCES": 5, "TAKEN": 2, "NEAREST": 3,
                          "NEAR": 6, "SAID": 1}),
    ):  # fmt: skip
        for name, value in values.items():
            monkeypatch.setattr(module, name, value)
    out = tmp_path / "out"
    training.train.main([str(pack_file), str(out), "--steps", "1", "--shares", "1,0.5"])
    said = capsys.readouterr().out
    assert "1 steps, " in said and "share 0.5: field within MRR" in said and "answered told" in said
    asked, trained = ["voiko palkkaa maksaa"], adapt(load_bundled(), out / "adapter-1.npz")
    moved = SentenceTransformerEncoder(trained, "trained").queries(asked)[0]
    assert 1e-6 < 1 - float(moved @ encoder.queries(asked)[0]) < 0.2
    shipped, whole, half = (
        read_changes(file)
        for file in (training.train.INDEX / "adapter.npz", out / "adapter-1.npz", out / "adapter-0.5.npz")
    )
    assert shipped.keys() == whole.keys() == half.keys()
    at = "query.layer.11.output.dense"
    began, ended, between = (found[f"{at}.up"] @ found[f"{at}.down"] for found in (shipped, whole, half))
    assert np.linalg.norm(between - (began + ended) / 2) < 0.2 * np.linalg.norm(ended - began)
    marks = []
    for file in ((), (out / "cross_encoder.npz",)):
        reader = CrossEncoder(encoder.model, encoder.questions, *file)
        marks.append(reader.marks("maksetaanko palkka", [(reader.halves([SHORT])[0], 1)])[0])
    assert marks[0] != marks[1] and abs(marks[0] - marks[1]) < 1


@pytest.mark.usefixtures("unrounded")
def test_marks_are_those_of_the_product(
    training: Any, pack_file: Path, small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training.marks, "NEAR", 3)
    with np.load(pack_file) as archive:
        pack = {name: archive[name] for name in archive.files}
    index = training.train.INDEX
    run = training.marks.Marks(training.pool.Pool(pack, torch.device("cpu"), index / "adapter.npz"))
    training.lora.load(index / "cross_encoder.npz", run.added, run.together.own_parts())
    run.together.eval()
    bundled = load_bundled()
    shipped = CrossEncoder(bundled, adapt(bundled))
    store = Store(small_index)
    keys = store.table().keys.tolist()
    stored = texts_of(store, keys)
    halves = shipped.halves([stored[key] for key in keys])
    sentences = [(row, number) for row, half in enumerate(halves) for number in range(int(half.owner.max()) + 1)]
    expected = shipped.marks("kysymys 0 train", [(halves[row], number) for row, number in sentences])
    assert len(sentences) > len(keys)
    assert run.marks_of(0, sentences).numpy() == pytest.approx(expected, abs=0.15)  # states kept in bf16
    assert np.ptp(expected) > 0.5


def test_a_pack_that_cannot_be_read_is_told(training: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.npz").write_bytes(b"no archive")
    for name in ("broken.npz", "missing.npz"):
        with pytest.raises(SystemExit, match=f"{name} is no pack that can be read .*Make one with training/pack.py"):
            training.train.main([str(tmp_path / name), str(tmp_path)])
