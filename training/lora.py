"""Low-rank adaptation (LoRA; Hu et al. 2021, arXiv:2106.09685) of a model's linear layers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

Factors = dict[str, tuple[Tensor, Tensor]]  # by a layer's name: up [out, rank] and down [rank, in]
Own = Iterable[tuple[str, nn.Parameter]]  # what is trained beside low-rank changes, by name


class LowRank(nn.Module):
    """What ``up @ down`` [out, in] adds to a layer's output; nothing at first, as ``up`` begins with zeros."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(rank, layer.in_features) / math.sqrt(layer.in_features))
        self.up = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, layer: nn.Module, inputs: tuple[Tensor], output: Tensor) -> Tensor:
        """As a forward hook: the two small products are cheaper than a changed weight and its gradient."""
        return output + inputs[0] @ self.down.T @ self.up.T


def add_low_rank(module: nn.Module, rank: int, *, prefix: str = "") -> dict[str, LowRank]:
    """Freeze ``module`` and give each of its linear layers a trainable LowRank, by its name after ``prefix``."""
    module.requires_grad_(False)
    layers = {name: layer for name, layer in module.named_modules() if isinstance(layer, nn.Linear)}
    added = {}
    for name, layer in layers.items():
        low = LowRank(layer, rank)
        layer.register_forward_hook(low)
        added[prefix + name] = low
    return added


def merge(module: nn.Module, added: Mapping[str, LowRank], prefix: str) -> None:
    """Put the changes of ``module``'s layers into their weights; nothing is added to their outputs any more."""
    with torch.no_grad():
        for name, low in added.items():
            layer: Any = module.get_submodule(name.removeprefix(prefix))
            layer.weight += low.up @ low.down
            layer._forward_hooks.clear()


def factors(added: Mapping[str, LowRank]) -> Factors:
    """The changes as they are now."""
    return {name: (low.up.detach().clone(), low.down.detach().clone()) for name, low in added.items()}


def halfway(added: Mapping[str, LowRank], before: Factors, after: Factors, share: float) -> None:
    """Leave ``share`` of the way from the changes ``before`` to those ``after``, in as low a rank as can be.

    Between two models lies one that keeps most of what either knows (Wortsman et al. 2022, arXiv:2109.01903).
    """
    with torch.no_grad():
        for name, low in added.items():
            rank = low.up.shape[1]
            # Both together have twice the rank: the singular values of their product are those of a small matrix.
            left, first = torch.linalg.qr(torch.cat([(1 - share) * before[name][0], share * after[name][0]], 1))
            right, second = torch.linalg.qr(torch.cat([before[name][1], after[name][1]]).T)
            up, sizes, down = torch.linalg.svd(first @ second.T)
            roots = sizes[:rank].sqrt()
            low.up.copy_(left @ up[:, :rank] * roots)
            low.down.copy_(roots[:, None] * (down[:rank] @ right.T))


def load(file: Path, added: Mapping[str, LowRank], own: Own = ()) -> None:
    """Go on from what ``save`` wrote for these layers and parts; layers that it did not write stay as they are."""
    with np.load(file) as archive, torch.no_grad():
        for name, low in added.items():
            if f"{name}.up" not in archive:
                continue
            low.up.copy_(torch.from_numpy(archive[f"{name}.up"].astype(np.float32)))
            low.down.copy_(torch.from_numpy(archive[f"{name}.down"].astype(np.float32)))
        for name, part in own:
            part.copy_(torch.from_numpy(archive[name].astype(np.float32)))


def save(file: Path, added: Mapping[str, LowRank], own: Own = ()) -> None:
    """Write the matrices in fp16 as "NAME.up" and "NAME.down", and other parts by their names.

    Each role's names have its prefix.
    """
    arrays: dict[str, Any] = {name: part.detach().cpu().numpy().astype(np.float16) for name, part in own}
    for name, low in added.items():
        arrays[f"{name}.up"] = low.up.detach().cpu().numpy().astype(np.float16)
        arrays[f"{name}.down"] = low.down.detach().cpu().numpy().astype(np.float16)
    np.savez_compressed(file, **arrays)
