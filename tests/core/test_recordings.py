"""Real hands on real sensors: every labelled hold found, nothing found in rhythmic squeezing."""

import json
from pathlib import Path

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.core.doubt import LOADED_N, Doubts
from devicelink.core.events import Doubt, Release, Slip, Verdict
from tests.core.scoring import Score, run, spans

FOLDER = Path(__file__).parents[2] / "../shared/recordings"
LABELS: dict[str, list[tuple[float, float]] | None] = (
    json.loads((FOLDER / "holds.json").read_text()) if (FOLDER / "holds.json").exists() else {}
)
pytestmark = pytest.mark.skipif(not LABELS, reason="the recordings may not be shipped: not here")


def recording(name: str) -> Block:
    t_s, force_n = np.loadtxt(FOLDER / name, delimiter=",", skiprows=1).T
    return Block.of(t_s, force_n)


@pytest.mark.parametrize("name", sorted(LABELS))
def test_every_labelled_hold_is_found_and_no_other(name: str) -> None:
    labels = LABELS[name] or []
    found = spans(run(recording(name)))
    assert len(found) == len(labels)
    for label, span in zip(labels, found, strict=True):
        shared = min(label[1], span[1]) - max(label[0], span[0])
        assert shared / (max(label[1], span[1]) - min(label[0], span[0])) >= 0.75


def test_together_they_are_inside_the_collars() -> None:
    """Two slow rises in ball-v2 start in the noise of its sensor: their onsets are early."""
    score = Score()
    for name, labels in LABELS.items():
        score.add_holds(tuple(labels or ()), spans(run(recording(name))))
    assert score.f1 >= 0.93
    assert score.onset_error_s(50) <= 0.040


@pytest.mark.parametrize("rate_hz", [10, 20, 40])
def test_slower_sensors_find_the_same_holds(rate_hz: int) -> None:
    score = Score()
    for name, labels in LABELS.items():
        block = recording(name)
        every = max(1, round(1.0 / rate_hz / float(np.median(np.diff(block.t_s)))))
        thinned = Block.of(block.t_s[::every], block.force_n[::every])
        score.add_holds(tuple(labels or ()), spans(run(thinned)))
    assert score.f1 >= 0.90


def test_rhythmic_squeezing_is_not_told_as_slipping() -> None:
    """A first squeeze may look like one; after that it is known for what it is."""
    for name, labels in LABELS.items():
        if labels is None:
            slips = [event for event in run(recording(name)) if isinstance(event, Slip)]
            assert len(slips) <= 2, name


@pytest.mark.parametrize("name", sorted(LABELS))
def test_no_release_is_called_likely(name: str) -> None:
    releases = [event for event in run(recording(name)) if isinstance(event, Release)]
    assert len(releases) == len(LABELS[name] or [])
    assert all(release.verdict is Verdict.CANNOT_TELL for release in releases)


def test_three_equal_readings_prove_nothing() -> None:
    """Why a stuck sensor is not told after three: in a real hold a sound one repeats its reading
    so often that three in a row come by chance within two minutes at 100 a second."""
    block = recording("grip-sustained_hold_trial01.csv")
    repeats = np.diff(block.force_n)[block.force_n[1:] >= LOADED_N] == 0.0
    assert [int(np.count_nonzero(repeats)), len(repeats)] == [28, 2342]
    assert 1.0 / (np.mean(repeats) ** 2 * 100.0) < 120.0
    _, told = Doubts().look(block)
    assert told == []


def smoothed(block: Block, low_pass_hz: float) -> Block:
    """At 100 Hz, as the filter of a load cell's chip would smooth it: second order, both ways."""
    t_s = np.arange(block.t_s[0], block.t_s[-1], 0.01)
    force_n = np.interp(t_s, block.t_s, block.force_n)
    both = np.concatenate([force_n, force_n[::-1]])  # so that the ends meet
    passed = 1.0 / (1.0 + (np.fft.rfftfreq(len(both), 0.01) / low_pass_hz) ** 4)
    return Block.of(t_s, np.fft.irfft(np.fft.rfft(both) * passed, len(both))[: len(t_s)])


@pytest.mark.parametrize("step_n", [0.001, 0.002, 0.005, 0.0098, 0.010])
@pytest.mark.parametrize("low_pass_hz", [5.0, 10.0])
@pytest.mark.parametrize("every", [1, 2])
def test_a_sound_sensor_that_smooths_a_real_hold_is_not_called_noiseless(
    step_n: float, low_pass_hz: float, every: int
) -> None:
    for name in LABELS:
        smooth = smoothed(recording(name), low_pass_hz)
        forces = (np.rint(smooth.force_n[::every] / step_n) * step_n).tolist()
        told = Doubts().look(Block.of(smooth.t_s[::every], forces))[1]
        assert not [one for one in told if one.why is Doubt.WITHOUT_NOISE], name
