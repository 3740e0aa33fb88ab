"""The picture as SVG: well formed, readable aloud, the same data as on the screen."""

import re
from xml.etree import ElementTree as ET

import pytest

from devicelink.core.events import Verdict
from devicelink.export.picture import hold_svg
from devicelink.session.view import HoldCard
from devicelink.tui.hold_picture import drawn
from tests.tui.holds import picture, plain_card, rich_card

SVG = "{http://www.w3.org/2000/svg}"


def parsed(card: HoldCard, heading: str = "") -> ET.Element:
    return ET.fromstring(hold_svg(picture(card), heading))  # noqa: S314 - made here


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [part for part in root.iter() if part.get("class") == name]


def words(root: ET.Element) -> list[str]:
    return [part.text or "" for part in root.iter(f"{SVG}text")]


def test_its_parts() -> None:
    """Title and description first; the band, the gap, each mark, force and evidence in runs."""
    root = parsed(rich_card(), "Ana")
    assert [part.tag.removeprefix(SVG) for part in root][:4] == ["title", "desc", "style", "rect"]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    count = {
        name: len(of_class(root, name))
        for name in ("band", "gap", "shape", "mark", "force", "evidence", "grid")
    }
    assert count == {
        "band": 1, "gap": 1, "shape": 5, "mark": 10, "force": 2, "evidence": 1, "grid": 5,
    }  # fmt: skip
    assert words(root)[0] == "Ana: hold 1"
    assert {"N", "0", "30", "band 20-30 N", "slip, 20 %", "end", "0:30"} <= set(words(root))


def test_it_stands_alone() -> None:
    text = hold_svg(picture(rich_card()))
    assert "prefers-color-scheme: dark" in text
    assert not re.findall(r"<script|<image|<use|href|url\(|@import|@font-face", text)
    assert text == hold_svg(picture(rich_card())), "the same each time"


def test_force_is_drawn_from_zero() -> None:
    root = parsed(plain_card(0.0, 10.0, 20.0))
    (force,) = of_class(root, "force")
    axis = next(line for line in of_class(root, "axis") if line.get("y1") == line.get("y2"))
    heights = [float(point.split(",")[1]) for point in str(force.get("points")).split()]
    zero = float(axis.get("y1") or 0)
    assert heights[0] == zero
    assert zero - heights[2] == pytest.approx(2 * (zero - heights[1]), abs=0.11)


@pytest.mark.parametrize("heading", ["<b>&\"'</b>]]>", "a\x00\x1b[31m\u202eb", "x" * 5000, "ſ💡"])
def test_whatever_the_names_are_it_is_well_formed(heading: str) -> None:
    root = parsed(rich_card(), heading)
    assert words(root)[0].endswith(": hold 1")
    assert len(words(root)[0]) < 100
    assert "\x1b" not in words(root)[0]


@pytest.mark.parametrize("verdict", Verdict)
def test_the_screen_tells_the_same(verdict: Verdict) -> None:
    shown = picture(rich_card(verdict))
    screen = " ".join(drawn(shown, 110, 30).plain.replace("\u00a0", " ").split())
    paper = words(parsed(rich_card(verdict)))
    aloud = next(parsed(rich_card(verdict)).iter(f"{SVG}desc")).text or ""
    for told in (*shown.sentences, *(mark.text for mark in shown.marks)):
        assert told in screen
        assert told in " ".join(paper)
        assert told in aloud


def test_without_evidence_band_and_findings() -> None:
    root = parsed(plain_card(5.0, 6.0))
    assert not of_class(root, "evidence") + of_class(root, "band") + of_class(root, "gap")
    assert not any("evidence" in text for text in words(root))


def test_a_lone_sample_is_a_dot_and_none_is_said() -> None:
    assert len(of_class(parsed(plain_card(12.0)), "dot")) == 1
    for nothing in ((), (float("nan"),)):
        root = parsed(plain_card(*nothing))
        assert not of_class(root, "dot") + of_class(root, "force")
        assert "No sample is kept." in words(root)


def test_words_of_marks_that_are_close_stand_in_lanes() -> None:
    """Eased at 0:34, felt at 0:36: neither is written over the other."""
    root = parsed(rich_card())
    places = {
        part.text: part.get("y") for part in root.iter(f"{SVG}text")
        if part.text in ("eased 9 %", "you felt it ease", "onset")
    }  # fmt: skip
    assert places["eased 9 %"] == places["onset"] != places["you felt it ease"]
