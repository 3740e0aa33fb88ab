"""A page as one HTML file: pictures inside it, nothing from elsewhere, made to be printed.

No script, no font, no link; every word is escaped. Row S60. Guarded by tests/export/test_page.py.
"""

import re
from html import escape
from itertools import count
from typing import Final

from devicelink.export.page import Block, Grid, Heading, Page, Picture, Points, Text

_STYLE: Final = """
:root { color-scheme: light dark }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 52rem; margin: 1.5rem auto;
  padding: 0 1rem; color: #1d2b33; background: #fff }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem }
p, ul { margin: .4rem 0 } ul { padding-left: 1.2rem }
.about, .quiet { color: #56656d } .quiet { font-size: .87rem; overflow-wrap: anywhere }
.loud { border: 2px solid #9a4a12; padding: .4rem .7rem; font-weight: 600 }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid #dde3e6 }
th { font-weight: 600 } .number { text-align: right; font-variant-numeric: tabular-nums }
.short { white-space: nowrap } th.short { white-space: normal }
.wide { overflow-x: auto }
figure { margin: .6rem 0; break-inside: avoid } svg { max-width: 100%; height: auto }
@media (prefers-color-scheme: dark) {
body { color: #e4e8ea; background: #10161a } .about, .quiet { color: #a3b4bd }
.loud { border-color: #f0c05a } th, td { border-color: #263239 } }
@media print {
:root { color-scheme: light } @page { size: A4; margin: 14mm }
svg { width: 140mm }
body { font-size: 9.5pt; margin: 0; padding: 0; max-width: none; color: #000; background: #fff }
h2 { break-after: avoid } tr { break-inside: avoid } .about, .quiet { color: #444 } }
"""
_SHORT: Final = 17
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_RULE: Final = re.compile(r"([^{}]+)(\{[^{}]*\})")


def as_html(page: Page) -> bytes:
    """The file."""
    numbers = count(1)
    body = "\n".join(_block(block, numbers) for block in page.blocks)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(page.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(page.title)}</h1>
<p class="about">{escape(page.about)}</p>
{body}
</body>
</html>
""".encode()


def _block(block: Block, numbers: "count[int]") -> str:
    match block:
        case Heading():
            return f"<h2>{escape(block.text)}</h2>"
        case Text():
            kind = ' class="loud"' if block.loud else ' class="quiet"' if block.quiet else ""
            return f"<p{kind}>{escape(block.text)}</p>"
        case Points():
            lines = "\n".join(f"<li>{escape(line)}</li>" for line in block.lines)
            return f"<ul>\n{lines}\n</ul>"
        case Grid():
            return _table(block)
        case Picture():
            return f"<figure>\n{scoped(block.svg, f'picture-{next(numbers)}')}</figure>"


def _table(grid: Grid) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        made = [
            f"<{tag}{_kind(cell, is_number=n in grid.numbers)}>{escape(cell)}</{tag}>"
            for n, cell in enumerate(cells)
        ]
        return f"<tr>{''.join(made)}</tr>"

    rows = "\n".join(row(cells, "td") for cells in grid.rows)
    return (
        f'<div class="wide"><table>\n<thead>{row(grid.head, "th")}</thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _kind(cell: str, *, is_number: bool) -> str:
    """Numbers stand right; what is short is not broken into two lines."""
    kinds = [name for name, has in (("number", is_number), ("short", len(cell) <= _SHORT)) if has]
    return f' class="{" ".join(kinds)}"' if kinds else ""


def scoped(svg: str, name: str) -> str:
    """The picture with its ids and its style for itself alone, so that many share a page.

    Its colours for a dark screen hold on the screen only, not on paper.
    """
    svg = svg.replace("<svg ", f'<svg id="{name}" ', 1)
    for own in ("title", "description"):
        svg = svg.replace(f'id="{own}"', f'id="{name}-{own}"')
    svg = svg.replace(
        'aria-labelledby="title description"',
        f'aria-labelledby="{name}-title {name}-description"',
    )
    begin, end = svg.index("<style>") + len("<style>"), svg.index("</style>")
    style = svg[begin:end].replace("@media (prefers", "@media screen and (prefers")
    return svg[:begin] + _RULE.sub(lambda rule: _own(rule[1], name) + rule[2], style) + svg[end:]


def _own(selectors: str, name: str) -> str:
    """The selectors of a rule, under the picture's id."""
    return ", ".join(f"#{name} {one.strip()}" for one in selectors.split(",")) + " "
