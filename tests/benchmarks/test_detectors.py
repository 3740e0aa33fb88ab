"""The core as the benchmark asks it: holds, slips, evidence as a meter shows it, verdicts."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.signal.detector import Said
from benchmarks.signal.generator import holds, sessions
from benchmarks.signal.judging import judged
from benchmarks.signal.matching import HoldScore, judge
from benchmarks.signal.ours import OurHolds, OurRelease, metered
from benchmarks.signal.truth import Handling
from devicelink.core.companion import NOTHING, Beside
from devicelink.core.events import HoldEnded, Release, ReleaseEvidence, Verdict
from devicelink.core.release import Abstaining, Mode


def evidence(t_s: float, p: float | None) -> ReleaseEvidence:
    return ReleaseEvidence(hold=0, t_s=t_s, p=p, since_s=None if p is None else t_s - 1.0,
                           drop_pct=None, min_detectable_drop_pct=None, why="")  # fmt: skip


class Nosy(Abstaining):
    """Tells how much it was asked to follow the gauge, and which mode it was told."""

    followed: list[bool] = []  # noqa: RUF012 - one for all, as a new one is made for each recording
    modes: list[Mode] = []  # noqa: RUF012

    def block(
        self, end_s: float, tenths_n: Sequence[float], beside: Beside = NOTHING
    ) -> ReleaseEvidence | None:
        super().block(end_s, tenths_n, beside)
        self.followed.append(self.following)
        return evidence(end_s, 0.25)

    def verdict(self, hold: HoldEnded) -> Release:
        self.modes.append(self._mode)
        return super().verdict(hold)


@pytest.fixture(autouse=True)
def forgetful() -> None:
    Nosy.followed.clear()
    Nosy.modes.clear()


def test_a_meter_shows_what_was_said_last() -> None:
    told = [evidence(10.0, 0.1), evidence(11.0, 0.6), evidence(11.8, None), evidence(13.0, 0.2)]
    shown = metered(told, 13.7, Said(Verdict.CANNOT_TELL, 0.5, None))
    assert shown.t_s == pytest.approx([10.0, 10.4, 10.8, 11.0, 11.4, 13.0, 13.4])
    assert shown.score == pytest.approx([0.1, 0.1, 0.1, 0.6, 0.6, 0.2, 0.2])
    assert shown.since_s[3] == 10.0
    assert shown.probable
    assert len(metered([], 5.0, None).t_s) == 0


def test_the_core_finds_the_holds_of_sessions() -> None:
    score = HoldScore([judge(one, OurHolds().find(one)) for one in sessions(Handling.GUIDED, 5, 3)])
    assert score.f1(by_overlap=True).value > 0.9
    assert score.zone_error_pct().value < 10.0


def test_ours_is_asked_as_a_session_would() -> None:
    """Of a window it is told that the gauge is followed until it is dimmed; else nothing."""
    one = holds(Handling.WINDOW, 1, 2)[0]
    scores = OurRelease(Nosy).scores(one, one.holds[0])
    assert scores.verdict is not None
    assert scores.verdict.verdict is Verdict.CANNOT_TELL
    assert set(scores.score) == {0.25}
    assert one.holds[0].onset_s < scores.t_s[0] < scores.t_s[-1] <= one.holds[0].end_s
    assert Nosy.followed[10] is True
    assert Nosy.followed[-10] is False
    Nosy.followed.clear()
    one = holds(Handling.TRACKING, 1, 2)[0]
    OurRelease(Nosy).scores(one, one.holds[0])
    assert not any(Nosy.followed)


@pytest.mark.parametrize(("declared", "mode"), [(True, Mode.BALL), (False, Mode.PROBE)])
def test_a_dead_load_is_declared(declared: bool, mode: Mode) -> None:
    one = holds(Handling.DEADLOAD, 1, 2)[0]
    OurRelease(Nosy, declared=declared).scores(one, one.holds[0])
    assert set(Nosy.modes) == {mode}


def test_a_hold_that_is_not_found_gets_no_evidence() -> None:
    one = holds(Handling.GUIDED, 1, 2)[0]
    elsewhere = one.holds[0].__class__(
        **{name: getattr(one.holds[0], name) for name in one.holds[0].__slots__}
        | {"onset_s": 900.0, "end_s": 930.0}
    )
    kept = judged(elsewhere, OurRelease(Nosy).scores(one, elsewhere))
    assert kept.alarm(0.0) is None
    assert math.isnan(kept.verdict_p)
    assert np.size(kept.p) == 0
