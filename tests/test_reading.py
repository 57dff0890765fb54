"""A document in parts: pages, or sections gathered until they are long enough to read in one go."""

from __future__ import annotations

from assistant.reading import Part, matching, part_at, parts, pieces, sections
from corpus.models import Document, Page, Passage

TEXT = "Title\n\nOne\n\nFirst words.\n\nTwo\n\nSecond words."
FIRST, SECOND = TEXT.index("First"), TEXT.index("Second")
PASSAGES = [
    Passage("a.md", FIRST, FIRST + 12, "First words.", "en", headings=("Title", "One")),
    Passage("a.md", SECOND, SECOND + 13, "Second words.", "en", headings=("Title", "Two")),
]


def _document(text: str, pages: tuple[Page, ...] = ()) -> Document:
    return Document("a.md", "Title", "en", None, text, (), pages)


def test_sections_begin_with_their_headings_and_are_the_whole_text() -> None:
    found = sections(_document(TEXT), PASSAGES)
    assert [(part.heading, TEXT[part.start : part.end]) for part in found] == [
        ("One", "Title\n\nOne\n\nFirst words."),
        ("Two", "\n\nTwo\n\nSecond words."),
    ]
    assert parts(_document(TEXT), PASSAGES) == [Part(0, len(TEXT), heading="One")]


def test_long_sections_are_parts_of_their_own() -> None:
    text = TEXT + "x" * 9_000
    passages = [PASSAGES[0], Passage("a.md", SECOND, len(text), text[SECOND:], "en", headings=("Title", "Two"))]
    assert [part.heading for part in parts(_document(text), passages)] == ["One", "Two"]


def test_pages_are_parts() -> None:
    document = _document("first page\nsecond page", (Page(0, 1, "1"), Page(11, 2, "2")))
    found = parts(document, [])
    assert found == [Part(0, 11, page=1), Part(11, 22, page=2)]
    assert [part_at(found, offset) for offset in (0, 10, 11, 21)] == [0, 0, 1, 1]


def test_an_empty_document_is_one_empty_part() -> None:
    assert parts(_document(""), []) == [Part(0, 0)]


def test_pieces_are_passages_and_what_stands_between() -> None:
    (whole,) = parts(_document(TEXT), PASSAGES)
    assert [(TEXT[piece.start : piece.end].strip(), piece.passage) for piece in pieces(whole, PASSAGES)] == [
        ("Title\n\nOne", False), ("First words.", True), ("Two", False), ("Second words.", True),
    ]  # fmt: skip


def test_matching_parts_of_language_versions() -> None:
    assert [matching(at, 3, 3) for at in range(3)] == [0, 1, 2]
    assert [matching(at, 5, 3) for at in range(5)] == [0, 0, 1, 2, 2]
    assert matching(0, 1, 4) == 0
