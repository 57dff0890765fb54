"""A question encoder that knows how people ask: the bundled model with low-rank changes, for questions only.

Passages keep the bundled model's vectors, so an index needs nothing new. ``query_adapter.npz`` holds,
for each linear layer, two matrices whose product is added to the layer's weights (LoRA; Hu et al. 2021,
arXiv:2106.09685). How it was trained, on what, and what it gains: docs/query_adapter.md.
"""

from __future__ import annotations

import copy
import zipfile
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from corpus.errors import EncoderProblem

_FILE = Path(__file__).with_name("query_adapter.npz")


def adapted(model: SentenceTransformer, file: Path = _FILE) -> SentenceTransformer:
    """A model for questions beside ``model``, the bundled one: word embeddings are shared, layers are not.

    Takes about 85 MB of memory (43 MB in bf16) and no more time than ``model``. Raises EncoderProblem.
    """
    try:
        with np.load(file) as archive:
            changes = {name: archive[name].astype(np.float32) for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise EncoderProblem("broken_model", f"{file.name}: {error}") from error
    first = copy.copy(model[0])
    first._modules = dict(first._modules)  # copy.copy leaves this one shared
    first.model = copy.copy(first.model)
    first.model._modules = dict(first.model._modules)
    first.model.encoder = copy.deepcopy(first.model.encoder)
    with torch.no_grad():
        for name, layer in first.model.encoder.named_modules():
            if isinstance(layer, torch.nn.Linear):
                change = torch.from_numpy(changes[f"{name}.up"] @ changes[f"{name}.down"])
                layer.weight.copy_(layer.weight.float() + change)
    questions = SentenceTransformer(modules=[first, *list(model)[1:]], prompts=model.prompts, device="cpu")
    return questions.eval()
