"""Translating on this machine with the models of Firefox, where they are installed.

The engine is fxtranslate, an optional dependency; a model is a folder ``fi-en`` with the files that its
makers give it (``translation_models.py`` installs them). Without either, nothing can be translated and
everything else works.
"""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.errors import TranslationProblem

FOLDER = "translation"  # beside the index
HUB = "en"  # most models translate from or into it
Pair = tuple[str, str]  # from, into
_NAME = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")
_MARK = re.compile(r"\s*(?:[•▪–*-]|\d{1,3}[.)]|[a-z]\))\s+")  # of a list's item
_KEPT = 5000  # lines whose translation is remembered


def engine_installed() -> bool:
    """Whether the optional dependency is there."""
    return find_spec("fxtranslate") is not None


def folder_of(pair: Pair) -> str:
    """What the folder of a pair's model is called."""
    return "-".join(pair)


def installed_pairs(folder: Path) -> set[Pair]:
    """The pairs that have a model in ``folder``."""
    names = (_NAME.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return {(name[1], name[2]) for name in names if name}


def route(source: str, target: str, pairs: set[Pair]) -> list[Pair]:
    """The models to go through: one, or two over English; none where ``pairs`` do not lead there."""
    if (source, target) in pairs:
        return [(source, target)]
    legs = [(source, HUB), (HUB, target)]
    return legs if pairs.issuperset(legs) else []


def open_engine(folder: Path) -> Any:
    """The engine with the model in ``folder``. Raises TranslationProblem.

    It works only in the thread that opened it.
    """
    if not engine_installed():
        raise TranslationProblem("no_engine")
    import fxtranslate

    try:
        model, vocabulary, *other = [_read(folder, kind) for kind in _kinds(folder)]
        return fxtranslate.Translator(model=model, src_vocab=vocabulary, trg_vocab=other[0] if other else vocabulary)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the engine, which is Rust, is no Exception
        raise TranslationProblem("broken", folder.name) from error


def _kinds(folder: Path) -> tuple[str, ...]:
    """Most pairs have one vocabulary, some one for each language."""
    return ("model", "vocab") if any(folder.glob("vocab.*")) else ("model", "srcvocab", "trgvocab")


def _read(folder: Path, kind: str) -> bytes:
    files = sorted(folder.glob(f"{kind}.*"))
    if not files:
        raise OSError(f"{folder}: {kind}")
    return files[0].read_bytes()


class Translator:
    """The models in ``folder``, each opened when it is first needed. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="translate")
        self._opened = threading.local()  # of the worker, as engines keep to their thread
        self._line = lru_cache(_KEPT)(self._translate_line)

    def pairs(self) -> set[Pair]:
        """The pairs of which a model is installed; none without the engine."""
        return installed_pairs(self.folder) if engine_installed() else set()

    def can(self, source: str, target: str) -> bool:
        """Whether texts in ``source`` can be translated into ``target``, another language."""
        return source != target and bool(route(source, target, self.pairs()))

    def translate(self, text: str, source: str, target: str) -> str:
        """``text`` line by line; the marks of lists stay. Raises TranslationProblem."""
        if not engine_installed():
            raise TranslationProblem("no_engine")
        legs = route(source, target, self.pairs())
        if not legs:
            raise TranslationProblem("not_installed", f"{source} {target}")
        for leg in legs:
            text = "\n".join(self._line(line, leg) if line.strip() else line for line in text.split("\n"))
        return text

    def _translate_line(self, line: str, pair: Pair) -> str:
        mark = _MARK.match(line)
        start = mark.end() if mark else 0
        return line[:start] + self._worker.submit(self._translate, line[start:], pair).result()

    def _translate(self, text: str, pair: Pair) -> str:
        engines = vars(self._opened)
        name = folder_of(pair)
        if name not in engines:
            engines[name] = open_engine(self.folder / name)
        try:
            return str(engines[name].translate_long(text))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            raise TranslationProblem("broken", name) from error
