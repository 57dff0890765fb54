"""The bundled model of a pack, which reads questions or passages with changes of its own."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import torch
from lora import LowRank, add_low_rank
from texts import Arrays, Texts
from torch import Tensor, nn
from torch.nn.functional import normalize

from index.bundled import assemble, dequantised
from index.cross_encoder import through


def read_model(pack: Arrays) -> Any:
    """The bundled model as it is, with the word embeddings of the pack."""
    tensors = {name.removeprefix("tensor:"): pack[name] for name in pack if name.startswith("tensor:")}
    model: Any = assemble(pack["sizes"].tolist(), float(pack["epsilon"]), tensors)
    words = torch.from_numpy(dequantised(tensors["emb.word"])).view(-1, model.config.hidden_size)
    model.embeddings.word_embeddings = nn.Embedding(len(words), words.shape[1], _weight=words)
    return model


def half_precision(device: torch.device) -> Any:
    """bf16 where the processor has it."""
    able = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=able)


def drop_out(module: nn.Module, share: float) -> None:
    """Have ``module`` drop this share of its states while it trains."""
    for part in module.modules():
        if isinstance(part, nn.Dropout):
            part.p = share


@dataclass(frozen=True, slots=True)
class Encoded:
    """Unit vectors: ``whole`` [n, d]; of ``sentences`` [n, s, d] there are only those ``said`` [n, s]."""

    whole: Tensor
    sentences: Tensor
    said: Tensor


class Reader(nn.Module):
    """The model with low-rank changes for one role, ``query`` or ``passage``."""

    def __init__(self, model: Any, rank: int, role: str, dropout: float) -> None:
        super().__init__()
        self.model = copy.deepcopy(model)
        drop_out(self.model, dropout)
        self.model.requires_grad_(False)
        self.added: dict[str, LowRank] = add_low_rank(self.model.encoder, rank, prefix=f"{role}.")
        self._trained = nn.ModuleList(self.added.values())  # so that they move to the device, too

    def states(self, texts: Texts, rows: Tensor, at: Tensor, there: Tensor) -> Tensor:
        """Token vectors [n, tokens, d] of the tokens at ``Texts.positions``."""
        ids, places = texts.ids[texts.at(rows, at)].masked_fill(~there, 0), at.masked_fill(~there, 0)
        read = self.model(input_ids=ids, attention_mask=there.long(), position_ids=places)
        vectors: Tensor = read.last_hidden_state.float()
        return vectors

    def plain(self, texts: Texts, rows: Tensor) -> Tensor:
        """Unit vectors [n, d]."""
        at, there = texts.positions(rows)
        return normalize((self.states(texts, rows, at, there) * there[..., None]).sum(1))

    @torch.no_grad()
    def all_plain(self, texts: Texts) -> Tensor:
        """Unit vectors [texts, d] of all of them."""
        vectors = torch.zeros(len(texts), self.model.config.hidden_size, device=texts.ids.device)
        for rows in texts.in_batches():
            vectors[rows] = self.plain(texts, rows)
        return vectors

    def passages(self, texts: Texts, rows: Tensor, sentences: Tensor | None = None) -> Encoded:
        """Passages with their sentences, cut about ``sentences`` where these are given."""
        at, there = texts.positions(rows, sentences)
        states = self.states(texts, rows, at, there)
        owners = texts.owners[texts.at(rows, at)].masked_fill(~there, -1)
        every = torch.arange(int(texts.counts[rows].max()), device=rows.device)
        inside = owners[:, None] == every[:, None]
        said = inside.any(2)
        whole = normalize((states * there[..., None]).sum(1))
        instead = ~said.any(1)[:, None] & (every == 0)  # the whole stands for the sentence where there is none
        sums = torch.where(instead[..., None], whole[:, None], inside.float() @ states)
        return Encoded(whole, normalize(sums, dim=-1), said | instead)


@torch.no_grad()
def lower_states(reader: Reader, texts: Texts, layers: int) -> Tensor:
    """Every token [tokens, d] after the first ``layers`` of a reader, in half precision."""
    found = torch.zeros(len(texts.ids), reader.model.config.hidden_size, dtype=torch.bfloat16, device=texts.ids.device)
    for rows in texts.in_batches():
        at, there = texts.positions(rows)
        where = texts.at(rows, at)
        states = reader.model.embeddings(input_ids=texts.ids[where].masked_fill(~there, 0))
        states = through(reader.model.encoder.layer[:layers], states, there)
        found[where[there]] = states[there].to(torch.bfloat16)
    return found
