"""From moments to the one verdict: every kind of it, and what it may claim."""

import numpy as np
import pytest

from devicelink.core.events import EndReason, HoldEnded, Term, Verdict
from devicelink.core.release import PRIOR
from devicelink.core.release_model import Curve, ReleaseModel
from devicelink.core.release_verdict import Moment, added, conclude, percent

SEEN = Curve(np.array([-4.0, 0.0, 2.0, 4.0]), np.array([0.0, 0.5, 0.8, 1.0]))
WITH_KEY = Curve(np.array([-4.0, 4.0]), np.array([0.0, 1.0]))
MODEL = ReleaseModel(
    name="made",
    networks={},
    now={},
    seen={"force": SEEN, "force+key": WITH_KEY},
    unseen=np.array([0.0, 1.0, 0.0, 0.0]),
    pain=(-1.0, 0.0, 1.0),
)
HOLD = HoldEnded(
    hold=3, onset_s=10.0, end_s=50.0, declared_s=13.0, decided_s=50.4, mean_n=20.0, median_n=20.0,
    peak_n=25.0, cv=0.03, in_zone_s=30.0, impulse_ns=800.0, load_rate_n_s=10.0,
    unload_rate_n_s=-10.0, slips=0, gap_s=0.0, reason=EndReason.HAND,
)  # fmt: skip


def moment(t_s: float, log_odds: float, since_s: float = 30.0, *, key: float | None = None,
           smallest: float = 0.05) -> Moment:  # fmt: skip
    return Moment(
        t_s=t_s, log_odds=log_odds, sources="force", p=0.5,
        log_odds_with_report=log_odds + (key or 0.0),
        sources_with_report="force" if key is None else "force+key", p_with_report=None,
        terms=(Term(source="force", log_odds=log_odds),), since_s=since_s, drop=0.1, ramp_s=2.0,
        smallest_drop=smallest,
    )  # fmt: skip


def quiet(log_odds: float = -5.0, count: int = 40, **more: float) -> list[Moment]:
    return [moment(20.0 + 0.4 * nth, log_odds, 15.0, **more) for nth in range(count)]


def test_a_give_is_declared_when_it_first_reached_its_verdict() -> None:
    told = [*quiet(), moment(31.0, 0.5), moment(31.4, 2.5), moment(31.8, 3.0), moment(32.2, -1.0)]
    release = conclude(HOLD, told, MODEL, "")
    assert release.verdict is Verdict.RELEASE_LIKELY
    assert (release.p, release.t_s, release.declared_s) == (0.9, 30.0, 31.4)
    assert release.drop_pct == percent(0.1) == pytest.approx(9.516)
    assert release.terms[0].log_odds == 3.0
    assert release.p_with_report is None
    weaker = conclude(HOLD, told[:-3], MODEL, "")
    assert weaker.verdict is Verdict.RELEASE_POSSIBLE
    assert weaker.declared_s == 31.0


def test_nothing_seen_is_said_only_where_ten_percent_would_have_been() -> None:
    release = conclude(HOLD, quiet(), MODEL, "")
    assert release.verdict is Verdict.NO_RELEASE_SEEN
    assert release.p < 0.2
    assert release.min_detectable_drop_pct == pytest.approx(percent(0.05))
    wild = conclude(HOLD, quiet(smallest=0.2), MODEL, "")
    assert wild.verdict is Verdict.CANNOT_TELL
    assert "18 %" in wild.why
    doubtful = conclude(HOLD, quiet(-0.5), MODEL, "")
    assert doubtful.verdict is Verdict.CANNOT_TELL
    assert doubtful.t_s is doubtful.declared_s is doubtful.drop_pct is None


def test_too_little_says_nothing() -> None:
    none = conclude(HOLD, [], MODEL, "the hold was too short")
    assert (none.verdict, none.p, none.why) == (
        Verdict.CANNOT_TELL, PRIOR, "the hold was too short",
    )  # fmt: skip
    assert none.min_detectable_drop_pct is None
    short = conclude(HOLD, quiet(count=5), MODEL, "slips came between")
    assert (short.verdict, short.why) == (Verdict.CANNOT_TELL, "slips came between")


def test_what_the_person_said_stands_beside_and_changes_no_verdict() -> None:
    plain = conclude(HOLD, quiet(), MODEL, "")
    told = conclude(HOLD, [*quiet(), moment(36.0, -5.0, 34.0, key=7.0)], MODEL, "")
    assert told.verdict is plain.verdict
    assert told.p == pytest.approx(plain.p, abs=0.01)
    assert told.p_with_report == pytest.approx(0.75)
    sore = conclude(HOLD, quiet(), MODEL, "", Term(source="pain", log_odds=1.0))
    assert sore.p_with_report == pytest.approx(added(sore.p, 1.0), abs=1e-3)
    assert [term.source for term in sore.terms] == ["force", "pain"]
    assert added(0.5, 0.0) == 0.5
    assert 0.0 < added(0.0, -5.0) < added(1.0, -5.0) < added(1.0, 5.0) < 1.0
