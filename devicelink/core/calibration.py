"""What a device reads with nothing on it and with a known mass on it, and what follows.

A stretch of signal at rest gives zero, noise and drift; two of them and a mass give the slope that
the device's newtons are to be multiplied by. What would make a wrong slope is refused with why and
what to do. Pure: arrays in, values out. Guarded by tests/core/test_calibration.py.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from devicelink.core.block import Block, Floats
from devicelink.errors import CalibrationError
from firmware_protocol.messages import NEWTONS_PER, Unit

REST_S: Final = 5.0
"""Shortest stretch that tells noise and drift apart (proposal)."""
LEAST_SAMPLES: Final = 20
GRAVITY: Final = 9.80665
"""Standard gravity, m/s2; at the ground it is from 9.78 to 9.83, which is 0.3 % either way."""
STILL_N: Final = 0.1
"""Standard deviation of a device at rest, at most (ecosystem: tare refused above it)."""
STILL_SHARE: Final = 0.005
"""The same under load, as a share of it: a mass that sways or a hand that holds it (proposal)."""
STEP_SHARE: Final = 0.6
"""A coarse device flickers between two of its steps, with up to half a step of deviation."""
LEAST_LOAD_N: Final = 5.0
LEAST_STEPS: Final = 20
PLAUSIBLE: Final = (0.8, 1.25)
"""A slope outside this is a wrong mass, a wrong unit or a broken device, and no calibration."""
_SEGMENTS: Final = 5
_MIXED_UP: Final = {
    "kilograms and newtons": GRAVITY,
    "pounds and kilograms": 1 / 0.45359237,
    "pounds and newtons": NEWTONS_PER[Unit.POUND],
    "grams and kilograms": 1000.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A device with a load that does not change: newtons as the device gives them.

    `noise_n` is the standard deviation about the line, `drift_n_min` its slope with one standard
    error; `step_n` the smallest difference between two values, 0 where all are one.
    """

    mean_n: float
    noise_n: float
    drift_n_min: float
    drift_error_n_min: float
    step_n: float
    span_s: float
    samples: int

    @property
    def mean_error_n(self) -> float:
        """One standard error of the mean, from its parts and not as if samples were independent."""
        return max(self.drift_error_n_min * self.span_s / 60 / 3, self.step_n / 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A slope with one standard error, and what it comes from."""

    slope: float
    slope_error: float
    mass_kg: float
    true_n: float
    read_n: float
    empty: Rest
    loaded: Rest


def at_rest(block: Block) -> Rest:
    """Zero, noise and drift. Raises CalibrationError for too little signal."""
    known = np.isfinite(block.force_n)
    t_s, force_n = block.t_s[known], block.force_n[known]
    span_s = float(t_s[-1] - t_s[0]) if len(t_s) else 0.0
    if len(t_s) < LEAST_SAMPLES or span_s < 0.9 * REST_S:
        raise CalibrationError("calibration_few_values", values=len(t_s), span_s=span_s)
    middle_s = t_s - t_s.mean()
    drift_n_s = float(middle_s @ force_n / (middle_s @ middle_s))
    about_line = force_n - force_n.mean() - drift_n_s * middle_s
    noise_n = float(about_line.std(ddof=2))
    white_n_s = noise_n / float(np.sqrt(middle_s @ middle_s))
    values = np.unique(force_n)
    return Rest(
        mean_n=float(force_n.mean()),
        noise_n=noise_n,
        drift_n_min=60 * drift_n_s,
        drift_error_n_min=60 * max(white_n_s, _slope_error(t_s, force_n)),
        step_n=float(np.diff(values).min()) if len(values) > 1 else 0.0,
        span_s=span_s,
        samples=len(t_s),
    )


def _slope_error(t_s: Floats, force_n: Floats) -> float:
    """From the means of a few segments: noise that lasts counts as what it is."""
    parts = np.array_split(np.arange(len(t_s)), _SEGMENTS)
    t = np.array([t_s[part].mean() for part in parts])
    f = np.array([force_n[part].mean() for part in parts])
    t -= t.mean()
    left = f - f.mean() - (t @ f / (t @ t)) * t
    return float(np.sqrt(left @ left / (_SEGMENTS - 2) / (t @ t)))


def still_n(step_n: float, load_n: float = 0.0) -> float:
    """The standard deviation up to which a device counts as still."""
    return max(STILL_N, STEP_SHARE * step_n, STILL_SHARE * abs(load_n))


def check_still(rest: Rest, load_n: float = 0.0) -> None:
    """Raise CalibrationError where what lies on the device moves or its reading drifts."""
    allowed_n = still_n(rest.step_n, load_n)
    if rest.noise_n > allowed_n:
        raise CalibrationError("calibration_not_still", noise_n=rest.noise_n, allowed_n=allowed_n)
    moved_n = abs(rest.drift_n_min) * rest.span_s / 60
    sure = abs(rest.drift_n_min) > 3 * rest.drift_error_n_min
    if sure and moved_n > 2 * allowed_n:
        raise CalibrationError("calibration_drifts", drift_n_min=rest.drift_n_min)


def two_point(
    empty: Rest,
    loaded: Rest,
    mass_kg: float,
    *,
    gravity: float = GRAVITY,
    full_scale_n: float | None = None,
    resolution_n: float | None = None,
) -> Fit:
    """The slope. Raises CalibrationError for noise, drift, too light a mass, an unlikely slope."""
    true_n = mass_kg * gravity
    check_still(empty)
    check_still(loaded, true_n)
    step_n = max(empty.step_n, loaded.step_n, resolution_n or 0.0)
    _check_mass(true_n, step_n, full_scale_n)
    read_n = loaded.mean_n - empty.mean_n
    if read_n < LEAST_LOAD_N / 4:
        raise CalibrationError("calibration_mass_before", mass_kg=mass_kg, read_n=read_n)
    slope = true_n / read_n
    if not PLAUSIBLE[0] <= slope <= PLAUSIBLE[1]:
        raise _unlikely(mass_kg, true_n, read_n)
    error_n = float(np.hypot(empty.mean_error_n, loaded.mean_error_n))
    return Fit(
        slope=slope, slope_error=slope * error_n / read_n, mass_kg=mass_kg, true_n=true_n,
        read_n=read_n, empty=empty, loaded=loaded,
    )  # fmt: skip


def _check_mass(true_n: float, step_n: float, full_scale_n: float | None) -> None:
    least_n = max(LEAST_LOAD_N, LEAST_STEPS * step_n)
    if true_n < least_n:
        raise CalibrationError("calibration_mass_small", true_n=true_n, least_kg=least_n / GRAVITY)
    if full_scale_n is not None and true_n > 0.9 * full_scale_n:
        raise CalibrationError(
            "calibration_mass_large",
            true_n=true_n,
            full_scale_n=full_scale_n,
            most_kg=0.9 * full_scale_n / GRAVITY,
        )


def _unlikely(mass_kg: float, true_n: float, read_n: float) -> CalibrationError:
    ratio = max(true_n / read_n, read_n / true_n)
    mixed = next((n for n, one in _MIXED_UP.items() if abs(ratio / one - 1) < 0.1), None)
    entry = "calibration_mixed_up" if mixed else "calibration_unlikely"
    return CalibrationError(entry, read_n=read_n, mass_kg=mass_kg, true_n=true_n, mixed=mixed)
