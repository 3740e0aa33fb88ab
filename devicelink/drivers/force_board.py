"""PitchSix Force Board: whole pounds, pulled.

Pressing makes its numbers underflow: whatever is beyond what it can carry is no number here.
Guarded by tests/drivers/test_devices.py.
"""

import math
from dataclasses import replace
from typing import ClassVar, Final

from devicelink.drivers.base import ABOUT, DriverType, Step, Streamer, Subscribe, Write, offers
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.force_board import FORCE, FORCE_SERVICE, MODE, NAME, PRESSED, Mode, parse
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import NEWTONS_PER, Message, Readings, Unit
from firmware_protocol.profile import Direction

MOST_LB: Final = 1100
"""More than this is an underflow and no load."""


class ForceBoard(Streamer):
    """One open link to a Force Board."""

    id: ClassVar[str] = "forceboard"
    label: ClassVar[str] = "PitchSix Force Board"
    commands = (Mode,)
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PULL,
        full_scale_n=MOST_LB * NEWTONS_PER[Unit.POUND],
        resolution_n=NEWTONS_PER[Unit.POUND],
        rates_hz=(80,),
        unit=Unit.POUND,
        tare=Tare.DEVICE,
    )

    def __init__(self) -> None:
        self.parsers = {FORCE: _bounded}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe, and have it stream; the rate is its own."""
        return Subscribe(FORCE), *ABOUT, Write(MODE, Mode.STREAM)

    def closing(self) -> tuple[Step, ...]:
        """Let it rest."""
        return (Write(MODE, Mode.IDLE, optional=True),)


def _bounded(data: bytes) -> tuple[Message, ...]:
    first, *others = parse(data)
    if isinstance(first, Readings) and max(first.raw) > MOST_LB:
        raw = tuple(lb if lb <= MOST_LB else math.nan for lb in first.raw)
        return replace(first, raw=raw), PRESSED
    return first, *others


def _matches(advertisement: Advertisement) -> bool:
    return advertisement.name == NAME or offers(advertisement, FORCE_SERVICE)


DRIVER = DriverType(
    ForceBoard.id,
    ForceBoard.label,
    _matches,
    ForceBoard,
    evidence=(Evidence.VENDOR, Evidence.SOURCES),
    measures=ForceBoard.measures,
    note="steps of a whole pound; older firmware sends 40 samples a second",
)
