"""Put all that training needs into one file, from which any machine with torch can train.

Usage: python training/pack.py INDEX PACK --sections FILE --anchors FILE --languages FOLDER

INDEX holds the documents of ``pairs.jsonl``; what each passage is read with (title, headings) comes from there.
``--sections`` is a gzipped file of JSON lines {id, head: {fi, sv}, fi, sv}, one section of a statute each, for
further pairs (sections.py). ``--anchors`` is a gzipped file of JSON lines {language: sentence, language: its
translation}, such as Tatoeba's pairs. ``--languages`` is the folder of ``tools/make_language_priors.py``.

PACK holds the bundled model with the rows of its word embeddings that these texts use, the texts as their tokens,
and numbers. No text can be read in it without the model's vocabulary.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from pool import FIELD, GENERAL, SECTION, UNANSWERABLE
from sections import LANGUAGES, held, sections

from corpus.sentences import sentence_spans
from index.bundled import find_file, load_bundled, read_parts
from index.changing import texts_of
from index.encoder import EncoderText, joined, sentence_of_each_token
from index.neutral import PRIOR_WEIGHT
from index.ranking import SENTENCE_SHARE
from index.store import Store

Sentence = tuple[str, str]  # a language and a sentence in it
HERE = Path(__file__).parent
PRIOR_LINES = 200


@dataclass(slots=True)
class Rows:
    """Texts as tokens, one after the other."""

    ids: list[NDArray[np.int32]] = field(default_factory=list)
    owners: list[NDArray[np.int16]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def arrays(self, name: str, places: dict[int, int], spoken: dict[str, int]) -> dict[str, Any]:
        flat = np.concatenate(self.ids)
        kept = {
            f"{name}.ids": np.array([places[one] for one in flat.tolist()], np.uint16),
            f"{name}.lengths": np.array([len(one) for one in self.ids], np.int16),
            f"{name}.languages": np.array([spoken[one] for one in self.languages], np.int16),
        }
        return kept | ({f"{name}.owners": np.concatenate(self.owners)} if self.owners else {})


@dataclass(slots=True)
class Asked:
    """A question, the (passage, sentence) that answer it, and passages that are never called wrong."""

    question: str
    language: str
    kind: int
    right: list[tuple[int, int]]
    excluded: list[int]
    held: bool


class Packer:
    """Reads texts into tokens."""

    def __init__(self) -> None:
        self.tokenizer = load_bundled()[0].tokenizer
        self.tokenizer.no_padding()

    def passages(self, texts: Sequence[EncoderText], languages: Iterable[str]) -> Rows:
        rows = Rows(languages=list(languages))
        prompt = "passage: "
        encodings = self.tokenizer.encode_batch([prompt + joined(text) for text in texts])
        for text, encoding in zip(texts, encodings, strict=True):
            rows.ids.append(np.array(encoding.ids, np.int32))
            offsets = np.array(encoding.offsets, np.int64) - len(prompt)
            rows.owners.append(sentence_of_each_token(text, offsets).astype(np.int16))
        return rows

    def plain(self, prompt: str, texts: Sequence[str], languages: Iterable[str]) -> Rows:
        encodings = self.tokenizer.encode_batch([f"{prompt}: {text}" for text in texts])
        return Rows([np.array(one.ids, np.int32) for one in encodings], [], list(languages))


def of_pairs(rows: dict[tuple[str, int], int], files: Sequence[Path]) -> list[Asked]:
    """The questions of ``files``; one that several passages answer stands once a passage."""
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    found = [(line, rows[line["document"], line["start"]]) for line in lines if _of(line) in rows]
    print(f"{len(found)} pairs, {len(lines) - len(found)} whose passage the index does not hold")
    answering: dict[tuple[str, str], list[int]] = {}
    for line, row in found:
        answering.setdefault((line["question"], line["lang"]), []).append(row)
    return [
        Asked(
            line["question"], line["lang"], FIELD, [(row, line["sentence"])],
            answering[line["question"], line["lang"]], line["split"] == "held",
        )
        for line, row in found
    ]  # fmt: skip


def _of(line: dict[str, Any]) -> tuple[str, int]:
    return line["document"], line["start"]


def of_sections(file: Path, first: int) -> tuple[list[EncoderText], list[str], list[Asked]]:
    """Sections of statutes, numbered from ``first``, and their headings as questions."""
    texts: list[EncoderText] = []
    languages: list[str] = []
    asked: list[Asked] = []
    for row in sections(file):
        both = [first + len(texts), first + len(texts) + 1]
        for at, language in enumerate(LANGUAGES):
            spans = tuple(sentence_spans(row[language], language)) or ((0, len(row[language])),)
            texts.append(EncoderText("", row[language], spans))
            languages.append(language)
            asked += [
                Asked(row["head"][asking], asking, SECTION, [(both[at], -1)], both, held(row)) for asking in LANGUAGES
            ]
    return texts, languages, asked


def of_subjects(pairs: Sequence[Asked], texts: Sequence[EncoderText], languages: Sequence[str]) -> list[Asked]:
    """The short questions of general.yaml; passages that name the subject are never wrong."""
    named = [joined(text) for text in texts]
    found: list[Asked] = []
    for subject in yaml.safe_load((HERE / "general.yaml").read_text("utf-8")):
        about = re.compile(subject.pop("about"), re.IGNORECASE)
        right = sorted({pair.right[0] for pair in pairs if not pair.held and about.search(pair.question)})
        said = [row for row, text in enumerate(named) if languages[row] not in subject or about.search(text)]
        excluded = sorted({row for row, _ in right} | set(said))
        if len({row for row, _ in right}) > 1:
            found += [
                Asked(question, language, GENERAL, right, excluded, False)
                for language, questions in subject.items()
                for question in questions
            ]
    return found


def read_translated(path: Path, count: int) -> list[Sentence]:
    """Each sentence followed by its translation, drawn evenly from the file's pairs of languages."""
    by_languages: dict[tuple[str, ...], list[list[Sentence]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            pair = list(json.loads(line).items())
            by_languages.setdefault(tuple(language for language, _ in pair), []).append(pair)
    share = count // len(by_languages)
    some = random.Random(7)
    drawn = [pair for found in by_languages.values() for pair in some.sample(found, min(share, len(found)))]
    return list(chain.from_iterable(drawn))


def the_model(kept: Sequence[int]) -> dict[str, Any]:
    """The bundled model's tensors, 4 bits where they have 4 bits, with only the ``kept`` word embeddings."""
    parts = read_parts(find_file())
    hidden, layers, heads, inner, _, positions, types = parts.sizes
    words = parts.tensors["emb.word"].reshape(-1, hidden // 32)[list(kept)].reshape(-1)
    tensors: dict[str, Any] = {f"tensor:{name}": np.array(values) for name, values in parts.tensors.items()}
    return tensors | {
        "tensor:emb.word": words,
        "sizes": np.array([hidden, layers, heads, inner, len(kept), positions, types]),
        "epsilon": np.array(parts.epsilon),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--sections", type=Path, required=True)
    parser.add_argument("--anchors", type=Path, required=True)
    parser.add_argument("--languages", type=Path, required=True)
    options = parser.parse_args(arguments)
    store, packer = Store(options.index), Packer()
    table = store.table()
    keys = table.keys.tolist()
    stored = texts_of(store, keys)
    texts, languages = [stored[key] for key in keys], table.languages.tolist()
    passages = store.passages(keys)
    rows = {(passages[key][0].document, passages[key][0].start): row for row, key in enumerate(keys)}
    asked = of_pairs(rows, [HERE / "pairs.jsonl"])
    asked += of_subjects(asked, texts, languages)
    of_index = len(texts)
    more_texts, more_languages, more_asked = of_sections(options.sections, of_index)
    texts, languages, asked = texts + more_texts, languages + more_languages, asked + more_asked
    for line in (HERE / "unanswerable.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        asked.append(Asked(one["question"], one["lang"], UNANSWERABLE, [], [], one["split"] == "held"))
    anchors = read_translated(options.anchors, 6000)
    lines = [
        (path.stem, line)
        for path in sorted(options.languages.glob("[a-z][a-z].txt"))
        for line in path.read_text("utf-8").splitlines()[:PRIOR_LINES]
    ]
    parts = {
        "passage": packer.passages(texts, languages),
        "question": packer.plain("query", [one.question for one in asked], [one.language for one in asked]),
        "anchor_passage": packer.plain("passage", [text for _, text in anchors], [one for one, _ in anchors]),
        "anchor_question": packer.plain("query", [text for _, text in anchors], [one for one, _ in anchors]),
        "line_passage": packer.plain("passage", [text for _, text in lines], [one for one, _ in lines]),
        "line_question": packer.plain("query", [text for _, text in lines], [one for one, _ in lines]),
    }
    kept = np.unique(np.concatenate([ids for part in parts.values() for ids in part.ids])).tolist()
    places = {one: at for at, one in enumerate(kept)}
    spoken = {one: at for at, one in enumerate(sorted({one for part in parts.values() for one in part.languages}))}
    arrays = the_model(kept)
    for name, part in parts.items():
        arrays |= part.arrays(name, places, spoken)
    right = [(at, *pair) for at, one in enumerate(asked) for pair in one.right]
    excluded = [(at, row) for at, one in enumerate(asked) if one.kind != UNANSWERABLE for row in one.excluded]
    arrays |= {
        "spoken": np.array(list(spoken)),
        "kinds": np.array([one.kind for one in asked], np.int8),
        "held": np.array([one.held for one in asked]),
        "right": np.array(right, np.int32),
        "excluded": np.array(excluded, np.int32),
        "of_index": np.array(of_index),
        "sentence_share": np.array(SENTENCE_SHARE),
        "prior_weight": np.array(PRIOR_WEIGHT),
    }
    np.savez_compressed(options.pack, **arrays)
    counts = np.bincount(arrays["kinds"])
    print(f"{len(texts)} passages, {counts.tolist()} questions by kind, {len(kept)} tokens in use")


if __name__ == "__main__":
    main()
