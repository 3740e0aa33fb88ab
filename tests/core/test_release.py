"""One honest verdict for each hold."""

import numpy as np
import pytest

from devicelink.core.events import HoldEnded, Release, Verdict
from devicelink.core.pipeline import PipelineConfig
from devicelink.core.release import PRIOR, Mode, min_detectable_drop_pct
from tests.core.scoring import run
from tests.core.shapes import hold, signal
from tests.core.synthetic import scene


@pytest.mark.parametrize("mode", list(Mode))
def test_every_hold_gets_one_verdict_and_it_claims_nothing(mode: Mode) -> None:
    for seed in range(5):
        events = run(scene(seed, 40.0).block, PipelineConfig(mode=mode))
        holds = [event.hold for event in events if isinstance(event, HoldEnded)]
        releases = [event for event in events if isinstance(event, Release)]
        assert [release.hold for release in releases] == holds == list(range(len(holds)))
        assert len(holds) > 0
        for release in releases:
            assert release.verdict is Verdict.CANNOT_TELL
            assert release.p == 0.5
            assert release.why
            assert release.p == PRIOR
            assert ("body weight" in release.why) == (mode is Mode.BALL)
            assert release.t_s is release.declared_s is release.drop_pct is None


def blocks(sigma: float, seed: int = 0, last_s: float = 40.0) -> tuple[float | None, ...]:
    rng = np.random.default_rng(seed)
    t = np.arange(0.0, last_s, 0.2)
    force = 20.0 - 3.0 * (1.0 - np.exp(-t / 15.0)) + rng.normal(0.0, sigma, len(t))
    return (min_detectable_drop_pct(t, force), min_detectable_drop_pct(t, 3.0 * force))


def test_what_could_be_seen_grows_with_wander_and_knows_no_unit() -> None:
    calm, calm_scaled = blocks(0.1)
    wild, _ = blocks(0.3)
    assert calm is not None
    assert wild is not None
    assert calm_scaled == pytest.approx(calm, abs=0.002)
    assert wild == pytest.approx(3.0 * calm, rel=0.1)


def test_a_drop_of_that_size_stands_out_by_the_threshold() -> None:
    """The claim itself: six standard deviations, over many holds of white wander."""
    rng = np.random.default_rng(1)
    t = np.arange(0.0, 40.0, 0.2)
    sigma = 0.2
    said = min_detectable_drop_pct(t, 20.0 + rng.normal(0.0, sigma, len(t)))
    assert said is not None
    ramp = np.clip((t - 20.0) / 2.0, 0.0, 1.0) * said / 100 * 20.0
    drifts = np.stack([np.ones_like(t), *(np.exp(-t / tau) for tau in (1.5, 6, 15, 40))], axis=1)
    left = ramp - drifts @ np.linalg.lstsq(drifts, ramp, rcond=None)[0]
    assert np.sqrt(left @ left) / sigma == pytest.approx(6.0, rel=0.15)


def test_a_short_hold_says_nothing_of_what_could_be_seen() -> None:
    events = run(signal(hold(2.0, 6.0), 9.0))
    release = next(event for event in events if isinstance(event, Release))
    assert release.min_detectable_drop_pct is None
    assert min_detectable_drop_pct(np.array([]), np.array([])) is None
    assert blocks(20.0) == (None, None)
