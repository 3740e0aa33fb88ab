"""Puts presses into a recording: idle time with its bumps, resting fingers, sensor, link, truth.

Truth is read off the force at the tip, which has no sensor noise; a release's off the tissue.
Guarded by tests/benchmarks/test_generator.py.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.signal.draws import ALL, Confounder, Press
from benchmarks.signal.mechanics import SETTLE_S, Pressed, smooth
from benchmarks.signal.observability import d_prime
from benchmarks.signal.reports import acceleration_g, displacement_um, keys, pains, shaking_g
from benchmarks.signal.sensing import draw_link, draw_sensor, read, sample_times, send
from benchmarks.signal.truth import HoldTruth, Pain, Recording, ReleaseTruth, Step
from benchmarks.signal.unsteady import FINE_S
from devicelink.core.block import Floats
from devicelink.core.zone import Zone, ZoneClock

SHAKES_HZ = 30.0
"""Slower recordings carry no acceleration: tremor could not be set against it."""
ZONE = 0.2
"""The zone reaches this share to both sides of what the person aims at."""
SHORTEST_S = 3.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A press, and what it did."""

    press: Press
    pressed: Pressed


@dataclass(slots=True)
class _Sheet:
    """The recording under construction, on the fine grid."""

    force_n: list[Floats]
    depth_mm: list[Floats]

    @property
    def now_s(self) -> float:
        return sum(map(len, self.force_n)) * FINE_S

    def add(self, force_n: Floats, depth_mm: Floats | None = None) -> None:
        self.force_n.append(force_n)
        self.depth_mm.append(np.zeros(len(force_n)) if depth_mm is None else depth_mm)


@dataclass(slots=True)
class _Told:
    """What is known of the presses so far."""

    truths: list[HoldTruth]
    keys_s: list[float]
    pains: list[Pain]


def assemble(
    name: str,
    segments: list[Segment],
    *,
    rate_hz: float,
    rough: bool,
    only: frozenset[Confounder] = ALL,
    wire: bool = False,
    rngs: tuple[np.random.Generator, np.random.Generator],
) -> Recording:
    """One recording of these presses, one after the other. `rngs` are the person's, the link's."""
    rng, other = rngs
    target_n = segments[0].press.target_n
    zone_n = ((1.0 - ZONE) * target_n, (1.0 + ZONE) * target_n)
    sheet, told = _Sheet([], []), _Told([], [], [])
    for segment in segments:
        _add(sheet, told, segment, zone_n, only, rngs)
    _idle(sheet, rng, only)
    force_n, depth_mm = np.concatenate(sheet.force_n), np.concatenate(sheet.depth_mm)
    grid_s = np.arange(len(force_n)) * FINE_S
    residual_n = (3.0 if rough else 1.5) if Confounder.RESIDUAL in only else 0.0
    sensor = draw_sensor(other, residual_n)
    link = draw_link(other, rate_hz, float(grid_s[-1]), rough=rough)
    t_s = sample_times(other, link, float(grid_s[-1]))
    reading_n = read(other, sensor, t_s, np.interp(t_s, grid_s, force_n))
    shaken = rate_hz >= SHAKES_HZ
    true_g = np.interp(t_s, grid_s, shaking_g(depth_mm, FINE_S)) if shaken else None
    return Recording(
        name=name,
        handling=segments[0].press.handling,
        rate_hz=rate_hz,
        t_s=t_s,
        force_n=reading_n,
        holds=tuple(truth for truth in told.truths if truth.end_s - truth.onset_s >= SHORTEST_S),
        zone_n=zone_n,
        keys_s=tuple(told.keys_s),
        pains=tuple(told.pains),
        displacement_um=displacement_um(other, np.interp(t_s, grid_s, depth_mm)),
        acceleration_g=None if true_g is None else acceleration_g(other, true_g),
        wire=send(other, link, t_s, reading_n) if wire else None,
    )


def _add(
    sheet: _Sheet,
    told: _Told,
    segment: Segment,
    zone_n: tuple[float, float],
    only: frozenset[Confounder],
    rngs: tuple[np.random.Generator, np.random.Generator],
) -> None:
    """One press with the idle time before it, and what the person says of it."""
    rng, other = rngs
    _idle(sheet, rng, only)
    rest = _resting(sheet, rng, segment.press, only)
    truth = _press(sheet, segment, rest, zone_n)
    told.keys_s += keys(other, truth.release, truth.onset_s, truth.end_s)
    told.pains += pains(other, truth.release, truth.onset_s, truth.end_s)
    told.truths.append(truth)


def _flat(last_s: float, force_n: float = 0.0) -> Floats:
    return np.full(round(last_s / FINE_S), force_n)


def _idle(sheet: _Sheet, rng: np.random.Generator, only: frozenset[Confounder]) -> None:
    """Rest of 2-5 s and more, with bumps, double taps and touches too short to be holds."""
    sheet.add(_flat(rng.uniform(1.5, 3.0)))
    if Confounder.BUMPS in only:
        for _ in range(int(rng.integers(0, 3))):
            taps = 2 if rng.random() < 0.3 else 1
            for _ in range(taps):
                last_s = rng.uniform(0.15, 0.9 if taps == 1 else 0.3)
                x = np.linspace(0.0, np.pi, round(last_s / FINE_S))
                sheet.add(rng.uniform(3.0, 30.0) * np.sin(x) ** 2)
                sheet.add(_flat(rng.uniform(0.1, 0.3)))
            sheet.add(_flat(rng.uniform(0.6, 1.5)))
        if rng.random() < 0.15:
            sheet.add(_touch(rng))
    sheet.add(_flat(rng.uniform(0.8, 2.0)))


def _touch(rng: np.random.Generator) -> Floats:
    """A press given up again within 1.2-2.4 s."""
    t_s = np.arange(0.0, rng.uniform(1.2, 2.4), FINE_S)
    edge_s = rng.uniform(0.2, 0.5)
    return rng.uniform(5.0, 25.0) * smooth(np.minimum(t_s, t_s[-1] - t_s) / edge_s)


def _resting(
    sheet: _Sheet, rng: np.random.Generator, press: Press, only: frozenset[Confounder]
) -> float:
    """In half of the presses fingers rest on it for 1-7 s before, with 1-3 % of the force."""
    rests, last_s, share = rng.random(), rng.uniform(1.0, 7.0), rng.uniform(0.01, 0.03)
    if rests > 0.5 or Confounder.RESTING not in only:
        return 0.0
    rest_n = share * press.target_n
    sheet.add(rest_n * smooth(np.arange(0.0, last_s, FINE_S) / 0.2))
    return rest_n


def _press(
    sheet: _Sheet, segment: Segment, rest_n: float, zone_n: tuple[float, float]
) -> HoldTruth:
    """Adds the press and reads its truth off it."""
    press, pressed = segment.press, segment.pressed
    start_s, steps = sheet.now_s, round(press.last_s / FINE_S)
    force_n = pressed.force_n[:steps].copy()
    ramp = round(press.ramp_s / FINE_S)
    force_n[:ramp] = np.maximum(force_n[:ramp], rest_n)
    sheet.add(force_n, pressed.depth_mm[:steps])
    reached, leaves = round(press.ramp_s / FINE_S), round((press.ramp_s + press.hold_s) / FINE_S)
    plateau_n = float(np.median(force_n[reached:leaves]))
    onset_s = _crossing(force_n[: reached + 1], 0.05 * plateau_n)
    last_n = float(np.median(force_n[max(0, leaves - round(3.0 / FINE_S)) : leaves]))
    end_s = (len(force_n) - 1) * FINE_S - _crossing(force_n[leaves - 1 :][::-1], 0.5 * last_n)
    in_zone_s, settled_s = _zone(force_n, zone_n)
    return HoldTruth(
        onset_s=round(start_s + onset_s, 6),
        end_s=round(start_s + end_s, 6),
        settled_s=None if settled_s is None else round(start_s + settled_s, 6),
        in_zone_s=round(in_zone_s, 6),
        plateau_n=plateau_n,
        handling=press.handling,
        release=_release(press, start_s),
        d_prime=_d_prime(press, pressed),
        slips=_step(press.slip, start_s + press.ramp_s),
        regrips=_step(press.regrip, start_s + press.ramp_s),
        dimmed_s=round(start_s + press.ramp_s + press.hand.dimmed_s, 6)
        if press.hand.dimmed_s < press.hold_s
        else None,
    )


def _crossing(rising_n: Floats, level_n: float) -> float:
    """When, after its first value, it goes above the level for the last time (it ends above)."""
    below = np.flatnonzero(rising_n < level_n)
    if not len(below):
        return 0.0
    last = min(int(below[-1]), len(rising_n) - 2)
    step_n = float(rising_n[last + 1] - rising_n[last])
    return (last + (level_n - float(rising_n[last])) / max(step_n, 1e-9)) * FINE_S


def _zone(force_n: Floats, zone_n: tuple[float, float]) -> tuple[float, float | None]:
    """Time in the zone, with the hysteresis that a gauge has, and when it settled there."""
    clock = ZoneClock(Zone(*zone_n))
    for step, value in enumerate(force_n.tolist()):
        clock.step(step * FINE_S, value, FINE_S)
    return clock.in_zone_s, clock.settled_s


def _release(press: Press, start_s: float) -> ReleaseTruth | None:
    if press.release is None:
        return None
    t_s = round(start_s + press.ramp_s + press.release.t_s, 6)
    return ReleaseTruth(t_s, press.release.duration_s, press.release.depth)


def _d_prime(press: Press, pressed: Pressed) -> float | None:
    if pressed.twin_n is None:
        return None
    settled = round((press.ramp_s + SETTLE_S) / FINE_S)
    leaves = round((press.ramp_s + press.hold_s) / FINE_S)
    return d_prime(pressed.force_n[settled:leaves], pressed.twin_n[settled:leaves], FINE_S)


def _step(step: Step | None, reached_s: float) -> tuple[Step, ...]:
    return () if step is None else (Step(round(reached_s + step.t_s, 6), step.change),)
