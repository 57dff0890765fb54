"""Passages in the language of the question, for the command line."""

from __future__ import annotations

import sys

from assistant.translating.translator import Translator
from corpus.errors import TranslationProblem
from corpus.models import Passage
from interface.errors import in_words
from interface.settings import Settings


class Translations:
    """Translates passages; what is missing for it is said once on standard error."""

    def __init__(self, settings: Settings) -> None:
        self._translator, self._language = Translator(settings.models), settings.language
        self._told: set[str] = set()

    def of(self, passage: Passage, language: str) -> str | None:
        """The passage in ``language``; None where it is in it already or cannot be translated."""
        if passage.language == language:
            return None
        try:
            return self._translator.translate(passage.text, passage.language, language)
        except TranslationProblem as problem:
            sentence = in_words(problem, self._language)
            if sentence not in self._told:
                print(sentence, file=sys.stderr, flush=True)
            self._told.add(sentence)
            return None
