"""A change of the collection at work in the background: the page goes on, and shows how far it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from assistant.collection import Collection, Outcome
from corpus.errors import IndexProblem
from interface.escaping import html
from interface.opening import opening
from interface.settings import Settings
from interface.texts import text

if TYPE_CHECKING:
    from assistant.search import Library
    from index.encoder import Encoder
    from index.sync import Progress, Watch

Change = Callable[[Collection, "Watch"], list[Outcome]]


@dataclass(slots=True)
class Job:
    """One change. ``progress`` is None until the index is being written."""

    future: Future[list[Outcome]] = field(default_factory=Future)
    progress: Progress | None = None

    def watch(self, progress: Progress) -> None:
        self.progress = progress


@st.cache_resource(show_spinner=False)
def _one_after_another() -> ThreadPoolExecutor:
    """Changes of all staff in one line: the index has one writer."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="collection")


def start(settings: Settings, change: Change) -> Job:
    """Begin ``change``."""
    job = Job()
    library = opening(settings)

    def work() -> list[Outcome]:
        return change(collection(settings, library), job.watch)

    job.future = _one_after_another().submit(work)
    return job


def collection(settings: Settings, library: Future[Library]) -> Collection:
    """The collection beside the index, with the model that ``library`` has open."""
    from index.encoder import name_of
    from index.store import model_for

    model = model_for(settings.index, settings.model)
    return Collection(settings.index, encoder=name_of(model), open_encoder=lambda: _encoder(settings, library))


def _encoder(settings: Settings, library: Future[Library]) -> Encoder:
    try:
        return library.result().searcher.encoder
    except IndexProblem as error:
        if error.reason != "missing":
            raise
        from index.encoder import BUNDLED, load_encoder  # the first document makes the index

        return load_encoder(settings.model or BUNDLED, network=settings.network)


def show_progress(job: Job, language: str) -> None:
    """How far ``job`` is; draws the page again when it is done."""

    @st.fragment(run_every=timedelta(seconds=0.7))
    def draw() -> None:
        if job.future.done():
            st.rerun()
        progress = job.progress
        share = min(progress.share, 1.0) if progress else 0.0
        words = text(language, "collection.working")
        if progress and progress.seconds_left is not None:
            minutes, seconds = divmod(round(progress.seconds_left), 60)
            words = text(language, "collection.left", minutes=minutes, seconds=f"{seconds:02d}")
        st.progress(share)
        st.html(f'<p class="ts-quiet" role="status">{html(words)}</p>')

    draw()
