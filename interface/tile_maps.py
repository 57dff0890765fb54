"""Maps of equal tiles, one a country or region: what comes from where, without geometry or network.

The tiles with something on them are the buttons of one Streamlit widget, put into the map's grid by
the style sheet; the empty ones lie behind it and are for the eye only. A table says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from interface.escaping import html, markdown
from interface.tables import table_html
from interface.texts import number, text, with_count


@dataclass(frozen=True, slots=True)
class TileMap:
    """Rows of codes, None where there is no tile; ``short`` if tiles show codes instead of names."""

    name: str
    rows: tuple[tuple[str | None, ...], ...]
    short: bool

    @property
    def places(self) -> dict[str, tuple[int, int]]:
        """Row and column of each code, from 1."""
        return {
            code: (row, column)
            for row, codes in enumerate(self.rows, 1)
            for column, code in enumerate(codes, 1)
            if code
        }


def _rows(drawn: str) -> tuple[tuple[str | None, ...], ...]:
    return tuple(tuple(None if code == "." else code for code in row.split()) for row in drawn.strip().splitlines())


EUROPE = TileMap(
    "europe",
    _rows("""
        IS .  .  .  NO SE FI EU
        .  .  .  .  .  .  EE .
        IE GB .  .  DK .  LV .
        .  .  .  NL DE PL LT .
        .  .  BE LU CZ SK UA .
        .  .  FR CH AT HU RO .
        PT ES .  IT SI HR RS BG
        .  .  .  MT .  BA .  TR
        .  .  .  .  .  AL GR CY
    """),
    short=True,
)
FINLAND = TileMap(
    "finland",
    _rows("""
        .     .     FI1D7 .
        .     .     FI1D9 FI1D8
        .     FI1D5 FI1DB FI1DC
        FI19A FI199 FI198 FI1DA
        FI196 FI19B FI1C6 FI1C5
        FI1C1 FI1C2 FI1B1 FI1C7
        FI200 .     .     .
    """),
    short=False,
)


def show_map(
    tiles: TileMap,
    counts: Mapping[str, int],
    chosen: tuple[str, ...],
    *,
    names: Callable[[str], str],
    language: str,
    on_change: Callable[[tuple[str, ...]], None],
) -> None:
    """Draw ``tiles`` with ``counts``; those ``chosen`` are pressed. What has no tile stands below the map."""
    codes = sorted({*counts, *chosen}, key=lambda code: tiles.places.get(code, (99, 0)))
    key = f"map_{tiles.name}"
    with st.container(key=key):
        st.html(f"<style>{_style(tiles, codes, key, counts, language)}</style>")
        st.html(_empty(tiles, codes, names))
        st.session_state[f"{key}_chosen"] = list(chosen)
        st.pills(
            text(language, f"map.{tiles.name}"),
            codes,
            selection_mode="multi",
            format_func=lambda code: with_count(language, markdown(names(code)), counts.get(code, 0)),
            key=f"{key}_chosen",
            on_change=lambda: on_change(tuple(sorted(st.session_state[f"{key}_chosen"]))),
        )


def counts_html(counts: Mapping[str, int], *, names: Callable[[str], str], language: str, kind: str) -> str:
    """The same counts as a table, the largest first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], names(item[0]).casefold()))
    rows = [(names(code), number(language, count)) for code, count in ordered]
    label, *columns = (text(language, f"map.{key}") for key in (f"{kind}_table", kind, "count"))
    return table_html(label, columns, rows, kind="ts-counts", stacked=False)


def _empty(tiles: TileMap, codes: list[str], names: Callable[[str], str]) -> str:
    cells = "".join(
        f'<span style="grid-area:{row}/{column}">{html(code if tiles.short else names(code))}</span>'
        for code, (row, column) in tiles.places.items()
        if code not in codes
    )
    return f'<div class="ts-map-empty" aria-hidden="true" style="{_grid(tiles)}">{cells}</div>'


def _grid(tiles: TileMap) -> str:
    return (
        f"display:grid;grid-template-columns:repeat({max(map(len, tiles.rows))},minmax(0,1fr));"
        f"grid-template-rows:repeat({len(tiles.rows)},var(--tile))"
    )


def _style(tiles: TileMap, codes: list[str], key: str, counts: Mapping[str, int], language: str) -> str:
    """Where each button of the widget lies, and for short tiles the code in place of the name."""
    group = f'.st-key-{key} [role="toolbar"]'
    rules = [f"{group}{{{_grid(tiles)}}}"]
    most = max(counts.values(), default=1)
    for at, code in enumerate(codes, 1):
        button = f"{group} > button:nth-of-type({at})"
        row, column = tiles.places.get(code, (len(tiles.rows) + 1, "auto"))
        share = round(12 + 38 * counts.get(code, 0) / most)
        rules.append(f"{button}{{grid-area:{row}/{column};--share:{share}%}}")
        if tiles.short:
            shown = f"{code} {number(language, counts.get(code, 0))}"
            rules.append(f'{button} p::before{{content:"{shown}" / ""}}')
    return "".join(rules)
