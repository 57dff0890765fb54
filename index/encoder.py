"""Text to vectors: whichever SentenceTransformer is set, and sentence vectors from the same pass.

A passage's sentences get vectors of their own by pooling the token vectors of the passage over each
sentence ("late chunking", Günther et al. 2024, arXiv:2409.04701): one forward pass gives both, and a
sentence knows its title and neighbours. Where a model pools otherwise than by the mean, a passage
has one vector only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexProblem
from index.hub import full_name, open_model, work_offline
from index.neutral import unit

Matrix = NDArray[np.float32]
BUNDLED = "bundled"
_WEIGHTS = "multilingual-e5-small-q4"
_BUNDLED_NAME = f"{_WEIGHTS}+adapter-4"  # counts the adapters, as their vectors do not go together
_BATCH = 8  # passages of like length; in larger batches the shorter ones are padded more


@dataclass(frozen=True, slots=True)
class EncoderText:
    """What is embedded of one passage: ``context`` before ``text``, and the sentences in ``text``."""

    context: str
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """Unit vectors: ``vector`` [d] and ``sentences`` [number of sentences, d]."""

    vector: NDArray[np.float32]
    sentences: Matrix


class Encoder(Protocol):
    """All that the rest of the product knows of a model."""

    name: str
    dimension: int

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors [n, d] of questions."""
        ...

    def passages(self, texts: Sequence[EncoderText]) -> list[EncodedPassage]:
        """Vectors of passages and their sentences, in the order given."""
        ...


class SentenceTransformerEncoder:
    """A SentenceTransformer behind the two calls of ``Encoder``; ``questions`` is another for questions."""

    def __init__(self, model: Any, name: str, *, questions: Any = None) -> None:
        self.name = name
        self.model = model
        _threads_at_first()  # before any question is encoded
        self.questions = questions or model
        self.dimension = int(model.get_embedding_dimension())
        self._query_prompt = model.prompts.get("query") or ""
        self._passage_prompt = model.prompts.get("passage") or model.prompts.get("document") or ""
        pooling = next((m for m in model if type(m).__name__ == "Pooling"), None)
        self._mean_pooled = pooling is not None and pooling.pooling_mode in ("mean", ("mean",), ["mean"])

    def queries(self, texts: Sequence[str]) -> Matrix:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        with _one_thread() if len(texts) == 1 else nullcontext():
            vectors = self.questions.encode(
                list(texts), prompt=self._query_prompt, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, np.float32)

    def passages(self, texts: Sequence[EncoderText]) -> list[EncodedPassage]:
        if not texts:
            return []
        full = [joined(text) for text in texts]
        outputs = self.model.encode(
            full, prompt=self._passage_prompt, output_value=None, batch_size=_BATCH,
            convert_to_numpy=False, show_progress_bar=False,
        )  # fmt: skip
        offsets = self._offsets(full) if self._mean_pooled else [None] * len(full)
        return [
            _pooled(text, output, spans) for text, output, spans in zip(texts, outputs, offsets, strict=True)
        ]

    def _offsets(self, texts: list[str]) -> Iterator[NDArray[np.int64]]:
        """Token offsets [tokens, 2] in each text; those of the prompt come out below zero."""
        prompt = self._passage_prompt
        prompted = [prompt + text for text in texts]
        tokenizer = self.model.tokenizer
        if hasattr(tokenizer, "encode_batch"):
            for encoding in tokenizer.encode_batch(prompted):
                yield np.array(encoding.offsets, np.int64) - len(prompt)
        else:
            rows = tokenizer(prompted, return_offsets_mapping=True, truncation=True)["offset_mapping"]
            for row in rows:
                yield np.array(row, np.int64) - len(prompt)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Torch computes on one thread: several of one short question wait for each other on a busy machine.

    Afterwards it has again what it had at first, not what it had before: that may be another question's one.
    """
    import torch  # takes seconds, and whoever has no model to open needs none of it

    count = _threads_at_first()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(count)


@cache
def _threads_at_first() -> int:
    import torch

    return int(torch.get_num_threads())


def joined(text: EncoderText) -> str:
    """What the model reads of a passage."""
    return f"{text.context}\n{text.text}" if text.context else text.text


def _pooled(text: EncoderText, output: dict[str, Any], offsets: NDArray[np.int64] | None) -> EncodedPassage:
    vector = unit(output["sentence_embedding"].float().numpy())
    if offsets is None or not text.sentences:
        return EncodedPassage(vector, vector[None].repeat(len(text.sentences), 0))
    tokens = output["token_embeddings"].float().numpy()[: len(offsets)]  # either may go on with padding
    owner = sentence_of_each_token(text, offsets[: len(tokens)])
    owned = owner == np.arange(len(text.sentences))[:, None]
    sums = owned.astype(np.float32) @ tokens
    empty = ~owned.any(axis=1)  # beyond what the model reads of a text
    sums[empty] = vector
    return EncodedPassage(vector, unit(sums))


def sentence_of_each_token(text: EncoderText, offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number [tokens] of the sentence in which each token of ``joined(text)`` ends; -1 for prompt and title."""
    offsets = offsets - (len(text.context) + 1 if text.context else 0)
    starts = np.array([start for start, _ in text.sentences])
    owner: NDArray[np.int64] = np.searchsorted(starts, offsets[:, 1], side="left") - 1
    owner[(offsets[:, 1] <= offsets[:, 0]) | (offsets[:, 1] <= 0)] = -1
    return owner


def name_of(model: str) -> str:
    """The name under which an index records the encoder that ``load_encoder(model)`` gives."""
    return _BUNDLED_NAME if model == BUNDLED else full_name(model)


def model_of(name: str) -> str:
    """What ``load_encoder`` takes for the encoder that an index records as ``name``."""
    return BUNDLED if name.startswith(_WEIGHTS) else name


def adapted_before(name: str) -> bool:
    """Whether ``name`` is the bundled model with an earlier adapter, whose vectors do not go with today's."""
    return name != _BUNDLED_NAME and name.startswith(_WEIGHTS)


def another_model(name: str) -> IndexProblem:
    """What is wrong with an index made with ``name`` where another encoder is in use."""
    return IndexProblem("earlier", name) if adapted_before(name) else IndexProblem("encoder", model_of(name))


def load_encoder(name: str = BUNDLED, *, network: bool = False) -> Encoder:
    """The encoder called ``name``: "bundled", a folder, or a model of the hub.

    The hub is asked only with ``network``; without it a model by name must lie in the local cache.
    Raises EncoderProblem.
    """
    if not network:
        work_offline()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if name == BUNDLED:
        return _bundled()
    from sentence_transformers import SentenceTransformer

    model = open_model(SentenceTransformer, name, network=network)
    return SentenceTransformerEncoder(model.eval(), name_of(name))


_in_use: WeakValueDictionary[Path, SentenceTransformerEncoder] = WeakValueDictionary()


def _bundled() -> Encoder:
    """The bundled model; the one that somebody has open, as reading it takes seconds and much memory."""
    from index.adapter import adapt
    from index.bundled import find_file, load_bundled

    weights = find_file()
    opened = _in_use.get(weights)
    if opened is None:
        with _one_thread():  # so many small steps take several threads longer, where others want the processor, too
            model = load_bundled(weights)
            questions = adapt(model)
        opened = _in_use[weights] = SentenceTransformerEncoder(model, _BUNDLED_NAME, questions=questions)
    return opened
