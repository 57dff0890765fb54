"""Files of many records, one JSON object a line: ``{id, text, lang?, title?, section?}``."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.draft import Draft, tidy
from corpus.errors import UnreadableFile
from corpus.readers.lines import add_lines
from corpus.readers.text import decode

_OWN = frozenset({"id", "text", "lang", "language", "title", "section"})


def read_jsonl(path: Path) -> list[Draft]:
    """One draft a record, in the order of the file, with the record's id as its key, else its line's number."""
    drafts = {
        number: _draft(line, number)
        for number, line in enumerate(decode(path.read_bytes()).split("\n"), start=1)
        if line.strip()
    }
    seen: set[str] = set()
    for number, draft in drafts.items():
        if draft.key in seen:
            raise UnreadableFile("broken", f"{{line {number}}}: {{id_twice}} {draft.key}")
        if draft.key:
            seen.add(draft.key)
    for number, draft in drafts.items():
        draft.key = draft.key or (str(number) if str(number) not in seen else f"line {number}")
    return list(drafts.values())


def _draft(line: str, number: int) -> Draft:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise UnreadableFile("broken", f"{{line {number}}}: {{not_json}}") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise UnreadableFile("broken", f"{{line {number}}}: {{no_text_field}}")
    draft = Draft(
        title=_word(record.get("title")),
        language=_word(record.get("lang") or record.get("language")),
        key=_word(record.get("id")),
        fields={
            name: value for name, value in record.items() if name not in _OWN and value not in (None, "")
        },
    )
    if section := _word(record.get("section")):
        draft.heading(section, 2)
    add_lines(draft, record["text"])
    return draft


def _word(value: object) -> str | None:
    return tidy(str(value)) or None if isinstance(value, (str, int, float)) else None
