"""For staff: what is in the collection and what is wrong with it; add, describe, replace, remove."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from assistant.collection import FOLDER, Outcome, failed, missing, told_otherwise
from assistant.listing.records import read_records
from assistant.listing.shelf import Shelf
from assistant.listing.tables import as_spreadsheet, own_rows
from corpus.added import FORMATS, LARGEST, Added
from corpus.errors import IndexProblem, TietosiltaError
from corpus.models import COLLECTIONS
from index.records import DocumentCard
from index.store import Store
from interface import original, session
from interface.address import Request
from interface.collection_job import Change, Job, collection, show_progress, start
from interface.collection_table import show_table
from interface.description_form import forget_mistakes, show_form
from interface.errors import in_words
from interface.escaping import html, markdown
from interface.focus import go_on_at
from interface.navigation import show_link
from interface.opening import opening, shelf
from interface.settings import Settings
from interface.staff import admitted
from interface.style import name_uploads
from interface.take_along import dated
from interface.texts import name, text

Part = Literal["add", "change"]  # of the page
_MOST_FILES = 20  # in one go: all of them wait in memory


def show(request: Request, settings: Settings) -> None:
    """Draw the page, for staff only."""
    language = request.language
    if not admitted(settings, language):
        return
    st.html(
        f'<div class="ts ts-prose"><h1>{html(text(language, "collection.heading"))}</h1>'
        f"<p>{html(text(language, 'collection.intro'))}</p></div>"
    )
    books = _books(settings)
    cards = books.documents() if books else []
    added = Added(settings.index.parent / FOLDER)
    working = _working()
    _add(cards, added, settings, language, working=working)
    _failures(settings, added, language)
    if books and cards:
        _change_one(cards, added, settings, request, working=working)
        show_table(cards, books.works(), added, language, today=date.today())
        _take(settings, language)


def _books(settings: Settings) -> Shelf | None:
    """The documents; None while there is no index, which the first document makes."""
    try:
        return shelf(settings)
    except IndexProblem as error:
        if error.reason != "missing":
            raise
        return None


def _begin(settings: Settings, change: Change, *, part: Part, told: dict[str, dict[str, Any]] | None = None) -> None:
    """Begin ``change``, which ``part`` of the page asks for; ``told`` is what the form says of a file, by its name."""
    _forget_outcome()
    st.session_state["staff fields"] = told or {}
    st.session_state["staff job"] = start(settings, change)
    _tell_in(part)
    st.rerun()


def _tell_in(part: Part) -> None:
    """How far a change is and what became of it is told where it was asked for, and the page goes there."""
    st.session_state["staff told in"] = part
    go_on_at(".st-key-staff-told")


def _forget_outcome() -> None:
    for key in ("staff outcome", "staff removed", "staff fields", "staff fresh"):
        st.session_state.pop(key, None)


def _working() -> Job | None:
    """The change of this session that is at work; one that is done leaves its outcome."""
    job: Job | None = st.session_state.get("staff job")
    if job is None or not job.future.done():
        return job
    del st.session_state["staff job"]
    try:
        st.session_state["staff outcome"] = outcomes = job.future.result()
        st.session_state["staff fresh"] = next((one.name for one in outcomes if one.done and one.deed == "added"), None)
    except TietosiltaError as error:
        st.session_state["staff outcome"] = [Outcome("", problem=error)]
    if st.session_state.get("staff told in") == "change":  # quickly done; who adds many files may be elsewhere by now
        _tell_in("change")
    st.rerun()
    return None


def _told(part: Part, job: Job | None, cards: list[DocumentCard], added: Added, language: str) -> None:
    """How far ``job`` is, or what became of the last change, where a ``part`` of the page asked for it."""
    if st.session_state.get("staff told in") != part:
        return
    with st.container(key="staff told"):
        if job:
            show_progress(job, language)
        else:
            _outcome(cards, added, language)


def _outcome(cards: list[DocumentCard], added: Added, language: str) -> None:
    """What became of the last change, told until the next one begins."""
    outcomes: list[Outcome] = st.session_state.get("staff outcome", [])
    fields = st.session_state.get("staff fields", {})
    by_file = {Path(card.file).name: card for card in cards if added.holds(card.file)}
    _done([one for one in outcomes if one.done], by_file, language)
    for one in outcomes:
        if one.problem and one.done:
            st.warning(markdown(in_words(one.problem, language)))
        elif one.problem:  # refused
            fields.pop(one.given, None)
            stays = text(language, "collection.stays", file=one.kept) if one.kept else ""
            st.error(markdown(f"{in_words(one.problem, language)} {stays}"))
    for file, told in fields.items():
        overruled = told_otherwise(by_file[file], told) if file in by_file else []
        if overruled:
            names = ", ".join(text(language, f"fields.{field}") for field in overruled)
            st.warning(markdown(text(language, "collection.overruled", fields=names)))
    if message := st.session_state.get("staff removed"):
        st.success(markdown(message))


def _done(outcomes: list[Outcome], by_file: dict[str, DocumentCard], language: str) -> None:
    """What was done, in one sentence for all files, and the way on to what is to be described next."""
    if not outcomes:
        return
    files, deed = [str(one.name) for one in outcomes], outcomes[0].deed
    kind = deed if len(files) == 1 else "several"
    st.success(markdown(text(language, f"collection.done.{kind}", count=len(files), file=", ".join(files))))
    if deed == "added" and st.session_state.get("staff fresh") in by_file:
        # What is chosen below is the first of the new documents, if nobody has chosen another in the meantime.
        st.session_state["staff chosen"] = by_file[st.session_state.pop("staff fresh")].id
    offered = files if deed == "added" else _lacking_after(files[0], by_file)
    if file := next((file for file in offered if file in by_file), None):
        _offer_description(by_file[file], file, language)


def _lacking_after(file: str, by_file: dict[str, DocumentCard]) -> list[str]:
    """The added files of whose documents something is not known, those after ``file`` first."""
    lacking = [name for name, card in by_file.items() if missing(card) and name != file]
    order = list(by_file)
    at = order.index(file) if file in order else 0
    return sorted(lacking, key=lambda name: (order.index(name) < at, order.index(name)))


def _offer_description(card: DocumentCard, file: str, language: str) -> None:
    """A button that leads to the form in which ``card`` of ``file`` is described."""
    if st.button(text(language, "collection.describe", file=markdown(file)), key=f"staff describe {file}"):
        st.session_state["staff chosen"] = card.id
        go_on_at(".st-key-staff-document input")


def _add(
    cards: list[DocumentCard], added: Added, settings: Settings, language: str, *, working: Job | None
) -> None:
    st.html(f'<div class="ts"><h2>{html(text(language, "collection.add"))}</h2></div>')
    _told("add", working, cards, added, language)
    if not working:
        _choose_files(settings, language)


def _choose_files(settings: Settings, language: str) -> None:
    name_uploads(text(language, "collection.choose_file"))
    turn = st.session_state.setdefault("staff turn", 0)  # a new field, empty again, after each adding
    with st.form(f"staff add {turn}", border=False):
        files = st.file_uploader(
            text(language, "collection.files"),
            type=[suffix[1:] for suffix in FORMATS],
            accept_multiple_files=True,
            key=f"staff files {turn}",
        )
        kind = st.radio(
            text(language, "fields.collection"),
            COLLECTIONS,
            index=None,
            horizontal=True,
            format_func=lambda code: name(language, "collections", code),
            key=f"staff kind {turn}",
        )
        limits = text(language, "collection.limits", size=LARGEST // 1_000_000, files=_MOST_FILES)
        st.html(f'<p class="ts-quiet">{html(limits)}</p>')
        sent = st.form_submit_button(text(language, "collection.add_button"), type="primary")
    if not sent:
        return
    if not files or len(files) > _MOST_FILES:
        st.warning(markdown(text(language, "collection.choose_files", files=_MOST_FILES)))
        return
    given = [(file.name, file.getvalue()) for file in files]
    fields = {"collection": kind} if kind else {}
    st.session_state["staff turn"] = turn + 1
    _begin(settings, lambda change, watch: change.add(given, fields, watch=watch), part="add")


def _failures(settings: Settings, added: Added, language: str) -> None:
    """Files that lie in the folder and could not be read: brought there by other ways than this page."""
    for error in failed(settings.index, added):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(markdown(in_words(error, language)))
            if st.button(text(language, "collection.remove_file"), key=f"staff failed {error.detail}"):
                _remove(error.detail, error.detail, settings, language, part="add")


def _take(settings: Settings, language: str) -> None:
    """All records as a table to take along, as ``tietosilta export`` writes it."""

    def table() -> bytes:
        return as_spreadsheet(own_rows(read_records(Store(settings.index), today=date.today())), language)

    st.download_button(
        text(language, "collection.csv"), data=table, file_name=dated(text(language, "collection.csv_name")) + ".csv",
        mime="text/csv", key="staff csv", on_click="ignore",
    )  # fmt: skip


def _change_one(
    cards: list[DocumentCard], added: Added, settings: Settings, request: Request, *, working: Job | None
) -> None:
    st.html(f'<div class="ts"><h2>{html(text(request.language, "collection.change"))}</h2></div>')
    _told("change", working, cards, added, request.language)
    if not working:
        _choose_document(cards, added, settings, request)


def _choose_document(cards: list[DocumentCard], added: Added, settings: Settings, request: Request) -> None:
    language = request.language
    titles = {card.id: f"{card.title} ({card.id})" for card in cards}
    # A widget that is not drawn while work goes on forgets, so what was chosen is kept beside it.
    kept = st.session_state.get("staff chosen")
    st.session_state["staff document"] = kept if kept in titles else None
    chosen = st.selectbox(
        text(language, "filters.document"),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        placeholder=text(language, "filters.document_any"),
        key="staff document",
        on_change=_keep_chosen,
    )
    card = next((card for card in cards if card.id == chosen), None)
    if card is None:
        return
    show_link("document", text(language, "collection.open"), Request(language, document=card.id, kept=request.kept))
    if not added.holds(card.file):
        st.info(markdown(text(language, "collection.elsewhere", folder=str(Path(card.file).parent))))
        return
    file = Path(card.file).name
    if session.has_arrived():
        forget_mistakes(card.id)  # what was typed before is gone
    fields = show_form(card, cards, language)
    if fields is not None:
        given = {key: value for key, value in fields.items() if value}
        if card.metadata.summary:
            given["summary"] = True  # the form does not ask for it
        _begin(
            settings, lambda change, watch: change.describe(file, given, watch=watch), part="change",
            told={file: fields},
        )  # fmt: skip
    with st.expander(text(language, "collection.replace")):
        _replace(file, settings, language)
    with st.expander(text(language, "collection.remove")):
        _confirm(card, file, settings, language)


def _keep_chosen() -> None:
    st.session_state.pop("staff fresh", None)  # what somebody chose is not taken over by what was added before
    st.session_state["staff chosen"] = chosen = st.session_state["staff document"]
    forget_mistakes(chosen)


def _replace(file: str, settings: Settings, language: str) -> None:
    suffix = Path(file).suffix.removeprefix(".")
    turn = st.session_state["staff turn"]
    new = st.file_uploader(
        text(language, "collection.replace_with", format=suffix.upper()), type=[suffix], key=f"staff new {file} {turn}"
    )
    if st.button(text(language, "collection.replace_button"), key="staff replace", disabled=new is None) and new:
        data, given = new.getvalue(), new.name
        st.session_state["staff turn"] = turn + 1
        _begin(settings, lambda change, watch: change.replace(file, data, given=given, watch=watch), part="change")


def _confirm(card: DocumentCard, file: str, settings: Settings, language: str) -> None:
    st.html(f"<p>{html(text(language, 'collection.remove_what', file=file))}</p>")
    sure = st.checkbox(text(language, "collection.sure"), key=f"staff sure {card.id}")
    if st.button(text(language, "collection.remove_button"), key="staff remove", disabled=not sure) and sure:
        _remove(file, card.title, settings, language, part="change")


def _remove(file: str, title: str, settings: Settings, language: str, *, part: Part) -> None:
    """Remove at once, whatever else is at work: it takes no model and no time. Pictures of its pages go along."""
    clean = collection(settings, opening(settings)).remove(file)
    original.forget_pictures()
    _forget_outcome()
    message = text(language, "collection.removed", title=title)
    if not clean:
        message = f"{message} {text(language, 'cli.removed_log')}"
    st.session_state["staff removed"] = message
    _tell_in(part)
    st.rerun()
