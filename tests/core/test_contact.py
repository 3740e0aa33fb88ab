"""Touched or not, and the zero it is judged from."""

from collections.abc import Callable

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.core.events import LetGo, Touched
from devicelink.core.pipeline import Pipeline, PipelineConfig
from tests.core.shapes import signal


def changes(shape: Callable[[float], float], rate_hz: float = 80.0) -> list[tuple[str, float]]:
    pipeline = Pipeline(PipelineConfig())
    events = pipeline.feed(signal(shape, 20.0, rate_hz))
    return [
        (type(event).__name__, event.t_s) for event in events if isinstance(event, Touched | LetGo)
    ]


@pytest.mark.parametrize("rate_hz", [10.0, 20.0, 80.0, 500.0])
def test_a_press_is_one_contact(rate_hz: float) -> None:
    found = changes(lambda t: 20.0 if 5.0 < t < 12.0 else 0.0, rate_hz)
    assert [name for name, _ in found] == ["Touched", "LetGo"]
    assert found[0][1] == pytest.approx(5.0, abs=0.03 + 1.5 / rate_hz)
    assert found[1][1] == pytest.approx(12.0, abs=0.03 + 1.5 / rate_hz)


def test_a_blip_shorter_than_the_dwell_is_none() -> None:
    assert changes(lambda t: 15.0 if 5.0 < t < 5.04 else 0.0) == []


def test_noise_alone_is_never_a_touch() -> None:
    rng = np.random.default_rng(3)
    assert changes(lambda _: float(rng.normal(0.0, 0.15))) == []


@pytest.mark.parametrize("left_n", [0.5, 1.5, 3.0])
def test_what_a_sensor_keeps_after_letting_go_is_the_new_zero(left_n: float) -> None:
    """What stays on the sensor after letting go looks like a new touch."""

    def shape(t: float) -> float:
        return 20.0 if 3.0 < t < 8.0 or 12.0 < t < 17.0 else 0.0 if t < 3.0 else left_n

    assert [name for name, _ in changes(shape)] == ["Touched", "LetGo"] * 2


def test_slow_drift_is_followed_and_a_slow_press_is_not() -> None:
    """A noise estimate that learns while the force rises would chase the ramp."""
    assert changes(lambda t: 0.03 * t) == []
    assert [name for name, _ in changes(lambda t: 0.5 * t)] == ["Touched"]


@pytest.mark.parametrize("falling_s", [4.0, 6.0, 8.0, 10.0])
def test_a_device_that_falls_to_a_value_a_second_at_rest_is_let_go_of(falling_s: float) -> None:
    """A Squegg's: eased off slowly, the force is low only once its values are a second apart."""

    def shape(t: float) -> float:
        return 0.0 if t < 3.0 else max(0.3, 20.0 * min(1.0, (off_s - t) / falling_s))

    off_s = 30.0 + falling_s
    whole = signal(shape, off_s + 10.0, 5.0)
    at_rest = (whole.force_n < 2.0) & (whole.t_s % 1.0 > 0.1)
    sent = Block(t_s=whole.t_s[~at_rest], force_n=whole.force_n[~at_rest])
    events = Pipeline(PipelineConfig()).feed(sent)
    (ended,) = (event for event in events if isinstance(event, LetGo))
    assert 30.0 < ended.t_s <= off_s
    assert ended.decided_s <= off_s + 1.1


def test_one_low_value_between_two_gaps_is_no_letting_go() -> None:
    """The radio lost most of a hold, and what came through was a spike."""
    t_s = np.concatenate([np.arange(0.0, 8.0, 0.0125), [9.0, 10.0], np.arange(11.0, 14.0, 0.0125)])
    force_n = np.where(t_s < 3.0, 0.0, 20.0)
    force_n[t_s == 9.0] = 0.0
    events = Pipeline(PipelineConfig()).feed(Block(t_s=t_s, force_n=force_n))
    assert [event for event in events if isinstance(event, LetGo)] == []
