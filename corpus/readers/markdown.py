"""Markdown with front matter, as people write it: tight hashes, stray HTML and hand-made lists too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.draft import Draft
from corpus.errors import UnreadableFile
from corpus.readers.lines import LineWriter, marker_kind
from corpus.readers.tables import add_table
from corpus.readers.text import decode
from corpus.yaml_fields import load_fields, yaml_cause

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TIGHT_HEADING = re.compile(r"^( {0,3}#{1,6})([^#\s])", re.MULTILINE)
_NOTE = re.compile(r"^( {0,3})(\[\^[^\]\n]+\]:)", re.MULTILINE)  # CommonMark takes one of a single word for a link's


def read_markdown(path: Path) -> Draft:
    text = decode(path.read_bytes()).replace("\r\n", "\n")
    draft = Draft()
    if found := _FRONT_MATTER.match(text):
        fields = _front_matter(found[1])
        if fields is not None:
            draft.fields.update(fields)
            text = text[found.end() :]
    add_markdown(draft, text)
    return draft


def add_markdown(draft: Draft, text: str) -> None:
    """Append Markdown to the draft; its first heading becomes the title where there is none yet."""
    text = _NOTE.sub(r"\1\\\2", _TIGHT_HEADING.sub(r"\1 \2", text))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    _Walker(draft).walk(SyntaxTreeNode(tokens))


def _front_matter(text: str) -> dict[str, Any] | None:
    """The fields, or None where the fences are only rules around text."""
    try:
        fields = load_fields(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 31 September
        raise UnreadableFile("metadata", yaml_cause(error, above=1)) from error
    if fields is None:
        return {}
    return {str(name): value for name, value in fields.items()} if isinstance(fields, dict) else None


class _Walker:
    """Takes the syntax tree apart, block by block."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._writer = LineWriter(draft)

    def walk(self, node: SyntaxTreeNode) -> None:
        for child in node.children:
            self._block(child)

    def _block(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                self._heading(_inline(node), int(node.tag[1]))
            case "paragraph":
                self._paragraph(_inline(node))
            case "bullet_list" | "ordered_list":
                self._list(node, depth=1)
            case "table":
                rows = [
                    [_cell(cell) for cell in row.children]
                    for part in node.children
                    for row in part.children
                ]
                add_table(self._draft, rows, header=any(rows[0]) if rows else False)
            case "code_block" | "fence":
                for line in node.content.splitlines():
                    self._draft.paragraph(line)
            case "html_block":
                self._html(node.content)
            case "blockquote":
                self.walk(node)

    def _heading(self, text: str, level: int) -> None:
        if self._draft.title is None and text.strip():
            self._draft.title = text.strip()
            level = 1
        self._writer.heading(text, level)

    def _paragraph(self, text: str) -> None:
        """One paragraph, or several where its lines are items of a list that Markdown does not know."""
        pieces: list[str] = []
        for line in text.split("\n"):
            if pieces and not marker_kind(line.strip()):
                pieces[-1] += " " + line
            else:
                pieces.append(line)
        for piece in pieces:
            self._writer.line(piece)

    def _list(self, node: SyntaxTreeNode, *, depth: int) -> None:
        for item in node.children:
            # The token of an item of an ordered list holds its number ("info") and its mark.
            marker = f"{item.info}{item.markup}" if node.type == "ordered_list" else "•"
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    self._list(child, depth=depth + 1)
                elif child.type == "paragraph":
                    self._item(f"{marker} {_inline(child)}", depth)
                    marker = ""
                else:
                    self._block(child)

    def _item(self, text: str, depth: int) -> None:
        if depth == 1:  # the writer must know of it: "a." paragraphs after "1." are its sub-items
            self._writer.line(text)
        else:
            self._draft.item(text, depth)

    def _html(self, source: str) -> None:
        from corpus.readers.html import add_html  # only the rare file with HTML in it needs the parser

        add_html(self._draft, source)


def _cell(node: SyntaxTreeNode) -> str:
    """The words of a table's cell; converters write an empty one as a row of dashes."""
    words = _inline(node)
    return "" if len(words.strip()) > 1 and not words.strip().strip("-") else words


def _inline(node: SyntaxTreeNode) -> str:
    """The words of a block without markup; line breaks stay, for who needs them."""
    parts: list[str] = []
    for part in node.walk():
        if part.type in ("text", "code_inline"):
            parts.append(part.content)
        elif part.type in ("softbreak", "hardbreak") or (
            part.type == "html_inline" and _breaks(part.content)
        ):
            parts.append("\n")
    return "".join(parts)


def _breaks(tag: str) -> bool:
    return tag.lower().startswith(("<br", "<p", "</p", "<li"))
