"""The picture in characters: the same data as on paper, at any size, told without colour."""

import pytest

from devicelink.core.events import Verdict
from devicelink.session.hold_picture import HoldPicture, MarkKind
from devicelink.session.view import HoldCard
from devicelink.tui.hold_picture import AXIS, BAND, GAP, SIGNS, drawn
from tests.tui.holds import picture, plain_card, rich_card


def lines(card: HoldCard, width: int = 76, height: int = 18) -> list[str]:
    return drawn(picture(card), width, height).plain.split("\n")


def column(shown: HoldPicture, t_s: float, width: int) -> int:
    return AXIS + int((t_s - shown.from_s) / (shown.to_s - shown.from_s) * (width - AXIS))


@pytest.mark.parametrize("size", [(76, 18), (116, 30), (60, 20)])
@pytest.mark.parametrize("verdict", Verdict)
def test_it_fits(size: tuple[int, int], verdict: Verdict) -> None:
    text = lines(rich_card(verdict), *size)
    assert len(text) == size[1]
    assert max(map(len, text)) <= size[0]


def test_every_mark_stands_over_its_moment_and_is_explained() -> None:
    text = lines(rich_card())
    marks = next(line for line in text if line.startswith("  N "))
    shown = picture(rich_card())
    legend = " ".join(text).replace("\u00a0", " ")
    for mark in shown.marks:
        assert marks.index(SIGNS[mark.kind]) == column(shown, mark.t_s, 76)
        assert mark.text in legend
    assert "band 20-30 N" in legend
    assert set(SIGNS) == set(MarkKind)


def test_band_gap_and_evidence_show_by_character() -> None:
    shown, text = picture(rich_card()), lines(rich_card(), height=24)
    top = next(line for line in text if line.startswith(" 30 "))
    bottom = next(line for line in text if line.startswith("  0 "))
    assert BAND in top
    assert BAND not in bottom
    in_gap = column(shown, 27.0, 76)
    assert top[in_gap] == bottom[in_gap] == GAP
    low = next(line for line in text if line.startswith("p 0 "))
    assert low[column(shown, 6.0, 76)] == " "
    assert low[column(shown, 12.0, 76)] != " "


def test_without_band_evidence_or_findings() -> None:
    text = "\n".join(lines(plain_card(5.0, 6.0, 7.0)))
    assert BAND not in text
    assert "evidence" not in text
    assert "no signal" not in text


@pytest.mark.parametrize("force", [(), (12.3,), (float("nan"),)])
def test_next_to_nothing(force: tuple[float, ...]) -> None:
    text = lines(plain_card(*force))
    assert len(text) == 18
    assert any("onset" in line for line in text)
    assert any("⠀" < char < "⣿" for line in text for char in line) == (force == (12.3,))
