"""A trend as SVG: every number in it once, the band where the rule puts it, words for the ear."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from devicelink.care.journal_words import When
from devicelink.care.trend import trend
from devicelink.data import phrases
from devicelink.export.trend_picture import HIGH, trend_svg
from tests.care.test_trend import UT, run

SVG = "{http://www.w3.org/2000/svg}"
DAY = 739000


def drawn(*values: int | None, care: dict[int, str] | None = None) -> ET.Element:
    ratings = [*run(*values), *run(2, when=When.AFTER)]
    moved = [replace(one, day=one.day - 100 + DAY) for one in ratings]
    picture = trend_svg(trend(UT, moved, DAY + 30), phrases(), "Upper <trapezius>, left", care)
    return ET.fromstring(picture)  # noqa: S314 - our own picture


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.get("class") == name]


def test_each_number_is_one_shape() -> None:
    root = drawn(8, 8, None, 8, 5, 5, 5)
    assert len(of_class(root, "before")) == 6 + 1, "the legend has one more"
    assert len(of_class(root, "after")) == 1 + 1
    assert len(of_class(root, "unsaid")) == 2 + 1, "a cross of two strokes"
    (run_,) = of_class(root, "run")
    assert len((run_.get("points") or "").split()) == 6


def test_the_band_of_chance_lies_around_the_start() -> None:
    band = of_class(drawn(8, 8, 8, 5), "noise")[0]
    assert float(band.get("height") or 0) == 5 / 10 * HIGH, "3 below 8, and up to 10"
    assert len(of_class(drawn(8, 8), "noise")) == 1, "no band on two numbers, but in the legend"


def test_it_reads_aloud_and_escapes() -> None:
    root = drawn(8, 8, 8, None, 5)
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Upper <trapezius>, left"
    assert described is not None
    assert "not said (before)" in (described.text or "")
    assert "n = 4" in (described.text or "")


def test_care_by_others_is_marked_on_its_day() -> None:
    root = drawn(8, 8, 8, 5, care={DAY + 2: "dry_needling", DAY - 9: "acupuncture"})
    assert len(of_class(root, "mark")) == 1, "what lies before the first number is left out"
    assert any(element.text == "dry needling" for element in root.iter(f"{SVG}text"))


def test_nothing_yet_is_a_picture_too() -> None:
    root = ET.fromstring(trend_svg(trend(UT, [], 100), phrases(), "Here"))  # noqa: S314
    assert any("no number yet" in (element.text or "") for element in root.iter())
