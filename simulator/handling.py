"""How a person handles the probe: their parameters, and what happens in one hold of theirs.

Ranges are those of handling modes told apart by what can be seen of the tissue: a locked arm shows
a release, body weight on a ball hides it. Drawn from a seed, pure. Guarded by
tests/simulator/test_physics.py.
"""

from dataclasses import dataclass
from enum import StrEnum, unique

import numpy as np

from simulator.ranges import log_uniform
from simulator.texture import TextureParameters, draw_texture
from simulator.tissue import Release, draw_release


@unique
class HandMode(StrEnum):
    """How the person presses."""

    GUIDED = "guided"
    """Locked arm, keeps still, does not follow a gauge."""
    NATURAL = "natural"
    """As people press who were told nothing."""
    TRACKING = "tracking"
    """Follows the gauge all the time."""
    DEADLOAD = "deadload"
    """Lies on it: body weight, which hides what the tissue does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandParameters:
    """One person's hand. Shares are of the force; the referent drifts by `drift` in all.

    Sources: referent coordinate and its drift (tau near 15 s) Ambike & Latash 2015, Solnik &
    Latash 2017; visuomotor delay and the about 1 Hz corrections, the "slacking" study of 2018.
    """

    mode: HandMode
    stiffness_n_mm: float
    drift: float
    drift_tau_s: float
    feedback_gain: float
    feedback_delay_s: float
    feedback_dead_share: float
    texture: TextureParameters
    slip_chance: float
    regrip_chance: float
    release_chance: float
    hold_s: float
    """How long a hold is expected to last: slips and releases are drawn within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbance:
    """The force changes by the share `change` over `over_s`, and comes back over `recover_s`.

    A slip recovers, a re-grip (`recover_s` None) stays.
    """

    at_s: float
    change: float
    over_s: float
    recover_s: float | None

    def factor(self, hold_s: float) -> float:
        """What the force is multiplied by at that time of the hold."""
        since_s = hold_s - self.at_s
        if since_s <= 0.0:
            return 1.0
        share = min(1.0, since_s / self.over_s)
        if self.recover_s is not None:
            share -= min(1.0, max(0.0, (since_s - self.over_s) / self.recover_s))
        return 1.0 + self.change * share


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The truth of one hold; times are seconds since the force was reached."""

    release: Release | None
    disturbances: tuple[Disturbance, ...]

    def softened(self, hold_s: float) -> float:
        """The share of its stiffness that the tissue has lost by then."""
        return 0.0 if self.release is None else self.release.softened(hold_s)

    def disturbed(self, hold_s: float) -> float:
        """What slips and re-grips make of the force at that time."""
        factor = 1.0
        for disturbance in self.disturbances:
            factor *= disturbance.factor(hold_s)
        return factor


def draw_hold(rng: np.random.Generator, parameters: HandParameters) -> Hold:
    """What one hold will bring. Slips 8-50 % in 120 ms, re-grips -15..+15 % over 0.6 s."""
    release = draw_release(rng, chance=parameters.release_chance, hold_s=parameters.hold_s)
    slips, regrips = rng.random(2)
    slip = Disturbance(
        at_s=rng.uniform(0.1, 0.9) * parameters.hold_s,
        change=-rng.uniform(0.08, 0.50),
        over_s=0.12,
        recover_s=1.5,
    )
    regrip = Disturbance(
        at_s=rng.uniform(0.1, 0.9) * parameters.hold_s,
        change=rng.uniform(-0.15, 0.15),
        over_s=0.6,
        recover_s=None,
    )
    happen = ((slip, slips < parameters.slip_chance), (regrip, regrips < parameters.regrip_chance))
    return Hold(release=release, disturbances=tuple(what for what, happens in happen if happens))


def draw_hand(
    rng: np.random.Generator,
    mode: HandMode,
    *,
    roughness: float = 1.0,
    release_chance: float = 0.5,
    hold_s: float = 60.0,
) -> HandParameters:
    """A hand of that mode. A twin without release: the same generator, `release_chance` 0."""
    low, high = {
        HandMode.GUIDED: (3.0, 10.0),
        HandMode.DEADLOAD: (0.05, 0.2),
        HandMode.NATURAL: (0.3, 6.0),
        HandMode.TRACKING: (0.3, 6.0),
    }[mode]
    gains = (0.4, 1.0) if mode is HandMode.TRACKING else (0.1, 0.8)
    watches = rng.random() < 0.5
    gain = rng.uniform(*gains)
    sag = 0.03 if mode is HandMode.DEADLOAD else 0.25  # a body's weight does not tire
    by_hand = mode in {HandMode.NATURAL, HandMode.TRACKING}
    return HandParameters(
        mode=mode,
        stiffness_n_mm=log_uniform(rng, low, high),
        drift=rng.uniform(0.0, sag),
        drift_tau_s=log_uniform(rng, 8.0, 25.0),
        feedback_gain=gain if by_hand and (watches or mode is HandMode.TRACKING) else 0.0,
        feedback_delay_s=rng.uniform(0.25, 0.5),
        feedback_dead_share=rng.uniform(0.01, 0.05),
        texture=draw_texture(rng, roughness),
        slip_chance=0.2 if by_hand else 0.0,
        regrip_chance=0.25 if by_hand else 0.0,
        release_chance=release_chance,
        hold_s=hold_s,
    )
