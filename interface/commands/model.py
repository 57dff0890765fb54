"""``tietosilta index --model``: another model for a library, without reading a file again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from interface.progress import Line, note
from interface.settings import Settings
from interface.texts import text

if TYPE_CHECKING:
    from index.encoder import Encoder


def change_model(model: str, settings: Settings, *, questions: Path | None) -> bool:
    """Have the library use ``model``; False where fewer of the labelled ``questions`` find their answer with it."""
    from index.changing import change_encoder
    from index.encoder import adapted_before, load_encoder, model_of, name_of
    from index.store import Store

    language, store = settings.language, Store(settings.index)
    old = model_of(store.encoder)
    if store.encoder == name_of(model):
        store.give_up_change()
        note(text(language, "cli.model.same", model=old))
        return True
    note(text(language, "cli.opening_model"))
    encoder = load_encoder(model, network=settings.network)
    comparison = _Comparison(questions, settings) if questions else None
    earlier = adapted_before(store.encoder)
    note(text(language, "cli.model.renewing" if earlier else "cli.model.begun", model=model, old=old))
    line = Line(language)
    try:
        changed = change_encoder(
            settings.index, encoder, watch=line.changing,
            accept=lambda: comparison is None or comparison.as_good(encoder),
        )
    finally:
        line.close()
    told = "kept" if not changed else "renewed" if earlier else "changed"
    note(text(language, f"cli.model.{told}", model=model, old=old))
    if changed and settings.model and name_of(settings.model) != name_of(model):
        note(text(language, "cli.model.setting", model=settings.model))
    return changed


class _Comparison:
    """Labelled questions, and how many of them the library answers with its old model."""

    def __init__(self, file: Path, settings: Settings) -> None:
        from assistant.labelled import answered, read_questions
        from assistant.search import Library

        library = Library.open(settings.index, terms=settings.term_base, translation=settings.translation)
        self._settings, self._terms, self._translator = settings, library.terms, library.translator
        self._questions = read_questions(file, library)
        self._before = answered(library, self._questions)

    def as_good(self, encoder: Encoder) -> bool:
        """Whether as many are answered with ``encoder``, whose vectors are all there; says how many."""
        from assistant.labelled import answered
        from assistant.search import Library
        from index.store import Store

        store = Store(self._settings.index, upcoming=True)
        after = answered(Library(store, encoder, terms=self._terms, translator=self._translator), self._questions)
        count = len(self._questions)
        note(text(self._settings.language, "cli.model.compared", count=count, before=self._before, after=after))
        return after >= self._before
