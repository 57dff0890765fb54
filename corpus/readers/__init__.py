"""One reader a file format, and the one door to them: ``read_file``.

A reader takes a path and gives one draft, or a list of them where a file holds many records. It
raises ``UnreadableFile`` where it knows the reason; whatever else a library throws at a bad file is
turned into one here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from corpus.draft import Draft
from corpus.errors import UnreadableFile, system_cause

Reader = Callable[[Path], Draft | list[Draft]]

# Suffix -> "module:function", by name so that reading a text file does not import the PDF library.
READERS: Mapping[str, str] = MappingProxyType(
    {
        ".pdf": "corpus.readers.pdf.reader:read_pdf",
        ".docx": "corpus.readers.docx:read_docx",
        ".pptx": "corpus.readers.pptx:read_pptx",
        ".xlsx": "corpus.readers.xlsx:read_xlsx",
        ".xlsm": "corpus.readers.xlsx:read_xlsx",
        ".html": "corpus.readers.html:read_html",
        ".htm": "corpus.readers.html:read_html",
        ".xhtml": "corpus.readers.html:read_html",
        ".md": "corpus.readers.markdown:read_markdown",
        ".markdown": "corpus.readers.markdown:read_markdown",
        ".txt": "corpus.readers.text:read_text",
        ".text": "corpus.readers.text:read_text",
        ".akn": "corpus.readers.akoma_ntoso:read_akoma_ntoso",
        ".jsonl": "corpus.readers.jsonl:read_jsonl",
    }
)

# Documents people have that no reader takes: worth a line in the report, unlike pictures and code.
KNOWN_UNSUPPORTED = frozenset(
    (
        ".doc", ".docm", ".dot", ".dotx", ".xls", ".xlsb", ".ppt", ".pptm", ".pps", ".ppsx", ".odt", ".ods", ".odp",
        ".rtf", ".epub", ".pages", ".numbers", ".key", ".msg", ".eml", ".mht", ".mhtml", ".csv", ".tsv",
    )
)  # fmt: skip
_OLD_OFFICE = frozenset([".doc", ".dot", ".xls", ".ppt", ".pps"])  # whose own programs save them anew


def read_file(path: Path, *, readers: Mapping[str, str] = READERS) -> list[Draft]:
    """The documents in the file, at least one, each with text. Raises UnreadableFile."""
    suffix = path.suffix.lower()
    if suffix not in readers:
        raise unsupported(suffix, suffix or path.name)
    try:
        if path.stat().st_size == 0:
            raise UnreadableFile("empty")
        found = _load(readers[suffix])(path)
    except (UnreadableFile, MemoryError, ImportError):  # a library not installed is no fault of the file
        raise
    except OSError as error:
        raise UnreadableFile("broken", system_cause(error)) from error
    except zipfile.BadZipFile as error:
        raise UnreadableFile("broken", "{not_office}") from error
    except Exception as error:  # a parser met something its authors did not think of
        raise UnreadableFile("broken", f"{type(error).__name__}: {error}"[:200]) from error
    drafts = [draft for draft in (found if isinstance(found, list) else [found]) if draft.text.strip()]
    if not drafts:
        raise UnreadableFile("no_text")
    return drafts


def unsupported(suffix: str, name: str) -> UnreadableFile:
    """That no reader takes the file ``name``, which ends in ``suffix``."""
    return UnreadableFile("old_office" if suffix in _OLD_OFFICE else "unsupported", name)


def _load(name: str) -> Reader:
    module, _, function = name.partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader
