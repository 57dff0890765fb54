"""Which blocks are headings, and on which level."""

from __future__ import annotations

import re

from corpus.readers.pdf.shape import BARE_LEGAL, BULLET, LEGAL, Shape, TextBlock, close, plain_title

_Style = tuple[float, bool, bool, bool]  # size, bold, capitals, upright
_WEB_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$")
_NUMBERS = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s+")
_CAPTION = re.compile(r"^(?:TABLEAU|TABLE|TAULUKKO|TABELL|TABELLE)\s+\d+\s*[:.–-]")
_DECIMAL = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]")


def classified(blocks: list[TextBlock], shape: Shape) -> list[TextBlock]:
    """Headings recognised; a numbered heading is no list item."""
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        before = blocks[at - 1] if at else None
        if block.kind != "row" and _is_heading(block, before, following, shape):
            block.kind = "heading"
    return blocks


def _is_heading(
    block: TextBlock, before: TextBlock | None, following: TextBlock | None, shape: Shape
) -> bool:
    text, line = block.text, block.first
    if len(text) > 220 or len(block.lines) > 5 or BULLET.match(text) or line.size < 0.85 * shape.body(line):
        return False
    name = _NUMBERS.sub("", text)
    if sum(c.isalpha() for c in name) < 0.55 * len(name) or _WEB_ADDRESS.match(text):
        return False
    if LEGAL.match(text) and len(block.lines) <= 3 and not text.endswith((",", ";")):
        return True
    if len(text) > 3 and plain_title(text) in shape.titles and len(plain_title(text)) > 2:
        return not line.text[0].islower()
    if line.size > 1.14 * shape.body(line):
        return len(text) > 2
    if _CAPTION.match(text) and text.isupper() and following is not None and following.kind == "row":
        return True
    if text.endswith((".", ",", ";")) or text[0].islower() or len(text) < 3:
        return False
    if all(one.bold for one in block.lines) and not shape.bold_body:
        return not text.endswith(":") or len(text) < 60
    alone = len(block.lines) == 1 and len(text) < 90 and not text.endswith(":") and block.kind != "item"
    if _DECIMAL.match(text) and len(block.lines) <= 2 and (before is None or not close(before.last, line, shape)):
        return True
    set_off = line.italic and not (before is not None and before.last.italic) and (
        following is not None and not close(line, following.first, shape)
    )
    alone = alone and (before is None or set_off or not close(before.last, line, shape))
    return alone and _leads(block, following) and (line.italic or text.isupper()) and len(text) > 4


def _leads(block: TextBlock, following: TextBlock | None) -> bool:
    """True when plain text follows."""
    return following is not None and following.kind != "row" and following.first.italic != block.first.italic or (
        following is not None and block.text.isupper() and not following.text.isupper()
    )


def levelled(blocks: list[TextBlock]) -> list[TextBlock]:
    """Give headings their levels and an article's number its name."""
    out: list[TextBlock] = []
    for block in blocks:
        before = out[-1] if out else None
        if (
            before is not None and block.kind == "heading" and before.kind == "heading" and not before.title
            and BARE_LEGAL.match(before.text) and not LEGAL.match(block.text)
            and before.last.page == block.first.page
        ):
            before.title = block.text
            before.lines += block.lines
            continue
        out.append(block)
    headings = [block for block in out if block.kind == "heading"]
    styles = sorted({_style(block) for block in headings}, reverse=True)
    numbered = {_style(b): 1 + _depth(b) for b in reversed(headings) if _depth(b)}
    levels = _style_levels(styles, numbered)
    for block in headings:
        level = 1 + _depth(block) if _depth(block) else levels[_style(block)]
        block.level = min(max(level, 1), 6)
    return out


def _style(block: TextBlock) -> _Style:
    line = block.last if block.title else block.first
    return (round(line.size * 2) / 2, line.bold, block.text.isupper(), not line.italic)


def _style_levels(styles: list[_Style], numbered: dict[_Style, int]) -> dict[_Style, int]:
    """The level of each style, the largest first; a numbered one has the depth of its numbers.

    Below numbered headings only the size tells how deep one without a number stands.
    """
    levels: dict[_Style, int] = {}
    for style in styles:
        under = any(higher in numbered for higher in levels)
        above = [
            level for higher, level in levels.items()
            if not under or higher in numbered or higher[0] > style[0]
        ]
        levels[style] = numbered.get(style, max(above, default=0) + 1)
    return levels


_DEPTHS = (
    (re.compile(r"^(?:title|titre|osa|avdelning|partie|annexe?|liite|bilaga)\s+(?:[ivxl]+|\d+)\b", re.IGNORECASE), 1),
    (re.compile(r"^(?:ANNEXES?|ANNEX|LIITE|LIITTEET|BILAGA|BILAGOR)$"), 1),
    (re.compile(r"^(?:(?:chapter|chapitre|luku|kapitel)\s+(?:[ivxl]+|\d+)\b|\d+\s+(?:luku|kap)\b)", re.IGNORECASE), 2),
    (re.compile(r"^section\s+(?:[ivxl]+|\d+)\b", re.IGNORECASE), 3),
    (re.compile(r"^(?:article|artikla|artikel|artikkeli|art\.)\s+(?:\d+(?:\s?er)?|premier)\b", re.IGNORECASE), 4),
    (re.compile(r"^\d+\s*[a-z]?\s*§", re.IGNORECASE), 4),
)


def _depth(block: TextBlock) -> int:
    """Depth told by the numbering: 1.2.3 is three deep; 0 without a number."""
    text = block.text
    for pattern, depth in _DEPTHS:
        if pattern.match(text):
            return depth
    match = re.match(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+[^\W\d]", text)
    return match.group(1).count(".") + 1 if match else 0
