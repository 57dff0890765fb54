"""The documents of a brief as BibTeX, UTF-8, with the pages that were quoted."""

from __future__ import annotations

import re
from hashlib import sha256

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from assistant.exports.brief import Brief, Listed
from corpus.web_address import web_address

# A brace counts in BibTeX even behind a backslash, so that braces have names here.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "&": r"\&", "%": r"\%",
        "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def write(brief: Brief) -> bytes:
    """One entry a document, ``@misc`` as nothing else fits all of them."""
    return write_string(Library([_entry(brief, reference) for reference in brief.references])).encode()


def _entry(brief: Brief, reference: Listed) -> Entry:
    quotes = [quote for quote in brief.quotes if quote.reference == reference.number]
    pages = sorted({quote.page for quote in quotes if quote.page})
    day, author, address = reference.published, reference.organisation, web_address(reference.source)
    notes = [brief.labels.page.format(page=page) for page in pages]
    if reference.summary:  # as in ris.py
        if source := address or reference.source:
            notes.append(f"{brief.labels.summary_of} {source}")
        author, address = None, quotes[0].link
    fields = {
        "title": f"{{{reference.title.translate(_LATEX)}}}",
        "author": f"{{{author.translate(_LATEX)}}}" if author else None,
        "year": str(day.year) if day else None,
        "date": day.isoformat() if day else None,
        "language": reference.language.translate(_LATEX),
        "url": address.translate(_ADDRESS) if address else None,
        "urldate": brief.made.isoformat(),
        "note": ", ".join(notes).translate(_LATEX) or None,
    }
    kept = [Field(name, value) for name, value in fields.items() if value]
    return Entry("misc", _key(reference.id), kept)


def _key(document: str) -> str:
    """The same in every brief, and another one for every document."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", document).strip("-")[:60]
    return f"{plain}-{sha256(document.encode('utf-8', 'replace')).hexdigest()[:8]}"
