"""The two devices of the open profile that can be simulated: a flat-tipped probe and a ball.

Facts only; docs/protocol.md says what the fields mean. Guarded by tests/simulator/test_device.py.
"""

from dataclasses import dataclass
from typing import Final

from firmware_protocol.profile import (
    ADVERTISED_NAME,
    Capabilities,
    Direction,
    Feature,
    Kind,
)
from firmware_protocol.profile_data import ChannelMask

FIRMWARE: Final = "1.0.0"
MAKER: Final = "devicelink"
RATES_HZ: Final = (10, 20, 40, 50, 80, 100, 125, 200, 250, 400, 500, 1000)
"""All with an interval of whole tens of microseconds."""
RING_S: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A device as it leaves the factory. `routine_n` is the force a person without a coach uses."""

    kind: Kind
    number: str
    full_scale_n: float
    tip_area_mm2: float | None
    channels: ChannelMask
    bladder_area_mm2: float | None
    bladder_pa: float
    routine_n: float

    @property
    def name(self) -> str:
        """What it is called on the air."""
        return ADVERTISED_NAME[self.kind]

    def pressure_pa(self, force_n: float) -> int | None:
        """The bladder's gauge pressure under that load, where there is a bladder."""
        if self.bladder_area_mm2 is None:
            return None
        return round(self.bladder_pa + force_n / self.bladder_area_mm2 * 1e6)

    def capabilities(self, *, ring_s: int) -> Capabilities:
        """What it says of itself; without a ring it has no backfill."""
        features = ~Feature(0) if ring_s else ~Feature.BACKFILL
        return Capabilities(
            kind=self.kind,
            direction=Direction.PUSH,
            features=features,
            channels=self.channels,
            full_scale_mn=round(self.full_scale_n * 1e3),
            resolution_mn=1,
            tip_area_mm2=self.tip_area_mm2,
            ring_s=ring_s,
            rates_hz=RATES_HZ,
        )


PROBE: Final = Model(
    kind=Kind.PROBE,
    number="P-100",
    full_scale_n=150.0,
    tip_area_mm2=100.0,
    channels=ChannelMask.FORCE,
    bladder_area_mm2=None,
    bladder_pa=0.0,
    routine_n=25.0,
)
BALL: Final = Model(
    kind=Kind.BALL,
    number="B-60",
    full_scale_n=300.0,
    tip_area_mm2=None,
    channels=ChannelMask.FORCE | ChannelMask.PRESSURE,
    bladder_area_mm2=3000.0,
    bladder_pa=2000.0,
    routine_n=60.0,
)
MODELS: Final = {"probe": PROBE, "ball": BALL}
"""By the name that `simulate --device` takes."""
