"""How people of this field ask and its documents answer: low-rank changes of the bundled model.

Questions and passages are read by one model with different changes. ``adapter.npz`` holds, for each
linear layer that changes, two matrices whose product is added to the layer's weights (LoRA; Hu et al.
2021, arXiv:2106.09685), under "query." or "passage." and the layer's name. How they were trained, on
what, and what they gain: docs/adapter.md.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from corpus.errors import EncoderProblem

_FILE = Path(__file__).with_name("adapter.npz")


def adapt(model: SentenceTransformer, file: Path = _FILE) -> SentenceTransformer:
    """Change ``model``, the bundled one, to read passages; gives another beside it to read questions.

    Both share the word embeddings. The second takes about 85 MB of memory (43 MB in bf16), and either
    as long as before. Raises EncoderProblem.
    """
    changes = read_changes(file)
    first = copy.copy(model[0])
    first._modules = dict(first._modules)  # copy.copy leaves this one shared
    first.model = copy.copy(first.model)
    first.model._modules = dict(first.model._modules)
    first.model.encoder = copy.deepcopy(first.model.encoder)
    change(first.model.encoder, changes, "query.")
    change(model[0].model.encoder, changes, "passage.")
    questions = SentenceTransformer(modules=[first, *list(model)[1:]], prompts=model.prompts, device="cpu")
    return questions.eval()


def read_changes(file: Path) -> dict[str, NDArray[np.float32]]:
    """The arrays of a file that training wrote. Raises EncoderProblem."""
    try:
        with np.load(file) as archive:
            return {name: archive[name].astype(np.float32) for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise EncoderProblem("broken_model", f"{file.name}: {error}") from error


def change(layers: torch.nn.Module, changes: Mapping[str, NDArray[np.float32]], role: str = "") -> None:
    """Add the low-rank changes of one role, those whose names begin with it, to ``layers``."""
    with torch.no_grad():
        for key in changes:
            if key.startswith(role) and key.endswith(".up"):
                name = key.removesuffix(".up")
                weight: Any = layers.get_submodule(name.removeprefix(role)).weight
                weight.copy_(weight.float() + torch.from_numpy(changes[key] @ changes[f"{name}.down"]))
