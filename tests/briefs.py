"""A brief to be exported: a plain document, and one that tries to break or steer what it is written to."""

from __future__ import annotations

from datetime import date

import pypdfium2

from assistant.answers import Answer, Quote
from corpus.models import Metadata, Passage
from index.records import DocumentCard, Hit, Results
from interface.take_along import exported

DAY = date(2026, 3, 5)
NASTY = "=HYPERLINK(\"http://x\") \x00\x0b\ufffe\u202e {\\} % _ # $ <b> *a* [1](javascript:x) "
LETTERS = "ä ö å ž ő ł ș ğ Ελλάδα Украина € – ½ ‰"


def card(name: str, title: str, **known: object) -> DocumentCard:
    return DocumentCard(name, title, "fi", "funding", Metadata(**known), f"/x/{name}", 9, 3)  # type: ignore[arg-type]


GUIDE = card(
    "funding/opas.pdf", "Hakijan opas 2024", organisation="Etelä-Savon ELY-keskus", published=date(2024, 3, 1),
    source="https://www.example.org/opas?a=1;b=2", licence="CC BY 4.0",
)  # fmt: skip
HOSTILE = card(
    "funding/paha.pdf", NASTY + "sana " * 5000, organisation="@SUM(A1)", source="javascript:alert(1)", licence=NASTY
)
RATE = "Tukitaso on enintään 80 prosenttia\nkustannuksista."


def quoted(document: DocumentCard, text: str, start: int, page: int | None, *, bold: str = "") -> Quote:
    at, passage = text.find(bold), Passage(document.id, start, start + len(text), text, "fi", page, ("Tukitaso",))
    status = "valid" if document is GUIDE else "superseded"
    return Quote(
        text, Hit(passage, document, 0.9, 0.9, (), (0, 0), status=status), start, start + len(text), page, "Tukitaso",
        0.9, ((at, at + len(bold)),) if bold else (),
    )  # fmt: skip


ANSWER = Answer(
    "Mikä on tukitaso?", "fi", "amount", False,
    (
        quoted(GUIDE, RATE, 100, 12, bold="80 prosenttia"),
        quoted(GUIDE, f"Kirjaimia: {LETTERS}.", 900, 14),
        quoted(HOSTILE, NASTY + "\n\n1. Lopuksi. " + "pitkä" * 400, 5, None),
    ),
    (), differing=True,
)  # fmt: skip


def made(ending: str, language: str = "fi", found: Answer | Results = ANSWER) -> bytes:
    return exported(found, ending, language, made=DAY)


def pdf_text(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
