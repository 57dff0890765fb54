"""A source text of the library: its front matter, and headings, paragraphs, items and tables in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable("table")
Kind = Literal["heading", "paragraph", "item", "table"]


@dataclass(frozen=True, slots=True)
class Part:
    """``level`` is that of a heading; ``mark`` is what stands before an item, "•" or a number."""

    kind: Kind
    text: str = ""
    level: int = 0
    mark: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """``output`` is relative to the library; ``fields`` go into the sidecar as they are."""

    output: str
    fields: dict[str, Any]
    body: str

    @property
    def title(self) -> str:
        return str(self.fields["title"])

    @property
    def language(self) -> str:
        return str(self.fields["language"])

    @property
    def parts(self) -> list[Part]:
        return list(_parts(MARKDOWN.parse(self.body)))


def read_source(path: Path) -> Source:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = yaml.safe_load(front)
    return Source(fields.pop("output"), fields, body.lstrip())


def _parts(tokens: list[Token]) -> Iterator[Part]:
    marks: list[int | None] = []  # one a list we are inside of: the next number, or None for bullets
    row: list[str] = []
    rows: list[tuple[str, ...]] = []
    before: Token | None = None
    for at, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            marks.append(1 if token.type == "ordered_list_open" else None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            marks.pop()
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            rows.append(tuple(row))
        elif token.type == "table_close":
            yield Part("table", rows=tuple(rows))
            rows = []
        elif token.type == "inline":
            before = tokens[at - 1]
            if before.type in ("td_open", "th_open"):
                row.append(_plain(token))
            else:
                yield _text_part(before, _plain(token), marks)


def _text_part(before: Token, text: str, marks: list[int | None]) -> Part:
    if before.type == "heading_open":
        return Part("heading", text, level=int(before.tag[1]))
    if not marks:
        return Part("paragraph", text)
    number = marks[-1]
    if number is None:
        return Part("item", text, mark="•")
    marks[-1] = number + 1
    return Part("item", text, mark=f"{number}.")


def _plain(token: Token) -> str:
    """Text without marks for emphasis; sources of the library have no other inline marks."""
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or [])
