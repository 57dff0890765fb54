"""The bundled model and the texts of a pack, on whichever device trains."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from lora import LowRank, add_low_rank
from torch import Tensor, nn
from torch.nn.functional import normalize
from transformers import BertConfig, BertModel

WINDOW, OPENING = 160, 40  # tokens of a passage in training; of these the most for title and headings
_TOKENS = 60_000  # the most in a batch that needs no gradient
Arrays = dict[str, Any]


def read_model(pack: Arrays) -> BertModel:
    """The bundled model as it is, with the word embeddings of the pack."""
    hidden, layers, heads, inner, positions = (int(one) for one in pack["config"])
    words = _dequantised(pack, "word").reshape(-1, hidden)
    model = BertModel(
        BertConfig(
            vocab_size=len(words), hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
            intermediate_size=inner, max_position_embeddings=positions, type_vocab_size=2,
            layer_norm_eps=float(pack["epsilon"]), hidden_act="gelu", attn_implementation="sdpa", pad_token_id=0,
        ),
        add_pooling_layer=False,
    )  # fmt: skip
    with torch.no_grad():
        model.embeddings.word_embeddings.weight = nn.Parameter(torch.from_numpy(words))
        for name, parameter in model.named_parameters():
            if name == "embeddings.word_embeddings.weight":
                continue
            values = pack[f"full:{name}"] if f"full:{name}" in pack else _dequantised(pack, name)
            flat = torch.from_numpy(np.asarray(values, np.float32).reshape(-1))
            parameter.zero_().view(-1)[: len(flat)] = flat
    return model


def _dequantised(pack: Arrays, name: str) -> Any:
    nibbles, scale = pack[f"four:{name}"], pack[f"scale:{name}"]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32)
    return ((weights - 8) * scale.astype(np.float32)[:, None]).reshape(-1)


class Texts:
    """Texts as tokens, one after the other; of passages also which sentence each token belongs to."""

    def __init__(self, pack: Arrays, name: str, device: torch.device) -> None:
        self.lengths = torch.from_numpy(pack[f"{name}.lengths"].astype(np.int64)).to(device)
        self.ids = torch.from_numpy(pack[f"{name}.ids"].astype(np.int64)).to(device)
        self.languages = torch.from_numpy(pack[f"{name}.languages"].astype(np.int64)).to(device)
        self.starts = torch.cumsum(self.lengths, 0) - self.lengths
        if f"{name}.owners" in pack:
            self._tell_sentences(torch.from_numpy(pack[f"{name}.owners"].astype(np.int64)).to(device))

    def _tell_sentences(self, owners: Tensor) -> None:
        """``counts`` of sentences, ``bases``: where a passage's begin; their ``first`` and ``last`` tokens."""
        self.owners = owners
        row = torch.repeat_interleave(torch.arange(len(self.lengths), device=owners.device), self.lengths)
        most = torch.full_like(self.lengths, -1).scatter_reduce(0, row, owners, "amax")
        self.counts = most.clamp(min=0) + 1
        self.bases = torch.cumsum(self.counts, 0) - self.counts
        inside = owners >= 0
        place = (self.bases[row] + owners)[inside]
        at = (torch.arange(len(owners), device=owners.device) - self.starts[row])[inside]
        total = int(self.counts.sum())
        self.first = torch.full((total,), 1 << 30, device=owners.device).scatter_reduce(0, place, at, "amin")
        self.last = torch.full((total,), -1, device=owners.device).scatter_reduce(0, place, at, "amax")
        empty = self.last < 0  # sentences of nothing but what the tokenizer drops, and passages without any
        self.first[empty], self.last[empty] = 0, 0
        self.openings = self.first[self.bases].clamp(min=1)

    def __len__(self) -> int:
        return len(self.lengths)

    def positions(self, rows: Tensor, sentences: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The places [n, tokens] of the tokens to read, and which there are; about ``sentences`` at most ``WINDOW``."""
        lengths = self.lengths[rows]
        if sentences is None:
            at = torch.arange(int(lengths.max()), device=rows.device)[None].expand(len(rows), -1)
            return at, at < lengths[:, None]
        opening = self.openings[rows].clamp(max=OPENING)
        place = self.bases[rows] + sentences
        middle = (self.first[place] + self.last[place]) // 2
        room = WINDOW - opening
        start = torch.minimum(middle - room // 2, lengths - room).clamp(min=0)
        start = torch.maximum(start, opening)
        at = torch.arange(min(WINDOW, int(lengths.max())), device=rows.device)[None].expand(len(rows), -1)
        at = torch.where(at < opening[:, None], at, at - opening[:, None] + start[:, None])
        return at, at < lengths[:, None]

    def in_batches(self, rows: Tensor | None = None) -> Iterator[Tensor]:
        """Rows in batches of like length."""
        rows = torch.arange(len(self), device=self.lengths.device) if rows is None else rows
        order = rows[torch.argsort(self.lengths[rows])]
        lengths = self.lengths[order].tolist()
        at = 0
        while at < len(order):
            count = 1
            while at + count < len(order) and lengths[at + count] * (count + 1) <= _TOKENS:
                count += 1
            yield order[at : at + count]
            at += count


@dataclass(slots=True)
class Encoded:
    """Unit vectors with language: ``whole`` [n, d], ``sentences`` [n, s, d] of which only those ``said`` [n, s] are."""

    whole: Tensor
    sentences: Tensor
    said: Tensor


class Reader(nn.Module):
    """The model with low-rank changes, which reads questions or passages."""

    def __init__(self, model: BertModel, rank: int, role: str, dropout: float) -> None:
        super().__init__()
        self.model = copy.deepcopy(model)
        for module in self.model.modules():
            if isinstance(module, nn.Dropout):
                module.p = dropout
        self.model.requires_grad_(False)
        self.added: dict[str, LowRank] = add_low_rank(self.model.encoder, rank, prefix=f"{role}.")
        self.changes = nn.ModuleList(self.added.values())

    def states(self, texts: Texts, rows: Tensor, at: Tensor, there: Tensor) -> Tensor:
        """Token vectors [n, tokens, d]."""
        ids = texts.ids[(texts.starts[rows][:, None] + at).clamp(max=len(texts.ids) - 1)].masked_fill(~there, 0)
        places = at.masked_fill(~there, 0)
        read = self.model(input_ids=ids, attention_mask=there.long(), position_ids=places)
        vectors: Tensor = read.last_hidden_state.float()
        return vectors

    def plain(self, texts: Texts, rows: Tensor) -> Tensor:
        """Unit vectors [n, d]."""
        at, there = texts.positions(rows)
        return normalize((self.states(texts, rows, at, there) * there[..., None]).sum(1))

    def passages(self, texts: Texts, rows: Tensor, sentences: Tensor | None = None) -> Encoded:
        at, there = texts.positions(rows, sentences)
        states = self.states(texts, rows, at, there)
        owners = texts.owners[(texts.starts[rows][:, None] + at).clamp(max=len(texts.owners) - 1)]
        owners = owners.masked_fill(~there, -1)
        every = torch.arange(int(texts.counts[rows].max()), device=rows.device)
        inside = owners[:, None] == every[:, None]
        said = inside.any(2)
        whole = normalize((states * there[..., None]).sum(1))
        sums = inside.float() @ states
        none = ~said.any(1)
        said = said | (none[:, None] & (every == 0))
        sums = torch.where((none[:, None] & (every == 0))[..., None], whole[:, None], sums)
        return Encoded(whole, normalize(sums, dim=-1), said)


def half_precision(device: torch.device) -> Any:
    """bf16 where the processor has it."""
    able = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=able)


def lower_states(reader: Reader, texts: Texts, layers: int) -> Tensor:
    """Every token [tokens, d] after the first ``layers`` of a reader, in half precision."""
    found = torch.zeros(len(texts.ids), reader.model.config.hidden_size, dtype=torch.bfloat16, device=texts.ids.device)
    with torch.no_grad():
        for rows in texts.in_batches():
            at, there = texts.positions(rows)
            flat = (texts.starts[rows][:, None] + at)[there]
            ids = texts.ids[(texts.starts[rows][:, None] + at).clamp(max=len(texts.ids) - 1)].masked_fill(~there, 0)
            states = reader.model.embeddings(input_ids=ids)
            states = through(reader.model.encoder.layer[:layers], states, there)
            found[flat] = states[there].to(torch.bfloat16)
    return found


def through(layers: Sequence[Any] | nn.ModuleList, states: Tensor, there: Tensor) -> Tensor:
    """``states`` [n, tokens, d] after ``layers``, where tokens that are ``there`` see each other."""
    mask = torch.where(there[:, None, None], 0.0, -1e9).to(states.dtype)
    if torch.is_autocast_enabled(states.device.type):
        mask = mask.to(torch.get_autocast_dtype(states.device.type))
    for layer in layers:
        states = layer(states, mask)
        states = states[0] if isinstance(states, tuple) else states
    return states.float()
