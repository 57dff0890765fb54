"""Low-rank adaptation (LoRA; Hu et al. 2021, arXiv:2106.09685) of a model's linear layers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn


class LowRank(nn.Module):
    """What ``up @ down`` [out, in] adds to a layer's output; nothing at first, as ``up`` begins with zeros."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(rank, layer.in_features) / math.sqrt(layer.in_features))
        self.up = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, layer: nn.Module, inputs: tuple[Tensor], output: Tensor) -> Tensor:
        """As a forward hook: the two small products are cheaper than a changed weight and its gradient."""
        return output + inputs[0] @ self.down.T @ self.up.T


def add_low_rank(module: nn.Module, rank: int) -> dict[str, LowRank]:
    """Freeze ``module`` and give each of its linear layers a trainable LowRank, by the layer's name."""
    module.requires_grad_(False)
    added = {name: LowRank(layer, rank) for name, layer in module.named_modules() if isinstance(layer, nn.Linear)}
    for name, low in added.items():
        module.get_submodule(name).register_forward_hook(low)
    return added


def save(file: Path, added: dict[str, LowRank]) -> None:
    """Write the matrices in fp16 as "NAME.up" and "NAME.down"."""
    arrays: dict[str, Any] = {}
    for name, low in added.items():
        arrays[f"{name}.up"] = low.up.detach().numpy().astype(np.float16)
        arrays[f"{name}.down"] = low.down.detach().numpy().astype(np.float16)
    np.savez_compressed(file, **arrays)
