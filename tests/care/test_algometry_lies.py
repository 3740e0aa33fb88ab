"""A device that lies in a pressure test: no lie is a threshold, and none asks for more force."""

from math import nan

import numpy as np
import pytest

from devicelink.care.algometry import Algometry
from devicelink.care.algometry_terms import Outcome, Told, TrialEnded
from devicelink.care.inputs import Go, Mute
from devicelink.core.block import Block
from devicelink.core.events import Level, OverForce, OverForceCleared
from tests.care.test_algometry import setup

HZ = 100
MARK_S = 5.005
OVER = OverForce(
    level=Level.ALARM, t_s=1.0, force_n=41.0, predicted_n=45.0, limit_n=40.0, decided_s=1.0
)


def ramp() -> list[float]:
    """Half a second of nothing, then 6 N a second, as a sound sensor of fine steps sees it."""
    t_s = np.arange(6 * HZ) / HZ
    noise_n = np.random.default_rng(3).normal(0.0, 0.03, len(t_s))
    forces: list[float] = np.round(np.clip(6.0 * (t_s - 0.5), 0.0, None) + noise_n, 3).tolist()
    return forces


def lie(kind: str) -> list[float]:
    forces = ramp()
    match kind:
        case "stuck":
            forces[250:] = [forces[250]] * len(forces[250:])
        case "clipped":
            forces = [min(force_n, 15.0) for force_n in forces]
        case "no numbers":
            forces[300:] = [nan] * len(forces[300:])
        case "spike":
            forces[400] += 45.0
        case "spike at the mark":
            forces[int(MARK_S * HZ)] -= 20.0
    return forces


def tells(kind: str, cut: int = 1) -> list[object]:
    """All that the test tells; pain is marked after five seconds."""
    test = Algometry(setup(full_scale_n=200.0))
    told: list[object] = list(test.begin(0.0))
    forces = lie(kind)
    marked = False
    for at in range(0, len(forces), cut):
        t_s = [n / HZ for n in range(at, min(at + cut, len(forces)))]
        told += test.feed(Block.of(t_s, forces[at : at + cut]))
        if not marked and t_s[-1] >= MARK_S:
            marked = True
            told += test.hear(MARK_S, Go())
        told += test.tick(t_s[-1])
    return told


def ends(told: list[object]) -> list[TrialEnded]:
    return [one for one in told if isinstance(one, TrialEnded)]


def test_a_sound_sensor_gives_its_threshold() -> None:
    (end,) = ends(tells("sound"))
    assert end.outcome is Outcome.PAIN
    assert end.result is not None
    assert end.result.force_n == pytest.approx(27.0, abs=0.2)


@pytest.mark.parametrize("kind", ["stuck", "clipped", "no numbers"])
def test_a_reading_that_shows_no_harder_pressing_ends_the_trial(kind: str) -> None:
    told = tells(kind)
    (end,) = ends(told)
    assert end.outcome is Outcome.SIGNAL
    assert end.result is None
    said = [one for one in told if isinstance(one, Told)]
    (why,) = [one for one in said if one.phrase == "unbelieved"]
    began_s = 3.0 if kind == "clipped" else 2.5
    assert began_s < why.t_s < began_s + 1.0
    assert not [one for one in said if one.t_s >= began_s and one.phrase == "pace_slow"]


@pytest.mark.parametrize("kind", ["spike", "spike at the mark"])
def test_a_spike_is_in_no_result(kind: str) -> None:
    (end,) = ends(tells(kind))
    assert end.result is not None
    assert end.result.force_n == pytest.approx(27.0, abs=0.2)
    assert end.result.peak_n < 28.0


@pytest.mark.parametrize("cut", [7, 50])
@pytest.mark.parametrize("kind", ["stuck", "clipped", "no numbers", "spike"])
def test_how_samples_are_cut_changes_no_end(kind: str, cut: int) -> None:
    def told(by: int) -> list[tuple[Outcome, float | None]]:
        found = ends(tells(kind, by))
        return [(end.outcome, end.result.force_n if end.result else None) for end in found]

    assert told(cut) == told(1)


def test_a_mute_is_told_once_for_each_excess() -> None:
    test = Algometry(setup())
    test.begin(0.0)
    assert test.hear(0.5, Mute()) == []
    test.hear(1.0, OVER)
    (muted,) = test.hear(1.5, Mute())
    assert muted == Told(t_s=1.5, phrase="muted")
    assert test.hear(1.6, Mute()) == []
    test.hear(2.0, OverForceCleared(t_s=1.9, decided_s=2.0))
    assert test.hear(2.5, Mute()) == []
