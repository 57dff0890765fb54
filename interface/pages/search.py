"""Search and ask: a question gets its answer above the hits, key words get hits."""

from __future__ import annotations

import streamlit as st

from assistant.answering.questions import is_question
from assistant.answers import Answer, ask
from assistant.search import Library
from index.records import DocumentCard, Results
from interface import follow_up
from interface.address import Request
from interface.answer_view import asked_html, show_answer
from interface.escaping import html
from interface.filters import show_filters
from interface.first_screen import show_examples, show_library
from interface.generated_view import show_generated
from interface.hit_view import show_hit
from interface.keeping import keep_question, show_what_is_kept
from interface.more import show_more, shown
from interface.opening import needs_model, opening, shelf
from interface.printed import also_in_words
from interface.settings import Settings
from interface.texts import counted, name, text

_HITS, _MOST_HITS = 10, 50  # at first, and more at each asking; at most
_BELOW_AN_ANSWER = 5  # hits: a phone shows one on two screens


def show(request: Request, settings: Settings) -> None:
    """Draw the field and, when something is asked, what was found."""
    language = request.language
    if not request.question:
        st.html(f'<h1 class="ts-tagline">{html(text(language, "page.tagline"))}</h1>')
    _question(request)
    if not request.question:
        show_examples(language)
        show_library(shelf(settings).documents(), language)
        show_what_is_kept(language, settings)
        opening(settings)
        return
    cards = shelf(settings).documents()
    show_filters(cards, request)
    library = needs_model(settings, language)
    if library is not None:
        step = _BELOW_AN_ANSWER if is_question(request.question) else _HITS
        most = shown("hits", step, of=request.asked)
        results = _search(library, request, most)
        keep_question(results, request, settings)
        _results(results, cards, request, library, settings)
        follow_up.lead_to_what_is_found()
        show_more("hits", step, language, more=len(results.hits) == most < _MOST_HITS)
        show_what_is_kept(language, settings)


def _question(request: Request) -> None:
    language = request.language
    st.session_state["question"] = request.question
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", key="asking"):
        st.text_input(text(language, "search.label"), key="question", placeholder=text(language, "search.placeholder"))
        st.form_submit_button(
            text(language, "search.button"),
            type="primary",
            on_click=lambda: follow_up.ask(st.session_state["question"]),
        )
    follow_up.show_problem(language)
    follow_up.show_completed(request)
    if request.cut:
        st.info(text(language, "search.cut", words=len(request.question.split())))
    elif not request.question:
        st.html(f'<p class="ts-quiet">{html(text(language, "search.help"))}</p>')


def _results(
    results: Results | Answer, cards: list[DocumentCard], request: Request, library: Library, settings: Settings
) -> None:
    if not results.hits:
        _nothing(cards, request)
        return
    language = request.language
    level, below = "h1", "h2"
    if isinstance(results, Answer):
        show_answer(results, request, translator=library.translator)
        show_generated(results, request, settings)
        follow_up.show_field(language)
        level, below = "h2", "h3"
    asked_in = text(language, "results.language", language=name(language, "languages", results.language))
    whole = asked_html(request.question) if level == "h1" else ""  # above an answer it stands already
    also = f'<p class="ts-quiet">{html(also_in_words(results, language))}</p>' if results.also else ""
    st.html(
        f'<div class="ts"><{level} class="ts-h2">{html(text(language, "results.heading"))}</{level}>{whole}'
        f'<p class="ts-quiet" role="status">'
        f"{html(counted(language, 'results.found', len(results.hits)))} · {html(asked_in)}</p>{also}</div>"
    )
    for hit in results.hits:
        show_hit(hit, request, asked_in=results.language, heading=below, translator=library.translator)


def _search(library: Library, request: Request, most: int) -> Results | Answer:
    """The answer to a question with its hits, the hits alone for key words.

    Searched once for each question: opening a page picture is no new question.
    """
    all_versions = request.versions == "all"
    generation = library.searcher.generation  # what was removed meanwhile must not be shown again
    asked = (id(library), generation, request.language, request.question, request.filters, all_versions, most)
    if st.session_state.get("found", (None,))[0] != asked:
        with st.spinner(text(request.language, "search.working")):
            found = _found(library, request, most, all_versions=all_versions)
        st.session_state["found"] = (asked, found)
    results: Results | Answer = st.session_state["found"][1]
    return results


def _found(library: Library, request: Request, most: int, *, all_versions: bool) -> Results | Answer:
    asked, filters, fallback = request.question, request.filters, request.language
    if is_question(asked):
        return ask(library, asked, k=most, filters=filters, all_versions=all_versions, fallback=fallback)
    return library.search(asked, k=most, filters=filters, all_versions=all_versions, fallback=fallback)


def _nothing(cards: list[DocumentCard], request: Request) -> None:
    """Say that nothing was found, and what to do next."""
    language = request.language
    if request.narrowed:
        st.html(
            f'<div class="ts" role="status"><h1 class="ts-h2">{html(text(language, "empty.filtered"))}</h1>'
            f"<p>{html(text(language, 'empty.filtered_what'))}</p></div>"
        )
        return
    codes = sorted({card.language for card in cards})
    spoken = ", ".join(name(language, "languages", code) for code in codes)
    advice = [text(language, f"empty.{key}") for key in ("shorter", "other_words")]
    advice += [text(language, "empty.library", languages=spoken), text(language, "empty.add")]
    items = "".join(f"<li>{html(line)}</li>" for line in advice)
    st.html(
        f'<div class="ts" role="status"><h1 class="ts-h2">{html(text(language, "empty.nothing"))}</h1>'
        f"<p>{html(text(language, 'empty.what'))}</p><ul>{items}</ul></div>"
    )
