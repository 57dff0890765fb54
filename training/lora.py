"""Low-rank adaptation (LoRA; Hu et al. 2021, arXiv:2106.09685) of a model's linear layers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize


class LowRank(nn.Module):
    """Adds ``up @ down`` [out, in] to a frozen weight; nothing at first, as ``up`` begins with zeros."""

    def __init__(self, weight: Tensor, rank: int) -> None:
        super().__init__()
        outputs, inputs = weight.shape
        self.down = nn.Parameter(torch.randn(rank, inputs) / math.sqrt(inputs))
        self.up = nn.Parameter(torch.zeros(outputs, rank))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + self.up @ self.down


def add_low_rank(module: nn.Module, rank: int) -> dict[str, LowRank]:
    """Freeze ``module`` and give each of its linear layers a trainable LowRank, by the layer's name."""
    module.requires_grad_(False)
    added: dict[str, LowRank] = {}
    for name, layer in list(module.named_modules()):
        if isinstance(layer, nn.Linear):
            added[name] = LowRank(layer.weight, rank)
            parametrize.register_parametrization(layer, "weight", added[name])
    return added


def save(file: Path, added: dict[str, LowRank], *, share: float = 1.0) -> None:
    """Write the matrices in fp16 as "NAME.up" and "NAME.down"; their products times ``share``."""
    arrays: dict[str, Any] = {}
    for name, low in added.items():
        arrays[f"{name}.up"] = (share * low.up).detach().numpy().astype(np.float16)
        arrays[f"{name}.down"] = low.down.detach().numpy().astype(np.float16)
    np.savez_compressed(file, **arrays)
