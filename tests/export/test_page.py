"""A page as HTML and as PDF: whole in itself, every word harmless, the same words in both."""

import io
import re
import sys
from xml.etree import ElementTree as ET

import pytest

from devicelink.errors import UsageError
from devicelink.export import page_pdf
from devicelink.export.page import Grid, Heading, Page, Picture, Points, Text
from devicelink.export.page_html import as_html, scoped
from devicelink.export.page_pdf import as_pdf, flat

pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 76 40" width="76" height="40" \
role="img" aria-labelledby="title description">
<title id="title">a picture</title><desc id="description">in words</desc>
<style>
text { font: 13px system-ui; fill: #1d2b33 }
.run, .dot { stroke: #17637f; stroke-dasharray: 6 4 }
@media (prefers-color-scheme: dark) {
.run { stroke: #7fd0ee }
}
</style>
<rect class="run" width="76" height="40"/><text x="4" y="20">6 → 3</text>
</svg>
"""
EVIL = "<script>alert(1)</script>\"&'<img src=x>"
PAGE = Page(
    "Record of Ana",
    EVIL,
    (
        Heading("Done"),
        Text("plain"),
        Text("SIMULATED", loud=True),
        Text("small", quiet=True),
        Points((EVIL, "two")),
        Grid(("place", "n"), ((EVIL, "12"), ("back", "7")), frozenset({1})),
        Picture(SVG),
        Picture(SVG),
    ),
)


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    """S60: one file; no script, no link, no picture, style or font from another place."""
    html = as_html(PAGE).decode()
    assert "default-src 'none'" in html
    addresses = re.findall(r"(?:https?:)?//[^\s\"'<>]+", html)
    assert set(addresses) == {"http://www.w3.org/2000/svg"}, "the name of SVG, which nobody fetches"
    assert not re.search(r"<(?:script|link|iframe|img|object|embed|form)\b", html, re.IGNORECASE)
    assert not re.search(r"@import|url\(|\bon\w+=", html, re.IGNORECASE)


def test_every_word_is_harmless_and_there() -> None:
    unwanted = re.compile(r"<svg.*?</svg>|<meta[^>]*>|<!doctype html>", re.DOTALL)
    tree = ET.fromstring(unwanted.sub("", as_html(PAGE).decode()))  # noqa: S314
    words = "".join(tree.itertext())
    assert words.count(EVIL) == 3
    for word in ("Record of Ana", "plain", "SIMULATED", "small", "two", "12", "back", "7"):
        assert word in words


def test_pictures_keep_their_ids_and_styles_to_themselves() -> None:
    html = as_html(PAGE).decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 6
    svg = scoped(SVG, "p")
    assert 'aria-labelledby="p-title p-description"' in svg
    rules = re.findall(r"([^{}>]+)\{[^{}]*\}", svg[svg.index("<style>") : svg.index("</style>")])
    assert len(rules) == 3
    for selectors in rules:
        assert all(one.strip().startswith("#p ") for one in selectors.split(",")), selectors
    assert "@media screen and (prefers-color-scheme: dark)" in svg
    assert ET.fromstring(svg) is not None  # noqa: S314


def test_it_is_made_to_be_printed() -> None:
    html = as_html(PAGE).decode()
    assert "@media print" in html
    assert "break-inside: avoid" in html


@pytest.mark.parametrize("above", range(30, 60))
def test_no_table_begins_at_the_foot_of_a_page(above: int) -> None:
    """Its heading, its head and its first rows stand together, wherever the page ends."""
    rows = tuple((f"row {n}", f"{n}") for n in range(9))
    filling = tuple(Text(f"line {n}") for n in range(above))
    page = Page("t", "a", (*filling, Heading("all the rows"), Text("said"), Grid(("h", "n"), rows)))
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(page)))
    texts = [one.extract_text() for one in reader.pages]
    (begun,) = [text for text in texts if "all the rows" in text]
    assert all(f"row {n}" in begun for n in range(page_pdf.KEPT_ROWS))
    assert "".join(texts).count("row 8") == 1


def test_a_long_list_begins_below_its_heading_where_there_is_room() -> None:
    """It goes on over pages: only its first lines are kept with the heading."""
    page = Page("t", "a", (Text("above"), Heading("all"), Points(tuple(map(str, range(90))))))
    first, *_ = pypdf.PdfReader(io.BytesIO(as_pdf(page))).pages
    assert {"above", "all", "- 0", "- 20"} <= set(first.extract_text().splitlines())


def test_the_pdf_says_the_same() -> None:
    text = text_of(as_pdf(PAGE))
    for word in ("Record of Ana", "plain", "SIMULATED", "small", "two", "12", "back", "6 to 3"):
        assert word in text
    assert text.count("alert(1)") == 3


def test_a_picture_on_paper_has_its_light_style_on_each_part() -> None:
    root = ET.fromstring(flat(SVG))  # noqa: S314
    rect, text = root
    assert (rect.attrib["stroke"], rect.attrib["stroke-dasharray"]) == ("#17637f", "6 4")
    assert (text.attrib["fill"], text.attrib["font-size"]) == ("#1d2b33", "13px")


def test_other_letters_take_a_font_of_the_machine_or_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Page("Запись Анны", "", ())
    monkeypatch.setattr(page_pdf, "FONTS", ("/none/{bold}.ttf",))
    with pytest.raises(UsageError, match="No font") as refusal:
        as_pdf(page)
    assert "HTML" in refusal.value.what_to_do
    monkeypatch.undo()
    try:
        made = as_pdf(page)
    except UsageError:
        pytest.skip("this machine has none of the fonts")
    assert "Запись Анны" in text_of(made)


def test_without_the_package_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(UsageError, match="fpdf2") as refusal:
        as_pdf(PAGE)
    assert "devicelink[pdf]" in refusal.value.what_to_do
