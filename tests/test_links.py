"""Permanent links: made, the documents really change and are indexed again, and the words are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import index_folder, write_documents

from assistant.links import Place, make, resolve
from assistant.search import Library
from index.encoder import Encoder
from index.store import Store

NAME = "funding/opas.md"
RATE = "Kehittämishankkeen tukitaso on enintään 80 prosenttia tukikelpoisista kustannuksista."
GUIDE = f"# Opas\n\n## Tukitaso\n\n{RATE}\n\n## Hakuaika\n\nHakuaika päättyy 15.3.2024.\n"


class Shelf:
    """A folder with one document, indexed anew at every change."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self.home, self.encoder = home, encoder
        self.library = self.write({NAME: GUIDE})

    def write(self, documents: dict[str, str]) -> Library:
        folder = write_documents(self.home / "documents", documents)
        index_folder(self.home / "i.sqlite", folder, self.encoder)
        return Library(Store(self.home / "i.sqlite"), self.encoder)

    def words_at(self, token: str) -> tuple[str, str]:
        place = resolve(self.library, token)
        return place.outcome, self.library.document(NAME).text[place.start : place.end]


@pytest.fixture
def shelf(tmp_path: Path, encoder: Encoder) -> Shelf:
    return Shelf(tmp_path, encoder)


def link_to_the_rate(library: Library) -> str:
    return make(NAME, RATE, library.document(NAME).text.index(RATE))


def test_a_link_is_short_and_the_same_every_time(shelf: Shelf) -> None:
    token = link_to_the_rate(shelf.library)
    assert token == link_to_the_rate(shelf.library)
    assert len(token) == 24 and token.isalnum() and token == token.lower()
    # The full stop is no word: the words end before it.
    assert shelf.words_at(token) == ("found", RATE.rstrip("."))
    assert resolve(shelf.library, f"  {token.upper()}\n").outcome == "found"


def test_the_words_are_found_where_they_moved(shelf: Shelf) -> None:
    token = link_to_the_rate(shelf.library)
    before = resolve(shelf.library, token).start
    # More text before it, other line breaks, another heading, and so other passages.
    moved = GUIDE.replace("# Opas\n", "# Opas\n\n" + "Uusi johdanto kertoo taustan. " * 60 + "\n")
    moved = moved.replace("## Tukitaso", "## Rahoitus").replace("80 prosenttia", "80\nprosenttia")
    shelf.library = shelf.write({NAME: moved})
    assert resolve(shelf.library, token).start > before + 1000
    outcome, words = shelf.words_at(token)
    assert (outcome, " ".join(words.split())) == ("found", RATE.rstrip("."))


def test_of_the_same_words_in_two_places_the_nearest_is_meant(shelf: Shelf) -> None:
    twice = f"# Opas\n\n## A\n\n{RATE}\n\n## B\n\nMuuta tekstiä tähän väliin.\n\n## C\n\n{RATE}\n"
    shelf.library = shelf.write({NAME: twice})
    text = shelf.library.document(NAME).text
    first, second = text.index(RATE), text.rindex(RATE)
    assert [resolve(shelf.library, make(NAME, RATE, start)).start for start in (first, second)] == [first, second]
    shelf.library = shelf.write({NAME: twice.replace("## A", "## A ja hieman pidempi otsikko")})
    new = shelf.library.document(NAME).text
    assert [resolve(shelf.library, make(NAME, RATE, start)).start for start in (first, second)] == [
        new.index(RATE),
        new.rindex(RATE),
    ]


def test_words_that_are_no_longer_there_are_said_to_have_changed(shelf: Shelf) -> None:
    token = link_to_the_rate(shelf.library)
    start = resolve(shelf.library, token).start
    shelf.library = shelf.write({NAME: GUIDE.replace("80 prosenttia", "75 prosenttia")})
    assert resolve(shelf.library, token) == Place("changed", NAME, start, start, None)


def test_a_document_that_is_gone_is_said_to_be(shelf: Shelf) -> None:
    token = link_to_the_rate(shelf.library)
    (shelf.home / "documents" / NAME).unlink()
    shelf.library = shelf.write({"funding/muu.md": "# Muu\n\nMuuta.\n"})
    assert resolve(shelf.library, token) == Place("gone")


def test_the_page_of_a_pdf_comes_along(tmp_path: Path, encoder: Encoder) -> None:
    source = next((Path(__file__).parents[1] / "corpus" / "library").rglob("*.pdf"))
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / source.name).write_bytes(source.read_bytes())
    index_folder(tmp_path / "i.sqlite", tmp_path / "documents", encoder)
    library = Library(Store(tmp_path / "i.sqlite"), encoder)
    document = library.document(source.name)
    second = next(page for page in document.pages if page.number == 2)
    quote = document.text[second.start :].split("\n")[0]
    assert resolve(library, make(document.id, quote, second.start)).page == 2


@pytest.mark.parametrize("token", ["", "x", "a" * 24, "ä" * 24, "../../etc/passwd", "a" * 5000])
def test_what_is_no_token_is_said_to_be_unreadable(shelf: Shelf, token: str) -> None:
    assert resolve(shelf.library, token) == Place("unreadable")


def test_one_wrong_letter_is_noticed(shelf: Shelf) -> None:
    token = link_to_the_rate(shelf.library)
    wrong = [token[:at] + ("a" if token[at] != "a" else "b") + token[at + 1 :] for at in range(len(token))]
    outcomes = [resolve(shelf.library, other).outcome for other in wrong]
    assert outcomes.count("unreadable") >= 22  # the check is one byte: now and then it agrees by chance


def test_a_quote_without_words_leads_near_its_place(shelf: Shelf) -> None:
    assert resolve(shelf.library, make(NAME, "—", 9)) == Place("changed", NAME, 9, 9, None)
