"""Tables as HTML: read by screen readers as tables; on a phone the cells stand under one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interface.escaping import html


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, as HTML, the language that it is in, and its class."""

    html: str
    lang: str = ""
    kind: str = ""


Words = str | Cell  # words as they are, or more than words


def table_html(
    label: str,
    columns: Sequence[Words],
    rows: Iterable[Sequence[Words]],
    *,
    kind: str = "ts-wide",
    stacked: bool = True,
    caption: str = "",
    caption_shown: bool = True,
) -> str:
    """A table called ``label``, which is its ``caption`` too unless that says more.

    The first cell of a row is its heading; ``columns``, which hold no tags, stand before the others where they are
    ``stacked`` on a phone. A caption that repeats the heading above it need not be shown; screen readers still say it.
    """
    heads = [_cell(one) for one in columns]
    corner = _tagged("th", heads[0], scope="col") if heads[0].html else "<td></td>"
    names = "".join(_tagged("th", head, scope="col") for head in heads[1:])
    of = [head.html if stacked else "" for head in heads[1:]]
    lines = "".join(_row([_cell(one) for one in row], of) for row in rows)
    classes = f"ts {kind} ts-stacked" if stacked else f"ts {kind}"
    hidden = "" if caption_shown else ' class="ts-unseen"'
    return (
        f'<div class="{classes}" role="region" tabindex="0" aria-label="{html(label)}">'
        f"<table><caption{hidden}>{html(caption or label)}</caption><thead><tr>{corner}{names}</tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )


def _cell(one: Words) -> Cell:
    return one if isinstance(one, Cell) else Cell(html(one))


def _row(cells: Sequence[Cell], of: Sequence[str]) -> str:
    heading, *others = cells
    shown = "".join(_tagged("td", cell, data_of=column) for cell, column in zip(others, of, strict=True))
    return f"<tr>{_tagged('th', heading, scope='row')}{shown}</tr>"


def _tagged(tag: str, cell: Cell, *, scope: str = "", data_of: str = "") -> str:
    stated = {"class": cell.kind, "scope": scope, "data-of": data_of, "lang": html(cell.lang)}
    attributes = "".join(f' {name}="{value}"' for name, value in stated.items() if value)
    return f"<{tag}{attributes}>{cell.html}</{tag}>"
