"""Real models of sentence_transformers, tiny and with random weights, saved to a folder as any other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

_SPECIAL = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}


def write_sentence_transformer(folder: Path, texts: Iterable[str], *, dimension: int = 32, seed: int = 1) -> Path:
    """A model that knows the words of ``texts``: like words, like vectors."""
    save_bert(folder / "bert", BertModel, texts, dimension=dimension, seed=seed)
    module = Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[module, Pooling(dimension, pooling_mode="mean")], device="cpu").save(str(folder))
    return folder


def save_bert(
    folder: Path, kind: type, texts: Iterable[str], *, dimension: int, seed: int, labels: int = 1
) -> None:
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator(texts, trainers.WordLevelTrainer(special_tokens=list(_SPECIAL.values())))
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=dimension, intermediate_size=dimension,
        num_hidden_layers=1, num_attention_heads=2, max_position_embeddings=512, num_labels=labels,
    )  # fmt: skip
    kind(config).save_pretrained(folder)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **_SPECIAL)
    fast.save_pretrained(folder)


def write_cross_encoder(folder: Path, texts: Iterable[str], *, labels: int = 1) -> Path:
    """A model that gives pairs of the words of ``texts`` a mark, or with more ``labels`` a class."""
    save_bert(folder, BertForSequenceClassification, texts, dimension=32, seed=1, labels=labels)
    return folder
