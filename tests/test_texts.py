"""The texts: complete in three languages, and nothing is shown that does not come from them."""

from __future__ import annotations

import ast
import re
import string
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest

from corpus.errors import (
    _CAUSES,
    EncoderProblem,
    EncoderReason,
    FetchProblem,
    FetchReason,
    FileReason,
    IndexProblem,
    IndexReason,
    TranslationProblem,
    TranslationReason,
    UnreadableFile,
)
from interface.errors import in_words
from interface.texts import LANGUAGES, MissingText, counted, name, percent, text, texts, written

INTERFACE = Path(__file__).parents[1] / "interface"
# Names and patterns that are rightly the same in two languages.
SAME = {
    "page.name",
    "page.title",
    "page.own_name",
    "hit.page",
    "hit.version",
    "filters.option",
    "funding.found.one",
    "brief.quoted",
    "fields.organisation",
    "insights.subject",
    "filters.regions",
    "network.organisation",
    "network.column.organisation",
    "network.found.one",
    "brief.column.organisation",
}
# What of a Streamlit call is read by people.
SHOWN = {"label", "body", "placeholder", "help", "caption", "alt", "page.title", "text"}
CALLS_WITH_TEXT_FIRST = {
    "button", "caption", "checkbox", "download_button", "error", "expander", "form_submit_button", "header", "info",
    "link_button", "markdown", "pills", "segmented_control", "selectbox", "spinner", "subheader", "success",
    "text_input", "title", "toast", "toggle", "warning", "write",
}  # fmt: skip


def _placeholders(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field}


def test_the_languages_have_the_same_keys_and_placeholders() -> None:
    finnish = texts("fi")
    for language in ("sv", "en"):
        other = texts(language)
        assert other.keys() == finnish.keys()
        assert {key: _placeholders(other[key]) for key in other} == {
            key: _placeholders(finnish[key]) for key in finnish
        }


def test_no_text_is_left_untranslated() -> None:
    for one, other in combinations(LANGUAGES, 2):
        same = {key for key, value in texts(one).items() if texts(other)[key] == value}
        assert same - SAME == set()


def test_no_text_is_empty_or_untidy() -> None:
    for language in LANGUAGES:
        for key, value in texts(language).items():
            assert value.strip(), (language, key)
            # The command line puts pieces side by side; the pages show whole sentences.
            assert key.startswith("cli.") or value == " ".join(value.split()), (language, key)


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(MissingText, match="sv: search.nonsense"):
        text("sv", "search.nonsense")


def test_lookup() -> None:
    assert text("fi", "hit.page", page=12) == "s. 12"
    assert text("en", "hit.page", page=12) == "p. 12"
    assert counted("fi", "first.documents", 1) == "1 asiakirja"
    assert counted("fi", "first.documents", 1234) == "1\u00a0234 asiakirjaa"
    assert name("sv", "languages", "fi") == "finska"
    assert name("sv", "languages", "xx") == "xx"
    assert name("fi", "languages", "ca") == "katalaani"
    assert name("sv", "countries", "MD") == "Moldavien"
    assert [name(language, "languages", "nb") for language in LANGUAGES] == [
        "norja (bokmål)", "norska (bokmål)", "Norwegian Bokmål",
    ]  # fmt: skip
    assert [name(language, "languages", "no") for language in LANGUAGES] == ["norja", "norska", "Norwegian"]
    assert [percent(language, 37.5) for language in LANGUAGES] == ["37,5\u00a0%", "37,5\u00a0%", "37.5%"]
    assert percent("en", 80) == "80%"
    assert name("en", "collections", None) == "Other documents"
    day = date(2024, 3, 15)
    assert [written(language, day) for language in LANGUAGES] == [
        "15. maaliskuuta 2024",
        "15 mars 2024",
        "15 March 2024",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_sentence_and_a_next_step(language: str) -> None:
    errors = [
        *(UnreadableFile(reason, "x.pdf") for reason in get_args(FileReason)),
        *(IndexProblem(reason, "x.pdf") for reason in get_args(IndexReason)),
        *(EncoderProblem(reason, "x.pdf") for reason in get_args(EncoderReason)),
        *(FetchProblem(reason, "x.pdf") for reason in get_args(FetchReason)),
        *(TranslationProblem(reason, "x.pdf") for reason in get_args(TranslationReason)),
    ]
    for error in errors:
        sentence = in_words(error, language)
        assert "x.pdf" in sentence, error
        assert sentence != text(language, "errors.unexpected")
        assert len(sentence.split(". ")) >= 2, sentence


def test_codes_within_a_detail_are_said_in_words() -> None:
    assert in_words(UnreadableFile("broken", "x.docx, {not_office}"), "fi") == (
        "Tiedosto on vioittunut: x.docx, sisältö ei ole Word-, Excel- tai PowerPoint-tiedoston. "
        "Pyydä ehjä kopio tai tallenna tiedosto uudelleen."
    )
    assert in_words(UnreadableFile("metadata", "guide.pdf.yaml: {line 2}"), "sv") == (
        "Det finns ett fel i uppgifterna om dokumentet: guide.pdf.yaml: rad 2. Rätta uppgifterna och försök igen."
    )
    assert in_words(FetchProblem("no_manifest", "own.yaml"), "en") == (
        "There is no such list of documents: own.yaml. Check the path after --manifest."
    )
    assert "{unknown}: {}" in in_words(UnreadableFile("broken", "{unknown}: {}"), "fi")  # the name of a file


def test_an_old_office_file_is_to_be_saved_in_the_new_format() -> None:
    for language in LANGUAGES:
        assert ".docx" in in_words(UnreadableFile("old_office", "old.doc"), language)


def test_every_code_of_a_detail_has_words() -> None:
    code = re.compile(r"\{\{([a-z][a-z0-9_]*)(?: \{[\w.]+\})?\}\}|\"\{([a-z][a-z0-9_]*)\}\"")
    sources = [path for place in ("corpus", "index", "assistant") for path in (INTERFACE.parent / place).rglob("*.py")]
    found = {one or other for path in sources for one, other in code.findall(path.read_text("utf-8"))}
    found -= {"cause", "code"}
    assert {"line", "list", "not_office", "id_twice"} <= found
    found |= {"perhaps", "in_settings", *_CAUSES.values()}
    for language in LANGUAGES:
        assert {f"errors.detail.{one}" for one in found} <= texts(language).keys()


def test_a_sentence_without_detail_has_no_empty_place() -> None:
    assert in_words(IndexProblem("no_folder"), "fi") == "Kansiota ei ole. Tarkista polku."


def _literals(node: ast.expr) -> list[str]:
    """The words written out in an expression; those of a call's arguments are keys, not words."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if any(map(str.isalpha, node.value)) else []
    if isinstance(node, ast.JoinedStr):
        return [found for part in node.values for found in _literals(part)]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    if isinstance(node, ast.BinOp):
        return _literals(node.left) + _literals(node.right)
    return []


def _shown_literals(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        of_streamlit = isinstance(node.func.value, ast.Name) and node.func.value.id == "st"
        if not of_streamlit:
            continue
        shown = [word.value for word in node.keywords if word.arg in SHOWN]
        if node.func.attr in CALLS_WITH_TEXT_FIRST:
            shown += node.args[:1]
        found += [f"{path.name}:{node.lineno} {words!r}" for part in shown for words in _literals(part)]
    return found


def test_no_words_are_written_into_the_pages() -> None:
    pages = [path for path in INTERFACE.rglob("*.py") if "streamlit" in path.read_text("utf-8")]
    assert {"frame.py", "search.py", "hit_view.py", "first_screen.py", "filters.py"} <= {path.name for path in pages}
    assert [words for path in pages for words in _shown_literals(path)] == []


def test_html_in_the_pages_has_no_words_of_its_own() -> None:
    for path in INTERFACE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                whole = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
                if "<" in whole and path.name != "style.py":
                    words = re.sub(r"<[^>]*(>|$)", "", whole)
                    assert not re.search(r"[^\W\d_]{2,}", re.sub(r'^[^<]*"', "", words)), (path.name, whole)


def test_every_key_that_the_code_names_exists() -> None:
    known = texts("fi")
    for path in INTERFACE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in ("text", "counted") and len(node.args) > 1:
                key = node.args[1]
                if isinstance(key, ast.Constant):
                    wanted = f"{key.value}.one" if node.func.id == "counted" else str(key.value)
                    assert wanted in known, (path.name, wanted)


def test_what_is_to_be_installed_can_be_copied_in_a_clone() -> None:
    places = [*INTERFACE.glob("texts/*/*.yaml"), INTERFACE.parent / "README.md"]
    commands = [line for place in places for line in place.read_text("utf-8").splitlines() if "pip install" in line]
    assert len(commands) == 4 * 3 + 3
    for line in commands:
        assert re.search(r"\.venv/bin/pip install --constraint constraints\.txt --editable '\.\[\w+\]'", line), line
