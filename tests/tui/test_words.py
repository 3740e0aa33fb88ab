"""A view in words: no state by colour alone, no stale number, the place in the session."""

from itertools import product

import pytest

from devicelink.care.inputs import LinkState
from devicelink.care.outputs import Phase
from devicelink.data import phrases
from devicelink.session.view import Gauge, LinkView, Where
from devicelink.tui.words import bar, figures, header, strip
from tests.tui.fake_port import view


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_header_fits(width: int) -> None:
    text = header(view(simulated=True), width).plain
    if width >= 80:
        assert len(text) <= width
        for word in ("Ana", "upper trapezius, left", "● Probe P-100", "82 %", "2/5", "SIMULATED"):
            assert word in text


@pytest.mark.parametrize("state", LinkState)
def test_the_link_is_told_by_shape_and_word(state: LinkState) -> None:
    text = header(view(link=LinkView(state, "P", None, None, 1, "")), 80).plain
    assert (state.value in text) == (state is not LinkState.LIVE)


def test_hostile_names_are_harmless() -> None:
    link = LinkView(LinkState.LIVE, "[red]\x1b]0;x\x07" + "W" * 10_000, 5, 80.0, 0, "")
    text = header(view(who="\u202eevil\n", point="[b]p", link=link), 80).plain
    assert not set(text) & {"\x1b", "\x07", "\u202e", "\n"}
    assert len(text) <= 80


@pytest.mark.parametrize(("phase", "where"), list(product(Phase, Where)))
def test_no_force_while_it_is_dimmed_or_not_live(phase: Phase, where: Where) -> None:
    for gauge in (Gauge.DIMMED, Gauge.NO_SIGNAL):
        shown = figures(view(phase=phase, gauge=gauge, where=where, force_n=33.4), phrases())
        assert "33" not in shown.number
        assert not any("33" in line or "kPa" in line for line in shown.lines)


def test_the_number_of_each_phase() -> None:
    assert figures(view(), phrases()).number == "25\u00a0N"
    assert figures(view(force_n=None), phrases()).number == "--"
    assert figures(view(gauge=Gauge.DIMMED, held_s=34.6), phrases()).number == "0:34"
    rest = view(phase=Phase.REST, phase_left_s=11.2)
    assert figures(rest, phrases()).number == "0:12"


def test_lines_fit_the_panel() -> None:
    for phase, gauge, where in product(Phase, Gauge, Where):
        changed = view(phase=phase, gauge=gauge, where=where, pressure_kpa=1246.0,
                       steadiness_pct=20.0, held_s=89.0)  # fmt: skip
        lines = figures(changed, phrases()).lines
        assert len(lines) <= 7
        assert all(len(line) <= 18 for line in lines), lines


def test_the_hold_clock_as_a_line() -> None:
    assert bar(0, 30, 90, 18) == "──────┼───────────"
    assert bar(15, 30, 90, 18) == "━━━╸──┼───────────"
    assert bar(45, 30, 90, 18) == "━━━━━━┿━━╸────────"
    assert bar(500, 30, 90, 18) == "━━━━━━┿━━━━━━━━━━━"
    assert bar(1, 30, 0, 5) == "─────"


def test_the_strip_tells_the_place_by_shape() -> None:
    text = strip(view(), phrases(), 80).plain
    assert "locate ━━━ settle ━━╸ listen ───" in text
    assert "hold 3" in text
    assert "hold" not in strip(view(rep=3), phrases(), 80).plain
    assert "─" not in strip(view(phase=Phase.DONE), phrases(), 80).plain
    assert all(len(strip(view(phase=phase), phrases(), 80).plain) <= 80 for phase in Phase)
