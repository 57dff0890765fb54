"""Vectors without their language: the mean of each language is taken from its vectors.

Embeddings carry "which language" beside "which meaning"; a question then lies nearer to every
passage of its own language than to the one that answers it in another. Subtracting each language's
mean removes most of that (Libovický, Rosa and Fraser 2020, arXiv:2004.05160). Passages use the mean
of the collection itself, drawn towards a prior where a language has few; questions use the prior.

Each document counts alike in that mean, however long it is: of a language in which one list of projects has most of
the passages, the mean of all of these is "a row of a list of projects", and taking it away leaves nothing of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PRIORS = Path(__file__).with_name("priors.npz")
PRIOR_WEIGHT = 50  # documents; a language with as many counts half by its own mean
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Neutral:
    """The means to subtract, by language."""

    passages: dict[str, Vector]
    queries: dict[str, Vector]
    default: Vector

    @classmethod
    def of(
        cls, vectors: NDArray[np.float16], languages: NDArray[np.str_], documents: NDArray[np.int64], *, encoder: str
    ) -> Neutral:
        """Means for passages ``vectors`` [n, d] in ``languages`` [n] of ``documents`` [n], as ``encoder`` gave them."""
        prior_queries, prior_passages = _priors(encoder)
        dimension = vectors.shape[1]
        overall = vectors.mean(axis=0, dtype=np.float32) if len(vectors) else np.zeros(dimension, np.float32)
        passages = dict(prior_passages)
        for language in np.unique(languages):
            own = languages == language
            prior = prior_passages.get(str(language), overall)
            number, of, counts = np.unique(documents[own], return_inverse=True, return_counts=True)
            total = (1 / counts[of]).astype(np.float32) @ vectors[own].astype(np.float32) + PRIOR_WEIGHT * prior
            passages[str(language)] = total / (len(number) + PRIOR_WEIGHT)
        return cls(passages, prior_queries or passages, overall)

    def query(self, vectors: Vector, language: str) -> Vector:
        """Unit vectors of questions in ``language``, without it."""
        return unit(vectors - self.queries.get(language, self.default))

    def passage(self, vectors: Vector, language: str) -> Vector:
        """Unit vectors of passages or sentences in ``language``, without it."""
        return unit(vectors - self.passages.get(language, self.default))


def unit(vectors: Vector) -> Vector:
    """Each row scaled to length one; zero rows stay zero."""
    norms: Vector = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vector = (vectors / np.maximum(norms, 1e-9)).astype(np.float32, copy=False)
    return scaled


def _priors(encoder: str) -> tuple[dict[str, Vector], dict[str, Vector]]:
    """The shipped means for questions and passages, empty for an encoder they were not made with."""
    with np.load(_PRIORS) as table:
        if str(table["encoder"]) != encoder:
            return {}, {}
        languages = [str(language) for language in table["languages"]]
        queries = table["queries"].astype(np.float32)
        passages = table["passages"].astype(np.float32)
    return dict(zip(languages, queries, strict=True)), dict(zip(languages, passages, strict=True))
