"""A brief as Markdown (CommonMark, with tables): quotes as block quotes, what stands out in bold."""

from __future__ import annotations

import re

from assistant.exports.brief import Brief, Grid
from assistant.exports.clean import Runs
from corpus.web_address import web_address

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")
_FIRST = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")


def write(brief: Brief) -> bytes:
    """The brief, UTF-8."""
    say = brief.labels
    lines = [f"# {_escaped(say.title)}", ""]
    if brief.question:
        lines += [f"**{say.question}:** {_escaped(brief.question)}", ""]
    lines += [brief.date(brief.made), ""]
    for note in brief.notes:
        lines += [_escaped(note), ""]
    lines += [f"## {say.quotes}", ""]
    for quote in brief.quotes:
        for part in quote.parts:
            lines += _table(part) if isinstance(part, Grid) else _paragraph(part)
        lines += [f"> {_escaped(brief.cited(quote))}", ""]
    lines += [f"## {say.references}", ""]
    for reference in brief.references:
        address = web_address(reference.source)
        source = f"<{address}>" if address else _escaped(reference.source or "")
        lines.append(f"{reference.number}. {_escaped(brief.listed(reference))} {source}".rstrip())
    lines += ["", "---", "", _escaped(say.what), ""]
    return "\n".join(lines).encode()


def _paragraph(runs: Runs) -> list[str]:
    return ["  \n".join(f"> {_first(line)}" for line in _marked(runs).split("\n")), ">"]


def _table(grid: Grid) -> list[str]:
    """A table as GitHub's Markdown has it."""
    rows = [[_escaped(name) for name in grid.columns], ["---"] * len(grid.columns)]
    rows += [[" ".join(_marked(runs).split()) for runs in row] for row in grid.rows]
    return [*(f"> | {' | '.join(row)} |" for row in rows), ">"]


def _marked(runs: Runs) -> str:
    return "".join(_bold(text) if bold else _escaped(text) for text, bold in runs)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _bold(text: str) -> str:
    """``text`` in bold: the marks stand next to letters, and never around the end of a line."""
    lines = (line.strip() for line in text.split("\n"))
    marked = "\n".join(f"**{_escaped(line)}**" if line else "" for line in lines)
    return f"{' ' * text[:1].isspace()}{marked}{' ' * text[-1:].isspace()}"


def _first(line: str) -> str:
    """``line`` so that its beginning makes no list, rule or heading of it."""
    match = _FIRST.match(line)
    if match is None:
        return line
    if match.group(2).isdigit():
        return line[: match.end()] + "\\" + line[match.end() :]
    return match.group(1) + "\\" + line[match.start(2) :]
