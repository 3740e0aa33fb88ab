"""The core as the benchmark asks it: holds, slips, evidence as a meter shows it, verdicts."""

import math

import numpy as np
import pytest

from benchmarks.signal.detector import Said
from benchmarks.signal.generator import holds, sessions
from benchmarks.signal.judging import judged
from benchmarks.signal.matching import HoldScore, judge
from benchmarks.signal.ours import OurHolds, OurRelease, metered, our_releases
from benchmarks.signal.script import Call, Script, play
from benchmarks.signal.truth import Handling
from devicelink.core.events import Verdict
from devicelink.core.release import Mode


def test_a_meter_shows_what_was_said_last() -> None:
    told = [(t_s, p, t_s - 1.0) for t_s, p in ((10.0, 0.1), (11.0, 0.6), (11.8, None), (13.0, 0.2))]
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


def scripted(handling: Handling) -> list[Call]:
    one = holds(handling, 1, 2)[0]
    script = Script(Mode.PROBE)
    play(one, script, one.whole)
    return script.calls


def test_a_session_tells_when_the_gauge_is_followed() -> None:
    """Of a window it is told that the gauge is followed until it is dimmed; else nothing."""
    followed = [call[1] for call in scripted(Handling.WINDOW) if call[0] == "block"]
    assert followed[10] is True
    assert followed[-10] is False
    assert not any(call[1] for call in scripted(Handling.TRACKING) if call[0] == "block")


def test_each_row_has_its_sources_and_no_other() -> None:
    one = next(one for one in holds(Handling.SOFT, 8, 2) if one.keys_s)
    scores = {row.name: row.scores(one, one.holds[0]) for row in our_releases()}
    alone = scores["devicelink"]
    assert alone.verdict is not None
    assert one.holds[0].onset_s < alone.t_s[0] < alone.t_s[-1] <= one.holds[0].end_s
    assert scores["devicelink + key"].verdict == alone.verdict
    for name in ("key", "pain", "tremor", "displacement"):
        other = scores[f"devicelink + {name}"].score
        assert len(other) != len(alone.score) or not np.allclose(other, alone.score)


def test_a_dead_load_is_declared_and_then_not_judged() -> None:
    one = holds(Handling.DEADLOAD, 1, 2)[0]
    told = OurRelease().scores(one, one.holds[0])
    assert told.verdict is not None
    assert told.verdict.verdict is Verdict.CANNOT_TELL
    assert len(told.score) == 0
    assert len(OurRelease(declared=False).scores(one, one.holds[0]).score) > 0


def test_a_hold_that_is_not_found_gets_no_evidence() -> None:
    one = holds(Handling.GUIDED, 1, 2)[0]
    elsewhere = one.holds[0].__class__(
        **{name: getattr(one.holds[0], name) for name in one.holds[0].__slots__}
        | {"onset_s": 900.0, "end_s": 930.0}
    )
    kept = judged(elsewhere, OurRelease().scores(one, elsewhere))
    assert kept.alarm(0.0) is None
    assert math.isnan(kept.verdict_p)
    assert np.size(kept.p) == 0
