"""Tables as HTML: read by screen readers as tables, and wide ones scroll within themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interface.escaping import html

Cell = str | tuple[str, str]  # words, or words and their language


def table_html(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, caption_shown: bool = True
) -> str:
    """A table of plain words; the first cell of a row is its heading.

    A caption that repeats the heading above it need not be shown; screen readers still say it.
    """
    hidden = "" if caption_shown else ' class="ts-unseen"'
    heads = "".join(f'<th scope="col">{html(column)}</th>' for column in columns)
    lines = "".join(f"<tr>{''.join(_cell(cell, first=at == 0) for at, cell in enumerate(row))}</tr>" for row in rows)
    return (
        f'<div class="ts ts-wide" role="region" tabindex="0" aria-label="{html(caption)}">'
        f"<table><caption{hidden}>{html(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _cell(cell: Cell, *, first: bool) -> str:
    tag, scope = ("th", ' scope="row"') if first else ("td", "")
    words, language = cell if isinstance(cell, tuple) else (cell, "")
    spoken = f' lang="{html(language)}"' if language else ""
    return f"<{tag}{scope}{spoken}>{html(words)}</{tag}>"
