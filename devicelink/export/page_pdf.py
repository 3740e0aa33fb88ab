"""A page as PDF, A4, with the pictures drawn as lines. Needs the extra `pdf`.

The fonts that every reader has hold Western European letters only; for others a font of this
machine is taken in, and where none is found it is said. Guarded by tests/export/test_page.py.
"""

import io
import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from devicelink.errors import UsageError
from devicelink.export.page import Block, Grid, Heading, Page, Picture, Points, Text

FONTS: Final = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans{bold}.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans{bold}.ttf",
    "/usr/share/fonts/TTF/DejaVuSans{bold}.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial{bold_windows}.ttf",
)
KEPT_ROWS: Final = 4
"""Of a table below its head, and of a list: as many stay on one page."""
_MARGIN_MM, _WIDE_MM, _PICTURE_MM = 14.0, 182.0, 150.0
_RULE: Final = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_PLAIN: Final = str.maketrans({"–": "-", "—": "-", "…": "...", "’": "'", "“": '"', "”": '"',
                               "→": "to", "≥": "at least ", "≤": "at most ", "−": "-"})  # fmt: skip
_SVG: Final = "http://www.w3.org/2000/svg"


def as_pdf(page: Page) -> bytes:
    """The file. Raises UsageError without the extra, or where no font has the letters."""
    paper = _paper(page)
    paper.set_title(page.title)
    paper.add_page()
    _write(paper, page.title, 16, bold=True)
    _write(paper, page.about, 9.5, grey=True)
    for number, block in enumerate(page.blocks):
        if isinstance(block, Heading | Grid) and not _fits(paper, page.blocks[number:]):
            paper.add_page()
        _block(paper, block)
    return bytes(paper.output())


def _block(paper: Any, block: Block) -> None:
    match block:
        case Heading():
            paper.ln(3)
            _write(paper, block.text, 12, bold=True)
        case Text():
            size = 8.5 if block.quiet else 10
            _write(paper, block.text, size, bold=block.loud, grey=block.quiet, framed=block.loud)
        case Points():
            for line in block.lines:
                _write(paper, f"- {line}", 10)
        case Grid():
            _table(paper, block)
        case Picture():
            _picture(paper, block.svg)


def _fits(paper: Any, blocks: tuple[Block, ...]) -> bool:
    """Whether this page still has room for what must not be torn from the first block: all that
    follows a heading up to its first picture, list or table, and of the latter two the beginning.
    """
    with paper.offset_rendering() as tried:
        for block in blocks:
            _block(tried, _begun(block))
            if not isinstance(block, Heading | Text):
                break
    return not tried.page_break_triggered


def _begun(block: Block) -> Block:
    match block:
        case Grid():
            return replace(block, rows=block.rows[:KEPT_ROWS])
        case Points():
            return replace(block, lines=block.lines[:KEPT_ROWS])
        case _:
            return block


def _high_mm(svg: str) -> float:
    box = ET.fromstring(svg).attrib["viewBox"].split()  # noqa: S314  our own picture
    return _PICTURE_MM * float(box[3]) / float(box[2])


def _write(
    paper: Any, text: str, size: float, *, bold: bool = False, grey: bool = False,
    framed: bool = False,
) -> None:  # fmt: skip
    paper.set_font(paper.family, "B" if bold else "", size)
    paper.set_text_color(*((86, 101, 109) if grey else (29, 43, 51)))
    paper.multi_cell(
        _WIDE_MM, size * 0.48, paper.said(text), border=int(framed), new_x="LMARGIN", new_y="NEXT",
        align="L", wrapmode="WORD", padding=1 if framed else 0,
    )  # fmt: skip
    paper.ln(1)


def _table(paper: Any, grid: Grid) -> None:
    from fpdf.enums import TableBordersLayout  # noqa: PLC0415
    from fpdf.fonts import FontFace  # noqa: PLC0415

    columns = list(zip(*(grid.head, *grid.rows), strict=True))
    widths = [3 + max(1.2 * max(map(len, head.split())), min(max(map(len, cells)), 34))
              for head, *cells in columns]  # fmt: skip
    paper.set_font(paper.family, "", 9)
    paper.set_text_color(29, 43, 51)
    with paper.table(
        width=_WIDE_MM, col_widths=tuple(widths), line_height=4.6, padding=0.6,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        text_align=tuple("RIGHT" if n in grid.numbers else "LEFT" for n in range(len(widths))),
        headings_style=FontFace(emphasis="BOLD"),
    ) as table:  # fmt: skip
        for cells in (grid.head, *grid.rows):
            table.row([paper.said(cell) for cell in cells])
    paper.ln(2)


def _picture(paper: Any, svg: str) -> None:
    drawn, high_mm = flat(svg, paper.said), _high_mm(svg)
    if paper.will_page_break(high_mm):
        paper.add_page()
    paper.set_font(paper.family, "", 9)
    paper.image(io.BytesIO(drawn), x=_MARGIN_MM, w=_PICTURE_MM, h=high_mm)
    paper.ln(2)


def flat(svg: str, said: Any = str) -> bytes:
    """The picture with its style put on each of its parts, for light paper.

    The drawer of PDF knows classes, and neither the names of elements nor shorthands.
    """
    root = ET.fromstring(svg)  # noqa: S314  our own picture
    style = root.find(f"{{{_SVG}}}style")
    text = "" if style is None or style.text is None else style.text
    rules = _rules(text.split("@media")[0])
    for unseen in ("style", "title", "desc"):
        for part in root.findall(f"{{{_SVG}}}{unseen}"):
            root.remove(part)
    for part in root.iter():
        tag = part.tag.removeprefix(f"{{{_SVG}}}")
        for name in (tag, *(f".{kind}" for kind in part.attrib.pop("class", "").split())):
            for key, value in rules.get(name, {}).items():
                part.set(key, value)
        if tag == "text":
            part.text = said(part.text or "")
    ET.register_namespace("", _SVG)
    return ET.tostring(root)


def _rules(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(text):
        told = [line.partition(":") for line in body.split(";") if ":" in line]
        values = {key.strip(): value.strip() for key, _, value in told}
        font = values.pop("font", "").split()
        if font:
            values["font-size"] = font[0]
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(values)
    return found


def _paper(page: Page) -> Any:
    """An empty document in a font that has all the letters of the page."""
    try:
        from fpdf import FPDF  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("pdf_needs_fpdf2") from error

    class Paper(FPDF):  # type: ignore[misc]
        """With a family for all text, and text as that family can say it."""

        family = "helvetica"
        said = staticmethod(_western)

        def footer(self) -> None:
            """The page's number."""
            self.set_y(-12)
            self.set_font(self.family, "", 8)
            self.cell(0, 8, f"{self.page_no()}", align="R")

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    paper = Paper(format="A4")
    paper.set_margins(_MARGIN_MM, _MARGIN_MM)
    paper.set_auto_page_break(True, margin=15)
    if not _is_western("".join(_texts(page))):
        _take_font(paper)
    return paper


def _take_font(paper: Any) -> None:
    for form in FONTS:
        plain = Path(form.format(bold="", bold_windows=""))
        bold = Path(form.format(bold="-Bold", bold_windows="bd"))
        if plain.exists():
            paper.add_font("whole", "", plain)
            paper.add_font("whole", "B", bold if bold.exists() else plain)
            paper.family, paper.said = "whole", str
            return
    raise UsageError("pdf_no_font")


def _texts(page: Page) -> list[str]:
    told = [page.title, page.about]
    for block in page.blocks:
        match block:
            case Heading() | Text():
                told.append(block.text)
            case Points():
                told += block.lines
            case Grid():
                told += [cell for cells in (block.head, *block.rows) for cell in cells]
            case Picture():
                told.append(block.svg)
    return told


def _western(text: str) -> str:
    return text.translate(_PLAIN)


def _is_western(text: str) -> bool:
    try:
        _western(text).encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
