"""Is everything in place? One sentence a check, with what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.finding.close_reading import CloseReader
from assistant.finding.reranking import Reranker
from corpus.errors import IndexProblem, TietosiltaError, TranslationProblem
from index.encoder import BUNDLED, Encoder, adapted_before, another_model, load_encoder, model_of, name_of
from index.store import Store
from index.term_base import TermBase
from interface.commands.translate import in_arrows, nothing_installed
from interface.errors import in_words, unreadable
from interface.settings import Settings
from interface.texts import name, number, text


def examine(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Checks of the model, the index and its languages: whether fine, and the sentence."""
    language = settings.language
    try:
        store = Store(settings.index)
    except TietosiltaError as error:
        yield _model(settings, settings.model or BUNDLED)[1:]
        yield False, in_words(error, language)
        return
    encoder, fine, sentence = _model(settings, settings.model or model_of(store.encoder))
    yield fine, sentence
    if adapted_before(store.encoder):
        yield False, in_words(another_model(store.encoder), language)
    elif settings.model and name_of(settings.model) != store.encoder:
        differing = f"{model_of(store.encoder)}, {{in_settings}} {settings.model}"
        yield False, in_words(IndexProblem("encoder", differing), language)
    if change := store.change():
        model = model_of(change.encoder)
        yield True, text(language, "cli.doctor.change", model=model, done=change.done, passages=change.passages)
    if store.words_are_old:
        yield True, text(language, "cli.doctor.words")
    cards = store.cards().values()
    documents, passages = (number(language, count) for count in (len(cards), sum(card.passages for card in cards)))
    yield bool(cards), text(language, "cli.doctor.index", path=settings.index, documents=documents, passages=passages)
    languages = sorted({name(language, "languages", card.language) for card in cards})
    yield bool(languages), text(language, "cli.doctor.languages", languages=", ".join(languages) or "–")
    terms = TermBase.open(settings.index.with_name("terms.yaml"))
    yield True, text(language, "cli.doctor.terms", concepts=number(language, len(terms.concepts)))
    if terms.problem:
        yield False, in_words(terms.problem, language)
    if settings.rerank:
        yield from _reranker(settings, encoder)
    yield from _translation(settings)
    if not settings.contact:
        yield True, text(language, "cli.doctor.contact")
    for record in store.failures():
        yield record.is_read, in_words(unreadable(record), language)


def _model(settings: Settings, model: str) -> tuple[Encoder | None, bool, str]:
    """``model`` if it can be opened, and whether it takes a question for the same in two languages."""
    try:
        encoder = load_encoder(model, network=settings.network)
    except TietosiltaError as error:
        return None, False, in_words(error, settings.language)
    ordinary = encoder.queries(["Kuka voi hakea?", "Who can apply?"])
    alike = float(ordinary[0] @ ordinary[1])
    sentence = text(settings.language, "cli.doctor.model", name=encoder.name, dimension=encoder.dimension)
    return encoder, alike > 0.5, sentence


def _reranker(settings: Settings, encoder: Encoder | None) -> Iterator[tuple[bool, str]]:
    """Whether what the settings name can be used; of the one that ships nothing where there is no model."""
    reranker: Reranker | CloseReader
    if settings.rerank != BUNDLED:
        reranker = Reranker(settings.rerank, network=settings.network)
    elif encoder:
        reranker = CloseReader(encoder)
    else:
        return
    problem = reranker.problem
    opened = text(settings.language, "cli.doctor.reranker", name=settings.rerank)
    yield not problem, in_words(problem, settings.language) if problem else opened


def _translation(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Which models translate; that none is there is no fault."""
    from assistant.translating.translator import folder_of, installed_pairs, open_engine

    pairs = sorted(installed_pairs(settings.models))
    if not pairs:
        yield True, nothing_installed(settings.language)
        return
    yield True, text(settings.language, "translation.installed", pairs=in_arrows(pairs))
    for pair in pairs:
        try:
            open_engine(settings.models / folder_of(pair))
        except TranslationProblem as problem:
            yield False, in_words(problem, settings.language)
            if problem.reason == "no_engine":
                return
