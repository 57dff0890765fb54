"""Is everything in place? One sentence a check, with what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.errors import TietosiltaError, TranslationProblem, UnreadableFile
from index.store import Store
from index.term_base import TermBase
from interface.errors import in_words
from interface.settings import Settings
from interface.texts import name, text
from interface.translate_command import in_arrows


def examine(now: Settings) -> Iterator[tuple[bool, str]]:
    """Checks of the model, the index and its languages: whether fine, and the sentence."""
    language = now.language
    try:
        from index.encoder import load_encoder

        encoder = load_encoder(now.model, network=now.network)
        ordinary = encoder.queries(["Kuka voi hakea?", "Who can apply?"])
        alike = float(ordinary[0] @ ordinary[1])
        yield alike > 0.5, text(language, "cli.doctor.model", name=encoder.name, dimension=encoder.dimension)
    except TietosiltaError as error:
        yield False, in_words(error, language)
        encoder = None
    try:
        store = Store(now.index)
    except TietosiltaError as error:
        yield False, in_words(error, language)
        return
    cards = store.cards().values()
    passages = sum(card.passages for card in cards)
    sentence = text(language, "cli.doctor.index", path=now.index, documents=len(cards), passages=passages)
    yield bool(cards), sentence
    if encoder and encoder.name != store.encoder:
        yield False, text(language, "errors.index.encoder", detail=f"{store.encoder} ≠ {encoder.name}")
    languages = sorted({name(language, "languages", card.language) for card in cards})
    yield bool(languages), text(language, "cli.doctor.languages", languages=", ".join(languages) or "–")
    terms = TermBase.open(now.index.with_name("terms.yaml"))
    yield True, text(language, "cli.doctor.terms", concepts=len(terms.concepts))
    if terms.problem:
        yield False, in_words(terms.problem, language)
    yield from _translation(now)
    for record in store.failures():
        detail = f"{record.path}, {record.detail}" if record.detail else record.path
        yield False, in_words(UnreadableFile(record.reason, detail), language)  # type: ignore[arg-type]


def _translation(now: Settings) -> Iterator[tuple[bool, str]]:
    """Which models translate; that none is there is no fault."""
    from assistant.translator import folder_of, installed_pairs, open_engine

    pairs = sorted(installed_pairs(now.models))
    if not pairs:
        yield True, text(now.language, "translation.none")
        return
    yield True, text(now.language, "translation.installed", pairs=in_arrows(pairs))
    for pair in pairs:
        try:
            open_engine(now.models / folder_of(pair))
        except TranslationProblem as problem:
            yield False, in_words(problem, now.language)
            if problem.reason == "no_engine":
                return
